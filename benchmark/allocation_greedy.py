"""What allocation is held against: a hand-written greedy split, and the relaxation with its starts rounded.

Both are meant to be as good as a careful person would make them, and both give plans that the independent check passes.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from planledger.planning.allocating import OWN, Fund, Payment, Programme, Project
from planledger.planning.allocating.model import build_model
from planledger.planning.allocating.records import exact, gain_by, in_year, uses_in
from planledger.planning.allocating.solver import Solver
from planledger.planning.allocating.solving import Options, aims_of, objective_of, weights_of


@dataclass
class Ledger:
    """What has been given out so far; a project is taken as a whole or not at all."""

    programme: Programme
    starts: dict[str, int] = field(default_factory=dict)
    payments: list[Payment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.spent: dict[tuple[str, int], int] = defaultdict(int)
        self.taken: dict[tuple[str, int], Fraction] = defaultdict(Fraction)
        self.reached: dict[int, float] = defaultdict(float)
        self.groups: set[str] = set()
        self.gains: dict[tuple[str, int], list[tuple[int, float]]] = {}
        self.weights: dict[str, list[tuple[float, float]]] = {}
        # First the money that few may use, so that what everybody may use is left for the others.
        width = {fund.id: sum(fund.pays(one) for one in self.programme.projects) for fund in self.programme.funds}
        self.order = sorted(self.programme.funds, key=lambda fund: (width[fund.id], fund.id))

    def start(self, project: Project, year: int) -> bool:
        """Whether ``project`` could be started in ``year`` beside what is started, and so was."""
        before = all(
            after.project in self.starts and self.starts[after.project] + after.years <= year for after in project.after
        )
        if not before or project.group in self.groups or not self._land(project, year):
            return False
        payments = self._paid(project, year)
        if payments is None:
            return False
        self.starts[project.id] = year
        self.payments += payments
        for payment in payments:
            self.spent[payment.fund, payment.year] += payment.amount
        for quota in self.programme.quotas:
            for at in self.programme.span:
                self.taken[quota.id, at] += uses_in(project, quota.id, year, at)
        for number, share in self._gains(project, year):
            self.reached[number] += share
        self.groups |= {project.group} - {""}
        return True

    def points(self, project: Project, year: int, aim: str) -> float:
        """What ``project`` would add now."""
        points = 0.0
        for number, gain in self._gains(project, year):
            full, beyond = self._weights(aim)[number]
            room = max(0.0, 1 - self.reached[number])
            points += full * min(gain, room) + beyond * max(0.0, gain - room)
        return points

    def _gains(self, project: Project, year: int) -> list[tuple[int, float]]:
        key = (project.id, year)
        if key not in self.gains:
            shares = (
                (number, float(gain_by(project, goal.id, year, self.programme.goal_year(goal))) / goal.target)
                for number, goal in enumerate(self.programme.goals)
            )
            self.gains[key] = [(number, share) for number, share in shares if share]
        return self.gains[key]

    def _weights(self, aim: str) -> list[tuple[float, float]]:
        if aim not in self.weights:
            both = [weights_of(self.programme, goal, aim) for goal in self.programme.goals]  # type: ignore[arg-type]
            self.weights[aim] = [(float(full), float(beyond)) for full, beyond in both]
        return self.weights[aim]

    def _land(self, project: Project, year: int) -> bool:
        return all(
            self.taken[quota.id, at] + uses_in(project, quota.id, year, at) <= exact(quota.amounts.get(at, 0.0))
            for quota in self.programme.quotas
            for at in self.programme.span
        )

    def _paid(self, project: Project, start: int) -> list[Payment] | None:
        found: list[Payment] = []
        used: dict[tuple[str, int], int] = defaultdict(int)
        for year in self.programme.span:
            cost = in_year(project.costs, start, year)
            need = cost - project.own_part(cost)
            if cost > need:
                found.append(Payment(project.id, OWN, year, cost - need))
            debt = project.debt_limit(cost)
            # Debt first, as far as it may go: capital is what is scarce.
            for fund in sorted((one for one in self.order if one.pays(project)), key=lambda one: one.capital):
                most = min(need, fund.limit(cost), self._left(fund, year, used), need if fund.capital else debt)
                if most > 0:
                    found.append(Payment(project.id, fund.id, year, most))
                    used[fund.id, year] += most
                    need -= most
                    debt -= 0 if fund.capital else most
            if need > 0:
                return None
        return found

    def _left(self, fund: Fund, year: int, used: Mapping[tuple[str, int], int]) -> int:
        def free(first: int, last: int) -> int:
            years = range(first, last + 1)
            return sum(fund.amounts.get(at, 0) - self.spent[fund.id, at] - used.get((fund.id, at), 0) for at in years)

        if not fund.carries:
            return free(year, year)
        # What is carried over is free as far as no later year counts on it.
        return min(free(self.programme.first_year, last) for last in self.programme.span if last >= year)


def greedy(programme: Programme) -> Ledger:
    """Musts first, then the most points for the money: binding goals, then the others; each time with what is left."""
    ledger = Ledger(programme)
    for _ in range(3):  # what goes before may come later in the list
        for project in programme.projects:
            if project.must and project.id not in ledger.starts:
                any(ledger.start(project, year) for year in programme.window(project))
    for aim in ("binding", "others"):
        _fill(ledger, aim)
        _fill(ledger, aim)  # those that waited for what goes before
    return ledger


def _fill(ledger: Ledger, aim: str) -> None:
    programme = ledger.programme
    queue = [(-_ratio(ledger, one, aim), one.id) for one in programme.projects if one.id not in ledger.starts]
    heapq.heapify(queue)
    while queue:
        old, name = heapq.heappop(queue)
        project = programme.by_id[name]
        now = -_ratio(ledger, project, aim)
        if now >= -1e-12:
            continue
        if queue and now > queue[0][0] + 1e-15 and now > old:  # worth less than when it was put in: look again later
            heapq.heappush(queue, (now, name))
            continue
        by_worth = sorted(programme.window(project), key=lambda year: (-ledger.points(project, year, aim), year))
        any(ledger.points(project, year, aim) > 0 and ledger.start(project, year) for year in by_worth)


def _ratio(ledger: Ledger, project: Project, aim: str) -> float:
    window = ledger.programme.window(project)
    return max((ledger.points(project, year, aim) for year in window), default=0.0) / sum(project.costs)


def rounded(programme: Programme) -> tuple[Mapping[str, int], Ledger]:
    """The relaxation's starts rounded to the nearest; and a plan that keeps the limits, made from its whole starts."""
    ordered = programme.ordered()
    model = build_model(ordered, coarse=True)
    solver = Solver(model.matrix, integer=False, tolerance=1e-7)
    columns: Sequence[float] = ()
    for aim in aims_of(ordered, Options(), coarse=True):
        objective = objective_of(ordered, model, aim)
        answer = solver.maximise(objective)
        solver.require(list(objective.items()), (answer.value or 0.0) - 1e-6)
        columns = answer.columns
    shares = sorted(((columns[at], key) for key, at in model.start.items()), key=lambda one: (-one[0], one[1]))
    nearest = {name: year for share, (name, year) in shares if share >= 0.5}
    ledger = Ledger(ordered)
    whole = [key for share, key in shares if share > 1 - 1e-6]
    for _ in range(2):  # what goes before may come later in the list
        _take(ledger, [key for share, key in shares if ordered.by_id[key[0]].must and share > 1e-9])
    for _ in range(2):
        _take(ledger, whole)
    _fill(ledger, "binding")
    for _ in range(2):
        _take(ledger, [key for share, key in shares if share > 1e-9])
    _fill(ledger, "others")
    return nearest, ledger


def _take(ledger: Ledger, keys: Iterable[tuple[str, int]]) -> None:
    for name, year in keys:
        if name not in ledger.starts:
            ledger.start(ledger.programme.by_id[name], year)
