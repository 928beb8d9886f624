"""Word files whose pages are pictures."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document as Word
from docx.shared import Cm
from PIL import Image

from planledger.errors import EmptyDocument, MissingExtra
from planledger.pipeline import Job, Passage, draw_passage, read_file
from planledger.reading import Overrides, read_document

SCAN = Path(__file__).parents[4] / "samples" / "files" / "yunling-2023-communique.jpg"


def written(path: Path, *pictures: bytes, text: str = "") -> Path:
    word = Word()
    if text:
        word.add_paragraph(text)
    for picture in pictures:
        word.add_picture(io.BytesIO(picture), width=Cm(16))
    word.save(str(path))
    return path


def seal(size: int = 120) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (size, size), "red").save(out, "PNG")
    return out.getvalue()


def test_pages_that_are_pictures_are_read_as_the_picture_itself_is(tmp_path: Path) -> None:
    path = written(tmp_path / "scan.docx", seal(), SCAN.read_bytes())
    outcome = read_file(Job(path, "scan", Overrides()))
    plain = read_file(Job(SCAN, "scan", Overrides()))
    assert outcome.document is not None
    assert plain.document is not None
    assert outcome.extraction is not None
    assert plain.extraction is not None
    assert outcome.document.source == plain.document.source
    assert outcome.document.format == "docx"
    assert [page.recognised for page in outcome.document.pages] == [True]
    assert outcome.extraction.statements == plain.extraction.statements
    first = outcome.extraction.statements[0]
    drawn = draw_passage(Passage(outcome.document, first.start, first.end))
    assert drawn == draw_passage(Passage(plain.document, first.start, first.end))


def test_a_file_with_text_is_read_from_its_text(tmp_path: Path) -> None:
    path = written(tmp_path / "both.docx", SCAN.read_bytes(), text="全市地区生产总值增长6%。")
    document = read_document(path)
    assert document.source.strip() == "全市地区生产总值增长6%。"
    assert not document.pages


def test_a_file_with_ornaments_only_is_empty(tmp_path: Path) -> None:
    with pytest.raises(EmptyDocument):
        read_document(written(tmp_path / "seal.docx", seal()))


def test_without_recognition_one_line_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_args: object, **_options: object) -> None:
        raise ModuleNotFoundError("No module named 'rapidocr'", name="rapidocr")

    monkeypatch.setattr("planledger.reading.pictures.recognising.recognise_page", missing)
    with pytest.raises(MissingExtra, match=r"planledger\[ocr\]"):
        read_document(written(tmp_path / "scan.docx", SCAN.read_bytes()))


def test_a_broken_picture_leaves_the_file_empty(tmp_path: Path) -> None:
    path = written(tmp_path / "broken.docx", SCAN.read_bytes())
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, b"\xff\xd8broken" if "media/" in name else data)
    with pytest.raises(EmptyDocument):
        read_document(path)
