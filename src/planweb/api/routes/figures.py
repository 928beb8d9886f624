"""Figures pushed in bulk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router

from planweb.api.authentication import require_write
from planweb.api.bodies import JSON, Sent, figures_of
from planweb.api.problems import KINDS, Error
from planweb.api.resources import REFUSALS
from planweb.api.schemas.pushing import PushIn, PushOut
from planweb.monitoring.actions.pushing import Pushed, push_figures

router = Router()


@router.post(
    "/figures/bulk",
    response={200: PushOut, **REFUSALS, 413: Error, 415: Error},
    operation_id="push_figures",
    summary="Push figures",
    tags=["figures and reports"],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {JSON: {"schema": PushIn.model_json_schema(ref_template="#/components/schemas/{model}")}},
        }
    },
)
def push(request: HttpRequest, partial: Query[bool] = False) -> Any:
    """Write up to 10,000 figures; the same again changes nothing.

    A row is known by its ``key``, or without one by what it is of; another value for the same is a revision. With an
    error in any row nothing is written, and the answer is 422 with the place of each, unless ``partial`` is set. The
    body is JSON, or one row a line as application/x-ndjson.
    """
    user = require_write(request)
    sent = figures_of(request)
    if sent.errors and not partial:
        return _refused(sent.errors)
    pushed = push_figures(sent.rows, by=user, partial=partial) if sent.rows else Pushed()
    errors = sorted([*sent.errors, *_errors_of(pushed, sent)], key=lambda error: int(error[0].split(".")[1]))
    if errors and not partial:
        return _refused(errors)
    failed = len({where.split(".")[1] for where, _message in errors})
    counts = {"created": pushed.created, "revised": pushed.revised, "unchanged": pushed.unchanged, "failed": failed}
    return _streamed({**counts, "digest": pushed.digest}, "errors", errors, status=200)


def _errors_of(pushed: Pushed, sent: Sent) -> Iterator[tuple[str, str]]:
    for error in pushed.errors:
        yield f"figures.{sent.places[error.row]}.{error.field}", error.message


def _refused(errors: Iterable[tuple[str, str]]) -> StreamingHttpResponse:
    code, message = KINDS[422]
    return _streamed({"code": code, "message": str(message)}, "details", errors, status=422)


def _streamed(
    head: dict[str, Any], name: str, errors: Iterable[tuple[str, str]], *, status: int
) -> StreamingHttpResponse:
    """``head`` with the list of errors, sent while it is written: ten thousand rows may have as many."""

    def parts() -> Iterator[str]:
        yield json.dumps(head, ensure_ascii=False)[:-1] + f', "{name}": ['
        for number, (where, message) in enumerate(errors):
            said = json.dumps({"where": where, "message": message}, ensure_ascii=False)
            yield f", {said}" if number else said
        yield "]}"

    return StreamingHttpResponse(parts(), content_type=JSON, status=status)
