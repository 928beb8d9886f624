"""Statements that cannot all be true (矛盾); a false alarm costs more trust than a missed one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from planledger.catalogue import Catalogue
from planledger.model import Contradiction, Document, Extraction, Statement
from planledger.reconciling.numbers import clean_unit, plain, value_in_chinese, value_in_english
from planledger.reconciling.phrases import Phrase, parse_phrase
from planledger.reconciling.timing import reviewed_year

_AMONG = re.compile(r"其中|包括")
_SHARE = re.compile(r"占.{0,16}(?:比重|比例|的比)|占比|比重|比例")
_PULL = re.compile(r"(?:拉动|贡献).{0,12}(?:增长|百分点)?")
_GDP = frozenset({"生产总值", "经济", "经济增长"})
_POINTS = 0.5
_LEAST_CORE = 4

Key = tuple[str, str, str, str, str, frozenset[str], frozenset[str], frozenset[str]]


def find_contradictions(
    extractions: Sequence[Extraction], documents: Sequence[Document], catalogue: Catalogue
) -> tuple[Contradiction, ...]:
    """Contradictions within each document and between documents of one region, in the order of documents and text."""
    found: list[Contradiction] = []
    for extraction in extractions:
        statements = extraction.statements
        found.extend(_two_values(statements))
        found.extend(_shares(statements))
        found.extend(_parts(statements))
        found.extend(_pulls(statements))
        found.extend(_growth_against_levels(statements))
    for group in _of_one_date(extractions, documents):
        found.extend(_two_values([statement for one in group for statement in one.statements], apart=True))
    place = {extraction.document: at for at, extraction in enumerate(extractions)}
    found.sort(key=lambda one: (place[one.statements[0].document], one.statements[0].start, one.rule))
    return tuple(found)


def _of_one_date(extractions: Sequence[Extraction], documents: Sequence[Document]) -> Iterator[list[Extraction]]:
    """Extractions of documents that report the same year of one region."""
    groups: dict[tuple[str, int], list[Extraction]] = defaultdict(list)
    for extraction, document in zip(extractions, documents, strict=True):
        if document.region.value and document.year.value and document.kind.value != "five_year_outline":
            groups[document.region.value, reviewed_year(document)].append(extraction)
    yield from (group for group in groups.values() if len(group) > 1)


def _key(statement: Statement, phrase: Phrase) -> Key:
    """What two statements must share to be of one thing; the whole phrase, since one word may tell things apart."""
    unit = statement.base_unit or clean_unit(statement.unit)
    return (
        phrase.core, statement.region, statement.measure, statement.period, unit + phrase.season, phrase.verbs,
        phrase.thresholds | phrase.ordinals | phrase.grades, frozenset({statement.role, statement.subject}),
    )  # fmt: skip


def _two_values(statements: Iterable[Statement], *, apart: bool = False) -> Iterator[Contradiction]:
    """Two different exact values of one thing; ``apart`` looks at pairs from different documents only."""
    groups: dict[Key, list[Statement]] = defaultdict(list)
    for statement in statements:
        phrase = parse_phrase(statement.indicator)
        if statement.role in ("actual", "target") and statement.period and _names_one_thing(statement, phrase):
            groups[_key(statement, phrase)].append(statement)
    for group in groups.values():
        for first, second in combinations(group, 2):
            if apart == (first.document != second.document) and first.sentence != second.sentence and _disagree(first, second):
                yield _of_two(first, second)
                break


def _names_one_thing(statement: Statement, phrase: Phrase) -> bool:
    """Whether the phrase is known, or long enough to name one thing of which there is one value."""
    if statement.indicator_id:
        return True
    counts = statement.measure == "level" and clean_unit(statement.unit) != "%"
    return len(phrase.core) >= _LEAST_CORE + (2 if counts else 0) and not phrase.verbs


def _disagree(first: Statement, second: Statement) -> bool:
    """Whether the bounds leave no common value, rounding granted."""
    low, high = _base(first)
    other_low, other_high = _base(second)
    if low is None or high is None or other_low is None or other_high is None:
        return False
    if "about" in (first.bound, second.bound) or first.striving or second.striving:
        return False
    coarse = max(_grain(first), _grain(second))
    return low > other_high + coarse or other_low > high + coarse


def _base(statement: Statement) -> tuple[float | None, float | None]:
    if statement.base_low is None and statement.base_high is None:
        return statement.low, statement.high
    return statement.base_low, statement.base_high


def _grain(statement: Statement) -> float:
    """What the last written digit is worth, in the base unit."""
    digits = re.search(r"\.(\d+)", statement.text)
    step = 10.0 ** -len(digits[1]) if digits else 1.0
    value, base = statement.low or statement.high, statement.base_low or statement.base_high
    factor = base / value if value and base else 1.0
    return abs(step * factor) * (1.0 if digits else 0.5)


def _of_two(first: Statement, second: Statement) -> Contradiction:
    first, second = sorted((first, second), key=lambda one: (one.document, one.start))
    known = bool(first.indicator_id) or first.indicator == second.indicator
    return Contradiction(
        "two_values", (first, second),
        f"{first.indicator} ({first.period}): {value_in_english(first)} against {value_in_english(second)}",
        f"{first.indicator}（{first.period}）有两个数：{value_in_chinese(first)}与{value_in_chinese(second)}",
        "certain" if known else "doubtful",
    )  # fmt: skip


def _by_sentence(statements: Iterable[Statement]) -> Iterator[list[Statement]]:
    groups: dict[int, list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[statement.sentence_start].append(statement)
    yield from groups.values()


def _shares(statements: Iterable[Statement]) -> Iterator[Contradiction]:
    """Shares of one whole, listed in one sentence, that come to more than the whole."""
    for group in _by_sentence(statements):
        wholes: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
        for one in group:
            whole = re.search(r"占(.{2,16}?)(?:的)?(?:比重|比例)", one.indicator)
            if whole and one.measure == "level" and clean_unit(one.unit) == "%" and one.low is not None:
                wholes[whole[1], one.role, one.period].append(one)
        for (whole_name, _, _), parts in wholes.items():
            total = sum(part.low or 0.0 for part in parts)
            distinct = {parse_phrase(part.indicator).core for part in parts}
            if len(parts) == len(distinct) > 1 and total > 100 + _POINTS * len(parts) and "分别" in parts[0].sentence:
                listed = "、".join(f"{plain(part.low or 0.0)}%" for part in parts)
                yield Contradiction(
                    "shares", tuple(parts), f"shares of {whole_name} add up to {plain(total)}%: {listed}",
                    f"占{whole_name}的比重合计{plain(total)}%，超过100%：{listed}", "doubtful",
                )  # fmt: skip


def _parts(statements: Iterable[Statement]) -> Iterator[Contradiction]:
    """A part (其中…) that is larger than its total, or parts that come to more than it."""
    for group in _by_sentence(statements):
        cut = _AMONG.search(group[0].sentence)
        if not cut or len(group) < 2:
            continue
        length = max(group[0].sentence_end - group[0].sentence_start, 1)
        border = group[0].sentence_start + cut.start() * length / max(len(group[0].sentence), 1)
        before = [one for one in group if one.start < border and _is_amount(one)]
        after = [one for one in group if one.start >= border and _is_amount(one)]
        if not before or not after:
            continue
        total = before[-1]
        like = [one for one in after if clean_unit(one.unit).lstrip("十百千万亿") == clean_unit(total.unit).lstrip("十百千万亿")]
        parts = [one for one in like if one.role == total.role and one.period == total.period]
        whole = _base(total)[1]
        for part in parts[:1]:
            amount = _base(part)[0]
            if whole and amount and amount > whole * 1.001 + _grain(total) and total.bound == "exact":
                yield Contradiction(
                    "parts", (total, part),
                    f"the part ({value_in_english(part)}) is larger than its total ({value_in_english(total)})",
                    f"部分（{part.indicator}{value_in_chinese(part)}）大于总数（{total.indicator}{value_in_chinese(total)}）",
                    "doubtful",
                )  # fmt: skip


def _is_amount(statement: Statement) -> bool:
    return statement.measure == "level" and clean_unit(statement.unit) not in ("%", "‰", "个百分点", "")


def _pulls(statements: Iterable[Statement]) -> Iterator[Contradiction]:
    """A part that is said to have pulled the whole further up than the whole has grown."""
    growth = {
        one.period: one
        for one in reversed(list(statements))
        if one.measure == "growth" and one.role == "actual" and parse_phrase(one.indicator).core in _GDP and one.bound == "exact"
    }
    for one in statements:
        if clean_unit(one.unit) != "个百分点" or one.role != "actual" or "拉动" not in one.sentence:
            continue
        total = growth.get(one.period)
        at = one.sentence.find(one.text)
        near = one.sentence[max(0, at - 14) : at]
        if total is None or one.low is None or total.low is None or not re.search(r"拉动(?:全[省市区县州])?(?:经济|地区生产总值|GDP)", near):
            continue
        if one.low > total.low + _POINTS:
            yield Contradiction(
                "growth_level", tuple(sorted((one, total), key=lambda statement: statement.start)),
                f"a part adds {plain(one.low)} points to growth, but the whole grew by {plain(total.low)}%",
                f"部分拉动经济增长{plain(one.low)}个百分点，而{total.indicator}只增长{plain(total.low)}%",
                "certain",
            )  # fmt: skip


def _growth_against_levels(statements: Sequence[Statement]) -> Iterator[Contradiction]:
    """A growth rate that two levels of one thing, a year apart, do not bear out; prices may explain small gaps."""
    levels: dict[tuple[str, str], Statement] = {}
    for one in statements:
        if one.measure == "level" and one.bound == "exact" and one.indicator_id and one.role in ("actual", "baseline"):
            levels.setdefault((one.indicator_id, one.period), one)
    for growth in statements:
        if growth.measure != "growth" or growth.bound != "exact" or growth.role != "actual" or not growth.period.isdigit():
            continue
        now = levels.get((growth.indicator_id, growth.period))
        base = levels.get((growth.indicator_id, str(int(growth.period) - 1)))
        if not now or not base or not now.base_low or not base.base_low or now.base_unit != base.base_unit or growth.low is None:
            continue
        implied = (now.base_low / base.base_low - 1) * 100
        if abs(implied - growth.low) > 5:
            yield Contradiction(
                "growth_level", tuple(sorted({base, now, growth}, key=lambda statement: statement.start)),
                f"growth is given as {plain(growth.low)}%, the levels make it {plain(round(implied, 1))}%",
                f"{growth.indicator}称增长{plain(growth.low)}%，按两年水平推算为{plain(round(implied, 1))}%",
                "doubtful",
            )  # fmt: skip
