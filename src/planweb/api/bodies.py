"""The body of a request that carries many rows: read up to a limit of its own, and checked row by row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from pydantic import ValidationError

from planweb.api.problems import ApiProblem
from planweb.api.schemas.pushing import MOST_FIGURES, FigureIn

JSON, LINES = "application/json", "application/x-ndjson"
_AT_ONCE = 2**16


class Sent(NamedTuple):
    """Rows that are well formed, with their places among all, and what is wrong with the others."""

    rows: list[dict[str, Any]]
    places: list[int]
    errors: list[tuple[str, str]]


def figures_of(request: HttpRequest) -> Sent:
    """The figures in the body of ``request``; raises ``ApiProblem`` for a body that is none."""
    if request.content_type not in {JSON, LINES}:
        raise ApiProblem(415, ("header.Content-Type", f"{JSON} or {LINES}"))
    found = list(_lines(request)) if request.content_type == LINES else _list(_json(_body(request), "body"))
    if not found:
        raise ApiProblem(422, ("body.figures", "at least one row"))
    if len(found) > MOST_FIGURES:
        raise ApiProblem(413, ("body.figures", f"{MOST_FIGURES} rows at most, not {len(found)}"))
    sent = Sent([], [], [])
    for at, row in enumerate(found):
        try:
            checked = FigureIn.model_validate(row)
        except ValidationError as error:
            sent.errors.extend((_where(at, said["loc"]), said["msg"]) for said in error.errors(include_url=False))
        else:
            sent.rows.append(checked.model_dump())
            sent.places.append(at)
    return sent


def _where(at: int, loc: tuple[int | str, ...]) -> str:
    return ".".join(["figures", str(at), *(str(part) for part in loc)])


def _body(request: HttpRequest) -> bytes:
    """The bytes, never more than the limit whatever the header says of their length."""
    parts, size = [], 0
    while part := request.read(_AT_ONCE):
        size += len(part)
        if size > settings.API_LARGEST_BODY:
            raise ApiProblem(413, ("body", f"{settings.API_LARGEST_BODY} bytes at most"))
        parts.append(part)
    return b"".join(parts)


def _json(said: bytes, where: str) -> Any:
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        raise ApiProblem(422, (where, "not JSON in UTF-8")) from None


def _list(said: Any) -> list[Any]:
    if not isinstance(said, dict) or not isinstance(said.get("figures"), list) or len(said) != 1:
        raise ApiProblem(422, ("body", 'an object {"figures": [...]}'))
    found: list[Any] = said["figures"]
    return found


def _lines(request: HttpRequest) -> Iterator[Any]:
    for number, line in enumerate(_body(request).splitlines()):
        if line.strip():
            yield _json(line, f"line {number + 1}")
