"""What holds for every decomposition."""

from __future__ import annotations

import os
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import HealthCheck, event, given, settings
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
@given(tasks(), st.integers(0, 1000), st.data())
def test_of_every_task_all_of_it_holds(task: Task, order: int, data: st.DataObject) -> None:
    """One task is drawn for all: to draw one takes longer than to decompose it."""
    found = decompose(task)
    event("some decomposed" if found.years else "none decomposed")
    closes_and_keeps_every_condition(task, found)
    no_part_exceeds_its_whole(task, found)
    conflicts_are_ones_and_nothing_of_them_can_be_left_out(task, found)
    the_order_of_the_input_changes_nothing(task, found, order)
    one_more_condition_never_makes_it_better(task, found, data)


def closes_and_keeps_every_condition(task: Task, found: Decomposed) -> None:
    assert broken_constraints(task, found) == []
    told = {name for one in found.conflicts for name in one.aims}
    told |= {one.aim for one in found.refusals if not one.of_parts}
    assert {aim.name for aim in task.aims} == {one.aim for one in found.years} | told


def no_part_exceeds_its_whole(task: Task, found: Decomposed) -> None:
    event("with parts" if found.parts else "without parts")
    sums = {aim.name for aim in task.aims if aim.combining == "sum"}
    wholes = {(one.aim, one.year): one.value for one in found.years}
    for one in found.parts:
        assert one.aim not in sums or 0 <= one.value <= wholes[one.aim, one.year]


def conflicts_are_ones_and_nothing_of_them_can_be_left_out(task: Task, found: Decomposed) -> None:
    event("with a conflict" if found.conflicts else "without conflict")
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


def the_order_of_the_input_changes_nothing(task: Task, found: Decomposed, order: int) -> None:
    shuffling = Random(order)
    other = Task(*(tuple(shuffling.sample(rows, len(rows))) for rows in map(task.__getattribute__, Task.__slots__)))
    assert decompose(other) == found


def one_more_condition_never_makes_it_better(task: Task, before: Decomposed, data: st.DataObject) -> None:
    if any(one.code != "decompose.blocked" for one in before.refusals):
        return
    after = decompose(stricter(task, data))
    event("one more condition: a conflict" if after.conflicts else "one more condition: feasible")
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
