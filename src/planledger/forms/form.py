"""What a form asks for: sheets and columns, from ``data/forms/<name>.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from planledger.catalogue import read_data
from planledger.errors import BrokenData

Kind = Literal["text", "number", "integer", "year", "period", "flag", "choice", "list"]
Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Chinese and in English."""

    zh: str = ""
    en: str = ""

    def of(self, language: Language) -> str:
        """The text in ``language``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column that people fill in.

    Attributes:
        name: By which code knows it; people may write it instead of the heads.
        head: By which people know it.
        kind: What its cells hold; ``period`` is 2025, 2025H1, 2025Q1 or 2025-03, ``list`` is split at ；.
        required: Whether a cell may not be blank.
        default: Of a blank cell.
        least: Smallest number that is right.
        most: Largest.
        unit: Of its numbers; with ``%`` a cell may say 5.5%.
        percent_by: Columns by which a row tells that its number is a percentage: a unit ``%``, a measure of growth.
        choices: What a cell may say, by code.
        help: What belongs there.
    """

    name: str
    head: Words
    kind: Kind
    required: bool = False
    default: Any = None
    least: float | None = None
    most: float | None = None
    unit: str = ""
    percent_by: tuple[str, ...] = ()
    choices: Mapping[str, Words] | None = None
    help: Words = Words()

    def titles(self) -> tuple[str, str, str]:
        """Every way to name it."""
        return (self.name, self.head.zh, self.head.en)


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A sheet of a form: one kind of row.

    Attributes:
        name: By which code knows it, and a CSV file may be called.
        title: By which people know it.
        columns: In the order of the template.
        required: Whether it must be there with a row.
        key: Columns that no two rows may share.
        help: What a row is.
        example: Rows of the template.
    """

    name: str
    title: Words
    columns: tuple[FormColumn, ...]
    required: bool
    key: tuple[str, ...]
    help: Words
    example: tuple[Mapping[str, Any], ...]

    def titles(self) -> tuple[str, str, str]:
        """Every way to name it."""
        return (self.name, self.title.zh, self.title.en)


@dataclass(frozen=True, slots=True)
class Form:
    """A form (填报表): what a planning command takes from people."""

    name: str
    title: Words
    help: Words
    sheets: tuple[FormSheet, ...]


@cache
def load_form(name: str) -> Form:
    """The form of ``data/forms/<name>.yaml``, read once.

    Raises:
        BrokenData: When the file is missing or not as its schema says.
    """
    return form_of(name, read_data(f"forms/{name}"))


def form_of(name: str, said: Mapping[str, Any]) -> Form:
    """The form that the content of a YAML file describes.

    Raises:
        BrokenData: When it is not as its schema says.
    """
    try:
        sheets = tuple(_sheet(key, sheet) for key, sheet in said["sheets"].items())
        return Form(name, Words(**said["name"]), Words(**said.get("help", {})), sheets)
    except (KeyError, TypeError, AttributeError) as error:
        raise BrokenData(f"forms/{name}.yaml", "sheets", str(error)) from error


def _sheet(name: str, said: Mapping[str, Any]) -> FormSheet:
    return FormSheet(
        name=name,
        title=Words(said["zh"], said["en"]),
        columns=tuple(_column(key, column) for key, column in said["columns"].items()),
        required=said.get("required", False),
        key=tuple(said.get("key", ())),
        help=Words(**said.get("help", {})),
        example=tuple(said.get("example", ())),
    )


def _column(name: str, said: Mapping[str, Any]) -> FormColumn:
    choices = said.get("choices")
    return FormColumn(
        name=name,
        head=Words(said["zh"], said["en"]),
        kind=said["type"],
        required=said.get("required", False),
        default=said.get("default"),
        least=said.get("min"),
        most=said.get("max"),
        unit=said.get("unit", ""),
        percent_by=tuple(said.get("percent_by", ())),
        choices={key: Words(**words) for key, words in choices.items()} if choices else None,
        help=Words(**said.get("help", {})),
    )
