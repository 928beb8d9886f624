"""Problems of whole files and of their company, with their words."""

from __future__ import annotations

from planledger.errors import DocumentError, PlanLedgerError
from planledger.model import Problem

_MESSAGES = {
    "file.missing": ("{path}: no such file", "{path}：文件不存在"),
    "folder.empty": (
        "{path}: no documents in this folder; it is searched for text, HTML, PDF, Word, Excel, CSV and picture files",
        "{path}：文件夹中没有文档（查找文本、网页、PDF、Word、Excel、CSV和图片文件）",
    ),
    "folder.unreadable": (
        "{path}: this folder cannot be opened ({reason}), so its files were not read",
        "{path}：文件夹打不开（{reason_zh}），其中的文件未读",
    ),
    "folder.passed_over": (
        "{path}: files of other kinds were passed over, {count}: {names}",
        "{path}：有{count}个其他类型的文件未读：{names_zh}",
    ),
    "overrides.idle": (
        "{path}: no file in this folder is called {names}; a key is the name of a file, with or without its suffix",
        "{path}：文件夹中没有名为{names_zh}的文件；各项以文件名为名，后缀可有可无",
    ),
    "pattern.empty": ("{path}: no file matches", "{path}：没有匹配的文件"),
    "documents.same_name": (
        "{path}: another file has this name, so the document is called {name} here",
        "{path}：另有同名文件，此处称为{name}",
    ),
    "documents.same_region_year": (
        "{path}: {other} is of the same region, year and kind; both are compared. Remove one, or see documents.yaml",
        "{path}：与{other}同属一个地区、年份和类型，两份都参加对照；请移走一份，或在documents.yaml中更正",
    ),
    "document.unplaced": (
        "{path}: region or year not found, so it is compared with nothing; set them in documents.yaml",
        "{path}：没有认出地区或年份，未参加对照；请在documents.yaml中设定",
    ),
    "document.no_numbers": (
        "{path}: no quantified statement found; if the text has some, check its encoding and main text",
        "{path}：没有找到量化表述；若原文确有，请检查编码和正文",
    ),
    "document.in_pictures": (
        "{path}: next to no text, but {count} pictures, in which it may stand; save them and give them as files",
        "{path}：几乎没有文字，但有{count}幅图片，内容可能在图中；请把图片另存为文件后读取",
    ),
    "document.crashed": (
        "{path}: reading stopped with an unexpected {error}; please report this",
        "{path}：读取时意外出错（{error}），请报告此问题",
    ),
}


def problem(code: str, path: str, **facts: str) -> Problem:
    """The problem ``code`` of a whole file."""
    english, chinese = (message.format(path=path, **facts) for message in _MESSAGES[code])
    return Problem(code, path, -1, -1, "", english, chinese)


def problem_of(error: PlanLedgerError, path: str) -> Problem:
    """The problem of a file that ``error`` tells of."""
    if isinstance(error, DocumentError):
        # Reading knows the document's name, the user the file's.
        error = type(error)(path, error.detail, error.detail_zh)
    return Problem(error.code, path, -1, -1, "", str(error), error.message_zh)
