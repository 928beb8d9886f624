"""What a file of printed pages says of itself: its title and bookmarks (书签)."""

from __future__ import annotations

from typing import NamedTuple


class Bookmark(NamedTuple):
    """An entry of the outline."""

    title: str
    """Without white space."""
    page: int
    """Number of the page from 1, 0 when it leads nowhere."""
    level: int
    """From 1."""


class Outline(NamedTuple):
    """What a file says of itself."""

    title: str = ""
    bookmarks: tuple[Bookmark, ...] = ()
