"""What is certainly misread in a recognised line, put right without changing its length."""

from __future__ import annotations

import re

_OPENING, _CLOSING = "([{（［【〔", ")]}）］】〕"
_TORTOISE = re.compile(r"[(（\[［]([^()（）\[\]〔〕]{0,12})〕|〔([^()（）\[\]〔〕]{0,12})[)）\]］]")
_LETTERS_IN_FIGURE = re.compile(r"(?<=\d)[oO](?=[\d.%])|(?<=[\d.])[oO](?=[\d.%])|(?<=\d\.)[oO]")
_ONES_IN_FIGURE = re.compile(r"(?<=\d)[lI|](?=[\d.%])|(?<=\.)[lI|](?=[\d%])")
_POINT = re.compile(r"(?<=\d)[·•・](?=\d+(?:[%％]|个百分点|[万亿]))")


def mend(text: str) -> str:
    """``text`` with tortoise-shell brackets in pairs (〔17〕), no letters within figures and points in decimals.

    >>> mend("(17.7〕"), mend("增长5.O%"), mend("1l.3")
    ('〔17.7〕', '增长5.0%', '11.3')
    """
    text = _TORTOISE.sub(lambda found: f"〔{found.group(1) or found.group(2) or ''}〕", text)
    text = _LETTERS_IN_FIGURE.sub("0", text)
    text = _ONES_IN_FIGURE.sub("1", text)
    return _POINT.sub(".", text)
