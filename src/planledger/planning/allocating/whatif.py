"""What a change of a budget would buy: the plan solved again, with what changes in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from planledger.planning.allocating.records import Fund, Programme, Quota, exact
from planledger.planning.allocating.solving import Allocation, Options, allocate

ALL_FUNDS = ""
"""Stands for all funds where one is named."""


@dataclass(frozen=True, slots=True)
class Change:
    """A limit with all its years made larger or smaller.

    Attributes:
        who: A fund, a quota, or ``ALL_FUNDS``.
        percent: By how much.
    """

    who: str
    percent: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do.

    Attributes:
        change: What is changed.
        amount: What that is together, in smallest units of money or in the quota's unit.
        steps: By aim, what the changed plan reaches more than the plan; empty when there is none.
        bounds: By aim, the most that it could be, by what is proven of both plans.
        started: Projects that start besides.
        dropped: Projects that no longer do.
        feasible: Whether there still is a plan; None when the time did not do.
    """

    change: Change
    amount: float
    steps: tuple[tuple[str, float], ...]
    bounds: tuple[tuple[str, float], ...]
    started: tuple[str, ...]
    dropped: tuple[str, ...]
    feasible: bool | None


def effects_of(
    allocation: Allocation,
    changes: Sequence[Change],
    options: Options = Options(),  # noqa: B008  # it is frozen
) -> Iterator[Effect]:
    """The effect of each change, solved one after the other, each with the time of ``options``."""
    for change in changes:
        programme, amount = changed(allocation.programme, change)
        again = allocate(programme, options, hint=allocation.starts)
        before = {step.aim: step for step in allocation.steps}
        pairs = [(before[step.aim], step) for step in again.steps if step.aim in before]
        yield Effect(
            change,
            amount,
            tuple((step.aim, step.value - old.value) for old, step in pairs),
            tuple((step.aim, step.bound - old.value) for old, step in pairs),
            tuple(sorted(again.starts.keys() - allocation.starts.keys())) if again.feasible else (),
            tuple(sorted(allocation.starts.keys() - again.starts.keys())) if again.feasible else (),
            again.feasible,
        )


def changed(programme: Programme, change: Change) -> tuple[Programme, float]:
    """``programme`` with one limit changed, and what was added.

    >>> fund = Fund("债券", {2026: 1001})
    >>> changed(Programme(2026, 1, (), (fund,), ()), Change("债券", -10))[1]
    -101.0
    """
    factor = 1 + exact(change.percent) / 100
    funds = tuple(
        replace(fund, amounts={year: int(amount * factor // 1) for year, amount in fund.amounts.items()})
        if change.who in {ALL_FUNDS, fund.id}
        else fund
        for fund in programme.funds
    )
    quotas = tuple(
        replace(quota, amounts={year: float(exact(amount) * factor) for year, amount in quota.amounts.items()})
        if quota.id == change.who
        else quota
        for quota in programme.quotas
    )
    added = _whole(programme, funds) - _whole(programme, programme.funds)
    added += sum((_sum(new) - _sum(old) for old, new in zip(programme.quotas, quotas, strict=True)), Fraction(0))
    return replace(programme, funds=funds, quotas=quotas), float(added)


def _whole(programme: Programme, funds: Sequence[Fund]) -> Fraction:
    return Fraction(sum(amount for fund in funds for year, amount in fund.amounts.items() if year in programme.span))


def _sum(quota: Quota) -> Fraction:
    return sum((exact(amount) for amount in quota.amounts.values()), Fraction(0))


def changes_for(programme: Programme, percents: Sequence[float], *, each: bool) -> tuple[Change, ...]:
    """All funds together by each of ``percents``; with ``each`` every fund and quota too."""
    names = [ALL_FUNDS]
    if each:
        names += [fund.id for fund in programme.funds] + [quota.id for quota in programme.quotas]
    return tuple(Change(name, percent) for name in names for percent in percents)
