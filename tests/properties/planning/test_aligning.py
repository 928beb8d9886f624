"""What must hold of alignment and consistency whatever the plans say."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.pipeline.plan_rows import filled

from planledger.catalogue import load_catalogue
from planledger.model import Exemption
from planledger.pipeline.plan_checking import align_plans, check
from planledger.pipeline.plan_tables import PlanTables, read_check_table, read_plan_tables
from planledger.reconciling.aligning import align, exempt

CASES = settings(max_examples=int(os.environ.get("PLANLEDGER_EXAMPLES", "100")), deadline=None)
# Indicator, unit, and which way is better.
RATES = [
    ("森林覆盖率", "%", 1),
    ("常住人口城镇化率", "%", 1),
    ("城镇调查失业率", "%", -1),
    ("每千人口拥有执业（助理）医师数", "人", 1),
    ("人均预期寿命", "岁", 1),
    ("全员劳动生产率", "万元/人", 1),
    ("单位地区生产总值能耗", "吨标准煤/万元", -1),
]
GROWTHS = [("地区生产总值", "%", 1), ("社会消费品零售总额", "%", 1), ("规模以上工业增加值", "%", 1)]
WORKS = ["青溪水利枢纽", "云岭国际陆港", "岚山旅游度假区提升", "城际快速路二期", "河长制考核办法"]
THINGS = ["水泥产能", "电解铝产能", "建设用地规模", "文旅产业集群"]


@st.composite
def goals(draw: st.DrawFn) -> list[dict[str, Any]]:
    chosen = draw(st.lists(st.sampled_from([*RATES, *GROWTHS]), min_size=1, max_size=7, unique=True))
    rows = []
    for name, unit, sign in chosen:
        growth = (name, unit, sign) in GROWTHS
        rows.append(
            {
                "indicator": name,
                "unit": unit,
                "measure": "average" if growth else "level",
                "target": draw(st.integers(20, 900)) / 10,
                "bound": draw(st.sampled_from(["exact", "at_least" if sign > 0 else "at_most"])),
                "attribute": draw(st.sampled_from(["binding", "anticipatory"])),
            }
        )
    return rows


@st.composite
def superiors(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    works = draw(st.lists(st.sampled_from(WORKS), max_size=4, unique=True))
    ways = draw(st.lists(st.sampled_from(THINGS), max_size=3, unique=True))
    return {
        "goals": draw(goals()),
        "works": [
            {
                "name": name,
                "places": draw(st.sampled_from([None, "青溪县"])),
                "year": draw(st.sampled_from([None, 2028])),
            }
            for name in works
        ],
        "directions": [{"way": draw(st.sampled_from(["up", "down"])), "thing": thing} for thing in ways],
    }


def tables(superior: dict[str, Any], *plans: dict[str, Any]) -> PlanTables:
    """A city and its counties."""
    heads: list[dict[str, Any]] = [
        {"plan": "市", "region": "云岭市", "level": "prefecture", "first": 2026, "last": 2030}
    ]
    names = ["青溪县", "岚山县", "东川县"][: len(plans)]
    heads += [
        {"plan": name, "region": name, "level": "county", "first": 2026, "last": 2030, "above": "市"} for name in names
    ]
    sheets: dict[str, Any] = {"plans": heads}
    for sheet in ("goals", "works", "directions"):
        told = [("市", superior), *zip(names, plans, strict=True)]
        sheets[sheet] = [{"plan": name, **row} for name, said in told for row in said.get(sheet, ())]
    read = read_plan_tables(filled("align", sheets), load_catalogue())
    assert not read.problems
    return read


def found(read: PlanTables) -> list[Any]:
    return list(align_plans((), read, load_catalogue()).findings)


@given(superiors())
@CASES
def test_a_plan_copied_from_its_superior_has_no_findings(superior: dict[str, Any]) -> None:
    assert found(tables(superior, superior)) == []


@given(superiors(), st.data())
@CASES
def test_weakening_a_binding_target_yields_exactly_that_finding(superior: dict[str, Any], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(superior["goals"]) - 1))
    superior["goals"][at]["attribute"] = "binding"
    row = superior["goals"][at]
    sign = next(sign for name, _, sign in (*RATES, *GROWTHS) if name == row["indicator"])
    weaker = row | {"target": round(row["target"] - sign * data.draw(st.integers(1, 15)) / 10, 1)}
    copied = superior | {"goals": [weaker if one is row else one for one in superior["goals"]]}
    [only] = found(tables(superior, copied))
    assert (only.rule, only.severity, only.subject) == ("align.weaker", "error", row["indicator"])


@given(superiors(), st.data())
@CASES
def test_a_target_left_out_is_the_only_one_missing(superior: dict[str, Any], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(superior["goals"]) - 1))
    shorter = superior | {"goals": [row for number, row in enumerate(superior["goals"]) if number != at]}
    [only] = found(tables(superior, shorter))
    assert (only.rule, only.subject) == ("align.missing", superior["goals"][at]["indicator"])


@given(superiors(), superiors(), superiors(), st.randoms(use_true_random=False))
@CASES
def test_the_order_of_plans_and_rows_changes_nothing(
    superior: dict[str, Any], first: dict[str, Any], second: dict[str, Any], chance: Any
) -> None:
    read = tables(superior, first, second)

    def shuffled(many: Any) -> Any:
        return tuple(chance.sample(list(many), len(many)))

    mixed = [
        replace(plan, goals=shuffled(plan.goals), works=shuffled(plan.works), headings=shuffled(plan.headings))
        for plan in read.plans
    ]
    chance.shuffle(mixed)
    straight, other = align(read.plans, lambda _: []), align(mixed, lambda _: [])
    assert [one.rule for one in straight.findings] == [one.rule for one in other.findings]
    assert {(one.rule, one.plan, one.subject) for one in straight.findings} == {
        (one.rule, one.plan, one.subject) for one in other.findings
    }


@given(superiors(), superiors(), st.data())
@CASES
def test_exemptions_only_remove_what_they_name(
    superior: dict[str, Any], plan: dict[str, Any], data: st.DataObject
) -> None:
    findings = found(tables(superior, plan))
    chosen = data.draw(st.lists(st.sampled_from(findings), max_size=3)) if findings else []
    granted = [Exemption(one.rule, one.subject, "已说明", "市发展改革委", plan=one.plan) for one in chosen]
    late = [Exemption("*", "*", "已过期", "市发展改革委", until="2025-12-31")]
    result = exempt(findings, [*granted, *late], today="2026-01-01")
    named = {(one.rule, one.subject, one.plan) for one in chosen}
    assert [replace(one, exemption=None) for one in result.findings] == findings
    for one in result.findings:
        assert (one.exemption is not None) == ((one.rule, one.subject, one.plan) in named)
    assert result.expired == tuple(late)
    assert not result.idle or len(set(granted)) < len(granted)


@st.composite
def sound_rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Indicators whose base, target and growth go together."""
    rows = []
    for name in draw(
        st.lists(
            st.sampled_from(["公路总里程", "发电装机容量", "有效发明专利拥有量", "医疗卫生机构床位数"]),
            min_size=1,
            unique=True,
        )
    ):
        base, growth, years = draw(st.integers(1000, 90000)), draw(st.integers(5, 150)) / 10, draw(st.integers(2, 6))
        target = round(base * (1 + growth / 100) ** years)
        rows.append(
            {"indicator": name, "unit": "公里" if "里程" in name else "个", "base_year": 2025, "base": base,
             "year": 2025 + years, "target": target, "growth": growth}
        )  # fmt: skip
    return rows


def checked(rows: list[dict[str, Any]]) -> list[Any]:
    table = read_check_table(filled("check", {"indicators": rows}), load_catalogue())
    return list(check((), table, load_catalogue()))


@given(sound_rows())
@CASES
def test_a_table_that_goes_together_has_no_findings(rows: list[dict[str, Any]]) -> None:
    assert checked(rows) == []


@given(sound_rows(), st.data())
@CASES
def test_a_wrong_average_is_found_and_nothing_else(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(rows) - 1))
    off = data.draw(st.sampled_from([-3, -2, -1.5, 1.5, 2, 4]))
    rows[at] = rows[at] | {"growth": round(rows[at]["growth"] + off, 1)}
    [only] = checked(rows)
    assert (only.rule, only.subject) == ("check.average_growth", rows[at]["indicator"])


@given(sound_rows(), st.randoms(use_true_random=False))
@CASES
def test_the_order_of_rows_changes_nothing(rows: list[dict[str, Any]], chance: Any) -> None:
    rows = [row | {"growth": row["growth"] + chance.choice([0, 3])} for row in rows]
    mixed = chance.sample(rows, len(rows))
    assert [(one.rule, one.subject) for one in checked(rows)] == [(one.rule, one.subject) for one in checked(mixed)]
