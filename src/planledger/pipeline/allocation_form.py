"""The form of ``planledger allocate`` as a programme; what is wrong in it is named by cell and left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from planledger.forms import Filled, FormRow
from planledger.model import Problem
from planledger.planning.allocating import (
    After,
    Decision,
    Fault,
    Fund,
    Goal,
    Programme,
    Project,
    Quota,
    without_faulty,
)

SCALE = 100
"""Smallest units in 万元: two decimals."""
COSTS = ("cost1", "cost2", "cost3", "cost4", "cost5")
QUOTAS = {"land": ("用地", "亩"), "energy": ("能耗", "吨标准煤")}
Cell = tuple[FormRow, str]
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """What the form holds.

    Attributes:
        programme: None when there is nothing to allocate.
        detailed: How many years are told by project and source.
        problems: What was left out, by cell.
    """

    programme: Programme | None
    detailed: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Reading:
    rows: Mapping[str, tuple[FormRow, ...]]
    problems: list[Problem] = field(default_factory=list)
    cells: dict[Key, Cell] = field(default_factory=dict)

    def wrong(self, row: FormRow, column: str, code: str, english: str, chinese: str) -> None:
        self.problems.append(row.problem(column, code, english, chinese))


def read_programme(filled: Filled, kept: Sequence[Decision] = ()) -> Read:
    """The programme of ``filled``, with the decisions of an earlier plan that it does not decide itself."""
    reading = _Reading(filled.rows)
    periods = filled.rows["period"]
    if len(periods) > 1:
        reading.wrong(periods[1], "first_year", "allocate.one_row", "one row only", "规划期只填一行")
    if len(periods) != 1 or not filled.rows["projects"] or not filled.rows["funds"]:
        return Read(None, 0, (*filled.problems, *reading.problems))
    period = periods[0]
    projects = _projects(reading)
    span = range(period["first_year"], period["first_year"] + period["years"])
    programme = Programme(
        first_year=period["first_year"],
        years=period["years"],
        projects=tuple(projects),
        funds=tuple(_funds(reading, span)),
        goals=tuple(_goals(reading)),
        quotas=tuple(_quotas(reading, span)),
        decisions=tuple(_decisions(reading)),
        scale=SCALE,
    )
    known = {project.id for project in projects} - {decision.project for decision in programme.decisions}
    added = [decision for decision in kept if decision.project in known]
    programme, faults = without_faulty(replace(programme, decisions=(*programme.decisions, *added)))
    problems = (*filled.problems, *reading.problems, *(_problem(reading, fault) for fault in faults))
    return Read(programme if programme.projects and programme.funds else None, period["detailed"], problems)


def _money(reading: _Reading, row: FormRow, column: str) -> int | None:
    """The cell in smallest units; None, and a problem, when it has more digits than that."""
    units = Decimal(str(row[column])) * SCALE
    if units != units.to_integral_value():
        reading.wrong(row, column, "allocate.digits", "more than two decimals", "金额最多保留两位小数")
        return None
    return int(units)


def _projects(reading: _Reading) -> list[Project]:
    quotas = {row["quota"] for row in reading.rows["quotas"]}
    made = []
    for row in reading.rows["projects"]:
        costs = [_money(reading, row, column) for column in COSTS]
        if all(cost is not None for cost in costs):
            made.append(_project(reading, row, _shortened([cost or 0 for cost in costs]), quotas))
    gains = _gains(reading, {project.id: project for project in made})
    return [replace(project, gains=gains[project.id]) if gains.get(project.id) else project for project in made]


def _shortened(costs: Sequence[int]) -> tuple[int, ...]:
    last = max((at for at, cost in enumerate(costs) if cost), default=0)
    return tuple(costs[: last + 1])


def _project(reading: _Reading, row: FormRow, costs: tuple[int, ...], quotas: set[str]) -> Project:
    name = row["id"]
    columns = {"own": "own", "capital": "capital", "latest": "latest", "merit": "merit", "costs": "cost1", "id": "id"}
    for attribute, column in columns.items():
        reading.cells["project", name, attribute, ""] = (row, column)
    uses = {}
    for quota, years in (("land", 0), ("energy", len(costs))):
        if row[quota]:
            uses[QUOTAS[quota][0]] = (*(0.0,) * years, row[quota])
            reading.cells["project", name, "uses", QUOTAS[quota][0]] = (row, quota)
            if quota not in quotas:
                reading.wrong(
                    row, quota, "allocate.no_quota", f"no quota of {quota} is given", f"没有给出{QUOTAS[quota][0]}指标"
                )
    for other in row["after"] or ():
        reading.cells["project", name, "after", other] = (row, "after")
    return Project(
        id=name,
        costs=costs,
        name=row["name"] or "",
        sector=row["sector"] or "",
        kind=row["kind"] or "",
        region=row["region"] or "",
        earliest=row["earliest"],
        latest=row["latest"],
        must=row["must"],
        merit=row["merit"],
        own=_share(row["own"]),
        capital=_share(row["capital"]),
        uses=uses,
        after=tuple(After(other, row["after_years"]) for other in row["after"] or ()),
        group=row["group"] or "",
    )


def _share(percent: float) -> float:
    return float(Decimal(str(percent)) / 100)


def _gains(reading: _Reading, projects: Mapping[str, Project]) -> Mapping[str, Mapping[str, tuple[float, ...]]]:
    found: dict[str, dict[str, dict[int, Decimal]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(Decimal)))
    goals = {row["indicator"] for row in reading.rows["goals"]}
    known = {row["id"] for row in reading.rows["projects"]}
    for row in reading.rows["contributions"]:
        name, indicator = row["project"], row["indicator"]
        if name not in known:
            reading.wrong(
                row,
                "project",
                "allocate.unknown",
                f"no sound row of project {name}",
                f"项目表中没有{name}，或其所在行有误",
            )
        elif indicator not in goals:
            reading.wrong(
                row,
                "indicator",
                "allocate.unknown",
                f"no sound row of goal {indicator}",
                f"指标表中没有{indicator}，或其所在行有误",
            )
        elif name in projects:
            after = len(projects[name].costs) if row["after"] is None else row["after"]
            found[name][indicator][after] += Decimal(str(row["amount"]))
            reading.cells["project", name, "gains", indicator] = (row, "amount")
    return {
        name: {
            indicator: tuple(float(by_year.get(year, 0)) for year in range(max(by_year) + 1))
            for indicator, by_year in indicators.items()
        }
        for name, indicators in found.items()
    }


def _goals(reading: _Reading) -> Iterable[Goal]:
    for row in reading.rows["goals"]:
        for column in ("target", "weight", "beyond", "year"):
            reading.cells["goal", row["indicator"], column, ""] = (row, column)
        yield Goal(
            id=row["indicator"],
            target=row["target"],
            year=row["year"],
            weight=row["weight"],
            binding=row["binding"],
            beyond=_share(row["beyond"]),
            unit=row["unit"] or "",
        )


def _funds(reading: _Reading, span: range) -> Iterable[Fund]:
    amounts: dict[str, dict[int, int]] = defaultdict(dict)
    known = {row["fund"] for row in reading.rows["funds"]}
    for row in reading.rows["amounts"]:
        name = row["fund"]
        if name not in known:
            reading.wrong(
                row,
                "fund",
                "allocate.unknown",
                f"no sound row of fund {name}",
                f"资金来源表中没有{name}，或其所在行有误",
            )
        elif row["year"] not in span:
            reading.wrong(row, "year", "allocate.year", "outside the period; not counted", "不在规划期内，未计入")
        elif (amount := _money(reading, row, "amount")) is not None:
            amounts[row["fund"]][row["year"]] = amount
    for row in reading.rows["funds"]:
        name = row["fund"]
        for column in ("share", "rate"):
            reading.cells["fund", name, column, ""] = (row, column)
        for project in row["projects"] or ():
            reading.cells["fund", name, "projects", project] = (row, "projects")
        yield Fund(
            id=name,
            amounts=amounts[name],
            carries=row["carries"],
            capital=row["capital"],
            share=_share(row["share"]),
            rate=row["rate"],
            sectors=frozenset(row["sectors"] or ()),
            kinds=frozenset(row["kinds"] or ()),
            regions=frozenset(row["regions"] or ()),
            projects=frozenset(row["projects"] or ()),
        )


def _quotas(reading: _Reading, span: range) -> Iterable[Quota]:
    by_quota: dict[str, list[FormRow]] = defaultdict(list)
    for row in reading.rows["quotas"]:
        by_quota[row["quota"]].append(row)
        if row["year"] not in span:
            reading.wrong(row, "year", "allocate.year", "outside the period; not counted", "不在规划期内，未计入")
    for code, rows in by_quota.items():
        name, unit = QUOTAS[code]
        for row in rows:
            if row["carries"] != rows[0]["carries"]:
                reading.wrong(
                    row,
                    "carries",
                    "allocate.contradiction",
                    f"another answer than in {rows[0].place('carries')}; taken as not carried over",
                    f"与{rows[0].place('carries')}不一致，按不可结转处理",
                )
        carries = all(row["carries"] for row in rows)
        yield Quota(name, {row["year"]: row["amount"] for row in rows}, carries=carries, unit=unit)


def _decisions(reading: _Reading) -> Iterable[Decision]:
    for row in reading.rows["decisions"]:
        reading.cells["decision", row["project"], "project", ""] = (row, "project")
        reading.cells["decision", row["project"], "start", ""] = (row, "start")
        if row["begins"] and row["start"] is None:
            reading.wrong(row, "start", "allocate.no_start", "the year of start is missing", "缺少开工年")
        elif not row["begins"] and row["start"] is not None:
            said = "decided not to start, yet with a year of start", "不安排的项目不应有开工年"
            reading.wrong(row, "start", "allocate.contradiction", *said)
        else:
            yield Decision(row["project"], row["start"])


def _problem(reading: _Reading, fault: Fault) -> Problem:
    at = reading.cells.get((fault.of, fault.id, fault.field, fault.key))
    left_out = ("; left out", "，未纳入安排")
    if at is not None:
        return at[0].problem(at[1], fault.code, fault.message + left_out[0], fault.message_zh + left_out[1])
    english, chinese = f"{fault.id}: {fault.message}{left_out[0]}", f"{fault.id}：{fault.message_zh}{left_out[1]}"
    return Problem(fault.code, "", -1, -1, fault.id, english, chinese)


def starts_of(rows: Iterable[Mapping[str, Any]], before: int) -> tuple[Decision, ...]:
    """What an earlier plan's table of starts decides: everything that starts before the year ``before``."""
    return tuple(Decision(row["project"], row["start"]) for row in rows if row["start"] and row["start"] < before)
