"""Which rows of a document a person wants to see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from django.db.models import QuerySet

from planweb.evidence.models import Commitment, Said, Statement

S = TypeVar("S", bound=Said)
KINDS: tuple[type[Said], ...] = (Statement, Commitment)
SEPARATOR = " › "


class Wanted(NamedTuple):
    """Filters of a review; empty ones hold nothing back.

    Attributes:
        kind: ``statement`` or ``commitment``.
        state: One of ``Said.State``.
        role: One of ``Said.Role``.
        below: Confidence below which rows are wanted.
        section: Headings above, joined; all below them is wanted.
    """

    kind: str = ""
    state: str = ""
    role: str = ""
    below: float | None = None
    section: str = ""

    @property
    def everything(self) -> bool:
        """Whether nothing is held back."""
        return self == Wanted()

    def among(self, rows: QuerySet[S]) -> QuerySet[S]:
        """Those of ``rows`` that are wanted."""
        if self.kind and rows.model.__name__.lower() != self.kind:
            return rows.none()
        said: Mapping[str, object] = {
            **({"state": self.state} if self.state else {}),
            **({"role": self.role} if self.role else {}),
            **({"confidence__lt": self.below} if self.below is not None else {}),
            **{f"section__{n}": heading for n, heading in enumerate(filter(None, self.section.split(SEPARATOR)))},
        }
        return rows.filter(**said)
