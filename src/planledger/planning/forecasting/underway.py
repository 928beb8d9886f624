"""The year under way: what the months reported so far say of its end."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from planledger.planning.course import Observation
from planledger.planning.forecasting.mixture import Mixture
from planledger.planning.forecasting.scales import Scale, fits, onto
from planledger.planning.forecasting.settings import Within


class Sofar(NamedTuple):
    """The last figure of a year under way.

    Attributes:
        year: The year.
        month: Last month that the figure covers, or at whose end it holds.
        value: The figure; of amounts and growth since the year's beginning.
        earlier: Figure of the same months by earlier year.
    """

    year: int
    month: int
    value: float
    earlier: Mapping[int, float]


class Nature(NamedTuple):
    """What figures are: their scale, and whether they add up over the year, as amounts of a year do."""

    scale: Scale
    cumulative: bool


def so_far(observations: Sequence[Observation], *, after: int) -> Sofar | None:
    """The last figure of the year after ``after``, where that year is not over."""
    running = [one for one in observations if one.when.year == after + 1 and not one.when.whole_year]
    if not running:
        return None
    last = max(running, key=lambda one: (one.when.last_month, one.when.months))
    month = last.when.last_month
    earlier = {
        one.when.year: one.value
        for one in observations
        if one.when.year <= after and one.when.last_month == month and not one.when.whole_year
    }
    return Sofar(after + 1, month, last.value, earlier)


def year_end(
    whole: Mixture,
    running: Sofar,
    annual: Mapping[int, float],
    nature: Nature,
    rules: Within,
    profile: Sequence[float],
) -> tuple[Mixture, int]:
    """``whole``, the annual forecast of the year under way, after its months so far; and earlier years used for that.

    Args:
        whole: Distribution of the year's figure on ``scale``, from earlier years.
        running: The months so far.
        annual: Figures of earlier years.
        nature: What the figures are.
        rules: What the rest of a year leaves open.
        profile: Share of a year's amount that is usual by the end of each month.
    """
    if nature.scale == "growth":
        return _growth(whole, running, annual, rules)
    if nature.cumulative:
        return _amount(whole, running, annual, rules, profile) if nature.scale == "amount" else (whole, 0)
    return _level(whole, running, annual, nature.scale)


def _amount(
    whole: Mixture, running: Sofar, annual: Mapping[int, float], rules: Within, profile: Sequence[float]
) -> tuple[Mixture, int]:
    """By what the months so far made of earlier years: one seasonal profile, in logarithms."""
    if not fits("amount", [running.value]):
        return whole, 0
    left = 1 - running.month / 12
    ratios = [
        math.log(annual[year] / value)
        for year, value in sorted(running.earlier.items())
        if value > 0 and annual.get(year, 0.0) > 0
    ]
    if not ratios:
        guess = math.log(running.value) - math.log(profile[running.month - 1])
        return whole.given(guess, (rules.even * left) ** 2), 0
    mean = math.fsum(ratios) / len(ratios)
    return whole.given(math.log(running.value) + mean, _doubt(ratios, mean, rules.known * left, rules)), len(ratios)


def _growth(whole: Mixture, running: Sofar, annual: Mapping[int, float], rules: Within) -> tuple[Mixture, int]:
    gaps = [annual[year] - value for year, value in sorted(running.earlier.items()) if year in annual]
    left = 1 - running.month / 12
    # A gap of few years is chance: it is drawn towards none.
    mean = math.fsum(gaps) / (len(gaps) + rules.weight)
    return whole.given(running.value + mean, _doubt(gaps, mean, rules.growth * left, rules)), len(gaps)


def _level(whole: Mixture, running: Sofar, annual: Mapping[int, float], scale: Scale) -> tuple[Mixture, int]:
    """What is left of the year's step, and of its variance."""
    if not fits(scale, [running.value]):
        return whole, 0
    left = 1 - running.month / 12
    start = onto(scale, annual[max(annual)])
    reached = onto(scale, running.value)
    return whole.shifted(reached + (whole.mean - start) * left - whole.mean, shrunk=left), 0


def _doubt(seen: Sequence[float], mean: float, usual: float, rules: Within) -> float:
    """Variance of one more year's difference: of those seen and, counting as some years, what is usual."""
    squares = math.fsum((one - mean) ** 2 for one in seen)
    variance = (squares + rules.weight * usual**2) / (max(len(seen) - 1, 0) + rules.weight)
    return variance * (1 + 1 / max(len(seen), 1))
