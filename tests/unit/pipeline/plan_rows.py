"""Filled forms out of plain mappings, as a workbook would give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planledger.forms import Filled, FormRow, load_form
from planledger.forms.cells import Cell, value_of

Rows = Sequence[Mapping[str, Any]]


def filled(form_name: str, sheets: Mapping[str, Rows]) -> Filled:
    """What reading the form with these rows would give; every cell must be right."""
    form = load_form(form_name)
    made: dict[str, tuple[FormRow, ...]] = {}
    for sheet in form.sheets:
        rows = []
        for number, said in enumerate(sheets.get(sheet.name, ()), start=2):
            assert set(said) <= {column.name for column in sheet.columns}, said
            cells = {
                column.name: Cell(f"{sheet.title.zh}!{at}{number}", "plan.xlsx", said.get(column.name))
                for at, column in zip("ABCDEFGHIJKLMNOPQR", sheet.columns, strict=False)
            }
            rows.append(
                FormRow({column.name: value_of(cells[column.name], column) for column in sheet.columns}, cells, number)
            )
        made[sheet.name] = tuple(rows)
    return Filled(made)


def three_plans(said: Mapping[str, Any]) -> Filled:
    """A city above two counties, with the goals, works and directions of a proof of ``data/alignment.yaml``."""
    plans = [
        {
            "plan": "市",
            "region": "云岭市",
            "level": "prefecture",
            "first": 2026,
            "last": 2030,
            "complete": "是" if said.get("complete") else "否",
        },
        {"plan": "县", "region": "青溪县", "level": "county", "first": 2026, "last": 2030, "above": "市"},
    ]
    beside = [key for key in said if key.startswith("beside")]
    if beside:
        plans.append(
            {"plan": "邻县", "region": "岚山县", "level": "county", "first": 2026, "last": 2030, "above": "市"}
        )
    names = {"superior": "市", "plan": "县", "beside": "邻县"}
    sheets: dict[str, Any] = {"plans": plans}
    for sheet, suffix in (("goals", ""), ("works", "_works"), ("directions", "_directions")):
        sheets[sheet] = [{"plan": plan, **row} for key, plan in names.items() for row in said.get(key + suffix, ())]
    return filled("align", sheets)
