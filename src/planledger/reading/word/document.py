"""A DOCX to what is lifted out of it."""

from __future__ import annotations

from planledger.errors import LimitExceeded
from planledger.reading.lifting import Lifted
from planledger.reading.limits import Limits
from planledger.reading.packed import Packed
from planledger.reading.word.body import Body


def lift_docx(data: bytes, name: str, limits: Limits) -> Lifted:
    """The text of a DOCX with its structure: headings, numbers as printed, tables, notes set apart.

    Tracked changes are read as accepted; hidden text and comments are left out; macros and links are never followed.

    Raises:
        DocumentError: One of its kinds, when the file gives no text.
    """
    package = Packed(data, name, limits)
    try:
        return Body(package, name, limits).read()
    except RecursionError as error:
        raise LimitExceeded(name, f"depth: {limits.depth}") from error
