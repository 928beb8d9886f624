from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from planledger.cli.entry import run_command

PROMISES = """政府工作报告

——2021年1月15日在云岭市第五届人民代表大会第五次会议上

一、2020年工作回顾

地区生产总值增长2.1%。

二、2021年主要工作

今年经济社会发展的主要预期目标是：地区生产总值增长6%以上，城镇新增就业4万人，粮食产量稳定在60亿斤左右。
"""

RESULTS = """政府工作报告

——2022年1月12日在云岭市第六届人民代表大会第一次会议上

一、2021年工作回顾

预计地区生产总值增长6.8%，城镇新增就业3.6万人。

二、2022年主要工作

今年经济社会发展的主要预期目标是：地区生产总值增长6.5%左右。
"""


class Answer(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """The command line, as a process would answer."""

    def answer(*arguments: str | Path) -> Answer:
        code = run_command([str(argument) for argument in arguments])
        return Answer(code, *capfd.readouterr())

    return answer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports of an invented city that follow each other."""
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "report-2021.txt").write_text(PROMISES, encoding="utf-8")
    (documents / "report-2022.txt").write_text(RESULTS, encoding="utf-8")
    (documents / "documents.yaml").write_text('"report-*": {region: "220200"}\n', encoding="utf-8")
    return documents
