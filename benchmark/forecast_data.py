"""Figures of prefectures and provinces as histories, and the halves that constants were chosen and are reported on."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from planledger.planning.forecasting import Prior, Scale, learn_prior
from planledger.planning.forecasting.settings import Settings

ORIGINS = range(1999, 2018)
RATE_ORIGINS = range(2002, 2017)
YEARS_AHEAD = range(1, 6)
FEWEST_POINTS = 5
History = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """The tables of ``shared/data``: amounts and growth by prefecture, targets by province and year."""

    amounts: Mapping[str, History]
    growth: Mapping[str, History]
    targets: Mapping[tuple[str, int], float]

    @property
    def chosen_on(self) -> list[str]:
        """Prefectures of every second province, on which the constants were chosen."""
        return [code for code in self.amounts if code[:2] in set(self._provinces[::2])]

    @property
    def reported_on(self) -> list[str]:
        """Prefectures of the other provinces."""
        return [code for code in self.amounts if code[:2] in set(self._provinces[1::2])]

    @property
    def _provinces(self) -> list[str]:
        return sorted({code[:2] for code in self.amounts})


class Case(NamedTuple):
    """One forecast: made in ``origin`` from ``past``, of ``actual`` ``ahead`` years later."""

    code: str
    origin: int
    ahead: int
    past: History
    actual: float


def load_figures(folder: Path) -> Figures:
    """The figures of ``folder``."""
    amounts: dict[str, dict[int, float]] = defaultdict(dict)
    growth: dict[str, dict[int, float]] = defaultdict(dict)
    for row in _rows(folder / "prefecture_gdp.csv"):
        if row["gdp_100m_yuan"]:
            amounts[row["prefecture_code"]][int(row["year"])] = float(row["gdp_100m_yuan"])
        if row["real_gdp_growth"]:
            growth[row["prefecture_code"]][int(row["year"])] = 100 * float(row["real_gdp_growth"])
    targets = {
        (row["province_code"], int(row["year"])): float(row["gdp_growth_target_pct"])
        for row in _rows(folder / "provincial_growth_targets.csv")
        if row["gdp_growth_target_pct"]
    }
    return Figures(dict(sorted(amounts.items())), dict(sorted(growth.items())), targets)


def city_figures(folder: Path, column: str) -> dict[str, History]:
    """One column of the figures of cities from elsewhere, by code."""
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for row in _rows(folder / "city_macro_fiscal.csv"):
        if row[column]:
            found[row["admin_code_6"]][int(row["metric_year"])] = float(row[column])
    return dict(sorted(found.items()))


def cases(
    histories: Mapping[str, History], codes: list[str], origins: range, *, ahead: range = YEARS_AHEAD
) -> Iterator[Case]:
    """Every forecast that can be made and judged: at least five figures in a row up to the origin."""
    for origin in origins:
        for code in codes:
            history = histories.get(code, {})
            if any(origin - back not in history for back in range(FEWEST_POINTS)):
                continue
            past = {year: value for year, value in history.items() if year <= origin}
            for years in ahead:
                if origin + years in history:
                    yield Case(code, origin, years, past, history[origin + years])


def priors(
    histories: Mapping[str, History], scale: Scale, origins: Iterable[int], settings: Settings | None = None
) -> dict[int, Prior | None]:
    """What all prefectures tell by origin; nothing later than the origin goes in."""
    return {
        origin: learn_prior(
            [{year: value for year, value in one.items() if year <= origin} for one in histories.values()],
            scale=scale,
            until=origin,
            settings=settings,
        )
        for origin in origins
    }


def run_of(past: History, longest: int) -> list[float]:
    """The figures in a row that end ``past``, at most ``longest``."""
    last, found = max(past), []
    while len(found) < longest and last - len(found) in past:
        found.append(past[last - len(found)])
    return found[::-1]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
