"""Levels against levels: base and report, target and what is reached, two targets, years and their total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from planledger.model import Finding
from planledger.model.findings import Severity
from planledger.reconciling.figures import Figure
from planledger.reconciling.numbers import plain
from planledger.reconciling.rulebook import finding, settings, words
from planledger.reconciling.wording import wording

_FLOOR = 0.02
_LEAST_CORE = 4


def base_report(group: Sequence[Figure]) -> Iterator[Finding]:
    """A base value that differs from what another document reports for that year."""
    levels = [one for one in group if one.measure == "level" and not one.several and one.exact]
    for base in levels:
        if base.role != "baseline":
            continue
        for seen in levels:
            other = seen.source != base.source or seen.sentence != base.sentence
            if seen.role != "actual" or seen.last != base.last or seen.unit != base.unit or not other:
                continue
            if _differ(base, seen):
                yield finding(
                    "check.base_report",
                    base.name,
                    (base.citation, seen.citation),
                    words(
                        f"{base.last}年基期值{base.stated}，而报告的当年数为{seen.stated}",
                        f"the base of {base.last} is {base.stated_en}, but {seen.stated_en} is reported for that year",
                    ),
                )
                break


def _differ(first: Figure, second: Figure) -> bool:
    ours, theirs = first.value, second.value
    if ours is None or theirs is None:
        return False
    room = float(settings("consistency")["tolerance"]["relative"]) * abs(theirs)
    return abs(ours - theirs) > max(first.grain, second.grain, room)


def already_reached(group: Sequence[Figure]) -> Iterator[Finding]:
    """A level target that is worse than the last level known when it was set.

    Only what was known then counts: a report of a later year that has the target passed shows success, not an error.
    """
    levels = [one for one in group if one.measure in ("level", "rank") and not one.several]
    for target in levels:
        if target.role != "target" or not target.sign or target.value is None or target.work:
            continue
        known = [one for one in levels if _known_before(one, target)]
        if not known or _open_eyed(target, group):
            continue
        reached = max(known, key=lambda one: (one.last, one.source == target.source, -one.order))
        ours, theirs = target.value, reached.value
        assert theirs is not None
        if target.sign * (ours - theirs) >= -max(target.grain, reached.grain):
            continue
        if target.bound == "at_most" and (target.kind in ("rate", "") and target.measure != "rank"):
            continue  # a ceiling (控制在4.5%以内) may well lie above what is
        yield finding(
            "check.already_reached",
            target.name,
            (reached.citation, target.citation),
            words(
                f"{target.last}年目标{target.stated}，而{reached.last}年已达{reached.stated}",
                f"the target for {target.last} is {target.stated_en}, but {reached.stated_en} was reached in"
                f" {reached.last}",
            ),
            severity=_gravity(target, reached),
        )


def _open_eyed(target: Figure, group: Sequence[Figure]) -> bool:
    """Whether the sentence of the target itself says where it starts: 从2.1%提高到2.3%."""
    here = [one for one in group if (one.source, one.sentence) == (target.source, target.sentence)]
    return target.statement is not None and any(one.role != "target" for one in here)


def _known_before(one: Figure, target: Figure) -> bool:
    if one.role == "target" or one.value is None or one.last >= target.last or one.unit != target.unit:
        return False
    if one.measure != target.measure or one.bound == "at_most":
        return False
    if target.published and one.last < target.published - 1:
        return False  # so old that newer figures must have been known, which the documents do not give
    return one.source == target.source or (0 < one.published <= target.published)


def _gravity(target: Figure, reached: Figure) -> Severity:
    """A floor (保持在…以上) is often set a little below what is, with reason; so are amounts that vary."""
    assert target.value is not None
    assert reached.value is not None
    floor = target.bound in ("at_least", "about") and abs(target.value - reached.value) < _FLOOR * abs(reached.value)
    ahead = target.kind == "flow" and target.unit == "yuan" and target.last - reached.last > 1
    lasting = target.kind in ("stock", "rate", "index") or ahead
    return "warning" if lasting and not floor else "note"


def two_targets(group: Sequence[Figure]) -> Iterator[Finding]:
    """Two targets of one thing for one period that are not the same; 力争 beside the firm one is no other target."""
    targets = [one for one in group if one.role == "target" and one.named and not one.striving and one.last]
    for first, second in combinations(targets, 2):
        same = (first.measure, first.unit, first.first, first.last, first.span) == (
            second.measure, second.unit, second.first, second.last, second.span,
        )  # fmt: skip
        if not same or (first.source == second.source and first.sentence == second.sentence):
            continue
        early, late = sorted((first, second), key=lambda one: (one.published, one.source, one.order))
        if early.published and late.published and early.published < late.published:
            yield from _annual_below(early, late)
        elif _other(first, second):
            yield finding(
                "check.two_targets",
                first.name,
                (first.citation, second.citation),
                words(
                    f"{first.when}年有两个目标：{first.stated}与{second.stated}",
                    f"two targets for {first.when}: {first.stated_en} and {second.stated_en}",
                ),
            )


def _other(first: Figure, second: Figure) -> bool:
    (low, high), (other_low, other_high) = first.named or (0.0, 0.0), second.named or (0.0, 0.0)
    coarse = max(first.grain, second.grain)
    coarse *= 2 if "about" in (first.bound, second.bound) else 1
    return abs(low - other_low) > coarse or abs(high - other_high) > coarse


def _annual_below(plan: Figure, annual: Figure) -> Iterator[Finding]:
    ours, theirs = annual.value, plan.value
    if ours is None or theirs is None or not plan.sign or plan.several:
        return
    if plan.sign * (ours - theirs) < -max(plan.grain, annual.grain):
        yield finding(
            "check.annual_below_plan",
            plan.name,
            (plan.citation, annual.citation),
            words(
                f"{plan.last}年规划目标{plan.stated}，而{annual.published}年的年度目标只有{annual.stated}",
                f"the plan's target for {plan.last} is {plan.stated_en}, the annual target of {annual.published} only"
                f" {annual.stated_en}",
            ),
        )


def yearly_total(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A total of the plan against what is set for every year, or for each of its years."""
    groups: dict[tuple[str, ...], list[Figure]] = {}
    for one in figures:
        if one.role != "baseline" and one.measure == "level" and one.value is not None and _one_thing(one):
            kinds = sorted(one.phrase.thresholds | one.phrase.grades | one.phrase.verbs)
            groups.setdefault((one.region, one.role, one.phrase.core, one.unit, *kinds), []).append(one)
    for group in groups.values():
        for total in (one for one in group if one.several and one.span == "total"):
            yield from _of_total(total, [one for one in group if one is not total])


def _one_thing(one: Figure) -> bool:
    return one.sure or len(wording().generic.sub("", one.phrase.core)) >= _LEAST_CORE


def _of_total(total: Figure, others: list[Figure]) -> Iterator[Finding]:
    count = total.last - total.first + 1
    each = [one for one in others if one.span == "each" and (one.first, one.last) == (total.first, total.last)]
    by_year = {
        one.last: one for one in others if one.sure and not one.several and total.first <= one.last <= total.last
    }
    if each:
        yield from _against_total(total, [each[0]], (each[0].value or 0.0) * count)
    elif len(by_year) == count:
        parts = [by_year[year] for year in sorted(by_year)]
        yield from _against_total(total, parts, sum(part.value or 0.0 for part in parts))


def _against_total(total: Figure, parts: list[Figure], amount: float) -> Iterator[Finding]:
    assert total.value is not None
    count = total.last - total.first + 1
    room = total.grain + sum(part.grain for part in parts) * (count if len(parts) == 1 else 1)
    bounds = {part.bound for part in parts} | {total.bound}
    if "about" in bounds:
        room += 0.05 * total.value
    gap = amount - total.value
    short = gap < -room if total.sign >= 0 else gap > room
    wrong = abs(gap) > room if bounds <= {"exact", "about"} else short
    if wrong:
        factor = total.value / (total.statement.low or total.statement.high or total.value) if total.statement else 1.0
        shown = f"{plain(amount / (factor or 1.0))}{total.statement.unit if total.statement else total.unit}"
        yield finding(
            "check.yearly_total",
            total.name,
            (*(part.citation for part in parts), total.citation),
            words(
                f"{count}年合计{shown}，与规划期总量{total.stated}不符",
                f"the {count} years come to {shown}, against {total.stated_en} for the plan",
            ),
        )
