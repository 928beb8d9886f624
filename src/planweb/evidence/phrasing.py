"""Values, reasons and fields of planning in words, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from planledger import model
from planledger.catalogue import load_catalogue
from planledger.ledger.phrasing import places_text
from planledger.ledger.report.wording import value_text
from planweb.evidence.models import Commitment, Said, Statement
from planweb.layout.wording import in_english

_UNSAID: Mapping[str, Any] = {field.name: "" for field in fields(model.Statement)}


class Words:
    """Words for roles and states, looked up once for a whole page: each look-up of a label costs more than the rest."""

    def __init__(self) -> None:
        self.roles = {code: str(label) for code, label in Said.Role.choices}
        self.states = {code: str(label) for code, label in Said.State.choices}


def value_of(row: Said) -> str:
    """The value of a statement as a document would write it; the stage of a commitment."""
    if isinstance(row, Commitment):
        return str(row.get_stage_display())
    chinese, english = _values_of(row)
    return (english if in_english() else chinese) or row.text


def name_of(statement: Statement) -> str:
    """What names a statement in whatever language: its indicator and its value, as the documents write them."""
    return f"{statement.indicator} {_values_of(statement)[0]}".strip()


def _values_of(row: Said) -> tuple[str, str]:
    said = {name: getattr(row, name) for name in ("measure", "low", "high", "unit", "bound")}
    return value_text(model.Statement(**{**_UNSAID, **said}))


def said_of(problem: model.Problem) -> str:
    """What a problem says."""
    return problem.message if in_english() else problem.message_zh or problem.message


def place_of(read: model.Document, start: int, end: int) -> str:
    """Where source ``[start, end)`` stands in its file; empty for text and HTML."""
    return places_text(read.places_of(start, end), "en" if in_english() else "zh")


def category_name(category: str) -> str:
    """What a field of planning is called in the language of the page; the code itself where there is no such field."""
    names = _categories().get(category)
    return names[in_english()] if names else category


def category_choices() -> list[tuple[str, str]]:
    """Every field of planning with its name."""
    return [(code, names[in_english()]) for code, names in _categories().items()]


@cache
def _categories() -> dict[str, tuple[str, str]]:
    return {found.id: (found.chinese, found.english) for found in load_catalogue().indicators.categories}
