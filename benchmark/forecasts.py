"""Forecasts made year by year as if nothing later were known, and what came: intervals, scores, probabilities."""

from __future__ import annotations

import json
import math
import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from forecast_data import (
    ORIGINS,
    RATE_ORIGINS,
    Case,
    Figures,
    History,
    cases,
    city_figures,
    load_figures,
    priors,
    run_of,
)
from forecast_scores import (
    Said,
    Score,
    brier,
    coverage,
    crps_of_levels,
    grouped,
    naive,
    reliability_rows,
    score_row,
    whole_row,
)
from material import Material
from peers import ENVIRONMENT, HERE, peer_python
from planledger.catalogue import read_data
from planledger.planning.forecasting import Forecast, NoForecast, Prior, Scale, forecast
from planledger.planning.forecasting.mixture import Mixture, Part
from planledger.planning.forecasting.settings import Settings, settings_from

PEER_EVERY = 4
"""AutoARIMA takes a third of a second a series, so the peers get one prefecture of four."""
PEERS = {
    "ets.log": "AutoETS, logarithms",
    "arima.log": "AutoARIMA, logarithms",
    "ets.level": "AutoETS, levels",
    "arima.level": "AutoARIMA, levels",
}
CITY_ORIGINS = range(2022, 2025)
LATE = 2008
_HEADS = """\
| | forecasts | in 80% | in 95% | below 80% | above 80% | CRPS | to naïve |
|---|---:|---:|---:|---:|---:|---:|---:|"""
_PLAIN_HEADS = _HEADS.replace(" to naïve |", "").removesuffix("---:|")
_RELIABLE = "| said | forecasts | mean said | happened | ±2 s.e. by years |\n|---|---:|---:|---:|---:|"


_FAILS = """\
- At turning points of the nation. Of the intervals of 80%, least held those made in {worst}. A whole year errs on one
  side, since all prefectures share it; what holds on average over nineteen origins does not hold in each.
- On probabilities after the slowdown. From 2013 on growth fell for years in a row and levels were corrected downwards:
  targets were reached much less often than said, and before it more often. Over all years the gap lies within twice
  its error by years, which is wide, because there are few years.
- It can hardly tell next year's winners: Brier's score is little better than that of always saying the rate, for
  provinces and for levels not better, and the highest probabilities are somewhat too high. Growth here is deflated by
  the makers of the table, and noisier than what offices publish.
- Chosen without outcomes behind 2008, its intervals of 95% held 92% of what came from 2009 on: the slowdown again.
- In calm times it is too wide: for GDP and its growth from 2022 to 2025 the intervals of 80% held over 90%, since 2020
  and 2021 taught it large shocks.
- On other indicators by themselves it is too narrow (budget revenue, and its share of GDP), since its constants come
  from GDP; with similar regions beside them it is near.
- Not tried, for want of data: months of a running year, indicators other than these, more than five years ahead."""
_TARGETS = (
    "Real growth of a prefecture next year at least its province's target, with similar regions:",
    "The same of provinces (growth of their prefectures, weighted by GDP), the other provinces beside them:",
    "GDP of a prefecture in one to five years at least what next year's target of its province, kept, makes of it:",
)


def forecast_lines(material: Material) -> list[str]:
    """The part of the page on forecasts."""
    folder = material.shared / "data"
    figures = load_figures(folder)
    known = priors(figures.amounts, "amount", ORIGINS)
    made = list(cases(figures.amounts, figures.reported_on, ORIGINS))
    beside, alone = _scores(made, "amount", known), _scores(made, "amount", {})
    plain = [_scored(case, naive(case), math.log(case.actual)) for case in made]
    lines = ["### Amounts: GDP of prefectures", "", *_amount_lines(beside, alone, plain), ""]
    lines += ["By years ahead, with similar regions:", "", *_by_year_lines(beside, alone, plain), ""]
    lines += ["By origin, with similar regions:", "", *_by_origin_lines(beside), ""]
    lines += ["### Beside statsforecast", "", *_peer_lines(figures, known), ""]
    lines += ["### Without any outcome behind 2008", "", *_strict_lines(figures), ""]
    lines += ["### Probability of reaching a target", "", *_target_lines(figures, known), ""]
    lines += ["### Another time, other indicators", "", *_city_lines(folder), ""]
    lines += ["### Where it fails", "", *_failing_lines(beside)]
    return lines


def _failing_lines(beside: list[Score]) -> list[str]:
    worst = sorted(
        (coverage(scores, 0.8), origin, sum(score.below < 0.1 for score in scores) / len(scores))
        for origin, scores in grouped(beside, lambda score: score.case.origin).items()
    )[:3]
    told = ", ".join(f"{origin} {inside:.0%} ({under:.0%} fell below)" for inside, origin, under in worst)
    return [_FAILS.format(worst=told)]


def _scored(case: Case, mixture: Mixture, actual: float) -> Score:
    return Score(case, mixture.below(actual), mixture.crps(actual))


def _made(
    case: Case, scale: Scale, known: Mapping[int, Prior | None], settings: Settings | None = None
) -> Forecast | None:
    try:
        return forecast(
            case.past, case.origin + case.ahead, scale=scale, prior=known.get(case.origin), settings=settings
        )
    except NoForecast:
        return None


def _scores(
    made: Sequence[Case], scale: Scale, known: Mapping[int, Prior | None], settings: Settings | None = None
) -> list[Score]:
    found = []
    for case in made:
        told = _made(case, scale, known, settings)
        if told is not None and math.isfinite(place := told.place(case.actual)):
            found.append(_scored(case, told.on_scale, place))
    return found


def _mean(scores: Sequence[Score]) -> float:
    return math.fsum(score.crps for score in scores) / len(scores)


def _amount_lines(beside: list[Score], alone: list[Score], plain: list[Score]) -> list[str]:
    base = _mean(plain)
    return [
        _HEADS,
        score_row("Planledger, with similar regions", beside, base),
        score_row("Planledger, the series alone", alone, base),
        score_row("random walk with drift", plain, base),
    ]


def _by_year_lines(beside: list[Score], alone: list[Score], plain: list[Score]) -> list[str]:
    rows, others = grouped(plain, lambda score: score.case.ahead), grouped(alone, lambda score: score.case.ahead)
    lines = [_HEADS]
    for years, scores in grouped(beside, lambda score: score.case.ahead).items():
        base = _mean(rows[years])
        lines.append(score_row(f"{years}, with similar regions", scores, base))
        lines.append(score_row(f"{years}, alone", others[years], base))
    return lines


def _by_origin_lines(beside: list[Score]) -> list[str]:
    return [
        _PLAIN_HEADS,
        *(
            score_row(str(origin), scores).removesuffix("  |")
            for origin, scores in grouped(beside, lambda score: score.case.origin).items()
        ),
    ]


def _peer_lines(figures: Figures, known: Mapping[int, Prior | None]) -> list[str]:
    made = list(cases(figures.amounts, figures.reported_on[::PEER_EVERY], ORIGINS))
    series: dict[tuple[str, int], list[float]] = {}
    for case in made:
        series.setdefault((case.code, case.origin), run_of(case.past, 15))
    answer = _ask_peers(list(series.values()))
    number = {key: at for at, key in enumerate(series)}
    by_key: dict[str, dict[tuple[str, int, int], Score]] = defaultdict(dict)
    for case in made:
        for name in PEERS:
            told = answer[name][number[case.code, case.origin]]
            if told is None:
                continue
            mean, spread = told[case.ahead - 1]
            by_key[name][_key(case)] = (
                _scored(case, Mixture((Part(1.0, mean, spread**2),)), math.log(case.actual))
                if name.endswith("log")
                else crps_of_levels(mean, spread, case)
            )
    both = [case for case in made if all(_key(case) in by_key[name] for name in PEERS)]
    rows = [
        ("Planledger, with similar regions", _scores(both, "amount", known)),
        ("Planledger, the series alone", _scores(both, "amount", {})),
        ("random walk with drift", [_scored(case, naive(case), math.log(case.actual)) for case in both]),
        *((title, [by_key[name][_key(case)] for case in both]) for name, title in PEERS.items()),
    ]
    base = _mean(rows[2][1])
    refused = ", ".join(f"{title} {len(made) - len(by_key[name]):,}" for name, title in PEERS.items())
    return [
        f"Forecasts for which every model gave an answer; of {len(made):,} without one: {refused}.",
        "",
        _HEADS,
        *(score_row(title, found, base) for title, found in rows),
    ]


def _key(case: Case) -> tuple[str, int, int]:
    return case.code, case.origin, case.ahead


def _ask_peers(series: list[list[float]]) -> dict[str, list[list[list[float]] | None]]:
    python = peer_python(ENVIRONMENT / "forecasts", ["statsforecast==2.1.1"])
    said = subprocess.run(
        [str(python), str(HERE / "forecast_worker.py")],
        input=json.dumps(series).encode(),
        capture_output=True,
        check=True,
    )
    found: dict[str, list[list[list[float]] | None]] = json.loads(said.stdout)
    return found


def _strict_lines(figures: Figures) -> list[str]:
    """Constants from outcomes up to 2008 of one half, forecasts from 2008 on of the other."""
    said, early = read_data("forecast"), yaml.safe_load((HERE / "forecast_until_2008.yaml").read_text(encoding="utf-8"))
    settings = settings_from({**said, **{part: {**said[part], **early[part]} for part in ("alone", "shared")}})
    late = range(LATE, ORIGINS.stop)
    made = list(cases(figures.amounts, figures.reported_on, late))
    plain = [_scored(case, naive(case), math.log(case.actual)) for case in made]
    known, early_known = priors(figures.amounts, "amount", late), priors(figures.amounts, "amount", late, settings)
    base = _mean(plain)
    return [
        _HEADS,
        score_row(
            "with similar regions, constants of up to 2008", _scores(made, "amount", early_known, settings), base
        ),
        score_row("with similar regions, the published constants", _scores(made, "amount", known), base),
        score_row("alone, constants of up to 2008", _scores(made, "amount", {}, settings), base),
        score_row("alone, the published constants", _scores(made, "amount", {}), base),
        score_row("random walk with drift", plain, base),
    ]


def _target_lines(figures: Figures, known: Mapping[int, Prior | None]) -> list[str]:
    rates = priors(figures.growth, "growth", RATE_ORIGINS)
    made = list(cases(figures.growth, figures.reported_on, RATE_ORIGINS, ahead=range(1, 2)))
    grown = _growth_said(made, figures, rates)
    provinces = _provinces(figures)
    own = priors(provinces, "growth", RATE_ORIGINS)
    whole = _growth_said(list(cases(provinces, list(provinces), RATE_ORIGINS, ahead=range(1, 2))), figures, own)
    levels = _level_said(list(cases(figures.amounts, figures.reported_on, ORIGINS)), figures, known)
    lines = []
    for title, said in zip(_TARGETS, (grown, whole, levels), strict=True):
        score, base = brier(said)
        told = f"Brier {score:.3f}; always saying the rate at which it happened: {base:.3f}."
        lines += [title, "", _RELIABLE, *reliability_rows(said), whole_row(said), "", told, ""]
        before, after = ([one for one in said if (one.block < 2013) == early] for early in (True, False))
        lines += ["Outcomes up to 2012, and from 2013 on:", "", _RELIABLE]
        lines += [whole_row(before).replace("all", "to 2012"), whole_row(after).replace("all", "from 2013"), ""]
    return lines[:-1]


def _growth_said(made: Sequence[Case], figures: Figures, known: Mapping[int, Prior | None]) -> list[Said]:
    found = []
    for case in made:
        year = case.origin + case.ahead
        target = figures.targets.get((case.code[:2], year))
        told = _made(case, "growth", known)
        if target is not None and told is not None:
            found.append(Said(1 - told.below(target), case.actual >= target, year))
    return found


def _level_said(made: Sequence[Case], figures: Figures, known: Mapping[int, Prior | None]) -> list[Said]:
    found = []
    for case in made:
        target = figures.targets.get((case.code[:2], case.origin + 1))
        told = _made(case, "amount", known)
        if target is not None and told is not None:
            level = case.past[case.origin] * (1 + target / 100) ** case.ahead
            found.append(Said(1 - told.below(level), case.actual >= level, case.origin + case.ahead))
    return found


def _provinces(figures: Figures) -> dict[str, History]:
    """Growth of provinces: of their prefectures, weighted by last year's GDP, where at least four are known."""
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for province in sorted({code[:2] for code in figures.growth}):
        members = [code for code in figures.growth if code[:2] == province]
        for year in range(1998, 2018):
            known = [
                (figures.amounts[code][year - 1], figures.growth[code][year])
                for code in members
                if year in figures.growth[code] and year - 1 in figures.amounts[code]
            ]
            if len(known) >= 4:
                total = math.fsum(size for size, _ in known)
                found[province][year] = math.fsum(size * rate for size, rate in known) / total
    return dict(found)


def _city_lines(folder: Path) -> list[str]:
    gdp = city_figures(folder, "gdp_current_100m")
    revenue = city_figures(folder, "general_public_revenue_100m")
    share = {
        code: {year: 100 * value / gdp[code][year] for year, value in history.items() if gdp.get(code, {}).get(year)}
        for code, history in revenue.items()
    }
    tables: list[tuple[str, Scale, Mapping[str, History]]] = [
        ("GDP", "amount", gdp),
        ("budget revenue", "amount", revenue),
        ("budget expenditure", "amount", city_figures(folder, "general_public_expenditure_100m")),
        ("revenue as a share of GDP", "share", share),
        ("growth of GDP, points", "growth", city_figures(folder, "gdp_real_growth_pct")),
    ]
    lines = [_PLAIN_HEADS]
    for title, scale, histories in tables:
        made = list(cases(histories, list(histories), CITY_ORIGINS))
        known = priors(histories, scale, CITY_ORIGINS)
        lines += [
            score_row(f"{title}, with similar regions", _scores(made, scale, known)).removesuffix("  |"),
            score_row(f"{title}, alone", _scores(made, scale, {})).removesuffix("  |"),
        ]
    return lines
