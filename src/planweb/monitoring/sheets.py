"""The Excel template of a report, and what people wrote into it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from planledger.planning import parse_period
from planweb.accounts.models import Body
from planweb.layout.workbooks import CellError, Written, WrongFile, put, written_in
from planweb.monitoring.measuring import number_in, written
from planweb.monitoring.models import Figure, Round
from planweb.monitoring.queries.due import Due

MOST_ROWS = 2000
_MARK = "planledger"  # the sheet that says of which round and body a template is
HEAD, FIRST = 3, 4  # row of the heads, and the first row of values
COLUMNS = ("id", "name", "unit", "last", "target", "value", "kind", "note", "text", "next_step")
OPEN = {"value": 18, "kind": 12, "note": 24, "text": 44, "next_step": 30}  # that people fill in, with their widths
_LETTERS = "ABCDEFGHIJ"
_LETTER = dict(zip(COLUMNS, _LETTERS, strict=True))


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
    put(sheet["B1"], f"{body.name} · {period}").font = Font(bold=True, size=14)
    hint = _("只填白色单元格；本期值填数字，单位见左；不要用公式。截止日期：%(day)s")
    put(sheet["B2"], hint % {"day": f"{round_.due_on:%Y-%m-%d}"}).font = Font(color="566070")
    _put_heads(sheet)
    for at, due in enumerate(dues, start=FIRST):
        _put_row(sheet, at, due)
    _restrict(sheet, len(dues))
    book.create_sheet(_MARK).sheet_state = "veryHidden"
    book[_MARK]["A1"], book[_MARK]["B1"] = round_.pk, body.pk
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_template(file: Any, round_: Round, body: Body, dues: Sequence[Due]) -> Filled:
    """What people wrote into the template of this round and body; raises ``WrongFile`` when it is something else."""
    sheets = written_in(file, columns=_LETTERS, most=FIRST + MOST_ROWS)
    if _MARK not in sheets or not sheets[_MARK]:
        raise WrongFile(_("请使用从本页下载的模板。"))
    if [cell.value for cell in sheets[_MARK][0][:2]] != [round_.pk, body.pk]:
        raise WrongFile(_("这个模板属于另一个报送期或单位。"))
    known = {due.of.pk: due for due in dues}
    filled = Filled()
    for cells in next(iter(sheets.values()))[FIRST - 1 :]:
        key, written = cells[0].value, dict(zip(COLUMNS, cells, strict=True))
        if key is None:
            filled.errors += _unplaced(written)
        elif not isinstance(key, int) or key not in known or key in filled.rows:
            filled.errors.append(cells[0].wrong(_("这一行不是模板中的指标，或重复了。")))
        else:
            filled.rows[key] = dict(_texts(written, filled.errors))
    return filled


def _texts(cells: Mapping[str, Written], errors: list[CellError]) -> Iterator[tuple[str, str]]:
    kinds = _kinds()
    for name in OPEN:
        cell = cells[name]
        value = cell.value
        if cell.blank:
            continue
        if cell.computed or not isinstance(value, str | int | float) or isinstance(value, bool):
            errors.append(cell.wrong(_("不接受公式、错误值和日期，请粘贴为数值或文字。")))
        elif name == "value":
            try:
                yield name, written(float(value)) if not isinstance(value, str) else _checked(value)
            except ValueError:
                errors.append(cell.wrong(_("请填写数字。")))
        elif name == "kind":
            if str(value).strip() in kinds:
                yield name, kinds[str(value).strip()]
            else:
                errors.append(cell.wrong(_("性质只能从下拉列表中选。")))
        else:
            text = written(float(value)) if not isinstance(value, str) else value
            yield name, text.removeprefix("'").strip()


def _checked(text: str) -> str:
    number_in(text)
    return text.strip()


def _unplaced(cells: Mapping[str, Written]) -> list[CellError]:
    message = _("这一行没有编号，请不要在模板中插入行。")
    return [cells[name].wrong(message) for name in OPEN if not cells[name].blank][:1]


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
        cell = put(sheet[f"{_LETTER[name]}{HEAD}"], head)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color="E4EBF7")


def _put_row(sheet: Worksheet, at: int, due: Due) -> None:
    target = due.target
    wanted = target.value if target else None
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
        cell = put(sheet[f"{_LETTER[name]}{at}"], value)
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
