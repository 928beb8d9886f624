"""What can be found, kind by kind; the features that own it say so when they start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise

from planweb.search.models import Entry


class Findable(NamedTuple):
    """What is to be found of one row.

    Attributes:
        title: What people call it; what is found here stands first.
        text: What it says.
        path: ``Region.path`` of its region; empty for what is everybody's.
        year: Year that it is of.
        bodies: Bodies that it belongs to, for roles that hold for a body.
        part: Number of the part, where a row has several.
        parent: Key of what it is a part of, for its address.
        start: Its place there.
        titled: Whether it is found by its title too, or only called so.
    """

    title: str
    text: str = ""
    path: str = ""
    year: int | None = None
    bodies: frozenset[int] = frozenset()
    part: int = 0
    parent: int | None = None
    start: int | None = None
    titled: bool = True


@dataclass(frozen=True, slots=True)
class SearchKind:
    """One kind of things that can be found.

    Attributes:
        code: Short and stable.
        number: 1 to 15; kinds with a lower one stand first. Stable: change it and rebuild the index.
        name: What people call things of the kind.
        permission: Kind in the permission table whose ``view`` decides who finds them.
        rows: Every row that can be found.
        entries: What is to be found of a row.
        address: Address of the page that shows what an entry stands for.
        parent: Field of a row that names what it is a part of, if it is.
        batch: How many rows are put into the index at once; few where a row has many entries.
    """

    code: str
    number: int
    name: str | Promise
    permission: str
    rows: Callable[[], QuerySet[Any]]
    entries: Callable[[Any], Iterable[Findable]]
    address: Callable[[Entry], str]
    parent: str = ""
    batch: int = 1_000


_KINDS: dict[str, SearchKind] = {}


class NumberTaken(Exception):
    """Two kinds of things that can be found have one number."""


def register_searchable(kind: SearchKind) -> None:
    """Let rows of this kind be found; an app calls it when it starts."""
    if any(other.number == kind.number and other.code != kind.code for other in _KINDS.values()):
        raise NumberTaken(kind.code, kind.number)
    _KINDS[kind.code] = kind


def search_kinds() -> list[SearchKind]:
    """Every kind in the order of the page."""
    return sorted(_KINDS.values(), key=lambda kind: kind.number)


def search_kind(code: str) -> SearchKind:
    """The kind of that code."""
    return _KINDS[code]
