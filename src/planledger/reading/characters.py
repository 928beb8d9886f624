"""Repairs character by character: width, punctuation, variants. The text keeps its length, so no map is needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from planledger.reading.repairing import Draft
from planledger.reading.variants import is_traditional, to_simplified

# Chinese punctuation that Unicode counts among the full-width forms.
_CHINESE_MARKS = frozenset("，；：（）！？")
_SIGNS = {"﹪": "%", "℅": "%", "−": "-", "﹣": "-", "︰": "：", "∶": "：", "ː": "：", "﹐": "，", "､": "、", "｡": "。"}
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _CHINESE_MARKS} | _SIGNS
_COMPATIBLE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_ANY_WIDE = re.compile(f"[\u2e80-\u2fdf\uf900-\ufaff{''.join(map(re.escape, _WIDE))}]")
_QUOTES = {"「": "“", "」": "”", "『": "‘", "』": "’", "〝": "“", "〞": "”", "｢": "“", "｣": "”"}
_TO_CHINESE = {";": "；", "(": "（", ")": "）", "!": "！"}
# A pattern that begins with the character it is after is found at the speed of memchr: look-behinds stand after it.
_WIDE_THOUSANDS = re.compile("，(?<=[０-９]，)(?=[０-９]{3}(?![０-９]))")
_THOUSANDS = re.compile(r",(?<=\d,)(?=\d\d\d(?!\d))")
_COMMA = re.compile(r",(?:(?<!\d,)|(?!\d\d\d(?!\d)))")
_RATIO = re.compile(r"：(?<=\d：)(?=\d)")
_STRAIGHT_PAIR = re.compile('"([^"\n]{1,80})"')


def repair_characters(draft: Draft) -> None:
    """Bring width, variants and punctuation of ``draft`` to the canonical form."""
    text = draft.text
    if _ANY_WIDE.search(text):
        draft.substitute("width", _half_width(text, [one for one in _WIDE if one in text]))
    if is_traditional(draft.text):
        draft.substitute("traditional", to_simplified(draft.text))
    draft.substitute("punctuation", _chinese_punctuation(draft.text))


def _half_width(text: str, wide: Sequence[str]) -> str:
    if "，" in text:
        text = _WIDE_THOUSANDS.sub(",", text)
    for one in wide:
        text = text.replace(one, _WIDE[one])
    for one in set(_COMPATIBLE.findall(text)):
        plain = normalize("NFKC", one)
        if len(plain) == 1:
            text = text.replace(one, plain)
    return text


def _chinese_punctuation(text: str) -> str:
    for mark, chinese in _TO_CHINESE.items():
        if mark in text:
            text = text.replace(mark, chinese)
    for mark, chinese in _QUOTES.items():
        if mark in text:
            text = text.replace(mark, chinese)
    if '"' in text or "＂" in text:
        text = _STRAIGHT_PAIR.sub(r"“\1”", text)
    if "," in text:
        text = _COMMA.sub("，", text) if _THOUSANDS.search(text) else text.replace(",", "，")
    if ":" in text:
        text = text.replace(":", "：")
    return _RATIO.sub(":", text) if "：" in text else text
