"""Shares that do not make a whole, parts that do not make their total."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from planledger.model import Contradiction, Statement
from planledger.reconciling.numbers import amounts, clean_unit, grain, plain, value_in_chinese, value_in_english
from planledger.reconciling.phrases import parse_phrase

_AMONG = re.compile(r"其中|包括")
_STRUCTURE = re.compile(r"结构.{0,12}\d+(?:\.\d+)?[:：∶]\d+(?:\.\d+)?[:：∶]\d")
_SHARE_LIST = re.compile(r"分别占|占比分别|比重分别|比例分别")
_INDUSTRY = re.compile(r"第[一二三]产业|[一二三]产")
_RANKED = re.compile(r"第[一二三]产业|[一二三]产|公有|民营|国有|进口|出口|城镇|农村|工业|农业|服务业|男|女")
_AVERAGE = re.compile(r"年均|平均|人均|户均")
_ROUNDING = 0.1
_NEARLY_ALL = 0.05
_LONGEST_GAP = 16


def _by_sentence(statements: Iterable[Statement]) -> Iterator[list[Statement]]:
    groups: dict[int, list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[statement.sentence_start].append(statement)
    yield from (group for group in groups.values() if len(group) > 1)


def shares_of_a_whole(statements: Iterable[Statement]) -> Iterator[Contradiction]:
    """Shares of one whole, listed in one sentence, that come to more than it; or a stated structure that misses 100."""
    for group in _by_sentence(statements):
        sentence = group[0].sentence
        structure = bool(_STRUCTURE.search(sentence))
        if not structure and not _SHARE_LIST.search(sentence):
            continue
        wholes: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
        for one in group:
            whole = _whole_of(one)
            if whole or (whole == "" and structure):
                kind = whole or _INDUSTRY.sub("", one.indicator)
                wholes[kind, one.role, one.period].append(one)
        for shares in wholes.values():
            total = sum(share.low or 0.0 for share in shares)
            distinct = {share.indicator for share in shares}
            slack = _ROUNDING * len(shares)
            complete = structure and len(shares) > 2 and abs(total - 100) < 10
            if not structure and not _complementary(shares):
                continue
            wrong = total > 100 + slack or (complete and total < 100 - slack)
            if wrong and 1 < len(distinct) == len(shares):
                yield _of_shares(shares, total)


def _complementary(shares: list[Statement]) -> bool:
    """Whether no thing can belong to two of the parts: sectors or sexes do not overlap, villages cleaned twice do."""
    heads = {re.split(r"占", share.indicator)[0] for share in shares}
    return all(_RANKED.search(head) for head in heads)


def _whole_of(statement: Statement) -> str | None:
    """What a share is a share of; empty when the phrase does not say, None when it is no share."""
    if statement.measure != "level" or clean_unit(statement.unit) != "%" or statement.low is None:
        return None
    if statement.bound != "exact" or not re.search(r"占|比重|比例|产业", statement.indicator):
        return None
    found = re.search(r"占(.{2,16}?)(?:的)?(?:比重|比例|比)?$", statement.indicator)
    return found[1] if found else ""


def _of_shares(shares: list[Statement], total: float) -> Contradiction:
    listed = "、".join(f"{plain(share.low or 0.0)}%" for share in shares)
    return Contradiction(
        "shares",
        tuple(shares),
        f"the shares add up to {plain(total)}%, not 100%: {listed}",
        f"各项比重合计{plain(total)}%，不等于100%：{listed}",
        "certain",
    )


def parts_against_total(statements: Iterable[Statement]) -> Iterator[Contradiction]:
    """A part (其中…) larger than its total, or a list of parts that almost but not quite makes the total."""
    for group in _by_sentence(statements):
        cuts = list(_AMONG.finditer(group[0].sentence))
        if len(cuts) != 1 or re.search(r"[(（]", group[0].sentence[: cuts[0].end()]):
            continue
        cut = cuts[0]
        length = max(group[0].sentence_end - group[0].sentence_start, 1)
        border = group[0].sentence_start + cut.start() * length / max(len(group[0].sentence), 1)
        before = [one for one in group if one.start < border and _is_sum(one)]
        if not before:
            continue
        total = before[-1]
        between = group[0].sentence[: cut.start()]
        if len(between) - between.rfind(total.text) - len(total.text) > _LONGEST_GAP or total is not _last(
            group, border
        ):
            continue
        parts = _listed(total, [one for one in group if one.start >= border])
        whole = amounts(total)[1]
        if not whole or whole < 0 or not parts or total.bound != "exact":
            continue  # parts of what was given back may well be larger than all of it
        first = amounts(parts[0])[0] or 0.0
        together = sum(amounts(part)[0] or 0.0 for part in parts)
        if first > whole * 1.001 + grain(total):
            yield _of_parts(total, parts[:1], first)
        elif (
            len(parts) > 2
            and _one_head(total, parts)
            and abs(together - whole) > _tolerance(total, parts)
            and abs(together / whole - 1) < _NEARLY_ALL
        ):
            yield _of_parts(total, parts, together)


def _one_head(total: Statement, parts: list[Statement]) -> bool:
    """Whether all end in the noun of the total (项目: 产业项目, 民生项目), so that they may be meant to make it up."""
    return len({one.indicator[-2:] for one in (total, *parts)}) == 1


def _last(group: list[Statement], border: float) -> Statement:
    """The last statement before 其中; growth rates beside the total (增长5%) do not count."""
    return [one for one in group if one.start < border and one.measure == "level"][-1]


def _tolerance(total: Statement, parts: list[Statement]) -> float:
    whole_numbers = all(amounts(one)[0] == one.low and "." not in one.text for one in (total, *parts))
    return 0.0 if whole_numbers else grain(total) + sum(grain(part) for part in parts)


def _listed(total: Statement, after: list[Statement]) -> list[Statement]:
    """The parts that follow the total without another kind of quantity between them."""
    parts: list[Statement] = []
    place = total.sentence.find(total.text) + len(total.text)
    for one in after:
        alike = _is_sum(one) and one.bound == "exact" and _bare(one) == _bare(total)
        if not alike or one.role != total.role or one.period != total.period:
            break
        at = one.sentence.find(one.text, place)
        if parts and re.search(r"[;；]", one.sentence[place:at]):
            break
        place = at + len(one.text)
        if parse_phrase(one.indicator).thresholds and not parse_phrase(total.indicator).thresholds:
            break
        parts.append(one)
    return parts


def _bare(statement: Statement) -> str:
    return clean_unit(statement.unit).lstrip("十百千万亿")


def _is_sum(statement: Statement) -> bool:
    """Whether a statement is of a sum that parts can be taken of; an average has none."""
    if statement.measure != "level" or clean_unit(statement.unit) in ("%", "‰", "个百分点", ""):
        return False
    if parse_phrase(statement.indicator).increment and "比上年" in statement.indicator:
        return False
    at = max(statement.sentence.find(statement.text), 0)
    return not _AVERAGE.search(statement.indicator) and not _AVERAGE.search(statement.sentence[max(0, at - 12) : at])


def _of_parts(total: Statement, parts: list[Statement], amount: float) -> Contradiction:
    if len(parts) == 1:
        part = parts[0]
        return Contradiction(
            "parts",
            (total, part),
            f"the part ({value_in_english(part)}) is larger than its total ({value_in_english(total)})",
            f"部分（{part.indicator}{value_in_chinese(part)}）大于总数（{total.indicator}{value_in_chinese(total)}）",
            "doubtful",
        )
    whole = amounts(total)[0] or 1.0
    stated = (total.low or 0.0) * amount / whole
    listed = "、".join(value_in_chinese(part) for part in parts)
    return Contradiction(
        "parts",
        (total, *parts),
        f"the parts come to {plain(stated)}{total.unit}, the total is {value_in_english(total)}: {listed}",
        f"分项{listed}，合计{plain(stated)}{clean_unit(total.unit)}，与总数{value_in_chinese(total)}不符",
        "doubtful",
    )
