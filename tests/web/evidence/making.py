"""Documents of invented text, read and stored."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.conf import settings

from planledger.model import Box, Page, Place
from planledger.pipeline import Job, Outcome, read_file
from planledger.reading import Overrides
from planweb.evidence.files import Kept, keep
from planweb.evidence.models import Document
from planweb.evidence.records import store_reading

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


@cache
def sample() -> Outcome:
    """What reading makes of ``TEXT``, as of a page of a PDF."""
    with tempfile.TemporaryDirectory() as folder:
        outcome = read_text(Path(folder))
    assert outcome.document is not None
    lines, at = [], 0
    for number, line in enumerate(TEXT.splitlines(keepends=True)):
        box = Box(50, 50 + 30 * number, 50 + 12 * len(line), 70 + 30 * number)
        lines.append(Place(at, at + len(line.rstrip()), page=1, box=box))
        at += len(line)
    return replace(outcome, document=replace(outcome.document, pages=(Page(1, 600, 800),), places=tuple(lines)))


def kept(text: str = TEXT, name: str = "jilin-2024.txt") -> Kept:
    """``text`` as a file that was brought in."""
    return keep([text.encode()], name)


def stored(**fields: object) -> Document:
    """A document that was read, with a picture of its page."""
    file = kept()
    outcome = sample()
    assert outcome.document is not None
    assert outcome.extraction is not None
    said = {"name": "jilin-2024.txt", "sha256": file.sha256, "file": file.file, "size": file.size, **fields}
    document = store_reading(Document.objects.create(**said), outcome.document, outcome.extraction)
    picture = Path(settings.PICTURES) / file.sha256[:2] / file.sha256 / "1-0-0.webp"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"RIFF")
    return document


def make_places() -> dict[str, int]:
    """What the addresses of evidence name."""
    document = stored()
    version = stored(version_of=document, version=2)
    withdrawn = stored()
    Document.objects.filter(pk=withdrawn.pk).update(state="withdrawn")
    return {
        "document": document.pk,
        "version": version.pk,
        "withdrawn": withdrawn.pk,
        "statement": document.statements.all()[0].pk,
    }
