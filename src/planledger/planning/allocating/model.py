"""The mixed-integer program of an allocation.

Starts are binary: ``x[p, s]`` is 1 when project p starts in year s. Money flows are continuous: ``y[k, f, t]`` is what
fund f pays to the projects of class k in year t. A class holds projects that the same funds may pay under the same
shares; its flows can be split over its projects in proportion to their costs, so the program needs no flow for each
project (see docs/explanation/allocation.md). In a small programme each project is a class of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from planledger.planning.allocating.limits import Limit
from planledger.planning.allocating.records import Goal, Programme, Project, exact, in_year, uses_in
from planledger.planning.programs import INFINITE, Matrix, Tag, Term

SMALL = 200
"""Up to so many projects each is a class of its own, with its limits rounded as they will be checked."""


@dataclass(slots=True)
class Model:
    """The program with the meaning of its columns and rows.

    Attributes:
        matrix: The program.
        start: Column of a project's start in a year.
        reached: Column of what each goal has reached up to its target, as a share of it.
        more: Column of what each has reached beyond.
        rows: Row of a limit that a price may be told of.
        coarse: Whether projects share classes, so that a split to the smallest unit may need a little room.
    """

    matrix: Matrix
    start: dict[tuple[str, int], int]
    reached: list[int]
    more: list[int]
    rows: dict[Limit, int]
    coarse: bool


ClassKey = tuple[tuple[int, ...], float, float, str]


def build_model(
    programme: Programme,
    *,
    without: frozenset[Limit] = frozenset(),
    coarse: bool | None = None,
    tight: bool = False,
) -> Model:
    """The program of ``programme``, which is ordered.

    Args:
        programme: What is to be allocated, with no faults.
        without: Limits that are lifted.
        coarse: Whether projects of the same rules share their flows; by size when not said.
        tight: Whether shared classes leave so much room that a split to the smallest unit is sure.
    """
    shared = len(programme.projects) > SMALL if coarse is None else coarse
    builder = _Builder(programme, without, shared, tight)
    builder.starts()
    builder.choices()
    builder.money()
    builder.quotas()
    builder.goals()
    return Model(builder.matrix, builder.x, builder.reached, builder.more, builder.rows, shared)


class _Builder:
    def __init__(self, programme: Programme, without: frozenset[Limit], coarse: bool, tight: bool) -> None:
        self.programme, self.without, self.coarse, self.tight = programme, without, coarse, tight
        self.unit = money_unit(programme)
        self.matrix = Matrix()
        self.x: dict[tuple[str, int], int] = {}
        self.own: dict[str, list[tuple[int, int]]] = {}
        self.reached: list[int] = []
        self.more: list[int] = []
        self.rows: dict[Limit, int] = {}

    def holds(self, limit: Limit) -> bool:
        return limit not in self.without

    def starts(self) -> None:
        """A column for each year in which a project may start."""
        for project in self.programme.projects:
            years, must = self._open(project)
            self.own[project.id] = [(year, self.matrix.column(0.0, 1.0, integer=True)) for year in years]
            self.x.update({(project.id, year): column for year, column in self.own[project.id]})
            if must and not years:
                self.matrix.row([(self.matrix.column(0.0, 0.0), 1.0)], 1.0, 1.0)  # no year is open: cannot be
            elif years:
                self.matrix.row([(column, 1.0) for _, column in self.own[project.id]], float(must), 1.0)

    def _open(self, project: Project) -> tuple[list[int], bool]:
        """Years in which ``project`` may start, and whether it must."""
        span = self.programme.span
        if project.id in self.programme.decided:  # which stands in place of its window and of having to start
            start = self.programme.decided[project.id]
            if self.holds(Limit("decided", project.id)):
                return ([], False) if start is None else ([start], True)
            return sorted({*span, *([] if start is None else [start])}), False
        free = not self.holds(Limit("window", project.id))
        must = project.must and self.holds(Limit("must", project.id))
        return list(span if free else self.programme.window(project)), must

    def choices(self) -> None:
        """What goes before, and what excludes each other."""
        groups: dict[str, list[Term]] = defaultdict(list)
        for project in self.programme.projects:
            if project.group:
                groups[project.group] += [(column, 1.0) for _, column in self.own[project.id]]
            for after in project.after:
                if self.holds(Limit("after", project.id, other=after.project)):
                    self._after(project.id, after.project, after.years)
        for group, terms in groups.items():
            if self.holds(Limit("group", group)):
                self.matrix.row(terms, 0.0, 1.0)

    def _after(self, project: str, before: str, years: int) -> None:
        # By each year no more may have begun than could, which is tighter than one row for all years.
        for year, _ in self.own[project]:
            terms = [(column, 1.0) for start, column in self.own[project] if start <= year]
            terms += [(column, -1.0) for start, column in self.own[before] if start <= year - years]
            self.matrix.row(terms, -INFINITE, 0.0)

    def money(self) -> None:
        """Needs of classes are paid by funds within their rules."""
        paid: dict[tuple[int, int], list[Term]] = defaultdict(list)
        for key, projects in self._classes().items():
            for year in self.programme.span:
                if any(in_year(one.costs, start, year) for one in projects for start, _ in self.own[one.id]):
                    for fund, column in self._class_year(key, projects, year):
                        paid[fund, year].append((column, 1.0))
        for at, source in enumerate(self.programme.funds):
            left: int | None = None
            for year in self.programme.span:
                lifted = not self.holds(Limit("fund", source.id, year))
                terms = [*paid[at, year], *([(left, -1.0)] if left is not None else [])]
                left = self.matrix.column() if source.carries else None
                terms += [(left, 1.0)] if left is not None else []
                upper = INFINITE if lifted else source.amounts.get(year, 0) / self.unit
                self.rows[Limit("fund", source.id, year)] = self.matrix.row(terms, -INFINITE, upper)

    def _classes(self) -> Mapping[ClassKey, list[Project]]:
        classes: dict[ClassKey, list[Project]] = defaultdict(list)
        for project in self.programme.projects:
            if self.own[project.id]:
                funds = tuple(at for at, fund in enumerate(self.programme.funds) if fund.pays(project))
                capital = project.capital if self.holds(Limit("capital", project.id)) else 0.0
                classes[funds, capital, project.own, "" if self.coarse else project.id].append(project)
        return classes

    def _class_year(self, key: ClassKey, projects: list[Project], year: int) -> list[tuple[int, int]]:
        """Columns of what each fund pays to a class in a year."""
        matrix, unit = self.matrix, self.unit
        costs = [
            (column, project, cost)
            for project in projects
            for start, column in self.own[project.id]
            if (cost := in_year(project.costs, start, year))
        ]
        flows = [(at, matrix.column()) for at in key[0]]
        needs = [(column, -(cost - project.own_part(cost)) / unit) for column, project, cost in costs]
        money: Tag = ("money", "", year)
        matrix.row([*((column, 1.0) for _, column in flows), *needs], 0.0, 0.0, money)
        whole: list[Term] = []
        if self.coarse:
            spent = matrix.column()
            matrix.row([(spent, -1.0), *((column, cost / unit) for column, _, cost in costs)], 0.0, 0.0, money)
            whole = [(spent, 1.0)]
        # With this much less of every share, what falls to a project is still a whole unit below its own limit.
        room = 1 / min(cost for _, _, cost in costs) if self.tight else 0.0
        for at, column in flows:
            fund = self.programme.funds[at]
            if fund.share < 1 and self.holds(Limit("share", fund.id)):
                limits = [] if whole else [(x, fund.limit(cost) / unit) for x, _, cost in costs]
                self._at_most([column], whole or limits, fund.share - room if whole else 1.0, money)
        debt = [column for at, column in flows if not self.programme.funds[at].capital]
        if debt and key[1] > key[2]:
            limits = [] if whole else [(x, project.debt_limit(cost) / unit) for x, project, cost in costs]
            self._at_most(debt, whole or limits, 1 - key[1] - room if whole else 1.0, money)
        return flows

    def _at_most(self, columns: list[int], of: list[Term], share: float, tag: Tag) -> None:
        terms = [(column, -value * max(0.0, share)) for column, value in of]
        self.matrix.row([*((column, 1.0) for column in columns), *terms], -INFINITE, 0.0, tag)

    def quotas(self) -> None:
        """Land, energy and the like."""
        programme = self.programme
        for quota in programme.quotas:
            users = [one for one in programme.projects if quota.id in one.uses]
            taken: list[Term] = []
            amount, lifted = exact(0.0), False
            for year in programme.span:
                limit = Limit("quota", quota.id, year)
                if not quota.carries:
                    taken, amount, lifted = [], exact(0.0), False
                lifted = lifted or not self.holds(limit)
                amount += exact(quota.amounts.get(year, 0.0))
                taken = taken + [
                    (column, float(use))
                    for project in users
                    for start, column in self.own[project.id]
                    if (use := uses_in(project, quota.id, start, year))
                ]
                upper = INFINITE if lifted else float(amount)
                self.rows[limit] = self.matrix.row(_summed(taken), -INFINITE, upper, ("quota", quota.id, year))

    def goals(self) -> None:
        """What is reached of each goal, up to its target and beyond."""
        for goal in self.programme.goals:
            self.reached.append(self.matrix.column(-INFINITE, 1.0))
            self.more.append(self.matrix.column())
            terms = [(self.reached[-1], 1.0), (self.more[-1], 1.0), *self._gains(goal)]
            self.matrix.row(terms, -INFINITE, 0.0, ("goal", goal.id, 0))

    def _gains(self, goal: Goal) -> Iterable[Term]:
        year = self.programme.goal_year(goal)
        for project in self.programme.projects:
            gains = project.gains.get(goal.id, ())
            for start, column in self.own[project.id]:
                yield column, -sum(gains[: max(0, year - start + 1)]) / goal.target


def _summed(terms: list[Term]) -> list[Term]:
    whole: dict[int, float] = defaultdict(float)
    for column, value in terms:
        whole[column] += value
    return list(whole.items())


def money_unit(programme: Programme) -> float:
    """Smallest units in the unit in which the program counts money, so that a usual cost is about 1.

    >>> money_unit(Programme(2026, 1, (Project("a", (70_000, 900)),), (), ()))
    10000.0
    """
    costs = sorted(cost for project in programme.projects for cost in project.costs if cost)
    return float(10 ** (len(str(costs[len(costs) // 2])) - 1)) if costs else 1.0
