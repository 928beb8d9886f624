"""An independent check of an allocation in exact arithmetic; it shares no code with the program that is solved."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from planledger.planning.allocating.records import Fund, Programme, Project
from planledger.planning.allocating.splitting import OWN, Payment


def broken_limits(programme: Programme, starts: Mapping[str, int], payments: Sequence[Payment]) -> list[str]:
    """Every limit that the starts and payments break, one sentence each; empty for a plan that keeps them all."""
    return [
        *_starts(programme, starts),
        *_bills(programme, starts, payments),
        *_funds(programme, payments),
        *_quotas(programme, starts),
    ]


def _starts(programme: Programme, starts: Mapping[str, int]) -> Iterator[str]:
    groups: dict[str, list[str]] = defaultdict(list)
    decided = {decision.project: decision.start for decision in programme.decisions}
    for project in programme.projects:
        start = starts.get(project.id)
        if project.id in decided:
            if start != decided[project.id]:
                yield f"{project.id}: decided {decided[project.id]}, planned {start}"
        elif start is None:
            if project.must:
                yield f"{project.id}: must start and does not"
        else:
            first = max(programme.first_year, project.earliest or programme.first_year)
            last = programme.first_year + programme.years - 1
            if not first <= start <= min(last, last if project.latest is None else project.latest):
                yield f"{project.id}: may not start in {start}"
        if start is not None:
            yield from _before(project, start, starts)
            if project.group:
                groups[project.group].append(project.id)
    yield from (f"group {name}: {', '.join(members)}" for name, members in groups.items() if len(members) > 1)
    known = {project.id for project in programme.projects}
    yield from (f"{name}: no such project" for name in starts if name not in known)


def _before(project: Project, start: int, starts: Mapping[str, int]) -> Iterator[str]:
    for after in project.after:
        other = starts.get(after.project)
        if other is None or other + after.years > start:
            yield f"{project.id}: starts in {start}, {after.project} in {other}"


def _bills(programme: Programme, starts: Mapping[str, int], payments: Sequence[Payment]) -> Iterator[str]:
    """Every year of every project is paid, by funds that may, within their shares, with enough capital."""
    by_year: dict[tuple[str, int], list[Payment]] = defaultdict(list)
    for payment in payments:
        by_year[payment.project, payment.year].append(payment)
        if payment.amount <= 0 or payment.amount != int(payment.amount):
            yield f"{payment}: no amount"
    funds = {fund.id: fund for fund in programme.funds}
    for project in programme.projects:
        for year in programme.span:
            begun = starts.get(project.id)
            offset = -1 if begun is None else year - begun
            cost = project.costs[offset] if 0 <= offset < len(project.costs) else 0
            yield from _bill(project, year, cost, by_year.pop((project.id, year), []), funds)
    yield from (f"{name} {year}: paid, though nothing is due" for name, year in by_year)


def _bill(
    project: Project, year: int, cost: int, payments: Sequence[Payment], funds: Mapping[str, Fund]
) -> Iterator[str]:
    if sum(payment.amount for payment in payments) != cost:
        yield f"{project.id} {year}: costs {cost}, paid {sum(payment.amount for payment in payments)}"
    capital = 0
    for payment in payments:
        if payment.fund == OWN:
            capital += payment.amount
            if payment.amount != math.ceil(Fraction(str(project.own)) * cost):
                yield f"{project.id} {year}: the owner pays {payment.amount}"
            continue
        fund = funds.get(payment.fund)
        if fund is None or not _pays(fund, project):
            yield f"{project.id} {year}: {payment.fund} may not pay it"
            continue
        capital += payment.amount if fund.capital else 0
        if payment.amount > Fraction(str(fund.share)) * cost:
            yield f"{project.id} {year}: {fund.id} pays {payment.amount} of {cost}"
    if capital < Fraction(str(project.capital)) * cost:
        yield f"{project.id} {year}: capital {capital} of {cost}"


def _pays(fund: Fund, project: Project) -> bool:
    if fund.sectors and project.sector not in fund.sectors:
        return False
    if fund.kinds and project.kind not in fund.kinds:
        return False
    if fund.regions and project.region not in fund.regions:
        return False
    return not fund.projects or project.id in fund.projects


def _funds(programme: Programme, payments: Sequence[Payment]) -> Iterator[str]:
    for fund in programme.funds:
        left = 0
        for year in programme.span:
            spent = sum(one.amount for one in payments if one.fund == fund.id and one.year == year)
            left = (left if fund.carries else 0) + fund.amounts.get(year, 0) - spent
            if left < 0:
                yield f"{fund.id} {year}: {-left} too much"


def _quotas(programme: Programme, starts: Mapping[str, int]) -> Iterator[str]:
    for quota in programme.quotas:
        left = Fraction(0)
        for year in programme.span:
            left = (left if quota.carries else Fraction(0)) + Fraction(str(quota.amounts.get(year, 0)))
            for project in programme.projects:
                uses = project.uses.get(quota.id, ())
                start = starts.get(project.id)
                if start is not None and 0 <= year - start < len(uses):
                    left -= Fraction(str(uses[year - start]))
            if left < 0:
                yield f"{quota.id} {year}: {float(-left)} too much"
