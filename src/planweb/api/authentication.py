"""Who calls the API: a token, never a session, so that no page of another site can write through somebody's browser."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from planweb.accounts.actions.tokens import find_token
from planweb.accounts.models import Token, User
from planweb.api.limiting import REQUESTS
from planweb.api.problems import ApiProblem
from planweb.layout.requests import address_of


class BearerToken(HttpBearer):
    """A token of a person, made on the page of their account."""

    def __call__(self, request: HttpRequest) -> Token | None:
        """The token of the request; None for who has none."""
        found: Token | None = super().__call__(request)
        if found is None:
            _count(f"address {address_of(request)}")  # somebody who guesses is slowed like everybody else
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The row of ``token``; None for one that lets nobody in."""
        found = find_token(token)
        if found is not None:
            _count(f"token {found.pk}")
        return found


def token_of(request: HttpRequest) -> Token:
    """The token that the request came with."""
    token = getattr(request, "auth", None)
    assert isinstance(token, Token)
    return token


def caller_of(request: HttpRequest) -> User:
    """The person as whom the request is made."""
    return token_of(request).user


def require_write(request: HttpRequest) -> User:
    """The person as whom the request writes; refused when the token only reads."""
    if token_of(request).access != Token.Access.WRITE:
        raise ApiProblem(403, ("header.Authorization", "the token may only read"))
    return caller_of(request)


def _count(caller: str) -> None:
    wait = REQUESTS.wait(caller, a_minute=settings.API_REQUESTS_A_MINUTE)
    if wait:
        raise ApiProblem(429, retry_after=wait)
