"""How forecasts fared: where outcomes fell in their distributions, their scores, and whether probabilities held."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from forecast_data import Case, run_of
from planledger.planning.forecasting import Mixture
from planledger.planning.forecasting.mixture import Part

WINDOW = 15
_STEPS = [(number + 0.5) / 100 for number in range(100)]


class Score(NamedTuple):
    """One forecast, scored on logarithms (amounts) or points (growth)."""

    case: Case
    below: float
    crps: float


class Said(NamedTuple):
    """A probability that was given, and whether the thing happened; ``block`` is the year that many share."""

    probability: float
    happened: bool
    block: int


def naive(case: Case) -> Mixture:
    """Random walk with drift on log levels: drift and spread of the last fifteen years, with the drift's own error.

    The variance after h years is s² h (1 + h / n), as in Hyndman & Athanasopoulos, "Forecasting: principles and
    practice", sections 5.2 and 5.5.
    """
    run = [math.log(value) for value in run_of(case.past, WINDOW)]
    steps = [after - before for before, after in pairwise(run)]
    count, years = len(steps), case.ahead
    drift = math.fsum(steps) / count
    variance = math.fsum((step - drift) ** 2 for step in steps) / (count - 1)
    return Mixture((Part(1.0, run[-1] + years * drift, variance * years * (1 + years / count)),))


def crps_of_levels(mean: float, spread: float, case: Case) -> Score:
    """Score on logarithms of normal levels, by a hundred quantiles; what is not positive counts as 1% of the last."""
    normal = Mixture((Part(1.0, mean, spread**2),))
    floor, actual = case.past[max(case.past)] / 100, math.log(case.actual)
    loss = 0.0
    for step in _STEPS:
        gap = actual - math.log(max(normal.quantile(step), floor))
        loss += gap * step if gap >= 0 else gap * (step - 1)
    return Score(case, normal.below(case.actual), 2 * loss / len(_STEPS))


def coverage(scores: Sequence[Score], share: float) -> float:
    """Share of outcomes inside the interval that should hold ``share`` of them."""
    low, high = (1 - share) / 2, (1 + share) / 2
    return sum(low <= score.below <= high for score in scores) / len(scores)


def mean_crps(scores: Sequence[Score]) -> float:
    """Mean continuous ranked probability score."""
    return math.fsum(score.crps for score in scores) / len(scores)


def score_row(title: str, scores: Sequence[Score], base: float | None = None) -> str:
    """A row of the table of scores."""
    crps = mean_crps(scores)
    against = "" if base is None else f"{crps / base - 1:+.0%}"
    early = sum(score.below < 0.1 for score in scores) / len(scores)
    late = sum(score.below > 0.9 for score in scores) / len(scores)
    return (
        f"| {title} | {len(scores):,} | {coverage(scores, 0.8):.1%} | {coverage(scores, 0.95):.1%} | {early:.1%} |"
        f" {late:.1%} | {crps:.4f} | {against} |"
    )


def grouped(scores: Iterable[Score], key: Callable[[Score], int]) -> dict[int, list[Score]]:
    """Scores by a key, in its order."""
    found: dict[int, list[Score]] = defaultdict(list)
    for score in scores:
        found[key(score)].append(score)
    return dict(sorted(found.items()))


def reliability_rows(said: Sequence[Said], width: float = 0.1) -> list[str]:
    """Probability given against how often it happened, by tenths; last twice the standard error, by years."""
    bins: dict[int, list[Said]] = defaultdict(list)
    for one in said:
        bins[min(int(one.probability / width), round(1 / width) - 1)].append(one)
    rows = []
    for at, members in sorted(bins.items()):
        given = math.fsum(one.probability for one in members) / len(members)
        happened = sum(one.happened for one in members) / len(members)
        rows.append(
            f"| {at * width:.0%}–{(at + 1) * width:.0%} | {len(members):,} | {given:.1%} | {happened:.1%} |"
            f" ±{2 * _block_error(members):.1%} |"
        )
    return rows


def whole_row(said: Sequence[Said]) -> str:
    """All of them, with Brier's score and that of always saying how often it happens."""
    given = math.fsum(one.probability for one in said) / len(said)
    rate = sum(one.happened for one in said) / len(said)
    return f"| all | {len(said):,} | {given:.1%} | {rate:.1%} | ±{2 * _block_error(said):.1%} |"


def brier(said: Sequence[Said]) -> tuple[float, float]:
    """Brier's score, and that of always saying the rate at which it happened."""
    rate = sum(one.happened for one in said) / len(said)
    return math.fsum((one.probability - one.happened) ** 2 for one in said) / len(said), rate * (1 - rate)


def _block_error(said: Sequence[Said]) -> float:
    """Standard error of the mean gap where whole years go wrong together."""
    gaps: dict[int, list[float]] = defaultdict(list)
    for one in said:
        gaps[one.block].append(one.happened - one.probability)
    mean = math.fsum(math.fsum(block) for block in gaps.values()) / len(said)
    return math.sqrt(math.fsum(math.fsum(gap - mean for gap in block) ** 2 for block in gaps.values())) / len(said)
