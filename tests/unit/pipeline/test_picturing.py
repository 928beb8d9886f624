"""Pages as pictures, with the passage marked."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.ledger.sample_ledger import PLAN, sample_ledger

from planledger.errors import DamagedDocument, LimitExceeded
from planledger.model import Box, Document, Ledger, Page, Place
from planledger.pipeline import Passage, draw_ledger, draw_passage
from planledger.reading.limits import Limits
from planledger.reading.rendering import page_picture

Image = pytest.importorskip("PIL.Image", reason="Pillow comes with the extras pdf and ocr")


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A white page of 400 × 600 pixels."""
    path = tmp_path / "scan.png"
    Image.new("RGB", (400, 600), "white").save(path)
    return path


def scanned(document: Document, path: Path) -> Document:
    place = Place(0, len(PLAN), page=1, box=Box(40.0, 300.0, 360.0, 320.0))
    return replace(document, path=str(path), format="picture", pages=(Page(1, 400.0, 600.0),), places=(place,))


def test_the_passage_is_marked_on_its_page(scan: Path) -> None:
    document = scanned(sample_ledger().documents[0], scan)
    at = len(PLAN) // 2
    drawn = Image.open(io.BytesIO(draw_passage(Passage(document, at, at + 4))))
    assert drawn.size == (1333, 2000)
    red, green, blue = drawn.getpixel((683, 1033))
    assert red > 200 > blue
    assert green > 200
    assert drawn.getpixel((200, 1033)) == drawn.getpixel((683, 333)) == (255, 255, 255)


def test_a_document_without_pages_is_not_drawn() -> None:
    document = replace(sample_ledger().documents[0], pages=(), places=(Place(0, 9, "paragraph:1:1"),))
    assert draw_passage(Passage(document, 0, 4)) == b""


def test_pages_with_records_are_drawn_beside_the_report(scan: Path, tmp_path: Path) -> None:
    ledger = sample_ledger()
    first, second = ledger.documents
    gone = replace(scanned(second, tmp_path / "gone.png"), id=second.id)
    drawn = list(draw_ledger(ledger_of(ledger, scanned(first, scan), gone), tmp_path / "out"))
    assert drawn[0].files == {1: f"pages/{first.id}-1.webp"}
    assert (tmp_path / "out" / drawn[0].files[1]).read_bytes()[:4] == b"RIFF"
    assert drawn[1].files == {}
    assert drawn[1].problem is not None
    assert drawn[1].problem.code == "document.damaged"


def ledger_of(ledger: Ledger, *documents: Document) -> Ledger:
    return replace(ledger, documents=documents)


def test_a_page_that_grew_too_large_or_broke_is_refused(scan: Path, tmp_path: Path) -> None:
    page = Page(1, 400.0, 600.0)
    with pytest.raises(LimitExceeded):
        page_picture(scan, "picture", page, longest=600, limits=Limits(pixels=1000))
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture at all")
    with pytest.raises(DamagedDocument):
        page_picture(broken, "picture", page, longest=600)
    with pytest.raises(DamagedDocument):
        page_picture(broken, "pdf", page, longest=600)
