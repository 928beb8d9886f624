"""Asking the full-text index of the database: the only module that knows how SQLite and PostgreSQL say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from planweb.search.grams import TITLE, Phrase


@dataclass(frozen=True, slots=True)
class Match:
    """What entries are wanted.

    Attributes:
        phrases: All of them are in the entry.
        places: One of these sets of facets is in the entry, whole; None for any place.
        in_title: Whether all phrases are in its title, or not all of them; None for either.
        first: First identifier that counts.
        last: Last one.
    """

    phrases: tuple[Phrase, ...]
    places: tuple[tuple[str, ...], ...] | None
    in_title: bool | None
    first: int
    last: int


def found(wanted: Sequence[tuple[Match, int, int]]) -> list[list[int]]:
    """Identifiers of each match with its limit and offset, the latest first; one query for all."""
    answers: list[list[int]] = [[] for _ in wanted]
    table, number, condition = _dialect()
    parts, values = [], list[Any]()
    for at, (match, limit, offset) in enumerate(wanted):
        parts.append(
            f"SELECT * FROM (SELECT {at} AS part, {number} AS id FROM {table} WHERE {condition}"  # noqa: S608
            f" AND {number} BETWEEN %s AND %s ORDER BY {number} DESC LIMIT %s OFFSET %s) AS part{at}"
        )
        values += [_said(match), match.first, match.last, limit, offset]
    for at, identifier in _rows(parts, values):
        answers[at].append(identifier)
    return answers


def counted(matches: Sequence[Match], *, most: int) -> list[int]:
    """How many entries each match has, no further than ``most``; one query for all."""
    answers = [0] * len(matches)
    table, number, condition = _dialect()
    parts, values = [], list[Any]()
    for at, match in enumerate(matches):
        parts.append(
            f"SELECT {at} AS part, count(*) FROM (SELECT 1 FROM {table} WHERE {condition}"  # noqa: S608
            f" AND {number} BETWEEN %s AND %s LIMIT %s) AS part{at}"
        )
        values += [_said(match), match.first, match.last, most]
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
