"""Proof without a solver that rows cannot hold together: bounds that cross (区间传播).

Savelsbergh, *Preprocessing and Probing Techniques for Mixed Integer Programming Problems*, ORSA Journal on Computing 6,
1994. Whole numbers throughout, so what it says is exact; what it does not say is left to the solver.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planledger.planning.decomposing.conditions import Row, Var

ROUNDS = 6
_Bounds = dict[Var, int | None]


def is_empty(lows: Mapping[Var, int | None], rows: Sequence[Row]) -> bool:
    """Whether the bounds that ``rows`` put on single variables cross; False where that does not show."""
    least: _Bounds = dict(lows)
    most: _Bounds = dict.fromkeys(lows)
    for _ in range(ROUNDS):
        changed = False
        for row in rows:
            now = _tightened(row, least, most)
            if now is None:
                return True
            changed |= now
        if not changed:
            return False
    return False


def _tightened(row: Row, least: _Bounds, most: _Bounds) -> bool | None:
    """Whether ``row`` tightened a bound; None when it cannot hold."""
    changed = False
    for sign, edge in ((1, row.high), (-1, None if row.low is None else -row.low)):
        if edge is None:
            continue
        # sign × row ≤ edge: each term may take what the smallest values of the others leave.
        smallest = [_smallest(sign * coefficient, variable, least, most) for variable, coefficient in row.terms]
        open_ones = [at for at, size in enumerate(smallest) if size is None]
        if len(open_ones) > 1:
            continue
        slack = edge - sum(size for size in smallest if size is not None)
        if slack < 0 and not open_ones:
            return None
        for at in open_ones or range(len(smallest)):
            variable, coefficient = row.terms[at]
            now = _tighten(variable, sign * coefficient, slack + (smallest[at] or 0), least, most)
            if now is None:
                return None
            changed |= now
    return changed


def _smallest(coefficient: int, variable: Var, least: _Bounds, most: _Bounds) -> int | None:
    edge = least[variable] if coefficient > 0 else most[variable]
    return None if edge is None and coefficient else coefficient * (edge or 0)


def _tighten(variable: Var, coefficient: int, room: int, least: _Bounds, most: _Bounds) -> bool | None:
    """Whether coefficient × variable ≤ room tightened a bound; None when its bounds cross."""
    if not coefficient:
        return False
    low, high = least[variable], most[variable]
    if coefficient > 0:
        edge = room // coefficient
        if high is not None and high <= edge:
            return False
        most[variable] = high = edge
    else:
        edge = -(room // -coefficient)
        if low is not None and low >= edge:
            return False
        least[variable] = low = edge
    return None if low is not None and high is not None and low > high else True
