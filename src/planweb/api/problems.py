"""What the API says when something is wrong: always one shape."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from planweb.audit.turns import begin_again

_log = logging.getLogger("planweb.api")

# Status → code and what people read; everything the API answers with an error is here.
KINDS: Mapping[int, tuple[str, str | Promise]] = {
    400: ("bad_request", _("请求有误。")),
    401: ("unauthenticated", _("需要有效的令牌：Authorization: Bearer …。")),
    403: ("forbidden", _("令牌或其所属用户的角色不允许这项操作。")),
    404: ("not_found", _("没有这个地址或对象。")),
    405: ("method_not_allowed", _("这个地址不接受这种方法。")),
    413: ("too_large", _("请求过大，请分批。")),
    415: ("unsupported_type", _("请求的类型不受支持。")),
    422: ("invalid", _("参数或内容不合要求。")),
    429: ("too_many_requests", _("请求过于频繁，请稍后再试。")),
    500: ("failed", _("程序出错，没有写入任何内容。")),
}


class Detail(Schema):
    """One thing that is wrong, and where: ``query.limit``, ``figures.3.value``."""

    where: str
    message: str


class Error(Schema):
    """What every error answers."""

    code: str
    message: str
    details: list[Detail]


class ApiProblem(Exception):
    """A request that the API refuses."""

    def __init__(self, status: int, *details: tuple[str, str], retry_after: int | None = None) -> None:
        super().__init__(status, *details)
        self.status, self.details, self.retry_after = status, details, retry_after


def problem_response(
    status: int, details: Sequence[tuple[str, str]] = (), *, retry_after: int | None = None
) -> HttpResponse:
    """The answer to a request that is refused with ``status``."""
    code, message = KINDS.get(status) or KINDS[500 if status >= 500 else 400]
    body = {
        "code": code,
        "message": str(message),
        "details": [{"where": where, "message": said} for where, said in details],
    }
    response = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def connect_problems(api: NinjaAPI) -> None:
    """Let every exception of an operation become an answer of the one shape."""
    by_exception: dict[type[Exception], Any] = {
        ApiProblem: lambda _request, exc: problem_response(exc.status, exc.details, retry_after=exc.retry_after),
        ValidationError: lambda _request, exc: problem_response(422, [_said(error) for error in exc.errors]),
        AuthenticationError: lambda _request, _exc: problem_response(401),
        HttpError: _http_error,
        PermissionDenied: lambda _request, _exc: problem_response(403),
        Http404: lambda _request, _exc: problem_response(404),
        RequestDataTooBig: lambda _request, _exc: problem_response(413),
        SuspiciousOperation: lambda _request, _exc: problem_response(400),
        Exception: _crash,
    }
    for exception, answer in by_exception.items():
        api.add_exception_handler(exception, answer)


def _http_error(_request: HttpRequest, exc: HttpError) -> HttpResponse:
    return problem_response(exc.status_code, [("body", exc.message)])


def _crash(request: HttpRequest, exc: Exception) -> HttpResponseBase:
    answer = begin_again(request, exc)
    if answer is not None:
        return answer
    _log.error("%s %s failed", request.method, request.path, exc_info=exc)
    return problem_response(500)


def _said(error: Mapping[str, Any]) -> tuple[str, str]:
    where = ".".join(str(part) for part in error["loc"])
    return where, str(error["msg"])
