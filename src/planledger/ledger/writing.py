"""The whole ledger into a folder, and back."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

from planledger.errors import BrokenLedger
from planledger.ledger.files import read_jsonl, read_parquet, write_csv, write_jsonl, write_parquet
from planledger.ledger.publishing import complete_publishing, published
from planledger.ledger.restoring import restore_ledger
from planledger.ledger.schema import schema_text
from planledger.ledger.tables import ledger_tables
from planledger.ledger.workbook import write_workbook
from planledger.model import Ledger

FORMATS = ("jsonl", "csv", "parquet", "xlsx")
FORMAT_VERSION = 1
_WRITERS = {"jsonl": write_jsonl, "csv": write_csv, "parquet": write_parquet}


def write_ledger(ledger: Ledger, folder: Path, *, formats: Collection[str] = FORMATS) -> None:
    """Write ``ledger.xlsx`` and ``ledger/*`` into ``folder``, all of them or none.

    Args:
        ledger: What to write; equal ledgers give equal bytes.
        folder: Made when missing; files in it that are not ours stay as they are.
        formats: Those of ``FORMATS`` to write.
    """
    with published(Path(folder)) as staging:
        write_files(ledger, staging, formats=formats)


def write_files(ledger: Ledger, folder: Path, *, formats: Collection[str] = FORMATS) -> None:
    """Write the same files straight into an existing ``folder``; for use inside ``published``, beside other outputs."""
    tables = ledger_tables(ledger)
    inner = folder / "ledger"
    inner.mkdir(exist_ok=True)
    for name, write in _WRITERS.items():
        if name in formats:
            write(tables, inner)
    rows = {name: len(table) for name, table in tables.items()}
    head = {"format": FORMAT_VERSION, "version": ledger.version, "rows": rows}
    (inner / "ledger.json").write_text(json.dumps(head, indent=1) + "\n", encoding="utf-8", newline="\n")
    (inner / "ledger.schema.json").write_text(schema_text(), encoding="utf-8", newline="\n")
    if "xlsx" in formats:
        write_workbook(tables, folder / "ledger.xlsx", version=ledger.version)


def read_ledger(folder: Path) -> Ledger:
    """The ledger that ``write_ledger`` wrote, from its JSON Lines or else its Parquet files.

    Args:
        folder: The output folder, or the ``ledger`` folder in it.

    Raises:
        BrokenLedger: Files are missing, damaged, of another format, or do not belong together.
    """
    folder = Path(folder)
    complete_publishing(folder)
    inner = folder / "ledger" if (folder / "ledger").is_dir() else folder
    head_path = inner / "ledger.json"
    try:
        head = json.loads(head_path.read_bytes())
        version, rows = str(head["version"]), head["rows"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenLedger(str(head_path), "file") from error
    if head.get("format") != FORMAT_VERSION:
        raise BrokenLedger(str(head_path), "format")
    tables = read_jsonl(inner) if (inner / "documents.jsonl").exists() else read_parquet(inner)
    for name, table in tables.items():
        if len(table) != rows.get(name):
            raise BrokenLedger(str(inner / name), f"row {len(table)}")
    return restore_ledger(tables, version)
