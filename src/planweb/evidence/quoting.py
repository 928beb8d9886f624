"""Sentences quoted with what they say marked."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple


class Piece(NamedTuple):
    """A piece of a sentence; ``marked`` is what it is quoted for."""

    text: str
    marked: bool


def quoted(sentence: str, text: str, *, near: int = 0) -> list[Piece]:
    """``sentence`` in pieces, ``text`` marked however it is written; of several places the one nearest to ``near``.

    >>> quoted("增长5%以上。", "5％ 以上")
    [Piece(text='增长', marked=False), Piece(text='5%以上', marked=True), Piece(text='。', marked=False)]
    """
    plain, places = _plain(sentence)
    wanted, _places = _plain(text)
    found, at = list[int](), plain.find(wanted) if wanted else -1
    while at >= 0:
        found.append(at)
        at = plain.find(wanted, at + 1)
    if not found:
        return [Piece(sentence, False)] if sentence else []
    best = min(found, key=lambda one: abs(places[one] - near))
    start, end = places[best], places[best + len(wanted) - 1] + 1
    pieces = Piece(sentence[:start], False), Piece(sentence[start:end], True), Piece(sentence[end:], False)
    return [piece for piece in pieces if piece.text]


def _plain(text: str) -> tuple[str, list[int]]:
    """Characters in their plain form without spaces, separators of thousands and marks, and the place of each."""
    characters, places = [], []
    for at, character in enumerate(text):
        for one in unicodedata.normalize("NFKC", character):
            if one.isalnum() or one in "%.":
                characters.append(one)
                places.append(at)
    return "".join(characters), places
