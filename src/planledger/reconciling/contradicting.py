"""Statements that cannot all be true (矛盾); a false alarm costs more trust than a missed one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from planledger.catalogue import Catalogue
from planledger.model import Contradiction, Document, Extraction, Statement
from planledger.reconciling.level_checks import growth_against_levels, part_of_growth
from planledger.reconciling.numbers import amounts, clean_unit, grain, value_in_chinese, value_in_english
from planledger.reconciling.pairing import place_of
from planledger.reconciling.phrases import Phrase, parse_phrase
from planledger.reconciling.rulebook import settings
from planledger.reconciling.scopes import scope_of
from planledger.reconciling.sum_checks import parts_against_total, shares_of_a_whole
from planledger.reconciling.timing import reviewed_year
from planledger.reconciling.wording import any_of, wording

_AVERAGE = re.compile(r"年均|平均|[二三四五十2-5]年(?:来|间|累计)|过去[二三四五十2-5]年")
_OTHER_STRUCTURE = re.compile(r"三次产业(?!结构|比例|比重|增加值)")
_PART_OF_YEAR = re.compile(r"[一二三四]季度|前.季度|[上下]半年|\d+月")
_BREAKDOWN = re.compile(r"(?:从|按|分).{1,10}?(?:看|分|统计)[,，]")
_NUMBERED = re.compile(r"[(（]?[\d一二三四五六七八九十]+[)）、.．]")
_CLAUSES = re.compile(r"[,，;；:：、]")
_PLAIN_LEAD = re.compile(
    r"\d{4}年(?:底|末)?|全[市省州区县国]|到|分别|达到|达|实现|完成|提高|增加|增至|突破|超过|保持在?|稳定在?|[,，]"
)
_HAPPENINGS = tuple("场次件起例篇期轮届")
_TABLE = "table"
_LEAST_CORE = 5
_LEAD = 6

Key = tuple[str, str, str, str, str, frozenset[str], frozenset[str], frozenset[str]]


def find_contradictions(
    extractions: Sequence[Extraction], documents: Sequence[Document], catalogue: Catalogue
) -> tuple[Contradiction, ...]:
    """Contradictions within each document and between documents of one place, in the order of documents and text.

    ``extractions`` and ``documents`` go together, one by one.
    """
    found: list[Contradiction] = []
    for extraction, document in zip(extractions, documents, strict=True):
        if document.kind.value != "budget_report":  # which gives every item for the city, its own level and each zone
            found.extend(_two_values(extraction.statements, leads=_leads(extraction.statements, catalogue)))
        found.extend(shares_of_a_whole(extraction.statements))
        found.extend(parts_against_total(extraction.statements))
        found.extend(part_of_growth(extraction.statements))
    for group in _of_one_date(extractions, documents):
        found.extend(_two_values([statement for one in group for statement in one.statements], apart=True))
    for place in _of_one_place(extractions, documents):
        found.extend(growth_against_levels(place))
    order = {extraction.document: at for at, extraction in enumerate(extractions)}
    found.sort(key=lambda one: (order[one.statements[0].document], one.statements[0].start, one.rule))
    return tuple({(one.rule, one.reason): one for one in reversed(found)}.values())[::-1]


def _of_one_date(extractions: Sequence[Extraction], documents: Sequence[Document]) -> Iterator[list[Extraction]]:
    """Extractions of documents that report the same year of one place."""
    groups: dict[tuple[str, int], list[Extraction]] = defaultdict(list)
    for extraction, document in zip(extractions, documents, strict=True):
        place = place_of(document)
        if place and document.year.value and document.kind.value not in ("five_year_outline", "budget_report"):
            groups[place, reviewed_year(document)].append(extraction)
    yield from (group for group in groups.values() if len(group) > 1)


def _of_one_place(
    extractions: Sequence[Extraction], documents: Sequence[Document]
) -> Iterator[tuple[tuple[Statement, ...], ...]]:
    """The statements of the documents of each place, one document at a time; documents without a place alone."""
    groups: dict[str, list[tuple[Statement, ...]]] = defaultdict(list)
    for extraction, document in zip(extractions, documents, strict=True):
        groups[place_of(document) or document.id].append(extraction.statements)
    yield from (tuple(group) for group in groups.values())


def _key(statement: Statement, phrase: Phrase) -> Key:
    """What two statements must share to be of one thing; the whole phrase, since one word may tell things apart."""
    unit = statement.base_unit or clean_unit(statement.unit)
    return (
        phrase.core + scope_of(statement.indicator_id, statement.indicator),
        statement.region,
        statement.measure,
        statement.period,
        unit + phrase.season,
        phrase.verbs,
        phrase.thresholds | phrase.ordinals | phrase.grades,
        frozenset({statement.role, statement.subject, str(phrase.increment), str(phrase.cumulative)}),
    )


def _two_values(
    statements: Iterable[Statement], *, apart: bool = False, leads: Mapping[str, str] | None = None
) -> Iterator[Contradiction]:
    """Two different exact values of one thing; ``apart`` looks at pairs from different documents only.

    ``leads`` are the things that rule the sentences of statements, which must be one for both.
    """
    groups: dict[Key, list[Statement]] = defaultdict(list)
    for statement in statements:
        phrase = parse_phrase(statement.indicator)
        wanted = statement.role == "actual" if apart else statement.role in ("actual", "target")
        if wanted and statement.period and names_one_thing(statement, phrase, apart=apart):
            groups[_key(statement, phrase)].append(statement)
    for group in groups.values():
        for first, second in combinations(group, 2):
            if apart != (first.document != second.document) or first.sentence == second.sentence:
                continue
            if leads is not None and not _one_lead(leads.get(first.id, ""), leads.get(second.id, "")):
                continue
            if _same_name(first, second) and _disagree(first, second):
                yield _of_two(first, second)
                break


def _leads(statements: Sequence[Statement], catalogue: Catalogue) -> dict[str, str]:
    """By statement, what its sentence is about where that narrows it: the sentence's first statement.

    普通高中40所，专任教师5301人 counts the teachers of these schools. A list of headline figures, of many fields,
    does not narrow; nor does the first statement itself.
    """
    first: dict[int, Statement] = {}
    leads = {}
    for one in statements:
        lead = first.setdefault(one.sentence_start, one)
        if _BREAKDOWN.match(one.sentence):
            leads[one.id] = f"{one.sentence_start}"  # of what, the sentence before says
            continue
        if one.rule.startswith("table"):
            leads[one.id] = _TABLE
            continue
        fields = [
            catalogue.indicators[two.indicator_id].category.id if two.indicator_id in catalogue.indicators else ""
            for two in (one, lead)
        ]
        if one.indicator != lead.indicator and (not fields[1] or fields[0] == fields[1]) and _narrows(lead, one):
            leads[one.id] = lead.indicator
    return leads


def _narrows(lead: Statement, one: Statement) -> bool:
    """Whether the first figure of a sentence may narrow another: it counts things, has its unit, or names a kind.

    What happens so many times (举办活动30场) has nothing that another figure could be of.
    """
    if lead.base_unit == one.base_unit or (lead.base_unit in ("count", "") and not lead.unit.endswith(_HAPPENINGS)):
        return True
    return bool(any_of(settings("consistency")["narrowing"]).search(lead.indicator))


def _one_lead(first: str, second: str) -> bool:
    """Rows of one table that bear one label are told apart by the group that they stand in."""
    if first == second == _TABLE:
        return False
    return first.replace(_TABLE, "") == second.replace(_TABLE, "")


def names_one_thing(statement: Statement, phrase: Phrase, *, apart: bool) -> bool:
    """Whether there can be but one value of what the phrase names, whatever stood before it in its sentence."""
    if statement.measure == "change" or clean_unit(statement.unit) in ("倍", "番"):
        return False
    at = statement.sentence.find(statement.text)
    before = statement.sentence[: max(at, 0)]
    if statement.sentence.startswith("其中") or _OTHER_STRUCTURE.search(statement.sentence):
        return False
    if _AVERAGE.search(before[-24:]) or _NUMBERED.match(statement.indicator):
        return False
    if wording().adjusted.search(before) or _PART_OF_YEAR.search(before[-24:]):
        return False
    if _topic_may_narrow(phrase, before):
        return False
    if statement.indicator_id:
        return True
    if at < 0 or len(phrase.core) < _LEAST_CORE:
        return False
    lead = _PLAIN_LEAD.sub("", before.strip())
    return apart or (not phrase.verbs and len(lead) <= len(statement.indicator) + _LEAD)


def _topic_may_narrow(phrase: Phrase, before: str) -> bool:
    """Whether the phrase names anything at all (亿元以上项目) and an earlier clause may say whose."""
    return not wording().generic.sub("", phrase.core) and bool(_CLAUSES.search(before))


def _same_name(first: Statement, second: Statement) -> bool:
    """Whether the phrases are one as written, or known to be."""
    if first.indicator_id and first.indicator_id == second.indicator_id:
        return True
    return first.indicator.endswith(second.indicator) or second.indicator.endswith(first.indicator)


def _disagree(first: Statement, second: Statement) -> bool:
    """Whether the bounds leave no common value, rounding granted."""
    low, high = amounts(first)
    other_low, other_high = amounts(second)
    if low is None or high is None or other_low is None or other_high is None:
        return False
    if "about" in (first.bound, second.bound) or first.striving or second.striving:
        return False
    coarse = max(grain(first), grain(second))
    return low > other_high + coarse or other_low > high + coarse


def _of_two(first: Statement, second: Statement) -> Contradiction:
    first, second = sorted((first, second), key=lambda one: (one.document, one.start))
    known = bool(first.indicator_id) and first.estimate == second.estimate
    return Contradiction(
        "two_values",
        (first, second),
        f"{first.indicator} ({first.period}): {value_in_english(first)} against {value_in_english(second)}",
        f"{first.indicator}（{first.period}）有两个数：{value_in_chinese(first)}与{value_in_chinese(second)}",
        "certain" if known else "doubtful",
    )
