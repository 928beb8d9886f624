"""The limits of an allocation by name, so that each can be lifted alone and said in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from planledger.planning.allocating.records import Programme, quota_english

LimitKind = Literal["must", "decided", "window", "after", "group", "fund", "share", "capital", "quota"]


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    """One limit.

    Attributes:
        kind: What it is of.
        who: The project, fund, quota or group.
        year: Of a fund or quota.
        other: Of ``after``: the project that goes before.
    """

    kind: LimitKind
    who: str
    year: int = 0
    other: str = ""


def limits_of(programme: Programme) -> Iterator[Limit]:
    """Every limit of ``programme``, in an order that does not depend on that of its lists."""
    ordered = programme.ordered()
    for project in ordered.projects:
        if project.id in ordered.decided:
            yield Limit("decided", project.id)
            continue
        if project.must:
            yield Limit("must", project.id)
        if len(ordered.window(project)) < ordered.years:
            yield Limit("window", project.id)
    for project in ordered.projects:
        yield from (Limit("after", project.id, other=after.project) for after in project.after)
        if project.capital > 0:
            yield Limit("capital", project.id)
    yield from (Limit("group", group) for group in sorted({one.group for one in ordered.projects if one.group}))
    for fund in ordered.funds:
        yield from (Limit("fund", fund.id, year) for year in ordered.span)
        if fund.share < 1:
            yield Limit("share", fund.id)
    for quota in ordered.quotas:
        yield from (Limit("quota", quota.id, year) for year in ordered.span)


def limit_said(limit: Limit, programme: Programme) -> tuple[str, str]:
    """``limit`` in English and in Chinese."""
    project = programme.by_id.get(limit.who)
    title = project.title if project else limit.who
    if limit.kind in {"fund", "quota"}:
        amount = _amount(limit, programme)
        name = quota_english(limit.who) if limit.kind == "quota" else limit.who
        return f"{name} in {limit.year}: {amount}", f"{limit.who}{limit.year}年额度{amount}"
    if limit.kind == "after" and limit.other in programme.by_id:
        other = programme.by_id[limit.other].title
        return f"{title} needs {other} before", f"{title}须以{other}为前置"
    if limit.kind == "window" and project is not None:
        window = programme.window(project)
        if not window:
            return f"{title} can start in none of the years", f"{title}的开工年限不在规划期内"
        span = f"{window.start}" if len(window) == 1 else f"{window.start}–{window.stop - 1}"
        return f"{title} starts in {span}", f"{title}须在{span}年开工"
    if limit.kind == "decided" and limit.who in programme.decided:
        start = programme.decided[limit.who]
        if start is None:
            return f"{title} is decided not to start", f"{title}已定不安排"
        return f"{title} is decided to start in {start}", f"{title}已定{start}年开工"
    if limit.kind == "capital" and project is not None:
        share = f"{project.capital * 100:g}%"
        return f"{title}: capital of at least {share}", f"{title}资本金比例不低于{share}"
    if limit.kind == "share":
        share = f"{next(fund.share for fund in programme.funds if fund.id == limit.who) * 100:g}%"
        return f"{limit.who} pays at most {share} of a cost", f"{limit.who}最多承担投资的{share}"
    if limit.kind == "group":
        return f"one of group {limit.who} at most", f"互斥组{limit.who}至多安排一个"
    return f"{title} must start", f"{title}为必保项目"


def _amount(limit: Limit, programme: Programme) -> str:
    if limit.kind == "fund":
        fund = next(fund for fund in programme.funds if fund.id == limit.who)
        return money_said(fund.amounts.get(limit.year, 0), programme)
    quota = next(quota for quota in programme.quotas if quota.id == limit.who)
    return f"{quota.amounts.get(limit.year, 0):,.10g}{quota.unit}"


def money_said(amount: int, programme: Programme) -> str:
    """Money with all its digits and its unit.

    >>> money_said(123450, Programme(2026, 1, (), (), ()))
    '1,234.5万元'
    """
    whole, rest = divmod(abs(amount), programme.scale)
    digits = str(rest).rjust(len(str(programme.scale)) - 1, "0").rstrip("0") if programme.scale > 1 else ""
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole:,}{'.' if digits else ''}{digits}{programme.money}"
