"""Asking the full-text index of the database: the only module that knows how SQLite and PostgreSQL say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from planweb.search.grams import TITLE, Phrase, kind_facet, year_facet
from planweb.search.models import identifiers


@dataclass(frozen=True, slots=True)
class Match:
    """What entries are wanted.

    Attributes:
        phrases: All of them are in the entry.
        places: One of these sets of facets is in the entry, whole; None for any place.
        in_title: Whether all phrases are in its title, or not all of them; None for either.
        kind: Number of its kind.
        year: Its year; None for any.
    """

    phrases: tuple[Phrase, ...]
    places: tuple[tuple[str, ...], ...] | None
    in_title: bool | None
    kind: int
    year: int | None


class Wanted(NamedTuple):
    """A piece of what a match has, the latest first; ``few`` when it is known to have no more than can be sorted.

    PostgreSQL does not know how words go together. It would walk through a whole kind to find the latest of a few;
    told that they are few, it takes them from the index and sorts them.
    """

    match: Match
    limit: int
    offset: int = 0
    few: bool = False


def found(wanted: Sequence[Wanted]) -> list[list[int]]:
    """Identifiers of each piece, the latest first; one query for all."""
    answers: list[list[int]] = [[] for _ in wanted]
    table, number, condition = _dialect()
    parts, values = [], list[Any]()
    for at, one in enumerate(wanted):
        fence = "OFFSET 0" if one.few and connection.vendor == "postgresql" else ""
        parts.append(
            f"SELECT {at} AS part, id FROM (SELECT id FROM (SELECT {number} AS id FROM {table} WHERE {condition}"  # noqa: S608
            f" AND {number} BETWEEN %s AND %s {fence}) AS all{at} ORDER BY id DESC LIMIT %s OFFSET %s) AS part{at}"
        )
        values += [_said(one.match), *identifiers(one.match.kind, year=one.match.year), one.limit, one.offset]
    for at, identifier in _rows(parts, values):
        answers[at].append(identifier)
    return answers


def counted(matches: Sequence[Match], *, most: int) -> list[int]:
    """How many entries each match has, no further than ``most``; one query for all."""
    answers = [0] * len(matches)
    table, number, condition = _dialect()
    parts, values = [], list[Any]()
    # PostgreSQL tells the kind by a word of the index: by identifiers it would have to look at every entry.
    between = "" if connection.vendor == "postgresql" else f" AND {number} BETWEEN %s AND %s"
    for at, match in enumerate(matches):
        parts.append(
            f"SELECT {at} AS part, count(*) FROM"  # noqa: S608
            f" (SELECT 1 FROM {table} WHERE {condition}{between} LIMIT %s) AS part{at}"
        )
        values += [_said(match), *(identifiers(match.kind, year=match.year) if between else ()), most]
    for at, count in _rows(parts, values):
        answers[at] = count
    return answers


def _rows(parts: list[str], values: list[Any]) -> list[tuple[int, int]]:
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return list(cursor.fetchall())


def _dialect() -> tuple[str, str, str]:
    """Table, column of the identifier, and condition that takes a match."""
    if connection.vendor == "sqlite":
        return "search_index", "rowid", "search_index MATCH %s"
    return "search_entry", "id", "vector @@ %s::tsquery"


def _said(match: Match) -> str:
    return _in_fts5(match) if connection.vendor == "sqlite" else _in_tsquery(match)


def _in_fts5(match: Match) -> str:
    def phrase(one: Phrase, before: str = "") -> str:
        return '"' + " ".join(before + word for word in one.words) + '"' + ("*" if one.prefix else "")

    titled = " AND ".join(phrase(one, TITLE) for one in match.phrases)
    said = titled if match.in_title else " AND ".join(map(phrase, match.phrases))
    if match.places is not None:
        places = " OR ".join("(" + " AND ".join(f'"{facet}"' for facet in place) + ")" for place in match.places)
        said = f"({said}) AND ({places})"
    return f"({said}) NOT ({titled})" if match.in_title is False else said


def _in_tsquery(match: Match) -> str:
    def phrase(one: Phrase, before: str = "") -> str:
        words = [f"'{before}{word}'" for word in one.words]
        return "(" + " <-> ".join(words) + (":*" if one.prefix else "") + ")"

    titled = " & ".join(phrase(one, TITLE) for one in match.phrases)
    said = titled if match.in_title else " & ".join(map(phrase, match.phrases))
    if match.places is not None:
        places = " | ".join("(" + " & ".join(f"'{facet}'" for facet in place) + ")" for place in match.places)
        said = f"({said}) & ({places})"
    facets = [kind_facet(match.kind), *([year_facet(match.year)] if match.year else [])]
    said = f"({said}) & " + " & ".join(f"'{facet}'" for facet in facets)
    return f"({said}) & !({titled})" if match.in_title is False else said


def prepare() -> None:
    """Let PostgreSQL count its rows: after a large import it holds tables for small, and reads them whole each time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def tidy() -> None:
    """Let the database put its index in order after many changes."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")
        else:
            cursor.execute("SELECT gin_clean_pending_list('search_entry_vector')")
            cursor.execute("ANALYZE search_entry")
