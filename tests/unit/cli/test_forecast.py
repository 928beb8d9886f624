"""``planledger forecast``: its own example runs, and what is wrong in a form is named by its cell."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planledger.cli.entry import run_command

DAY = ["--date", "2026-08-10"]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("forms") / "预测.xlsx"
    assert run_command(["forecast", "--template", str(path)]) == 0
    return path


def changed(template: Path, folder: Path, cells: dict[str, object], *, sheet: str = "目标") -> Path:
    book = load_workbook(template)
    for cell, value in cells.items():
        book[sheet][cell] = value
    path = folder / "改.xlsx"
    book.save(path)
    return path


def test_the_template_runs_and_says_all_that_is_asked(template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["forecast", str(template), *DAY]) == 0
    said = capsys.readouterr().out
    assert "实现概率" in said
    assert "地区生产总值增速" in said
    assert "以后需年均增长" in said
    assert "概率偏低" in said


def test_results_and_charts_are_written(template: Path, tmp_path: Path) -> None:
    out, book, chart = tmp_path / "r.json", tmp_path / "r.xlsx", tmp_path / "r.html"
    assert run_command(["forecast", str(template), *DAY, "--out", str(out), "--chart", str(chart), "--lang", "en"]) == 0
    assert run_command(["forecast", str(template), *DAY, "--out", str(book)]) == 0
    said = json.loads(out.read_text(encoding="utf-8"))
    assert len(said["outlooks"]) == 5
    first = said["outlooks"][0]
    assert first["low95"] < first["low80"] < first["middle"] < first["high80"] < first["high95"]
    assert 0 < first["probability"] < 1
    assert {row["goal_year"] for row in said["years"]} == {2026, 2030}
    assert said["alerts"][0]["state"] == "fired"
    assert chart.read_text(encoding="utf-8").count("<svg") == 5
    assert load_workbook(book).sheetnames == ["预测", "逐年", "预警", "说明"]


def test_the_same_form_gives_the_same_bytes(template: Path, tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        out, chart = tmp_path / f"{name}.xlsx", tmp_path / f"{name}.svg"
        assert run_command(["forecast", str(template), *DAY, "--out", str(out), "--chart", str(chart)]) == 0
        made.append((out.read_bytes(), chart.read_bytes()))
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("sheet", "cells", "told"),
    [
        ("目标", {"D2": None}, "目标!D2：没有填目标值"),
        ("目标", {"E2": 100}, "目标!E2：上限小于下限2600"),
        ("目标", {"F5": "以上"}, "目标!D5：此表述须填下限"),
        ("目标", {"H6": 2031}, "目标!H6：起始年份晚于目标年份"),
        ("目标", {"J2": 1900}, "目标!J2：数据表中2025年为1868"),
        ("目标", {"J2": None}, "目标!J2：基期年份和基期值应同时填写"),
        ("目标", {"D2": "约2600"}, "目标!D2：不是数"),
        ("数据", {"A2": "地区总产值"}, "数据!A2：目标表中没有此指标"),
        ("数据", {"C2": -5}, "数据!C2：总量不能为负，未采用"),
        ("目标", {"D6": -20}, "目标!D6：总量不能为负，未采用"),
        ("数据", {"D2": "万元"}, "数据!D2：与目标的单位亿元不同，未采用"),
        ("数据", {"B3": "2016"}, "数据!A3：与数据!A2重复"),
        ("数据", {"B3": "去年"}, "数据!B3：不是时期"),
        ("预警规则", {"B2": "尽快完成"}, "预警规则!B2：不是可用的条件：尽快完成"),
        ("预警规则", {"C4": "就业"}, "预警规则!C4：目标表中没有就业"),
    ],
)
def test_what_is_wrong_is_named_by_its_cell(
    template: Path,
    tmp_path: Path,
    sheet: str,
    cells: dict[str, object],
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = changed(template, tmp_path, cells, sheet=sheet)
    assert run_command(["forecast", str(path), *DAY]) == 1
    said = capsys.readouterr()
    assert told in said.err
    assert "常住人口城镇化率" in said.out  # the rest goes on


def test_all_that_is_wrong_stands_in_the_results(
    template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = changed(template, tmp_path, {f"C{row}": "不详" for row in range(2, 32)}, sheet="数据")
    out, book = tmp_path / "r.json", tmp_path / "r.xlsx"
    assert run_command(["forecast", str(path), *DAY, "--out", str(out)]) == 1
    assert "……另有10项，全部见r.json (unused)" in capsys.readouterr().err
    rows = json.loads(out.read_text(encoding="utf-8"))["unused"]
    assert [row["problem"].split("：")[0] for row in rows] == [f"数据!C{row}" for row in range(2, 32)]
    assert {(row["text"], row["file"], row["code"]) for row in rows} == {("不详", "改.xlsx", "cell.not_number")}
    assert run_command(["forecast", str(path), *DAY, "--out", str(book), "--lang", "en"]) == 1
    assert "… and 10 more; all are in r.xlsx (Not used)" in capsys.readouterr().err
    assert load_workbook(book)["Not used"].max_row == 31
    run_command(["forecast", str(path), *DAY])
    assert "……另有10项，用--out写出全部" in capsys.readouterr().err


def test_a_row_that_says_otherwise_of_the_same_indicator_is_left_out(
    template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"A7": "地区生产总值", "B7": "亿元", "C7": 2027, "D7": 2000, "K7": "期末存量", "N7": "季"}
    assert run_command(["forecast", str(changed(template, tmp_path, row)), *DAY]) == 1
    assert "目标!K7：同一指标另一行的数据性质与此不同" in capsys.readouterr().err
    assert run_command(["forecast", str(changed(template, tmp_path, {**row, "K7": "年度总量"})), *DAY]) == 0
    assert "2027" in capsys.readouterr().out


def form_of(folder: Path, targets: list[str], figures: list[str]) -> list[str]:
    heads = {"目标": "指标,单位,目标年份,目标值或下限,基期年份,基期值,数据性质", "数据": "指标,时期,数值,单位"}
    for name, rows in (("目标", targets), ("数据", figures)):
        (folder / f"{name}.csv").write_text("\n".join([heads[name], *rows]) + "\n", encoding="utf-8-sig")
    return [str(folder / "目标.csv"), str(folder / "数据.csv")]


def rows_of(
    folder: Path, targets: list[str], figures: list[str], *, day: str, code: int = 0
) -> list[dict[str, object]]:
    out = folder / "told.json"
    files = form_of(folder, targets, figures)
    assert run_command(["forecast", *files, "--date", day, "--out", str(out)]) == code
    rows: list[dict[str, object]] = json.loads(out.read_text(encoding="utf-8"))["outlooks"]
    return rows


def test_a_base_of_a_year_that_was_not_over_on_the_day_does_not_count(tmp_path: Path) -> None:
    targets = ["里程,公里,2030,120,2025,100,期末存量"]
    figures = ["里程,2022,91", "里程,2023,94", "里程,2024,97"]
    early, late = (rows_of(tmp_path, targets, figures, day=day)[0]["reason"] for day in ("2025-12-30", "2025-12-31"))
    assert "依据2022—2024年3个年度数据" in str(early)
    assert "依据2022—2025年4个年度数据" in str(late)


def test_shares_may_be_written_as_percentages_where_their_unit_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = [f"城镇化率,{year},{61 + year - 2020}%,%" for year in range(2020, 2026)]
    [row] = rows_of(tmp_path, ["城镇化率,%,2030,70%,2025,66%,比率"], figures, day="2026-06-30")
    assert "依据2020—2025年6个年度数据" in str(row["reason"])
    assert capsys.readouterr().err == ""


def test_the_bases_of_all_targets_are_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    targets = ["里程,公里,2026,104,2020,85,期末存量", "里程,公里,2030,120,2025,100,期末存量"]
    figures = ["里程,2023,94", "里程,2024,97"]
    rows = rows_of(tmp_path, targets, figures, day="2026-08-10")
    assert "依据2020—2025年4个年度数据" in str(rows[0]["reason"])
    targets[1] = "里程,公里,2030,120,2020,86,期末存量"
    rows_of(tmp_path, targets, figures, day="2026-08-10", code=1)
    assert "目标!F3：目标!F2同年为85" in capsys.readouterr().err


def test_the_light_stands_on_the_row_of_its_target(tmp_path: Path) -> None:
    targets = ["里程,公里,2026,104,2020,85,期末存量", "里程,公里,2030,120,2020,85,期末存量"]
    rows = rows_of(tmp_path, targets, ["里程,2023,94", "里程,2025,100"], day="2026-08-10")
    assert [(row["year"], row["rule"]) for row in rows] == [(2026, "on_schedule"), (2030, None)]


def test_a_target_without_base_is_not_called_unreported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    targets, figures = ["里程,公里,2030,120,,,期末存量"], ["里程,2023,94", "里程,2024,97", "里程,2025,100"]
    (row,) = rows_of(tmp_path, targets, figures, day="2026-08-10")
    assert (row["light"], row["rule"]) == ("○ 无法判断", "not_due")
    assert "没有基期" in str(row["light_reason"])
    run_command(["forecast", *form_of(tmp_path, targets, figures), "--date", "2026-08-10"])
    assert "未报告" not in capsys.readouterr().out.splitlines()[2]


def test_a_target_whose_year_lacks_its_figure_is_not_said_to_be_known(tmp_path: Path) -> None:
    figures = ["里程,2023,94", "里程,2025,100"]
    (row,) = rows_of(tmp_path, ["里程,公里,2024,96,,,期末存量"], figures, day="2026-08-10")
    assert row["reason"] == "目标期限已到，但缺少期内的数据，不作预测。"


def test_similar_regions_are_used(template: Path, tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    book = load_workbook(template)
    for name in ("目标", "数据"):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([list(row) for row in book[name].iter_rows(values_only=True)])
    with (folder / "可比地区.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["指标", "地区", "年份", "数值"])
        for number in range(12):
            for year in range(2015, 2026):
                value = (300 + 40 * number) * 1.06 ** (year - 2015) * (1 + 0.01 * ((year * 3 + number) % 4))
                writer.writerow(["地区生产总值", f"云{number}市", year, round(value, 1)])
    out = tmp_path / "r.json"
    assert run_command(["forecast", *map(str, folder.iterdir()), *DAY, "--out", str(out)]) == 0
    assert "12个可比地区" in json.loads(out.read_text(encoding="utf-8"))["outlooks"][0]["reason"]


def test_rules_from_a_file_take_the_place_of_the_form_s(
    template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "规则.yaml"
    rules.write_text("- {id: 总量, when: 高于1000, indicators: 地区生产总值, severity: notice}\n", encoding="utf-8")
    assert run_command(["forecast", str(template), *DAY, "--rules", str(rules)]) == 0
    said = capsys.readouterr().out
    assert "高于1000：2026Q2 941" not in said  # which does not hold
    assert "概率偏低" not in said
    rules.write_text("- {id: 乱, when: 不好}\n- 3\n- {id: 级别, when: 高于1, severity: 最高}\n", encoding="utf-8")
    assert run_command(["forecast", str(template), *DAY, "--rules", str(rules)]) == 1
    told = capsys.readouterr().err
    assert "第1条规则读不懂：不好" in told
    assert "第3条规则读不懂：最高" in told
    rules.write_text(
        "- {id: 级别, when: 高于1, severity: [warning]}\n- {id: 名, when: 高于1, indicators: 5, action: }\n"
    )
    assert run_command(["forecast", str(template), *DAY, "--rules", str(rules)]) == 1
    assert "第1条规则读不懂" in capsys.readouterr().err
    rules.write_text("a: [", encoding="utf-8")
    assert run_command(["forecast", str(template), *DAY, "--rules", str(rules)]) == 1
    assert "YAML" in capsys.readouterr().err


def test_wrong_usage(template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["forecast"]) == 2
    assert "--template" in capsys.readouterr().err
    assert run_command(["forecast", str(template), "--out", str(tmp_path / "r.pdf")]) == 2
    assert run_command(["forecast", str(template), "--date", "明天"]) == 2


def test_a_ledger_is_foretold_from_its_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for year, growth, jobs in ((2020, "6.0", "4.1"), (2021, "7.2", "4.3"), (2022, "5.5", "4.4"), (2023, "5.9", "4.5")):
        text = (
            f"{year + 1}年云岭市人民政府工作报告\n\n一、{year}年工作回顾\n"
            f"{year}年，全市地区生产总值增长{growth}%，城镇新增就业{jobs}万人。\n\n"
            f"二、{year + 1}年工作安排\n{year + 1}年主要预期目标是：地区生产总值增长6%左右，城镇新增就业4.2万人以上。\n"
        )
        (folder / f"yunling-{year + 1}-work-report.txt").write_text(text, encoding="utf-8")
    ledger = tmp_path / "out"
    assert run_command(["run", str(folder), "--out", str(ledger)]) in {0, 1}
    capsys.readouterr()
    assert run_command(["forecast", str(ledger), "--date", "2024-03-01"]) == 0
    said = capsys.readouterr().out
    assert "地区生产总值增速" in said
    assert "依据2020—2023年4个年度数据" in said
    assert "2021" not in said.split("\n\n")[0]  # targets whose year is over are not foretold
    assert run_command(["forecast", str(folder)]) == 2
