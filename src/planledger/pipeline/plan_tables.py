"""Filled forms as figures, plans and exemptions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from planledger.catalogue import Catalogue
from planledger.errors import UndefinedUnit
from planledger.forms import Filled, FormRow
from planledger.model import Citation, Exemption, Problem
from planledger.normalising import match_indicator, to_base_unit
from planledger.pipeline.slips import below_zero
from planledger.reconciling.aligning import Heading, Plan, Work
from planledger.reconciling.aligning.plans import LEVELS
from planledger.reconciling.consistency import Parts
from planledger.reconciling.figures import Figure
from planledger.reconciling.phrases import parse_phrase
from planledger.reconciling.tabled import TableValue, figure_of_row

_WHOLE = "100%"


@dataclass(frozen=True, slots=True)
class CheckTable:
    """A plan table as figures."""

    figures: tuple[Figure, ...]
    parts: tuple[Parts, ...]
    exemptions: tuple[Exemption, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class PlanTables:
    """Plans that are tables; ``complete`` are those of which all plans below are given."""

    plans: tuple[Plan, ...]
    complete: frozenset[str]
    exemptions: tuple[Exemption, ...]
    problems: tuple[Problem, ...]


def read_check_table(filled: Filled, catalogue: Catalogue) -> CheckTable:
    """The figures of a filled ``check`` form."""
    maker = _Maker(catalogue)
    figures: list[Figure] = []
    groups: defaultdict[tuple[str, str, int], list[Figure]] = defaultdict(list)
    for row in filled.rows["indicators"]:
        made = _of_indicator(row, maker)
        figures += made
        if row["part_of"]:
            for one in made:
                if one.measure == "level":
                    groups[row["part_of"].strip(), one.role, one.last].append(one)
    figures += [figure for row in filled.rows["figures"] for figure in _of_year(row, maker)]
    parts, problems = _parts(groups, figures, filled)
    exemptions, wrong = read_exemptions(filled)
    return CheckTable(tuple(figures), parts, exemptions, (*filled.problems, *maker.problems, *problems, *wrong))


class _Maker:
    """Makes figures out of rows, and keeps what is wrong with them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.problems: list[Problem] = []
        self.order = 0

    def make(self, row: FormRow, column: str, unit: str, **said: Any) -> Figure | None:
        """The figure of a cell; None where its unit is not known, which becomes a problem.

        ``said`` are fields of a ``TableValue`` beside those that the row gives.
        """
        try:
            scale, base = to_base_unit(1.0, unit, self.catalogue)
        except UndefinedUnit:
            told = row.problem(
                "unit",
                "unit.undefined",
                f"the catalogue lacks the unit {unit!r}; the row was left out",
                f"单位目录中没有“{unit}”，该行未采用",
            )
            self.problems += [] if told in self.problems else [told]
            return None
        if said.get("measure", "level") == "level" and (slips := list(below_zero(row, [column], unit=unit))):
            self.problems += slips
            return None
        name = row["indicator"]
        value = TableValue(
            name=name,
            value=row[column],
            unit=unit,
            base_unit=base,
            scale=scale,
            citation=_cited(row, column),
            indicator_id=match_indicator(name, self.catalogue, region=said.get("region", "")),
            order=self.order,
            attribute=row.get("attribute") or "",
            **said,
        )
        return figure_of_row(value, self.catalogue)


def _of_indicator(row: FormRow, maker: _Maker) -> list[Figure]:
    maker.order += 1
    year, base_year = row["year"], row["base_year"]
    published = base_year + 1 if base_year else 0
    made: list[Figure | None] = []
    if row["base"] is not None and base_year:
        made.append(maker.make(row, "base", row["unit"], role="baseline", first=base_year, last=base_year))
    elif (row["base"] is None) != (base_year is None):
        missing, head, head_zh = ("base", "base value", "基期值") if base_year else ("base_year", "base year", "基期年")
        maker.problems.append(row.problem(missing, "cell.missing", f"the {head} is missing", f"缺少{head_zh}"))
    if row["target"] is not None:
        of_target = {"upper": row["upper"], "bound": row["bound"], "published": published}
        made.append(maker.make(row, "target", row["unit"], role="target", first=year, last=year, **of_target))
    elif row["growth"] is None:
        said = ("neither target nor growth is given", "目标值和年均增长都没有填")
        maker.problems.append(row.problem("target", "cell.missing", *said))
    maker.problems += _idle(row)
    if row["growth"] is not None and base_year and base_year < year:
        of_growth = {
            "measure": "growth",
            "span": "average" if year > base_year + 1 else "",
            "bound": row["bound"] if row["target"] is None else "exact",
            "published": published,
        }
        made.append(maker.make(row, "growth", "%", role="target", first=base_year + 1, last=year, **of_growth))
    return [one for one in made if one is not None]


def _idle(row: FormRow) -> Iterator[Problem]:
    """What is filled in and counts for nothing."""
    if row["growth"] is not None and not row["base_year"]:
        yield row.problem("growth", "cell.idle", "without its base year; not used", "没有填基期年，未采用")
    if row["upper"] is not None and row["target"] is None:
        yield row.problem("upper", "cell.idle", "without the lower bound; not used", "没有填目标值，未采用")
    elif row["upper"] is not None and row["bound"] in ("at_least", "at_most"):
        yield row.problem("bound", "cell.idle", "an upper bound makes it a range", "填了目标上限，按区间计，此项未采用")


def _of_year(row: FormRow, maker: _Maker) -> list[Figure]:
    maker.order += 1
    year, kind = row["year"], row["kind"]
    published = year if kind == "target" else 0
    said = {"role": kind, "first": year, "last": year, "measure": row["measure"], "published": published}
    one = maker.make(row, "value", row["unit"], **said)
    if one is not None and row["measure"] == "growth" and one.unit != "percent":
        maker.problems.append(row.problem("unit", "cell.wrong_unit", "growth is in %", "增速的单位是%"))
        return []
    return [one] if one is not None else []


def _parts(
    groups: dict[tuple[str, str, int], list[Figure]], figures: Sequence[Figure], filled: Filled
) -> tuple[tuple[Parts, ...], list[Problem]]:
    by_name: dict[tuple[str, str, int], Figure] = {
        (one.name, one.role, one.last): one for one in figures if one.measure == "level"
    }
    found: list[Parts] = []
    problems: list[Problem] = []
    names = {one.name for one in figures}
    for (whole, role, year), parts in groups.items():
        if whole in (_WHOLE, "100", "1", "1.0"):
            found.append(Parts(None, tuple(parts)))
        elif (whole, role, year) in by_name:
            found.append(Parts(by_name[whole, role, year], tuple(parts)))
    for row in filled.rows["indicators"]:
        whole = (row["part_of"] or "").strip()
        if whole and whole not in names | {_WHOLE, "100", "1", "1.0"}:
            problems.append(
                row.problem("part_of", "row.unknown", f"no row is called {whole}", f"没有名为{whole}的指标")
            )
    return tuple(found), problems


def read_plan_tables(filled: Filled, catalogue: Catalogue) -> PlanTables:
    """The plans of a filled ``align`` form."""
    maker = _Maker(catalogue)
    plans = {row["plan"]: _plan(row, catalogue) for row in filled.rows["plans"]}
    complete = frozenset(row["plan"] for row in filled.rows["plans"] if row["complete"])
    problems = [
        _unknown_plan(row, "above") for row in filled.rows["plans"] if row["above"] and row["above"] not in plans
    ]
    for row in filled.rows["plans"]:
        if row["first"] > row["last"]:
            told = ("the last year is before the first; the plan was left out", "末年早于首年，该规划未采用")
            problems.append(row.problem("last", "row.years", *told))
            del plans[row["plan"]]
    goals: defaultdict[str, list[Figure]] = defaultdict(list)
    bases: defaultdict[str, list[Figure]] = defaultdict(list)
    works: defaultdict[str, list[Work]] = defaultdict(list)
    headings: defaultdict[str, list[Heading]] = defaultdict(list)
    for sheet in ("goals", "works", "directions"):
        for row in filled.rows[sheet]:
            if row["plan"] not in plans:
                problems.append(_unknown_plan(row, "plan"))
                continue
            plan = plans[row["plan"]]
            if sheet == "goals":
                _of_goal(row, plan, maker, goals, bases)
            elif sheet == "works":
                works[plan.id].append(_work(row, catalogue))
            else:
                words = {"up": "扩大", "down": "压减"}
                headings[plan.id].append(Heading(row["way"], words[row["way"]], row["thing"], _cited(row, "thing")))
    exemptions, wrong = read_exemptions(filled)
    made = tuple(
        replace(
            plan, goals=tuple(goals[plan.id]), bases=tuple(bases[plan.id]), works=tuple(works[plan.id]),
            headings=tuple(headings[plan.id]),
        )
        for plan in plans.values()
    )  # fmt: skip
    return PlanTables(made, complete, exemptions, (*filled.problems, *problems, *maker.problems, *wrong))


def _cited(row: FormRow, column: str) -> Citation:
    text = "　".join(str(cell.value) for key in row if not (cell := row.cells[key]).blank)
    return Citation(row.cells[column].document, row.place(column), text)


def _unknown_plan(row: FormRow, column: str) -> Problem:
    return row.problem(column, "row.unknown", f"no plan is called {row[column]}", f"没有名为{row[column]}的规划")


def region_code(name: str, catalogue: Catalogue) -> str:
    """The code of a region by code or name, the name itself where none or several bear it."""
    if name in catalogue.regions.by_code:
        return name
    known = [region for region in catalogue.regions.named(name) if not region.until and region.name == name]
    return known[0].code if len(known) == 1 else name


def _plan(row: FormRow, catalogue: Catalogue) -> Plan:
    code = region_code(row["region"], catalogue)
    known = catalogue.regions.by_code.get(code)
    return Plan(
        id=row["plan"],
        name=row["plan"],
        region=code,
        region_name=known.name if known else row["region"],
        level=LEVELS.index(row["level"]),
        first=row["first"],
        last=row["last"],
        above=row["above"] or "",
        explicit=True,
    )


def _of_goal(
    row: FormRow, plan: Plan, maker: _Maker, goals: dict[str, list[Figure]], bases: dict[str, list[Figure]]
) -> None:
    maker.order += 1
    measure, year = row["measure"], row["year"] or plan.last
    over_years = measure in ("average", "total") and plan.first < year
    region = region_code(row["assigned"], maker.catalogue) if row["assigned"] else plan.region
    said = {
        "first": plan.first if over_years else year,
        "last": year,
        "upper": row["upper"],
        "bound": row["bound"],
        "measure": "growth" if measure in ("growth", "average") else "level",
        "span": measure if over_years else "",
        "striving": row["striving"],
    }
    one = maker.make(row, "target", row["unit"], role="target", region=region, source=plan.id, **said)
    if one is None:
        return
    if one.measure == "growth" and one.unit != "percent":
        maker.problems.append(row.problem("unit", "cell.wrong_unit", "growth is in %", "增速的单位是%"))
        return
    goals[plan.id].append(one)
    base_year = row["base_year"]
    if row["base"] is not None and (one.measure != "level" or not base_year):
        told = (
            ("a base counts for levels only; not used", "基期值只用于水平目标，未采用")
            if base_year
            else ("without its base year; not used", "没有填基期年，未采用")
        )
        maker.problems.append(row.problem("base", "cell.idle", *told))
    if row["base"] is not None and base_year and one.measure == "level":
        of_base = {"first": base_year, "last": base_year, "region": region, "source": plan.id}
        base = maker.make(row, "base", row["unit"], role="baseline", **of_base)
        bases[plan.id] += [base] if base else []


def _work(row: FormRow, catalogue: Catalogue) -> Work:
    places = tuple(region_code(place, catalogue) for place in row["places"] or ())
    name, cited = row["name"], _cited(row, "name")
    return Work(name, parse_phrase(name), row["kind"], places, row["year"] or 0, cited, for_all=not places)


def read_exemptions(filled: Filled) -> tuple[tuple[Exemption, ...], list[Problem]]:
    """The exemptions of a form; one whose last day is no day is a problem and left out."""
    found, problems = [], []
    for row in filled.rows.get("exemptions", ()):
        until = (row["until"] or "").strip()[:10]
        if until and not is_day(until):
            problems.append(
                row.problem("until", "cell.not_day", "not a day, such as 2026-12-31", "不是日期，如2026-12-31")
            )
            continue
        found.append(
            Exemption(
                row["rule"], row["subject"], row["reason"], row["by"], until, row["plan"] or "", row.place("rule")
            )
        )
    return tuple(found), problems


def is_day(text: str) -> bool:
    """Whether ``text`` is an ISO day.

    >>> is_day("2026-12-31"), is_day("2026年")
    (True, False)
    """
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
