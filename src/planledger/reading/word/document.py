"""A DOCX to what is lifted out of it."""

from __future__ import annotations

from planledger.errors import LimitExceeded, MissingExtra
from planledger.reading.lifting import Lifted
from planledger.reading.limits import Limits
from planledger.reading.packed import Packed
from planledger.reading.word.body import Body
from planledger.reading.word.scanned import lift_scans, picture_parts


def lift_docx(data: bytes, name: str, limits: Limits) -> Lifted:
    """The text of a DOCX with its structure: headings, numbers as printed, tables, notes set apart.

    Tracked changes are read as accepted; hidden text and comments are left out; macros and links are never followed. A
    file without text whose pages are pictures is read from them.

    Raises:
        DocumentError: One of its kinds, when the file gives no text.
    """
    package = Packed(data, name, limits)
    try:
        lifted = Body(package, name, limits).read()
        if lifted.text.strip() or not picture_parts(package):
            return lifted
        return lift_scans(package, name, limits) or lifted
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in ("lxml", "planledger"):
            raise
        raise MissingExtra(name, "ocr") from error
    except RecursionError as error:
        raise LimitExceeded(name, f"depth: {limits.depth}") from error
