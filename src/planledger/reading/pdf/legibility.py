"""Whether the text layer of a page says what the page shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import category

from planledger.reading.pdf.glyphs import Layer
from planledger.reading.printed.page import PrintedLine

_GLYPH_CODE = re.compile(r"/?[Gg][0-9A-Fa-f]{2}(?![a-z])")
_CHINESE = re.compile("[\u3400-\u9fff]")
_STRAY = re.compile(
    "[\u0080-\u00b0\u00b4-\u00b6\u00b8-\u00d6\u00d8-\u02ff\u0370-\u1fff\ua000-\uabff\ud7b0-\udfff\ufb50-\ufdff\ufe70-\ufeff]"
)
_PICTURED = 0.45
_FEW = 40
_MOST_STRAY = 0.15
_LETTERS = re.compile("[A-Za-z]")
_VOWELS = re.compile("[AEIOUaeiou]")


def is_legible(lines: Sequence[PrintedLine], layer: Layer, pictured: float) -> bool:
    """Whether the text of a page can be read, rather than that its picture must be.

    Args:
        lines: The lines of the text layer.
        layer: The layer itself.
        pictured: Share of the page that its largest picture covers.
    """
    text = "".join(line.text for line in lines).replace(" ", "")
    if len(text) < _FEW and pictured >= _PICTURED:
        return False  # a scan, with a page number or a stamp at most
    if not text:
        return True  # nothing is there
    stray = len(_STRAY.findall(text)) + sum(category(one) in ("Co", "Cn", "Cs") or one == "\ufffd" for one in text)
    coded = sum(map(len, _GLYPH_CODE.findall(text)))
    if stray > _MOST_STRAY * len(text) or coded > 0.3 * len(text) or layer.unmapped > 0.3 * len(layer.codes):
        return False
    return bool(_CHINESE.search(text)) or _may_be_words(text)


def _may_be_words(text: str) -> bool:
    """Whether text without one Chinese character can be meant: figures, or words with vowels."""
    letters = _LETTERS.findall(text)
    if len(letters) < 0.3 * len(text):
        signs = sum(not one.isalnum() and one not in ".,%-–—()（）%/:：、。…·〔〕[]+" for one in text)
        return signs <= 0.4 * len(text)
    return len(_VOWELS.findall(text)) >= 0.2 * len(letters)
