"""Signs that stand in a document as codes of a picture font (Symbol, Wingdings)."""

from __future__ import annotations

# Only signs that a planning document uses; any other keeps its code.
_SYMBOL = {
    0x22: "∀", 0x2A: "∗", 0x2B: "+", 0x2D: "−", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x44: "Δ", 0x53: "Σ", 0x61: "α",
    0x62: "β", 0x67: "γ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x7E: "～", 0xA3: "≤", 0xA5: "∞", 0xAC: "←", 0xAD: "↑",
    0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈",
    0xBC: "…", 0xD7: "·", 0xE5: "∑",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x73: "◆", 0x74: "◆", 0x75: "◆",
    0x76: "◆", 0x77: "◆", 0x9E: "·", 0x9F: "•", 0xA7: "■", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→",
    0xE1: "↑", 0xE2: "↓", 0xE8: "→", 0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑",
} | {0x81 + number: "①②③④⑤⑥⑦⑧⑨⑩"[number] for number in range(10)}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}


def has_signs(font: str) -> bool:
    """Whether the letters of ``font`` are signs."""
    return font.lower() in _FONTS


def symbol(text: str, font: str) -> str:
    """``text`` with the codes of a picture font as the signs they show, in Unicode.

    >>> symbol(chr(0xF0B3), "Symbol"), symbol(chr(0xF0FC), "Wingdings")
    ('≥', '√')
    """
    signs = _FONTS.get(font.lower(), {})
    return "".join(signs.get(ord(one) & 0xFF, one) if "\uf000" <= one <= "\uf0ff" else one for one in text)
