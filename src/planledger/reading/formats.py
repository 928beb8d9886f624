"""What kind of file some bytes are, by what they begin with."""

from __future__ import annotations

import io
import zipfile

# What a file begins with, and the reader it needs; Word and Excel share their containers.
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"BM", "picture"),
)
_ZIPPED = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_WORKBOOK_SUFFIXES = frozenset((".xls", ".xlt", ".et", ".ett"))
_OPEN_TEXT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_RICH_TEXT = b"{\\rtf"
_PDF_HEAD = 1024


def format_of(data: bytes, suffix: str = "") -> str:
    """Which reader some bytes need: ``pdf``, ``picture``, ``docx``, ``doc``, ``xlsx``, ``xls``, ``csv``.

    Empty for text, HTML and what no reader knows; ``suffix`` decides only where the bytes do not.

    >>> format_of(b"%PDF-1.7"), format_of("指标,单位".encode(), ".csv"), format_of(b"text")
    ('pdf', 'csv', '')
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (magic != b"BM" or suffix == ".bmp"):
            return kind
    if b"%PDF-" in data[:_PDF_HEAD]:
        return "pdf"
    if data.startswith(_ZIPPED):
        return "doc" if data[30:].startswith(_OPEN_TEXT) else _office_kind(data, suffix)
    if data.startswith(_OLE):
        return _older_kind(data, suffix)
    if data.startswith(_RICH_TEXT):
        return "doc"
    return "csv" if suffix == ".csv" else ""


def _older_kind(data: bytes, suffix: str) -> str:
    """Word and Excel may each hold a file of the other, so the suffix decides where both are there."""
    holds_text, holds_workbook = _WORD_STREAM in data, any(stream in data for stream in _WORKBOOK_STREAMS)
    if holds_text == holds_workbook:
        return "xls" if suffix in _WORKBOOK_SUFFIXES else "doc"
    return "xls" if holds_workbook else "doc"


def _office_kind(data: bytes, suffix: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        # Cut off, so without a list of its parts; their names stand before each of them as well.
        found = b"word/" in data, b"xl/" in data
        return "docx" if found[0] or suffix == ".docx" else "xlsx" if found[1] or suffix == ".xlsx" else ""
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    return ""
