"""Forms and ledgers as tasks of decomposition, and results as tables and charts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from planledger.forms import load_form, read_form, write_template
from planledger.pipeline.decomposed_tables import decomposed_charts, decomposed_problems, decomposed_sheets
from planledger.pipeline.decomposing_forms import Asked, read_task
from planledger.planning.decomposing import broken_constraints, decompose

Rows = list[list[Any]]
TARGETS: Rows = [
    ["指标", "单位", "目标类型", "要求", "目标值", "基期值", "基期年", "末年"],
    ["造林", "万亩", "累计", "等于", 60.5, None, 2020, 2025],
    ["学位", "个", "累计", "等于", 2501, None, 2020, 2025],
]


@pytest.fixture
def asked(tmp_path: Path) -> Callable[..., Asked]:
    """A workbook of these sheets, read."""

    def read(**sheets: Rows) -> Asked:
        book = Workbook()
        book.remove(book.active)
        for title, rows in ({"目标": TARGETS} | sheets).items():
            page = book.create_sheet(title)
            for row in rows:
                page.append(row)
        path = tmp_path / "form.xlsx"
        book.save(path)
        filled = read_form(load_form("decompose"), [path])
        found = read_task(filled)
        return Asked(found.task, (*filled.problems, *found.problems))

    return read


def test_digits_are_those_that_were_written(asked: Callable[..., Asked]) -> None:
    assert [aim.digits for aim in asked().task.aims] == [1, 0]
    reached = [["指标", "年份", "完成值"], ["造林", 2021, 11.25]]
    assert [aim.digits for aim in asked(已完成=reached).task.aims] == [2, 0]


@pytest.mark.parametrize(
    ("sheet", "rows", "code", "cell"),
    [
        ("限制", [["指标", "年份", "下限"], ["种草", 2022, 3]], "decompose.unknown_indicator", "限制!A2"),
        ("限制", [["指标", "年份", "下限"], ["造林", 2031, 3]], "decompose.year_outside", "限制!B2"),
        ("限制", [["指标", "年份", "下限"], ["造林", 2022, None]], "decompose.no_limit", "限制!C2"),
        ("限制", [["指标", "对象", "年份", "下限"], ["造林", "北旗", 2022, 1]], "decompose.unknown_part", "限制!B2"),
        ("限制", [["指标", "年份", "下限", "单位"], ["造林", 2022, 3, "亩"]], "decompose.unit_mixed", "限制!D2"),
        ("限制", [["指标", "年份", "下限"], ["造林", 2022, "三万亩"]], "cell.not_number", "限制!C2"),
        ("已完成", [["指标", "年份", "完成值"], ["造林", 2021, 1], ["造林", 2021, 2]], "row.duplicate", "已完成!A3"),
        ("分解对象", [["对象", "权重"], ["东县", -2]], "cell.out_of_range", "分解对象!B2"),
        ("要素消耗", [["指标", "要素", "单位消耗"], ["造林", "资金", 2]], "decompose.no_ceiling", "要素消耗!B2"),
        ("要素上限", [["要素", "年份", "上限"], ["资金", 2022, 2]], "decompose.no_use", "要素上限!A2"),
    ],
)
def test_what_is_wrong_is_named_by_its_cell_and_the_rest_goes_on(
    asked: Callable[..., Asked], sheet: str, rows: Rows, code: str, cell: str
) -> None:
    found = asked(**{sheet: rows})
    assert [problem.code for problem in found.problems] == [code]
    assert found.problems[0].message.startswith(f"{cell}: ")
    assert found.problems[0].message_zh.startswith(f"{cell}：")
    assert len(decompose(found.task).years) == 10


def test_a_percent_sign_in_another_unit_is_refused(asked: Callable[..., Asked]) -> None:
    wrong = [TARGETS[0], ["造林", "万亩", "累计", "等于", "60%", None, 2020, 2025], TARGETS[2]]
    found = asked(目标=wrong)
    assert [problem.code for problem in found.problems] == ["cell.wrong_unit"]
    assert [aim.name for aim in found.task.aims] == ["学位"]


def test_parts_whose_bases_or_results_do_not_sum_are_told(asked: Callable[..., Asked]) -> None:
    level = [TARGETS[0], ["企业", "家", "期末水平", "以上", 30, 20, 2020, 2025]]
    parts = [["指标", "对象", "权重", "基期值"], ["企业", "东县", 2, 12], ["企业", "西县", 1, 9]]
    reached = [
        ["指标", "对象", "年份", "完成值"],
        ["企业", "", 2021, 22],
        ["企业", "东县", 2021, 12],
        ["企业", "西县", 2021, 9],
    ]
    found = asked(目标=level, 分解对象=parts, 已完成=reached)
    assert [problem.code for problem in found.problems] == ["decompose.bases_differ", "decompose.results_differ"]
    assert "21" in found.problems[0].message


def test_parts_without_an_indicator_are_for_all_that_have_none(asked: Callable[..., Asked]) -> None:
    parts = [["指标", "对象", "权重"], [None, "东县", 2], [None, "西县", 1], ["学位", "南区", 1]]
    found = asked(分解对象=parts)
    assert sorted((part.aim, part.name) for part in found.task.parts) == [
        ("学位", "南区"), ("造林", "东县"), ("造林", "西县"),
    ]  # fmt: skip


def test_the_template_can_be_decomposed_as_it_is(tmp_path: Path) -> None:
    form, path = load_form("decompose"), tmp_path / "form.xlsx"
    for language in ("zh", "en"):
        write_template(form, path, language=language)  # type: ignore[arg-type]
        filled = read_form(form, [path])
        found = read_task(filled)
        assert (filled.problems, found.problems) == ((), ())
        decomposed = decompose(found.task)
        assert broken_constraints(found.task, decomposed) == []
        assert len(decomposed.years) == 20
        charts = decomposed_charts(found.task, decomposed, language)  # type: ignore[arg-type]
        assert len(charts) == 8
        annual, parts = decomposed_sheets(found.task, decomposed, language)  # type: ignore[arg-type]
        assert len(annual.rows) == 20
        assert len(parts.rows) == 16


def test_a_conflict_is_a_table_and_a_problem(asked: Callable[..., Asked]) -> None:
    limits = [["指标", "年份", "上限"], *(["造林", year, 12] for year in range(2021, 2026))]
    found = asked(限制=limits)
    decomposed = decompose(found.task)
    [problem] = decomposed_problems(decomposed, "form.xlsx")
    assert problem.code == "decompose.conflict"
    assert "限制!C2" in problem.text
    conflicts = decomposed_sheets(found.task, decomposed, "zh")[-1]
    assert [row["cells"] for row in conflicts.rows] == [f"限制!C{row}" for row in range(2, 7)] + ["目标!E2"]
