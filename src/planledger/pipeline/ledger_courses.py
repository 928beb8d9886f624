"""Targets and annual figures of a ledger as courses: what a forecast can be made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from planledger.catalogue import Catalogue
from planledger.model import Ledger, Problem, Statement
from planledger.planning import Course, Goal, Observation

_PERIOD = re.compile(r"(?:(?P<first>\d{4})/)?(?P<year>\d{4})")
_FEWEST = 2
_SAME = 0.005  # rounding in words: 1.2万 and 11,956


@dataclass(slots=True)
class LedgerSeries:
    """An indicator of a region in a ledger.

    Attributes:
        region: Code of the region, or empty.
        indicator_id: Of the catalogue.
        course: Its goals that lie ahead, and what it is.
        observations: Its annual figures.
    """

    region: str
    indicator_id: str
    course: Course
    observations: tuple[Observation, ...]


@dataclass(slots=True)
class _Found:
    targets: list[tuple[int | None, int, Statement]] = field(default_factory=list)
    results: dict[int, list[Statement]] = field(default_factory=dict)


def ledger_series(ledger: Ledger, catalogue: Catalogue) -> tuple[tuple[LedgerSeries, ...], tuple[Problem, ...]]:
    """Every indicator with a target ahead and two annual figures at least, and where documents differ about one."""
    problems: list[Problem] = []
    gathered: dict[tuple[str, str, str, str], _Found] = {}
    for statement in _usable(ledger):
        key = (statement.region, statement.indicator_id, statement.measure, statement.base_unit)
        found = gathered.setdefault(key, _Found())
        when = _PERIOD.fullmatch(statement.period)
        assert when is not None
        year, first = int(when["year"]), when["first"]
        if statement.role == "target":
            found.targets.append((int(first) if first else None, year, statement))
        elif not first and statement.base_low == statement.base_high:
            found.results.setdefault(year, []).append(statement)
    series = [_series(key, found, catalogue, problems) for key, found in sorted(gathered.items())]
    return tuple(one for one in series if one is not None), tuple(problems)


def _usable(ledger: Ledger) -> Iterator[Statement]:
    for extraction in ledger.extractions:
        for statement in extraction.statements:
            if (
                statement.indicator_id
                and not statement.subject
                and statement.measure in {"level", "growth"}
                and statement.role in {"target", "actual"}
                and _PERIOD.fullmatch(statement.period)
                and (statement.base_low is not None or statement.base_high is not None)
            ):
                yield statement


def _series(
    key: tuple[str, str, str, str], found: _Found, catalogue: Catalogue, problems: list[Problem]
) -> LedgerSeries | None:
    region, indicator_id, measure, _ = key
    if not found.targets or len(found.results) < _FEWEST:
        return None
    factor, unit = _stated_unit([target for _, _, target in found.targets])
    figures = _figures(found.results, factor, problems)
    last = max(figures, default=0)
    goals = {
        Goal(
            year,
            None if target.base_low is None else target.base_low / factor,
            None if target.base_high is None else target.base_high / factor,
            target.bound,
            first,
            "growth" if measure == "growth" else "level",
            target.striving,
            annual=first is None,
        ): target
        for first, year, target in found.targets
        if year > last
    }
    if not goals or len(figures) < _FEWEST:
        return None
    indicator = catalogue.indicators[indicator_id]
    attributes = {target.attribute for target in goals.values()} - {""}
    course = Course(
        tuple(sorted(goals, key=lambda goal: (goal.year, goal.first_year or 0, str(goal)))),
        direction=indicator.direction,
        kind=indicator.kind,
        binding="binding" in attributes or (not attributes and indicator.binding == "binding"),
        measure="growth" if measure == "growth" else "level",
        unit="%" if measure == "growth" else unit,
    )
    seen = tuple(Observation(str(year), figures[year], course.measure) for year in sorted(figures))
    return LedgerSeries(region, indicator_id, course, seen)


def _stated_unit(targets: Sequence[Statement]) -> tuple[float, str]:
    """The unit that targets are stated in, and how many base units it is."""
    for target in targets:
        for stated, base in ((target.low, target.base_low), (target.high, target.base_high)):
            if stated and base:
                return base / stated, target.unit
    return 1.0, targets[0].unit


def _figures(results: Mapping[int, Sequence[Statement]], factor: float, problems: list[Problem]) -> dict[int, float]:
    """One figure a year: what is final goes before 预计; a year of which documents say differing things is left out."""
    found = {}
    for year, said in sorted(results.items()):
        final = [one for one in said if not one.estimate] or list(said)
        values = sorted(one.base_low for one in final if one.base_low is not None)
        if values[-1] - values[0] > _SAME * max(abs(values[0]), abs(values[-1])):
            first, other = (next(one for one in final if one.base_low == value) for value in (values[0], values[-1]))
            problems.append(
                Problem(
                    "figure.differs",
                    first.document,
                    first.start,
                    first.end,
                    first.text,
                    f"{first.indicator} {year}: {first.document} has {first.text}, {other.document} {other.text};"
                    " the year was left out of the forecast",
                    f"{first.indicator}{year}年：{first.document}为{first.text}，{other.document}为{other.text}，"
                    "预测未采用该年",
                )
            )
            continue
        found[year] = values[len(values) // 2] / factor
    return found
