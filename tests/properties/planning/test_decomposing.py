"""What holds for every decomposition."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction

from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from tests.properties.planning.decomposing import all_ways, tasks, tiny_tasks

from planledger.planning.decomposing import Condition, Conflict, Decomposed, Limit, Task, broken_constraints, decompose
from planledger.planning.decomposing.conditions import Stated, means_conditions
from planledger.planning.decomposing.refusing import refusals_of
from planledger.planning.decomposing.words import conflict_words
from planledger.planning.decomposing.years import Group

often = settings(
    max_examples=int(os.environ.get("PLANLEDGER_EXAMPLES", "150")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # where other work shares the machine
)


@often
@given(tasks())
def test_what_is_decomposed_closes_and_keeps_every_condition(task: Task) -> None:
    found = decompose(task)
    event("feasible" if found.years else "nothing decomposed")
    assert broken_constraints(task, found) == []
    told = {name for one in found.conflicts for name in one.aims} | {
        one.aim for one in found.refusals if not one.of_parts
    }
    assert {aim.name for aim in task.aims} == {one.aim for one in found.years} | told


@often
@given(tasks())
def test_parts_never_exceed_wholes(task: Task) -> None:
    found = decompose(task)
    event("with parts" if found.parts else "without parts")
    sums = {aim.name for aim in task.aims if aim.combining == "sum"}
    wholes = {(one.aim, one.year): one.value for one in found.years}
    for one in found.parts:
        assert one.aim not in sums or 0 <= one.value <= wholes[one.aim, one.year]


@often
@given(tasks())
def test_a_conflict_is_one_and_none_of_it_can_be_left_out(task: Task) -> None:
    found = decompose(task)
    event("conflict" if found.conflicts else "no conflict")
    for conflict in found.conflicts:
        assert conflict.proved
        assert conflict.conditions
        assert all(conflict_words(conflict))
        assert not can_hold(task, conflict, conflict.conditions)
        for one in conflict.conditions:
            assert can_hold(task, conflict, [other for other in conflict.conditions if other is not one])


def can_hold(task: Task, conflict: Conflict, conditions: list[Condition] | tuple[Condition, ...]) -> bool:
    """Whether ``conditions`` can hold together, by a program of their own, verified in whole numbers."""
    stated = Stated(task)
    group = Group(stated, [stated.aims[name] for name in conflict.aims], list(means_conditions(stated)), seconds=60)
    for one in refusals_of(stated):
        if one.of_parts:
            stated.parts.pop(one.aim, None)
    program = group._program(group.aims, [name for name in conflict.aims if stated.parts.get(name)])
    outcome = program.solve(conditions, cheapest=True)
    assert outcome.status != "undecided"
    rows = [*program.background, *(row for one in conditions for row in one.rows)]
    assert outcome.status == "infeasible" or all(row.holds(outcome.values) for row in rows)
    return outcome.status == "found"


@often
@given(tiny_tasks())
def test_counting_every_way_finds_the_same(task: Task) -> None:
    found = decompose(task)
    ways = list(all_ways(task))
    event("conflict" if found.conflicts else "feasible")
    assert bool(found.conflicts) == (not ways)
    if found.conflicts:
        return
    assert broken_constraints(task, found) == []
    stated = Stated(task)
    group = Group(stated, list(stated.aims.values()), list(means_conditions(stated)), seconds=60)
    least = min(cost_of(group, way) for way in ways)
    assert sum(found.cost.values()) == least


def cost_of(group: Group, way: Decomposed) -> Fraction:
    values = {("value", one.aim, one.year, ""): int(one.value) for one in way.years}
    leaving = group._program(group.aims, ()).leaving
    return sum((one.cost(values[variable]) for variable, one in leaving.items()), Fraction(0))


@often
@given(tasks(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(task: Task, random: st.randoms) -> None:
    def shuffled(rows: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(random.sample(rows, len(rows)))

    other = Task(*(shuffled(getattr(task, name)) for name in Task.__slots__))
    assert decompose(other) == decompose(task)


@often
@given(tasks(), st.data())
def test_one_more_condition_never_makes_it_better(task: Task, data: st.DataObject) -> None:
    before = decompose(task)
    assume(not before.refusals or all(one.code == "decompose.blocked" for one in before.refusals))
    after = decompose(stricter(task, data))
    event("infeasible after" if after.conflicts else "feasible after")
    if before.conflicts:
        assert after.conflicts
    elif not after.conflicts:
        assert sum(after.cost.values()) >= sum(before.cost.values())


def stricter(task: Task, data: st.DataObject) -> Task:
    """``task`` with one more condition on a whole, a part, its changes or a means."""
    at = data.draw(st.integers(0, len(task.aims) - 1))
    aim = task.aims[at]
    size = st.integers(0, 30000).map(lambda value: Fraction(value, 100))
    kind = data.draw(st.sampled_from(["floor", "ceiling", "part", "rise", "means"]))
    parts = [part.name for part in task.parts if part.aim == aim.name]
    year = data.draw(st.integers(aim.base_year + 1, aim.end_year))
    if kind == "rise":
        most = data.draw(size)
        changed = replace(aim, max_rise=most if aim.max_rise is None else min(most, aim.max_rise))
        return replace(task, aims=(*task.aims[:at], changed, *task.aims[at + 1 :]))
    if kind == "means" and task.ceilings:
        lower = replace(task.ceilings[0], high=task.ceilings[0].high * data.draw(st.integers(0, 10)) / 10)
        return replace(task, ceilings=(*task.ceilings, lower))
    edge = data.draw(size)
    part = parts[0] if kind == "part" and parts else ""
    more = Limit(aim.name, part, year, high=edge) if kind != "floor" else Limit(aim.name, part, year, low=edge)
    return replace(task, limits=(*task.limits, more))
