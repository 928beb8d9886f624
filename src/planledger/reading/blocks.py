"""Lines of the cleaned text to blocks: headings with their level, paragraphs, list items, table rows, furniture."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from planledger.model.document import BlockKind
from planledger.reading.marks import is_garbled, is_page_furniture, marker_of

_LONGEST_HEADING = 50
_SENTENCE_END = re.compile("[。！？；]")
_LEAD = re.compile("[^。；！？]{2,40}[。；]")
_TITLE_WORDS = re.compile("报告|纲要|规划|公报|计划|方案|速览|决算|预算")
_BESIDE_TABLES = re.compile("（?(?:注|备注|说明|附注|(?:计量|金额)?单位|资料来源|数据来源)[:：]")
_FIGURE = re.compile(r"\d")
_DEPTHS = {"chapter": 1, "section": 2, "numbered": 3, "bracketed": 4, "arabic": 5, "arabic_bracketed": 6, "dashed": 7}
_UNMARKED = 8
# A heading by its style alone stands below those of the same level that are numbered: 第一章, 第一节, then styles.
_STYLED = 2
_LONGEST_STYLED = 80
# What is numbered like a heading stays one behind the signs of Markdown.
_HEADING_MARKERS = frozenset(("chapter", "section", "numbered", "bracketed"))


class Line(NamedTuple):
    """A line of the cleaned text as a block to be."""

    start: int
    end: int
    kind: BlockKind
    level: int
    heading: str
    """What it adds to the section path: the heading itself, or a marked paragraph's lead sentence."""
    depth: int
    """How deep it stands among the document's headings, 0 for a line without heading."""


def find_lines(
    text: str,
    *,
    bulleted: frozenset[int] = frozenset(),
    headings: Mapping[int, int] = MappingProxyType({}),
    asides: Mapping[int, BlockKind] = MappingProxyType({}),
    rows: frozenset[int] = frozenset(),
) -> list[Line]:
    """Every line of ``text`` with its kind.

    Args:
        text: Cleaned text, one line a block.
        bulleted: Starts of the lines whose bullet was taken off.
        headings: Levels of the lines that the file itself says are headings, by their starts.
        asides: Kinds of the lines that were set apart, by their starts.
        rows: Starts of the lines that the file itself says are rows of tables.
    """
    lines, at = [], 0
    raw = text.split("\n") if text else []
    body = _body_start(raw)
    for number, line in enumerate(raw):
        end = at + len(line)
        if line and at in asides:
            lines.append(Line(at, end, asides[at], 0, "", 0))
        elif line:
            row = "\t" in line or (at in rows and not _SENTENCE_END.search(line))
            kind, heading, marker = _kind(line, number < body, at in bulleted, row)
            depth = _DEPTHS.get(marker, _UNMARKED) if heading else 0
            if at in headings and kind in ("paragraph", "heading", "list_item") and len(line) <= _LONGEST_STYLED:
                kind, heading, depth = "heading", line, depth or min(headings[at] + _STYLED, _UNMARKED)
            lines.append(Line(at, end, kind, 0, heading, depth))
        at = end + 1
    return lines


def _body_start(raw: Sequence[str]) -> int:
    """Number of the line with which the body starts: the address, the first marker, or the first long line."""
    for number, line in enumerate(raw[:60]):
        if (
            line.startswith("各位代表")
            or len(line) > 80
            or (marker_of(line)[0] in _DEPTHS and marker_of(line)[0] != "dashed")
        ):
            return number
    return 0


def _kind(line: str, head: bool, bulleted: bool, row: bool) -> tuple[BlockKind, str, str]:
    """Kind of a line, what it adds to the section path, and its marker."""
    if is_page_furniture(line) or is_garbled(line):
        return "furniture", "", ""
    if row:
        return "table_row", "", ""
    marker, length = marker_of(line)
    if bulleted and marker not in _HEADING_MARKERS:
        return "list_item", "", ""
    if head and len(line) <= 80:
        return ("title", "", "") if _TITLE_WORDS.search(line) and not line.endswith("。") else ("paragraph", "", "")
    if len(line) <= _LONGEST_HEADING and not _SENTENCE_END.search(line) and _is_heading(line, marker):
        return "heading", line, marker
    if not marker:
        return "paragraph", "", ""
    lead = _LEAD.match(line, length)
    heading = line[: lead.end() - 1] if lead and len(line) > lead.end() and "，" not in lead.group()[24:] else ""
    return "list_item" if marker == "dashed" else "paragraph", heading, marker


def _is_heading(line: str, marker: str) -> bool:
    if line[-1] in "，、：:," or _BESIDE_TABLES.match(line):
        return False
    if marker == "dashed":
        return not _FIGURE.search(line) and len(line) <= 40
    if marker:
        return len(re.findall(r"\d+(?:\.\d+)?[%亿万个]", line)) == 0
    return (
        2 < len(line) <= 34
        and line.count("，") <= 1
        and not re.search(r"\d+(?:\.\d+)?[%亿万个户家项]|增长|^[）”]", line)
    )


def with_levels(lines: Sequence[Line], *, opens_part: Callable[[str], bool]) -> list[Line]:
    """The lines with heading levels that leave no gap: the outermost kind of heading in the document is level 1.

    A heading without marker is one of the innermost, unless it opens a part of the document.
    """
    chapters = any(line.depth == _DEPTHS["chapter"] for line in lines)
    lifted = [
        line._replace(depth=1 if not chapters else 2)
        if line.depth == _UNMARKED and line.kind == "heading" and opens_part(line.heading)
        else line
        for line in lines
    ]
    used = sorted({line.depth for line in lifted if line.depth})
    rank = {depth: level for level, depth in enumerate(used, 1)}
    return [
        line._replace(level=rank[line.depth] if line.kind == "heading" else 0, depth=rank[line.depth])
        if line.depth
        else line
        for line in lifted
    ]


def section_paths(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    """For every line the headings above it, outermost first; a marked paragraph stands under its own lead."""
    paths: list[tuple[str, ...]] = []
    open_headings: list[tuple[int, str]] = []
    path: tuple[str, ...] = ()
    for line in lines:
        if line.depth:
            while open_headings and open_headings[-1][0] >= line.depth:
                open_headings.pop()
            above = tuple(heading for _, heading in open_headings)
            open_headings.append((line.depth, line.heading))
            path = (*above, line.heading)
            paths.append(above if line.kind == "heading" else path)
        else:
            paths.append(path)
    return paths
