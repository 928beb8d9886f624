"""A plan held against itself, its results, and the plans above and beside it (自查, 衔接), as the ledger has them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q
from django.urls import reverse

from planledger.catalogue import load_catalogue
from planledger.forms import Filled, FormRow, load_form
from planledger.forms.cells import Cell
from planledger.model import Citation, Finding
from planledger.normalising import match_indicator
from planledger.planning import Observation, find_period
from planledger.reconciling.rulebook import load_rules
from planweb.accounts.models import User
from planweb.layout.wording import in_english
from planweb.monitoring.courses import Tracked, track
from planweb.registry.models import Plan, PlanIndicator, Target
from planweb.registry.queries.plans import visible_plans
from planweb.registry.wording import with_unit

MOST_PLANS = 30
"""Plans beside and below one that are held against it at once."""
_SEVERITIES = ("error", "warning", "note")
_MISSING = "align.missing"


class Said(NamedTuple):
    """What a finding rests on: an indicator of a plan, and what it says there."""

    plan: str
    text: str
    address: str


class Found(NamedTuple):
    """A finding as the page shows it."""

    severity: str
    rule: str
    name: str
    subject: str
    message: str
    said: list[Said]


class StepOf(NamedTuple):
    """One step of the cascade: the target of a plan for an indicator, beside that of the plan above."""

    indicator: str
    when: str
    plan: str
    target: str
    factor: float | None
    points: float | None


@dataclass(slots=True)
class Checked:
    """What was found, the gravest first, and what was compared."""

    findings: list[Found] = field(default_factory=list)
    steps: list[StepOf] = field(default_factory=list)
    above: list[Plan] = field(default_factory=list)
    beside: list[Plan] = field(default_factory=list)
    empty: list[Plan] = field(default_factory=list)
    """Plans of which the ledger has no target, so that nothing can be said."""
    left_out: int = 0

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many findings there are of each severity, the gravest first."""
        return [(name, sum(one.severity == name for one in self.findings)) for name in _SEVERITIES]


def check_plan(plan: Plan, user: User, *, today: date) -> Checked:
    """``plan`` by the rules of ``planledger check`` and ``align``, with the plans that ``user`` may see.

    Annual targets of years that are over are left to the record of what was reached.
    """
    from planledger.pipeline.plan_checking import align_plans, check
    from planledger.pipeline.plan_tables import read_check_table, read_plan_tables

    catalogue, found = load_catalogue(), Checked()
    below = _companions(plan, user, found)
    plans = [*found.above, plan, *found.beside, *below]
    filled = set(Target.objects.filter(of__plan__in=plans).values_list("of__plan", flat=True))
    found.empty = [one for one in plans if one.pk not in filled]
    plans = [one for one in plans if one.pk in filled or one == plan]
    texts = _Texts(plans)
    own = track(plan.indicators.values_list("pk", flat=True), annual=True)
    table = read_check_table(_check_form(own, texts, today.year), catalogue)
    findings: list[Finding] = [*check((), table, catalogue)]
    if len(plans) > 1 and plan.pk in filled:
        tables = read_plan_tables(_align_form(plans, texts), catalogue)
        aligned = align_plans((), tables, catalogue)
        concerned = _concerned(plan, below, found.above, texts)
        findings += [one for one in aligned.findings if concerned.get(one.plan, ()) and one.rule in concerned[one.plan]]
        found.steps = [_step(one) for one in aligned.steps]
    findings.sort(key=lambda one: _SEVERITIES.index(one.severity))
    found.findings = [_shown(one, texts) for one in findings]
    return found


def _companions(plan: Plan, user: User, found: Checked) -> list[Plan]:
    """The plans below ``plan``; those above and beside it are put where they belong."""
    seen = visible_plans(user).exclude(status=Plan.Status.SUPERSEDED).select_related("region")
    if plan.above_id:
        found.above = list(seen.filter(pk=plan.above_id))
        same = seen.filter(above=plan.above_id, first_year=plan.first_year, last_year=plan.last_year)
        found.beside = list(same.exclude(Q(pk=plan.pk) | Q(region=plan.region_id))[: MOST_PLANS + 1])
    below = list(seen.filter(above=plan, last_year__gte=plan.first_year)[: MOST_PLANS + 1])
    found.left_out = max(0, len(found.beside) - MOST_PLANS) + max(0, len(below) - MOST_PLANS)
    found.beside = found.beside[:MOST_PLANS]
    return below[:MOST_PLANS]


def _concerned(plan: Plan, below: Sequence[Plan], above: Sequence[Plan], texts: _Texts) -> dict[str, set[str]]:
    """Which rules count against which plan: what plans beside it lack of the one above is not its business.

    A plan of the same region serves the other in one field, so what it leaves out is not missing.
    """
    every = set(load_rules("alignment"))
    found = {}
    for one, superior in [*((two, plan) for two in below), *((plan, two) for two in above)]:
        found[texts.titles.get(one.pk, "")] = every - ({_MISSING} if one.region_id == superior.region_id else set())
    return {texts.titles[plan.pk]: every, **found}


def _step(one: Any) -> StepOf:
    target = one.goal.stated_en if in_english() else one.goal.stated
    return StepOf(one.indicator, one.when, one.plan.name, target, one.factor, one.points)


class _Texts:
    """What each place says, for people; a place is the key of an indicator with what of it."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        same = Counter(plan.title for plan in plans)
        self.titles = {
            plan.pk: plan.title if same[plan.title] == 1 else f"{plan.title}（{plan.region}）" for plan in plans
        }
        self.rows: dict[str, tuple[PlanIndicator, Target | Observation]] = {}

    def row(
        self, form: str, sheet: str, of: PlanIndicator, what: str, says: Target | Observation, **values: Any
    ) -> FormRow:
        """A row of a sheet of ``form``, blank where ``values`` say nothing; it is what ``says`` of ``of``."""
        place, title = f"{of.pk}:{what}", self.titles[of.plan_id]
        self.rows[place] = (of, says)
        content = {name: values.get(name, default) for name, default in _columns(form, sheet)}
        return FormRow(content, {name: Cell(place, title, value) for name, value in content.items()}, len(self.rows))

    def said(self, cited: Citation) -> Said:
        """What a citation is of; few of the rows are cited, so that only those are put in words."""
        if cited.place not in self.rows:
            return Said(cited.source, cited.text, "")
        of, says = self.rows[cited.place]
        if isinstance(says, Target):
            text = with_unit(says, of) if says.kind == Target.Kind.FIVE_YEAR else f"{says.year} {with_unit(says, of)}"
        else:
            text = f"{says.period} {says.value:.12g}{'%' if says.measure == 'growth' else of.unit}"
        address = reverse("monitoring:indicator", args=[of.pk])
        return Said(self.titles[of.plan_id], f"{of.name}：{text}", address)


@cache
def _columns(form: str, sheet: str) -> list[tuple[str, Any]]:
    [columns] = [one.columns for one in load_form(form).sheets if one.name == sheet]
    return [(column.name, column.default) for column in columns]


def _check_form(rows: Iterable[Tracked], texts: _Texts, since: int) -> Filled:
    indicators: list[FormRow] = []
    figures: list[FormRow] = []
    for tracked in rows:
        row = tracked.row
        end = _end_of(tracked.targets)
        if end is not None:
            values = _of_end(row, end)
            if values:
                indicators.append(texts.row("check", "indicators", row, "end", end, **values))
        figures += _years_of(tracked, texts, since, end)
    return Filled({"indicators": tuple(indicators), "figures": tuple(figures), "exemptions": ()})


def _of_end(row: PlanIndicator, end: Target) -> dict[str, Any]:
    """The target for the end as a row of a checked plan; nothing for a sum or a growth, which have no base there."""
    if end.first_year is not None or end.measure != "level":
        return {}
    based = row.base_value is not None and row.base_year is not None and row.base_year < end.year
    return {
        "indicator": _name(row), "unit": row.unit, "year": end.year, "attribute": row.attribute, **_bounds(end),
        "base_year": row.base_year if based else None, "base": row.base_value if based else None,
    }  # fmt: skip


def _years_of(tracked: Tracked, texts: _Texts, since: int, end: Target | None) -> Iterator[FormRow]:
    row = tracked.row
    said = (end.year, end.measure, end.value) if end is not None else ()
    for target in tracked.targets:
        if target.year < since or (target.year, target.measure, target.value) == said:
            continue
        exact = target.low is not None and target.low == target.high
        if target.kind == Target.Kind.ANNUAL and target.first_year is None and (exact or target.bound == "at_least"):
            unit = "%" if target.measure == "growth" else row.unit
            yield texts.row(
                "check", "figures", row, f"annual:{target.year}:{target.measure}", target,
                indicator=_name(row), unit=unit, year=target.year, kind="target", measure=target.measure,
                value=target.low,
            )  # fmt: skip
    for one in tracked.observations:
        when = find_period(one.period)
        if when is not None and when.whole_year:
            unit = "%" if one.measure == "growth" else row.unit
            yield texts.row(
                "check", "figures", row, f"actual:{when.year}:{one.measure}", one,
                indicator=_name(row), unit=unit, year=when.year, kind="actual", measure=one.measure, value=one.value,
            )  # fmt: skip


def _align_form(plans: Sequence[Plan], texts: _Texts) -> Filled:
    columns = load_form("align").sheets[0].columns
    listed, goals = [], []
    for number, plan in enumerate(plans, 1):
        said = {
            "plan": texts.titles[plan.pk], "region": plan.region_id, "level": plan.region.level,
            "first": plan.first_year, "last": plan.last_year, "above": texts.titles.get(plan.above_id or 0, ""),
            "complete": False,
        }  # fmt: skip
        content = {column.name: said[column.name] for column in columns}
        cells = {name: Cell("", plan.title, value) for name, value in content.items()}
        listed.append(FormRow(content, cells, number))
    targets = Target.objects.filter(body=None).order_by("year", "pk")
    rows = PlanIndicator.objects.filter(plan__in=plans).select_related("plan", "indicator")
    for row in rows.order_by("plan", "position", "pk").prefetch_related(Prefetch("targets", targets, to_attr="said")):
        end = _end_of([one for one in row.said if one.region_id is None])
        if end is None:
            continue
        goals.append(_goal(row, end, texts))
        same = (one for one in row.said if one.region_id and (one.year, one.measure) == (end.year, end.measure))
        goals += [_goal(row, one, texts, one.region_id or "") for one in same if one.value is not None]
    return Filled({"plans": tuple(listed), "goals": tuple(goals), "works": (), "directions": (), "exemptions": ()})


def _goal(row: PlanIndicator, end: Target, texts: _Texts, assigned: str = "") -> FormRow:
    """The target for the end; of a share, the region that it is ``assigned`` to."""
    growth, years = end.measure == "growth", end.first_year is not None and end.first_year < end.year
    measure = ("average" if years else "growth") if growth else "total" if years else "level"
    return texts.row(
        "align", "goals", row, f"goal:{assigned}", end,
        plan=texts.titles[row.plan_id], indicator=_name(row), unit="%" if growth else row.unit, measure=measure,
        year=end.year,
        striving=end.striving, attribute=row.attribute, assigned=assigned or None, **_bounds(end),
    )  # fmt: skip


def _name(row: PlanIndicator) -> str:
    """As the plan calls it, where the rules take that for the indicator that people chose; else as that is called."""
    known, code = load_catalogue().indicators, row.indicator.code
    if code not in known:
        return row.indicator.name
    meant = match_indicator(row.name, load_catalogue(), region=row.plan.region_id) == code
    return row.name if meant else known[code].chinese


def _end_of(targets: Iterable[Target]) -> Target | None:
    """The number that a plan sets for its end; of an annual plan, for its year."""
    numbers = [one for one in targets if one.value is not None]
    ends = [one for one in numbers if one.kind == Target.Kind.FIVE_YEAR] or numbers
    return min(ends, key=lambda one: (-one.year, one.striving, one.measure != "level"), default=None)


def _bounds(target: Target) -> dict[str, Any]:
    ranged = target.bound == "range"
    return {
        "target": target.value,
        "upper": target.high if ranged else None,
        "bound": "exact" if ranged else target.bound,
    }


def _shown(one: Finding, texts: _Texts) -> Found:
    rules = {**load_rules("consistency"), **load_rules("alignment")}
    rule = rules[one.rule]
    english = in_english()
    return Found(
        one.severity, one.rule, rule.english if english else rule.chinese, one.subject,
        one.message if english else one.message_zh, [texts.said(cited) for cited in one.citations],
    )  # fmt: skip
