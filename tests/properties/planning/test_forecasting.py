"""What holds for every forecast, whatever the figures."""

from __future__ import annotations

import math
import os
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from planledger.planning import Course, Goal, Observation
from planledger.planning.forecasting import Forecast, NoForecast, forecast, learn_prior, look_ahead

EXAMPLES = settings(max_examples=int(os.environ.get("PLANLEDGER_EXAMPLES", "150")), deadline=None)
SHARES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
YEARS = st.lists(st.integers(2005, 2024), min_size=1, max_size=15, unique=True)
AMOUNTS = st.floats(1e-3, 1e9).map(lambda value: float(f"{value:.6g}"))
STEPS = st.floats(-0.3, 0.4).map(lambda value: round(value, 4))
RATES = st.floats(-20, 40).map(lambda value: round(value, 2))
SCALES = st.sampled_from(["amount", "share", "growth", "plain"])
AHEAD = st.integers(1, 8)


@st.composite
def histories(draw: st.DrawFn, scale: str) -> dict[int, float]:
    years = draw(YEARS)
    if scale == "growth":
        return {year: draw(RATES) for year in years}
    if scale == "share":
        return {year: draw(st.floats(0.01, 99.99)) for year in years}
    if scale == "plain":
        return {year: draw(st.floats(-1e5, 1e5)) for year in years}
    value, found = draw(AMOUNTS), {}
    for year in sorted(years):
        value *= math.exp(draw(STEPS))
        found[year] = value
    return found


@st.composite
def panels(draw: st.DrawFn) -> list[dict[int, float]]:
    first, count = draw(st.integers(2005, 2012)), draw(st.integers(3, 8))
    years = range(first, draw(st.integers(first + 4, 2022)) + 1)
    shared = [draw(STEPS) for _ in years]
    found = []
    for _ in range(count):
        value, one = draw(AMOUNTS), {}
        for year, step in zip(years, shared, strict=True):
            value *= math.exp(step + draw(STEPS) / 5)
            one[year] = value
        found.append(one)
    return found


def made(history: dict[int, float], ahead: int, scale: str) -> Forecast | None:
    try:
        return forecast(history, max(history) + ahead, scale=scale)  # type: ignore[arg-type]
    except NoForecast:
        return None


@EXAMPLES
@given(st.data(), SCALES, AHEAD)
def test_quantiles_rise_and_agree_with_probabilities(data: st.DataObject, scale: str, ahead: int) -> None:
    found = made(data.draw(histories(scale)), ahead, scale)
    if found is None:
        return
    quantiles = [found.quantile(share) for share in SHARES]
    assert quantiles == sorted(quantiles)
    if found.scale in {"amount", "share"}:
        assert min(quantiles) >= 0
    if found.scale == "share":
        assert max(quantiles) <= 100
    for share in SHARES:  # on the scale: 99.99999999999999% has no neighbour that a float could tell
        assert abs(found.on_scale.below(found.on_scale.quantile(share)) - share) < 1e-9


@EXAMPLES
@given(st.data(), SCALES, AHEAD)
def test_a_higher_target_is_never_more_probable(data: st.DataObject, scale: str, ahead: int) -> None:
    found = made(data.draw(histories(scale)), ahead, scale)
    if found is None:
        return
    low, high = sorted(data.draw(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))))
    assert found.below(low) <= found.below(high) + 1e-12
    assert 0 <= found.below(low) <= 1


@EXAMPLES
@given(st.data(), st.sampled_from(["amount", "plain"]), AHEAD, st.sampled_from([1e-4, 0.1, 10.0, 1e4]))
def test_another_unit_gives_the_same_forecast(data: st.DataObject, scale: str, ahead: int, unit: float) -> None:
    history = data.draw(histories(scale))
    found, other = (
        made(history, ahead, scale),
        made({year: unit * value for year, value in history.items()}, ahead, scale),
    )
    assert (found is None) == (other is None)
    if found is not None and other is not None:
        for share in SHARES:
            assert math.isclose(unit * found.quantile(share), other.quantile(share), rel_tol=1e-6, abs_tol=1e-6 * unit)


@EXAMPLES
@given(st.data(), SCALES, AHEAD)
def test_the_order_of_figures_changes_nothing(data: st.DataObject, scale: str, ahead: int) -> None:
    history = data.draw(histories(scale))
    shuffled = dict(data.draw(st.permutations(list(history.items()))))
    assert made(history, ahead, scale) == made(shuffled, ahead, scale)


@EXAMPLES
@given(st.data(), SCALES, st.integers(1, 7))
def test_it_grows_less_sure_with_every_year(data: st.DataObject, scale: str, ahead: int) -> None:
    history = data.draw(histories(scale))
    near, far = made(history, ahead, scale), made(history, ahead + 1, scale)
    if near is None or far is None:
        return
    widths = [one.on_scale.quantile(0.9) - one.on_scale.quantile(0.1) for one in (near, far)]
    assert widths[1] >= widths[0] * (1 - 1e-9)


@EXAMPLES
@given(st.data(), panels(), AHEAD)
def test_regions_in_any_order_tell_the_same_and_nothing_of_later_years(
    data: st.DataObject, panel: list[dict[int, float]], ahead: int
) -> None:
    own, others = panel[0], panel
    until = max(own)
    prior = learn_prior(others, scale="amount", until=until)
    later = [{**one, until + 1: one[until] * 3} for one in data.draw(st.permutations(others))]
    assert learn_prior(later, scale="amount", until=until) == prior
    if prior is not None:
        found = forecast(own, until + ahead, scale="amount", prior=prior)
        assert found.regions == len(others)
        assert found.quantile(0.1) < found.quantile(0.5) < found.quantile(0.9)


@EXAMPLES
@given(
    st.data(), st.integers(2025, 2030), st.floats(0.5, 2.0), st.sampled_from(["at_least", "at_most", "about", "range"])
)
def test_an_outlook_is_a_probability_with_words_or_a_refusal(
    data: st.DataObject, year: int, part: float, bound: str
) -> None:
    history = data.draw(histories("amount"))
    value = history[max(history)] * part
    goal = Goal(year, value, value * 1.1 if bound == "range" else value, bound)  # type: ignore[arg-type]
    course = Course((goal,), unit="亿元", base_year=None)
    seen = data.draw(st.permutations([Observation(str(at), one) for at, one in history.items()]))
    found = look_ahead(course, goal, seen)
    assert found.reason.endswith(".")
    assert found.reason_zh.endswith("。")
    if found.why:
        assert found.outcome is None
        return
    assert found.probability is not None
    assert 0 <= found.probability <= 1
    if bound in {"at_least", "at_most"}:
        harder = replace(goal, low=value * 1.2, high=value * 1.2) if bound == "at_least" else replace(
            goal, low=value / 1.2, high=value / 1.2)  # fmt: skip
        other = look_ahead(replace(course, goals=(harder,)), harder, seen)
        assert other.probability is not None
        assert other.probability <= found.probability + 1e-12
