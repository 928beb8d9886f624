"""Choose the constants of ``data/forecast.yaml`` on one half of the provinces: ``python benchmark/forecast_choice.py``.

Coordinate descent on the mean logarithmic score of the forecasts' densities; then the width at which the intervals of
80% hold nearest to that share. Prefectures of the other half, which the benchmark reports on, are never scored here.
``--until 2008`` leaves out all outcomes behind that year, for the check of what would have been chosen without them.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from forecast_data import ORIGINS, RATE_ORIGINS, Case, Figures, cases, load_figures, priors
from planledger.catalogue import read_data
from planledger.planning.forecasting import Forecast, Prior, Scale, forecast
from planledger.planning.forecasting.settings import Settings, settings_from

SHARED: dict[str, list[float]] = {
    "persistence": [0.6, 0.7, 0.8, 0.9, 0.95],
    "own_persistence": [0.6, 0.7, 0.8],
    "lasting": [0.3, 0.5, 0.65, 0.8],
    "width": [0.6, 0.75, 0.9, 1.0],
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
HALVINGS = 6
EVERY = 6
"""So many prefectures go for one that is scored, so that a choice takes minutes."""


def main() -> None:
    """Print the constants chosen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--until", type=int, default=9999, help="last year of outcomes that count")
    parser.add_argument("--start", type=Path, help="YAML of constants to begin with; by default the published ones")
    parser.add_argument("--rounds", type=int, default=2, help="of the descent; 0 for the width alone")
    options = parser.parse_args()
    figures = load_figures(options.data)
    for scale in ("amount", "growth"):
        for part, grid in (("shared", SHARED | SHARED_BY_SCALE[scale]), ("alone", ALONE | ALONE_BY_SCALE[scale])):
            told, score = choose(figures, scale, part, grid, options)
            print(f"{part}.{scale}: {told}  # {score:.4f}", flush=True)


def choose(
    figures: Figures, scale: Scale, part: str, grid: dict[str, list[float]], options: argparse.Namespace
) -> tuple[dict[str, float], float]:
    """The constants with the best score, and that score."""
    scored = _scored(figures, scale, options.until, every=EVERY)
    begun = yaml.safe_load(options.start.read_text(encoding="utf-8")) if options.start else read_data("forecast")
    told = dict(begun[part][scale])
    best = score_of(figures, scale, part, told, scored)
    for _ in range(options.rounds):
        before = best
        for name, values in grid.items():
            for value in values:
                tried = {**told, name: value}
                if told[name] != value and (found := score_of(figures, scale, part, tried, scored)) < best - 1e-4:
                    best, told = found, tried
        print(f"  {len(scored)} {best:.4f}", file=sys.stderr, flush=True)
        if before == best:
            break
    return _rightly_wide(figures, scale, part, told, options.until), best


def _rightly_wide(figures: Figures, scale: Scale, part: str, told: dict[str, float], until: int) -> dict[str, float]:
    """``told`` with the width at which four fifths of the outcomes lie in their intervals of 80%, by halving."""
    made = _scored(figures, scale, until, every=1)
    known = _priors(figures, scale, _settings(scale, part, told), made) if part == "shared" else {}
    low, high = 0.3, 2.0
    for _ in range(HALVINGS):
        width = (low + high) / 2
        settings = _settings(scale, part, {**told, "width": width})
        inside = sum(0.1 <= _made(case, scale, settings, known).below(case.actual) <= 0.9 for case in made)
        low, high = (width, high) if inside < 0.8 * len(made) else (low, width)
    return {**told, "width": round((low + high) / 2, 2)}


def _scored(figures: Figures, scale: Scale, until: int, *, every: int) -> list[Case]:
    histories = figures.amounts if scale == "amount" else figures.growth
    origins = ORIGINS if scale == "amount" else RATE_ORIGINS
    found = cases(histories, figures.chosen_on[::every], origins)
    return [case for case in found if case.origin + case.ahead <= until]


def score_of(figures: Figures, scale: Scale, part: str, told: dict[str, Any], scored: list[Case]) -> float:
    """Mean logarithmic score (negative log density on the scale); lower is better."""
    settings = _settings(scale, part, told)
    known = _priors(figures, scale, settings, scored) if part == "shared" else {}
    total = 0.0
    for case in scored:
        found = _made(case, scale, settings, known)
        total -= math.log(max(found.on_scale.density(found.place(case.actual)), 1e-12))
    return total / len(scored)


def _settings(scale: Scale, part: str, told: dict[str, Any]) -> Settings:
    said = read_data("forecast")
    return settings_from({**said, part: {**said[part], scale: told}})


def _priors(figures: Figures, scale: Scale, settings: Settings, scored: list[Case]) -> Mapping[int, Prior | None]:
    histories = figures.amounts if scale == "amount" else figures.growth
    return priors(histories, scale, sorted({case.origin for case in scored}), settings)


def _made(case: Case, scale: Scale, settings: Settings, known: Mapping[int, Prior | None]) -> Forecast:
    return forecast(case.past, case.origin + case.ahead, scale=scale, prior=known.get(case.origin), settings=settings)


if __name__ == "__main__":
    main()
