"""Why a project is not in the plan, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeVar

from planledger.planning.allocating.limits import money_said
from planledger.planning.allocating.pricing import Prices, Worth
from planledger.planning.allocating.records import (
    Goal,
    Programme,
    Project,
    exact,
    gain_by,
    in_year,
    quota_english,
    uses_in,
)
from planledger.planning.allocating.solving import Allocation

T = TypeVar("T", int, Fraction)
Why = Literal["decided", "window", "alone", "group", "after", "no_gain", "lacking", "dearer", "reached", "within_gap"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a project does not start.

    Attributes:
        project: Its identifier.
        why: The kind of reason.
        message: The reason in English.
        message_zh: The same in Chinese.
    """

    project: str
    why: Why
    message: str
    message_zh: str


@dataclass(frozen=True, slots=True)
class Lack:
    """What is short for a start in some year."""

    name: str
    year: int
    left: str
    needed: str
    share: float


def refusals_of(allocation: Allocation, prices: Prices | None = None) -> tuple[Refusal, ...]:
    """A reason for each project that does not start, by identifier."""
    programme = allocation.programme
    whole = _Room(programme, {}, {})
    left = _Room(programme, allocation.starts, spent_by_fund(allocation))
    refused = (project for project in programme.projects if project.id not in allocation.starts)
    return tuple(
        Refusal(project.id, *_reason(project, allocation, whole, left, (prices.projects if prices else {})))
        for project in refused
    )


def spent_by_fund(allocation: Allocation) -> Mapping[tuple[str, int], int]:
    """What each fund pays in each year."""
    spent: dict[tuple[str, int], int] = defaultdict(int)
    for payment in allocation.payments:
        spent[payment.fund, payment.year] += payment.amount
    return spent


def left_of_funds(programme: Programme, spent: Mapping[tuple[str, int], int]) -> Mapping[tuple[str, int], int]:
    """What is there of each fund at the end of each year: carried over, or lapsed where it may not be."""
    found: dict[tuple[str, int], int] = {}
    for fund in programme.funds:
        left = 0
        for year in programme.span:
            left = (left if fund.carries else 0) + fund.amounts.get(year, 0) - spent.get((fund.id, year), 0)
            found[fund.id, year] = left
    return found


def left_of_quotas(programme: Programme, starts: Mapping[str, int]) -> Mapping[tuple[str, int], Fraction]:
    """What is there of each quota at the end of each year."""
    found: dict[tuple[str, int], Fraction] = {}
    begun = [(programme.by_id[name], start) for name, start in starts.items()]
    for quota in programme.quotas:
        left = Fraction(0)
        for year in programme.span:
            taken = sum((uses_in(project, quota.id, start, year) for project, start in begun), Fraction(0))
            left = (left if quota.carries else Fraction(0)) + exact(quota.amounts.get(year, 0.0)) - taken
            found[quota.id, year] = left
    return found


class _Room:
    """What is left beside a plan for one project more, other payments staying as they are."""

    def __init__(self, programme: Programme, starts: Mapping[str, int], spent: Mapping[tuple[str, int], int]) -> None:
        self.programme = programme
        self.funds = self._free(left_of_funds(programme, spent), {fund.id for fund in programme.funds if fund.carries})
        self.quotas = self._free(
            left_of_quotas(programme, starts), {quota.id for quota in programme.quotas if quota.carries}
        )

    def _free(self, left: Mapping[tuple[str, int], T], carried: set[str]) -> Mapping[tuple[str, int], T]:
        # What is carried over is free in a year only as far as no later year counts on it.
        return {
            (name, year): min(left[name, later] for later in self.programme.span if later >= year)
            if name in carried
            else amount
            for (name, year), amount in left.items()
        }

    def lacks(self, project: Project, start: int) -> list[Lack]:
        """What is short when it starts in ``start``."""
        return [*self._quotas(project, start), *self._money(project, start)]

    def _quotas(self, project: Project, start: int) -> Iterator[Lack]:
        for quota in self.programme.quotas:
            for year in self.programme.span:
                use, left = uses_in(project, quota.id, start, year), self.quotas[quota.id, year]
                if use > left:
                    share = float(1 - max(left, Fraction(0)) / use)
                    yield Lack(
                        quota.id, year, f"{float(left):,.10g}{quota.unit}", f"{float(use):,.10g}{quota.unit}", share
                    )

    def _money(self, project: Project, start: int) -> Iterator[Lack]:
        for year in self.programme.span:
            cost = in_year(project.costs, start, year)
            need = cost - project.own_part(cost)
            capital = debt = 0
            for fund in self.programme.funds:
                if fund.pays(project):
                    most = min(fund.limit(cost), max(0, self.funds[fund.id, year]))
                    capital, debt = (capital + most, debt) if fund.capital else (capital, debt + most)
            left = capital + min(debt, project.debt_limit(cost))
            if left < need:
                said = money_said(left, self.programme), money_said(need, self.programme)
                yield Lack("", year, *said, share=1 - left / need)


def _reason(
    project: Project, allocation: Allocation, whole: _Room, left: _Room, worths: Mapping[str, Worth]
) -> tuple[Why, str, str]:
    programme, starts = allocation.programme, allocation.starts
    if project.id in programme.decided:
        return "decided", "decided not to start", "已定不安排"
    if not programme.window(project):
        return "window", "its years lie outside the programme", "开工年限不在规划期内"
    window = _useful(project, programme)
    if not window:
        return "no_gain", "adds to no goal within its years", "在目标年限内对各项指标均无贡献"
    alone = _fewest(whole, project, window)
    if alone:
        english, chinese = _lacks_said(alone, "of all there is")
        return "alone", f"could not be done even alone: {english}", f"即使单独安排也不可行：{chinese}"
    for other in programme.projects:
        if project.group and other.group == project.group and other.id in starts:
            return (
                "group",
                f"{other.title} of the same group starts in its place",
                f"同组的{other.title}已安排，两者只能择一",
            )
    for after in project.after:
        begun = starts.get(after.project)
        if begun is None or begun + after.years > window[-1]:
            title = programme.by_id[after.project].title
            state, state_zh = ("does not start", "未安排") if begun is None else ("starts too late", "开工过晚")
            return "after", f"{title}, which must go before, {state}", f"前置项目{title}{state_zh}"
    return _outweighed(project, allocation, left, worths.get(project.id))


def _served(project: Project, programme: Programme, start: int) -> list[Goal]:
    """Goals to which ``project`` adds in time when it begins in ``start``."""
    return [goal for goal in programme.goals if gain_by(project, goal.id, start, programme.goal_year(goal)) > 0]


def _useful(project: Project, programme: Programme) -> list[int]:
    """Years in which it may start and be of use."""
    return [year for year in programme.window(project) if project.merit > 0 or _served(project, programme, year)]


def _outweighed(project: Project, allocation: Allocation, left: _Room, worth: Worth | None) -> tuple[Why, str, str]:
    programme = allocation.programme
    window = _useful(project, programme)
    served = sorted({goal for start in window for goal in _served(project, programme, start)}, key=lambda one: one.id)
    shares = {one.goal: one.share for one in allocation.reached}
    if project.merit <= 0 and all(shares[goal] >= 1 and not goal.beyond for goal in served):
        names = "、".join(goal.id for goal in served)
        return "reached", f"the goals it serves are reached: {names}", f"所贡献的指标均已达标：{names}"
    lacking = _fewest(left, project, window)
    dear = _dear_said(worth)
    if lacking:
        english, chinese = _lacks_said(lacking, "left")
        return "lacking", f"{english}{dear[0]}", f"{chinese}{dear[1]}"
    if worth is not None and worth.net < 0:
        return "dearer", f"would fit, yet others need it more{dear[0]}", f"尚可容纳，但让位于贡献更大的安排{dear[1]}"
    return (
        "within_gap",
        "would fit; the plan is the best only within its gap",
        "尚可容纳；方案仅在所示差距内最优",
    )


def _fewest(room: _Room, project: Project, window: list[int]) -> list[Lack]:
    """What is short in the year of start that lacks the least."""
    by_start = [room.lacks(project, start) for start in window]
    return min(by_start, key=lambda lacks: (len(lacks) > 0, max((lack.share for lack in lacks), default=0.0)))


def _lacks_said(lacks: list[Lack], left: str) -> tuple[str, str]:
    worst = sorted(lacks, key=lambda lack: -lack.share)[:3]
    english, chinese = [], []
    for lack in worst:
        if lack.name:
            english.append(f"{quota_english(lack.name)} in {lack.year}: needs {lack.needed}, {lack.left} {left}")
            word = "剩余" if left == "left" else "共有"
            chinese.append(f"{lack.year}年{lack.name}{word}{lack.left}，需{lack.needed}")
        else:
            still, still_zh = ("still ", "尚") if left == "left" else ("", "")
            english.append(f"money in {lack.year}: needs {lack.needed}, its funds may {still}pay {lack.left}")
            chinese.append(f"{lack.year}年资金需{lack.needed}，按规则可用的资金来源{still_zh}可支付{lack.left}")
    return "; ".join(english), "；".join(chinese)


def _dear_said(worth: Worth | None) -> tuple[str, str]:
    if worth is None or worth.net >= 0 or not worth.takes or worth.gives < 1e-6:
        return "", ""
    name, year = max(worth.takes, key=lambda key: (worth.takes[key], key))
    taken = sum(worth.takes.values())
    most = worth.takes[name, year]
    english = f"{most:.3g} of it {quota_english(name) or 'money'} of {year}"
    chinese = f"其中{year}年{name or '资金'}{most:.3g}分"
    return (
        f"; at shadow prices it gives {worth.gives:.3g} points and takes {taken:.3g}, {english}",
        f"；按影子价格贡献{worth.gives:.3g}分，占用{taken:.3g}分，{chinese}",
    )
