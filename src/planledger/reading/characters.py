"""Repairs character by character: width, punctuation, variants. The text keeps its length, so no map is needed."""

from __future__ import annotations

import re
from unicodedata import normalize

from planledger.reading.repairing import Draft
from planledger.reading.variants import is_traditional, to_simplified

# Chinese punctuation that Unicode counts among the full-width forms.
_CHINESE_MARKS = frozenset("，；：（）！？")
_SIGNS = {"﹪": "%", "℅": "%", "−": "-", "﹣": "-", "︰": "：", "∶": "：", "ː": "：", "﹐": "，", "､": "、", "｡": "。"}
_QUOTES = {"「": "“", "」": "”", "『": "‘", "』": "’", "〝": "“", "〞": "”", "｢": "“", "｣": "”"}
_TO_CHINESE = {";": "；", "(": "（", ")": "）", "!": "！"}
# A pattern that begins with the character it is after is found at the speed of memchr: look-behinds stand after it.
_WIDE_THOUSANDS = re.compile("，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))")
_COMMA = re.compile(r",(?:(?<!\d,)|(?!\d\d\d(?!\d)))")
_RATIO = re.compile(r"：(?<=\d：)(?=\d)")
_STRAIGHT_PAIR = re.compile('"([^"\n]{1,80})"')


def repair_characters(draft: Draft) -> None:
    """Bring width, variants and punctuation of ``draft`` to the canonical form."""
    present = set(draft.text)
    if _has_wide(present):
        draft.substitute("width", _half_width(draft.text, present))
    if is_traditional(draft.text):
        draft.substitute("traditional", to_simplified(draft.text))
    draft.substitute("punctuation", _chinese_punctuation(draft.text, present))


def _has_wide(present: set[str]) -> bool:
    return any("\uff01" <= one <= "\uff5e" and one not in _CHINESE_MARKS for one in present) or not present.isdisjoint(
        _SIGNS
    )


def _half_width(text: str, present: set[str]) -> str:
    if "，" in present:
        text = _WIDE_THOUSANDS.sub(",", text)
    for one in present:
        if "\uff01" <= one <= "\uff5e" and one not in _CHINESE_MARKS:
            text = text.replace(one, chr(ord(one) - 0xFEE0))
        elif one in _SIGNS:
            text = text.replace(one, _SIGNS[one])
        elif "\u2e80" <= one <= "\u2fdf" or "\uf900" <= one <= "\ufaff":
            plain = normalize("NFKC", one)
            if len(plain) == 1:
                text = text.replace(one, plain)
    return text


def _chinese_punctuation(text: str, present: set[str]) -> str:
    for mark, chinese in _TO_CHINESE.items():
        if mark in present:
            text = text.replace(mark, chinese)
    for mark, chinese in _QUOTES.items():
        if mark in present:
            text = text.replace(mark, chinese)
    if '"' in present or "＂" in present:
        text = _STRAIGHT_PAIR.sub(r"“\1”", text)
    if "," in present or "，" in present:
        text = _COMMA.sub("，", text)
    if ":" in present:
        text = text.replace(":", "：")
    return _RATIO.sub(":", text) if "：" in text else text
