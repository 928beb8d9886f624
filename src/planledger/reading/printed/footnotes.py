"""Footnotes: smaller type at the foot of a page, below a short rule or behind marks."""

from __future__ import annotations

import re
from collections.abc import Collection

from planledger.reading.printed.flow import body_size
from planledger.reading.printed.page import PrintedLine, PrintedPage, Rule

_SMALLER = 0.93
_MARK = re.compile(
    r"[①-⑳⓪❶-❿*＊※†‡⁰¹²³⁴⁵⁶⁷⁸⁹]|[\[［〔]\d{1,3}[\]］〕]|\d{1,3}[\s.、）)．]|注\s*\d*\s*[:：]|\d{1,3}(?=[\u4e00-\u9fff“《])"
)
_LONGEST_RULE = 0.5
_MOST_BODY = 40
_FIGURES = re.compile(r"[\d.,%+-]+")


def find_footnotes(page: PrintedPage, left_out: Collection[int]) -> list[list[int]]:
    """Footnotes of ``page`` by the indexes of their lines, each from top to bottom.

    Args:
        page: The page.
        left_out: Indexes of the lines that are of the page or of tables.
    """
    rest = [index for index in range(len(page.lines)) if index not in left_out and not page.lines[index].vertical]
    lines = page.lines
    size = body_size([lines[index] for index in rest])
    if not size:
        return []
    small: list[int] = []
    body: list[PrintedLine] = []
    for index in sorted(rest, key=lambda index: -lines[index].box.top):
        line = lines[index]
        if line.size > _SMALLER * size or any(_is_below(other, line) for other in body):
            body.append(line)
            if len(body) > _MOST_BODY:
                break  # whatever stands above is no foot of the page
        elif _is_in_table(line, page):
            body.append(line)
        else:
            small.append(index)
    notes: list[list[int]] = []
    for column in _columns(small, lines):
        notes += _notes_of(column, page, size)
    return notes


def _is_in_table(line: PrintedLine, page: PrintedPage) -> bool:
    """Whether rules stand on both sides of a line, or figures beside it."""
    middle = (line.box.top + line.box.bottom) / 2
    if any(rule.top < middle < rule.bottom for rule in page.rules):
        return True
    return any(
        other is not line and other.box.top < middle < other.box.bottom and _FIGURES.fullmatch(other.text)
        for other in page.lines
    )


def _is_below(other: PrintedLine, line: PrintedLine) -> bool:
    return (
        other.box.top > line.box.top + 0.4 * line.size
        and other.box.left < line.box.right
        and line.box.left < other.box.right
    )


def _columns(small: list[int], lines: list[PrintedLine]) -> list[list[int]]:
    """Small lines by the columns that they stand in, from top to bottom."""
    columns: list[tuple[float, float, list[int]]] = []
    for index in sorted(small, key=lambda index: lines[index].box.left - lines[index].box.right):  # widest first
        box = lines[index].box
        for at, (left, right, members) in enumerate(columns):
            if min(right, box.right) - max(left, box.left) > 0:
                columns[at] = (min(left, box.left), max(right, box.right), [*members, index])
                break
        else:
            columns.append((box.left, box.right, [index]))
    return [
        sorted(members, key=lambda index: (round(lines[index].box.top), lines[index].box.left))
        for *_, members in columns
    ]


def _notes_of(column: list[int], page: PrintedPage, size: float) -> list[list[int]]:
    """The notes of a column of small lines: from the rule, else from the first mark, downwards."""
    lines = page.lines
    start = _below_rule(column, page, size)
    ruled = start is not None
    if start is None:
        marked = [at for at, index in enumerate(column) if _MARK.match(lines[index].text)]
        low = [at for at in marked if lines[column[at]].box.top > 0.6 * page.height]
        start = low[0] if low and marked[0] == low[0] else None
    if start is None:
        return []
    notes: list[list[int]] = []
    first_size = lines[column[start]].size
    for index in column[start:]:
        if abs(lines[index].size - first_size) > 0.15 * first_size and not ruled:
            return []
        row = notes and abs(lines[index].box.top - lines[notes[-1][-1]].box.top) < 0.5 * lines[index].size
        if notes and (row or not _MARK.match(lines[index].text)):
            notes[-1].append(index)
        else:
            notes.append([index])
    return notes


def _below_rule(column: list[int], page: PrintedPage, size: float) -> int | None:
    """How many lines of ``column`` stand above the short rule over its footnotes, None without such a rule."""
    lines = page.lines
    left, right = min(lines[index].box.left for index in column), max(lines[index].box.right for index in column)
    best = None
    for rule in page.rules:
        width = rule.right - rule.left
        if rule.bottom - rule.top > 1 or not 2 * size < width <= _LONGEST_RULE * page.width:
            continue
        if abs(rule.left - left) > 3 * size or rule.right < left or rule.left > right or _is_of_grid(rule, page):
            continue
        after = [at for at, index in enumerate(column) if lines[index].box.top > rule.top - 0.4 * size]
        if after and lines[column[after[0]]].box.top - rule.top < 2.5 * size and (best is None or after[0] < best):
            best = after[0]
    return best


def _is_of_grid(rule: Rule, page: PrintedPage) -> bool:
    """Whether a vertical rule meets a horizontal one, as in a table."""
    left, top, right, _ = rule
    return any(
        other.bottom - other.top > 4
        and left - 2 <= other.left <= right + 2
        and other.top - 2 <= top <= other.bottom + 2
        for other in page.rules
    )
