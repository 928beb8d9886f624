"""Tables, columns and words of the ledger as ``data/columns.yaml`` defines them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from planledger.catalogue import read_data
from planledger.errors import BrokenData

ColumnType = Literal["text", "integer", "number", "truth", "texts", "integers", "numbers"]


@dataclass(frozen=True, slots=True)
class Word:
    """What a code is called (``met`` → 兑现); verdicts have a symbol and a colour too."""

    chinese: str
    english: str
    symbol: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        name: As in every file.
        type: See ``ColumnType``.
        chinese: Head in Chinese.
        english: Head in English.
        about_zh: What it holds, in Chinese.
        about: What it holds, in English.
        unit: What a number counts, or the column that says so.
        words: List of ``load_words`` that its values come from, or empty.
        optional: May be null.
    """

    name: str
    type: ColumnType
    chinese: str
    english: str
    about_zh: str
    about: str
    unit: str = ""
    words: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One record type; ``store_only`` ones are for programs, not for people."""

    name: str
    chinese: str
    english: str
    about_zh: str
    about: str
    columns: tuple[Column, ...]
    store_only: bool = False

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the workbook.

    Attributes:
        chinese: Its name.
        english: Its name in English.
        table: Table whose rows it shows.
        columns: Column names and their widths in characters.
        where: Only rows with one of these values.
    """

    chinese: str
    english: str
    table: str
    columns: dict[str, int]
    where: dict[str, list[str]] = field(default_factory=dict)


@cache
def load_sheets() -> tuple[Sheet, ...]:
    """The workbook's sheets after the overview, in order."""
    return tuple(Sheet(**entry) for entry in read_data("columns")["sheets"])


@cache
def load_tables() -> dict[str, Table]:
    """Every table of the ledger by name, in order; treat it as frozen."""
    content = read_data("columns")
    return {name: _table(name, entry, content["shared"]) for name, entry in content["tables"].items()}


@cache
def load_words() -> dict[str, dict[str, Word]]:
    """Words of every code by list and code (``load_words()["verdict"]["met"]``); treat it as frozen."""
    lists = read_data("columns")["words"]
    return {name: {code: Word(**word) for code, word in words.items()} for name, words in lists.items()}


def _table(name: str, entry: dict[str, Any], shared: dict[str, Any]) -> Table:
    columns = []
    for item in entry["columns"]:
        if isinstance(item, str):
            if item not in shared:
                raise BrokenData("columns.yaml", f"tables.{name}.{item}", "no such shared column")
            columns.append(Column(item, **shared[item]))
        else:
            ((key, definition),) = item.items()
            columns.append(Column(key, **definition))
    rest = {key: value for key, value in entry.items() if key != "columns"}
    return Table(name, columns=tuple(columns), **rest)
