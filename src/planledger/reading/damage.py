"""Passages that lost something and that no rule can mend: listed, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from planledger.model.problem import Problem
from planledger.reading.blocks import Line
from planledger.reading.repairing import Draft, shortened

_CHINESE = "\u3400-\u9fff"
_LOST = re.compile(rf"\?(?:[。；，.]|(?<=[{_CHINESE}]\?)(?=[{_CHINESE}\d“]))|\ufffd+")
_LONG_NUMBER = re.compile(r"[1-9]\d{6,}(?=[\u4e00-\u9fff])")
_GARBLED = re.compile("(?:[\u9207-\u95ff\ue000-\uf8ff銆鐨勭殑锛屽鏂锟斤拷]{2}[^\n]{0,6}){6,}")
_MOST = 200

_MESSAGES = {
    "text.lost": ("characters were lost here; compare with the original", "此处丢失了字符，请对照原文"),
    "text.undecodable": ("bytes that are no character; set the encoding if much is unreadable", "此处字节无法解码，如大量乱码请指定编码"),
    "text.garbled": ("decoded wrongly before it was saved; take the text from the original", "此处在保存前已成乱码，请从原文重新获取"),
    "date.damaged": ("a date lost its separators", "日期缺少分隔，无法确定"),
    "value.fused": ("two numbers have run together", "两个数字连在一起，无法确定数值"),
}


def find_damage(draft: Draft, lines: Sequence[Line], document: str) -> tuple[Problem, ...]:
    """Every damaged passage, in source order."""
    found = sorted(set(_found(draft)))
    return tuple(
        Problem(code, document, start, end, shortened(draft.source[start:end]), *_MESSAGES[code])
        for start, end, code in found[:_MOST]
    )


def _found(draft: Draft) -> Iterator[tuple[int, int, str]]:
    text = draft.text
    if "?" in text or "\ufffd" in text:
        for match in _LOST.finditer(text):
            yield *draft.to_source(max(0, match.start() - 1), min(len(text), match.end() + 1)), "text.lost"
    for match in _LONG_NUMBER.finditer(text):
        start, end = match.span()
        if text[start - 1 : start] in ".," or text[start - 1 : start].isdigit():
            continue
        if text[end] == "日" and text[start : start + 2] in ("19", "20"):
            yield *draft.to_source(start, end + 1), "date.damaged"
        elif end - start >= 9:
            yield *draft.to_source(start, end), "value.fused"
