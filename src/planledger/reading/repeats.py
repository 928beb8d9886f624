"""Text that stands there twice: a whole page copied again, a run of characters doubled."""

from __future__ import annotations

import re

from planledger.reading.repairing import Draft

_LONG = 40
_FEWEST = 3
_DOUBLED = re.compile(r"([\u4e00-\u9fff][\u4e00-\u9fffA-Za-z（）]{3,29})\1")
_SENTENCE_MARKS = re.compile("[，。；]")


def remove_repeats(draft: Draft) -> None:
    """Take out what repeats what stands above it."""
    _remove_copies(draft)
    _remove_doubled_runs(draft)


def _remove_copies(draft: Draft) -> None:
    """Take out later copies of whole stretches of lines."""
    lines = draft.text.split("\n")
    long = [line for line in lines if len(line) >= _LONG]
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
            if len(line) >= _LONG:
                copying, pending = False, []
        elif len(line) >= _LONG:
            spans += [*pending, span]
            copying, pending = True, []
        elif copying:
            pending.append(span)
    draft.remove("repeated_text", [span for span in spans if span[0] < span[1]])


def _remove_doubled_runs(draft: Draft) -> None:
    """Take out the second of two equal runs in lines without sentences, such as table heads and titles."""
    spans, at = [], 0
    for line in draft.text.split("\n"):
        if 8 <= len(line) <= 60 and not _SENTENCE_MARKS.search(line):
            spans += [(at + match.end(1), at + match.end()) for match in _DOUBLED.finditer(line)]
        at += len(line) + 1
    draft.remove("doubled_runs", spans)
