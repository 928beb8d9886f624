"""Fast look-up of which word of a class stands at the start or the end of a text."""

from __future__ import annotations

from collections.abc import Iterable


class Affixes:
    """A set of words, looked up at either end of a text; the longest wins."""

    __slots__ = ("_by_first", "_by_last")

    def __init__(self, members: Iterable[str]) -> None:
        self._by_first: dict[str, tuple[str, ...]] = {}
        self._by_last: dict[str, tuple[str, ...]] = {}
        for word in sorted(set(members), key=len, reverse=True):
            self._by_first[word[0]] = (*self._by_first.get(word[0], ()), word)
            self._by_last[word[-1]] = (*self._by_last.get(word[-1], ()), word)

    def at_end(self, text: str) -> str:
        """The longest word that ``text`` ends with, or empty."""
        words = self._by_last.get(text[-1:], ())
        # most texts end with none, which one question tells
        return next(filter(text.endswith, words)) if text.endswith(words) else ""

    def at_start(self, text: str) -> str:
        """The longest word that ``text`` begins with, or empty."""
        words = self._by_first.get(text[:1], ())
        return next(filter(text.startswith, words)) if text.startswith(words) else ""

    def strip_start(self, text: str) -> str:
        """``text`` without any of the words, again and again, at its start."""
        while word := self.at_start(text):
            text = text[len(word) :]
        return text
