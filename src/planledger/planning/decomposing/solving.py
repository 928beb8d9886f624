"""A task decomposed (目标分解): years first, then parts, so that everything closes or is said not to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from planledger.planning.decomposing.conditions import Condition, Stated, means_conditions
from planledger.planning.decomposing.parts import Table, share_sum, sharing_of
from planledger.planning.decomposing.paths import as_decimal
from planledger.planning.decomposing.rates import share_mean
from planledger.planning.decomposing.records import (
    Aim,
    Conflict,
    Decomposed,
    PartTarget,
    Refusal,
    Task,
    YearTarget,
)
from planledger.planning.decomposing.refusing import refusals_of
from planledger.planning.decomposing.years import Annual, Group


def decompose(task: Task, *, seconds: float = 60.0) -> Decomposed:
    """The annual targets and the targets of parts, or what makes them impossible.

    The result does not depend on the order of anything in ``task``.

    Args:
        task: What is to close together.
        seconds: Most time that one program may take.
    """
    stated = Stated(task)
    refusals = list(refusals_of(stated))
    refused = {one.aim for one in refusals if not one.of_parts}
    for name in refused:
        del stated.aims[name]
    for name in {one.aim for one in refusals if one.of_parts} - refused:
        stated.parts.pop(name, None)
    found = _Found(refusals)
    for aims, means in _groups(stated):
        _solve(Group(stated, aims, means, seconds=seconds), found)
    return found.result()


class _Found:
    """What has been found so far."""

    def __init__(self, refusals: list[Refusal]) -> None:
        self.refusals = refusals
        self.years: list[YearTarget] = []
        self.parts: list[PartTarget] = []
        self.conflicts: list[Conflict] = []
        self.cost: dict[str, Fraction] = {}
        self.gap = 0.0

    def result(self) -> Decomposed:
        return Decomposed(
            tuple(sorted(self.years, key=lambda one: (one.aim, one.year))),
            tuple(sorted(self.parts, key=lambda one: (one.aim, one.year, one.part))),
            tuple(self.conflicts),
            tuple(sorted(self.refusals, key=lambda one: (one.aim, one.code, one.place))),
            self.cost,
            self.gap,
        )


def _groups(stated: Stated) -> Iterator[tuple[list[Aim], list[Condition]]]:
    """Indicators that share means, directly or through others; all others one by one."""
    means = list(means_conditions(stated))
    root = {name: name for name in stated.aims}

    def top(name: str) -> str:
        while root[name] != name:
            name = root[name]
        return name

    for one in means:
        for other in one.takers[1:]:
            first, second = sorted((top(one.takers[0]), top(other)))
            root[second] = first
    members: dict[str, list[Aim]] = {}
    for name, aim in stated.aims.items():
        members.setdefault(top(name), []).append(aim)
    for name in sorted(members):
        yield members[name], [one for one in means if top(one.takers[0]) == name]


def _solve(group: Group, found: _Found) -> None:
    opened: set[str] = set()
    while True:
        annual = group.annual(opened)
        tables, stuck = _tables(group, annual)
        if not stuck or stuck <= opened or not annual.values:
            break
        opened |= stuck  # their limits do not show in the sums: reckon with every part
    if not annual.values or stuck:
        found.conflicts += annual.conflicts
        found.refusals += _left_out(group.aims, annual)
        return
    found.cost[group.aims[0].name] = annual.cost
    found.gap = max(found.gap, annual.gap)
    for aim in group.aims:
        _keep(group, aim, annual, tables[aim.name], found)


def _tables(group: Group, annual: Annual) -> tuple[dict[str, Table], set[str]]:
    """The parts of each indicator, and the indicators whose parts found no room."""
    tables: dict[str, Table] = {}
    stuck: set[str] = set()
    for aim in group.aims if annual.values else ():
        table: Table | None = {}
        if group.stated.parts.get(aim.name):
            wholes = annual.values[aim.name]
            if aim.combining == "mean":
                table = share_mean(group.stated, aim, wholes, seconds=group.seconds)
            else:
                table = share_sum(sharing_of(group.stated, aim, wholes), seconds=group.seconds)
        if table is None:
            stuck.add(aim.name)
        else:
            tables[aim.name] = table
    return tables, stuck


def _left_out(aims: Sequence[Aim], annual: Annual) -> Iterator[Refusal]:
    """Who has no targets without being in a conflict."""
    concerned = {name for one in annual.conflicts for name in one.aims}
    first = min(concerned, default="")
    for aim in aims:
        if aim.name in concerned:
            continue
        place = aim.places.get("name", "")
        if concerned:
            yield Refusal(
                aim.name,
                "decompose.blocked",
                place,
                f"{aim.name}: shares means with {first}, which cannot close; settle that first",
                f"{aim.name}：与{first}共用要素，后者无法平衡，请先解决",
            )
        else:
            yield Refusal(
                aim.name,
                "decompose.undecided",
                place,
                f"{aim.name}: whether it can close was not decided in time",
                f"{aim.name}：未能在时限内判定能否平衡",
            )


def _keep(group: Group, aim: Aim, annual: Annual, table: Table, found: _Found) -> None:
    results, path = group.stated.results(aim), group.paths[aim.name]
    for year, value in annual.values[aim.name].items():
        known = year in results
        way = as_decimal(path.get(year, value), aim.digits)
        found.years.append(YearTarget(aim.name, year, as_decimal(value, aim.digits), way, known))
    given = {part: group.stated.results(aim, part) for part in group.stated.names(aim)}
    for year, cells in table.items():
        for part, value in cells.items():
            fixed = year in given[part]
            found.parts.append(PartTarget(aim.name, year, part, as_decimal(value, aim.digits), fixed))
