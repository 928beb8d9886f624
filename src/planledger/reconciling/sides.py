"""Statements prepared for comparing: phrase, bare unit, the words before the numeral."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from planledger.model import Statement
from planledger.reconciling.phrases import Phrase, parse_phrase
from planledger.reconciling.wording import wording

_GAINS = ("净增", "新增")
_MULTIPLIER = re.compile(r"^[十百千万亿]+")


@dataclass(frozen=True, slots=True)
class Side:
    """A statement with its phrase, prepared once and compared often."""

    statement: Statement
    phrase: Phrase
    unit: str
    clause: str
    before: str
    region: str

    @property
    def counts(self) -> bool:
        """Whether things are counted (10个, 3万户) rather than measured."""
        return self.statement.measure == "level" and is_classifier(self.unit)

    @property
    def opened(self) -> bool:
        """Whether the phrase ends a list that names only some (水热气等管网)."""
        return "等" in self.before[-len(self.phrase.stated) - 4 :]

    @property
    def decrease(self) -> bool:
        """Whether it says by how much something went down (减少1000万人)."""
        value = self.statement.low if self.statement.low is not None else self.statement.high
        return self.phrase.decrease or (self.statement.measure == "change" and value is not None and value < 0)

    @property
    def flow(self) -> str:
        """What a count counts: ``increment``, ``stock``, ``work`` done, or empty where the text does not say."""
        if self.phrase.increment or (self.statement.measure == "change" and self.unit not in ("%", "个百分点", "位")):
            return "increment"
        if self.phrase.stock:
            return "stock"
        if wording().stock_verbs.search(self.clause):
            return "reached"
        return "work" if self.phrase.verbs and self.statement.measure == "level" else ""

    @property
    def gain(self) -> str:
        """Which increment it is, 净增 or 新增, where the text says."""
        near = self.before[-3:]
        for word in _GAINS:
            if word in near:
                return word
        return next((word for word in _GAINS if word in self.statement.indicator), "")

    @property
    def cumulative(self) -> bool:
        """Whether the figure sums up years."""
        return self.phrase.cumulative or bool(wording().cumulative.search(self.before[-8:]))


def prepare(statement: Statement, home: str = "") -> Side:
    """``statement`` ready for comparing; ``home`` is the region of its document, which the statement need not name."""
    region = "" if statement.region == home else statement.region
    before = _before_numeral(statement)
    clause = re.split(r"[,，;；:：。]", before)[-1]
    if not wording().increment.search(clause):
        return Side(statement, parse_phrase(statement.indicator), bare_unit(statement.unit), clause, before, region)
    return Side(statement, parse_phrase(statement.indicator), bare_unit(statement.unit), "", before, region)


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
