import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from planledger.forms import load_form, write_template


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "form.xlsx"
    write_template(load_form("allocate"), path)
    return path


def changed(form: Path, sheet: str, cells: dict[str, object]) -> Path:
    book = load_workbook(form)
    for place, value in cells.items():
        book[sheet][place] = value
    book.save(form)
    return form


def test_the_template_is_a_plan_that_closes(call, form: Path, tmp_path: Path) -> None:
    out, chart = tmp_path / "plan.json", tmp_path / "plan.svg"
    answer = call("allocate", form, "--out", out, "--chart", chart, "--what-if", "10")
    assert (answer.code, answer.out) == (0, "")
    plan = json.loads(out.read_text(encoding="utf-8"))
    costs = {row["project"]: row["within"] for row in plan["starts"]}
    for project, cost in costs.items():
        assert round(sum(row["amount"] for row in plan["money"] if row["project"] == project), 2) == cost
    assert {row["project"] for row in plan["refused"]}.isdisjoint(costs)
    assert {row["stage"] for row in plan["money"]} == {"细化", "展望"}
    assert all(row["share"] >= 100 for row in plan["goals"] if row["kind"] == "约束性")
    assert plan["what_if"][0]["others"] > 0
    assert chart.read_text(encoding="utf-8").startswith("<svg")


def test_the_same_form_gives_the_same_bytes(call, form: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert (
            call("allocate", form, "--out", tmp_path / f"{name}.json", "--chart", tmp_path / f"{name}.html").code == 0
        )
    for suffix in (".json", ".html"):
        assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


def test_without_out_tables_are_printed_in_either_language(call, form: Path) -> None:
    assert "青澜河综合治理" in call("allocate", form).out
    english = call("allocate", form, "--lang", "en").out
    assert "proven best" in english
    assert "Not started" in english
    head, *rows = english.split("Quotas\n")[1].split("\n\n")[0].splitlines()
    assert head.startswith("Quota ")
    assert {row.split()[0] for row in rows[1:]} == {"land", "energy"}


def test_bad_cells_are_named_and_the_rest_goes_on(call, form: Path) -> None:
    changed(form, "项目", {"F3": "两千万", "S4": "X99", "H9": 12.345, "A6": "X04", "Q7": -3, "K11": 2028})
    changed(form, "资金额度", {"B2": 2035, "C3": "3200万元"})
    changed(form, "要素指标", {"D9": "否"})
    changed(form, "贡献", {"B2": "没有的指标"})
    answer = call("allocate", form)
    assert answer.code == 1
    assert "青澜河综合治理" in answer.out
    assert "要素指标!D9" in answer.err
    assert "贡献!B2" in answer.err
    for place in ("项目!F3", "项目!S4", "项目!H9", "项目!A6", "项目!Q7", "项目!L11", "资金额度!B2", "资金额度!C3"):
        assert place in answer.err, f"{place} in {answer.err}"


def test_what_conflicts_is_said_in_words(call, form: Path) -> None:
    changed(form, "项目", {"M7": "是", "M8": "是"})
    answer = call("allocate", form)
    assert answer.code == 1
    assert answer.out == ""
    assert "互斥组医院选址至多安排一个" in answer.err
    assert "市第二医院新院区（二址）为必保项目" in answer.err
    assert "财政" not in answer.err


def test_without_a_plan_the_results_hold_why(call, form: Path, tmp_path: Path) -> None:
    changed(form, "项目", {"M7": "是", "M8": "是"})
    out = tmp_path / "plan.json"
    assert call("allocate", form, "--out", out).code == 1
    said = json.loads(out.read_text(encoding="utf-8"))
    assert [row["code"] for row in said["unused"]] == ["allocate.infeasible"]


def test_an_earlier_plan_is_rolled_on(call, form: Path, tmp_path: Path) -> None:
    earlier, later = tmp_path / "earlier.xlsx", tmp_path / "later.json"
    assert call("allocate", form, "--out", earlier).code == 0
    changed(form, "规划期", {"A2": 2027, "B2": 4})
    answer = call("allocate", form, "--fix", earlier, "--out", later)
    plan = json.loads(later.read_text(encoding="utf-8"))
    decided = {row["project"]: row for row in plan["starts"] if row["decided"]}
    assert {row["start"] for row in decided.values()} == {2026}
    assert decided["X01"]["before"] == 4000
    assert {row["year"] for row in plan["money"]} <= {2027, 2028, 2029, 2030}
    assert "资金额度!B2" in answer.err  # money of 2026 lies outside the period and is not counted


def test_wrong_usage(call, form: Path, tmp_path: Path) -> None:
    assert call("allocate").code == 2
    assert call("allocate", tmp_path / "gone.xlsx").code == 2
    assert call("allocate", form, "--out", tmp_path / "plan.docx").code == 2
    assert call("allocate", "--template", tmp_path / "t.xlsx").code == 0
