"""Whether two statements are about the same thing, and if not, what stands between them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from planledger.model import Document, Statement
from planledger.reconciling.likeness import Likeness, contrast, likeness
from planledger.reconciling.phrases import Phrase, parse_phrase
from planledger.reconciling.wording import wording

LINK = 0.74
"""Least score of a link."""
TIMES_APART = 6
"""Counts of one year that lie further apart than this are not taken for the same thing."""
NEAR = 0.5
"""Least score of something similar that is worth showing."""
_MULTIPLIER = re.compile(r"^[十百千万亿]+")
_GRADE_OF_TIER = {"province": ("省级", "省"), "city": ("市级", "市"), "county": ("县级", "县", "区级")}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of holding two statements side by side.

    Attributes:
        score: 0 to 1; of phrases, and of numbers where these speak for or against.
        obstacle: What forbids linking: ``unit``, ``measure``, ``stock``, ``threshold``, ``ordinal``, ``word``, ``verb``,
            ``members``, ``narrower``, ``grade``, ``season``, ``region``, ``other``; empty when nothing does.
        detail: The words or units that stand against each other.
    """

    score: float
    obstacle: str
    detail: tuple[str, str] = ("", "")

    @property
    def same(self) -> bool:
        return not self.obstacle and self.score >= LINK


@dataclass(frozen=True, slots=True)
class Side:
    """A statement with its phrase, prepared once and compared often."""

    statement: Statement
    phrase: Phrase
    unit: str
    clause: str
    before: str

    @property
    def counts(self) -> bool:
        """Whether things are counted (10个, 3万户) rather than measured."""
        return self.statement.measure == "level" and is_classifier(self.unit)

    @property
    def flow(self) -> str:
        """``increment``, ``stock`` or empty where the text does not say."""
        if self.phrase.increment:
            return "increment"
        if self.phrase.stock:
            return "stock"
        verbs = wording().stock_verbs.findall(self.clause)
        return "stock" if verbs else ""


def prepare(statement: Statement) -> Side:
    """``statement`` ready for comparing."""
    before = _before_numeral(statement)
    clause = re.split(r"[,，;；:：。]", before)[-1]
    if not wording().increment.search(clause):
        return Side(statement, parse_phrase(statement.indicator), bare_unit(statement.unit), clause, before)
    return Side(statement, parse_phrase(statement.indicator), bare_unit(statement.unit), "", before)


def _before_numeral(statement: Statement) -> str:
    """The sentence up to the numeral; where the numeral stands twice, up to the one nearest to its source offset."""
    sentence = statement.sentence
    numeral = re.sub(r"\s", "", unicodedata.normalize("NFKC", statement.text))
    length = max(statement.sentence_end - statement.sentence_start, 1)
    expected = (statement.start - statement.sentence_start) * len(sentence) / length
    places = [found.start() for found in re.finditer(re.escape(numeral), sentence)]
    return sentence[: min(places, key=lambda place: abs(place - expected))] if places else ""


def bare_unit(unit: str) -> str:
    """A unit without its multiplier.

    >>> bare_unit("万亩"), bare_unit("亿")
    ('亩', '')
    """
    return re.sub(r"[(（].*", "", _MULTIPLIER.sub("", unit.replace("％", "%").strip()))


def is_classifier(unit: str) -> bool:
    """Whether a unit counts things."""
    return not unit or any(unit in group for group in wording().classifiers)


def same_dimension(first: Side, second: Side) -> bool:
    """Whether the two units can be compared."""
    if first.unit == second.unit or not first.unit or not second.unit:
        return True
    if any(first.unit in group and second.unit in group for group in wording().classifiers):
        return True
    if is_classifier(first.unit) or is_classifier(second.unit):
        return False
    return bool(first.statement.base_unit) and first.statement.base_unit == second.statement.base_unit


def compare(first: Side, second: Side, *, document: Document) -> Comparison:
    """How far ``second`` speaks of what ``first`` speaks of; ``document`` is where ``first`` stands."""
    ours, theirs = first.phrase, second.phrase
    alike = likeness(ours.core, theirs.core)
    known = first.statement.indicator_id
    same_id = bool(known) and known == second.statement.indicator_id
    score = alike.score
    if same_id and score < 1:
        score = max(score, 0.9)
    equal = equal_numbers(first, second)
    score = min(1.0, score + (0.12 if equal else 0.0))
    if score < NEAR:
        return Comparison(score, "other")
    obstacle = _obstacle(first, second, document)
    if obstacle:
        return Comparison(score, *obstacle)
    apart = _apart(first, second, alike, same_id=same_id, equal=equal)
    if apart:
        return Comparison(score, *apart)
    return Comparison(score, "" if score >= LINK else "other")


def equal_numbers(first: Side, second: Side) -> bool:
    """Whether both give the same specific number of the same unit, which speaks for the same thing."""
    one, two = first.statement, second.statement
    if one.low is None and one.high is None or first.unit != second.unit or first.unit in ("%", "个百分点"):
        return False
    return (one.base_low, one.base_high) == (two.base_low, two.base_high) or (
        one.base_low is not None and one.base_low == two.base_low
    )


def _obstacle(first: Side, second: Side, document: Document) -> tuple[str, tuple[str, str]] | None:
    """The first thing that forbids linking whatever the words share."""
    ours, theirs = first.phrase, second.phrase
    one, two = first.statement, second.statement
    if one.region and two.region and one.region != two.region:
        return "region", (one.region, two.region)
    if one.measure != two.measure and not _compatible_measures(first, second):
        return "measure", (one.measure, two.measure)
    if not same_dimension(first, second):
        return "unit", (first.unit, second.unit)
    if {first.flow, second.flow} == {"increment", "stock"}:
        return "stock", (first.flow, second.flow)
    if ours.thresholds != theirs.thresholds:
        return "threshold", ("、".join(sorted(ours.thresholds)), "、".join(sorted(theirs.thresholds)))
    if ours.ordinals != theirs.ordinals:
        return "ordinal", ("、".join(sorted(ours.ordinals)), "、".join(sorted(theirs.ordinals)))
    if _implausible(first, second):
        return "magnitude", (one.unit, two.unit)
    if ours.season != theirs.season:
        return "season", (ours.season, theirs.season)
    if words := contrast(ours, theirs):
        return "word", words
    for pair in wording().opposed_verbs:
        mine, other = ours.verbs & pair, theirs.verbs & pair
        if mine and other and not mine & other:
            return "verb", ("、".join(mine), "、".join(other))
    return _grade_obstacle(ours, theirs, document)


def _implausible(first: Side, second: Side) -> bool:
    """Whether counts of one year lie so far apart that they can hardly count the same thing."""
    one, two = first.statement, second.statement
    if not (first.counts and second.counts) or "/" in one.period or len(one.period) != len(two.period):
        return False
    ours, theirs = one.base_low or one.base_high, two.base_low or two.base_high
    return bool(ours and theirs) and not 1 / TIMES_APART < ours / theirs < TIMES_APART  # type: ignore[operator]


def _compatible_measures(first: Side, second: Side) -> bool:
    """An increment may be written as a change (面积新增200万亩) or as a level (新增面积200万亩)."""
    measures = {first.statement.measure, second.statement.measure}
    return measures == {"level", "change"} and first.flow == second.flow == "increment"


def _grade_obstacle(ours: Phrase, theirs: Phrase, document: Document) -> tuple[str, tuple[str, str]] | None:
    own = _own_grades(document)
    mine, other = ours.grades - own, theirs.grades - own
    if mine != other and (mine or other):
        return "grade", ("、".join(sorted(mine)), "、".join(sorted(other)))
    return None


def _own_grades(document: Document) -> frozenset[str]:
    code = document.region.value
    tier = "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
    return frozenset(_GRADE_OF_TIER[tier]) | {"省", "市", "县"} if code else frozenset()


def _apart(
    first: Side, second: Side, alike: Likeness, *, same_id: bool, equal: bool
) -> tuple[str, tuple[str, str]] | None:
    """What only one of the phrases has, when that makes it another thing."""
    only_ours, only_theirs = alike.only_first, alike.only_second
    if alike.lead_first and only_ours and only_ours[0] in second.before:
        only_ours = only_ours[1:]
    if alike.lead_second and only_theirs and only_theirs[0] in first.before:
        only_theirs = only_theirs[1:]
    detail = ("、".join(only_ours), "、".join(only_theirs))
    if "等" in second.phrase.stated:  # an open list (水热气等管网) need not name every member
        only_ours = tuple(run for run in only_ours if not any(run in member for member in first.phrase.members[:-1]))
    if len(first.phrase.members) != len(second.phrase.members) and (only_ours or only_theirs) and not equal:
        return "members", detail
    if not only_ours and not only_theirs:
        return None
    longest = max(map(len, (*only_ours, *only_theirs)))
    if first.counts and second.counts:
        if equal and longest <= 4 or longest <= 1:
            return None
        if not (only_ours and only_theirs) and longest <= 2:
            return None
    elif same_id and longest <= 1:
        return None
    return "narrower", detail
