"""Values and reasons in words, in the language of the page."""

from __future__ import annotations

from django.utils.translation import get_language

from planledger import model
from planledger.ledger.phrasing import places_text
from planledger.ledger.report.wording import value_text
from planweb.evidence.models import Commitment, Said, Statement
from planweb.evidence.records import as_record


def in_english() -> bool:
    """Whether the page is in English."""
    return (get_language() or "").startswith("en")


class Words:
    """Words for roles and states, looked up once for a whole page: each look-up of a label costs more than the rest."""

    def __init__(self) -> None:
        self.roles = {code: str(label) for code, label in Said.Role.choices}
        self.states = {code: str(label) for code, label in Said.State.choices}


def value_of(row: Statement | Commitment) -> str:
    """The value of a statement as people write it; nothing for a commitment."""
    if isinstance(row, Commitment):
        return ""
    chinese, english = value_text(as_record(row, ""))
    return (english if in_english() else chinese) or row.text


def said_of(problem: model.Problem) -> str:
    """What a problem says."""
    return problem.message if in_english() else problem.message_zh or problem.message


def place_of(read: model.Document, start: int, end: int) -> str:
    """Where source ``[start, end)`` stands in its file; empty for text and HTML."""
    return places_text(read.places_of(start, end), "en" if in_english() else "zh")
