"""Text that stands there twice: a whole page copied again, a run of characters doubled."""

from __future__ import annotations

import re

from planledger.model.offsets import Edit
from planledger.reading.marks import WRECK, is_garbled
from planledger.reading.repairing import Draft

_LONG = 40
_FEWEST = 3
_PROBE = 400
_DOUBLED = re.compile(r"([\u4e00-\u9fff][\u4e00-\u9fffA-Za-z（）]{3,29})\1")
_SENTENCE_MARKS = re.compile("[，。；]")


def remove_repeats(draft: Draft) -> None:
    """Take out what repeats what stands above it."""
    _remove_copies(draft)
    _remove_doubled_runs(draft)


def part_garbled(draft: Draft) -> None:
    """Begin a line where, inside a paragraph, the text turns into wrecks of a wrong decoding."""
    text = draft.text
    at = text.find(WRECK)
    if at < 0 or not is_garbled(text[at : at + _PROBE].partition("\n")[0]):
        return
    line_start = text.rfind("\n", 0, at) + 1
    cut = max(text.rfind(mark, line_start, at) for mark in "。！；") + 1
    if cut > line_start:
        draft.replace("garbled", [Edit(cut, cut, "\n")])


def _remove_copies(draft: Draft) -> None:
    """Take out later copies of whole stretches of lines; the head of a table that goes on says no page was copied."""
    lines = draft.text.split("\n")
    long = [line for line in lines if _tells(line)]
    if len(long) - len(set(long)) < _FEWEST:
        return
    seen: set[str] = set()
    spans: list[tuple[int, int]] = []
    pending: list[tuple[int, int]] = []
    at, copying = 0, False
    for line in lines:
        span = (at, min(at + len(line) + 1, len(draft.text)))
        at += len(line) + 1
        if line not in seen:
            seen.add(line)
            if _tells(line):
                copying, pending = False, []
        elif _tells(line):
            spans += [*pending, span]
            copying, pending = True, []
        elif copying:
            pending.append(span)
    draft.remove("repeated_text", _whole_lines(spans, len(draft.text)))


def _tells(line: str) -> bool:
    """Whether a line that stands there twice was copied: long ones are, but rows of tables may well be equal."""
    return len(line) >= _LONG and "\t" not in line


def _whole_lines(spans: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """``spans`` of lines as stretches: neighbours as one, and no line break left over at the end of the text."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and merged[-1][1] == start:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    if merged and merged[-1][1] == length and merged[-1][0]:
        merged[-1] = (merged[-1][0] - 1, length)
    return merged


def _remove_doubled_runs(draft: Draft) -> None:
    """Take out the second of two equal runs in lines without sentences, such as table heads and titles."""
    spans, at = [], 0
    for line in draft.text.split("\n"):
        if 8 <= len(line) <= 60 and not _SENTENCE_MARKS.search(line):
            spans += [(at + match.end(1), at + match.end()) for match in _DOUBLED.finditer(line)]
        at += len(line) + 1
    draft.remove("doubled_runs", spans)
