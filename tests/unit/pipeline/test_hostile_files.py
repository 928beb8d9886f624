"""Files made to harm, read as a user's files are: each gives its problem within its limits and does nothing else."""

import importlib.util
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from planledger.pipeline import Outcome, collect_files, read_files
from planledger.reading.limits import MB, Limits
from planledger.runners import Guarded

LIMITS = Limits(expanded=16 * MB, pages=100, pixels=4_000_000, cells=20_000, depth=200, seconds=60, memory=3072 * MB)
READERS = {".pdf": "pdf", ".docx": "word", ".xlsx": "sheets", ".png": "pictures", ".tif": "pictures"}
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 13))
ENTITIES = f'<!DOCTYPE x [<!ENTITY l0 "哈哈哈哈">{LAUGHS}<!ENTITY file SYSTEM "file://%s">]>'
SECRET = "机密增长99.5%"


@pytest.fixture(scope="module")
def runner() -> Iterator[Guarded]:
    with Guarded(LIMITS, workers=1) as runner:
        yield runner


@pytest.fixture
def read(runner: Guarded, tmp_path: Path) -> Callable[[str, bytes], Outcome]:
    def read(suffix: str, content: bytes) -> Outcome:
        if importlib.util.find_spec(f"planledger.reading.{READERS[suffix]}") is None:
            pytest.skip(f"no reader of {suffix} files yet")
        path = tmp_path / f"hostile{suffix}"
        path.write_bytes(content)
        [outcome] = read_files(collect_files([path], limits=LIMITS).jobs, mapper=runner.map)
        return outcome

    return read


def code_of(outcome: Outcome) -> str:
    return outcome.problem.code if outcome.problem else "read"


def packed(members: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def word_of(body: str, *, head: str = "", extra: dict[str, str | bytes] | None = None) -> bytes:
    """A Word file with this XML as its body."""
    kind = "application/vnd.openxmlformats-officedocument"
    return packed({
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": relation_to("word/document.xml"),
        "word/document.xml": f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    } | (extra or {}))  # fmt: skip


def relation_to(part: str) -> str:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument" Target="{part}"/></Relationships>'
    )


def workbook_of(rows: str, *, head: str = "") -> bytes:
    """A workbook of one sheet with this XML as its rows."""
    import openpyxl

    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    with zipfile.ZipFile(made) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    sheet = f'{head}<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'
    return packed(members | {"xl/worksheets/sheet1.xml": sheet})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def text_cell(text: str) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'


def pdf_of(*objects: str, trailer: str = "") -> bytes:
    """A PDF of objects numbered from 1, the first its catalogue; the reader finds them without a table."""
    body = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate(objects, start=1))
    return f"%PDF-1.7\n{body}trailer\n<< /Root 1 0 R /Size {len(objects) + 1} {trailer} >>\n%%EOF\n".encode("latin-1")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, data: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data, 1)) + chunk(b"IEND", b"")


def test_the_made_files_are_read_when_nothing_is_wrong(read: Callable[..., Outcome]) -> None:
    said = "2023年地区生产总值增长6.5%。"
    outcome = read(".docx", word_of(paragraph(said)))
    assert outcome.document is not None
    assert said in outcome.document.text
    outcome = read(".xlsx", workbook_of(text_cell(said)))
    assert outcome.document is not None
    assert said in outcome.document.text


@pytest.mark.parametrize("part", ["word/document.xml", "word/media/image1.png", "word/styles.xml"])
def test_a_bomb_in_a_word_file_is_not_unpacked(read: Callable[..., Outcome], part: str) -> None:
    outcome = read(".docx", word_of(paragraph("增长6.5%。"), extra={part: b" " * 60 * MB}))
    assert code_of(outcome) == "document.limit"


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(read: Callable[..., Outcome]) -> None:
    content = word_of(paragraph("增长6.5%。" + " " * 60 * MB))
    size = next(
        entry.file_size for entry in zipfile.ZipFile(io.BytesIO(content)).infolist() if "document" in entry.filename
    )
    outcome = read(".docx", content.replace(struct.pack("<I", size), struct.pack("<I", 1000)))
    assert code_of(outcome) in {"document.limit", "document.damaged"}


@pytest.mark.parametrize("entity", ["l12", "file"])
@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_entities_neither_grow_nor_reach_other_files(
    read: Callable[..., Outcome], tmp_path: Path, suffix: str, entity: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    head, text = ENTITIES % secret, f"2023年增长6.5%，&{entity};。"
    content = word_of(paragraph(text), head=head) if suffix == ".docx" else workbook_of(text_cell(text), head=head)
    outcome = read(suffix, content)
    assert code_of(outcome) in {"read", "document.no_numbers", "document.limit", "document.damaged"}
    if outcome.document is not None:
        assert SECRET not in outcome.document.source
        assert len(outcome.document.source) < 1000


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".docx", lambda: word_of("<w:p><w:r>" * 100_000 + "</w:r></w:p>" * 100_000)),
        (".docx", lambda: word_of("<w:tbl><w:tr><w:tc>" * 3_000 + "</w:tc></w:tr></w:tbl>" * 3_000)),
        (".xlsx", lambda: workbook_of("<row>" * 100_000 + "</row>" * 100_000)),
    ],
)
def test_deep_nesting_is_refused(read: Callable[..., Outcome], suffix: str, content: Callable[[], bytes]) -> None:
    assert code_of(read(suffix, content())) in {"document.limit", "document.damaged"}


def test_a_sheet_that_claims_every_cell_is_read_for_those_it_has(read: Callable[..., Outcome]) -> None:
    corner = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>增长6.5%</t></is></c></row>'
    assert code_of(read(".xlsx", workbook_of(text_cell("2023年") + corner))) in {
        "read",
        "document.no_numbers",
        "document.limit",
    }


def test_too_many_cells_are_refused(read: Callable[..., Outcome]) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, LIMITS.cells + 100))
    assert code_of(read(".xlsx", workbook_of(rows))) == "document.limit"


def test_a_picture_of_enormous_size_is_not_unpacked(read: Callable[..., Outcome]) -> None:
    assert code_of(read(".png", png_of(50_000, 50_000, bytes(1000)))) == "document.limit"


def test_a_picture_that_ends_early_is_told(read: Callable[..., Outcome]) -> None:
    outcome = read(".png", png_of(400, 400, bytes(1000))[:80])
    assert code_of(outcome) in {"document.damaged", "document.empty", "document.no_chinese"}


@pytest.mark.parametrize(
    "pages",
    [
        "<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
        "<< /Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count 1000000 /Parent 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>",
        f"<< /Type /Pages /Kids [{'3 0 R ' * 50_000}] /Count 50000 >>",
        f"<< /Type /Pages /Kids {'[' * 5_000}3 0 R{']' * 5_000} /Count 1 >>",
    ],
)
def test_a_page_tree_without_end_ends(read: Callable[..., Outcome], pages: str) -> None:
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"
    outcome = read(".pdf", pdf_of("<< /Type /Catalog /Pages 2 0 R >>", pages, page))
    assert code_of(outcome) in {"document.limit", "document.damaged", "document.empty"}


@pytest.mark.parametrize("size", ["0 0 1e9 1e9", "0 0 0 0", "9 9 -9 -9", "0 0 1e-30 1e30", "0 0 nan inf"])
def test_a_page_of_impossible_size_is_read_or_refused(read: Callable[..., Outcome], size: str) -> None:
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{size}] /UserUnit 75000 >>"
    pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    outcome = read(".pdf", pdf_of("<< /Type /Catalog /Pages 2 0 R >>", pages, page))
    assert code_of(outcome) in {"document.limit", "document.damaged", "document.empty"}


def test_a_form_that_draws_itself_is_given_up(tmp_path: Path) -> None:
    # The library itself follows twenty forms in twenty forms to the depth it allows: only the deadline ends that.
    pytest.importorskip("planledger.reading.pdf")
    resources, drawing = "/Resources << /XObject << /X 4 0 R >> >>", "/X Do " * 20
    content = pdf_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R {resources} >>",
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] {resources} /Length {len(drawing)} >>\n"
        f"stream\n{drawing}\nendstream",
    )
    path = tmp_path / "form.pdf"
    path.write_bytes(content)
    limits = replace(LIMITS, seconds=3)
    with Guarded(limits, workers=1) as runner:
        [outcome] = read_files(collect_files([path], limits=limits).jobs, mapper=runner.map)
    assert code_of(outcome) in {"document.timeout", "document.memory", "document.limit", "document.empty"}


def test_a_pdf_with_a_password_is_told(read: Callable[..., Outcome]) -> None:
    key = "30" * 32
    content = pdf_of(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        f"<< /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>",
        trailer="/Encrypt 4 0 R /ID [<00> <00>]",
    )
    assert code_of(read(".pdf", content)) == "document.encrypted"


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_an_office_file_with_a_password_is_told(read: Callable[..., Outcome], suffix: str) -> None:
    # Offices wrap the encrypted file into the container of their older formats.
    streams = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("EncryptionInfo", "EncryptedPackage"))
    content = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + streams).ljust(4096, b"\0")
    assert code_of(read(suffix, content)) == "document.encrypted"


def test_limits_of_a_job_bind_its_reader(runner: Guarded, tmp_path: Path) -> None:
    path = tmp_path / "small.txt"
    path.write_text("2023年地区生产总值增长6.5%。", encoding="utf-8")
    jobs = collect_files([path], limits=replace(LIMITS, size=5)).jobs
    assert [code_of(outcome) for outcome in read_files(jobs, mapper=runner.map)] == ["document.too_large"]
