from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.unit.reconciling.records import statement

from planledger.catalogue import load_catalogue
from planledger.reconciling import differences, relative, verdicts
from planledger.reconciling.obstacles import REASONS
from planledger.reconciling.verdicts import judge, less_is_better


def verdict(promise: str, result: str, indicator: str = "某项指标", **fields: Any) -> Any:
    ours = statement(indicator, promise, **fields)
    return judge(
        ours,
        statement(indicator, result, role="actual", **fields),
        when="due",
        downwards=less_is_better(ours, load_catalogue()),
    )


def test_arithmetic_in_words() -> None:
    found = verdict("5%以上", "3.5%", measure="growth")
    assert found.verdict == "missed"
    assert found.margin == pytest.approx(-1.5)
    assert found.share == pytest.approx(0.7)
    assert found.reason_zh == "目标增长5%以上，实际3.5%，低1.5个百分点"
    assert found.reason == "target growth of at least 5%, result growth of 3.5%, 1.5 points below"


def test_amounts_in_words() -> None:
    found = verdict("8万人以上", "12万人")
    assert found.reason_zh == "目标8万人以上，实际12万人，多4万人"
    assert found.share == pytest.approx(1.5)


def test_slack_is_named() -> None:
    assert "左右" in verdict("93%左右", "92.8%").reason_zh
    assert verdict("93%左右", "92.7%").verdict == "missed"
    assert verdict("10个左右", "9个").verdict == "missed"
    assert verdict("100个左右", "96个").verdict == "met"


def test_less_is_better() -> None:
    assert verdict("5.5%左右", "5.2%", "城镇调查失业率").verdict == "met"
    assert verdict("5.5%左右", "5.8%", "城镇调查失业率").verdict == "missed"
    assert verdict("-3%", "-2%", "单位GDP能耗", measure="growth").verdict == "missed"
    assert verdict("5位以内", "3位", measure="rank").verdict == "met"


def test_bound_that_proves_nothing() -> None:
    found = verdict("9%", "8.5%以上")
    assert found.verdict is None
    assert "界限" in found.reason_zh
    assert verdict("9%", "8.5%以内").verdict == "missed"


def test_before_and_within() -> None:
    promise = statement("高标准农田", "100万亩")
    result = statement("高标准农田", "65万亩", role="actual")
    assert judge(promise, result, when="before", downwards=False).verdict == "progress"
    within = judge(promise, result, when="within", downwards=False)
    assert within.verdict == "progress"
    assert "65.0%" in within.reason_zh
    growth = statement("零售额", "9%", measure="growth")
    assert (
        judge(growth, statement("零售额", "12%", measure="growth"), when="within", downwards=False).verdict
        == "progress"
    )


def test_the_published_table_gives_the_constants() -> None:
    table = (Path(__file__).parents[3] / "docs" / "reference" / "verdicts.md").read_text(encoding="utf-8")
    assert f"a tolerance of {verdicts.POINTS_OF_ABOUT} points" in table
    assert f"a tolerance of {verdicts.SHARE_OF_ABOUT:.0%} of N" in table
    assert f"no more than {relative.POINTS_IN_STEP} points behind" in table
    assert f"no more than {relative.POINTS_ABOUT_IN_STEP} points behind" in table
    assert f"more than {['', '', '', '', '', '', 'six'][differences.TIMES_APART]} times apart" in table
    assert f"{differences.POINTS_APART} points apart" in table
    assert all(f"`{name}`" in table for name in REASONS if name not in ("other", "taken", "bound"))
