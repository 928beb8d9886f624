"""What holds for every programme of projects, funds, quotas and goals."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from dataclasses import replace
from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st

from planledger.planning.allocating import (
    After,
    Allocation,
    Decision,
    Fund,
    Goal,
    Options,
    Programme,
    Project,
    Quota,
    allocate,
    broken_limits,
    conflicts,
    find_conflict,
    find_faults,
    without_faulty,
)
from planledger.planning.allocating.solving import value_of
from planledger.planning.allocating.splitting import split

MANY = settings(max_examples=int(os.environ.get("PLANLEDGER_EXAMPLES", "100")), deadline=None)
FIRST = 2026
NEAR = 2e-6
SHARES = (0.0, 0.0, 0.1, 0.2, 0.25, 0.5)
POINTS = (0.0, 0.0, 0.5, 1.0, 2.0, 3.0, 7.5)


def made_project(random: Random, number: int, last: int) -> Project:
    earliest = random.choice((None, *range(FIRST, last + 1)))
    follows = number > 0 and random.random() < 0.25
    return Project(
        id=f"p{number}",
        costs=(random.randint(1, 30), *(random.randint(0, 30) for _ in range(random.randint(0, 2)))),
        sector=random.choice(("水利", "交通")),
        earliest=earliest,
        latest=random.choice((None, *range(earliest or FIRST, last + 1))),
        must=random.random() < 0.2,
        merit=random.choice((0.0, 0.0, 0.1)),
        own=random.choice(SHARES),
        capital=random.choice(SHARES),
        uses={"用地": tuple(random.choices(POINTS, k=random.randint(1, 2)))},
        gains={name: tuple(random.choices(POINTS, k=random.randint(0, 3))) for name in ("里程", "床位")},
        after=(After(f"p{random.randrange(number)}", random.randint(0, 1)),) if follows else (),
        group=random.choice(("", "", "", "甲")),
    )


def made_fund(random: Random, name: str, years: int) -> Fund:
    return Fund(
        id=name,
        amounts={FIRST + year: random.randint(0, 60) for year in range(years)},
        carries=random.random() < 0.5,
        capital=random.random() < 0.7,
        share=random.choice((1.0, 1.0, 0.3, 0.5)),
        rate=random.choice((0.0, 2.5)),
        sectors=random.choice((frozenset[str](), frozenset({"水利"}))),
    )


def made_programme(seed: int, most: int) -> Programme:
    random = Random(seed)
    years = random.randint(1, 3)
    made = tuple(made_project(random, number, FIRST + years - 1) for number in range(random.randint(1, most)))
    starts = (None, *range(FIRST - 1, FIRST + years))
    programme = Programme(
        first_year=FIRST,
        years=years,
        projects=made,
        funds=tuple(made_fund(random, name, years) for name in ("财政", "债券", "社会资本")[: random.randint(1, 3)]),
        goals=(
            Goal("里程", random.choice((1.0, 4.0, 10.0)), binding=random.random() < 0.5, beyond=0.2),
            Goal("床位", random.choice((2.0, 5.0)), weight=2.0, beyond=random.choice((0.0, 0.5))),
        ),
        quotas=(
            Quota(
                "用地",
                {FIRST + year: random.choice((0.0, 2.5, 5.0, 9.0)) for year in range(years)},
                carries=random.random() < 0.5,
            ),
        ),
        decisions=tuple(Decision(one.id, random.choice(starts)) for one in made if random.random() < 0.1),
        scale=random.choice((1, 100)),
    )
    return without_faulty(programme)[0]


def programmes(most: int = 5) -> st.SearchStrategy[Programme]:
    # A hundred draws of Hypothesis take longer than all that is tested; a seed is one, and the programme is shown.
    return st.integers(0, 2**40).map(lambda seed: made_programme(seed, most))


@st.composite
def stricter(draw: st.DrawFn, programme: Programme) -> Programme:
    """``programme`` with one more limit."""
    kind = draw(st.sampled_from(["fund", "share", "pays", "quota", "must", "capital", "window", "decided", "group"]))
    fund, quota = draw(st.sampled_from(programme.funds)), programme.quotas[0]
    if kind in {"fund", "share", "pays"}:
        changed = {
            "fund": replace(fund, amounts={year: amount // 2 for year, amount in fund.amounts.items()}),
            "share": replace(fund, share=fund.share / 2),
            "pays": replace(fund, sectors=frozenset({"交通"}) & (fund.sectors or {"交通"}) or frozenset({"无"})),
        }[kind]
        return replace(programme, funds=tuple(changed if one is fund else one for one in programme.funds))
    if kind == "quota" or not programme.projects:
        halved = replace(quota, amounts={year: amount / 2 for year, amount in quota.amounts.items()})
        return replace(programme, quotas=(halved,))
    project = draw(st.sampled_from(programme.projects))
    if kind == "decided" and project.id not in programme.decided and not project.must:
        return replace(programme, decisions=(*programme.decisions, Decision(project.id, None)))
    narrower = {
        "must": replace(project, must=project.id not in programme.decided or project.must),
        "capital": replace(project, capital=min(1.0, project.capital + 0.25)),
        "window": replace(project, earliest=max(project.earliest or FIRST, FIRST + 1)),
        "group": replace(project, group="甲" if not project.group else project.group),
    }.get(kind, project)
    return replace(programme, projects=tuple(narrower if one is project else one for one in programme.projects))


def values_of(allocation: Allocation) -> list[float]:
    return [step.value for step in allocation.steps]


def better(one: list[float], other: list[float]) -> bool:
    """Whether ``one`` serves the aims better than ``other``, the first aim counting first."""
    for mine, yours in zip(one, other, strict=True):
        if abs(mine - yours) > NEAR * max(1.0, abs(yours)):
            return mine > yours
    return False


@MANY
@given(programmes())
def test_a_plan_keeps_every_limit_to_the_smallest_unit(programme: Programme) -> None:
    assert not find_faults(programme)
    allocation = allocate(programme)
    event("a plan" if allocation.feasible else "no plan")
    if allocation.feasible:
        assert broken_limits(programme, allocation.starts, allocation.payments) == []
        assert allocation.proven


@MANY
@given(programmes(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(programme: Programme, random_: object) -> None:
    shuffled = {
        name: tuple(random_.sample(getattr(programme, name), len(getattr(programme, name))))  # type: ignore[attr-defined]
        for name in ("projects", "funds", "goals", "quotas", "decisions")
    }
    one, other = allocate(programme), allocate(replace(programme, **shuffled))
    assert (one.feasible, one.starts, one.payments, values_of(one), one.reached) == (
        other.feasible,
        other.starts,
        other.payments,
        values_of(other),
        other.reached,
    )


@MANY
@given(st.data(), programmes())
def test_one_limit_more_never_gives_a_better_plan(data: st.DataObject, programme: Programme) -> None:
    limited = data.draw(stricter(programme))
    if find_faults(limited):
        return
    free, bound = allocate(programme), allocate(limited)
    if not free.feasible:
        assert bound.feasible is False
    elif bound.feasible:
        assert not better(values_of(bound), values_of(free))


@MANY
@given(programmes())
def test_limits_that_conflict_are_named_and_none_of_them_to_spare(programme: Programme) -> None:
    found = find_conflict(programme)
    event(f"{len(found.limits)} limits conflict" if found else "all can be kept")
    assert (found is None) == allocate(programme).feasible
    if found is not None:
        assert found.minimal
        assert conflicts(programme, found.limits)
        for limit in found.limits:
            assert not conflicts(programme, [other for other in found.limits if other != limit])


@MANY
@given(programmes(most=3))
def test_no_way_to_start_the_projects_is_better(programme: Programme) -> None:
    allocation = allocate(programme)
    aims = [step.aim for step in allocation.steps]
    ways: list[list[int | None]] = [
        [programme.decided[project.id]] if project.id in programme.decided else [None, *programme.window(project)]
        for project in programme.projects
    ]
    fits = False
    for way in itertools.product(*ways):
        starts = {one.id: year for one, year in zip(programme.projects, way, strict=True) if year is not None}
        if possible(programme, starts):
            fits = True
            worth = [float(value_of(programme, starts, aim)) for aim in aims]
            assert allocation.feasible
            assert not better(worth, values_of(allocation))
    assert fits == allocation.feasible


def possible(programme: Programme, starts: Mapping[str, int]) -> bool:
    payments = split(programme, starts)
    return payments is not None and broken_limits(programme, starts, payments) == []


@MANY
@given(programmes())
def test_shared_flows_keep_every_limit_and_promise_no_more_than_they_hold(programme: Programme) -> None:
    exact, shared = allocate(programme), allocate(programme, Options(coarse=True))
    assert shared.feasible == exact.feasible
    if shared.feasible:
        assert broken_limits(programme, shared.starts, shared.payments) == []
        mine, best = values_of(shared), values_of(exact)[: len(shared.steps)]
        assert not better(mine[:1], best[:1])
        assert best[0] <= shared.steps[0].bound + NEAR * max(1.0, abs(best[0]))
