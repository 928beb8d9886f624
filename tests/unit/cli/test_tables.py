"""``planledger tables``: what the user sees of how tables were read."""

import json
from pathlib import Path

import pytest

from planledger.cli.entry import run_command

PAGE = """<html><body><p>云岭市2024年国民经济和社会发展计划报告</p>
<p>全市地区生产总值完成1262.4亿元，增长6.2%，森林覆盖率达到45%，城镇新增就业4.3万人，各项指标完成较好。</p>
<p>表1 主要指标</p>
<table><tr><td>指标</td><td>单位</td><td>2023年完成</td><td>2024年目标</td></tr>
<tr><td>地区生产总值</td><td>亿元</td><td>1262.4</td><td>1340</td></tr></table>
<p>表2 产量</p><table><tr><td>粮食产量</td><td>80</td><td>82</td></tr><tr><td>蔬菜产量</td><td>30</td><td>31</td></tr>
</table><p>二、2024年工作安排</p><p>加快建设东湖大桥，建成城市展览馆，启动编制国土空间规划，推进各项重点工程。</p></body></html>"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_tables_are_listed_with_their_columns(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["tables", str(file)]) == 0
    said = capsys.readouterr()
    assert "表格2张" in said.out
    assert "2023年完成" in said.out
    assert "没有认出表头" in said.out
    assert "table.not_understood" in said.err


def test_tables_in_english_and_as_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["tables", "--lang", "en", str(file)]) == 0
    assert "2 tables" in capsys.readouterr().out
    run_command(["tables", "--json", str(file)])
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["kind"], first["columns"][3]["role"]) == ("figures", "target")
    assert second["reason"] == "no_head"


def test_documents_yaml_says_what_columns_are(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    columns = "{2: {role: actual, period: 2023}, 3: {role: target, period: 2024}}"
    said = f"plan: {{tables: {{2: {{unit: 万吨, columns: {columns}}}}}}}"
    (file.parent / "documents.yaml").write_text(said, encoding="utf-8")
    run_command(["tables", str(file)])
    assert "人工" in capsys.readouterr().out
    run_command(["read", str(file)])
    assert "82万吨" in capsys.readouterr().out
