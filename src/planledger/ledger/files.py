"""Tables as JSON Lines, CSV and Parquet, and back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planledger.errors import BrokenLedger
from planledger.ledger.columns import Table, load_tables
from planledger.ledger.tables import Row, Tables

if TYPE_CHECKING:
    import polars as pl

# Spreadsheets take a cell that begins so for a formula, also in full width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def json_lines(rows: Iterable[Row]) -> bytes:
    """One row a line, UTF-8, as they are; a character that no encoding has becomes U+FFFD."""
    text = "".join(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in rows)
    return sound_text(text).encode()


def sound_text(text: str) -> str:
    """The same text, lone surrogates replaced by U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def write_jsonl(tables: Tables, folder: Path) -> None:
    """Write ``<table>.jsonl`` for every table."""
    for name, rows in tables.items():
        with (folder / f"{name}.jsonl").open("wb") as file:
            file.writelines(json_lines([row]) for row in rows)


def write_csv(tables: Tables, folder: Path) -> None:
    """Write ``<table>.csv`` for every table that people read, for Excel: with BOM, formulas defused."""
    for name, table in load_tables().items():
        if table.store_only:
            continue
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow([column.name for column in table.columns])
            writer.writerows([_csv_cell(value) for value in row.values()] for row in tables[name])


def write_parquet(tables: Tables, folder: Path) -> None:
    """Write ``<table>.parquet`` for every table, typed also where it is empty."""
    for name, table in load_tables().items():
        _frame(table, tables[name]).write_parquet(folder / f"{name}.parquet", compression="zstd")


def read_jsonl(folder: Path) -> Tables:
    """Rows of every table from its JSON Lines."""
    return {name: list(_parsed(folder / f"{name}.jsonl", table)) for name, table in load_tables().items()}


def read_parquet(folder: Path) -> Tables:
    """Rows of every table from its Parquet file."""
    import polars as pl

    tables = {}
    for name, table in load_tables().items():
        path = folder / f"{name}.parquet"
        try:
            frame = pl.read_parquet(path)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise BrokenLedger(str(path), "file") from error
        if frame.schema != pl.Schema(_schema(table)):
            raise BrokenLedger(str(path), "columns")
        tables[name] = frame.to_dicts()
    return tables


def _parsed(path: Path, table: Table) -> Iterable[Row]:
    names = [column.name for column in table.columns]
    number = 0
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                number += 1
                row = json.loads(line)
                yield {name: row[name] for name in names}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenLedger(str(path), f"line {number}" if number else "file") from error


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        value = " | ".join(str(item) for item in value)
    if isinstance(value, str):
        value = value.replace("\0", "\ufffd")
        return f"'{value}" if value.startswith(_FORMULA) else value
    return value


def _schema(table: Table) -> dict[str, pl.DataType]:
    import polars as pl

    types: dict[str, pl.DataType] = {
        "text": pl.String(),
        "integer": pl.Int64(),
        "number": pl.Float64(),
        "truth": pl.Boolean(),
        "texts": pl.List(pl.String()),
        "integers": pl.List(pl.Int64()),
        "numbers": pl.List(pl.Float64()),
    }
    return {column.name: types[column.type] for column in table.columns}


def _frame(table: Table, rows: list[Row]) -> pl.DataFrame:
    import polars as pl

    schema = _schema(table)
    columns = {name: [_sound(row[name]) for row in rows] for name in schema}
    return pl.DataFrame(columns, schema=schema)


def _sound(value: Any) -> Any:
    if isinstance(value, str):
        return sound_text(value)
    if isinstance(value, list) and value and isinstance(value[0], str):
        return [sound_text(item) for item in value]
    return value
