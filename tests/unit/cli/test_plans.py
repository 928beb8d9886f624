"""``planledger check`` and ``planledger align``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PLAN = """指标,单位,基期年,基期值,目标年,目标值,年均增长
公路总里程,公里,2025,5000,2030,5500,3.5
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "指标.csv"
    path.write_text(PLAN, encoding="utf-8-sig")
    return path


def test_the_template_of_check_shows_what_it_finds(call, tmp_path: Path) -> None:
    book, out = tmp_path / "plan.xlsx", tmp_path / "out.json"
    assert call("check", "--template", book).code == 0
    answer = call("check", book, "--out", out)
    assert answer.code == 1
    assert "■ 错误 check.shares" in answer.out
    assert "指标!F" in answer.out
    rows = json.loads(out.read_text(encoding="utf-8"))["findings"]
    assert {row["rule"] for row in rows} == {"check.shares", "check.average_growth", "check.base_report"}


def test_the_template_of_align_shows_what_it_finds(call, tmp_path: Path) -> None:
    book, out, chart = tmp_path / "plans.xlsx", tmp_path / "out.xlsx", tmp_path / "chart.svg"
    assert call("align", "--template", book).code == 0
    answer = call("align", book, "--out", out, "--chart", chart, "--as-of", "2027-01-01")
    assert answer.code == 1
    for rule in ("align.sum", "align.attribute", "align.direction", "align.weaker", "align.amplified"):
        assert rule in answer.out
    assert "已豁免 1" in answer.out
    assert "为上级的倍数" in answer.out
    assert out.stat().st_size > 0
    assert chart.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(("language", "said"), [("zh", "占比之和不等于整体"), ("en", "shares do not make the whole")])
def test_findings_are_drawn_by_rule(call, tmp_path: Path, language: str, said: str) -> None:
    book, chart = tmp_path / "plan.xlsx", tmp_path / "chart.html"
    call("check", "--template", book)
    call("check", book, "--chart", chart, "--lang", language)
    page = chart.read_text(encoding="utf-8")
    assert f'<th scope="row">{said}</th><td>1</td>' in page


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("command", "code"), [("check", 1), ("align", 1), ("decompose", 0), ("forecast", 0)])
def test_a_template_in_csv_is_told_file_by_file_and_read_back(
    call, tmp_path: Path, command: str, code: int, language: str
) -> None:
    said = call(command, "--template", tmp_path / "plan.csv", "--lang", language)
    files = sorted(tmp_path.iterdir())
    assert all(one.name in said.err for one in files)
    answer = call(command, *files, "--lang", language)
    assert (answer.code, answer.err) == (code, "")


def test_a_chart_of_no_findings_says_so(call, tmp_path: Path) -> None:
    path, chart = tmp_path / "指标.csv", tmp_path / "chart.svg"
    path.write_text(PLAN.replace("3.5", "1.9"), encoding="utf-8-sig")
    assert call("check", path, "--chart", chart).code == 0
    assert "没有发现问题。" in chart.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("公路总里程,公里,,,2030,5500,,,3.5", "指标!I2：没有填基期年，未采用"),
        ("公路总里程,公里,2025,5000,2030,,5500,,1.9", "指标!G2：没有填目标值，未采用"),
        ("公路总里程,公里,2025,5000,2030,5400,5500,以上,", "指标!H2：填了目标上限，按区间计，此项未采用"),
    ],
)
def test_cells_that_count_for_nothing_are_named(call, tmp_path: Path, row: str, told: str) -> None:
    path = tmp_path / "指标.csv"
    heads = "指标,单位,基期年,基期值,目标年,目标值,目标上限,约束方式,年均增长"
    path.write_text(f"{heads}\n{row}\n", encoding="utf-8-sig")
    assert told in call("check", path).err


@pytest.mark.parametrize(("name", "told"), [("公路总里程", True), ("货物净出口", False), ("人口自然增长率", False)])
def test_amounts_below_zero_are_named(call, tmp_path: Path, name: str, told: bool) -> None:
    path = tmp_path / "指标.csv"
    unit = "‰" if name.endswith("率") else "公里"
    path.write_text(f"指标,单位,基期年,基期值,目标年,目标值\n{name},{unit},2025,-5,2030,6\n", encoding="utf-8-sig")
    assert ("指标!D2：总量不能为负" in call("check", path).err) is told


def test_an_exemption_that_is_over_counts_for_nothing(call, tmp_path: Path) -> None:
    book = tmp_path / "plans.xlsx"
    call("align", "--template", book)
    answer = call("align", book, "--as-of", "2029-01-01")
    assert "豁免已过期：align.project_year" in answer.out
    assert "已豁免 0" in answer.out


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("never", 0)])
def test_the_gate(call, table: Path, fail_on: str, code: int) -> None:
    answer = call("check", table, "--fail-on", fail_on)
    assert "▲ 提醒 check.average_growth" in answer.out
    assert answer.code == code


def test_an_exempted_finding_passes_the_gate(call, table: Path, tmp_path: Path) -> None:
    said = tmp_path / "exemptions.yaml"
    said.write_text(
        "- {rule: check.average_growth, subject: 公路总里程, reason: 口径调整, by: 市交通局}\n", encoding="utf-8"
    )
    answer = call("check", table, "--fail-on", "warning", "--exemptions", said)
    assert answer.code == 0
    assert "口径调整（市交通局，长期）" in answer.out


def test_exemptions_may_come_in_a_sheet(call, table: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "豁免.csv"
    sheet.write_text("规则,事项,理由,批准人\ncheck.average_growth,*,口径调整,市交通局\n", encoding="utf-8-sig")
    assert call("check", table, "--fail-on", "warning", "--exemptions", sheet).code == 0


def test_wrong_cells_are_named(call, tmp_path: Path) -> None:
    path = tmp_path / "指标.csv"
    path.write_text(PLAN.replace("5500", "五千五"), encoding="utf-8-sig")
    answer = call("check", path)
    assert answer.code == 1
    assert "指标!F2" in answer.err


def test_english(call, table: Path) -> None:
    answer = call("check", table, "--lang", "en")
    assert "▲ warning check.average_growth" in answer.out
    assert "is average growth of 1.92%" in answer.out


def test_documents_and_ledgers_are_taken(call, folder: Path, tmp_path: Path) -> None:
    assert call("check", folder).code == 0
    assert call("run", folder, "--out", tmp_path / "ledger").code == 0
    assert call("check", tmp_path / "ledger").code == 0
    answer = call("align", tmp_path / "ledger", "--above", "report-2021")
    assert "report-2022" in answer.out or "report-2021" in answer.out


def test_plans_of_which_none_is_above_another(call, folder: Path) -> None:
    answer = call("align", folder)
    assert answer.code == 1
    assert "没有找到上下级规划" in answer.err


@pytest.mark.parametrize("command", ["check", "align"])
def test_wrong_usage(call, command: str, tmp_path: Path) -> None:
    assert call(command).code == 2
    assert call(command, tmp_path / "gone.xlsx").code == 2
    assert call(command, "--template", tmp_path / "form.pdf").code == 2


def test_a_superior_that_is_not_given(call, folder: Path) -> None:
    assert call("align", folder, "--above", "nation").code == 2


PLANS = {
    "规划": "规划,地区,层级,首年,末年\n甲,云州,市级,2026,2030\n乙,岭南,市级,2026,2030\n",
    "目标": "规划,指标,单位,目标值\n甲,公路总里程,公里,5500\n乙,公路总里程,公里,5000\n",
}


def plan_files(folder: Path) -> list[Path]:
    paths = [folder / f"{name}.csv" for name in PLANS]
    for path in paths:
        path.write_text(PLANS[path.stem], encoding="utf-8-sig")
    return paths


def test_a_plan_of_a_table_may_be_named_as_superior(call, tmp_path: Path) -> None:
    files = plan_files(tmp_path)
    assert "没有找到上下级规划" in call("align", *files).err
    answer = call("align", *files, "--above", "甲")
    assert answer.err == ""
    assert "甲        乙             1" in answer.out


def test_a_base_that_its_row_has_no_use_for_is_told(call, tmp_path: Path) -> None:
    files = plan_files(tmp_path)
    files[1].write_text("规划,指标,单位,口径,基期值,目标值\n甲,里程,公里,水平,5,6\n", encoding="utf-8-sig")
    assert "目标!E2：没有填基期年，未采用" in call("align", *files).err
    files[1].write_text("规划,指标,单位,口径,基期年,基期值,目标值\n甲,里程,%,增速,2025,5,6\n", encoding="utf-8-sig")
    assert "目标!F2：基期值只用于水平目标，未采用" in call("align", *files).err


def test_a_superior_that_no_table_has_is_told_with_those_given(call, tmp_path: Path) -> None:
    files = plan_files(tmp_path)
    answer = call("align", *files, "--above", "丙")
    assert answer.code == 2
    assert "--above的值有误：没有名为丙的规划；所给规划：甲、乙" in answer.err
    assert "no plan is called 丙; plans given: 甲, 乙" in call("align", *files, "--above", "丙", "--lang", "en").err


def test_missing_exemptions(call, table: Path, tmp_path: Path) -> None:
    answer = call("check", table, "--exemptions", tmp_path / "gone.yaml")
    assert answer.code == 2
    assert "文件不存在" in answer.err
    assert "no such file" not in answer.err
    english = call("check", table, "--exemptions", tmp_path / "gone.yaml", "--lang", "en").err
    assert "no such file" in english
    assert "文件不存在" not in english
