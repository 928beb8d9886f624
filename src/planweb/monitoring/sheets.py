"""The Excel template of a report, and what people wrote into it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from planweb.accounts.models import Body
from planweb.layout.exporting import defused
from planweb.monitoring.measuring import number_in, written
from planweb.monitoring.models import Figure, Round
from planweb.monitoring.periods import parse_period
from planweb.monitoring.queries.due import Due

LARGEST, LARGEST_UNPACKED = 5 * 2**20, 60 * 2**20
HEAD, FIRST = 3, 4  # row of the heads, and the first row of values
COLUMNS = ("id", "name", "unit", "last", "target", "value", "kind", "note", "text", "next_step")
OPEN = {"value": 18, "kind": 12, "note": 24, "text": 44, "next_step": 30}  # that people fill in, with their widths
_LETTER = {name: "ABCDEFGHIJ"[at] for at, name in enumerate(COLUMNS)}
_BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
)
_BROKEN += (SyntaxError, OSError, EOFError, NotImplementedError)


class WrongFile(Exception):
    """A file is not a filled-in template; its words are for people."""


class CellError(NamedTuple):
    """What is wrong with one cell."""

    sheet: str
    address: str
    value: str
    message: str


@dataclass(slots=True)
class Filled:
    """What a template holds: texts by plan indicator and field, and what is wrong by cell."""

    rows: dict[int, dict[str, str]] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)


def make_template(round_: Round, body: Body, dues: Sequence[Due]) -> bytes:
    """A workbook with a row for each value, in which only what is asked for can be written."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _("填报")
    period = parse_period(round_.period).label(translation.get_language() or "")
    _put(sheet["B1"], f"{body.name} · {period}", font=Font(bold=True, size=14))
    hint = _("只填白色单元格；本期值填数字，单位见左；不要用公式。截止日期：%(day)s")
    _put(sheet["B2"], hint % {"day": f"{round_.due_on:%Y-%m-%d}"}, font=Font(color="566070"))
    _put_heads(sheet)
    for at, due in enumerate(dues, start=FIRST):
        _put_row(sheet, at, due)
    _restrict(sheet, len(dues))
    book.create_sheet("planledger").sheet_state = "veryHidden"
    book["planledger"]["A1"], book["planledger"]["B1"] = round_.pk, body.pk
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_template(file: Any, round_: Round, body: Body, dues: Sequence[Due]) -> Filled:
    """What people wrote into the template of this round and body; raises ``WrongFile`` when it is something else."""
    sheet = _sheet_of(file, round_, body)
    known = {due.of.pk: due for due in dues}
    filled = Filled()
    for at in range(FIRST, min(sheet.max_row, FIRST + 2000) + 1):
        cell = sheet.cell(at, 1)
        if cell.value is None:
            filled.errors += _unplaced(sheet, at)
        elif not isinstance(cell.value, int) or cell.value not in known or cell.value in filled.rows:
            filled.errors.append(_error(sheet, cell, _("这一行不是模板中的指标，或重复了。")))
        else:
            filled.rows[cell.value] = dict(_texts(sheet, at, filled.errors))
    return filled


def _sheet_of(file: Any, round_: Round, body: Body) -> Worksheet:
    if file.size > LARGEST:
        raise WrongFile(_("文件不能超过5 MB。"))
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise WrongFile(_("文件不能超过5 MB。"))
        file.seek(0)
        book = load_workbook(io.BytesIO(file.read()), keep_links=False)
    except _BROKEN:
        raise WrongFile(_("这不是可以读取的 Excel（xlsx）文件。")) from None
    if "planledger" not in book.sheetnames or not isinstance(book.worksheets[0], Worksheet):
        raise WrongFile(_("请使用从本页下载的模板。"))
    if (book["planledger"]["A1"].value, book["planledger"]["B1"].value) != (round_.pk, body.pk):
        raise WrongFile(_("这个模板属于另一个报送期或单位。"))
    return book.worksheets[0]


def _texts(sheet: Worksheet, at: int, errors: list[CellError]) -> Iterator[tuple[str, str]]:
    kinds = _kinds()
    for name in OPEN:
        cell = sheet[f"{_LETTER[name]}{at}"]
        value = cell.value
        if value is None or value == "":
            continue
        if cell.data_type in {"f", "e"} or not isinstance(value, str | int | float) or isinstance(value, bool):
            errors.append(_error(sheet, cell, _("不接受公式、错误值和日期，请粘贴为数值或文字。")))
        elif name == "value":
            try:
                yield name, written(float(value)) if not isinstance(value, str) else _checked(value)
            except ValueError:
                errors.append(_error(sheet, cell, _("请填写数字。")))
        elif name == "kind":
            if str(value).strip() in kinds:
                yield name, kinds[str(value).strip()]
            else:
                errors.append(_error(sheet, cell, _("性质只能从下拉列表中选。")))
        else:
            text = written(float(value)) if not isinstance(value, str) else value
            yield name, text.removeprefix("'").strip()


def _checked(text: str) -> str:
    number_in(text)
    return text.strip()


def _unplaced(sheet: Worksheet, at: int) -> list[CellError]:
    cells = [sheet[f"{_LETTER[name]}{at}"] for name in OPEN]
    message = _("这一行没有编号，请不要在模板中插入行。")
    return [_error(sheet, cell, message) for cell in cells if cell.value not in (None, "")][:1]


def _error(sheet: Worksheet, cell: Any, message: str) -> CellError:
    return CellError(sheet.title, cell.coordinate, str(cell.value)[:60], message)


def _kinds() -> dict[str, str]:
    """Code of a kind by its word in either language."""
    found: dict[str, str] = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found |= {str(kind.label): str(kind.value) for kind in Figure.Kind}
    return found


def _put_heads(sheet: Worksheet) -> None:
    heads = (
        _("编号"),
        _("指标"),
        _("计量单位"),
        _("上期值"),
        _("年度目标"),
        _("本期值"),
        _("性质"),
        _("说明"),
        _("进展"),
        _("下一步"),
    )
    for name, head in zip(COLUMNS, heads, strict=True):
        cell = sheet[f"{_LETTER[name]}{HEAD}"]
        _put(cell, head, font=Font(bold=True))
        cell.fill = PatternFill("solid", start_color="E4EBF7")


def _put_row(sheet: Worksheet, at: int, due: Due) -> None:
    target = due.target
    wanted = (target.low if target.low is not None else target.high) if target else None
    report = due.progress if due.progress and due.progress.state != "accepted" else None
    values: dict[str, Any] = {
        "id": due.of.pk,
        "name": due.of.name,
        "unit": due.unit,
        "last": due.last_value,
        "target": wanted if wanted is not None else (target.reference if target else None),
        "value": due.value,
        "kind": str(Figure.Kind(due.figure.kind if due.figure else "preliminary").label),
        "note": due.figure.note if due.figure else "",
        "text": report.text if report else "",
        "next_step": report.next_step if report else "",
    }
    line = Side(style="thin", color="D5DAE1")
    for name, value in values.items():
        cell = sheet[f"{_LETTER[name]}{at}"]
        _put(cell, value)
        cell.border = Border(bottom=line, right=line)
        cell.alignment = Alignment(wrap_text=name in {"name", "note", "text", "next_step"}, vertical="top")
        cell.protection = Protection(locked=name not in OPEN)
        if name not in OPEN:
            cell.fill = PatternFill("solid", start_color="F4F6F9")


def _restrict(sheet: Worksheet, rows: int) -> None:
    last = FIRST + max(rows, 1) - 1
    words = ",".join(str(kind.label) for kind in Figure.Kind)
    number = DataValidation("decimal", operator="between", formula1="-1000000000000000", formula2="1000000000000000")
    number.error, number.errorTitle = _("请填写数字。"), _("本期值")
    choice = DataValidation("list", formula1=f'"{words}"', allow_blank=True)
    choice.error, choice.errorTitle = _("性质只能从下拉列表中选。"), _("性质")
    for rule, name in ((number, "value"), (choice, "kind")):
        rule.showErrorMessage = True
        rule.add(f"{_LETTER[name]}{FIRST}:{_LETTER[name]}{last}")
        sheet.add_data_validation(rule)
    for name, width in {"name": 34, "unit": 10, "last": 14, "target": 14, **OPEN}.items():
        sheet.column_dimensions[_LETTER[name]].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = f"C{FIRST}"
    sheet.protection.enable()
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # people may widen what they read
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(cell: Cell | Any, value: Any, *, font: Font | None = None) -> None:
    """Write ``value``; text stays text, whatever it begins with."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value = value
        cell.data_type = "s"
        if defused(value) != value:
            cell.quotePrefix = True
    else:
        cell.value = value
    if font is not None:
        cell.font = font
