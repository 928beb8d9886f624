"""What similar regions (可比地区) tell of a series: the factor that they share, and how far one strays from it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from planledger.planning.forecasting.moves import filtered, spread_of, steps_of
from planledger.planning.forecasting.scales import Scale, placed
from planledger.planning.forecasting.settings import Settings, Shared, load_settings

_MEDIAN_LOSS = math.pi / 2  # variance of a median of normals against that of their mean
_FEWEST_SHARE = 0.1  # of the regions, that must have moved in a year
_JUMP = 3.5  # usual distances


@dataclass(frozen=True, slots=True)
class Prior:
    """What similar regions tell, from figures up to a year and none later.

    Attributes:
        scale: Of the series.
        until: The last year that it knows.
        path: The shared factor by year: the median movement of the regions.
        regions: How many regions it rests on.
        mean: Its long-run mean.
        state: Where it stands now, from the mean.
        state_variance: How unsure that is.
        shock: Variance of its yearly shocks.
        freedom: Degrees of freedom of that estimate.
        typical: How far a region usually strays from it in a year, a standard deviation.
        variance: The same squared, of movements that are no jumps.
        jump_share: Share of region-years that jump (changes of scope, corrections).
        jump_variance: How large jumps are.
    """

    scale: Scale
    until: int
    path: Mapping[int, float]
    regions: int
    mean: float = 0.0
    state: float = 0.0
    state_variance: float = 0.0
    shock: float = 0.0
    freedom: float = 1.0
    typical: float = 0.0
    variance: float = 0.0
    jump_share: float = 0.0
    jump_variance: float = 0.0


def movements(scale: Scale, history: Mapping[int, float], *, over_gaps: bool = False) -> dict[int, float]:
    """What moves by year: the rates themselves where the series is one of growth, else its steps."""
    on_scale = placed(scale, history)
    return on_scale if scale == "growth" else steps_of(on_scale, over_gaps=over_gaps)


def learn_prior(
    others: Sequence[Mapping[int, float]], *, scale: Scale, until: int, settings: Settings | None = None
) -> Prior | None:
    """What ``others``, histories of similar regions by year, tell of a series up to ``until``.

    None where they are too few (``fewest_regions``, ``fewest_years``) to say anything. Their order does not matter.
    """
    chosen = settings or load_settings()
    rules, first = chosen.shared[scale], until - chosen.window + 1
    moves = [
        {year: value for year, value in movements(scale, _known(history, until)).items() if year >= first}
        for history in others
    ]
    moves = [one for one in moves if one]
    if len(moves) < chosen.fewest_regions:
        return None
    seen = {year: [one[year] for one in moves if year in one] for year in range(first, until + 1)}
    least = max(chosen.fewest_regions, math.ceil(_FEWEST_SHARE * len(moves)))
    path = {year: median(values) for year, values in seen.items() if len(values) >= least}
    if len(path) < chosen.fewest_years:
        return None
    strayed = sorted(one[year] - path[year] for one in moves for year in one if year in path)
    if spread_of(strayed, 0.0) <= 0:
        return None
    counts = {year: len(values) for year, values in seen.items()}
    return _prior(Prior(scale, until, path, regions=len(moves)), counts, strayed, rules)


def _known(history: Mapping[int, float], until: int) -> dict[int, float]:
    return {year: value for year, value in history.items() if year <= until}


def _prior(found: Prior, counts: Mapping[int, int], strayed: Sequence[float], rules: Shared) -> Prior:
    """``found`` with everything that follows from its path and from how far regions ``strayed`` from it."""
    path, typical = found.path, spread_of(strayed, 0.0)
    mean = math.fsum(path.values()) / len(path)
    surprises = [(path[year] - mean) - rules.persistence * (path[year - 1] - mean) for year in path if year - 1 in path]
    freedom = len(surprises) + rules.shock_weight
    shock = (math.fsum(one * one for one in surprises) + rules.shock_weight * rules.shock**2) / freedom
    years = range(min(path), found.until + 1)
    state, state_variance = filtered(
        [path[year] - mean if year in path else None for year in years],
        persistence=rules.persistence,
        drive=shock,
        noise=[_MEDIAN_LOSS * typical**2 / max(counts.get(year, 0), 1) for year in years],
        clip=math.inf,  # the median of many regions is robust as it is
    )
    jumps = [one for one in strayed if abs(one) > _JUMP * typical]
    most, expected = rules.clip * typical, rules.jump_share * rules.jump_weight
    jumped = math.fsum(one * one for one in jumps) + expected * (rules.jump_size * typical) ** 2
    return replace(
        found,
        mean=mean,
        state=state,
        state_variance=state_variance,
        shock=shock,
        freedom=freedom,
        typical=typical,
        variance=math.fsum(min(abs(one), most) ** 2 for one in strayed) / len(strayed),
        jump_share=(len(jumps) + expected) / (len(strayed) + rules.jump_weight),
        jump_variance=jumped / (len(jumps) + expected),
    )
