"""Choose the constants of ``data/forecast.yaml`` on one half of the provinces: ``python benchmark/forecast_choice.py``.

Coordinate descent on the mean logarithmic score of the forecasts' densities. Prefectures of the other half, which the
benchmark reports on, are never scored here. ``--until 2008`` leaves out all outcomes behind that year, for the check
of what would have been chosen without them.
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path
from typing import Any

from forecast_data import ORIGINS, RATE_ORIGINS, Case, Figures, cases, load_figures, priors
from planledger.catalogue import read_data
from planledger.planning.forecasting import Scale, forecast
from planledger.planning.forecasting.settings import settings_from

SHARED: dict[str, list[float]] = {
    "persistence": [0.6, 0.7, 0.8, 0.9, 0.95],
    "own_persistence": [0.6, 0.7, 0.8],
    "lasting": [0.3, 0.5, 0.65, 0.8],
    "width": [0.7, 0.8, 0.9, 1.0],
    "jump_size": [3, 4, 6],
    "spread_weight": [2, 4, 8],
}
SHARED_BY_SCALE: dict[str, dict[str, list[float]]] = {
    "amount": {"shock": [0.02, 0.03, 0.04], "mean_doubt": [0.015, 0.03]},
    "growth": {"shock": [0.7, 1.0, 1.5], "mean_doubt": [0.5, 1.0]},
}
ALONE: dict[str, list[float]] = {
    "persistence": [0.6, 0.7, 0.8],
    "lasting": [0.6, 0.8, 0.9],
    "width": [0.9, 1.0, 1.2, 1.4],
    "clip": [2.0, 2.5, 3.5],
    "jump_size": [3, 4, 6],
    "spread_weight": [2, 4],
}
ALONE_BY_SCALE: dict[str, dict[str, list[float]]] = {
    "amount": {"spread": [0.05, 0.07], "mean_doubt": [0.5, 1.0]},
    "growth": {"spread": [2.0, 3.0], "mean_doubt": [0.0, 1.0]},
}
EVERY = 6
"""So many prefectures go for one that is scored, so that a choice takes minutes."""


def main() -> None:
    """Print the constants chosen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--until", type=int, default=9999)
    options = parser.parse_args()
    figures = load_figures(options.data)
    for scale in ("amount", "growth"):
        for part, grid in (("shared", SHARED | SHARED_BY_SCALE[scale]), ("alone", ALONE | ALONE_BY_SCALE[scale])):
            told, score = choose(figures, scale, part, grid, options.until)
            print(f"{part}.{scale}: {told}  # {score:.4f}", flush=True)


def choose(
    figures: Figures, scale: Scale, part: str, grid: dict[str, list[float]], until: int
) -> tuple[dict[str, float], float]:
    """The constants with the best score, and that score."""
    histories = figures.amounts if scale == "amount" else figures.growth
    origins = ORIGINS if scale == "amount" else RATE_ORIGINS
    scored = [
        case
        for case in cases(histories, figures.chosen_on[::EVERY], origins)
        if case.origin + case.ahead <= min(until, 2017 if scale == "growth" else until)
    ]
    told = dict(read_data("forecast")[part][scale])
    best = score_of(figures, scale, part, told, scored)
    for _ in range(2):
        before = best
        for name, values in grid.items():
            for value in values:
                tried = {**told, name: value}
                if told[name] != value and (found := score_of(figures, scale, part, tried, scored)) < best - 1e-4:
                    best, told = found, tried
        print(f"  {len(scored)} {best:.4f}", file=sys.stderr, flush=True)
        if before == best:
            break
    return told, best


def score_of(figures: Figures, scale: Scale, part: str, told: dict[str, Any], scored: list[Case]) -> float:
    """Mean logarithmic score (negative log density on the scale); lower is better."""
    said = read_data("forecast")
    settings = settings_from({**said, part: {**said[part], scale: told}})
    histories = figures.amounts if scale == "amount" else figures.growth
    origins = sorted({case.origin for case in scored})
    known = priors(histories, scale, origins, settings) if part == "shared" else {}
    total = 0.0
    for case in scored:
        found = forecast(
            case.past, case.origin + case.ahead, scale=scale, prior=known.get(case.origin), settings=settings
        )
        total -= math.log(max(found.on_scale.density(found.place(case.actual)), 1e-12))
    return total / len(scored)


if __name__ == "__main__":
    main()
