"""The table of duties (任务分解表) as a workbook, and back."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import IO, Any, NamedTuple

from django.utils.translation import gettext as _

from planweb.accounts.models import Body
from planweb.layout.requests import whole_number
from planweb.layout.workbooks import CellError, Written, WrongFile, put, written_in
from planweb.registry.assignments import Assignment
from planweb.registry.models import PlanIndicator
from planweb.registry.wording import in_years

MOST_ROWS = 5_000
_HEAD = 2  # rows above the first indicator
_SEPARATORS = re.compile(r"[、,，;；\n]+")


class Change(NamedTuple):
    """Bodies of one indicator as they are and as the sheet has them."""

    row: PlanIndicator
    before: Assignment
    after: Assignment


class Upload(NamedTuple):
    """What a sheet says: changes when there are no errors."""

    changes: list[Change]
    errors: list[CellError]
    unchanged: int


def write_sheet(title: str, rows: Sequence[PlanIndicator], bodies: Sequence[Body]) -> bytes:
    """A workbook with the indicators of a plan, in which bodies are picked from a list."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet, names = book.active, book.create_sheet(_("责任单位"))
    assert sheet is not None
    sheet.title = _("任务分解表")
    put(sheet.cell(1, 1), _("%(plan)s 任务分解表") % {"plan": title}).font = Font(bold=True, size=14)
    put(sheet.cell(1, 6), _("牵头单位从下拉列表选取；配合单位可写多个，用顿号隔开。编号请勿改动。"))
    heads = [_("编号"), _("指标"), _("属性"), _("计量单位"), _("目标"), _("牵头单位"), _("配合单位")]
    for column, head in enumerate(heads, 1):
        cell = put(sheet.cell(_HEAD, column), head)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E4EBF7")
    called = names_of(bodies)
    for at, row in enumerate(rows, _HEAD + 1):
        for column, value in enumerate(_cells_of(row, called), 1):
            cell = put(sheet.cell(at, column), value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.protection = Protection(locked=column < 6)
    for letter, width in zip("ABCDEFG", (8, 36, 10, 10, 30, 26, 40), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"C{_HEAD + 1}"
    for at, name in enumerate(names_of(bodies).values(), 1):
        put(names.cell(at, 1), name)
    names.protection.sheet = True
    if bodies:
        picked = DataValidation("list", formula1=f"'{names.title}'!$A$1:$A${len(bodies)}", allow_blank=True)
        picked.error, picked.showErrorMessage = _("请从列表选取现存的单位。"), True
        sheet.add_data_validation(picked)
        picked.add(f"F{_HEAD + 1}:F{_HEAD + max(len(rows), 1)}")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read_sheet(file: IO[bytes], rows: Mapping[int, PlanIndicator], bodies: Sequence[Body]) -> Upload:
    """What an uploaded workbook says of ``rows``, the indicators of the plan by key."""
    try:
        cells = next(iter(written_in(file, columns="ABCDEFG", most=MOST_ROWS + _HEAD).values()))[_HEAD:]
    except WrongFile as wrong:
        return Upload([], [CellError("", str(wrong))], 0)
    by_name = _by_name(bodies)
    changes, errors, seen, unchanged = [], [], dict[int, int](), 0
    for at, written in enumerate(cells, _HEAD + 1):
        if all(cell.blank for cell in written):
            continue
        row = _row_at(written[0].value, rows)
        if row is None or row.pk in seen:
            text = (
                _("编号不是本规划的指标。")
                if row is None
                else _("这个编号在第 %(row)s 行已有。") % {"row": seen[row.pk]}
            )
            errors.append(written[0].wrong(text))
            continue
        seen[row.pk] = at
        wanted = _assignment_at(written, by_name, errors)
        before = Assignment.of(row)
        if wanted is None:
            continue
        if wanted == before:
            unchanged += 1
        else:
            changes.append(Change(row, before, wanted))
    if not seen and not errors:
        errors.append(CellError("", _("表中没有指标。请用下载的模板填写。")))
    return Upload(changes, errors, unchanged)


def names_of(bodies: Sequence[Body]) -> dict[int, str]:
    """Name of each body by key, with its region where several have the name."""
    times = Counter(body.name for body in bodies)
    return {body.pk: body.name if times[body.name] == 1 else f"{body.name}（{body.region}）" for body in bodies}


def _by_name(bodies: Sequence[Body]) -> dict[str, int]:
    """Key by name, and by short name where only one body has it."""
    times = Counter(body.short_name for body in bodies)
    short = {body.short_name: body.pk for body in bodies if body.short_name and times[body.short_name] == 1}
    return short | {name: key for key, name in names_of(bodies).items()}


def _cells_of(row: PlanIndicator, called: Mapping[int, str]) -> list[Any]:
    targets = in_years([one for one in row.targets.all() if one.kind != "share"], row)
    supporting = "、".join(called.get(body.pk, body.name) for body in row.supporting.all())
    lead = called.get(row.lead.pk, row.lead.name) if row.lead else None
    return [row.pk, row.name, row.get_attribute_display(), row.unit, targets, lead, supporting]


def _row_at(value: Any, rows: Mapping[int, PlanIndicator]) -> PlanIndicator | None:
    text = str(value).strip().removesuffix(".0") if value is not None else ""
    return rows.get(whole_number(text))


def _assignment_at(
    written: Sequence[Written], by_name: Mapping[str, int], errors: list[CellError]
) -> Assignment | None:
    before = len(errors)
    leads = _keys_at(written[5], by_name, errors)
    supporting = _keys_at(written[6], by_name, errors)
    if len(leads) > 1:
        errors.append(written[5].wrong(_("牵头单位只能有一个。")))
    if len(errors) > before:
        return None
    lead = leads[0] if leads else None
    return Assignment(lead, frozenset(supporting) - {lead})


def _keys_at(cell: Written, by_name: Mapping[str, int], errors: list[CellError]) -> list[int]:
    if cell.computed:
        errors.append(cell.wrong(_("单元格是公式，请填写单位名称。")))
        return []
    keys = []
    for part in _SEPARATORS.split(str(cell.value)) if cell.value is not None else ():
        name = part.strip()
        if name and name in by_name:
            keys.append(by_name[name])
        elif name:
            errors.append(cell.wrong(_("没有名为“%(name)s”的现存单位。") % {"name": name[:40]}))
    return keys
