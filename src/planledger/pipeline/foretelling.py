"""From a filled form to outlooks, lights and alerts, one indicator after the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from planledger.catalogue import Catalogue
from planledger.forms import Filled, FormRow
from planledger.model import Ledger, Problem
from planledger.pipeline.ledger_courses import ledger_series
from planledger.pipeline.slips import below_zero
from planledger.planning import Course, Goal, Judgement, Observation, judge
from planledger.planning.alerts import (
    Alert,
    AlertRule,
    Case,
    WrongCondition,
    parse_conditions,
    published_rules,
    raise_alerts,
)
from planledger.planning.course import Direction
from planledger.planning.forecasting import Outlook, look_ahead

_COURSE = ("kind", "direction", "binding", "frequency", "unit")
_HEADS = {
    "kind": "数据性质",
    "direction": "好的方向",
    "binding": "约束性",
    "frequency": "报告频率",
    "unit": "单位",
}
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Foretold:
    """An indicator with what is foretold of it.

    Attributes:
        indicator: Its name.
        course: Its goals, and what it is.
        outlooks: One a goal.
        judgement: Its light on the day.
        alerts: What rules say of it; quiet ones are left out.
        observations: Its figures up to the day.
    """

    indicator: str
    course: Course
    outlooks: tuple[Outlook, ...]
    judgement: Judgement
    alerts: tuple[Alert, ...]
    observations: tuple[Observation, ...]

    def light_of(self, outlook: Outlook) -> Judgement | None:
        """The light where it was judged by the goal of ``outlook``, or by none; None where by another one."""
        return self.judgement if self.judgement.goal in {None, outlook.goal} else None

    def title(self, language: str) -> str:
        """The indicator, and whether it is its growth that is foretold."""
        if self.course.measure != "growth" or self.indicator.endswith(("增速", "growth")):
            return self.indicator
        return f"{self.indicator}增速" if language == "zh" else f"{self.indicator}, growth"


def foretell(
    filled: Filled, *, as_of: dt.date, rules: Sequence[AlertRule] | None = None
) -> tuple[tuple[Foretold, ...], tuple[Problem, ...]]:
    """What is foretold of each indicator of a form, and what is wrong with the form.

    Args:
        filled: The form ``forecast`` as people filled it in.
        as_of: The day; figures of periods that end later do not count.
        rules: For alerts; by default those of the form, or where it has none the published ones.
    """
    problems: list[Problem] = []
    courses = _courses(filled.rows["targets"], as_of, problems)
    seen = _figures(filled.rows["figures"], courses, as_of, problems)
    others = _regions(filled.rows["regions"], courses, problems)
    given = rules if rules is not None else _rules(filled.rows["rules"], courses, problems)
    seen = _with_bases(filled.rows["targets"], courses, seen, as_of)
    _hold_bases(filled.rows["targets"], seen, problems)
    found = [
        _foretold(key, course, seen.get(key, ()), (others.get(key, {}), given, as_of))
        for key, course in courses.items()
    ]
    return tuple(found), (*filled.problems, *problems)


def foretell_ledger(
    ledger: Ledger, catalogue: Catalogue, *, as_of: dt.date, rules: Sequence[AlertRule] | None = None
) -> tuple[tuple[Foretold, ...], tuple[Problem, ...]]:
    """What is foretold of each indicator of a ledger that has a target ahead and annual figures.

    Figures that other regions of the ledger report of the same indicator stand beside it.
    """
    series, problems = ledger_series(ledger, catalogue)
    regions = {one.region for one in series}
    found = []
    for one in series:
        seen = tuple(each for each in one.observations if each.when.through <= as_of)
        others = {
            other.region: {each.when.year: each.value for each in other.observations}
            for other in series
            if other.region != one.region
            and (other.indicator_id, other.course.measure, other.course.unit)
            == (one.indicator_id, one.course.measure, one.course.unit)
        }
        name = catalogue.indicators[one.indicator_id].chinese
        title = f"{_region_name(one.region, catalogue)}{name}" if len(regions) > 1 else name
        chosen = rules if rules is not None else published_rules()
        found.append(_foretold((title, one.course.measure), one.course, seen, (others, chosen, as_of)))
    return tuple(found), problems


def _region_name(code: str, catalogue: Catalogue) -> str:
    known = catalogue.regions.by_code.get(code)
    return known.name if known else code


def _foretold(
    key: Key,
    course: Course,
    seen: Sequence[Observation],
    given: tuple[Mapping[str, Mapping[int, float]], Sequence[AlertRule], dt.date],
) -> Foretold:
    others, rules, as_of = given
    histories = [others[name] for name in sorted(others)]
    outlooks = tuple(look_ahead(course, goal, seen, others=histories) for goal in course.goals)
    last = max(seen, key=lambda one: (one.when.through, one.when.months), default=None)
    judged = course.goal_for(last.when.year, last.measure) if last else None
    chances = [outlook.probability for outlook in outlooks if outlook.goal == judged and not outlook.why]
    judgement = judge(course, seen, as_of=as_of, probability=chances[0] if chances else None)
    # Of several targets the one that is least likely is what an alert is for.
    least = min((o.probability for o in outlooks if o.probability is not None and not o.why), default=None)
    case = Case(key[0], seen, course.frequency, course.kind, course.direction, least, course.unit)
    alerts = tuple(alert for alert in raise_alerts(rules, case, as_of=as_of) if alert.state != "quiet")
    return Foretold(key[0], course, outlooks, judgement, alerts, tuple(seen))


def _direction(row: FormRow) -> Direction:
    """Which way is better; of a range that says nothing neither, since both of its sides are wrong."""
    between = None not in (row["low"], row["high"]) and row["low"] != row["high"]
    return row["direction"] or ("neutral" if between else "more")


def _courses(rows: Sequence[FormRow], as_of: dt.date, problems: list[Problem]) -> dict[Key, Course]:
    found: dict[Key, Course] = {}
    for row in rows:
        goal = _goal(row, problems)
        if goal is None:
            continue
        key = (row["indicator"], row["measure"])
        course = found.get(key)
        if course is None:
            found[key] = Course(
                (goal,),
                direction=_direction(row),
                kind=row["kind"],
                binding=row["binding"],
                frequency=row["frequency"],
                base_year=row["base_year"],
                base_value=_base(row, as_of),
                measure=row["measure"],
                unit="%" if row["measure"] == "growth" else row["unit"],
            )
            continue
        told = [name for name in _COURSE if row[name] is not None and (name, key[1]) != _FREE]
        differing = [name for name in told if getattr(course, name) != row[name]]
        if differing:
            problems.append(
                row.problem(
                    differing[0],
                    "target.differs",
                    "another row says otherwise of this indicator; this row was left out",
                    f"同一指标另一行的{_HEADS[differing[0]]}与此不同，本行未采用",
                )
            )
            continue
        goals = tuple(sorted((*course.goals, goal), key=lambda one: (one.year, one.first_year or 0)))
        found[key] = replace(
            course,
            goals=goals,
            base_year=course.base_year if course.base_year is not None else row["base_year"],
            base_value=course.base_value if course.base_year is not None else _base(row, as_of),
        )
    return found


def _base(row: FormRow, as_of: dt.date) -> float | None:
    """The value of the base year, where the year was over on the day."""
    over = row["base_year"] is not None and row["base_year"] < as_of.year + (as_of >= dt.date(as_of.year, 12, 31))
    value: float | None = row["base_value"] if over and row["measure"] == "level" else None
    return value


_FREE = ("unit", "growth")  # growth is in percent, whatever the sheet says


def _goal(row: FormRow, problems: list[Problem]) -> Goal | None:
    """The goal of a row; None, with a problem, where its numbers contradict each other."""
    low, high, bound = row["low"], row["high"], row["bound"]
    slips = _slips(row, ("low", "high", "base_value"), row["kind"])
    if slips:
        problems += slips
        return None
    if low is None and high is None:
        problems.append(row.problem("low", "target.no_number", "no target is given", "没有填目标值"))
        return None
    if low is not None and high is not None and low > high:
        problems.append(row.problem("high", "target.crossed", f"below the lower bound {low:g}", f"上限小于下限{low:g}"))
        return None
    wanted = "low" if bound == "at_least" else "high" if bound == "at_most" else ""
    if wanted and row[wanted] is None:
        said = ("lower", "下限") if wanted == "low" else ("upper", "上限")
        problems.append(
            row.problem(wanted, "target.bound", f"this bound needs the {said[0]} bound", f"此表述须填{said[1]}")
        )
        return None
    first = row["first_year"]
    if first is not None and first > row["year"]:
        problems.append(row.problem("first_year", "target.years", "after the target's year", "起始年份晚于目标年份"))
        return None
    if bound is None:
        bound = "at_most" if low is None else "at_least" if high is None else "exact" if low == high else "range"
    if bound in {"about", "exact"}:
        low, high = (low if low is not None else high), (high if high is not None else low)
    return Goal(row["year"], low, high, bound, first, row["measure"], annual=_of_one_year(row))


def _of_one_year(row: FormRow) -> bool:
    # Without a base or a first year a target is of its own year, not the end of a way.
    return row["first_year"] is None and row["base_year"] is None


def _figures(
    rows: Sequence[FormRow], courses: Mapping[Key, Course], as_of: dt.date, problems: list[Problem]
) -> dict[Key, tuple[Observation, ...]]:
    found: dict[Key, list[Observation]] = {}
    for row in rows:
        key = (row["indicator"], row["measure"])
        if not _is_of_target(row, courses, problems):
            continue
        one = Observation(row["period"], row["value"], row["measure"])
        if one.when.through <= as_of:
            found.setdefault(key, []).append(one)
    return {
        key: tuple(sorted(seen, key=lambda one: (one.when.through, one.when.months))) for key, seen in found.items()
    }


def _with_bases(
    rows: Sequence[FormRow], courses: Mapping[Key, Course], seen: Mapping[Key, Sequence[Observation]], as_of: dt.date
) -> dict[Key, tuple[Observation, ...]]:
    """``seen`` with the bases of further targets of an indicator; a course holds but one."""
    found = {key: tuple(figures) for key, figures in seen.items()}
    for row in rows:
        key, value = (row["indicator"], row["measure"]), _base(row, as_of)
        course = courses.get(key)
        if value is None or course is None or row["year"] not in {goal.year for goal in course.goals}:
            continue
        known = {one.when.year for one in found.get(key, ()) if one.when.whole_year}
        if row["base_year"] not in known | {course.base_year}:
            figures = (*found.get(key, ()), Observation(str(row["base_year"]), value, row["measure"]))
            found[key] = tuple(sorted(figures, key=lambda one: (one.when.through, one.when.months)))
    return found


def _is_of_target(row: FormRow, courses: Mapping[Key, Course], problems: list[Problem]) -> bool:
    """Whether a figure is of an indicator of the targets and in its unit; a problem tells where it is not."""
    course = courses.get((row["indicator"], row["measure"]))
    if course is None:
        said = ("no target of this indicator and measure; left out", "目标表中没有此指标，未采用")
        problems.append(row.problem("indicator", "figure.no_target", *said))
        return False
    if row["unit"] and row["unit"] != course.unit:
        told = f"not the unit of the target, {course.unit or 'which has none'}; left out"
        told_zh = f"与目标的单位{course.unit or '（未填）'}不同，未采用"
        problems.append(row.problem("unit", "figure.unit_mixed", told, told_zh))
        return False
    slips = _slips(row, ("value",), course.kind)
    problems += slips
    return not slips


def _slips(row: FormRow, columns: Sequence[str], kind: str) -> list[Problem]:
    """Amounts below zero; growth and rates may be."""
    amount = kind in ("flow", "stock") and row["measure"] == "level"
    return list(below_zero(row, columns, unit=row["unit"] or "")) if amount else []


def _regions(
    rows: Sequence[FormRow], courses: Mapping[Key, Course], problems: list[Problem]
) -> dict[Key, dict[str, dict[int, float]]]:
    found: dict[Key, dict[str, dict[int, float]]] = {}
    for row in rows:
        if _is_of_target(row, courses, problems):
            key = (row["indicator"], row["measure"])
            found.setdefault(key, {}).setdefault(row["region"], {})[row["year"]] = row["value"]
    return found


def _rules(rows: Sequence[FormRow], courses: Mapping[Key, Course], problems: list[Problem]) -> Sequence[AlertRule]:
    if not rows:
        return published_rules()
    names = {indicator for indicator, _ in courses}
    found = []
    for row in rows:
        try:
            conditions = parse_conditions(row["when"])
        except WrongCondition as wrong:
            problems.append(
                row.problem("when", "rule.condition", f"no condition: {wrong.part}", f"不是可用的条件：{wrong.part}")
            )
            continue
        unknown = [name for name in row["indicators"] if name not in names]
        if unknown:
            named = ", ".join(unknown)
            problems.append(
                row.problem("indicators", "rule.no_target", f"no target of {named}", f"目标表中没有{named}")
            )
        found.append(AlertRule(row["id"], conditions, tuple(row["indicators"]), row["severity"], action=row["action"]))
    return tuple(found)


def _hold_bases(rows: Sequence[FormRow], seen: Mapping[Key, Sequence[Observation]], problems: list[Problem]) -> None:
    """A base that differs from the figure of its year, or from that of another row, is told; the first counts."""
    first: dict[tuple[str, int], FormRow] = {}
    for row in rows:
        if row["base_value"] is not None and row["base_year"] is not None and row["measure"] == "level":
            other = first.setdefault((row["indicator"], row["base_year"]), row)
            if other["base_value"] != row["base_value"]:
                place, value = other.place("base_value"), other["base_value"]
                problems.append(
                    row.problem(
                        "base_value",
                        "target.bases_differ",
                        f"{place} has {value:g} for the same year, which counts",
                        f"{place}同年为{value:g}，以后者为准",
                    )
                )
        if (row["base_value"] is None) != (row["base_year"] is None) and row["measure"] == "level":
            column = "base_value" if row["base_value"] is None else "base_year"
            problems.append(
                row.problem(
                    column, "target.base", "year and value of the base go together", "基期年份和基期值应同时填写"
                )
            )
        figure = next(
            (
                one
                for one in seen.get((row["indicator"], row["measure"]), ())
                if one.when.year == row["base_year"] and one.when.whole_year
            ),
            None,
        )
        if figure is None or row["base_value"] is None or row["measure"] != "level":
            continue
        if abs(figure.value - row["base_value"]) > 1e-9 * max(1.0, abs(figure.value)):
            problems.append(
                row.problem(
                    "base_value",
                    "target.base_differs",
                    f"the figures have {figure.value:g} for {figure.period}, which counts in the forecast",
                    f"数据表中{figure.period}年为{figure.value:g}，预测以数据表为准",
                )
            )
