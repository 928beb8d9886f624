"""Who is asking."""

from __future__ import annotations

from django.http import HttpRequest

from planweb.accounts.models import User


def visitor(request: HttpRequest) -> User:
    """The person who asks; for views that only people who are logged in reach."""
    assert isinstance(request.user, User)
    return request.user
