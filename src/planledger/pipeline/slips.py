"""Numbers of a filled form that nobody can have meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from planledger.forms import FormRow
from planledger.model import Problem
from planledger.reconciling.rulebook import settings


def below_zero(row: FormRow, columns: Iterable[str], *, unit: str) -> Iterator[Problem]:
    """Each of ``columns`` in which an amount lies below zero, though its name is not one of a balance (净出口, 差额).

    Rates are left alone: prices and populations may shrink.
    """
    if "%" in unit or "‰" in unit or any(word in row["indicator"] for word in settings("consistency")["signed"]):
        return
    for column in columns:
        if (row[column] or 0) < 0:
            told = "an amount below zero; left out (a balance says so in its name: net, 差额)"
            yield row.problem(column, "cell.negative", told, "总量不能为负，未采用（净额、差额等请在指标名称中写明）")
