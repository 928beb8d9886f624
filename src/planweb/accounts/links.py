"""Pages of features above that the page of a body leads to; they register them when they start."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise


class BodyLink(NamedTuple):
    """A page of one body: what people call it, and its route, which takes the key of the body."""

    label: str | Promise
    route: str


_LINKS: dict[str, BodyLink] = {}


def register_body_link(link: BodyLink) -> None:
    """Let the page of every body lead to the page of ``link``."""
    _LINKS[link.route] = link


def body_links() -> list[BodyLink]:
    """Every page that was registered."""
    return list(_LINKS.values())
