"""Documents for the tests of evidence, of invented text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from planledger.pipeline import Job, Outcome, read_file
from planledger.reading import Overrides
from planweb.evidence.models import Document

TEXT = """吉林市2024年政府工作报告
——2024年1月10日在吉林市第十七届人民代表大会第三次会议上
各位代表：
一、2023年工作回顾
全年地区生产总值增长6.2%，规模以上工业增加值增长8.1%，地方级财政收入完成132.5亿元。
建成松江大桥。城镇新增就业4.2万人。
二、2024年工作安排
主要预期目标是：地区生产总值增长6%左右，规模以上工业增加值增长7%以上，粮食产量达到90亿斤以上。
居民收入与经济增长同步。力争城镇新增就业4万人。开工建设环城铁路，由市发展改革委牵头。
"""


def read_text(
    folder: Path, text: str = TEXT, *, name: str = "jilin-2024", overrides: Overrides | None = None
) -> Outcome:
    """What reading makes of ``text``."""
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    return read_file(Job(path, name, overrides or Overrides()))


@pytest.fixture
def make_document(db: None) -> Callable[..., Document]:
    """Makes the row of a document that was brought in and not read yet."""

    def make(**fields: Any) -> Document:
        return Document.objects.create(**{"name": "jilin-2024.txt", "sha256": "0" * 64, "file": "x.txt", **fields})

    return make
