"""Runs in the peers' environment: AutoETS and AutoARIMA of statsforecast on the series of standard input.

Each series is given as its logarithms and as it is. Back come means and standard deviations of the next years, or null
where the model refuses.
"""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any

import numpy as np
from statsforecast.models import AutoARIMA, AutoETS

YEARS, LEVEL, HALF_WIDTH = 5, 80, 1.2815515655446004


def ahead(model: Any, values: list[float]) -> list[list[float]] | None:
    """Mean and standard deviation of each year; the intervals of these models are those of normal distributions."""
    try:
        found = model.forecast(y=np.array(values), h=YEARS, level=[LEVEL])
    except Exception:  # noqa: BLE001 - whatever a peer raises, it gives no forecast
        return None
    spread = (found[f"hi-{LEVEL}"] - found[f"lo-{LEVEL}"]) / 2 / HALF_WIDTH
    if not (np.isfinite(found["mean"]).all() and np.isfinite(spread).all() and (spread > 0).all()):
        return None
    return [[float(mean), float(size)] for mean, size in zip(found["mean"], spread, strict=True)]


def main() -> None:
    """Answer one JSON document with another."""
    warnings.simplefilter("ignore")
    series = json.load(sys.stdin)
    makers = {"ets": AutoETS, "arima": AutoARIMA}
    answer = {
        f"{name}.{scale}": [
            ahead(make(season_length=1), [float(np.log(value)) for value in one] if scale == "log" else one)
            for one in series
        ]
        for name, make in makers.items()
        for scale in ("log", "level")
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
