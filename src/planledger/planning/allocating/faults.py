"""What is wrong with a programme before anything is allocated: nothing is guessed, the faulty record is left out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from planledger.planning.allocating.records import Fund, Goal, Programme, Project, Quota

Of = Literal["project", "fund", "quota", "goal", "decision"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be meant.

    Attributes:
        code: Stable name of the kind.
        of: What kind of record it is of.
        id: Which one.
        field: Which of its attributes.
        key: Which entry of an attribute with several, such as a year or an indicator.
        message: What is wrong, in English.
        message_zh: The same in Chinese.
    """

    code: str
    of: Of
    id: str
    field: str
    message: str
    message_zh: str
    key: str = ""


def find_faults(programme: Programme) -> tuple[Fault, ...]:
    """Everything in ``programme`` that cannot be meant; empty when it can be allocated."""
    found = [*_twice(programme)]
    for project in programme.projects:
        found += _of_project(project, programme)
    for fund in programme.funds:
        found += _of_fund(fund, programme)
    for quota in programme.quotas:
        found += _of_quota(quota)
    for goal in programme.goals:
        found += _of_goal(goal, programme)
    found += _of_decisions(programme)
    return tuple(found)


def without_faulty(programme: Programme) -> tuple[Programme, tuple[Fault, ...]]:
    """``programme`` without the records that have faults, nor those that name them, and the faults."""
    faults: list[Fault] = []
    while found := find_faults(programme):
        faults += found
        programme = _without(programme, {(fault.of, fault.id) for fault in found})
    return programme, tuple(faults)


def _without(programme: Programme, faulty: set[tuple[Of, str]]) -> Programme:
    return replace(
        programme,
        projects=tuple(one for one in programme.projects if ("project", one.id) not in faulty),
        funds=tuple(one for one in programme.funds if ("fund", one.id) not in faulty),
        quotas=tuple(one for one in programme.quotas if ("quota", one.id) not in faulty),
        goals=tuple(one for one in programme.goals if ("goal", one.id) not in faulty),
        decisions=tuple(one for one in programme.decisions if ("decision", one.project) not in faulty),
    )


def _twice(programme: Programme) -> Iterator[Fault]:
    lists: tuple[tuple[Of, Sequence[str]], ...] = (
        ("project", [one.id for one in programme.projects]),
        ("fund", [one.id for one in programme.funds]),
        ("quota", [one.id for one in programme.quotas]),
        ("goal", [one.id for one in programme.goals]),
        ("decision", [one.project for one in programme.decisions]),
    )
    for of, names in lists:
        for name, count in Counter(names).items():
            if count > 1:
                yield Fault("allocate.twice", of, name, "id", f"{name} is there {count} times", f"{name}重复{count}次")
            elif not name:
                yield Fault("allocate.unnamed", of, name, "id", "has no name", "没有名称")


def _of_project(project: Project, programme: Programme) -> Iterator[Fault]:
    def fault(code: str, field: str, english: str, chinese: str, key: str = "") -> Fault:
        return Fault(code, "project", project.id, field, english, chinese, key)

    if any(cost < 0 or cost != int(cost) for cost in project.costs):
        yield fault(
            "allocate.negative",
            "costs",
            "a cost is below zero or no whole number",
            "投资不能为负，且须为整数个最小单位",
        )
    elif not any(project.costs):
        yield fault("allocate.no_cost", "costs", "costs nothing in any year", "各年投资均为零")
    for field, share in (("own", project.own), ("capital", project.capital)):
        if not 0 <= share <= 1:
            yield fault("allocate.share", field, f"{share:g} is no share from 0 to 1", f"比例{share:g}不在0到1之间")
    if not math.isfinite(project.merit) or project.merit < 0:
        yield fault("allocate.negative", "merit", "the merit is below zero", "评分不能为负")
    first, last = project.earliest, project.latest
    if first is not None and last is not None and first > last:
        yield fault(
            "allocate.window",
            "latest",
            f"latest start {last} before earliest {first}",
            f"最晚开工{last}早于最早开工{first}",
        )
    yield from _of_amounts(project, programme, fault)
    yield from _of_relations(project, programme, fault)


def _of_amounts(project: Project, programme: Programme, fault: Any) -> Iterator[Fault]:
    quotas = {quota.id for quota in programme.quotas}
    goals = {goal.id for goal in programme.goals}
    for name, amounts in project.uses.items():
        if any(amount < 0 or not math.isfinite(amount) for amount in amounts):
            yield fault("allocate.negative", "uses", f"takes less than nothing of {name}", f"{name}用量不能为负", name)
        elif name not in quotas and any(amounts):
            yield fault(
                "allocate.unknown", "uses", f"takes {name}, of which no quota is given", f"没有给出{name}的指标", name
            )
    for name, amounts in project.gains.items():
        if any(not math.isfinite(amount) for amount in amounts):
            yield fault("allocate.no_number", "gains", f"adds no number to {name}", f"对{name}的贡献不是数字", name)
        elif name not in goals:
            yield fault("allocate.unknown", "gains", f"adds to {name}, which is no goal", f"指标表中没有{name}", name)


def _of_relations(project: Project, programme: Programme, fault: Any) -> Iterator[Fault]:
    for after in project.after:
        if after.project not in programme.by_id:
            yield fault(
                "allocate.unknown", "after", f"no project {after.project}", f"没有项目{after.project}", after.project
            )
        elif after.years < 0:
            yield fault("allocate.negative", "after", "years below zero", "间隔年数不能为负", after.project)
    if circle := _circle(project, programme):
        said = " → ".join(circle)
        yield fault(
            "allocate.circle", "after", f"goes before itself: {said}", f"前置关系成环：{said}", project.after[0].project
        )


def _circle(project: Project, programme: Programme) -> list[str]:
    """A way from ``project`` back to it, by what must go before."""
    came: dict[str, str] = {}
    waiting = [(after.project, project.id) for after in project.after]
    while waiting:
        name, before = waiting.pop()
        if name in came or name not in programme.by_id:
            continue
        came[name] = before
        if name == project.id:
            way, at = [project.id], before
            while at != project.id:
                way.append(at)
                at = came[at]
            return [*way, project.id]
        waiting += [(after.project, name) for after in programme.by_id[name].after]
    return []


def _of_fund(fund: Fund, programme: Programme) -> Iterator[Fault]:
    def fault(code: str, field: str, english: str, chinese: str, key: str = "") -> Fault:
        return Fault(code, "fund", fund.id, field, english, chinese, key)

    for year, amount in fund.amounts.items():
        if amount < 0 or amount != int(amount):
            yield fault("allocate.negative", "amounts", f"{year}: below zero", f"{year}年额度不能为负", str(year))
    if not 0 < fund.share <= 1:
        yield fault(
            "allocate.share", "share", f"{fund.share:g} is no share above 0 up to 1", f"比例{fund.share:g}不在0到1之间"
        )
    if not math.isfinite(fund.rate) or fund.rate < 0:
        yield fault("allocate.negative", "rate", "the cost is below zero", "资金成本不能为负")
    for name in sorted(fund.projects - programme.by_id.keys()):
        yield fault("allocate.unknown", "projects", f"no project {name}", f"没有项目{name}", name)


def _of_quota(quota: Quota) -> Iterator[Fault]:
    for year, amount in quota.amounts.items():
        if amount < 0 or not math.isfinite(amount):
            said = f"{year}: below zero", f"{year}年指标不能为负"
            yield Fault("allocate.negative", "quota", quota.id, "amounts", *said, key=str(year))


def _of_goal(goal: Goal, programme: Programme) -> Iterator[Fault]:
    def fault(code: str, field: str, english: str, chinese: str) -> Fault:
        return Fault(code, "goal", goal.id, field, english, chinese)

    if not (math.isfinite(goal.target) and goal.target > 0):
        yield fault("allocate.target", "target", "the target is not above zero", "目标须大于零")
    if not (math.isfinite(goal.weight) and goal.weight > 0):
        yield fault("allocate.weight", "weight", "the weight is not above zero", "权重须大于零")
    if not 0 <= goal.beyond <= 1:
        yield fault(
            "allocate.share", "beyond", f"{goal.beyond:g} is no share from 0 to 1", f"比例{goal.beyond:g}不在0到1之间"
        )
    if goal.year is not None and goal.year not in programme.span:
        yield fault("allocate.year", "year", f"{goal.year} is outside the programme", f"{goal.year}年不在规划期内")


def _of_decisions(programme: Programme) -> Iterator[Fault]:
    begun: Mapping[str, int | None] = programme.decided
    for decision in programme.decisions:
        name, start = decision.project, decision.start
        project = programme.by_id.get(name)
        if project is None:
            yield Fault("allocate.unknown", "decision", name, "project", f"no project {name}", f"没有项目{name}")
        elif start is None and project.must:
            said = f"{name} must start and is decided not to", f"{name}为必保项目，却已定不安排"
            yield Fault("allocate.contradiction", "decision", name, "start", *said)
        elif start is not None and start > programme.last_year:
            said = f"{start} is after the programme", f"{start}年在规划期之后"
            yield Fault("allocate.year", "decision", name, "start", *said)
        elif start is not None and project.group:
            for other in programme.projects:
                if other.group == project.group and other.id < name and begun.get(other.id) is not None:
                    said = f"{other.id} of its group is decided too", f"同组的{other.id}也已定"
                    yield Fault("allocate.contradiction", "decision", name, "start", *said)
