"""Whether a row's indicator is binding or anticipatory (约束性, 预期性)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planledger.model.statement import Attribute

if TYPE_CHECKING:
    from planledger.extracting.table_layout import Layout

_LONGEST = 10
_UNMARKED = ("", "-", "—", "－", "–", "/", "×", "否", "无")
_BRACKETED = ("（约束性）", "（预期性）", "(约束性)", "(预期性)")


def attribute_in(text: str) -> Attribute:
    """The attribute that ``text`` names; empty when it names none or both.

    >>> attribute_in("约束性"), attribute_in("约束性/预期性")
    ('binding', '')
    """
    binding, anticipatory = "约束性" in text or text == "约束", "预期性" in text or text == "预期"
    if binding == anticipatory:
        return ""
    return "binding" if binding else "anticipatory"


def row_attribute(layout: Layout, number: int, column: int) -> Attribute:
    """The attribute of a value in row ``number``: that of the attribute column, else of a word in the row."""
    cells = layout.table.rows[number]
    marked = [layout.columns[one].marks for one, cell in enumerate(cells) if cell and cell.text not in _UNMARKED]
    marks = {one for one in marked if one}
    if len(marks) == 1:
        return marks.pop()
    at = next((one for one in range(column, len(cells)) if layout.columns[one].kind == "attribute"), -1)
    at = at if at >= 0 else layout.before(column, "attribute")
    cell = cells[at] if at >= 0 else None
    if cell is not None and (found := attribute_in(cell.text)):
        return found
    texts = (cell.text for cell in cells if cell is not None)
    return next((said for text in texts if (said := _named(text))), "")


def _named(text: str) -> Attribute:
    return attribute_in(text) if len(text) <= _LONGEST or text.endswith(_BRACKETED) else ""
