"""Forecast (预测): the distribution of a series in a later year, and what it rests on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from planledger.planning.forecasting.mixture import Mixture
from planledger.planning.forecasting.model import Ask, ahead
from planledger.planning.forecasting.moves import spread_of
from planledger.planning.forecasting.prior import Prior, movements
from planledger.planning.forecasting.scales import Scale, back, fits, onto
from planledger.planning.forecasting.settings import Alone, Settings, load_settings

Refusal = Literal["no_history", "one_figure", "not_ahead", "too_far", "off_scale", "all_nought"]
_QUANTILES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)


class NoForecast(ValueError):
    """Nothing can be said; ``why`` is one of ``Refusal``."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Forecast:
    """The distribution of a series in a year (预测分布).

    Attributes:
        scale: On which it was reckoned.
        last: Last year with a figure.
        value: That figure.
        year: The year foretold.
        on_scale: Distribution of the value on ``scale``.
        points: Annual figures that it rests on.
        regions: Similar regions that it rests on; 0 for the series alone.
        jumps: Years whose movement stands out so far that it was held back.
        unit_size: Size of one on a plain scale, which has none of its own.
    """

    scale: Scale
    last: int
    value: float
    year: int
    on_scale: Mixture
    points: int
    regions: int
    jumps: tuple[int, ...] = ()
    unit_size: float = 1.0

    @property
    def years(self) -> int:
        """How far ahead it looks."""
        return self.year - self.last

    def quantile(self, probability: float) -> float:
        """The value below which ``probability`` lies."""
        return self._value(self.on_scale.quantile(probability))

    def quantiles(self) -> dict[float, float]:
        """The median and the ends of the intervals of 50, 80 and 95 %."""
        return {probability: self.quantile(probability) for probability in _QUANTILES}

    def below(self, value: float) -> float:
        """Probability of a value at or below ``value``."""
        at = math.inf if self.scale == "share" and value >= 100 else self.place(value)
        return self._until(at)

    def reaching(self, value: float) -> float:
        """Probability of a value at or above ``value``; a share of 100 is reached by what reads 100."""
        return 1 - self._until(self.place(value))

    def _until(self, at: float) -> float:
        if math.isinf(at):
            return 0.0 if at < 0 else 1.0
        return self.on_scale.below(at)

    def place(self, value: float) -> float:
        """Where ``value`` lies on the scale."""
        return onto(self.scale, value) / self.unit_size if self.scale == "plain" else onto(self.scale, value)

    def _value(self, at: float) -> float:
        return back(self.scale, at * self.unit_size if self.scale == "plain" else at)


def forecast(
    history: Mapping[int, float],
    year: int,
    *,
    scale: Scale,
    prior: Prior | None = None,
    settings: Settings | None = None,
) -> Forecast:
    """The distribution of the series ``history`` in ``year``.

    Args:
        history: Annual figures by year; their order does not matter.
        year: The year asked for, behind the last figure.
        scale: What the figures are.
        prior: What similar regions tell up to the last figure (``learn_prior``); None without.
        settings: Constants other than the published ones.

    Raises:
        NoForecast: When there is nothing to go by.

    >>> found = forecast({2016: 100, 2017: 108, 2018: 117, 2019: 125, 2020: 134}, 2021, scale="amount")
    >>> round(found.quantile(0.5), 1), round(found.below(140), 2)
    (143.8, 0.3)
    """
    chosen = settings or load_settings()
    kept = _window(history, chosen.window)
    if not kept:
        raise NoForecast("no_history")
    last = max(kept)
    if year <= last:
        raise NoForecast("not_ahead")
    if year - last > chosen.most_years:
        raise NoForecast("too_far")
    if not fits(scale, kept.values()):
        raise NoForecast("off_scale")
    if prior is not None and (prior.scale != scale or prior.until != last):
        prior = None  # of another kind, or it knows more or less than was known then
    size = 1.0
    if scale == "plain":
        prior, size = None, math.fsum(map(abs, kept.values())) / len(kept)
        if not size:
            raise NoForecast("all_nought")
    moves = {at: value / size for at, value in movements(scale, kept, over_gaps=prior is None).items()}
    if not moves and (prior is None or scale == "growth"):
        raise NoForecast("one_figure")
    ask = Ask(scale, last, year - last, summed=scale != "growth")
    whole = ahead(moves, ask, prior=prior, settings=chosen)
    base = 0.0 if scale == "growth" else onto(scale, kept[last]) / size
    return Forecast(
        scale=scale,
        last=last,
        value=kept[last],
        year=year,
        on_scale=whole.shifted(base),
        points=len(kept),
        regions=prior.regions if prior else 0,
        jumps=_jumps(moves, prior, chosen.alone[scale], chosen.outlier),
        unit_size=size,
    )


def mean_ahead(
    history: Mapping[int, float], years: int, *, prior: Prior | None = None, settings: Settings | None = None
) -> Mixture:
    """The distribution of the mean of growth rates over ``years`` years after the last of ``history``."""
    chosen = settings or load_settings()
    kept = _window(history, chosen.window)
    if not kept:
        raise NoForecast("no_history")
    last = max(kept)
    fitting = prior if prior is not None and (prior.scale, prior.until) == ("growth", last) else None
    total = ahead(kept, Ask("growth", last, years, summed=True), prior=fitting, settings=chosen)
    parts = (part._replace(mean=part.mean / years, variance=part.variance / years**2) for part in total.parts)
    return replace(total, parts=tuple(parts))


def _window(history: Mapping[int, float], window: int) -> dict[int, float]:
    """The last ``window`` years, by time, without what is no number."""
    sound = {year: float(history[year]) for year in sorted(history) if math.isfinite(history[year])}
    return {year: value for year, value in sound.items() if year > max(sound) - window}


def _jumps(moves: Mapping[int, float], prior: Prior | None, rules: Alone, outlier: float) -> tuple[int, ...]:
    """Years that stand out: from the other regions, or without those from the series' own years."""
    if prior is not None:
        strayed = {year: value - prior.path[year] for year, value in moves.items() if year in prior.path}
        return tuple(year for year, value in strayed.items() if abs(value) > outlier * prior.typical)
    if len(moves) < 4:
        return ()
    centre = median(moves.values())
    usual = max(spread_of(list(moves.values()), centre), rules.spread / 3)
    return tuple(year for year, value in moves.items() if abs(value - centre) > outlier * usual)
