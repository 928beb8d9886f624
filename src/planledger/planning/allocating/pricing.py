"""Shadow prices: what one more of a limit is worth, and what a project is worth and takes at these prices.

They are the duals of the relaxation in which starts may be fractions (H. M. Weingartner, *Mathematical Programming and
the Analysis of Capital Budgeting Problems*, Prentice-Hall, 1963). With whole starts they are a guide and no promise;
what a change of a limit does exactly is found by solving again (``whatif``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from planledger.planning.allocating.limits import Limit
from planledger.planning.allocating.model import Model, build_model, money_unit
from planledger.planning.allocating.records import Programme, Project
from planledger.planning.allocating.solver import Solver
from planledger.planning.allocating.solving import SLACK, Aim, Allocation, Options, aims_of, objective_of

_NOTHING = 1e-7


@dataclass(frozen=True, slots=True)
class Price:
    """What one more unit of money, land or energy in a year is worth, in points of the last aim."""

    limit: Limit
    points: float


@dataclass(frozen=True, slots=True)
class Worth:
    """A project at shadow prices, started when that is best.

    Attributes:
        start: The year that is best for it.
        gives: Points of the goals it serves.
        takes: Points of what it takes: money (``""``) and quotas by year.
    """

    start: int
    gives: float
    takes: Mapping[tuple[str, int], float]

    @property
    def net(self) -> float:
        """What it gives beside what it takes."""
        return self.gives - sum(self.takes.values())


@dataclass(frozen=True, slots=True)
class Prices:
    """Shadow prices of an allocation's limits.

    Attributes:
        aim: Whose points they are in.
        limits: From the dearest on; what is not there is not scarce.
        projects: At these prices, by identifier.
    """

    aim: Aim
    limits: tuple[Price, ...]
    projects: Mapping[str, Worth]


def prices_of(allocation: Allocation, options: Options = Options()) -> Prices:  # noqa: B008  # it is frozen
    """The shadow prices of the limits of ``allocation``."""
    programme = allocation.programme
    model = build_model(programme, coarse=allocation.coarse)
    aims = [aim for aim in aims_of(programme, options, coarse=True) if aim != "thrift"]
    solver = Solver(model.matrix, integer=False, tolerance=1e-7)
    objective = objective_of(programme, model, aims[-1])
    if len(aims) > 1:  # binding goals keep what the plan reaches of them
        first = objective_of(programme, model, aims[0])
        best = solver.maximise(first).value
        kept = next((step.value for step in allocation.steps if step.aim == aims[0]), best)
        if best is not None and kept is not None:
            solver.require(list(first.items()), min(best, kept) - SLACK * max(1.0, abs(best)))
    if solver.maximise(objective).ending != "optimal":
        return Prices(aims[-1], (), {})
    duals = solver.prices()
    return Prices(aims[-1], _limits(programme, model, duals), _projects(programme, model, duals, objective))


def _limits(programme: Programme, model: Model, duals: list[float]) -> tuple[Price, ...]:
    # From points for the program's unit of money to points for people's.
    money = programme.scale / money_unit(programme)
    prices = [
        Price(limit, duals[row] * (money if limit.kind == "fund" else 1.0))
        for limit, row in model.rows.items()
        if abs(duals[row]) > _NOTHING
    ]
    return tuple(sorted(prices, key=lambda price: (price.limit.kind, -price.points, price.limit)))


def _projects(
    programme: Programme, model: Model, duals: list[float], objective: Mapping[int, float]
) -> Mapping[str, Worth]:
    matrix = model.matrix
    gives: dict[int, float] = defaultdict(float)
    takes: dict[int, dict[tuple[str, int], float]] = defaultdict(lambda: defaultdict(float))
    for row, (kind, name, year) in enumerate(matrix.tags):
        if not kind or not duals[row]:
            continue
        for at in range(matrix.starts[row], matrix.starts[row + 1]):
            column, points = matrix.indices[at], duals[row] * matrix.values[at]
            if kind == "goal":
                gives[column] -= points
            else:
                takes[column][name, year] += points
    found: dict[str, Worth] = {}
    for (project, year), column in sorted(model.start.items()):
        merit = objective.get(column, 0.0)
        taken = {key: points for key, points in takes[column].items() if abs(points) > _NOTHING}
        worth = Worth(year, gives[column] + merit, taken)
        if project not in found or worth.net > found[project].net + _NOTHING:
            found[project] = worth
    return found


def paying(programme: Programme, project: Project) -> tuple[str, ...]:
    """Funds that may pay ``project``."""
    return tuple(fund.id for fund in programme.funds if fund.pays(project))
