"""Which limits cannot be kept together, when no plan keeps them all.

QuickXplain: U. Junker, *QUICKXPLAIN: Preferred explanations and relaxations for over-constrained problems*, AAAI 2004.
What it returns is irreducible: the rest of the limits lifted, these still conflict, and without any one no longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planledger.planning.allocating.limits import Limit, limits_of
from planledger.planning.allocating.model import build_model
from planledger.planning.allocating.records import Programme
from planledger.planning.allocating.solver import Solver, clock


@dataclass(frozen=True, slots=True)
class Conflict:
    """Limits that cannot be kept together.

    Attributes:
        limits: Of them none can be spared.
        minimal: Whether that is sure; False when the time did not do.
    """

    limits: tuple[Limit, ...]
    minimal: bool


def find_conflict(programme: Programme, *, seconds: float = 60.0) -> Conflict | None:
    """A smallest set of conflicting limits, None where all can be kept together.

    Costs, and which fund may pay which project, are taken as given.
    """
    core = _bound_to_start(programme.ordered())
    search = _Search(core, clock() + seconds)
    limits = tuple(limits_of(core))
    if search.fits(frozenset(limits)):
        return None
    found = () if not search.fits(frozenset()) else search.explain((), (), limits)
    return Conflict(tuple(sorted(found)), search.sure)


def conflicts(programme: Programme, limits: Sequence[Limit]) -> bool:
    """Whether ``limits`` alone, all others lifted, cannot be kept together."""
    core = _bound_to_start(programme.ordered())
    return not _Search(core, float("inf")).fits(frozenset(limits))


def _bound_to_start(programme: Programme) -> Programme:
    """Only the projects that have to start, or are decided, and what must go before them: others can stay away."""
    wanted = [one.id for one in programme.projects if one.must or one.id in programme.decided]
    kept: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in kept:
            kept.add(name)
            wanted += [after.project for after in programme.by_id[name].after]
    return replace(programme, projects=tuple(one for one in programme.projects if one.id in kept), goals=())


class _Search:
    def __init__(self, programme: Programme, until: float) -> None:
        self.programme, self.until = programme, until
        self.all = frozenset(limits_of(programme))
        self.sure = True
        self._known: dict[frozenset[Limit], bool] = {}

    def fits(self, kept: frozenset[Limit]) -> bool:
        """Whether some plan keeps ``kept``; True, and no longer sure, when the time is over."""
        if kept not in self._known:
            left = self.until - clock()
            model = build_model(self.programme, without=self.all - kept, coarse=False)
            ending = Solver(model.matrix).maximise({}, seconds=left).ending if left > 0 else "time"
            self.sure = self.sure and ending in {"optimal", "gap", "infeasible"}
            self._known[kept] = ending != "infeasible"
        return self._known[kept]

    def explain(
        self, background: tuple[Limit, ...], added: tuple[Limit, ...], candidates: tuple[Limit, ...]
    ) -> tuple[Limit, ...]:
        """The candidates that conflict with ``background`` and each other, none to spare; ``added`` is its new part."""
        if added and not self.fits(frozenset(background)):
            return ()
        if len(candidates) == 1:
            return candidates
        half = len(candidates) // 2
        first, second = candidates[:half], candidates[half:]
        of_second = self.explain(background + first, first, second)
        of_first = self.explain(background + of_second, of_second, first)
        return of_first + of_second
