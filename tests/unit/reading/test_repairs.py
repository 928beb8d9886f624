"""Repairs by case: what goes in, what comes out, what is listed."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from planledger.reading import read_document

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "repairs.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_text_is_repaired_and_the_repairs_are_listed(case: dict[str, Any]) -> None:
    document = read_document(case["text"].encode())
    assert document.text == case["clean"]
    assert sorted({repair.step for repair in document.repairs}) == sorted(case["steps"])


def test_a_repair_tells_what_stood_in_the_source() -> None:
    document = read_document("投资１２亿元。".encode())
    (repair,) = document.repairs
    assert document.source[repair.start : repair.end] == "１２亿元。"
    assert (repair.before, repair.after) == ("１２亿元。", "12亿元。")


def test_a_newspaper_column_becomes_paragraphs() -> None:
    lines = [
        "打造宜居宜业城市建设",
        "全市新建改造供水工程三十处，改造危房",
        "",
        "2411户，新增就业8万人，居民收入增长3%以",
        "上，城市面貌焕然一新。启动实施老旧小区",
        "改造工程，完成道路维修238条，安置居民",
        "3098户，建成公园12个，新增绿地30公顷，",
        "空气质量优良天数达到300天。深入开展",
        "环境整治，拆除违法建筑1964处。大力推",
        "进文化建设，举办音乐会10场，开展演出",
        "300场。全力改善民生，新建学校4所，完",
        "成农村改厕4400户，改造电网1012公里，",
        "自来水普及率达到97.5%。",
    ]
    document = read_document("\n".join(lines).encode())
    assert "改造危房2411户" in document.text
    assert "增长3%以上，" in document.text
    assert document.text.splitlines()[0] == "打造宜居宜业城市建设"


def test_a_text_that_stands_there_twice_is_read_once() -> None:
    page = "".join(
        f"第{number}段讲述清河市在这一年里推进各项建设所取得的新成绩，共完成项目{number}个，群众十分满意，继续努力向前。\n"
        for number in range(1, 6)
    )
    document = read_document((page + "打印\n" + page).encode())
    assert document.text.count("共完成项目3个") == 1
    assert [repair.step for repair in document.repairs] == ["repeated_text"]


def test_the_head_of_a_table_that_goes_on_stays_on_every_page() -> None:
    heads = ("项目", "2024年汇总（调整）预算数", "2024年执行数", "执行数为汇总（调整）预算数的百分比")
    head = "<tr>" + "".join(f"<td>{one}</td>" for one in heads) + "</tr>"
    parts = "".join(
        f"<table>{head}<tr><td>支出{n}</td><td>{n}</td><td>{n}</td><td>1</td></tr></table>" for n in range(6)
    )
    document = read_document(f"<html><body><p>云岭市预算。</p>{parts}</body></html>".encode())
    assert document.text.count("2024年执行数") == 6


def test_what_is_lost_is_listed_and_not_guessed() -> None:
    document = read_document("城市規(guī)?;建设，——2021112日，人口3032762810名，产业化?；发展。".encode())
    assert [problem.code for problem in document.problems] == ["date.damaged", "value.fused", "text.lost"] or sorted(
        problem.code for problem in document.problems
    ) == ["date.damaged", "text.lost", "text.lost", "value.fused"]
    for problem in document.problems:
        assert document.source[problem.start : problem.end] == problem.text
        assert problem.message_zh
