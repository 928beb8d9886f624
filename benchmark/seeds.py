"""Small files of an invented city, made by code: what the fuzz run mutates. Equal from run to run, byte for byte."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from functools import cache
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared/documents/corpus"
LARGEST_OF_CORPUS = 150_000

TITLE = "云岭市2022年国民经济和社会发展计划执行情况与2023年计划草案的报告"
LINES = (
    "一、2022年计划执行情况",
    "全市地区生产总值增长3.6%，一般公共预算收入完成86.5亿元，城镇新增就业4.15万人。",
    "二、2023年主要预期目标",
    "地区生产总值增长6%左右，居民消费价格涨幅控制在3%以内，粮食产量277万吨以上。",
)
ROWS = (
    ("序号", "指标", "单位", "2020年", "2025年", "年均增长", "属性"),
    ("1", "地区生产总值", "亿元", "820", "1150", "7%", "预期性"),
    ("2", "常住人口城镇化率", "%", "56.2", "62", "〔5.8〕", "预期性"),
    ("3", "森林覆盖率", "%", "60.1", ">61", "", "约束性"),
)


@cache
def seed_files() -> tuple[tuple[str, bytes], ...]:
    """Suffix and bytes of every file that is mutated; some real ones too where the corpus lies beside the project."""
    made = [
        *((".pdf", content) for content in (_bare_pdf(), _typeset_pdf(), _picture_pdf())),
        *((".docx", _word(rich)) for rich in (False, True)),
        (".xlsx", _workbook()),
        (".csv", "\n".join(",".join(row) for row in ROWS).encode("gb18030")),
        *((suffix, picture(kind)) for suffix, kind in ((".png", "PNG"), (".jpg", "JPEG"), (".tif", "TIFF"))),
    ]
    return (*made, *_real_files())


def _real_files() -> list[tuple[str, bytes]]:
    if not CORPUS.is_dir():
        return []
    kinds: dict[str, list[Path]] = {}
    for path in sorted(CORPUS.iterdir(), key=lambda path: (path.stat().st_size, path.name)):
        if path.suffix.lower() in {".pdf", ".docx", ".doc", ".xls"} and path.stat().st_size < LARGEST_OF_CORPUS:
            kinds.setdefault(path.suffix.lower(), []).append(path)
    return [(suffix, path.read_bytes()) for suffix, paths in sorted(kinds.items()) for path in paths[:2]]


def pdf_of(objects: dict[int, bytes], *, root: int = 1) -> bytes:
    """A PDF of numbered objects, with a right cross-reference table."""
    parts, places, at = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], {}, 15
    for number, content in objects.items():
        places[number] = at
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        at += len(parts[-1])
    size = max(objects) + 1
    rows = [b"%010d %05d %c \n" % ((places[n], 0, b"n") if n in places else (0, 65535, b"f")) for n in range(size)]
    trailer = b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, at)
    return b"".join([*parts, b"xref\n0 %d\n" % size, *rows, trailer])


def stream_of(content: bytes, extra: bytes = b"", *, packed: bool = True) -> bytes:
    """A PDF stream object."""
    data = zlib.compress(content) if packed else content
    way = b" /Filter /FlateDecode" if packed else b""
    return b"<< /Length %d%s%s >>\nstream\n%s\nendstream" % (len(data), way, extra, data)


def _bare_pdf() -> bytes:
    """Two pages in one of the fourteen fonts that need not be there, with an outline, a form and an annotation."""
    text = b"BT /F1 12 Tf 72 700 Td (GDP 2025 1150 5.5% 3,000) Tj 0 -20 Td [(8) -300 (20)] TJ ET\n/X1 Do\n"
    box = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 300 800] /Resources << /Font << /F1 5 0 R >>"
    return pdf_of({
        1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 8 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
        3: b"<< %s /XObject << /X1 7 0 R >> >> /Contents 6 0 R /Annots [10 0 R] >>" % box,
        4: b"<< %s >> /Contents [6 0 R 6 0 R] /Rotate 90 >>" % box,
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        6: stream_of(text),
        7: stream_of(
            b"BT /F1 9 Tf 10 10 Td (note) Tj ET 0 0 50 50 re S",
            b" /Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /Font << /F1 5 0 R >> >>",
            packed=False,
        ),
        8: b"<< /Type /Outlines /First 9 0 R /Last 9 0 R /Count 1 >>",
        9: b"<< /Title <FEFF4E00> /Parent 8 0 R /Dest [3 0 R /Fit] >>",
        10: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://127.0.0.1/) >> >>",
    })  # fmt: skip


def _typeset_pdf() -> bytes:
    try:
        import typst
    except ImportError:
        return _bare_pdf()
    cells = ", ".join(f"[{cell}]" for row in ROWS for cell in row)
    body = "\n\n".join(line.replace("#", r"\#") for line in LINES)
    source = (
        '#set document(date: none)\n#set page(width: 300pt, height: 400pt, numbering: "1")\n'
        '#set text(font: "Noto Sans CJK TC", lang: "zh", size: 9pt)\n'
        f"= {TITLE}\n{body}\n#table(columns: {len(ROWS[0])}, {cells})\n#footnote[初步核算数。]\n{body}"
    )
    folders = [str(Path(_font()).parent)] if _font() else []
    return typst.compile(source.encode(), font_paths=folders, ignore_system_fonts=True)  # type: ignore[no-any-return]


def picture(kind: str) -> bytes:
    """A line of text as a picture, tiny: recognising it must not take long."""
    from PIL import Image, ImageDraw, ImageFont

    font = _font()
    image = Image.new("RGB", (200, 32), "white")
    text, face = ("粮食产量277万吨", ImageFont.truetype(font, 20)) if font else ("277 5.5%", ImageFont.load_default(20))
    ImageDraw.Draw(image).text((6, 2), text, fill="black", font=face)
    content = io.BytesIO()
    frames = {"append_images": [image.rotate(180)], "save_all": True} if kind == "TIFF" else {}
    image.save(content, kind, **frames)
    return content.getvalue()


def _font() -> str:
    try:
        import cvttf_NotoSansCJK_Regular as package
    except ImportError:
        return ""
    return str(package.get_TTF_path())


def _picture_pdf() -> bytes:
    scan = b" /Type /XObject /Subtype /Image /Width 200 /Height 32 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    jpeg = picture("JPEG")
    return pdf_of({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 32] /Contents 4 0 R"
        b" /Resources << /XObject << /I 5 0 R >> >> >>",
        4: stream_of(b"q 200 0 0 32 0 0 cm /I Do Q"),
        5: b"<< /Length %d /Filter /DCTDecode%s >>\nstream\n%s\nendstream" % (len(jpeg), scan, jpeg),
    })  # fmt: skip


def _word(rich: bool) -> bytes:
    import docx

    document = docx.Document()
    document.add_heading(TITLE, 1)
    for line in LINES:
        document.add_paragraph(line)
    if rich:
        table = document.add_table(len(ROWS), len(ROWS[0]))
        for row, cells in enumerate(ROWS):
            for column, cell in enumerate(cells):
                table.cell(row, column).text = cell
        table.cell(1, 0).merge(table.cell(2, 0))
        document.add_paragraph("粮食产量277万吨。", style="List Number")
        document.sections[0].header.paragraphs[0].text = "云岭市"
    content = io.BytesIO()
    document.save(content)
    return repacked(content.getvalue())


def _workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "主要指标"
    sheet.append([TITLE])
    sheet.merge_cells("A1:G1")
    for row in ROWS:
        sheet.append([float(cell) if re.fullmatch(r"\d+(\.\d+)?", cell) else cell for cell in row])
    sheet["D9"] = "=SUM(D3:D5)"
    book.create_sheet("空表")
    content = io.BytesIO()
    book.save(content)
    return repacked(content.getvalue())


def repacked(content: bytes) -> bytes:
    """A packed file whose members bear no date of today."""
    members = unpacked(content)
    members = [(name, re.sub(rb"\d{4}-\d\d-\d\dT[\d:]{8}Z", b"2023-01-01T00:00:00Z", data)) for name, data in members]
    return packed(members)


def unpacked(content: bytes) -> list[tuple[str, bytes]]:
    """Names and contents of the members of a packed file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def packed(members: list[tuple[str, bytes]]) -> bytes:
    """A packed file of these members; two may bear one name."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, compresslevel=1)
    return made.getvalue()
