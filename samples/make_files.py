"""Makes the sample files that are no text from the clean sources: ``python samples/make_files.py``.

A PDF in two columns with running heads, page numbers and footnotes; a scan of a printed page, slightly turned and
grainy; a Word file with a project list and a task breakdown; an Excel workbook with the execution table of an annual
plan. They are made with the tools of development and kept in ``samples/files``, so that trying the product needs none
of these.
"""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLEAN, FILES = HERE / "clean", HERE / "files"
FACE = "Noto Sans CJK TC"
NUMBERED = ("一、", "二、", "三、", "四、", "五、")


def main() -> None:
    """Write every file anew."""
    FILES.mkdir(exist_ok=True)
    (FILES / "yunling-2024-work-report.pdf").write_bytes(work_report())
    (FILES / "yunling-2023-communique.jpg").write_bytes(communique())
    tasks_and_projects(FILES / "yunling-2024-projects.docx")
    indicators(FILES / "yunling-2024-indicators.xlsx")


def work_report() -> bytes:
    """The work report as the gazette prints it, in two columns."""
    notes = dict(_rows("yunling-2024-work-report-notes.tsv"))
    lines = _lines("yunling-2024-work-report.txt")
    head = 'align(center, text(size: 8pt, "云岭市人民政府公报　2024年第1期"))'
    foot = 'context align(center, text(size: 8pt, "— " + counter(page).display() + " —"))'
    title = f'#text(size: 18pt, weight: "bold")[{lines[0]}] #linebreak() {lines[1]} #linebreak() {lines[2]}'
    parts = [
        f'#set page(paper: "a4", margin: (x: 2.2cm, y: 2.4cm), columns: 2, header: {head}, footer: {foot})',
        _setting(10),
        f'#place(top + center, scope: "parent", float: true, [{title}])',
    ]
    for line in lines[3:]:
        said = _quoted(line)
        for mark, note in notes.items():
            said = said.replace(mark, f'" #footnote("{note}") #"')
        parts.append(f"#align(center, text(size: 12pt)[{said}])" if line.startswith(NUMBERED) else said)
    return _typeset("\n\n".join(parts))


def communique() -> bytes:
    """A page of the statistical communiqué as a scanner gives it at 200 dpi."""
    import pypdfium2
    from PIL import Image, ImageFilter

    lines = _lines("yunling-2023-communique.txt")
    parts = ['#set page(paper: "a4", margin: 2.6cm)', _setting(11)]
    parts.append(f'#align(center, text(size: 17pt, weight: "bold")[{lines[0]}])')
    parts += [f"#align(center)[{line}]" for line in lines[1:3]]
    parts += [f"#text(size: 13pt)[{line}]" if line.startswith(NUMBERED) else _quoted(line) for line in lines[3:]]
    page = pypdfium2.PdfDocument(_typeset("\n\n".join(parts)))[0]
    picture = page.render(scale=200 / 72).to_pil().convert("L")
    turned = picture.rotate(0.6, fillcolor=255, resample=Image.Resampling.BICUBIC)
    blurred = turned.filter(ImageFilter.GaussianBlur(0.5))
    size = blurred.width // 4, blurred.height // 4
    grain = Image.frombytes("L", size, random.Random(2023).randbytes(size[0] * size[1]))
    written = io.BytesIO()
    Image.blend(blurred, grain.resize(blurred.size), 0.08).save(written, "JPEG", quality=60, dpi=(200, 200))
    return written.getvalue()


def tasks_and_projects(path: Path) -> None:
    """The project list and the breakdown of tasks, as an office sends them round."""
    import docx

    made = docx.Document()
    made.core_properties.title = "云岭市2024年重点项目和重点任务分解"
    made.sections[0].header.paragraphs[0].text = "云岭市人民政府办公室"
    made.add_heading("云岭市2024年重点项目和重点任务分解", level=0)
    made.add_paragraph("为做好2024年工作，现将重点项目和重点任务分解如下，请抓好落实。")
    for heading, file in (("一、重点项目", "yunling-2024-projects.tsv"), ("二、重点任务", "yunling-2024-tasks.tsv")):
        made.add_heading(heading, level=1)
        rows = _rows(file)
        table = made.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(number, column).text = text
    made.save(str(path))


def indicators(path: Path) -> None:
    """The execution table of the annual plan, its head over two rows with merged cells."""
    import openpyxl

    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "主要指标"
    sheet.append(["云岭市2023年国民经济和社会发展计划执行情况及2024年计划"])
    for row in _rows("yunling-2024-indicators.tsv"):
        sheet.append([_number(text) for text in row])
    for merged in ("A1:I1", "A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:H2", "I2:I3"):
        sheet.merge_cells(merged)
    for column, width in zip("ABCDEFGHI", (6, 26, 8, 14, 12, 11, 16, 11, 10), strict=True):
        sheet.column_dimensions[column].width = width
    made.save(path)


def _number(text: str) -> str | float | int | None:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text or None


def _setting(size: int) -> str:
    return (
        f'#set text(font: "{FACE}", lang: "zh", size: {size}pt)\n'
        "#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 0.9em)"
    )


def _quoted(line: str) -> str:
    return '#"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _typeset(source: str) -> bytes:
    import cvttf_NotoSansCJK_Regular
    import typst

    folder = str(Path(cvttf_NotoSansCJK_Regular.__file__).parent)
    made: bytes = typst.compile(source.encode(), font_paths=[folder], ignore_system_fonts=True)
    return made


def _lines(name: str) -> list[str]:
    return (CLEAN / name).read_text(encoding="utf-8").splitlines()


def _rows(name: str) -> list[list[str]]:
    with (CLEAN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t"))


if __name__ == "__main__":
    main()
