"""Targets of a five-year plan in a ledger as rows of the form of decomposition, each with the sentence behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from planledger.catalogue import Catalogue, Indicator
from planledger.forms import Filled, Form, FormRow
from planledger.forms.cells import Cell
from planledger.model import Document, Ledger, Problem, Statement

_AVERAGE = ("年均", "年平均", "平均增")
"""Growth over several years is an average where the sentence says so; otherwise it is of the years together."""


def plan_rows(ledger: Ledger, form: Form, catalogue: Catalogue) -> Filled:
    """The targets of the ledger's five-year plans with base values and results.

    Taken are targets of catalogue indicators for the plan's own region: levels by the end of the plan, sums and average
    growth over it. What is said twice with different numbers is left out and is a problem; nothing is guessed.
    """
    problems: list[Problem] = []
    targets: list[FormRow] = []
    reached: list[FormRow] = []
    of = {extraction.document: extraction.statements for extraction in ledger.extractions}
    everything = [statement for statements in of.values() for statement in statements]
    for document in sorted(ledger.documents, key=lambda one: one.id):
        first, _, last = document.plan_period.partition("/")
        if not first.isdigit() or not last.isdigit():
            continue
        plan = _Plan(document, int(first), int(last), catalogue, everything)
        for row, results, wrong in plan.rows(of.get(document.id, ())):
            problems += wrong
            targets += [_row(row, document, len(targets) + 1)] if row else []
            reached += [_row(result, document, len(reached) + 1) for result in results]
    rows: dict[str, tuple[FormRow, ...]] = {sheet.name: () for sheet in form.sheets}
    return Filled(rows | {"targets": _once(targets), "reached": tuple(reached)}, tuple(problems))


def filled_template(form: Form, filled: Filled) -> Form:
    """The form with the rows of a ledger in place of its examples, to be gone on with by hand."""
    sheets = []
    for sheet in form.sheets:
        columns = {column.name for column in sheet.columns}
        rows = [{name: row[name] for name in row if name in columns} for row in filled.rows[sheet.name]]
        sheets.append(replace(sheet, example=tuple(rows)))
    return replace(form, sheets=tuple(sheets))


def _once(rows: list[FormRow]) -> tuple[FormRow, ...]:
    """The rows whose indicator no earlier row has, as where two plans lie in one ledger."""
    seen: dict[str, FormRow] = {}
    for row in rows:
        seen.setdefault(row["indicator"], row)
    return tuple(seen.values())


def _row(values: Mapping[str, Any], document: Document, number: int) -> FormRow:
    content = {name: value for name, value in values.items() if not name.startswith("@")}
    places = values["@places"]
    cells = {name: Cell(places.get(name, places[""]), document.id, value) for name, value in content.items()}
    return FormRow(content, cells, number)


class _Plan:
    """One plan in a ledger."""

    def __init__(
        self, document: Document, first: int, last: int, catalogue: Catalogue, everything: Iterable[Statement]
    ) -> None:
        self.document, self.first, self.last, self.catalogue = document, first, last, catalogue
        self.known: defaultdict[tuple[str, int], list[Statement]] = defaultdict(list)
        region = document.region.value or ""
        for one in everything:
            level = one.measure == "level" and one.low is not None and one.low == one.high
            own = one.indicator_id and not one.subject and one.region in {"", region}
            if level and own and one.role in {"actual", "baseline"} and one.period.isdigit():
                self.known[one.indicator_id, int(one.period)].append(one)

    def rows(
        self, statements: Iterable[Statement]
    ) -> Iterator[tuple[dict[str, Any] | None, list[dict[str, Any]], list[Problem]]]:
        """A row of each indicator with its results, and what is wrong."""
        by_indicator: defaultdict[str, list[tuple[str, Statement]]] = defaultdict(list)
        for one in statements:
            measure = self._measure(one)
            if measure is not None:
                by_indicator[one.indicator_id].append((measure, one))
        for key in sorted(by_indicator):
            indicator = self.catalogue.indicators[key]
            measures = {measure for measure, _ in by_indicator[key]}
            measure = next(name for name in ("level", "cumulative", "growth") if name in measures)
            stated = [one for name, one in by_indicator[key] if name == measure]
            if len({(one.base_low, one.base_high, one.bound) for one in stated}) > 1:
                yield None, [], [_ambiguous(indicator, stated)]
            else:
                yield self._row(indicator, measure, stated[0])

    def _measure(self, one: Statement) -> str | None:
        """What kind of target it is; None where it is none that can be decomposed."""
        if one.role != "target" or not one.indicator_id or one.subject or (one.low is None and one.high is None):
            return None
        kind = self.catalogue.indicators[one.indicator_id].kind
        if one.measure == "level" and one.period == str(self.last):
            return "level"
        if one.period != f"{self.first}/{self.last}":
            return None
        if one.measure == "level":
            # 每年 over the years is of each year, not of all.
            return "cumulative" if kind == "flow" and "每年" not in one.indicator else None
        return "growth" if one.measure == "growth" and any(word in one.sentence for word in _AVERAGE) else None

    def _row(
        self, indicator: Indicator, measure: str, one: Statement
    ) -> tuple[dict[str, Any], list[dict[str, Any]], list[Problem]]:
        problems: list[Problem] = []
        base = self._value(indicator, self.first - 1, one, measure, problems)
        low, high = one.low, one.high
        row = {
            "indicator": indicator.chinese,
            "unit": "" if measure == "growth" and base is None else one.unit,
            "measure": measure,
            "bound": one.bound,
            "target": low if low is not None else high,
            "upper": high if one.bound == "range" else None,
            "base": base[0] if base else None,
            "base_year": self.first - 1,
            "end_year": self.last,
            "digits": None,
            "direction": indicator.direction,
            "binding": one.attribute == "binding",
            "combining": "mean" if indicator.kind in {"rate", "index"} else "sum",
            "path": None,
            "profile": None,
            "rule": "weights",
            "max_rise": None,
            "max_fall": None,
            "max_growth": None,
            "min_growth": None,
            "@places": {"": one.id, "base": base[1] if base else one.id},
        }
        if measure == "growth" and base is not None:
            row["unit"] = self.known[indicator.id, self.first - 1][0].unit
        results = []
        for year in range(self.first, self.last + 1) if measure != "growth" else ():
            value = self._value(indicator, year, one, measure, problems)
            if value is not None:
                said = {"indicator": indicator.chinese, "part": "", "year": year, "value": value[0], "unit": ""}
                results.append(said | {"@places": {"": value[1]}})
        return row, results, problems

    def _value(
        self, indicator: Indicator, year: int, target: Statement, measure: str, problems: list[Problem]
    ) -> tuple[float, str] | None:
        """The value of a year in the unit of the target, and the sentence that says it."""
        stated = [
            one
            for one in self.known.get((indicator.id, year), ())
            if measure == "growth" or (one.base_unit == target.base_unit and one.base_low is not None)
        ]
        # What was final goes before what was estimated while the year still ran.
        stated = [one for one in stated if not one.estimate] or stated
        if len({one.base_low for one in stated}) > 1:
            problems.append(_ambiguous(indicator, stated))
            return None
        if not stated:
            return None
        one = stated[0]
        if measure == "growth" or one.unit == target.unit:
            return float(one.low or 0), one.id
        of_target = target.low if target.low is not None else target.high
        in_base = target.base_low if target.base_low is not None else target.base_high
        if not of_target or not in_base or one.base_low is None:
            return None
        return round(one.base_low * of_target / in_base, 9), one.id


def _ambiguous(indicator: Indicator, stated: list[Statement]) -> Problem:
    said = "、".join(sorted({one.text for one in stated}))
    named = ", ".join(sorted(one.id for one in stated)[:4])
    return Problem(
        "decompose.ambiguous",
        stated[0].document,
        -1,
        -1,
        said,
        f"{indicator.english}: different numbers for the same thing ({said}; {named}); left out",
        f"{indicator.chinese}：同一事项有不同数值（{said}；{named}），未采用",
    )
