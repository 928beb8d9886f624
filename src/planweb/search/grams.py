"""Chinese text as words that the full-text index of a database can hold: overlapping pairs of characters.

No database knows Chinese words. A run of characters becomes its pairs and, at its end, its last character alone, so
that a phrase of pairs finds the same run and a prefix finds one character:

>>> grams("增加就业，率先")
'增加 加就 就业 业 率先 先'

Latin words stay whole; numbers too, without separators of thousands and with ``p`` for the point, which no index
splits. Full-width forms, traditional characters, capitals and quotation marks make no difference.

>>> grams("完成1,303.960亿元"), grams("GDP《規劃》綱要")
('完成 成 1303p96 亿元 元', 'gdp 规划 划纲 纲要 要')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

TITLE, FACET = "θ", "ζ"
"""Letters before the words of a title, and before what is no word, such as a region."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\U00020000-\U0003ffff"
_PIECE = re.compile(
    rf"(?P<han>[{_HAN}]+)|(?P<number>\d{{1,3}}(?:,\d{{3}})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?)|(?P<word>[^\W\d_{_HAN}]+)"
)
_QUOTES = frozenset("“”‘’\"'「」『』《》〈〉")
_COMMA = "，"  # NFKC would make it one that stands inside numbers


class Gram(NamedTuple):
    """One word of the index, and the stretch of the text that it stands for."""

    text: str
    start: int
    end: int


class Phrase(NamedTuple):
    """Words that stand one after the other; of the last only the beginning where ``prefix`` is set."""

    words: tuple[str, ...]
    prefix: bool = False


class _Folding(dict[int, str]):
    """What each character is folded to, found when it is first met."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        if character in _QUOTES:
            folded = ""
        elif character == _COMMA:
            folded = " "
        else:
            folded = "".join(map(_plain, unicodedata.normalize("NFKC", character))).casefold()
        self[point] = folded
        return folded


_FOLDING = _Folding()


def grams(text: str, *, prefix: str = "") -> str:
    """The words of ``text`` with ``prefix`` before each, a space between."""
    folded = text.translate(_FOLDING)
    return " ".join(prefix + word for piece in _PIECE.finditer(folded) for word, _start, _end in _words(piece))


def placed_grams(text: str) -> list[Gram]:
    """The words of ``text`` with the place of each."""
    folded, places = [], []
    for at, character in enumerate(text):
        plain = _FOLDING[ord(character)]
        folded.append(plain)
        places.extend([at] * len(plain))
    return [
        Gram(word, places[start], places[end - 1] + 1)
        for piece in _PIECE.finditer("".join(folded))
        for word, start, end in _words(piece)
    ]


def phrases_of(query: str) -> list[Phrase]:
    """One phrase for each part of ``query`` between spaces.

    >>> phrases_of("就业 5G基站")
    [Phrase(words=('就业',), prefix=False), Phrase(words=('5', 'g', '基站'), prefix=False)]
    >>> phrases_of("业")
    [Phrase(words=('业',), prefix=True)]
    """
    found = [_phrase(part.translate(_FOLDING)) for part in query.split()]
    return list(dict.fromkeys(phrase for phrase in found if phrase.words))


def _phrase(folded: str) -> Phrase:
    pieces = list(_PIECE.finditer(folded))
    words = [word for piece in pieces for word, _start, _end in _words(piece)]
    if pieces and pieces[-1].lastgroup == "han":
        if len(pieces[-1].group()) == 1:
            return Phrase(tuple(words), prefix=True)
        words.pop()  # the run may go on
    return Phrase(tuple(words))


def marked(text: str, phrases: list[Phrase]) -> list[tuple[int, int]]:
    """Stretches of ``text`` that the phrases find, in order and apart from each other."""
    placed = placed_grams(text)
    spans = sorted(span for phrase in phrases for span in _found(placed, phrase))
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _found(placed: list[Gram], phrase: Phrase) -> Iterator[tuple[int, int]]:
    size = len(phrase.words)
    for at in range(len(placed) - size + 1):
        window = placed[at : at + size]
        same = all(gram.text == word for gram, word in zip(window[:-1], phrase.words, strict=False))
        last = window[-1]
        if same and phrase.prefix and last.text.startswith(phrase.words[-1]):
            yield window[0].start, last.start + 1
        elif same and last.text == phrase.words[-1]:
            yield window[0].start, last.end


def _words(piece: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    run, start = piece.group(), piece.start()
    if piece.lastgroup == "han":
        for at in range(len(run) - 1):
            yield run[at : at + 2], start + at, start + at + 2
        yield run[-1], piece.end() - 1, piece.end()
    elif piece.lastgroup == "number":
        yield _number(run), start, piece.end()
    else:
        yield run, start, piece.end()


def _number(stated: str) -> str:
    whole, _point, rest = stated.replace(",", "").partition(".")
    rest = rest.rstrip("0")
    whole = whole.lstrip("0") or "0"
    return f"{whole}p{rest}" if rest else whole


def _plain(character: str) -> str:
    """A Latin letter without its marks, a Chinese character in its simplified form."""
    if character < "\u0080":
        return character
    base = unicodedata.normalize("NFKD", character)[0]
    if base.isascii() and base.isalpha():
        return base
    return _simplified(character)


def _simplified(character: str) -> str:
    found = str(_converter().convert(character))
    return found if len(found) == 1 else character


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def kind_facet(kind: int) -> str:
    """The word of the index for the things of a kind, by its number."""
    return f"{FACET}k{kind}"


def year_facet(year: int) -> str:
    """The word of the index for what is of a year."""
    return f"{FACET}y{year}"


def region_facet(code: str) -> str:
    """The word of the index for what lies in a region."""
    return f"{FACET}r{code}"


def body_facet(body: int) -> str:
    """The word of the index for what belongs to a body."""
    return f"{FACET}b{body}"
