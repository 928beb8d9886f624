"""How much a file may ask for before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on what reading one file may take; files are hostile until proven otherwise.

    Attributes:
        size: Bytes of the file.
        expanded: Bytes that all parts of a packed file (DOCX, XLSX) may have together once unpacked.
        pages: Pages of a PDF or frames of a picture.
        pixels: Pixels of one picture or rendered page.
        cells: Cells of all sheets of a workbook, or of all tables of a document.
        depth: How deeply elements may be nested.
        seconds: Wall-clock seconds.
        memory: Bytes of memory of the process that reads it.
    """

    size: int = 64 * MB
    expanded: int = 512 * MB
    pages: int = 2000
    pixels: int = 80_000_000
    cells: int = 2_000_000
    depth: int = 256
    seconds: float = 300.0
    memory: int = 3072 * MB
