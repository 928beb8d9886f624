"""``planledger decompose``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook


@pytest.fixture
def form(call: Callable, tmp_path: Path) -> Path:
    path = tmp_path / "form.xlsx"
    assert call("decompose", "--template", path).code == 0
    return path


def test_the_template_is_listed_with_years_and_parts(call: Callable, form: Path) -> None:
    answer = call("decompose", form)
    assert answer.code == 0
    assert "地区生产总值" in answer.out
    assert "高新区" in answer.out
    assert "11.3*" in answer.out
    assert answer.out.lstrip().startswith("指标")  # no greeting of the solver
    assert call("decompose", form, "--lang", "en").out.startswith("indicator")


@pytest.mark.parametrize("suffix", ["xlsx", "json", "csv"])
def test_results_are_written(call: Callable, form: Path, tmp_path: Path, suffix: str) -> None:
    out, chart = tmp_path / f"out.{suffix}", tmp_path / "out.svg"
    assert call("decompose", form, "--out", out, "--chart", chart).code == 0
    assert chart.read_text(encoding="utf-8").startswith("<svg")
    if suffix == "json":
        said = json.loads(out.read_text(encoding="utf-8"))
        schools = [row["value"] for row in said["annual"] if row["indicator"] == "新增学位"]
        assert sum(schools) == 25001
        assert sum(row["total"] for row in said["parts"] if row["indicator"] == "新增学位") == 25001
    if suffix == "xlsx":
        assert load_workbook(out).sheetnames[:2] == ["年度目标", "分解到对象"]


def test_a_conflict_is_told_with_its_cells_and_the_rest_is_decomposed(call: Callable, form: Path) -> None:
    book = load_workbook(form)
    for year, most in ((2022, 5), (2023, 5), (2024, 5), (2025, 9)):
        book["限制"].append(["新增造林面积", None, year, None, most])
    book.save(form)
    answer = call("decompose", form)
    assert answer.code == 1
    assert "不能同时满足" in answer.err
    assert "限制!E5" in answer.err
    assert "地区生产总值" in answer.out
    assert "conditions cannot hold together" in call("decompose", form, "--lang", "en").err


def test_a_ledger_gives_the_targets_of_its_plan(call: Callable, tmp_path: Path) -> None:
    plan = tmp_path / "outline.txt"
    plan.write_text(
        "云岭市国民经济和社会发展第十四个五年规划纲要\n\n一、发展基础\n\n2020年，森林覆盖率达到58.7%。\n\n"
        "二、主要目标\n\n到2025年，森林覆盖率达到60%以上，“十四五”期间新增造林面积62.5万亩。\n",
        encoding="utf-8",
    )
    out = tmp_path / "out"
    call("run", plan, "--out", out, "--region", "220200", "--year", "2021", "--type", "five_year_outline")
    answer = call("decompose", out)
    assert "森林覆盖率" in answer.out
    assert "60.0" in answer.out
    filled = tmp_path / "filled.xlsx"
    call("decompose", out, "--template", filled)
    assert call("decompose", filled).out == answer.out


def test_without_input_or_with_a_strange_name_it_is_wrong_usage(call: Callable, form: Path, tmp_path: Path) -> None:
    assert call("decompose").code == 2
    assert call("decompose", form, "--out", tmp_path / "out.doc").code == 2
    assert call("decompose", form, tmp_path).code == 2


def test_a_missing_solver_is_named_with_its_extra(call: Callable, form: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "highspy", None)
    answer = call("decompose", form)
    assert answer.code == 2
    assert "planledger[planning]" in answer.err


def test_cells_that_their_row_has_no_use_for_are_told(call: Callable, tmp_path: Path) -> None:
    path = tmp_path / "目标.csv"
    path.write_text(
        "指标,要求,目标值,区间上限,基期值,基期年,末年,曲线\n里程,以上,120,130,100,2020,2025,1；2；3；4；5\n",
        encoding="utf-8-sig",
    )
    answer = call("decompose", path)
    assert answer.code == 1
    assert "目标!D2：只用于区间，未采用" in answer.err
    assert "目标!H2：只用于“给定曲线”路径，未采用" in answer.err
    assert "里程" in answer.out


@pytest.mark.parametrize(("bound", "target", "reached"), [("以上", 66, 67.5), ("以内", 70, 67.5)])
def test_what_is_better_than_the_target_is_held(
    call: Callable, tmp_path: Path, bound: str, target: float, reached: float
) -> None:
    files = [tmp_path / "目标.csv", tmp_path / "已完成.csv"]
    files[0].write_text(
        f"指标,单位,要求,目标值,基期值,基期年,末年,汇总方式\n覆盖率,%,{bound},{target},68,2020,2025,加权平均\n",
        encoding="utf-8-sig",
    )
    files[1].write_text(f"指标,年份,完成值\n覆盖率,2022,{reached}\n", encoding="utf-8-sig")
    out = tmp_path / "out.json"
    assert call("decompose", *files, "--out", out).code == 0
    said = json.loads(out.read_text(encoding="utf-8"))
    assert [row["value"] for row in said["annual"] if row["year"] >= 2022] == [reached] * 4
    assert any("已优于目标" in note for note in said["notes"])
    assert "better than the target already" in call("decompose", *files, "--lang", "en").out
