"""Rows to paragraphs, over the breaks of lines, columns and pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from planledger.reading.marks import marker_of
from planledger.reading.printed.flow import Column, Row, TableBlock
from planledger.reading.printed.measuring import Manner

_INDENT = 1.2
_DEEPEST_INDENT = 5.0
_SLACK = 1.7
_ENDS = "。！？；：!?;:…"
_CANNOT_BEGIN = frozenset("，。；：、！？）”》％%‰〕】")
_GOES_ON = frozenset("，、（“《+/—")
_TOKEN = re.compile(r"[A-Za-z0-9.,%:/()+-]+[，。；：、）”]?|.[，。；：、！？）”》]*")
_NUMERAL = "[\\d〇○零一二三四五六七八九十 ]"
_DATE = re.compile(rf"[（(]?\s*{_NUMERAL}{{2,6}}年(?:{_NUMERAL}{{1,4}}月)?(?:{_NUMERAL}{{1,4}}日)?\s*[)）]?")
_LONGEST_HEADING = 50
_SENTENCE = re.compile("[。；]")
_UNIT = re.compile(r"[（(]?单位[:：]")
_LARGER = 1.1
_BULLETS = frozenset("●○■□◆◇▪▫•▲△★☆►➢√")
_SAME_SIZE = 0.12
_SQUEEZED = 0.22
_SHORT = 10
_FIGURES = re.compile(r"[\d.,%+-]+")
_CHAPTERS = ("chapter", "section", "numbered")


@dataclass(slots=True, eq=False)
class Paragraph:
    """Rows that make one paragraph, or one heading."""

    rows: list[Row] = field(default_factory=list)
    heading: bool = False
    centred: bool = False

    @property
    def text(self) -> str:
        """Its wording, roughly."""
        return "".join(row.text for row in self.rows)


@dataclass(slots=True, eq=False)
class _Set:
    """A row as it is set between the edges of its column."""

    row: Row
    indent: float
    slack: float
    centred: bool
    heading: bool
    tabular: bool
    """Whether pieces stand side by side with wide gaps, as in a table without rules."""
    column: Column
    gap: float
    """From the row above, in font sizes; 0 at the head of a column."""


def join_rows(columns: Sequence[Column], manner: Manner) -> list[Paragraph | TableBlock]:
    """Paragraphs and tables in the order of reading."""
    found: list[Paragraph | TableBlock] = []
    last: _Set | None = None
    for column in columns:
        above: Row | None = None
        for block in column.blocks:
            if isinstance(block, TableBlock):
                found.append(block)
                last = above = None
                continue
            current = _set(block, column, manner, above)
            paragraph = found[-1] if found else None
            if last is not None and isinstance(paragraph, Paragraph) and _goes_on(last, current, manner, paragraph):
                paragraph.rows.append(block)
            else:
                found.append(Paragraph([block], current.heading, current.centred))
            last, above = current, block
    for paragraph in found:
        if isinstance(paragraph, Paragraph):
            paragraph.heading = paragraph.heading and _may_head(paragraph.text)
    return found


def _may_head(text: str) -> bool:
    return (
        2 <= len(text) <= 2 * _LONGEST_HEADING
        and not _SENTENCE.search(text)
        and not _UNIT.match(text)
        and not text.endswith(("，", "、", "：", ":"))
    )


def _set(row: Row, column: Column, manner: Manner, above: Row | None) -> _Set:
    size = max(row.size, 1e-6)
    indent, slack = (row.box.left - column.left) / size, (column.right - row.box.right) / size
    centred = indent > 1.2 and slack > 1.2 and abs(indent - slack) < max(1.0, 0.12 * (indent + slack))
    body = manner.size.get(row.page, size)
    larger = row.size > _LARGER * body
    marked = marker_of(row.text)[0] in ("chapter", "section", "numbered", "bracketed")
    styled = larger or (row.bold and not manner.bold) or (centred and indent > 2.6)
    heading = (styled or marked) and slack > _SLACK and len(row.text) <= _LONGEST_HEADING
    heading = heading or (larger and len(row.text) <= _LONGEST_HEADING)
    tabular = _is_tabular(row)
    heading = heading and not _SENTENCE.search(row.text) and (not tabular or centred)
    gap = (row.box.top - above.box.top) / size if above is not None else 0.0
    return _Set(row, indent, slack, centred, heading, tabular and not centred, column, gap)


def _is_tabular(row: Row) -> bool:
    """Whether the pieces of a row are cells, rather than words of a line that was spaced out."""
    if len(row.lines) == 1 or (len(row.lines) == 2 and marker_of(row.text)[0] in _CHAPTERS):
        return False
    gaps = [second.box.left - first.box.right for first, second in pairwise(row.lines)]
    return len(row.lines) > 3 or max(gaps) > 2.5 * row.size or any(_FIGURES.fullmatch(one.text) for one in row.lines)


def _goes_on(last: _Set, current: _Set, manner: Manner, paragraph: Paragraph) -> bool:
    """Whether a row continues the paragraph of the one before it."""
    text, following = last.row.text, current.row.text
    if last.tabular or current.tabular:
        return False
    inside = current.indent < _INDENT and last.slack < _SLACK and text[-1] not in _ENDS
    # A line that was squeezed to fit is still one of its paragraph.
    alike = _SQUEEZED if inside and not last.heading else _SAME_SIZE
    if abs(last.row.size - current.row.size) > alike * max(last.row.size, current.row.size):
        return False
    inside = inside and manner.indented
    if last.heading or (current.heading and not (inside and not last.heading)):
        return _title_goes_on(last, current, manner, paragraph)
    if following[0] in _CANNOT_BEGIN and text[-1] not in "。！？":
        return True
    apart = current.gap > 1.45 * manner.leading and (text[-1] in _ENDS or not manner.indented)
    if apart or current.gap > 2.5 * manner.leading or (current.indent > _INDENT and _DATE.fullmatch(following)):
        return False
    full = last.slack < _SLACK or last.slack < _width_of_first(following)
    if current.indent > _INDENT:
        return full and text[-1] not in _ENDS and _goes_on_indented(last, current, manner, paragraph)
    if full:
        return manner.indented or not marker_of(following)[0] or text[-1] not in _ENDS
    return text[-1] in _GOES_ON and not marker_of(following)[0]


def _goes_on_indented(last: _Set, current: _Set, manner: Manner, paragraph: Paragraph) -> bool:
    """Whether an indented row goes on with the paragraph of the full row before it."""
    if current.indent >= _DEEPEST_INDENT:
        return last.indent >= _DEEPEST_INDENT
    if abs(current.indent - last.indent) < 0.5 and len(paragraph.rows) > 1:
        return True
    hanging = not marker_of(current.row.text)[0] and (not manner.indented or _hangs(paragraph, current.row))
    return hanging or _same_indent_goes_on(last, current)


def _hangs(paragraph: Paragraph, row: Row) -> bool:
    """Whether a row stands further in than the bullet or number that its paragraph begins with."""
    first = paragraph.rows[0]
    bulleted = (
        first.text[0] in _BULLETS
        or first.text[0] == "注"
        or marker_of(first.text)[0] in ("arabic", "arabic_bracketed", "dashed")
    )
    return bulleted and row.box.left > first.box.left + 0.5 * row.size


def _same_indent_goes_on(last: _Set, current: _Set) -> bool:
    """Whether a row as far in as the one before it goes on inside its sentence, as in a block set in from the left."""
    if abs(current.indent - last.indent) >= 0.5 or marker_of(current.row.text)[0]:
        return False
    text, following = last.row.text, current.row.text
    if text[-1] in _GOES_ON or text[-1].isdigit():
        return True
    return last.slack < 0.4 and (len(following) > _SHORT or following[-1] in _ENDS)


def _width_of_first(text: str) -> float:
    """Width, in font sizes, of what cannot be broken at the head of ``text``."""
    match = _TOKEN.match(text)
    return sum(0.55 if one.isascii() else 1.0 for one in match.group()) + 0.3 if match else 0.0


def _title_goes_on(last: _Set, current: _Set, manner: Manner, paragraph: Paragraph) -> bool:
    """Whether the second row of a heading follows its first."""
    text, following = last.row.text, current.row.text
    if not (last.heading and (current.heading or last.slack < _SLACK)):
        return False
    if last.row.bold != current.row.bold or len(paragraph.rows) >= 4:
        return False
    fills = last.slack < _SLACK or current.slack < _SLACK
    if last.centred != current.centred and not fills:
        return False
    if marker_of(following)[0] or text[-1] in _ENDS or text[-1] in "）)" or _DATE.fullmatch(following):
        return False
    if _DATE.fullmatch(text) or following[0] in "—（(" or _UNIT.match(following) or text[0] in "—（(":
        return False
    if current.gap > max(1.35 * manner.leading, 2.2) or not current.gap:
        return False
    return last.centred or last.slack < 3
