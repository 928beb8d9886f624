"""A statement read off a picture is believed as far as its line was recognised, and says so."""

from __future__ import annotations

from dataclasses import replace

from planledger.catalogue import load_catalogue
from planledger.extracting import extract
from planledger.model.places import Box, Page, Place
from planledger.reading import read_document

TEXT = "2024年青禾市政府工作报告\n今年主要预期目标是：粮食产量稳定在30亿斤以上，财政收入增长5%。\n建成青禾大桥。"


def test_the_least_confident_line_counts() -> None:
    catalogue = load_catalogue()
    read = read_document(TEXT.encode(), name="scan")
    plain = extract(read, catalogue)
    start, end = read.source.index("粮食"), read.source.index("，财政")
    middle = read.source.index("30")
    places = (
        Place(start, middle + 1, page=1, box=Box(0, 0, 9, 9), confidence=0.9),
        Place(middle + 1, end, page=1, box=Box(0, 9, 9, 18), confidence=0.8),
        Place(end, len(read.source), page=1, box=Box(0, 18, 9, 27), confidence=1.0),
    )
    page = Page(1, 100, 100, recognised=True, confidence=0.9)
    grain, income = extract(replace(read, pages=(page,), places=places), catalogue).statements
    assert grain.confidence == round(plain.statements[0].confidence * 0.8, 2)
    assert grain.notes == (*plain.statements[0].notes, "recognised with confidence 0.80")
    assert income == plain.statements[1]


def test_what_was_read_stays_as_it_was() -> None:
    catalogue = load_catalogue()
    read = read_document(TEXT.encode(), name="text")
    shown = replace(read, pages=(Page(1, 100, 100),), places=(Place(0, len(read.source), page=1),))
    assert extract(shown, catalogue) == extract(read, catalogue)
