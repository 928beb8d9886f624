"""Forecasts of invented series: what they say, what they rest on, and what they refuse."""

from __future__ import annotations

import json
import math
from importlib.resources import files

import jsonschema
import pytest
import yaml

from planledger.planning import Course, Goal, Observation
from planledger.planning.forecasting import Mixture, NoForecast, Outlook, forecast, learn_prior, look_ahead
from planledger.planning.forecasting.mixture import Part, scale_nodes
from planledger.planning.forecasting.moves import filtered, loads_after

DATA = files("planledger").joinpath("data")
STEADY = {year: 100 * 1.07 ** (year - 2014) for year in range(2014, 2025)}


def seen_in(history: dict[int, float], measure: str = "level") -> list[Observation]:
    return [Observation(str(year), value, measure) for year, value in history.items()]  # type: ignore[arg-type]


def outlook(goal: Goal, history: dict[int, float], **said: object) -> Outlook:
    course = Course((goal,), **{"unit": "亿元", "measure": goal.measure, **said})  # type: ignore[arg-type]
    return look_ahead(course, goal, seen_in(history, goal.measure))


def test_the_file_is_as_its_schema_says() -> None:
    said = yaml.safe_load(DATA.joinpath("forecast.yaml").read_text(encoding="utf-8"))
    schema = json.loads(DATA.joinpath("forecast.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(said, schema, cls=jsonschema.Draft202012Validator)


def test_average_growth_of_years_to_come_is_of_those_years() -> None:
    falling = {year: 12.0 - 0.5 * (year - 2010) for year in range(2010, 2023)}  # the last figure is of 2022
    found = outlook(Goal(2030, 5.0, None, measure="growth", first_year=2026), falling, kind="rate")
    assert found.outcome is not None
    middles = {one.year: one.quantile(0.5) for one in found.path}
    next_five, its_own = (sum(middles[year] for year in range(start, start + 5)) / 5 for start in (2023, 2026))
    middle = found.outcome.quantile(0.5)
    assert abs(middle - its_own) < abs(middle - next_five)


TREATED = {2019: 95.1, 2020: 96.4, 2021: 97.3, 2022: 98.2, 2023: 98.9, 2024: 99.4}


def test_all_of_a_whole_can_be_a_target_and_a_ceiling() -> None:
    at_least, nearly, at_most = (
        outlook(goal, TREATED, unit="%", kind="rate").probability
        for goal in (Goal(2028, 100, None), Goal(2028, 99.9, None), Goal(2028, None, 100, "at_most"))
    )
    assert at_least is not None
    assert nearly is not None
    assert 0.05 < at_least < nearly < 1
    assert at_most == 1


def test_a_share_that_stands_at_its_whole_stays_below_it() -> None:
    found = outlook(Goal(2026, 100, None), {**TREATED, 2024: 100.0}, unit="%", kind="rate")
    assert found.path[0].scale == "share"
    assert found.outcome is not None
    assert found.outcome.quantile(0.975) <= 100
    assert found.probability is not None
    assert found.probability > 0.5


def test_regions_that_are_too_few_are_told_as_that() -> None:
    goal = Goal(2028, 150.0, None)
    course, seen = Course((goal,), unit="亿元"), seen_in(STEADY)
    assert "未提供可比地区数据" in look_ahead(course, goal, seen).reason_zh
    few = look_ahead(course, goal, seen, others=[STEADY])
    assert "未提供" not in few.reason_zh
    assert "所给可比地区不足3个" in few.reason_zh


def test_only_years_that_were_used_are_counted() -> None:
    long = {year: 100 * 1.05 ** (year - 1984) for year in range(1984, 2025)}
    assert "依据2010—2024年15个年度数据" in outlook(Goal(2028, 900.0, None), long).reason_zh


@pytest.mark.parametrize(
    ("history", "months", "told"),
    [
        (STEADY, ["2026Q1", "2026Q2"], "2026Q1、2026Q2的数据未采用：缺少上一年度数据"),
        ({}, ["2025Q1"], "2025Q1的数据未采用：缺少上一年度数据"),
        ({2022: -3.0, 2023: 4.0, 2024: 5.0}, ["2025Q1"], "2025Q1的数据未采用：这类数据不能用来推算全年"),
        (STEADY, ["2025Q1"], ""),
    ],
)
def test_figures_of_a_year_under_way_that_say_nothing_are_named(
    history: dict[int, float], months: list[str], told: str
) -> None:
    goal = Goal(2028, 150.0, None)
    seen = [*seen_in(history), *(Observation(period, 40.0) for period in months)]
    reason = look_ahead(Course((goal,), unit="亿元"), goal, seen).reason_zh
    assert told in reason
    assert bool(told) == ("未采用" in reason)


def test_a_mixture_scores_as_its_definition() -> None:
    mixture = Mixture((Part(0.7, 0.0, 1.0), Part(0.3, 1.0, 4.0)))
    width, actual = 0.001, 0.4
    grid = [-12 + width * (at + 0.5) for at in range(int(26 / width))]
    integral = math.fsum((mixture.below(x) - (x >= actual)) ** 2 * width for x in grid)
    assert mixture.crps(actual) == pytest.approx(integral, abs=1e-4)
    assert mixture.density(0.4) == pytest.approx((mixture.below(0.401) - mixture.below(0.399)) / 0.002, rel=1e-4)


def test_scale_nodes_come_close_to_student() -> None:
    mixture = Mixture(tuple(Part(1 / 5, 0.0, node) for node in scale_nodes(8, 5)))
    assert mixture.quantile(0.9) == pytest.approx(1.397, abs=0.03)  # t with 8 degrees of freedom
    assert mixture.quantile(0.975) == pytest.approx(2.306, abs=0.12)


def test_loads_are_the_variance_of_a_simulated_sum_by_hand() -> None:
    loads = loads_after(3, 0.5, summed=True)
    assert loads.state == pytest.approx(0.5 + 0.25 + 0.125)
    assert loads.drive == pytest.approx(1.75**2 + 1.5**2 + 1)


def test_the_filter_is_not_led_astray_by_one_jump() -> None:
    calm = [0.02, -0.01, 0.0, 0.01, -0.02]
    led, _ = filtered([*calm, 3.0], persistence=0.7, drive=1e-4, noise=[1e-4] * 6, clip=2.5)
    assert abs(led) < 0.05


def test_even_growth_goes_on() -> None:
    found = forecast(STEADY, 2026, scale="amount")
    assert found.quantile(0.5) == pytest.approx(STEADY[2024] * 1.07**2, rel=0.002)
    assert found.quantile(0.1) > STEADY[2024]


def test_a_jump_of_scope_is_named_and_held_back() -> None:
    jumped = {year: value * (1.8 if year >= 2019 else 1.0) for year, value in STEADY.items()}
    found = forecast(jumped, 2025, scale="amount")
    assert found.jumps == (2019,)
    assert found.quantile(0.5) / jumped[2024] == pytest.approx(1.07, abs=0.02)


def test_similar_regions_draw_a_short_series_towards_them() -> None:
    others = [
        {year: 50 * (1 + at) * 1.03 ** (year - 2014) * (1 + 0.01 * ((year * 7 + at * 5) % 3 - 1)) for year in STEADY}
        for at in range(12)
    ]
    short = {2022: 90.0, 2023: 99.0, 2024: 110.0}
    prior = learn_prior(others, scale="amount", until=2024)
    alone, beside = forecast(short, 2029, scale="amount"), forecast(short, 2029, scale="amount", prior=prior)
    assert beside.regions == 12
    assert beside.quantile(0.5) < alone.quantile(0.5)
    assert math.log(beside.quantile(0.9) / beside.quantile(0.1)) < math.log(alone.quantile(0.9) / alone.quantile(0.1))


def test_regions_beside_another_year_are_not_used() -> None:
    others = [
        {year: value * (1 + 0.02 * at) * (1 + 0.01 * ((year + at) % 3)) for year, value in STEADY.items()}
        for at in range(5)
    ]
    prior = learn_prior(others, scale="amount", until=2023)
    assert prior is not None
    assert forecast(STEADY, 2025, scale="amount", prior=prior).regions == 0


def test_few_or_equal_regions_are_no_prior() -> None:
    assert learn_prior([STEADY, STEADY], scale="amount", until=2024) is None
    assert learn_prior([STEADY] * 5, scale="amount", until=2024) is None  # no region strays, so nothing is learned


@pytest.mark.parametrize(
    ("history", "year", "why"),
    [
        ({}, 2025, "no_history"),
        ({2024: 5.0}, 2025, "one_figure"),
        (STEADY, 2024, "not_ahead"),
        (STEADY, 2060, "too_far"),
        ({**STEADY, 2023: 0.0}, 2025, "off_scale"),
        ({2024: math.nan}, 2025, "no_history"),
    ],
)
def test_refusals(history: dict[int, float], year: int, why: str) -> None:
    with pytest.raises(NoForecast) as refused:
        forecast(history, year, scale="amount")
    assert refused.value.why == why


def test_one_figure_suffices_where_regions_are_known() -> None:
    others = [
        {year: value * (1 + 0.02 * at) * (1 + 0.01 * ((year + at) % 3)) for year, value in STEADY.items()}
        for at in range(8)
    ]
    prior = learn_prior(others, scale="amount", until=2024)
    found = forecast({2024: 10.0}, 2025, scale="amount", prior=prior)
    assert 10.2 < found.quantile(0.5) < 11.2


def test_fewer_figures_are_less_sure_and_say_so() -> None:
    goal = Goal(2025, 215.0, None)
    short, long = outlook(goal, {year: STEADY[year] for year in (2022, 2023, 2024)}), outlook(goal, STEADY)
    assert "few" in short.notes
    assert "年度数据不足5个" in short.reason_zh
    wide, narrow = short.interval(0.8), long.interval(0.8)
    assert wide is not None
    assert narrow is not None
    assert wide[1] - wide[0] > narrow[1] - narrow[0]


def test_what_is_needed_and_what_was_usual() -> None:
    found = outlook(Goal(2026, STEADY[2024] * 1.21, None), STEADY)
    assert found.needed == pytest.approx(10.0)
    assert found.usual == pytest.approx(7.0)
    assert "以后需年均增长10%（近年7%）" in found.reason_zh
    assert found.probability is not None
    assert found.probability < 0.35


def test_bounds_point_their_way() -> None:
    level = STEADY[2024] * 1.07
    at_least, at_most = (
        outlook(Goal(2025, *edges), STEADY) for edges in ((level, None, "at_least"), (None, level, "at_most"))
    )
    about = outlook(Goal(2025, level, level, "about"), STEADY)
    assert at_least.probability == pytest.approx(0.5, abs=0.02)
    assert at_most.probability == pytest.approx(0.5, abs=0.02)
    assert about.probability is not None
    assert at_least.probability is not None
    assert about.probability > at_least.probability + 0.1  # 左右 takes three percent less


def test_a_corridor_has_two_ends() -> None:
    history = {year: 2.0 + 0.3 * (year % 3) for year in range(2014, 2025)}
    found = outlook(
        Goal(2025, 1.0, 3.0, "range", measure="growth", annual=True), history, direction="neutral", unit="%"
    )
    one = outlook(Goal(2025, 2.3, 2.3, "exact", measure="growth", annual=True), history, direction="neutral", unit="%")
    assert found.probability is not None
    assert 0.4 < found.probability < 1
    assert one.probability is not None
    assert one.probability < 0.3  # one value where neither side is better leaves what 左右 leaves


def test_several_years_together_and_on_average() -> None:
    jobs = {2019: 4.1, 2020: 3.9, 2021: 4.0, 2022: 4.1, 2023: 4.0}
    total = outlook(Goal(2025, 20.0, None, first_year=2021), jobs, unit="万人")
    assert total.outcome is not None
    assert total.outcome.quantile(0.5) == pytest.approx(20.2, abs=0.3)
    assert total.needed == pytest.approx((20 - 12.1) / 2)
    rates = {year: 6.0 + (year % 2) for year in range(2012, 2024)}
    mean = outlook(Goal(2025, 6.0, None, first_year=2021, measure="growth"), rates)
    assert mean.outcome is not None
    assert mean.outcome.quantile(0.5) == pytest.approx(6.5, abs=0.4)
    assert mean.needed == pytest.approx((30 - 7 - 6 - 7) / 2)
    missing = outlook(Goal(2025, 20.0, None, first_year=2021), {2019: 4.0, 2020: 4.0, 2023: 4.0})
    assert missing.why == "incomplete"


def test_months_so_far_move_the_year_and_make_it_surer() -> None:
    goal = Goal(2025, 210.0, None, annual=True)
    course = Course((goal,), unit="亿元", frequency="month")
    before = look_ahead(course, goal, seen_in(STEADY))
    months = [Observation(f"{year}-09", 0.7 * STEADY[year]) for year in range(2019, 2025)]
    slow = look_ahead(course, goal, [*seen_in(STEADY), *months, Observation("2025-09", 0.7 * STEADY[2024])])
    fast = look_ahead(course, goal, [*seen_in(STEADY), *months, Observation("2025-09", 0.7 * STEADY[2024] * 1.12)])
    assert slow.probability is not None
    assert before.probability is not None
    assert fast.probability is not None
    assert slow.probability < before.probability < fast.probability
    wide, narrow = before.interval(0.8), fast.interval(0.8)
    assert wide is not None
    assert narrow is not None
    assert narrow[1] - narrow[0] < wide[1] - wide[0]
    lone = look_ahead(course, goal, [*seen_in(STEADY), Observation("2025-09", 0.7 * STEADY[2024])])
    assert "even_months" in lone.notes


def test_growth_so_far_and_stocks_within_a_year() -> None:
    rates = {year: 6.0 + 0.2 * (year % 3) for year in range(2014, 2025)}
    goal = Goal(2025, 6.0, None, measure="growth", annual=True)
    course = Course((goal,), measure="growth", frequency="quarter")
    low = look_ahead(course, goal, [*seen_in(rates, "growth"), Observation("2025Q3", 4.0, "growth")])
    assert low.probability is not None
    assert low.probability < 0.1
    share = {year: 60 + 0.8 * (year - 2018) for year in range(2018, 2025)}
    aim = Goal(2025, 66.0, None)
    plain = Course((aim,), kind="rate", unit="%", frequency="quarter")
    early = look_ahead(plain, aim, seen_in(share))
    late = look_ahead(plain, aim, [*seen_in(share), Observation("2025Q3", 65.7)])
    assert early.probability is not None
    assert late.probability is not None
    assert late.probability > early.probability + 0.05


def test_a_year_behind_the_running_one_is_less_sure_than_that() -> None:
    goal = Goal(2026, 240.0, None)
    months = [Observation(f"{year}-06", 0.45 * STEADY[year]) for year in range(2019, 2025)]
    found = look_ahead(
        Course((goal,)), goal, [*seen_in(STEADY), *months, Observation("2025-06", 0.45 * STEADY[2024] * 1.07)]
    )
    assert [year.year for year in found.path] == [2025, 2026]
    first, second = (math.log(year.quantile(0.9) / year.quantile(0.1)) for year in found.path)
    assert first < second
    rates = Goal(2026, 6.0, None, first_year=2024, measure="growth")
    history = {year: 6.0 + 0.2 * (year % 3) for year in range(2014, 2025)}
    mean = look_ahead(
        Course((rates,), measure="growth"), rates, [*seen_in(history, "growth"), Observation("2025Q3", 5.0, "growth")]
    )
    assert mean.probability is not None
    assert 0 < mean.probability < 0.6


def test_a_target_whose_time_is_over_is_not_foretold() -> None:
    met, missed = outlook(Goal(2024, 190.0, None), STEADY), outlook(Goal(2024, 900.0, None), STEADY)
    assert (met.why, met.probability) == ("ended", 1.0)
    assert (missed.why, missed.probability) == ("ended", 0.0)
    assert outlook(Goal(2024, None, None), STEADY).why == "no_number"


def test_what_can_be_below_nought_is_foretold_in_plain_steps() -> None:
    balance = {2018: -5.0, 2019: -3.0, 2020: -4.0, 2021: -1.0, 2022: 0.0, 2023: 1.5}
    found = outlook(Goal(2025, 2.0, None), balance, kind="stock")
    assert found.path[-1].scale == "plain"
    assert found.needed == pytest.approx(0.25)
    index = outlook(
        Goal(2025, None, 103.0, "at_most"), {2020: 102.5, 2021: 100.9, 2022: 102.0, 2023: 100.2}, kind="index"
    )
    assert index.path[-1].scale == "plain"


def test_five_years_and_more_ahead_is_said_to_be_untested() -> None:
    assert "far" in outlook(Goal(2030, 300.0, None), STEADY).notes
    assert "far" not in outlook(Goal(2029, 300.0, None), STEADY).notes
