"""Lines to paragraphs: what a narrow column or a careless copy broke is joined again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from planledger.model.offsets import Edit
from planledger.reading.marks import is_marked, is_page_furniture, marker_of
from planledger.reading.repairing import Draft

_LINE = re.compile(r"[^\s](?:[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*[^\s])?")
_ENDS = frozenset("。！？；：…!?;:】》|")
_GOES_ON = frozenset("，、（“《+/")
_CANNOT_BEGIN = frozenset("，。；：、！？）”》％%‰")
_INNER = re.compile("[，。；、]")
_NOT_IN_HEADLINES = re.compile(r"[，。；：、]|\d(?!\d{0,3}(?!\d))|(?<!\d)\d{1,3}(?!\d)")
_NOT_IN_HEADINGS = re.compile("[，。；：！？]")
_HEADED = frozenset(("chapter", "section", "numbered", "bracketed"))
_LONG = 40
_ASIDE = re.compile("（[^）]{1,14}）")
_UNIT_AHEAD = re.compile(r"(?:[万亿]|个百分点|平方|公里|千瓦|吨|元|人次|[%‰])")
_NUMBER_AHEAD = re.compile(r"\d[\d.]*(?![\d.]*[、．.])[^\d.]")


def join_lines(draft: Draft, *, joined: bool = False) -> None:
    """One line a paragraph: line breaks inside sentences and empty lines go; of ``joined`` text only empty lines."""
    text = draft.text
    spans = [match.span() for match in _LINE.finditer(text)]
    edits = []
    if spans and spans[0][0]:
        edits.append(Edit(0, spans[0][0], ""))
    joins = [False] * (len(spans) - 1) if joined else _find_joins(text, spans)
    for index, join in enumerate(joins):
        start, end = spans[index][1], spans[index + 1][0]
        new = ("" if not _both_latin(text, start, end) else " ") if join else "\n"
        if new != text[start:end]:
            edits.append(Edit(start, end, new))
    last = spans[-1][1] if spans else 0
    if last < len(text):
        edits.append(Edit(last, len(text), ""))
    draft.replace(
        "line_breaks", edits, listed=lambda edit: edit.start > 0 and edit.text != "\n" and edit.end < len(text)
    )


def _both_latin(text: str, start: int, end: int) -> bool:
    return text[start - 1].isascii() and text[end].isascii() and text[start - 1].isalpha() and text[end].isalpha()


def _find_joins(text: str, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """For every line but the last, whether the next one continues it."""
    lines = [text[start:end] for start, end in spans]
    width = _column_width(lines)
    orderly = _ends_in_order(lines)
    headings: list[bool] = []
    for index in range(len(lines)):
        headings.append(bool(width) and _is_headline(text, spans, lines, index, index > 0 and headings[-1], width))
    of_page = list(map(is_page_furniture, lines))
    return [
        not of_page[index] and not of_page[index + 1] and _continues(lines, index, width, orderly, headings)
        for index in range(len(lines) - 1)
    ]


def _column_width(lines: Sequence[str]) -> int:
    """Characters a line of a narrow column, 0 when the text is not set in columns."""
    long = sorted(len(line) for line in lines if len(line) >= 8)
    if len(long) < 12:
        return 0
    width = long[len(long) * 3 // 4]
    full = [line for line in lines if len(line) >= 0.75 * width]
    broken = sum(line[-1] not in _ENDS for line in full)
    commas = sum("，" in line or "。" in line for line in full)
    return width if width <= 60 and broken > 0.35 * len(full) and commas > 0.3 * len(full) else 0


def _ends_in_order(lines: Sequence[str]) -> bool:
    """Whether long lines end where sentences do, so that one which does not is broken."""
    long = [line for line in lines if len(line) > 40 and _INNER.search(line)]
    return len(long) >= 3 and sum(line[-1] in "。！？；：”" for line in long) >= 0.75 * len(long)


def _is_headline(
    text: str, spans: Sequence[tuple[int, int]], lines: Sequence[str], index: int, after_headline: bool, width: int
) -> bool:
    """Whether a line of a column is a headline: it starts after a sentence and a gap, and has no mark or digit."""
    line = lines[index]
    if marker_of(line)[0] in _HEADED and len(line) <= 0.9 * width and not _NOT_IN_HEADINGS.search(line):
        return True  # a full line would go on
    if not 6 <= len(line) <= 34 or _NOT_IN_HEADLINES.search(line):
        return False
    after_sentence = index == 0 or after_headline or lines[index - 1][-1] in _ENDS or lines[index - 1][-1] == "）"
    start = spans[index][0]
    gap_before = index == 0 or text.count("\n", spans[index - 1][1], start) > 1
    gap_after = index + 1 < len(spans) and text.count("\n", spans[index][1], spans[index + 1][0]) > 1
    return after_sentence and gap_before and (not gap_after or "展望" in line or "回眸" in line or "回顾" in line)


def _continues(lines: Sequence[str], index: int, width: int, orderly: bool, headings: Sequence[bool]) -> bool:
    line, following = lines[index], lines[index + 1]
    if following[0] in _CANNOT_BEGIN:
        return line[-1] not in "。！？"
    if is_marked(following):
        return False
    if line[-1] in _GOES_ON:
        return True
    if line[-1] in "：:" and line[-2:-1].isdigit() and following[0].isdigit():
        return True  # a ratio, 12.4：65.8：21.8
    if line[-1] in _ENDS or (line[-1] == "”" and line[-2:-1] in _ENDS) or _ASIDE.fullmatch(following):
        return False
    if width:
        return len(line) >= 0.6 * width and not headings[index] and not headings[index + 1]
    return _is_broken(line, following, orderly)


def _is_broken(line: str, following: str, orderly: bool) -> bool:
    """Whether ``line``, which is no line of a column, was cut off inside a sentence."""
    if not _INNER.search(line):
        return False  # a heading, or a cell
    if line[-1].isdigit() and _UNIT_AHEAD.match(following):
        return True
    if len(line) < _LONG and "。" not in line:
        return False  # a heading
    if line[-1].isascii() and line[-1].isalnum() and "\u4e00" <= following[0] <= "\u9fff":
        return True
    if _NUMBER_AHEAD.match(following) and not line[-1].isdigit() and line[-1] not in "%）":
        return True
    return orderly and len(following) > 12 and following[-1] in "。；！？" and line[-1] != "）" and "。" in line
