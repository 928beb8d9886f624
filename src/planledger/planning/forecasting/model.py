"""The distribution of a series some years ahead, on its scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from planledger.planning.forecasting.mixture import Mixture, scale_nodes, weighted
from planledger.planning.forecasting.moves import Loads, filtered, held, loads_after, spread_of
from planledger.planning.forecasting.prior import Prior
from planledger.planning.forecasting.scales import Scale
from planledger.planning.forecasting.settings import Alone, Settings

_SHOCK_NODES, _SPREAD_NODES, _ALONE_NODES = 4, 3, 5
_SECOND_JUMP = 2.3  # two jumps and more, from the expected number of those
_MEAN_SHARE = 0.5  # of the doubt about the mean, what the present state takes up


class Ask(NamedTuple):
    """What is asked of a model.

    Attributes:
        scale: Of the series.
        last: Last year with a figure.
        years: How far ahead.
        summed: Whether the sum of movements is asked for, or the movement of the last year.
    """

    scale: Scale
    last: int
    years: int
    summed: bool


def ahead(moves: Mapping[int, float], ask: Ask, *, prior: Prior | None, settings: Settings) -> Mixture:
    """The distribution of what comes after the last figure.

    Args:
        moves: Movements by year.
        ask: What is asked.
        prior: What similar regions tell; None for the series alone.
        settings: The constants.
    """
    if prior is None:
        return _alone(moves, ask, settings.alone[ask.scale], settings.window)
    return _beside(moves, ask, prior, settings)


def _alone(moves: Mapping[int, float], ask: Ask, rules: Alone, window: int) -> Mixture:
    last = max(moves)
    run = [moves.get(year) for year in range(max(min(moves), last - window + 1), last + 1)]
    seen = [value for value in run if value is not None]
    count, weight = len(seen), rules.spread_weight
    centre = median(seen)
    usual = math.sqrt((count * spread_of(seen, centre) ** 2 + weight * rules.spread**2) / (count + weight))
    tame = [held(value, centre, rules.clip * usual) for value in seen]
    mean = math.fsum(tame) / count
    freedom = count - 1 + weight
    variance = (math.fsum((value - mean) ** 2 for value in tame) + weight * rules.spread**2) / freedom
    lasting = variance * rules.lasting
    noise = variance - lasting
    drive = lasting * (1 - rules.persistence**2)
    state, state_variance = filtered(
        [None if value is None else held(value, centre, rules.clip * usual) - mean for value in run],
        persistence=rules.persistence,
        drive=drive,
        noise=[noise] * len(run),
        clip=math.inf,  # held back already
    )
    loads = loads_after(ask.years, rules.persistence, summed=ask.summed)
    doubt = variance / count * (1 + 5 * rules.mean_doubt) * (loads.mean - _MEAN_SHARE * loads.state) ** 2
    total = rules.width * (loads.state**2 * state_variance + loads.drive * drive + loads.noise * noise + doubt)
    jumps = list(_jumps(loads, rules.jump_share, rules.jump_size**2 * variance))
    return weighted(
        (share, loads.mean * mean + loads.state * state, total * node + jump)
        for node in scale_nodes(freedom, _ALONE_NODES)
        for share, jump in jumps
    )


def _beside(moves: Mapping[int, float], ask: Ask, prior: Prior, settings: Settings) -> Mixture:
    rules = settings.shared[prior.scale]
    run = [
        moves[year] - prior.path[year] if year in moves and year in prior.path else None
        for year in range(ask.last - settings.window + 1, ask.last + 1)
    ]
    spread, freedom = _own_spread(run, prior, rules.clip * prior.typical, rules.spread_weight)
    lasting = rules.lasting**2 * spread
    drive = lasting * (1 - rules.own_persistence**2)
    state, state_variance = filtered(
        run,
        persistence=rules.own_persistence,
        drive=drive,
        noise=[spread] * len(run),
        clip=rules.clip,
    )
    own = loads_after(ask.years, rules.own_persistence, summed=ask.summed)
    shared = loads_after(ask.years, rules.persistence, summed=ask.summed)
    mean = shared.mean * prior.mean + shared.state * prior.state + own.state * state
    shocks = shared.drive * prior.shock + shared.state**2 * prior.state_variance
    shocks += (rules.mean_doubt * (shared.mean - shared.state)) ** 2
    strays = own.state**2 * state_variance + own.drive * drive + own.noise * spread
    jumps = list(_jumps(own, prior.jump_share, prior.jump_variance))
    return weighted(
        (share, mean, rules.width * (shocks * common + strays * single) + jump)
        for common in scale_nodes(prior.freedom, _SHOCK_NODES)
        for single in scale_nodes(freedom, _SPREAD_NODES)
        for share, jump in jumps
    )


def _own_spread(run: Sequence[float | None], prior: Prior, most: float, weight: float) -> tuple[float, float]:
    """Variance of a year's own movement, drawn towards that of all regions, and its degrees of freedom."""
    seen = [min(abs(value), most) ** 2 for value in run if value is not None]
    freedom = len(seen) + weight
    return (math.fsum(seen) + weight * prior.variance) / freedom, freedom


def _jumps(loads: Loads, share: float, variance: float) -> Iterator[tuple[float, float]]:
    """Probability and variance of no jump, one, and more."""
    none = (1 - share) ** loads.noise
    one = loads.noise * share * (1 - share) ** (loads.noise - 1)
    yield none, 0.0
    yield one, variance
    yield max(1 - none - one, 0.0), _SECOND_JUMP * variance
