"""The table in which a body reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from planweb.monitoring.actions.reports import Entry
from planweb.monitoring.measuring import number_in, written
from planweb.monitoring.models import Figure
from planweb.monitoring.queries.due import Due

TYPED = ("value", "kind", "note", "text", "next_step")
LONGEST = {"note": 500, "text": 5000, "next_step": 2000}


@dataclass(slots=True)
class Row:
    """One row as the page shows it: what is due, what stands in its fields, and what is wrong with them."""

    due: Due
    typed: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def pk(self) -> int:
        """Key of the plan indicator, which names its fields."""
        return self.due.of.pk


class ReportTable:
    """Every row of a report, filled with what is there, what was typed, or what a template holds."""

    def __init__(self, dues: Sequence[Due], typed: Mapping[int, Mapping[str, str]] | None = None) -> None:
        self.rows = [Row(due, {**_there(due), **(typed or {}).get(due.of.pk, {})}) for due in dues]

    @classmethod
    def posted(cls, dues: Sequence[Due], data: Mapping[str, str]) -> ReportTable:
        """With what somebody sent."""
        typed = {
            due.of.pk: {name: data[key].strip() for name in TYPED if (key := f"{name}-{due.of.pk}") in data}
            for due in dues
        }
        return cls(dues, typed)

    def entries(self, data: Mapping[str, str], files: Mapping[str, Any]) -> list[Entry]:
        """What the rows say; what cannot be read becomes an error of its row."""
        known = {row.pk: row for row in self.rows}
        found = []
        for pk, row in known.items():
            value, unit = None, row.due.unit
            if row.typed["value"]:
                try:
                    value, said = number_in(row.typed["value"])
                    unit = said or unit
                except ValueError:
                    row.errors["value"] = _("请填写数字。")
            if row.typed["kind"] not in Figure.Kind.values:
                row.errors["kind"] = _("没有这种性质。")
            for name, longest in LONGEST.items():
                if len(row.typed[name]) > longest:
                    row.errors[name] = _("最多%(number)s字。") % {"number": longest}
            seen = row.due.figure
            if str(data.get(f"seen-{pk}", "")) != (str(seen.pk) if seen else ""):
                if value is not None and value != row.due.value:
                    row.errors["value"] = _("您打开本页后，这个数据已被他人改为%(value)s，请核对后再提交。") % {
                        "value": written(row.due.value) or _("空")
                    }
                value = None
            found.append(
                Entry(
                    row.due.of,
                    value,
                    unit,
                    row.typed["kind"],
                    row.typed["note"],
                    seen,
                    row.typed["text"],
                    row.typed["next_step"],
                    files.get(f"file-{pk}"),
                )
            )
        return found

    def refuse(self, errors: Mapping[tuple[int, str], str]) -> None:
        """Show what an action refused at its row."""
        for row in self.rows:
            row.errors |= {name: words for (pk, name), words in errors.items() if pk == row.pk}

    @property
    def wrong(self) -> list[Row]:
        """Rows with errors."""
        return [row for row in self.rows if row.errors]


def _there(due: Due) -> dict[str, str]:
    figure, report = due.figure, due.progress
    return {
        "value": written(due.value),
        "kind": str(figure.kind if figure else Figure.Kind.PRELIMINARY),
        "note": figure.note if figure else "",
        "text": report.text if report else "",
        "next_step": report.next_step if report else "",
    }
