"""Tables as plain text (.csv)."""

from __future__ import annotations

import csv
import io
from collections import Counter

from planledger.errors import DamagedDocument, LimitExceeded
from planledger.reading.decoding import decode
from planledger.reading.lifting import Lifted
from planledger.reading.limits import Limits
from planledger.reading.sheets.laying import lifted_sheets
from planledger.reading.sheets.sheet import Sheet

_DELIMITERS = ",\t;|"
_SAMPLE = 50


def lift_csv(data: bytes, name: str, limits: Limits, *, encoding: str = "") -> Lifted:
    """The text of a CSV file as one sheet; a delimiter other than the comma is found out.

    Args:
        data: The file as it is.
        name: Of the document.
        limits: What reading may take.
        encoding: What the user says it is; empty to find out.

    Raises:
        DocumentError: One of its kinds, when the file gives no text.
    """
    text, guess, lossy = decode(data, encoding=encoding, name=name)
    sheet, cells = Sheet(name.replace(":", "_")), 0
    try:
        for number, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))):
            cells += len(values)
            if cells > limits.cells:
                raise LimitExceeded(name, f"cells: {limits.cells}")
            if said := {column: value for column, value in enumerate(values) if value.strip()}:
                sheet.rows[number] = said
    except csv.Error as error:
        raise DamagedDocument(name, str(error)) from error
    lifted = lifted_sheets([sheet], "csv", name, named=False)
    lifted.encoding, lifted.lossy = guess, lossy
    return lifted


def _delimiter(text: str) -> str:
    """The delimiter by which most of the first lines fall into equally many cells, more than one."""
    lines = [line for line in text[: 1 << 16].splitlines()[:_SAMPLE] if line.strip()]
    best, most = ",", 0
    for delimiter in _DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            continue
        agreeing = max((count for width, count in widths.items() if width > 1), default=0)
        if agreeing > most:
            best, most = delimiter, agreeing
    return best
