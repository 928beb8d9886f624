"""Where something lies, for asking whether a role holds there."""

from __future__ import annotations

from typing import NamedTuple


class Scope(NamedTuple):
    """Place of an object.

    Attributes:
        path: ``Region.path`` of its region; empty when it lies in none, so that only roles without a region hold.
        bodies: Bodies that it belongs to.
    """

    path: str = ""
    bodies: frozenset[int] = frozenset()


NOWHERE = Scope()
