"""How much a file may ask for before it is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

KB, MB, GB = 1024, 1024**2, 1024**3


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
    seconds: float = 900.0
    memory: int = 3072 * MB


# The least that makes sense: with less no file can be read at all.
LEAST: Mapping[str, int] = MappingProxyType({"memory": 256 * MB})

_IN_BYTES = frozenset({"size", "expanded", "memory"})
_UNITS = {"": 1, "B": 1, "K": KB, "KB": KB, "M": MB, "MB": MB, "G": GB, "GB": GB}
_AMOUNT = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)\s*([A-Za-z]*)", re.ASCII)


def limit_from(text: str) -> tuple[str, int | float]:
    """Name and value of a limit written as ``NAME=VALUE``.

    Raises:
        ValueError: There is no such limit, or no such amount of it.

    >>> limit_from("memory=4GB"), limit_from("seconds=600"), limit_from("pages=5_000")
    (('memory', 4294967296), ('seconds', 600.0), ('pages', 5000))
    """
    name, _, written = text.partition("=")
    name = name.strip().lower()
    if name not in {field.name for field in fields(Limits)}:
        raise ValueError(text)
    found = _AMOUNT.fullmatch(written.strip().replace("_", ""))
    unit = _UNITS.get(found[2].upper()) if found else None
    if found is None or unit is None or (found[2] and name not in _IN_BYTES):
        raise ValueError(text)
    amount = float(found[1]) * unit
    if amount < LEAST.get(name, 1):
        raise ValueError(text)
    return name, amount if name == "seconds" else int(amount)


def limit_texts(limits: Limits) -> tuple[str, ...]:
    """Each limit as ``limit_from`` reads it.

    >>> limit_texts(Limits())[0]
    'size=64MB'
    """
    return tuple(f"{field.name}={_amount_text(field.name, getattr(limits, field.name))}" for field in fields(Limits))


def _amount_text(name: str, amount: float) -> str:
    if name not in _IN_BYTES:
        return f"{amount:g}" if name == "seconds" else str(amount)
    unit = next(unit for unit in ("GB", "MB", "KB", "B") if amount % _UNITS[unit] == 0)
    return f"{int(amount) // _UNITS[unit]}{unit}"
