"""Chinese numerals and multipliers as numbers (中文数字)."""

from __future__ import annotations

_DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 10_000, "亿": 100_000_000}


def chinese_number(text: str) -> float | None:
    """The number that ``text`` writes in Chinese numerals, None when it writes none.

    >>> chinese_number("二十二"), chinese_number("百亿"), chinese_number("两"), chinese_number("半")
    (22.0, 10000000000.0, 2.0, 0.5)
    """
    if text == "半":
        return 0.5
    total, section, digit, seen = 0, 0, 0, False
    for character in text:
        if character in _DIGITS:
            digit, seen = _DIGITS[character], True
        elif character in _SMALL:
            section += (digit or 1) * _SMALL[character]
            digit, seen = 0, True
        elif character in _LARGE:
            section = (section + digit) or (1 if not total else 0)
            if total and character == "亿":
                total, section = (total + section) * _LARGE[character], 0
            else:
                total, section = total + section * _LARGE[character], 0
            digit, seen = 0, True
        else:
            return None
    return float(total + section + digit) if seen else None
