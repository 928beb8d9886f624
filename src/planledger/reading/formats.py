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
        return _office_kind(data)
    if data.startswith(_OLE):
        return "xls" if any(stream in data for stream in _WORKBOOK_STREAMS) and suffix != ".doc" else "doc"
    return "csv" if suffix == ".csv" else ""


def _office_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        names = set()
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    return ""
