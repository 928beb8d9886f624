"""Tables of plans: proofs of the rules, places of what is wrong, exemptions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.unit.pipeline.plan_rows import filled, three_plans

from planledger.catalogue import load_catalogue
from planledger.catalogue.files import parse, read_source
from planledger.errors import BrokenExemptions
from planledger.pipeline.plan_checking import align_plans, check, read_exemption_file
from planledger.pipeline.plan_tables import read_check_table, read_plan_tables

CONSISTENCY = parse("consistency", read_source("consistency"))
ALIGNMENT = parse("alignment", read_source("alignment"))
INDICATOR = {"indicator": "森林覆盖率", "unit": "%", "base_year": 2025, "base": 60, "year": 2030, "target": 62}


def checked(rows: list[dict[str, Any]], figures: list[dict[str, Any]] | None = None) -> list[str]:
    table = read_check_table(filled("check", {"indicators": rows, "figures": figures or []}), load_catalogue())
    assert not table.problems
    return [one.rule for one in check((), table, load_catalogue())]


@pytest.mark.parametrize("proof", CONSISTENCY["proofs"], ids=lambda proof: proof["name"])
def test_consistency_finds_what_its_proofs_say(proof: dict[str, Any]) -> None:
    found = checked(proof["rows"], proof.get("figures"))
    if proof["gives"] == ["check.period"]:
        assert "check.period" in found
    else:
        assert found == proof["gives"]


@pytest.mark.parametrize("proof", ALIGNMENT["proofs"], ids=lambda proof: proof["name"])
def test_alignment_finds_what_its_proofs_say(proof: dict[str, Any]) -> None:
    tables = read_plan_tables(three_plans(proof), load_catalogue())
    assert not tables.problems
    found = align_plans((), tables, load_catalogue()).findings
    rules = sorted(one.rule for one in found if one.plan != "邻县" or one.rule in proof["gives"])
    assert rules == sorted(proof["gives"])
    assert all(one.message and one.message_zh and one.citations for one in found)


def test_every_rule_of_alignment_has_a_proof() -> None:
    proven = {rule for proof in ALIGNMENT["proofs"] for rule in proof["gives"]}
    assert proven == set(ALIGNMENT["rules"])


def test_findings_name_the_cells() -> None:
    table = read_check_table(filled("check", {"indicators": [INDICATOR | {"target": 59.1}]}), load_catalogue())
    [found] = check((), table, load_catalogue())
    assert [cited.place for cited in found.citations] == ["指标!D2", "指标!F2"]
    assert "59.1%" in found.message_zh
    assert "59.1%" in found.message


@pytest.mark.parametrize(
    ("row", "place", "code"),
    [
        (INDICATOR | {"unit": "蒲式耳"}, "指标!B2", "unit.undefined"),
        (INDICATOR | {"base": None}, "指标!D2", "cell.missing"),
        (INDICATOR | {"base_year": None}, "指标!C2", "cell.missing"),
        (INDICATOR | {"target": None}, "指标!F2", "cell.missing"),
        (INDICATOR | {"part_of": "没有的指标"}, "指标!K2", "row.unknown"),
    ],
)
def test_what_is_wrong_is_named_by_cell(row: dict[str, Any], place: str, code: str) -> None:
    table = read_check_table(filled("check", {"indicators": [row]}), load_catalogue())
    [problem] = table.problems
    assert problem.code == code
    assert problem.message.startswith(place)
    assert problem.message_zh.startswith(place)


def test_a_goal_of_no_plan_and_a_superior_that_is_not_there_are_named() -> None:
    sheets = {
        "plans": [{"plan": "县", "region": "青溪县", "level": "county", "first": 2026, "last": 2030, "above": "省"}],
        "goals": [{"plan": "乡", "indicator": "森林覆盖率", "unit": "%", "target": 61}],
    }
    tables = read_plan_tables(filled("align", sheets), load_catalogue())
    assert [problem.message.split(":")[0] for problem in tables.problems] == ["规划!F2", "目标!A2"]


def test_growth_in_another_unit_is_refused() -> None:
    rows = [
        {"indicator": "地区生产总值", "unit": "亿元", "year": 2026, "kind": "target", "measure": "growth", "value": 6}
    ]
    table = read_check_table(filled("check", {"indicators": [INDICATOR], "figures": rows}), load_catalogue())
    assert [problem.code for problem in table.problems] == ["cell.wrong_unit"]


def test_a_plan_that_ends_before_it_begins_and_growth_in_money_are_left_out() -> None:
    sheets = {
        "plans": [
            {"plan": "县", "region": "青溪县", "level": "county", "first": 2030, "last": 2026},
            {"plan": "市", "region": "云岭市", "level": "prefecture", "first": 2026, "last": 2030},
        ],
        "goals": [
            {"plan": "市", "indicator": "地区生产总值", "unit": "亿元", "measure": "average", "target": 6},
            {"plan": "县", "indicator": "地区生产总值", "unit": "%", "measure": "average", "target": 6},
        ],
    }
    tables = read_plan_tables(filled("align", sheets), load_catalogue())
    assert [plan.id for plan in tables.plans] == ["市"]
    assert [problem.code for problem in tables.problems] == ["row.years", "row.unknown", "cell.wrong_unit"]


def test_an_exemption_until_no_day_is_left_out() -> None:
    rows = [{"rule": "check.parts", "subject": "*", "reason": "口径不同", "by": "统计局", "until": "年底"}]
    table = read_check_table(filled("check", {"indicators": [INDICATOR], "exemptions": rows}), load_catalogue())
    assert table.exemptions == ()
    assert [problem.code for problem in table.problems] == ["cell.not_day"]


def test_exemptions_come_from_yaml(tmp_path: Path) -> None:
    path = tmp_path / "exemptions.yaml"
    path.write_text(
        "- {rule: align.weaker, subject: 地区生产总值, reason: 资源型县, by: 市发展改革委, until: 2026-12-31}\n",
        encoding="utf-8",
    )
    [one] = read_exemption_file(path)
    assert (one.rule, one.until, one.plan, one.place) == ("align.weaker", "2026-12-31", "", "exemptions.yaml#1")


@pytest.mark.parametrize(
    "text",
    ["rule: [", "- 3", "just words", "- {rule: align.weaker}", "- {rule: a, subject: b, reason: c, by: d, until: soon}",
     "- {rule: a, subject: b, reason: c, by: d, because: e}"],
)  # fmt: skip
def test_broken_exemptions_say_where(tmp_path: Path, text: str) -> None:
    path = tmp_path / "exemptions.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenExemptions) as caught:
        read_exemption_file(path)
    assert "exemptions.yaml" in str(caught.value)
    assert "exemptions.yaml" in caught.value.message_zh
