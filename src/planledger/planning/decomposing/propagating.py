"""Proof without a solver that rows cannot hold together: bounds that cross (区间传播).

Savelsbergh, *Preprocessing and Probing Techniques for Mixed Integer Programming Problems*, ORSA Journal on Computing 6,
1994. Whole numbers throughout, so what it says is exact; what it does not say is left to the solver.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from planledger.planning.decomposing.conditions import Row, Var

ROUNDS = 6
_NOBODY: frozenset[int] = frozenset()


def is_empty(lows: Mapping[Var, int | None], rows: Sequence[Row]) -> bool:
    """Whether the bounds that ``rows`` put on single variables cross; False where that does not show."""
    return _Bounds(lows, told=False).crossed_by(rows) is not None


def crossing_rows(lows: Mapping[Var, int | None], rows: Sequence[Row]) -> frozenset[int] | None:
    """Numbers of rows whose bounds cross, though perhaps not the fewest; None where that does not show."""
    return _Bounds(lows, told=True).crossed_by(rows)


class _Bounds:
    """Bounds of variables as rows tighten them, and by which rows each was come by."""

    def __init__(self, lows: Mapping[Var, int | None], *, told: bool) -> None:
        self.least: dict[Var, int | None] = dict(lows)
        self.most: dict[Var, int | None] = dict.fromkeys(lows)
        self._told = told
        self._why: dict[tuple[Var, bool], frozenset[int]] = {}

    def crossed_by(self, rows: Sequence[Row]) -> frozenset[int] | None:
        """The rows that make bounds cross; None when none do. Empty where it is not asked which."""
        for _ in range(ROUNDS):
            changed = False
            for number, row in enumerate(rows):
                now = self._tightened(row, number)
                if not isinstance(now, bool):
                    return now
                changed |= now
            if not changed:
                return None
        return None

    def _tightened(self, row: Row, number: int) -> bool | frozenset[int]:
        """Whether ``row`` tightened a bound; or the rows by which it cannot hold."""
        changed = False
        for sign, edge in ((1, row.high), (-1, None if row.low is None else -row.low)):
            if edge is None:
                continue
            # sign × row ≤ edge: each term may take what the smallest values of the others leave.
            terms = [(variable, sign * coefficient) for variable, coefficient in row.terms if coefficient]
            smallest = [self._smallest(variable, coefficient) for variable, coefficient in terms]
            open_ones = [at for at, size in enumerate(smallest) if size is None]
            if len(open_ones) > 1:
                continue
            slack = edge - sum(size for size in smallest if size is not None)
            if slack < 0 and not open_ones:
                return self._because(number, terms)
            for at in open_ones or range(len(terms)):
                variable, coefficient = terms[at]
                others = (term for place, term in enumerate(terms) if place != at)
                now = self._tighten(variable, coefficient, slack + (smallest[at] or 0), number, others)
                if not isinstance(now, bool):
                    return now
                changed |= now
        return changed

    def _smallest(self, variable: Var, coefficient: int) -> int | None:
        edge = self.least[variable] if coefficient > 0 else self.most[variable]
        return None if edge is None else coefficient * edge

    def _tighten(
        self, variable: Var, coefficient: int, room: int, number: int, others: Iterable[tuple[Var, int]]
    ) -> bool | frozenset[int]:
        """Whether coefficient × variable ≤ room tightened a bound; or the rows by which its bounds cross."""
        low, high = self.least[variable], self.most[variable]
        upper = coefficient > 0
        edge = room // coefficient if upper else -(room // -coefficient)
        if (upper and high is not None and high <= edge) or (not upper and low is not None and low >= edge):
            return False
        if self._told:
            self._why[variable, upper] = self._because(number, others)
        if upper:
            self.most[variable] = high = edge
        else:
            self.least[variable] = low = edge
        if low is None or high is None or low <= high:
            return True
        return self._why.get((variable, True), _NOBODY) | self._why.get((variable, False), _NOBODY)

    def _because(self, number: int, terms: Iterable[tuple[Var, int]]) -> frozenset[int]:
        """The row itself, with the rows behind the bounds that it was reckoned from."""
        if not self._told:
            return _NOBODY
        reasons = (self._why.get((variable, coefficient < 0), _NOBODY) for variable, coefficient in terms)
        return frozenset({number}).union(*reasons)
