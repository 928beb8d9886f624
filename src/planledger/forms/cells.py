"""One cell as somebody filled it in, and the value that it means or why it means none."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import Any

from planledger.forms.form import FormColumn
from planledger.model import Problem

_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d+)?")
_PERIOD = re.compile(r"(?:19|20)\d\d(?:H[12]|Q[1-4]|-(?:0[1-9]|1[0-2]))?")
_YES, _NO = {"是", "yes", "y", "true", "1", "√", "✓"}, {"否", "no", "n", "false", "0", "×"}
_SPLIT = re.compile(r"[；;、\n]")
_WIDE = str.maketrans("０１２３４５６７８９．，％－＋", "0123456789.,%-+")
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it stands in its file.

    Attributes:
        place: As people name it: ``目标!C5``.
        document: The file that it is in.
        value: What the file holds; None when blank.
        percent: Whether it is shown as a percentage, so that 0.055 means 5.5.
        uncomputed: Whether it is a formula without its result.
        error: Whether it is an error of the spreadsheet (``#REF!``).
    """

    place: str
    document: str
    value: Any = None
    percent: bool = False
    uncomputed: bool = False
    error: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    def problem(self, code: str, message: str, message_zh: str) -> Problem:
        """A problem that names it."""
        text = "" if self.blank else str(self.value)[:_MOST_SHOWN]
        return Problem(code, self.document, -1, -1, text, f"{self.place}: {message}", f"{self.place}：{message_zh}")


class WrongCell(Exception):
    """A cell without the value that its column asks for; holds the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def value_of(cell: Cell, column: FormColumn) -> Any:
    """The value of ``cell`` in ``column``, or the default of a blank one.

    Raises:
        WrongCell: When it is missing or is nothing that the column takes.
    """
    head, head_zh = column.head.en, column.head.zh
    if cell.uncomputed:
        raise _wrong(
            cell,
            "cell.no_value",
            "a formula without its result; open the file in its own program and save it",
            "公式没有计算结果，请用表格软件打开后重新保存",
        )
    if cell.error:
        raise _wrong(cell, "cell.error", "an error of the spreadsheet", "单元格是公式错误")
    if cell.blank:
        if column.required:
            raise _wrong(cell, "cell.missing", f"{head} is missing", f"缺少{head_zh}")
        return column.default
    return _READERS[column.kind](cell, column)


def _wrong(cell: Cell, code: str, message: str, message_zh: str) -> WrongCell:
    return WrongCell(cell.problem(code, message, message_zh))


def _text(cell: Cell, _: FormColumn) -> str:
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return str(cell.value).strip()


def _list(cell: Cell, column: FormColumn) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SPLIT.split(_text(cell, column)) if part.strip())


def _number(cell: Cell, column: FormColumn) -> float:
    value = _bare_number(cell, column)
    if not math.isfinite(value):
        raise _wrong(cell, "cell.not_number", "not a number", "不是数")
    low, high = column.least, column.most
    if low is not None and value < low:
        raise _wrong(cell, "cell.out_of_range", f"must not be below {low:g}", f"不能小于{low:g}")
    if high is not None and value > high:
        raise _wrong(cell, "cell.out_of_range", f"must not be above {high:g}", f"不能大于{high:g}")
    return value


def _bare_number(cell: Cell, column: FormColumn) -> float:
    value = cell.value
    percent = cell.percent
    if isinstance(value, str):
        text = value.translate(_WIDE).strip()
        percent = text.endswith("%")
        text = text.removesuffix("%").strip()
        if not any(sign.isdigit() for sign in text) or not _NUMBER.fullmatch(text):
            told = f" (the column is in {column.unit})" if column.unit else ""
            told_zh = f"（单位是{column.unit}，只填数字）" if column.unit else "，只填数字"
            raise _wrong(cell, "cell.not_number", f"not a number{told}", f"不是数{told_zh}")
        number = float(text.replace(",", ""))
    elif isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(cell, "cell.not_number", "not a number", "不是数")
    else:
        # As spreadsheets show it: what a formula comes to is often a digit of noise beside 3000.3.
        number = float(f"{value * 100 if percent else value:.15g}")
    if percent and column.unit != "%":
        told = f"the column is in {column.unit}" if column.unit else "this column has no per cent sign"
        told_zh = f"这一列的单位是{column.unit}" if column.unit else "这一列只填数字，不带百分号"
        raise _wrong(cell, "cell.wrong_unit", f"a percentage, but {told}", f"是百分数，而{told_zh}")
    return number


def _integer(cell: Cell, column: FormColumn) -> int:
    value = _number(cell, column)
    if value != int(value):
        raise _wrong(cell, "cell.not_integer", "must be a whole number", "必须是整数")
    return int(value)


def _year(cell: Cell, column: FormColumn) -> int:
    text = _text(cell, column).removesuffix("年").removesuffix(".0")  # as tables of whole floats write it
    if isinstance(cell.value, dt.date):
        text = str(cell.value.year)
    if not text.isdecimal() or not _FIRST_YEAR <= int(text) <= _LAST_YEAR:
        raise _wrong(cell, "cell.not_year", "not a year, such as 2025", "不是年份，如2025")
    return int(text)


def _period(cell: Cell, column: FormColumn) -> str:
    value = cell.value
    text = f"{value.year}-{value.month:02}" if isinstance(value, dt.date) else _text(cell, column).removesuffix("年")
    if not _PERIOD.fullmatch(text):
        raise _wrong(
            cell,
            "cell.not_period",
            "not a period: write 2025, 2025H1, 2025Q1 or 2025-03",
            "不是时期，请写成2025、2025H1、2025Q1或2025-03",
        )
    return text


def _flag(cell: Cell, column: FormColumn) -> bool:
    text = _text(cell, column).lower()
    if text not in _YES | _NO:
        raise _wrong(cell, "cell.not_flag", "write 是 (yes) or 否 (no)", "请填是或否")
    return text in _YES


def _choice(cell: Cell, column: FormColumn) -> str:
    text = _text(cell, column)
    choices = column.choices or {}
    for code, words in choices.items():
        if text.lower() in {code.lower(), words.zh.lower(), words.en.lower()}:
            return code
    known, known_zh = (
        ", ".join(words.en for words in choices.values()),
        "、".join(words.zh for words in choices.values()),
    )
    raise _wrong(cell, "cell.unknown_choice", f"must be one of: {known}", f"只能填：{known_zh}")


_READERS = {
    "text": _text,
    "number": _number,
    "integer": _integer,
    "year": _year,
    "period": _period,
    "flag": _flag,
    "choice": _choice,
    "list": _list,
}
