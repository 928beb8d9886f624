"""Tables of plans, annual reports, lists of projects and breakdowns of tasks, with all that is read from them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.unit.extracting.paper import paper
from tests.unit.extracting.test_tables import document_of, page

from planledger.catalogue import load_catalogue
from planledger.extracting import extract
from planledger.extracting.bodies import deadline_of, read_bodies
from planledger.model import ColumnCorrection, Document, Extraction, Grid, GridCell, Guess, TableCorrection
from planledger.normalising import normalise

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "planning_tables.yaml").read_text(encoding="utf-8"))
BY_ID = {case["id"]: case for case in CASES}


def listed(record: Any, names: str) -> list[Any]:
    values = (getattr(record, name) for name in names.split())
    return [list(value) if isinstance(value, tuple) else value for value in values]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    document = page(case)
    found = extract(document, load_catalogue())
    names = "text indicator measure low high unit bound role period attribute"
    assert [listed(one, names) for one in found.statements] == case.get("statements", [])
    assert [one.text for one in found.statements if one.estimate] == case.get("estimates", [])
    names = "indicator comparison reference role period attribute"
    assert [listed(one, names) for one in found.relations] == case.get("relations", [])
    names = "name content stage period total_investment total_unit annual_investment annual_unit invested invested_unit"
    assert [listed(one, f"{names} body supporting group") for one in found.projects] == case.get("projects", [])
    names = "text action object stage deadline body supporting"
    assert [listed(one, names) for one in found.commitments] == case.get("commitments", [])
    for one in (*found.statements, *found.projects, *found.commitments):
        assert document.source[one.start : one.end] == one.text


def corrected(case: str, **said: Any) -> Extraction:
    return extract(page(BY_ID[case]), load_catalogue(), corrections={1: TableCorrection(**said)})


def test_how_a_table_was_read_is_told() -> None:
    (table,) = extract(page(BY_ID["exec-plan-and-done"]), load_catalogue()).tables
    assert (table.number, table.kind, table.rows, table.statements, table.reason) == (1, "figures", 2, 8, "")
    assert [(one.number, one.kind, one.role) for one in table.columns][2:5] == [
        (3, "unit", ""),
        (4, "value", "target"),
        (5, "value", "actual"),
    ]
    (table,) = extract(page(BY_ID["projects-annual"]), load_catalogue()).tables
    assert (table.kind, table.unit, table.records) == ("projects", "万元", 4)
    assert table.columns[6].use == "invested"


def test_a_table_with_figures_that_is_not_understood_is_a_problem() -> None:
    case = {"kind": "plan_report", "year": 2024, "rows": ["粮食产量|80|82|85", "蔬菜产量|30|31|33"]}
    found = extract(page(case), load_catalogue())
    assert [(one.kind, one.reason) for one in found.tables] == [("", "no_head")]
    assert [one.code for one in found.problems] == ["table.not_understood"]
    assert found.problems[0].text.startswith("粮食产量")


def test_the_user_says_what_columns_are() -> None:
    case = {"kind": "plan_report", "year": 2024, "rows": ["粮食产量|80|82|85", "蔬菜产量|30|31|33"]}
    columns = {
        2: ColumnCorrection(role="actual", period="2022"),
        3: ColumnCorrection(kind="aside"),
        4: ColumnCorrection(role="target", period="2021/2025", unit="万公斤"),
    }
    said = {1: TableCorrection(unit="万吨", columns=columns)}
    found = extract(page(case), load_catalogue(), corrections=said)
    assert [listed(one, "text indicator unit role period") for one in found.statements] == [
        ["80", "粮食产量", "万吨", "actual", "2022"],
        ["85", "粮食产量", "万公斤", "target", "2021/2025"],
        ["30", "蔬菜产量", "万吨", "actual", "2022"],
        ["33", "蔬菜产量", "万公斤", "target", "2021/2025"],
    ]
    assert [one.set_by_user for one in found.tables[0].columns] == [False, True, True, True]
    assert not found.problems


def test_the_user_leaves_a_table_out() -> None:
    found = corrected("exec-plan-and-done", skip=True)
    assert not found.statements
    assert found.tables[0].reason == "skipped"
    assert not found.problems


def test_a_table_or_column_that_is_not_there_is_a_problem() -> None:
    said = {1: TableCorrection(columns={99: ColumnCorrection(unit="元")}), 7: TableCorrection(skip=True)}
    found = extract(page(BY_ID["exec-plan-and-done"]), load_catalogue(), corrections=said)
    assert [one.code for one in found.problems] == ["table.absent", "table.absent"]
    assert "表1第99列" in found.problems[0].message_zh
    assert "表7" in found.problems[1].message_zh


def test_money_of_projects_goes_into_base_units() -> None:
    document = page(BY_ID["projects-units-differ"])
    first = normalise(extract(document, load_catalogue()), document, load_catalogue()).projects[0]
    assert (first.base_total, first.base_annual, first.base_invested) == (1.56e9, 4.5e8, None)
    assert first.base_unit == "yuan"


def test_rows_between_tabs_are_lists_too() -> None:
    text = "项目名称\t总投资（亿元）\t责任单位\n东湖大桥\t5.6\t市交通运输局\n西山隧道\t3\t市交通运输局"
    found = extract(document_of(text, [], {"kind": "plan_report", "year": 2024}), load_catalogue())
    assert [(one.name, one.total_investment, one.body) for one in found.projects] == [
        ("东湖大桥", 5.6, "市交通运输局"),
        ("西山隧道", 3.0, "市交通运输局"),
    ]


@pytest.mark.parametrize(
    ("text", "lead", "supporting"),
    [
        ("市工信局牵头，市财政局、市科技局配合", "市工信局", ("市财政局", "市科技局")),
        ("责任单位：市发展改革委；配合单位：市财政局、市住建局", "市发展改革委", ("市财政局", "市住建局")),
        ("牵头单位：市商务局；责任单位：各县（市、区）政府、市海关", "市商务局", ("各县（市、区）政府", "市海关")),
        ("市教育局（牵头）、市财政局", "市教育局", ("市财政局",)),
        ("市发展改革委牵头，市财政局、市住建局等按职责分工负责", "市发展改革委", ("市财政局", "市住建局")),
        ("市水利局、市财政局按职责分工负责", "市水利局、市财政局", ()),
        ("由市司法局负责", "市司法局", ()),
        ("市民政局", "市民政局", ()),
    ],
)
def test_bodies(text: str, lead: str, supporting: tuple[str, ...]) -> None:
    assert read_bodies(text) == (lead, supporting)


def test_brackets_assign_work_in_running_text() -> None:
    text = (
        "加快建设东湖大桥，建成城市展览馆。（责任单位：市住房城乡建设局；配合单位：市财政局、云东区政府）\n"
        "启动编制国土空间规划（市自然资源局牵头，市发展改革委配合，完成时限：2024年底）。\n"
        "建成云江公园（二期工程由企业负责运营）。"
    )
    found = extract(paper(text), load_catalogue()).commitments
    assert [(one.object, one.body, one.supporting) for one in found] == [
        ("东湖大桥", "市住房城乡建设局", ("市财政局", "云东区政府")),
        ("城市展览馆", "市住房城乡建设局", ("市财政局", "云东区政府")),
        ("国土空间规划", "市自然资源局", ("市发展改革委",)),
        ("云江公园（二期工程由企业负责运营）", "", ()),
    ]
    assert found[2].text == "启动编制国土空间规划"
    assert found[2].deadline == "2024"


def test_running_text_says_binding_and_anticipatory() -> None:
    text = (
        "地区生产总值增长6%（预期性），森林覆盖率达到45%（约束性）。城镇新增就业5万人。\n"
        "约束性指标：单位地区生产总值能耗下降3%，粮食产量达到80万吨。\n"
        "全面完成约束性指标任务，地区生产总值增长5%。"
    )
    found = extract(paper(text), load_catalogue()).statements
    assert [(one.text, one.attribute) for one in found] == [
        ("6", "anticipatory"),
        ("45", "binding"),
        ("5", ""),
        ("3", "binding"),
        ("80", "binding"),
        ("5", ""),
    ]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024年10月底前", "2024"),
        ("12月底前", "2024"),
        ("2025-2027年", "2025/2027"),
        ("长期坚持", ""),
        ("年底", "2024"),
    ],
)
def test_deadlines(text: str, period: str) -> None:
    assert deadline_of(text, paper("", year=2024)) == period


def grid_document(text: str, *stretches: tuple[int, int]) -> Document:
    """A document of lines whose lines ``[first, last)`` of each stretch are a grid."""
    lines, starts = text.split("\n"), [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    grids = []
    for first, last in stretches:
        cells, number = [], 0
        for number, at in enumerate(range(first, last)):
            start = starts[at]
            for column, piece in enumerate(lines[at].split("\t")):
                cells.append(GridCell(start, start + len(piece), number, column))
                start += len(piece) + 1
        grids.append(Grid(tuple(cells), page=number))
    return replace(document_of(text, [], {"kind": "budget_report", "year": 2025}), grids=tuple(grids))


HEAD = "项目\t2024年预算数\t2024年执行数"


def test_a_table_goes_on_behind_a_page_break_without_its_head() -> None:
    text = f"单位：万元\n{HEAD}\n税收收入\t1200\t1210\n12\n单位：万元\n非税收入\t300\t290\n收入合计\t1500\t1500"
    found = extract(grid_document(text, (1, 3), (5, 7)), load_catalogue())
    assert [listed(one, "text indicator unit role period") for one in found.statements][2:4] == [
        ["300", "非税收入", "万元", "target", "2024"],
        ["290", "非税收入", "万元", "actual", "2024"],
    ]
    assert not found.problems


def test_a_table_of_its_own_takes_no_columns_from_the_one_before() -> None:
    text = f"{HEAD}\n税收收入\t1200\t1210\n另有一段说明下面的数字与上表无关，请勿混淆。\n存栏\t300\t290\n出栏\t150\t150"
    found = extract(grid_document(text, (0, 2), (3, 5)), load_catalogue())
    assert [one.reason for one in found.tables] == ["", "no_head"]


def test_a_row_of_words_right_above_a_grid_is_its_head() -> None:
    text = f"{HEAD}\n税收收入\t1200\t1210\n非税收入\t300\t290"
    found = extract(grid_document(text, (1, 3)), load_catalogue())
    assert [one.text for one in found.statements] == ["1200", "1210", "300", "290"]
    assert len(found.tables) == 1


def test_places_as_heads_name_whose_value_it_is() -> None:
    case = {
        "kind": "communique",
        "year": 2024,
        "caption": "2024年分县区粮食产量 单位：万吨",
        "rows": ["指标|东湖区|云岭县", "粮食产量|12|30"],
    }
    found = extract(page(case), load_catalogue())
    assert [(one.indicator, one.unit) for one in found.statements] == [
        ("东湖区粮食产量", "万吨"),
        ("云岭县粮食产量", "万吨"),
    ]


def test_a_final_account_tells_what_was() -> None:
    case = {
        "kind": "budget_report",
        "year": 2024,
        "caption": "2024年度对下转移支付表 单位：万元",
        "rows": ["项目|合计决算数|东湖区|云岭县", "均衡性转移支付|500|200|300"],
    }
    document = replace(page(case), title=Guess("2024年度云岭市政府决算公开", 0.9, "test"))
    found = extract(document, load_catalogue()).statements
    assert [(one.text, one.role, one.period) for one in found] == [
        ("500", "actual", "2024"),
        ("200", "actual", "2024"),
        ("300", "actual", "2024"),
    ]
