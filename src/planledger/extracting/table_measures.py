"""Measure, unit and sign of a value of a table (量的种类)."""

from __future__ import annotations

import re
from typing import NamedTuple

from planledger.extracting.table_cells import Figure
from planledger.extracting.table_columns import Column
from planledger.extracting.table_labels import Label
from planledger.extracting.table_words import pattern
from planledger.model.statement import Measure

SHARES = ("%", "‰")
_POINTS = ("个百分点", "百分点")
# An index of prices or output stands near 100; what is far below is its growth.
_INDEX = 50
_WHOLE_PLAN = re.compile("五年|规划期|“?十[一二三四五六]五”?")

Measured = tuple[Measure, str, int]
"""Measure, unit, and 1 for a rise, -1 for a fall, else 0."""


class Facts(NamedTuple):
    """What row, column and cell say of a value.

    Attributes:
        label: The row's label.
        name: The row's full name.
        row_unit: Unit that the row states, or empty.
        column: The column.
        figure: What the cell holds.
        unit: The value's unit, whoever states it.
        grows: Whether the caption says that all values are growths.
    """

    label: Label
    name: str
    row_unit: str
    column: Column
    figure: Figure
    unit: str
    grows: bool


def measure_of(facts: Facts) -> Measured:
    """Measure, unit and sign: what the row's label says goes before the head, and the head before the unit."""
    column, figure = facts.column, facts.figure
    if column.rank:
        return "rank", "位", 0
    if column.share:
        return "level", figure.unit or column.unit or "%", 0
    rate = pattern("rate").search(facts.name) is not None
    return _of_label(facts, rate) or _of_head(facts, rate) or _of_unit(facts, rate)


def _of_label(facts: Facts, rate: bool) -> Measured | None:
    label, unit = facts.label, facts.unit
    if label.growth and (unit in _POINTS or (rate and label.raised and unit in SHARES)):
        return "change", "个百分点", label.growth
    if label.growth and unit not in ("", *SHARES, "倍", *_POINTS):
        return "change", unit, label.growth
    if label.growth and facts.figure.unit in ("", *SHARES, "倍"):
        return "growth", facts.figure.unit or facts.row_unit or "%", label.growth
    return None


def _of_head(facts: Facts, rate: bool) -> Measured | None:
    column, figure = facts.column, facts.figure
    of_share = rate and facts.row_unit in SHARES
    whole_plan = _WHOLE_PLAN.search(column.head) is not None and not column.annual and not column.growth
    if column.cumulative and figure.direction and figure.unit in SHARES:
        return "growth", figure.unit, figure.direction
    if column.cumulative and (figure.bracketed or whole_plan):
        return ("change", "个百分点", 1) if of_share else ("level", figure.unit or facts.row_unit, 0)
    if column.change or figure.unit in _POINTS:
        points = rate and column.unit in ("%", "百分点", "")
        return "change", "个百分点" if points else facts.unit, column.growth or figure.direction or 1
    if column.growth and figure.unit in ("", *SHARES, "倍"):
        if of_share:
            return "change", "个百分点", column.growth
        return "growth", figure.unit or column.unit or "%", column.growth
    return None


def _of_unit(facts: Facts, rate: bool) -> Measured:
    column, figure, unit = facts.column, facts.figure, facts.unit
    if unit not in SHARES:
        return "level", unit, 0
    if column.annual and facts.row_unit not in ("", *SHARES) and not figure.bracketed:
        return "growth", unit, 1
    if figure.direction:
        return "growth", unit, figure.direction
    index = facts.name.endswith("指数") and (figure.low or figure.high or 0) > _INDEX
    named = facts.grows or (pattern("complete").search(facts.name) and not pattern("rate").search(column.name))
    return ("growth", unit, 1) if named and not rate and not index else ("level", unit, 0)
