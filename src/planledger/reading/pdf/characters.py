"""What the codes of a PDF's fonts mean: ligatures and radicals as the characters they show, nothing invisible."""

from __future__ import annotations

from functools import cache
from unicodedata import category, normalize

# Radicals of the supplement that Unicode does not decompose, and the characters that look the same.
_RADICALS = dict(
    zip(
        "⺠⺼⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
        "民月虎西见角贝车長长门雨青韦页风飞食首马骨鬼鱼鸟卤麦黄黾齐齿龙",
        strict=True,
    )
)
# Bullets of the fonts Symbol and Wingdings, at their private code points.
_BULLETS = dict.fromkeys((0xF06C, 0xF06E, 0xF0A7, 0xF0B7, 0xF076, 0xF0D8, 0xF0FC, 0xF075), "●")
# Marks at private code points of the typesetters' programs (方正): decimal point and middle dot.
_TYPESET = {0x1001B0: ".", 0x100170: "·"}
_HYPHENS = (0x02, 0xFFFE)  # what PDFium makes of a hyphen at the end of a line
_BLANK = (0x20, 0xA0, 0x3000, 0x09, *range(0x2000, 0x200B), 0x202F, 0x205F)
_COMPATIBLE = ((0x2E80, 0x2FE0), (0xF900, 0xFB00), (0xFB00, 0xFB07), (0x2F800, 0x2FA20))


@cache
def meaning_of(code: int) -> str:
    """What the character ``code`` of a text layer says; a space for blanks, empty for what shows nothing.

    >>> meaning_of(0x2F42), meaning_of(0xFB01), meaning_of(0x2002), meaning_of(0x200B)
    ('文', 'fi', ' ', '')
    """
    if code in _BLANK:
        return " "
    if code in _HYPHENS:
        return "-"
    if code in _TYPESET:
        return _TYPESET[code]
    if code in _BULLETS:
        return _BULLETS[code]
    if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return "\ufffd"
    character = chr(code)
    if any(low <= code < high for low, high in _COMPATIBLE):
        return _RADICALS.get(character) or normalize("NFKC", character)
    return "" if category(character) in ("Cc", "Cf", "Zl", "Zp", "Mn") else character
