"""Figures of things, whether a document or a plan table gives them, ready to be held against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from planledger.catalogue import Catalogue
from planledger.model import Citation, Document, Extraction, Statement
from planledger.model.statement import Attribute, Bound, Measure, Role
from planledger.reconciling.contradicting import names_one_thing
from planledger.reconciling.numbers import amounts, clean_unit, grain, value_in_chinese, value_in_english
from planledger.reconciling.pairing import place_of
from planledger.reconciling.phrases import Phrase, parse_phrase
from planledger.reconciling.scopes import scope_of
from planledger.reconciling.sides import Side, bare_unit, prepare
from planledger.reconciling.timing import years
from planledger.reconciling.wording import wording

Direction = Literal["more", "less", "neutral"]
Span = Literal["", "average", "total", "each"]
"""How a figure of several years is meant: a yearly average, all of them together, each of them; empty: not said."""

_AVERAGE = re.compile(r"年均|年平均|平均每年")
_TOTAL = re.compile(r"累计|[〔\[［]|五年(?:内|间)?(?:累计|共)")
_EACH = re.compile(r"每年|年均|逐年|连续.年")
_NEAR = 24
_SPECIFIC, _VERY_SPECIFIC = 4, 7
_PULLED = re.compile(r"拉动|带动|贡献")
# What money is for, and what a share is of, may stand elsewhere; so may what is counted in passing (提出6项指标).
_FOR_SOMETHING = re.compile(r"支出|安排|投入|资金|投资|补助|贷款|拨付|财政|比例|比重|占比")


_GROWING = ((("增长", "增速", "增幅"), "增长"), (("下降", "降低", "降幅"), "下降"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of one thing for one period (数值).

    Attributes:
        thing: What it is of, one key for all ways of saying it.
        name: As stated.
        indicator_id: Catalogue indicator, or empty.
        region: Region code.
        measure: ``level``, ``growth``, ``change``, ``rank``.
        span: How a figure of several years is meant.
        role: ``actual``, ``target``, ``baseline``.
        low: Lower bound in ``unit``, None when open.
        high: Upper bound, None when open.
        unit: Base unit, without multiplier.
        grain: What the last written digit is worth.
        bound: How exact it is meant.
        first: First year, 0 when unknown.
        last: Last year, 0 when unknown.
        stated: The value in Chinese words.
        stated_en: The same in English.
        striving: 力争 stands over it.
        source: Document or file.
        published: Year whose targets its document sets, 0 when unknown.
        order: Place in its source, for order.
        sentence: Where its sentence or row begins; figures of one source with the same number stand together.
        kind: ``stock``, ``flow``, ``rate``, ``index``, or empty.
        direction: Which way is better: ``more``, ``less``, ``neutral``.
        work: It counts what is done or added in its period (新建, 新增): another year may well have less of it.
        sure: There can be but one value of what it names; false where something before it may narrow it.
        phrase: The phrase taken apart.
        attribute: 约束性, 预期性.
        citation: What it rests on.
        statement: The statement that it is, None in a form.
    """

    thing: str
    name: str
    indicator_id: str
    region: str
    measure: Measure
    span: Span
    role: Role
    low: float | None
    high: float | None
    unit: str
    grain: float
    bound: Bound
    first: int
    last: int
    stated: str
    stated_en: str
    striving: bool
    source: str
    published: int
    order: int
    sentence: int
    kind: str
    direction: Direction
    work: bool
    sure: bool
    phrase: Phrase
    attribute: Attribute
    citation: Citation
    statement: Statement | None = None

    @property
    def several(self) -> bool:
        """Whether its period is more than one year."""
        return self.first < self.last

    @property
    def value(self) -> float | None:
        """The one number that it names; None for a range or none."""
        if self.low is not None and self.high is not None:
            return self.low if self.low == self.high else None
        return self.low if self.low is not None else self.high

    @property
    def named(self) -> tuple[float, float] | None:
        """The lowest and highest number that it names; None when it names none."""
        stated = [value for value in (self.low, self.high) if value is not None]
        return (min(stated), max(stated)) if stated else None

    @property
    def exact(self) -> bool:
        """Whether it is one number, give or take its last digit."""
        return self.bound == "exact" and self.value is not None

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is, 0 where neither; a bound word goes before the indicator."""
        if self.measure == "rank" or self.bound == "at_most":
            return -1
        if self.bound == "at_least":
            return 1
        return {"more": 1, "less": -1}.get(self.direction, 0)

    @property
    def said(self) -> str:
        """Name and value in Chinese, the word for growth once: 投资增长 and 增长6% are 投资增长6%."""
        verb = next((verb for ends, verb in _GROWING if self.name.endswith(ends)), "")
        return self.name + (self.stated.removeprefix(verb) if verb else self.stated)

    @property
    def when(self) -> str:
        """Its period in words."""
        return f"{self.first}—{self.last}" if self.several else str(self.last or "")


def figures_of(document: Document, extraction: Extraction, catalogue: Catalogue) -> tuple[Figure, ...]:
    """The figures of a document that have a period, in text order."""
    if document.kind.value == "budget_report":  # which gives every item for the city, its own level and each zone
        return ()
    return tuple(_with_their_levels(_figures(document, extraction, catalogue)))


def _figures(document: Document, extraction: Extraction, catalogue: Catalogue) -> Iterator[Figure]:
    place = place_of(document)
    for one in extraction.statements:
        span = years(one.period)
        if span is None or one.role == "context":
            continue
        low, high = amounts(one)
        phrase = parse_phrase(one.indicator)
        side = prepare(one)
        gain = side.gain if side.flow == "increment" else ""
        kind, direction = nature(one.indicator_id, phrase, catalogue)
        yield Figure(
            thing=thing_of(
                one.indicator_id,
                phrase,
                one.subject,
                gain=gain,
                scope=scope_of(one.indicator_id, side.before + one.indicator),
            ),
            name=one.indicator,
            indicator_id=one.indicator_id,
            region=one.region or place,
            measure=one.measure,
            span=_span(one) if span.several else "",
            role=one.role,
            low=low,
            high=high,
            unit=one.base_unit or bare_unit(clean_unit(one.unit)),
            grain=grain(one),
            bound=one.bound,
            first=span.first,
            last=span.last,
            stated=value_in_chinese(one),
            stated_en=value_in_english(one),
            striving=one.striving,
            source=one.document,
            published=document.year.value,
            order=one.start,
            sentence=one.sentence_start,
            kind=kind,
            direction=direction,
            work=side.flow == "increment" or phrase.increment or bool(phrase.verbs),
            sure=_sure(one, phrase, side),
            phrase=phrase,
            attribute=one.attribute,
            citation=Citation(one.document, "", one.sentence, one.id, one.start, one.end, one.text),
            statement=one,
        )


def thing_of(indicator_id: str, phrase: Phrase, subject: str = "", *, gain: str = "", scope: str = "") -> str:
    """The key of what a phrase is of; the whole phrase counts, since one word may tell things apart."""
    told = sorted(phrase.thresholds | phrase.ordinals | phrase.grades)
    if indicator_id:
        added = gain or ("+" if phrase.increment else "")
        return "|".join((indicator_id, subject, phrase.season, added.replace("新增", "+"), scope, *told))
    flags = ("+" if phrase.increment else "", "-" if phrase.decrease else "", "Σ" if phrase.cumulative else "")
    return "|".join((phrase.core, subject, phrase.season, "".join(flags), *sorted(phrase.verbs), *told))


def nature(indicator_id: str, phrase: Phrase, catalogue: Catalogue) -> tuple[str, Direction]:
    """Kind of an indicator as the catalogue has it, empty when it has none, and which way is better."""
    if indicator_id in catalogue.indicators:
        known = catalogue.indicators[indicator_id]
        return known.kind, known.direction
    if wording().fall.search(phrase.stated):
        return "", "more"  # 减少量: the more the better
    return "", "less" if wording().less_is_better.search(phrase.stated) else "more"


def _sure(one: Statement, phrase: Phrase, side: Side) -> bool:
    if _average_growth(one):
        return True
    if side.cumulative or (one.measure == "growth" and _AVERAGE.search(side.before)):
        return False
    return names_one_thing(one, phrase, apart=False) or _specific(one, phrase, side)


def _specific(one: Statement, phrase: Phrase, side: Side) -> bool:
    """Whether a phrase is so long that another thing would hardly bear it, wherever it stands in its sentence."""
    if one.indicator_id or phrase.verbs or phrase.increment or len(phrase.members) > 1 or one.measure == "change":
        return False
    if _PULLED.search(one.indicator):
        return False  # by what, stands before
    loose = one.rule == "object_after" or _FOR_SOMETHING.search(one.indicator)
    least = _VERY_SPECIFIC if loose else _SPECIFIC
    return len(wording().generic.sub("", phrase.core)) >= least and not wording().adjusted.search(side.before)


def _with_their_levels(figures: Iterator[Figure]) -> Iterator[Figure]:
    """Figures, of which a growth is as sure as the level of that thing before it in its sentence."""
    sure: set[tuple[int, str]] = set()
    for one in figures:
        if one.sure:
            sure.add((one.sentence, one.thing))
        elif one.measure == "growth" and (one.sentence, one.thing) in sure and not one.several:
            yield replace(one, sure=True)
            continue
        yield one


def _average_growth(one: Statement) -> bool:
    """Whether it is growth over years of a thing that the catalogue knows, which single values are kept apart from."""
    return one.measure == "growth" and "/" in one.period and bool(one.indicator_id)


def _span(one: Statement) -> Span:
    """What the words before the numeral, or the head of its column, say of the years."""
    at = max(one.sentence.find(one.text), 0)
    near = one.sentence[max(0, at - _NEAR) : at]
    head = next((note for note in one.notes if note.startswith("column ")), "")
    if _TOTAL.search(near[-4:]) or (re.search(r"[〔［\[]", one.sentence[max(0, at - 1) : at])):
        return "total"
    if one.measure == "growth":
        if _AVERAGE.search(near) or (_AVERAGE.search(head) and not _TOTAL.search(head)):
            return "average"
        if _AVERAGE.search(head):  # 年均增长〔累计〕: brackets mark the totals
            return "average"
        return ""
    if _EACH.search(near) or phrase_each(one.indicator):
        return "each"
    return "total" if _TOTAL.search(near) or parse_phrase(one.indicator).increment else ""


def phrase_each(indicator: str) -> bool:
    """Whether a phrase itself speaks of every year.

    >>> phrase_each("每年农村劳动力转移就业")
    True
    """
    return bool(_EACH.match(indicator)) and not wording().not_yearly.search(indicator)


def by_sentence(figures: Sequence[Figure]) -> dict[tuple[str, int], list[Figure]]:
    """Figures by source and sentence, in the order of their places."""
    groups: dict[tuple[str, int], list[Figure]] = {}
    for one in sorted(figures, key=lambda figure: (figure.source, figure.order)):
        groups.setdefault((one.source, one.sentence), []).append(one)
    return groups


def by_thing(figures: Sequence[Figure]) -> dict[tuple[str, str], list[Figure]]:
    """Figures that are surely of one thing by region and thing, in the order of source and place."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    known = (figure for figure in figures if figure.sure)
    for one in sorted(known, key=lambda figure: (figure.source, figure.order, figure.measure)):
        groups.setdefault((one.region, one.thing), []).append(one)
    return groups
