"""What a value cell says: bounds, sign, unit (表格单元格)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from planledger.extracting.table_grid import Cell
from planledger.extracting.table_words import bounds, directions, value_cell
from planledger.model.statement import Bound

if TYPE_CHECKING:
    from planledger.catalogue import Catalogue

_COLONS = ":：∶︰"
_YEAR = range(1949, 2100)


class Figure(NamedTuple):
    """The value of a cell.

    Attributes:
        start: Cleaned offset of the numeral, its sign included.
        end: Cleaned offset after it.
        low: Lower bound, None when open.
        high: Upper bound, None when open.
        bound: How it is bounded.
        unit: The unit that the cell itself states, or empty.
        direction: 1 for 增长 before it, -1 for 下降, 0 when no such word stands there.
        bracketed: Whether it stands in brackets.
        year: Whether the cell could be a year as well.
        striving: Whether 力争 or 争取 stands before it.
        starred: Whether a star stands behind it, which a note below the table may explain.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    bound: Bound
    unit: str
    direction: int
    bracketed: bool
    year: bool
    starred: bool = False
    striving: bool = False


def read_figure(text: str, cell: Cell, catalogue: Catalogue) -> Figure | None:
    """The value of ``cell``, or None when it holds none or more than one.

    Args:
        text: Cleaned text of the document.
        cell: The cell.
        catalogue: Says which words are units.
    """
    match = value_cell().fullmatch(cell.text)
    if match is None or bool(match["opened"]) != bool(match["closed"]):
        return None
    unit = (match["unit"] or "").replace("％", "%")
    if unit and catalogue.units.find(unit) is None and unit != "年":
        return None
    first, second = _number(match["number"]), _number(match["second"]) if match["second"] else None
    year = match["second"] is None and unit in ("", "年") and match["number"].isdigit() and first in _YEAR
    if second is not None and (unit == "年" or (first in _YEAR and second in _YEAR)):
        return None
    low: float | None = first
    high: float | None = first
    bound: Bound = "exact"
    if second is not None and match["separator"] in _COLONS:
        if unit:
            return None
        unit, second = f"∶{second:g}", None
    elif second is not None:
        if second < first:
            return None
        high, bound = second, "range"
    word = bounds("before").get(match["before"] or "") or bounds("after").get(match["after"] or "")
    if word and bound == "exact":
        bound = word
        low, high = (None if word == "at_most" else low), (None if word == "at_least" else high)
    start, end = _span(text, cell, match)
    direction = directions().get(match["direction"] or "", 0)
    bracketed, verb = bool(match["opened"]), match["verb"] or ""
    starred, striving = cell.text.endswith(("*", "＊")), verb.startswith(("力争", "争取"))
    return Figure(start, end, low, high, bound, unit, direction, bracketed, year, starred, striving)


def _number(digits: str) -> float:
    return float(re.sub("[−－–—]", "-", digits).replace(",", "").replace("+", ""))


def _span(text: str, cell: Cell, match: re.Match[str]) -> tuple[int, int]:
    """Where the numeral stands; ``match`` is of the text without spaces."""
    ranged = match["second"] and match["separator"] not in _COLONS
    first, last = match.start("number"), match.end("second" if ranged else "number")
    if cell.end - cell.start == len(cell.text):
        return cell.start + first, cell.start + last
    places = [at for at in range(cell.start, cell.end) if not text[at].isspace()]
    return places[first], places[last - 1] + 1
