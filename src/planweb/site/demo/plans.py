"""Plans of the demonstration with their indicators and targets."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from planledger.catalogue import load_catalogue
from planledger.pipeline.decomposing_forms import decimals
from planweb.accounts.models import Body, Region, User
from planweb.audit.recording import record_audit
from planweb.registry.models import Chapter, Indicator, Plan, PlanIndicator, PlanVersion, Target
from planweb.site.demo.city import Calendar

_EARLIER = 2021


@dataclass(frozen=True, slots=True)
class Made:
    """An indicator in a plan with what ``city.yaml`` says of it."""

    row: PlanIndicator
    said: dict[str, Any]

    def target_of(self, year: int) -> float | None:
        """What shall be in ``year``; None for a target without a number."""
        return annual_value(self.said, year - (self.row.base_year or year))


def annual_value(said: dict[str, Any], year: int) -> float | None:
    """Target of the ``year``-th year of a plan: a step on the way from the base, or a share of a total.

    >>> annual_value({"base": 50, "target": 60}, 2), annual_value({"base": 4, "target": 20, "total": True}, 2)
    (54, 4.0)
    """
    if said.get("target") is None:
        return None
    base, target = float(said["base"]), float(said["target"])
    if said.get("total"):
        return round(target / 5, 2)
    if said.get("measure") == "growth" or said.get("hold"):
        return target
    return round(base + (target - base) * year / 5, max(decimals(said["base"]), decimals(said["target"])))


class Planner:
    """Makes the plan system of the city."""

    def __init__(self, city: dict[str, Any], bodies: dict[str, Body], calendar: Calendar, by: User) -> None:
        self.city, self.bodies, self.calendar, self.by = city, bodies, calendar, by
        self.region = Region.objects.get(pk=city["city"])

    def earlier_plan(self) -> tuple[Plan, list[Made]]:
        """The five-year plan that has run out."""
        plan = self._plan(
            "云岭市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", "development", _EARLIER, "superseded"
        )
        return plan, self._indicators(plan, self.city["earlier"], {})

    def plan_in_force(self) -> tuple[Plan, list[Made]]:
        """The five-year plan in force, with its chapters, targets of every year and shares of counties."""
        plan = self._plan(
            f"云岭市国民经济和社会发展“{self.calendar.name}”规划纲要", "development", self.calendar.first, "in_force"
        )
        version = plan.versions.get()
        chapters = {
            title: Chapter.objects.create(version=version, position=number, title=title)
            for number, title in enumerate(self.city["chapters"], 1)
        }
        return plan, self._indicators(plan, self.city["indicators"], chapters)

    def plans_below(self, above: Plan) -> None:
        """Plans that serve the one in force, in states before it."""
        horizon = self.calendar.first + 9
        for title, tier, region, status in (
            (f"云岭市国土空间总体规划（{self.calendar.first}—{horizon}年）", "spatial", self.region.pk, "approved"),
            (f"云岭市“{self.calendar.name}”生态环境保护规划", "special", self.region.pk, "aligned"),
            (f"白溪县国民经济和社会发展“{self.calendar.name}”规划纲要", "county", "990121", "aligned"),
            (f"云岭高新技术产业开发区“{self.calendar.name}”发展规划", "zone", self.region.pk, "draft"),
        ):
            plan = self._plan(title, tier, self.calendar.first, status, above=above, region=region)
            if tier == "county":
                self._indicators(plan, self.city["county"], {})
            if tier == "spatial":
                plan.last_year = horizon
                plan.save(update_fields=["last_year"])

    def _plan(
        self, title: str, tier: str, first: int, status: str, *, above: Plan | None = None, region: str = ""
    ) -> Plan:
        plan = Plan.objects.create(
            title=title,
            tier=tier,
            region_id=region or self.region.pk,
            first_year=first,
            last_year=first + 4,
            status=status,
            above=above,
        )
        effective = dt.date(first, 3, 1) if status in {"in_force", "superseded"} else None
        PlanVersion.objects.create(plan=plan, number=1, status=status, effective_on=effective)
        record_audit(self.by, "plan.create", plan, after={"title": title, "status": status})
        return plan

    def _indicators(self, plan: Plan, listed: list[dict[str, Any]], chapters: dict[str, Chapter]) -> list[Made]:
        return [Made(self._indicator(plan, said, n, chapters), said) for n, said in enumerate(listed, 1)]

    def _indicator(
        self, plan: Plan, said: dict[str, Any], position: int, chapters: dict[str, Chapter]
    ) -> PlanIndicator:
        row = PlanIndicator.objects.create(
            plan=plan,
            indicator=find_indicator(said["code"]),
            name=said["name"],
            chapter=chapters.get(said.get("chapter", "")),
            position=position,
            attribute=said.get("attribute", "anticipatory"),
            measure=said.get("measure", "level"),
            unit=said["unit"],
            direction="less" if said.get("bound") == "at_most" else "more",
            source="统计部门" if said.get("attribute") != "binding" else "主管部门",
            frequency=said.get("frequency", "year"),
            lead=self.bodies[said["lead"]],
            base_year=plan.first_year - 1,
            base_value=said["base"],
        )
        row.supporting.set(self.bodies[key] for key in said.get("support", ()))
        self._targets(row, said)
        return row

    def _targets(self, row: PlanIndicator, said: dict[str, Any]) -> None:
        bound, version = said.get("bound", "at_least"), row.plan.versions.get()
        low, high = bound != "at_most", bound in {"at_most", "exact", "about"}
        first, last = row.plan.first_year, row.plan.last_year

        def target(kind: str, year: int, value: float | None, **more: Any) -> Target:
            return Target(
                of=row,
                version=version,
                kind=kind,
                year=year,
                measure=row.measure,
                low=value if low else None,
                high=value if high else None,
                bound=bound if value is not None else "exact",
                reference=said.get("reference", ""),
                **more,
            )

        total = {"first_year": first} if said.get("total") else {}
        made = [target("five_year", last, said.get("target"), **total)]
        made += [target("annual", year, annual_value(said, year - first + 1)) for year in range(first, last + 1)]
        for key in said.get("shares", ()):
            body, share = self.bodies[key], 1 / len(said["shares"])
            for year in range(first, last + 1):
                value = round((annual_value(said, year - first + 1) or 0) * share, 2)
                made.append(target("share", year, value, region=body.region, body=body))
        Target.objects.bulk_create(made)


def find_indicator(code: str) -> Indicator:
    """The indicator ``code`` of the catalogue as a row."""
    known = load_catalogue().indicators[code]
    defaults = {
        "name": known.chinese,
        "english": known.english,
        "category": known.category.id,
        "direction": known.direction,
        "kind": known.kind if known.kind in Indicator.Kind.values else "flow",
    }
    return Indicator.objects.get_or_create(code=code, defaults=defaults)[0]
