"""Rules held against the figures of an indicator: what fired, what did not, and of what nothing can be said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from planledger.planning.alerts.language import AlertRule, Condition, Severity
from planledger.planning.course import Observation
from planledger.planning.periods import periods_since
from planledger.planning.reasons import said
from planledger.planning.rules import load_rules

State = Literal["fired", "quiet", "unknown"]


@dataclass(frozen=True, slots=True)
class Case:
    """An indicator as rules see it.

    Attributes:
        indicator: Its name.
        observations: Its figures of one measure; of flows, since the year's beginning.
        frequency: How often figures are due.
        kind: ``stock``, ``flow``, ``rate`` or ``index``.
        direction: Which way is better.
        probability: Of reaching its target, where a forecast gave one.
        unit: Of its values, for the words.
    """

    indicator: str
    observations: Sequence[Observation]
    frequency: str = "year"
    kind: str = "flow"
    direction: str = "more"
    probability: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """What a rule says of an indicator (预警).

    Attributes:
        rule: Identifier of the rule.
        indicator: Of which it speaks.
        state: ``fired``; ``quiet`` when a condition does not hold; ``unknown`` when figures are missing that it needs.
        severity: Of the rule.
        numbers: What every condition looked at.
        reason: In English.
        reason_zh: In Chinese.
    """

    rule: str
    indicator: str
    state: State
    severity: Severity
    numbers: dict[str, Any]
    reason: str
    reason_zh: str


class _Found(NamedTuple):
    state: State
    numbers: dict[str, Any]
    english: str
    chinese: str


def raise_alerts(rules: Sequence[AlertRule], case: Case, *, as_of: dt.date) -> tuple[Alert, ...]:
    """What each of ``rules`` that speaks of the indicator says on a day, in the order of the rules."""
    seen = sorted(
        (one for one in case.observations if one.when.through <= as_of),
        key=lambda one: (one.when.through, one.when.months),
    )
    return tuple(_judge(rule, case, seen, as_of) for rule in rules if rule.speaks_of(case.indicator, case.direction))


def _judge(rule: AlertRule, case: Case, seen: list[Observation], as_of: dt.date) -> Alert:
    found = [(condition, _LOOKS[condition.name](condition, case, seen, as_of)) for condition in rule.conditions]
    states = {one.state for _, one in found}
    # One condition that does not hold decides, whatever is unknown of the others.
    state: State = "quiet" if "quiet" in states else "unknown" if "unknown" in states else "fired"
    told = [one for one in found if one[1].state == state]
    english = "; ".join(f"{condition.said('en')}: {one.english}" for condition, one in told)
    chinese = "；".join(f"{condition.said('zh')}：{one.chinese}" for condition, one in told)
    action = (f" {rule.action}", rule.action) if rule.action and state == "fired" else ("", "")
    return Alert(
        rule=rule.id,
        indicator=case.indicator,
        state=state,
        severity=rule.severity,
        numbers={condition.name: one.numbers for condition, one in found},
        reason=f"{english}.{action[0]}",
        reason_zh=f"{chinese}。{action[1]}",
    )


def _state(holds: bool) -> State:
    return "fired" if holds else "quiet"


_NONE = _Found("unknown", {}, "no figure", "没有数据")


def _runs(condition: Condition, case: Case, seen: list[Observation], _: dt.date) -> _Found:
    """So many periods in a row falling or rising."""
    count, sign = int(condition.value), -1 if condition.name == "falling" else 1
    if condition.every:
        seen = [one for one in seen if one.when.frequency == condition.every]
    path = _path(case, seen)[-count - 1 :]
    shown = " → ".join(f"{period} {said(value)}" for period, value in path)
    numbers = {"figures": [[period, value] for period, value in path]}
    steps = [sign * (after - before) for (_, before), (_, after) in pairwise(path)]
    if any(step <= 0 for step in steps):
        return _Found("quiet", numbers, shown, shown)
    if len(path) <= count:
        return _Found("unknown", numbers, "too few figures in a row", "连续数据不足")
    yearly = _cumulative(case, seen)
    note, note_zh = (" (growth on a year before, %)", "（比上年同期增长，%）") if yearly else ("", "")
    return _Found("fired", numbers, shown + note, shown + note_zh)


def _path(case: Case, seen: list[Observation]) -> list[tuple[str, float]]:
    """The figures that end in the last one without a gap; of totals since January, their growth on a year before."""
    if not seen:
        return []
    last = seen[-1].when
    by_period = {one.when: one.value for one in seen if one.when.frequency == last.frequency}
    found: list[tuple[str, float]] = []
    period, yearly = last, _cumulative(case, seen)
    while period in by_period:
        value = by_period[period]
        if yearly:
            before = by_period.get(period.year_before)
            if before is None or before <= 0:
                break
            value = (value / before - 1) * 100
        found.append((str(period), value))
        period = period.previous
    return found[::-1]


def _cumulative(case: Case, seen: list[Observation]) -> bool:
    """Whether figures add up over the year, so that each is above the last."""
    return bool(seen) and case.kind == "flow" and seen[-1].measure == "level" and seen[-1].when.frequency != "year"


def _limits(condition: Condition, case: Case, seen: list[Observation], _: dt.date) -> _Found:
    """The last figure against a limit."""
    if not seen:
        return _NONE
    last, limit = seen[-1], condition.value
    holds = last.value > limit if condition.name == "above" else last.value < limit
    told = f"{last.period} {said(last.value)}{case.unit}"
    return _Found(_state(holds), {"period": last.period, "value": last.value, "limit": limit}, told, told)


def _years(condition: Condition, case: Case, seen: list[Observation], _: dt.date) -> _Found:
    """The last figure against that of the same period a year before: percent, of rates and growth points."""
    if not seen:
        return _NONE
    last = seen[-1]
    before = next((one.value for one in reversed(seen) if one.when == last.when.year_before), None)
    in_points = case.kind == "rate" or last.measure == "growth"
    if before is None or (before <= 0 and not in_points):
        period = str(last.when.year_before)
        return _Found("unknown", {"period": last.period}, f"no figure of {period}", f"没有{period}的数据")
    change = last.value - before if in_points else (last.value / before - 1) * 100
    holds = change > condition.value if condition.name == "year_above" else change < condition.value
    unit, unit_zh = (" points", "个百分点") if in_points else ("%", "%")
    facts = f"{last.period} {said(last.value)}, {last.when.year_before} {said(before)}"
    numbers = {"period": last.period, "value": last.value, "before": before, "change": change}
    return _Found(
        _state(holds),
        numbers,
        f"{said(change)}{unit} ({facts})",
        f"{said(change)}{unit_zh}（{facts.replace(', ', '，')}）",
    )


def _silence(condition: Condition, case: Case, seen: list[Observation], as_of: dt.date) -> _Found:
    """How many figures should have come since the last one."""
    if not seen:
        return _Found("fired", {"missed": None}, "no figure at all", "一直没有数据")
    frequency = condition.every or case.frequency
    grace = load_rules().grace_days[frequency]
    last = seen[-1]
    missed = periods_since(last.when.through, as_of, frequency=frequency, grace_days=grace)
    numbers = {"period": last.period, "missed": missed}
    return _Found(
        _state(missed >= condition.value),
        numbers,
        f"{missed} since {last.period}",
        f"{last.period}以后{missed}期",
    )


def _silent_since(condition: Condition, _: Case, seen: list[Observation], as_of: dt.date) -> _Found:
    """Whether the last figure is of a time up to a day."""
    day = condition.day or as_of
    last = seen[-1] if seen else None
    holds = last is None or last.when.through <= day < as_of
    told = (
        ("the last is of " + last.period, f"最近一期为{last.period}") if last else ("no figure at all", "一直没有数据")
    )
    return _Found(_state(holds), {"period": last.period if last else None, "since": str(day)}, *told)


def _chance(condition: Condition, case: Case, _: list[Observation], __: dt.date) -> _Found:
    """The probability of reaching the target."""
    if case.probability is None:
        return _Found("unknown", {}, "no forecast", "没有预测")
    # Cut to the tenth, not rounded: what is below 40 % is never shown as 40 %.
    english = chinese = f"{int(case.probability * 1000) / 10:.1f}%"
    return _Found(_state(case.probability < condition.value), {"probability": case.probability}, english, chinese)


_LOOKS: dict[str, Callable[[Condition, Case, list[Observation], dt.date], _Found]] = {
    "falling": _runs,
    "rising": _runs,
    "above": _limits,
    "below": _limits,
    "year_above": _years,
    "year_below": _years,
    "silent": _silence,
    "silent_since": _silent_since,
    "unlikely": _chance,
}
