"""Phrases into catalogue indicators: only what surely means the same, never what merely looks alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from planledger.catalogue import Catalogue

_MEMORY = 50_000
# Blanks, quotes and 的 go; full-width characters become plain ones.
_UNCLEAN = re.compile("[\\s\"'“”‘’《》「」的！-～]")
_BRACKET = re.compile(r"\((?!不含|含|扣除|剔除|除)[^()]*\)")


def match_indicator(phrase: str, catalogue: Catalogue, *, region: str = "") -> str:
    """Identifier of the indicator that ``phrase`` means, or an empty string.

    The phrase must be a name of the indicator once harmless words (全市, 预计, 增速; ``data/modifiers.yaml``) are taken
    off, and so are the names of the region with code ``region``. A remainder that may change the meaning: no match.

    >>> from planledger.catalogue import load_catalogue
    >>> match_indicator("全市规模以上工业增加值增速", load_catalogue())
    'industrial_value_added'
    >>> match_indicator("民营经济主营业务收入占比", load_catalogue())
    ''
    """
    return _matcher(catalogue)(phrase, region)


@lru_cache(maxsize=4)
def _matcher(catalogue: Catalogue) -> Callable[[str, str], str]:
    """The matcher of a catalogue, which remembers phrases that it has seen."""
    modifiers = catalogue.modifiers
    synonyms = [(a, b) for a, b in modifiers["synonyms"]]

    def cleaned(phrase: str) -> str:
        phrase = _UNCLEAN.sub(_plain, phrase).upper()
        for spelling, standard in synonyms:
            if spelling in phrase:
                phrase = phrase.replace(spelling, standard)
        return phrase

    by_phrase = catalogue.indicators.by_phrase
    # All names in one go: cleaning them one by one would take ten times as long.
    names = dict(zip(cleaned("\0".join(by_phrase)).split("\0"), by_phrase.values(), strict=True))
    before, after = (
        _Stripper(modifiers["before"]["words"], names),
        _Stripper(modifiers["after"]["words"], names, end=True),
    )

    def found(text: str) -> str | None:
        shorter = after.strip(text)
        if shorter in names:
            return names[shorter]
        # 全市经济增长 is 经济增长 when the front goes first, 争取中央资金完成 is a name when the end does.
        rest = before.strip(text)
        return None if rest is text else names.get(rest) or names.get(after.strip(rest))

    @lru_cache(maxsize=_MEMORY)
    def match(phrase: str, region: str) -> str:
        text = cleaned(phrase)
        key = names.get(text) or found(text)
        if key is None and "(" in text:
            text = _BRACKET.sub("", text)
            key = names.get(text) or found(text)
        if key is None and region:
            rest = catalogue.regions.without_name(text, region)
            key = found(rest) if rest != text else None
        return key or ""

    return match


def _plain(match: re.Match[str]) -> str:
    character = match[0]
    return chr(ord(character) - 0xFEE0) if "！" <= character <= "～" else ""


class _Stripper:
    """Takes harmless words off one end of a phrase, as long as the phrase is no name."""

    def __init__(self, words: Iterable[str], names: Mapping[str, str], *, end: bool = False) -> None:
        self._names, self._end = names, end
        self._words: dict[str, tuple[str, ...]] = {}
        for word in sorted(words, key=len, reverse=True):
            edge = word[-1] if end else word[0]
            self._words[edge] = (*self._words.get(edge, ()), word)

    def strip(self, phrase: str) -> str:
        """The phrase without the words, the same object when there is none."""
        words, names, end = self._words, self._names, self._end
        while phrase and phrase not in names:
            for word in words.get(phrase[-1] if end else phrase[0], ()):
                if end and phrase.endswith(word):
                    phrase = phrase[: -len(word)]
                    break
                if not end and phrase.startswith(word):
                    phrase = phrase[len(word) :].lstrip("、,")
                    break
            else:
                break
        return phrase
