"""Money to the smallest unit: which fund pays which project how much in each year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from planledger.planning.allocating.records import Fund, Programme, Project, in_year
from planledger.planning.allocating.solver import Solver
from planledger.planning.programs import INFINITE, Matrix, Term

OWN = ""
"""Stands for the owner's money where a fund is named."""


@dataclass(frozen=True, slots=True)
class Payment:
    """What a fund, or the owner (``OWN``), pays to a project in a year, in smallest units."""

    project: str
    fund: str
    year: int
    amount: int


def split(programme: Programme, starts: Mapping[str, int]) -> tuple[Payment, ...] | None:
    """Payments that cover the costs of the projects that start, at the least cost of money; None where none can.

    With the starts given this is a flow through a network (fund and year → capital or debt → project and year), whose
    corners are whole numbers when its limits are, so nothing is rounded.
    """
    network = _Network(programme, starts)
    solver = Solver(network.matrix, integer=False, tolerance=1e-6)
    answer = solver.maximise({column: -rate for column, rate in network.rates.items() if rate})
    if answer.ending != "optimal":
        return None
    flows = [
        Payment(project, fund, year, amount)
        for (project, fund, year), column in network.flows.items()
        if (amount := round(answer.columns[column]))
    ]
    return tuple(sorted([*network.own, *flows], key=lambda one: (one.project, one.year, one.fund)))


class _Network:
    def __init__(self, programme: Programme, starts: Mapping[str, int]) -> None:
        self.programme = programme
        self.matrix = Matrix()
        self.flows: dict[tuple[str, str, int], int] = {}
        self.rates: dict[int, float] = {}
        self.own: list[Payment] = []
        self._paid: dict[tuple[str, int], list[Term]] = defaultdict(list)
        # Of two that cost the same, first the one whose money cannot be carried over; then by name.
        ranks = sorted(programme.funds, key=lambda fund: (fund.carries, fund.id))
        self._rates = {fund.id: fund.rate + 1e-3 * at for at, fund in enumerate(ranks)}
        for project in programme.projects:
            if project.id in starts:
                self._project(project, starts[project.id])
        for fund in programme.funds:
            self._fund(fund)

    def _project(self, project: Project, start: int) -> None:
        funds = [fund for fund in self.programme.funds if fund.pays(project)]
        for year in self.programme.span:
            cost = in_year(project.costs, start, year)
            own = project.own_part(cost)
            if own:
                self.own.append(Payment(project.id, OWN, year, own))
            if cost > own:
                self._year(project, funds, year, cost, cost - own)

    def _year(self, project: Project, funds: list[Fund], year: int, cost: int, need: int) -> None:
        debt: list[Term] = []
        terms: list[Term] = []
        for fund in funds:
            column = self.matrix.column(0.0, min(fund.limit(cost), need))
            self.flows[project.id, fund.id, year] = column
            self.rates[column] = self._rates[fund.id]
            self._paid[fund.id, year].append((column, 1.0))
            terms.append((column, 1.0))
            if not fund.capital:
                debt.append((column, 1.0))
        self.matrix.row(terms, need, need)
        if debt and project.debt_limit(cost) < need:
            self.matrix.row(debt, -INFINITE, project.debt_limit(cost))

    def _fund(self, fund: Fund) -> None:
        left: int | None = None
        for year in self.programme.span:
            terms = [*self._paid[fund.id, year], *([(left, -1.0)] if left is not None else [])]
            left = self.matrix.column() if fund.carries else None
            terms += [(left, 1.0)] if left is not None else []
            self.matrix.row(terms, -INFINITE, fund.amounts.get(year, 0))
