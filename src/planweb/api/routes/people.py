"""The person as whom a request is made."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from planweb.accounts import policies
from planweb.api.authentication import token_of
from planweb.api.problems import Error
from planweb.api.schemas.people import MeOut

router = Router()


@router.get(
    "/users/me",
    response={200: MeOut, 401: Error, 429: Error, 500: Error},
    operation_id="get_me",
    summary="Who I am",
    tags=["regions and bodies"],
)
def me(request: HttpRequest) -> Any:
    """The person to whom the token belongs, with roles, and the token itself."""
    token = token_of(request)
    user = token.user
    said = {name: getattr(user, name) for name in ("id", "username", "name", "email")}
    return {**said, "roles": policies.grants_of(user), "token": token}
