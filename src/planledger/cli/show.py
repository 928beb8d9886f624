"""``planledger show``: a statement with its sentence and the lines of the source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planledger.cli.language import Both, Language
from planledger.cli.options import encoding_option, language_of, limit_option, option, spoken_command
from planledger.cli.sources import find_statements, load_ledger
from planledger.errors import DocumentError
from planledger.model import Document, Statement

if TYPE_CHECKING:
    from planledger.reading import Limits


@spoken_command(
    "show",
    Both(
        "显示 SOURCE（一份文献，或 run 写出的文件夹）中的表述及其原句和原文各行。\n\n"
        "WHERE 是编号（文献#位置）、原文字符位置或指标名称。PDF和图片可用 --picture 画出原页，标出所在位置。",
        "Show a statement of SOURCE (a document, or a folder that run wrote) with its sentence and source lines.\n\n"
        "WHERE is an id (document#offset), an offset in the source, or words of the indicator. Of a PDF or picture,"
        " --picture draws the page with the place marked.",
    ),
)
@click.argument("source", type=click.Path(readable=False, path_type=Path))
@click.argument("where")
@option("--json", "as_json", is_flag=True, say=Both("输出 JSON，每行一条。", "Print JSON, one statement a line."))
@option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="PNG",
    say=Both("把原页画成PNG，标出表述所在位置。", "Draw the page as a PNG with the statement marked."),
)
@limit_option
@encoding_option
@click.pass_context
def command(context: click.Context, /, source: Path, where: str, **said: Any) -> int:
    """Print the statements."""
    from planledger.ledger import statement_row
    from planledger.ledger.files import json_lines

    language = language_of(context)
    limits, picture = said["limits"], said["picture"]
    found = find_statements(load_ledger(source, language, encoding=said["encoding"], limits=limits), where, language)
    if picture is not None:
        _draw([(document, statement) for document, _, statement in found], picture, language, limits)
    if said["as_json"]:
        click.echo(
            json_lines(statement_row(statement, document) for document, _, statement in found).decode(), nl=False
        )
    else:
        click.echo("\n\n".join(statement_text(document, statement, language) for document, _, statement in found))
    return 0


def _draw(found: list[tuple[Document, Statement]], picture: Path, language: Language, limits: Limits | None) -> None:
    """Write the page of the one statement that was found."""
    from planledger.ledger import replace_file
    from planledger.pipeline import Passage, draw_passage
    from planledger.runners import Guarded

    if len(found) > 1:
        named = "、".join(statement.id for _, statement in found[:5])
        raise click.ClickException(
            Both(
                f"有{len(found)}条表述符合，画图请给出编号，如：{named}",
                f"{len(found)} statements fit; to draw one, give its id, such as {named}",
            ).of(language)
        )
    document, statement = found[0]
    with Guarded(limits, workers=1) as runner:
        [drawn] = runner.map(draw_passage, [Passage(document, statement.start, statement.end)])
    if isinstance(drawn, DocumentError):
        raise drawn
    if not drawn:
        raise click.ClickException(
            Both(
                f"{document.path}：此类文件没有页面，无法画图；位置见上下文",
                f"{document.path}: this kind of file has no pages to draw; its place is given in words",
            ).of(language)
        )
    replace_file(picture, drawn)


def statement_text(document: Document, statement: Statement, language: Language) -> str:
    """A statement as a person reads it, then its sentence and the lines of the source it comes from."""
    from planledger.ledger.columns import load_words
    from planledger.ledger.phrasing import places_text, value_text

    words = load_words()

    def word(of: str, code: str) -> str:
        found = words[of][code]
        return found.chinese if language == "zh" else found.english

    marks = [Both("力争", "striving").of(language)] * statement.striving + [
        Both("预计", "estimate").of(language)
    ] * statement.estimate
    facts = [
        (Both("指标", "indicator"), f"{statement.indicator}  {statement.indicator_id}".rstrip()),
        (Both("数值", "value"), value_text(statement) or ""),
        (Both("种类", "measure"), word("measure", statement.measure)),
        (Both("性质", "role"), "  ".join([word("role", statement.role), *marks])),
        (Both("时期", "period"), statement.period or Both("未定", "undecided").of(language)),
        (Both("章节", "section"), " › ".join(statement.section)),
        (Both("位置", "place"), places_text(document.places_of(statement.start, statement.end), language)),
        (Both("原句", "sentence"), cells_apart(statement.sentence)),
    ]
    lines = [f"{head.of(language)}  {fact}" for head, fact in facts if fact]
    return "\n".join([statement.id, *lines, source_lines(document, statement, language)])


def cells_apart(sentence: str) -> str:
    """``sentence`` in which the cells of a table row can be told apart."""
    return sentence.replace("\t", " │ ")


def source_lines(document: Document, statement: Statement, language: Language) -> str:
    """The lines of the source that hold the sentence, numbered, with the numeral between 【 and 】."""
    source = document.source
    first = source.rfind("\n", 0, statement.sentence_start) + 1
    last = source.find("\n", max(statement.sentence_end - 1, statement.end - 1))
    last = len(source) if last < 0 else last
    number = source.count("\n", 0, first) + 1
    marked = (
        f"{source[first : statement.start]}【{source[statement.start : statement.end]}】{source[statement.end : last]}"
    )
    head = Both("原文", "source").of(language)
    lines = (f"  {number + at:>5} │ {line.rstrip()}" for at, line in enumerate(marked.split("\n")))
    return "\n".join([f"{head}  {document.path} [{statement.start}, {statement.end})", *lines])
