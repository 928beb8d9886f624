"""Allocation on programmes small enough to reckon by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planledger.planning.allocating import (
    OWN,
    After,
    Change,
    Decision,
    Fund,
    Goal,
    Limit,
    Options,
    Payment,
    Programme,
    Project,
    Quota,
    allocate,
    broken_limits,
    changes_for,
    conflicts,
    effects_of,
    find_conflict,
    find_faults,
    limit_said,
    prices_of,
    refusals_of,
    without_faulty,
)

FIRST = 2026


def project(name: str, *costs: int, gain: float = 1.0, **more: object) -> Project:
    return Project(id=name, costs=costs, gains={"里程": (gain,)}, **more)  # type: ignore[arg-type]


def programme(*projects: Project, money: int = 100, years: int = 1, **more: object) -> Programme:
    parts: dict[str, object] = {
        "funds": (Fund("财政", {FIRST + year: money for year in range(years)}),),
        "goals": (Goal("里程", 10.0),),
    }
    return Programme(first_year=FIRST, years=years, projects=projects, **(parts | more))  # type: ignore[arg-type]


def paid(payments: tuple[Payment, ...]) -> dict[str, int]:
    return {payment.fund: payment.amount for payment in payments}


def test_the_set_that_serves_best_is_not_the_one_with_the_best_ratio() -> None:
    # The greedy one takes c, whose gain for its money is largest, and has no room left for a and b together.
    found = allocate(programme(project("a", 50, gain=4.0), project("b", 50, gain=4.0), project("c", 60, gain=5.0)))
    assert found.starts == {"a": FIRST, "b": FIRST}
    assert found.proven
    assert found.reached[0].value == 8.0


def test_binding_goals_go_before_all_others_unless_all_are_weighed_together() -> None:
    two = programme(
        Project("a", (100,), gains={"水质": (1.0,)}),
        Project("b", (100,), gains={"产值": (10.0,)}),
        goals=(Goal("水质", 10.0, binding=True), Goal("产值", 10.0)),
    )
    assert list(allocate(two).starts) == ["a"]
    assert list(allocate(two, Options(order="together")).starts) == ["b"]


def test_a_target_is_reached_first_and_what_is_beyond_counts_less() -> None:
    goals = (Goal("里程", 4.0, beyond=0.5), Goal("床位", 4.0))
    both = programme(
        project("a", 50, gain=4.0),
        project("b", 50, gain=4.0),
        Project("c", (50,), gains={"床位": (2.5,)}),
        goals=goals,
    )
    assert sorted(allocate(both).starts) in (["a", "c"], ["b", "c"])
    assert sorted(allocate(replace(both, goals=(goals[0], replace(goals[1], weight=0.1)))).starts) == ["a", "b"]


def test_of_plans_that_serve_as_well_the_cheaper_and_earlier_one_is_taken() -> None:
    found = allocate(programme(project("a", 60, gain=10.0), project("b", 50, gain=10.0), years=3))
    assert found.starts == {"b": FIRST}


def test_shares_capital_and_owners_money_are_kept_to_the_unit() -> None:
    funds = (
        Fund("债券", {FIRST: 1000}, capital=False, share=0.8),
        Fund("补助", {FIRST: 1000}, share=0.3, rate=1.0),
        Fund("财政", {FIRST: 1000}, rate=5.0),
    )
    one = programme(project("a", 101, own=0.1, capital=0.25), funds=funds)
    found = allocate(one)
    # The owner brings 10.1, rounded up; at most 75.75 is debt, rounded down; the grant pays before the dearer money.
    assert paid(found.payments) == {OWN: 11, "债券": 75, "补助": 15}
    assert broken_limits(one, found.starts, found.payments) == []


def test_a_fund_pays_only_what_its_rules_say() -> None:
    funds = (
        Fund("水利专项", {FIRST: 100}, sectors=frozenset({"水利"})),
        Fund("县财政", {FIRST: 100}, regions=frozenset({"南山县"})),
    )
    found = allocate(
        programme(
            project("a", 80, sector="水利"),
            project("b", 80, region="南山县"),
            project("c", 10, sector="交通"),
            funds=funds,
        )
    )
    assert sorted(found.starts) == ["a", "b"]
    [why] = refusals_of(found)
    assert (why.project, why.why) == ("c", "alone")


def test_money_that_carries_over_waits_and_other_money_lapses() -> None:
    late = programme(project("a", 150, earliest=FIRST + 1), years=2)
    assert allocate(late).starts == {}
    funds = (replace(late.funds[0], carries=True),)
    assert allocate(replace(late, funds=funds)).starts == {"a": FIRST + 1}


def test_land_is_taken_when_work_begins_and_energy_when_it_runs() -> None:
    uses = {"用地": (6.0,), "能耗": (0.0, 3.0)}
    quotas = (Quota("用地", {FIRST: 10.0, FIRST + 1: 10.0}), Quota("能耗", {FIRST + 1: 3.0, FIRST + 2: 2.0}))
    found = allocate(programme(project("a", 1, uses=uses), project("b", 1, uses=uses), years=3, quotas=quotas))
    assert list(found.starts.values()) == [FIRST]  # the second would run in a year without energy, or has no land


def test_what_goes_before_and_what_excludes_each_other() -> None:
    chain = programme(
        project("a", 1, gain=0.0, after=(After("b", 1),)),
        project("b", 1, gain=0.0),
        project("c", 1, gain=3.0, after=(After("a"),)),
        project("d", 1, gain=2.0, group="选址"),
        project("e", 1, gain=1.0, group="选址"),
        years=3,
    )
    found = allocate(chain)
    assert found.starts == {"b": FIRST, "a": FIRST + 1, "c": FIRST + 1, "d": FIRST}
    [why] = refusals_of(found)
    assert (why.project, why.why, "d" in why.message) == ("e", "group", True)


def test_decisions_stay_and_their_later_years_are_paid_first() -> None:
    rolled = programme(
        project("a", 70, 70, gain=0.1),
        project("b", 80, gain=9.0),
        years=2,
        decisions=(Decision("a", FIRST - 1),),
    )
    found = allocate(rolled)
    assert found.starts == {"a": FIRST - 1, "b": FIRST + 1}
    assert [payment.amount for payment in found.payments if payment.project == "a"] == [70]
    given_up = replace(rolled, decisions=(Decision("b", None),))
    assert [why.why for why in refusals_of(allocate(given_up))] == ["decided"]


def test_limits_that_conflict_are_the_smallest_set() -> None:
    bound = programme(
        project("a", 70, must=True),
        project("b", 70, must=True, latest=FIRST),
        project("c", 1, must=True),
        years=1,
    )
    assert allocate(bound).feasible is False
    found = find_conflict(bound)
    assert found is not None
    assert set(found.limits) == {Limit("must", "a"), Limit("must", "b"), Limit("fund", "财政", FIRST)}
    assert limit_said(found.limits[0], bound) == ("财政 in 2026: 1万元", "财政2026年额度1万元")
    assert find_conflict(replace(bound, projects=bound.projects[1:])) is None


def test_a_decision_stands_in_place_of_the_window() -> None:
    # Lifted, it leaves the project free, so that the window of the other one is what cannot be spared.
    bound = programme(
        project("a", 1, earliest=FIRST + 1),
        project("b", 1, must=True, latest=FIRST, after=(After("a", 1),)),
        years=2,
        decisions=(Decision("a", FIRST),),
    )
    found = find_conflict(bound)
    assert found is not None
    assert {limit.kind for limit in found.limits} == {"must", "after", "window"}
    assert not conflicts(bound, [limit for limit in found.limits if limit.kind != "window"])


def test_a_larger_budget_is_solved_again() -> None:
    base = allocate(programme(project("a", 60, gain=4.0), project("b", 60, gain=3.0)))
    effects = list(effects_of(base, changes_for(base.programme, (-50, 20), each=False)))
    assert [(one.change, one.amount, dict(one.steps)["all"]) for one in effects] == [
        (Change("", -50), -50.0, -40.0),
        (Change("", 20), 20.0, 30.0),
    ]
    assert (effects[0].dropped, effects[1].started) == (("a",), ("b",))


def test_shadow_prices_say_what_more_of_a_scarce_limit_is_worth() -> None:
    found = allocate(programme(project("a", 60, gain=4.0), project("b", 60, gain=3.0)))
    prices = prices_of(found)
    [price] = prices.limits
    # Of b there is room for 40 in 60; each further unit of a hundredth buys 3/60 of a tenth of 100 points.
    assert price.limit == Limit("fund", "财政", FIRST)
    assert price.points == pytest.approx(3 / 60 * 10 * 100)
    [why] = refusals_of(found, prices)
    assert why.why == "lacking"
    assert "0.6万元" in why.message_zh


def test_what_must_come_first_takes_no_money_by_that() -> None:
    ahead = project("a", 40, gain=0.1)
    after = project("b", 90, gain=4.0, after=(After("a"),))
    prices = prices_of(allocate(programme(ahead, after)))
    assert {key for worth in prices.projects.values() for key in worth.takes} == {("", FIRST)}


def test_reasons_without_competition() -> None:
    found = allocate(
        programme(
            project("a", 1, gain=10.0),
            project("b", 1, gain=0.0),
            project("c", 1, gain=1.0),
            project("d", 1, earliest=FIRST + 5),
            project("e", 1, gain=0.5, after=(After("d"),)),
        )
    )
    assert {why.project: why.why for why in refusals_of(found)} == {
        "b": "no_gain",
        "c": "reached",
        "d": "window",
        "e": "after",
    }


def test_faults_are_named_and_what_depends_on_them_goes_with_them() -> None:
    faulty = programme(
        project("a", -1),
        project("b", 1, after=(After("a"),)),
        project("c", 1, own=1.5),
        project("d", 1, after=(After("e"),)),
        project("e", 1, after=(After("d"),)),
        project("f", 1, uses={"用水": (1.0,)}),
        project("g", 1, earliest=FIRST + 1, latest=FIRST),
        project("h", 1),
        funds=(Fund("财政", {FIRST: 10}), Fund("负数", {FIRST: -1}), Fund("财政", {FIRST: 10})),
        goals=(Goal("里程", 10.0), Goal("无", 0.0)),
        decisions=(Decision("没有", 2026),),
    )
    usable, faults = without_faulty(faulty)
    assert [one.id for one in usable.projects] == ["h"]
    assert [one.id for one in usable.funds] == []
    told = {(fault.of, fault.id, fault.code.partition(".")[2]) for fault in faults}
    assert {
        ("project", "a", "negative"),
        ("project", "b", "unknown"),
        ("project", "c", "share"),
        ("project", "d", "circle"),
        ("project", "e", "circle"),
        ("project", "f", "unknown"),
        ("project", "g", "window"),
        ("fund", "负数", "negative"),
        ("fund", "财政", "twice"),
        ("goal", "无", "target"),
        ("decision", "没有", "unknown"),
    } == told
    assert find_faults(usable) == ()


def test_the_check_finds_what_is_broken() -> None:
    one = programme(project("a", 50, capital=0.5), project("b", 60, must=True), years=2)
    payments = (Payment("a", "财政", FIRST + 1, 120), Payment("a", "没有", FIRST, 50), Payment("z", "财政", FIRST, 1))
    said = " / ".join(broken_limits(one, {"a": FIRST, "x": FIRST}, payments))
    for part in ("b: must start", "x: no such project", "没有 may not pay", "nothing is due", "财政 2027: 20 too much"):
        assert part in said


def test_a_large_programme_shares_flows_and_still_splits_to_the_unit() -> None:
    many = programme(
        *(project(f"p{at:03d}", 3 + at % 7, 5 + at % 11, gain=1 + at % 5, capital=0.2) for at in range(240)),
        money=600,
        years=3,
        funds=(
            Fund("财政", {FIRST + year: 301 for year in range(3)}),
            Fund("债券", {FIRST + year: 299 for year in range(3)}, capital=False, share=0.8),
        ),
        goals=(Goal("里程", 500.0, beyond=0.1),),
    )
    found = allocate(many)
    assert found.coarse
    assert found.steps[0].gap <= 0.01
    assert broken_limits(many, found.starts, found.payments) == []
