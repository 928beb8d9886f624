"""Names of the elements of a DOCX (WordprocessingML)."""

from __future__ import annotations

from typing import Any

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

PARAGRAPH, TABLE, ROW, CELL, RUN = (WORD + name for name in ("p", "tbl", "tr", "tc", "r"))
PROPERTIES, RUN_PROPERTIES = WORD + "pPr", WORD + "rPr"
VALUE = WORD + "val"
OFF = frozenset(("0", "false", "off"))
ALTERNATE, CHOICE, FALLBACK = (COMPATIBLE + name for name in ("AlternateContent", "Choice", "Fallback"))
BOX = WORD + "txbxContent"


def value_of(element: Any, *path: str) -> str | None:
    """Value of the property at ``path`` below ``element``, None where it is not set."""
    for name in path:
        if element is None:
            return None
        element = element.find(WORD + name)
    return None if element is None else element.get(VALUE, "")


def is_on(element: Any, name: str) -> bool | None:
    """Whether a property that is on or off is on, None where it is not set."""
    value = value_of(element, name)
    return None if value is None else value not in OFF


def whole_number(value: str | None, default: int = 0) -> int:
    """``value`` as a number, ``default`` where it is none."""
    try:
        return int(value or "")
    except ValueError:
        return default


def chosen(alternate: Any) -> Any:
    """The branch to read of an ``AlternateContent``: the first choice that holds text, else the fallback."""
    branches = [branch for branch in alternate if branch.tag in (CHOICE, FALLBACK)]
    for branch in branches:
        if next(branch.iter(WORD + "t", BOX), None) is not None:
            return branch
    return branches[0] if branches else None
