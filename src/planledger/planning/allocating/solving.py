"""The allocation that serves the plan best: what must be, then 约束性 goals, then all others, then less money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from types import MappingProxyType
from typing import Literal

from planledger.planning.allocating.kernel import Kernel
from planledger.planning.allocating.model import Model, build_model
from planledger.planning.allocating.records import Goal, Programme, exact, gain_by
from planledger.planning.allocating.solver import Answer, Ending, Solver, clock
from planledger.planning.allocating.splitting import Payment, split
from planledger.planning.allocating.verifying import broken_limits

Order = Literal["binding_first", "together"]
Aim = Literal["binding", "others", "all", "thrift"]
SECONDS = 60.0
GAP = 0.001
_KERNEL = 0.5
"""Share of a step's time for the kernel."""
_MORE = 20.0
"""Seconds for another attempt where the first left no time."""
# Of what has been reached so much may be lost by what is served next: what the solver takes for equal.
SLACK = 1e-8
PROVEN = 1e-5
"""Up to such a gap nothing is left that the solver could tell apart."""
NO_STARTS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Options:
    """How an allocation is sought.

    Attributes:
        order: Whether binding goals go before all others, or everything is weighed together.
        seconds: Of the processor, after which the best found so far must do.
        gap: In a large programme, the share of the value within which the best is good enough.
        coarse: Whether projects share flows; by size when None.
    """

    order: Order = "binding_first"
    seconds: float = SECONDS
    gap: float = GAP
    coarse: bool | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One aim, served as far as those before it leave room.

    Attributes:
        aim: ``binding`` and ``others`` count in points: 100 is every goal reached; ``thrift`` counts money.
        value: What the plan reaches, in exact arithmetic, as a number.
        bound: What no plan can be better than, given the steps before.
        ending: Why the search stopped.
        seconds: How long it took.
    """

    aim: Aim
    value: float
    bound: float
    ending: Ending
    seconds: float

    @property
    def gap(self) -> float:
        """How much better the best could be at most, as a share of the value, or of one point where that is less."""
        return abs(self.bound - self.value) / max(abs(self.value), 1.0)


@dataclass(frozen=True, slots=True)
class Reached:
    """What a goal gets."""

    goal: Goal
    value: float
    share: float


@dataclass(frozen=True, slots=True)
class Allocation:
    """A plan of starts and money (安排方案).

    Attributes:
        programme: What was allocated, by identifier.
        feasible: Whether there is a plan at all; None when the time did not do to tell.
        starts: Year of each project that starts.
        payments: Who pays what, in smallest units.
        reached: What each goal gets.
        steps: How good it is.
        coarse: Whether projects shared flows.
    """

    programme: Programme
    feasible: bool | None
    starts: Mapping[str, int] = field(default_factory=dict)
    payments: tuple[Payment, ...] = ()
    reached: tuple[Reached, ...] = ()
    steps: tuple[Step, ...] = ()
    coarse: bool = False

    @property
    def proven(self) -> bool:
        """Whether no plan is better."""
        return bool(self.steps) and all(step.gap <= PROVEN for step in self.steps)

    @property
    def ending(self) -> Ending:
        """Why the search stopped, in the worst of its steps."""
        if self.feasible is False:
            return "infeasible"
        order: tuple[Ending, ...] = ("optimal", "gap", "time", "unknown")
        return max((step.ending for step in self.steps), key=order.index, default="unknown")


class NotExact(RuntimeError):
    """The plan that was found breaks a limit, which is a fault of the program and never of the input."""


def allocate(
    programme: Programme,
    options: Options = Options(),  # it is frozen
    *,
    hint: Mapping[str, int] = NO_STARTS,
) -> Allocation:
    """The best allocation of ``programme``, which has no faults (``find_faults``).

    The same input gives the same plan in whatever order its lists are, unless the clock ended the search.

    Args:
        programme: What is to be allocated.
        options: How it is sought.
        hint: Starts of a plan to begin the search with, such as that of a like programme.

    Raises:
        NotExact: When a plan does not pass the independent check.
    """
    ordered = programme.ordered()
    until = clock() + options.seconds
    relaxed = _sought(ordered, build_model(ordered, coarse=options.coarse), options, until, hint)
    for attempt in _attempts(ordered, relaxed, options, until):
        if not attempt.feasible:
            if attempt is relaxed or not attempt.coarse:
                return attempt
            continue  # the room that makes a split sure may be what is missing
        payments = split(ordered, attempt.starts)
        if payments is not None:
            if faults := broken_limits(ordered, attempt.starts, payments):
                raise NotExact("; ".join(faults[:5]))
            return replace(attempt, payments=payments)
    raise NotExact("no split to the smallest unit")


def _attempts(programme: Programme, first: Allocation, options: Options, until: float) -> Iterable[Allocation]:
    """The plan; when its money does not split to the unit, one with room for that; at last without shared flows."""
    yield first
    if first.coarse:
        for coarse in (True, False):
            model = build_model(programme, coarse=coarse, tight=coarse)
            yield _rebound(_sought(programme, model, options, max(until, clock() + _MORE)), first)


def _rebound(attempt: Allocation, first: Allocation) -> Allocation:
    # What was found with less room is no better than the first, whose bound therefore holds for it.
    if len(attempt.steps) != len(first.steps):
        return attempt
    steps = zip(attempt.steps, first.steps, strict=True)
    return replace(attempt, steps=tuple(replace(step, bound=before.bound) for step, before in steps))


def _sought(
    programme: Programme, model: Model, options: Options, until: float, hint: Mapping[str, int] = NO_STARTS
) -> Allocation:
    solver = Solver(model.matrix)
    kernel = Kernel(model) if model.coarse else None
    steps: list[Step] = []
    starts: Mapping[str, int] = {}
    use = bool(hint) and model.coarse
    columns = {column: float(hint.get(name) == year) for (name, year), column in model.start.items()} if use else {}
    for aim in aims_of(programme, options, coarse=model.coarse):
        objective = objective_of(programme, model, aim)
        left = until - clock()
        search = solver.maximise if kernel is None else partial(_soon, solver, kernel)
        answer = search(objective, seconds=left * _SHARES[aim], gap=_gap(aim, options, model), start=columns)
        if answer.value is None:
            if not steps:
                return Allocation(programme, False if answer.ending == "infeasible" else None, coarse=model.coarse)
            break  # the plan of the steps before stands
        starts = starts_in(model, answer.columns)
        # Where it is solved to the end in a moment, a start only takes time.
        columns = dict(enumerate(answer.columns)) if model.coarse else {}
        steps.append(_step(programme, aim, starts, answer))
        if aim != "thrift":
            floor = answer.value - SLACK * max(1.0, abs(answer.value))
            solver.require(list(objective.items()), floor)
            if kernel is not None:
                kernel.require(list(objective.items()), floor)
    return Allocation(
        programme,
        True,
        starts=starts,
        reached=reached_by(programme, starts),
        steps=_valued(programme, steps, starts),
        coarse=model.coarse,
    )


def _soon(
    solver: Solver,
    kernel: Kernel,
    objective: Mapping[int, float],
    *,
    seconds: float,
    gap: float,
    start: Mapping[int, float],
) -> Answer:
    """The answer of the kernel where it is good enough, else of the search that begins with it."""
    near = kernel.maximise(objective, seconds=seconds * _KERNEL, gap=gap, known=start)
    if near.ending in {"optimal", "gap", "infeasible"}:
        return near
    begin = dict(enumerate(near.columns)) if near.value is not None else start
    full = solver.maximise(objective, seconds=seconds - near.seconds, gap=gap, start=begin)
    if full.value is None and near.value is not None:
        return near
    return replace(full, bound=min(full.bound, near.bound), seconds=full.seconds + near.seconds)


# Of the time that is left; the goals of later steps need some too.
_SHARES: Mapping[Aim, float] = {"binding": 0.5, "others": 0.85, "all": 0.85, "thrift": 1.0}


def _gap(aim: Aim, options: Options, model: Model) -> float:
    # A binding goal that can be reached is reached, not nearly.
    return options.gap if model.coarse and aim != "binding" else 0.0


def aims_of(programme: Programme, options: Options, *, coarse: bool) -> tuple[Aim, ...]:
    """What is served, one after the other."""
    if options.order == "together" or not any(goal.binding for goal in programme.goals):
        aims: tuple[Aim, ...] = ("all",)
    else:
        aims = ("binding", "others")
    # In a large programme money is saved along with the last aim, by a weight too small to change what is reached.
    return aims if coarse else (*aims, "thrift")


def objective_of(programme: Programme, model: Model, aim: Aim) -> dict[int, float]:
    """The objective of ``aim`` by column."""
    if aim == "thrift":
        return {column: -float(_cost(programme, *key)) / programme.scale for key, column in model.start.items()}
    terms: dict[int, float] = {}
    for at, goal in enumerate(programme.goals):
        full, beyond = weights_of(programme, goal, aim)
        terms[model.reached[at]] = float(full)
        terms[model.more[at]] = float(beyond)
    whole = _whole(programme, aim)
    spent = sum(sum(project.costs) for project in programme.projects) or 1
    for (name, year), column in model.start.items():
        merit = exact(programme.by_id[name].merit) * 100 / whole if aim != "binding" else Fraction(0)
        thrift = float(_cost(programme, name, year)) / spent * 1e-3 if model.coarse and aim != "binding" else 0.0
        terms[column] = float(merit) - thrift
    return {column: value for column, value in terms.items() if value}


def weights_of(programme: Programme, goal: Goal, aim: Aim) -> tuple[Fraction, Fraction]:
    """Points for a goal that is reached in full, and for as much again beyond its target."""
    point = 100 / _whole(programme, aim)
    if aim == "binding":
        return (exact(goal.weight) * point if goal.binding else Fraction(0)), Fraction(0)
    full = exact(goal.weight) * point if aim == "all" or not goal.binding else Fraction(0)
    return full, exact(goal.weight) * point * exact(goal.beyond)


def value_of(programme: Programme, starts: Mapping[str, int], aim: Aim) -> Fraction:
    """What a plan is worth by ``aim``, exactly."""
    if aim == "thrift":
        return -sum((_cost(programme, name, year) for name, year in starts.items()), Fraction(0)) / programme.scale
    value = Fraction(0)
    for goal in programme.goals:
        share = _share(programme, goal, starts)
        full, beyond = weights_of(programme, goal, aim)
        value += full * min(share, Fraction(1)) + beyond * max(share - 1, Fraction(0))
    if aim != "binding":
        merits = sum((exact(programme.by_id[name].merit) for name in starts), Fraction(0))
        value += merits * 100 / _whole(programme, aim)
    return value


def reached_by(programme: Programme, starts: Mapping[str, int]) -> tuple[Reached, ...]:
    """What each goal gets."""
    shares = [(goal, _share(programme, goal, starts)) for goal in programme.goals]
    return tuple(Reached(goal, float(share * exact(goal.target)), float(share)) for goal, share in shares)


def starts_in(model: Model, columns: Sequence[float]) -> dict[str, int]:
    """The starts that a solution holds."""
    return {name: year for (name, year), column in model.start.items() if columns[column] > 0.5}


def _share(programme: Programme, goal: Goal, starts: Mapping[str, int]) -> Fraction:
    year = programme.goal_year(goal)
    gains = (gain_by(programme.by_id[name], goal.id, start, year) for name, start in starts.items())
    return sum(gains, Fraction(0)) / exact(goal.target)


def _whole(programme: Programme, aim: Aim) -> Fraction:
    """The weights of the goals that ``aim`` is of, so that all of them reached make 100 points."""
    served = [one for one in programme.goals if aim == "all" or one.binding == (aim == "binding")]
    return sum((exact(goal.weight) for goal in served or programme.goals), Fraction(0)) or Fraction(1)


def _cost(programme: Programme, project: str, start: int) -> Fraction:
    """Whole cost, years after the programme too, and a little more for a later start: of equal plans the earlier."""
    one = programme.by_id[project]
    return sum(one.costs) * (1 + Fraction(max(0, start - programme.first_year), 10_000))


def _step(programme: Programme, aim: Aim, starts: Mapping[str, int], answer: Answer) -> Step:
    value = float(value_of(programme, starts, aim))
    return Step(aim, value, max(answer.bound, value), answer.ending, answer.seconds)


def _valued(programme: Programme, steps: Sequence[Step], starts: Mapping[str, int]) -> tuple[Step, ...]:
    # Later steps may give up to SLACK of what was reached: what is told is what the plan is worth now.
    return tuple(replace(step, value=float(value_of(programme, starts, step.aim))) for step in steps)
