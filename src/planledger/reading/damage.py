"""Passages that lost something and that no rule can mend: listed, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planledger.model.problem import Problem
from planledger.reading.marks import WRECK, is_garbled
from planledger.reading.repairing import Draft, shortened

_CHINESE = "\u3400-\u9fff"
_LOST = re.compile(rf"\?(?:[。；，.]|(?<=[{_CHINESE}]\?)(?=[{_CHINESE}\d“]))|\ufffd[\ufffd?]*")
_LONG_NUMBER = re.compile(r"[1-9]\d{6,}(?=[\u4e00-\u9fff])")
_NEAR = 12
_MOST = 200

_MESSAGES = {
    "text.lost": ("characters were lost here; compare with the original", "此处丢失了字符，请对照原文"),
    "text.undecodable": (
        "bytes that are no character; set the encoding if much is unreadable",
        "此处字节无法解码，如大量乱码请指定编码",
    ),
    "text.garbled": (
        "decoded wrongly before it was saved; take the text from the original",
        "此处在保存前已成乱码，请从原文重新获取",
    ),
    "date.damaged": ("a date lost its separators", "日期缺少分隔，无法确定"),
    "value.fused": ("two numbers have run together", "两个数字连在一起，无法确定数值"),
}


def find_damage(draft: Draft, document: str, *, undecodable: bool) -> tuple[Problem, ...]:
    """Every damaged passage, in source order.

    Args:
        draft: The repaired text.
        document: Identifier of the document.
        undecodable: Whether decoding itself had to replace bytes.
    """
    garbled = _garbled(draft.text)
    found = [(start, end, "text.garbled") for start, end in garbled]
    found += _lost(draft.text, garbled, "text.undecodable" if undecodable else "text.lost")
    found += _numbers(draft.text)
    problems = []
    for start, end, code in sorted(found)[:_MOST]:
        span = draft.to_source(start, end)
        problems.append(Problem(code, document, *span, shortened(draft.source[slice(*span)]), *_MESSAGES[code]))
    return tuple(sorted(problems, key=lambda problem: (problem.start, problem.end)))


def _garbled(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    if WRECK in text:
        at = 0
        for line in text.split("\n"):
            if is_garbled(line):
                found.append((at, at + len(line)))
            at += len(line) + 1
    return found


def _lost(text: str, garbled: Sequence[tuple[int, int]], code: str) -> list[tuple[int, int, str]]:
    """Places where characters are gone, those close to one another as one, with a character on either side."""
    found: list[tuple[int, int, str]] = []
    if "?" not in text and "\ufffd" not in text:
        return found
    for match in _LOST.finditer(text):
        start, end = max(0, match.start() - 1), min(len(text), match.end() + 1)
        if any(first <= start < last for first, last in garbled):
            continue
        if found and start - found[-1][1] <= _NEAR:
            start = found.pop()[0]
        found.append((start, end, "text.lost" if "\ufffd" not in match.group() else code))
    return found


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Numbers that have run together with others."""
    for match in _LONG_NUMBER.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else " "
        if before in ".," or (before.isalnum() and before.isascii()):
            continue
        if text[end] == "日" and text[start : start + 2] in ("19", "20"):
            yield start, end + 1, "date.damaged"
        elif end - start >= 9:
            yield start, end, "value.fused"
