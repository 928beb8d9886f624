"""What is found, for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.functional import cached_property

from planweb.accounts.models import Region, User
from planweb.accounts.reach import places_of
from planweb.search.grams import Phrase, body_facet, marked, phrases_of, region_facet
from planweb.search.kinds import SearchKind, search_kind, search_kinds
from planweb.search.matching import Match, Wanted, counted, found
from planweb.search.models import Entry, identifiers

FEW, A_PAGE, MOST, MOST_EXPORTED = 5, 20, 1_000, 10_000
_AROUND = 40
_SNIPPET = 150

Places = tuple[tuple[str, ...], ...] | None
"""Sets of facets of which one has to be there, whole; None for any place."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for."""

    text: str
    kind: str = ""
    region: Region | None = None
    year: int | None = None

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The words as the index has them."""
        return tuple(phrases_of(self.text))


class Stretch(NamedTuple):
    """A piece of a text, and whether it is what was looked for."""

    text: str
    found: bool


class Hit(NamedTuple):
    """One thing that was found, as a page shows it."""

    entry: Entry
    address: str
    title: list[Stretch]
    text: list[Stretch]
    place: str


class Count(NamedTuple):
    """How many were found; ``more`` when there are more than anybody looks through."""

    number: int
    more: bool


class Group(NamedTuple):
    """What was found of one kind."""

    kind: SearchKind
    number: Count
    hits: list[Hit]


def seen_kinds(user: User) -> list[tuple[SearchKind, Places]]:
    """The kinds that ``user`` may find, and where."""
    seen = []
    for kind in search_kinds():
        places = _places_of(user, kind.permission)
        if places is None or places:
            seen.append((kind, places))
    return seen


def _places_of(user: User, permission: str) -> Places:
    facets = dict[tuple[str, ...], None]()
    for place in places_of(user, permission):
        bodies = (body_facet(place.body.pk),) if place.body else ()
        facets[*(region_facet(region.pk) for region in place.regions), *bodies] = None
    return None if () in facets else tuple(facets)


def regions_with_entries() -> QuerySet[Region]:
    """Regions of plans, documents and bodies."""
    first, last = identifiers(3)[0], identifiers(5)[1]
    paths = Entry.objects.filter(pk__gte=first, pk__lte=last).values("path").distinct()
    return Region.objects.filter(path__in=paths).order_by("path")


class Findings:
    """Everything that answers a question of a person, asked for piece by piece."""

    def __init__(self, question: Question, user: User) -> None:
        self.question, self.user = question, user
        self.phrases = question.phrases

    @cached_property
    def kinds(self) -> list[tuple[SearchKind, Places]]:
        """The kinds that are looked through, those that are not chosen too."""
        return seen_kinds(self.user)

    @cached_property
    def counts(self) -> dict[str, tuple[int, int]]:
        """How many of each kind have the words in the title, and how many do elsewhere."""
        pairs = [self._pair(kind, places) for kind, places in self.kinds] if self.phrases else []
        numbers = counted([match for pair in pairs for match in pair], most=MOST + 1)
        return {
            kind.code: (numbers[2 * at], numbers[2 * at + 1])
            for at, (kind, _places) in enumerate(self.kinds)
            if self.phrases
        }

    def count(self, kind: SearchKind) -> Count:
        """How many there are of a kind."""
        number = sum(self.counts.get(kind.code, (0, 0)))
        return Count(min(number, MOST), number > MOST)

    @property
    def total(self) -> Count:
        """How many there are of all kinds."""
        counts = [self.count(kind) for kind, _places in self.kinds]
        return Count(sum(count.number for count in counts), any(count.more for count in counts))

    def groups(self) -> list[Group]:
        """The first few of every kind that has any."""
        some = [(kind, places) for kind, places in self.kinds if sum(self.counts.get(kind.code, (0, 0)))]
        chosen = [pieces[:FEW] for pieces in self._chosen(some, FEW)]
        hits = self._hits([identifier for one in chosen for identifier in one])
        return [
            Group(kind, self.count(kind), [hits[identifier] for identifier in one if identifier in hits])
            for (kind, _places), one in zip(some, chosen, strict=True)
        ]

    def page(self, kind: SearchKind, places: Places, *, offset: int, size: int = A_PAGE) -> list[Hit]:
        """A page of one kind: those with the words in the title first, then the others, the latest first in both."""
        [pieces] = self._chosen([(kind, places)], size, offset=offset)
        chosen = pieces[:size]
        hits = self._hits(chosen)
        return [hits[identifier] for identifier in chosen if identifier in hits]

    def everything(self) -> Iterator[tuple[SearchKind, Hit]]:
        """Every hit of the kinds that are asked for, for an export."""
        for kind, places in self.kinds:
            if self.question.kind in ("", kind.code) and self.phrases:
                [pieces] = self._chosen([(kind, places)], MOST_EXPORTED)
                chosen = pieces[:MOST_EXPORTED]
                for at in range(0, len(chosen), 500):
                    hits = self._hits(chosen[at : at + 500])
                    yield from ((kind, hits[one]) for one in chosen[at : at + 500] if one in hits)

    def others(self) -> list[tuple[Question, int]]:
        """Questions beside this one that have answers: without a filter, or with part of the words."""
        asked = [question for question in _variants(self.question) if question.phrases]
        matches, of = [], []
        for at, question in enumerate(asked):
            beside = Findings(question, self.user)
            for kind, places in self.kinds:
                if question.kind in ("", kind.code):
                    matches.append(replace(beside._pair(kind, places)[0], in_title=None))
                    of.append(at)
        sums = [0] * len(asked)
        for at, number in zip(of, counted(matches, most=MOST), strict=True):
            sums[at] += number
        return [(question, number) for question, number in zip(asked, sums, strict=True) if number]

    def _chosen(self, kinds: Sequence[tuple[SearchKind, Places]], size: int, *, offset: int = 0) -> Iterator[list[int]]:
        """Identifiers of each kind from ``offset`` on, at least ``size`` where there are so many."""
        wanted, of = list[Wanted](), list[int]()
        for at, (kind, places) in enumerate(kinds):
            skipped = offset
            for match, number in zip(self._pair(kind, places), self.counts.get(kind.code, (0, 0)), strict=True):
                if skipped < number:
                    wanted.append(Wanted(match, size, skipped, few=number <= MOST))
                    of.append(at)
                skipped = max(skipped - number, 0)
        pieces: list[list[int]] = [[] for _ in kinds]
        for at, identifiers_ in zip(of, found(wanted), strict=True):
            pieces[at] += identifiers_
        yield from pieces

    def _pair(self, kind: SearchKind, places: Places) -> tuple[Match, Match]:
        """With all words in the title, and with some elsewhere."""
        if self.question.region is not None:
            facet = region_facet(self.question.region.code)
            places = ((facet,),) if places is None else tuple((*place, facet) for place in places)
        match = Match(self.phrases, places, True, kind.number, self.question.year)
        return match, replace(match, in_title=False)

    def _hits(self, chosen: Sequence[int]) -> dict[int, Hit]:
        entries = Entry.objects.in_bulk(chosen)
        paths = {entry.path for entry in entries.values()}
        names = dict(Region.objects.filter(path__in=paths).values_list("path", "name"))
        phrases = list(self.phrases)
        return {
            identifier: Hit(
                entry,
                search_kind(entry.kind).address(entry),
                list(stretches(entry.title, phrases)),
                list(snippet(entry.text, phrases)),
                names.get(entry.path, ""),
            )
            for identifier, entry in entries.items()
        }


def _variants(question: Question) -> Iterator[Question]:
    if question.kind:
        yield replace(question, kind="")
    if question.region:
        yield replace(question, region=None)
    if question.year:
        yield replace(question, year=None)
    if sum(bool(one) for one in (question.kind, question.region, question.year)) > 1:
        yield Question(question.text)
    words = question.text.split()
    if len(words) == 1 and len(words[0]) > 3:
        middle = len(words[0]) // 2
        words = [words[0][:middle], words[0][middle:]]
    if len(words) > 1:
        yield from (Question(word) for word in words)


def stretches(text: str, phrases: list[Phrase]) -> Iterator[Stretch]:
    """``text`` in pieces, those that were looked for told apart."""
    at = 0
    for start, end in marked(text, phrases):
        if start > at:
            yield Stretch(text[at:start], False)
        yield Stretch(text[start:end], True)
        at = end
    if at < len(text):
        yield Stretch(text[at:], False)


def snippet(text: str, phrases: list[Phrase]) -> Iterator[Stretch]:
    """What stands around the first place where ``text`` has the words."""
    text = " ".join(text.split())
    spans = marked(text, phrases)
    start = max(0, spans[0][0] - _AROUND) if spans and len(text) > _SNIPPET else 0
    start = max(0, min(start, len(text) - _SNIPPET))
    end = min(len(text), start + _SNIPPET)
    if start:
        yield Stretch("…", False)
    yield from stretches(text[start:end], phrases)
    if end < len(text):
        yield Stretch("…", False)
