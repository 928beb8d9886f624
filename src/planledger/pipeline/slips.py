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
    below = [column for column in columns if (row[column] or 0) < 0]
    if not below or "%" in unit or "‰" in unit:
        return
    if not any(word in row["indicator"] for word in settings("consistency")["signed"]):
        told = "an amount below zero; left out (a balance says so in its name: net, 差额)"
        told_zh = "总量不能为负，未采用（净额、差额等请在指标名称中写明）"
        yield from (row.problem(column, "cell.negative", told, told_zh) for column in below)
