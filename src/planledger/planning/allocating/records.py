"""What is to be allocated, and by which rules (项目跟着规划走, 资金和要素跟着项目走)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache
from types import MappingProxyType

NOTHING: Mapping[str, tuple[float, ...]] = MappingProxyType({})
NO_AMOUNTS: Mapping[int, int] = MappingProxyType({})
NO_LIMITS: Mapping[int, float] = MappingProxyType({})


@lru_cache(maxsize=1 << 16)
def exact(number: float) -> Fraction:
    """``number`` as it is written, so that 0.1 is a tenth.

    >>> exact(0.1)
    Fraction(1, 10)
    """
    return Fraction(str(number))


@dataclass(frozen=True, slots=True)
class After:
    """A project that must have begun some years before (前置项目)."""

    project: str
    years: int = 0


@dataclass(frozen=True, slots=True)
class Project:
    """A project that may be started once (项目). Money is in whole smallest units, see ``Programme.scale``.

    Attributes:
        id: By which the other records name it.
        costs: Cost of each year, counted from the start.
        name: For people; the identifier where there is none.
        sector: Field (领域), by which funds choose.
        kind: Kind (类型: 公益性, 经营性 …), by which funds choose.
        region: Region, by which funds choose.
        earliest: First year in which it may start, None for any.
        latest: Last year in which it may start, None for any.
        must: Whether it has to start (必保).
        merit: What it is worth beside the indicators, in points of the goals' weights.
        own: Share of each year's cost that its owner brings (自筹), which is capital.
        capital: Least share of each year's cost that is capital (最低资本金比例).
        uses: Of land, energy and the like: the quota taken in each year, counted from the start.
        gains: Of indicators: what it adds in each year, counted from the start.
        after: Projects that must have begun before.
        group: Of projects with the same group at most one is started.
    """

    id: str
    costs: tuple[int, ...]
    name: str = ""
    sector: str = ""
    kind: str = ""
    region: str = ""
    earliest: int | None = None
    latest: int | None = None
    must: bool = False
    merit: float = 0.0
    own: float = 0.0
    capital: float = 0.0
    uses: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: NOTHING)
    gains: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: NOTHING)
    after: tuple[After, ...] = ()
    group: str = ""

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id

    def own_part(self, cost: int) -> int:
        """What the owner brings of ``cost``, rounded up."""
        return math.ceil(exact(self.own) * cost)

    def debt_limit(self, cost: int) -> int:
        """How much of ``cost`` may be no capital, rounded down."""
        return math.floor((1 - exact(self.capital)) * cost)


@dataclass(frozen=True, slots=True)
class Fund:
    """A source of money with its rules (资金来源); an empty set of sectors, kinds, regions or projects means any.

    Attributes:
        id: Its name.
        amounts: What there is by year.
        carries: Whether what is left of a year may be spent later (结转).
        capital: Whether its money counts as capital of a project (可作资本金).
        share: Largest share of a project's cost of a year that it pays.
        rate: What the money costs, in percent; of two funds that may pay, the cheaper one does.
        sectors: Which sectors it may pay.
        kinds: Which kinds it may pay.
        regions: Which regions it may pay.
        projects: Which projects it may pay.
    """

    id: str
    amounts: Mapping[int, int] = field(default_factory=lambda: NO_AMOUNTS)
    carries: bool = False
    capital: bool = True
    share: float = 1.0
    rate: float = 0.0
    sectors: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    projects: frozenset[str] = frozenset()

    def pays(self, project: Project) -> bool:
        """Whether its rules let it pay ``project``."""
        rules = (
            (self.sectors, project.sector),
            (self.kinds, project.kind),
            (self.regions, project.region),
            (self.projects, project.id),
        )
        return all(not allowed or value in allowed for allowed, value in rules)

    def limit(self, cost: int) -> int:
        """The most that it may pay of ``cost``, rounded down."""
        return math.floor(exact(self.share) * cost)


@dataclass(frozen=True, slots=True)
class Quota:
    """Land, energy or another factor by year (要素指标), none where a year is not named; ``carries`` as with funds."""

    id: str
    amounts: Mapping[int, float] = field(default_factory=lambda: NO_LIMITS)
    carries: bool = False
    unit: str = ""


def quota_english(name: str) -> str:
    """The English name of a factor that forms offer; any other keeps its own.

    >>> quota_english("用地"), quota_english("用水")
    ('land', '用水')
    """
    return {"用地": "land", "能耗": "energy"}.get(name, name)


@dataclass(frozen=True, slots=True)
class Goal:
    """What the projects together are to add to an indicator (规划指标).

    Attributes:
        id: Its name, by which projects name it.
        target: What is to be added, above zero.
        year: By when; the last year of the programme where it is None.
        weight: How much it counts beside the others.
        binding: 约束性: served before all that is 预期性.
        beyond: What more than the target is worth, as a share of what it was worth up to there; from 0 to 1.
        unit: Of the indicator, for the words.
    """

    id: str
    target: float
    year: int | None = None
    weight: float = 1.0
    binding: bool = False
    beyond: float = 0.0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided already: the year in which a project starts or started, None where it does not."""

    project: str
    start: int | None


@dataclass(frozen=True)
class Programme:
    """All that an allocation is made of.

    Attributes:
        first_year: First of its years.
        years: How many there are.
        scale: How many smallest units make one unit of money, 100 for 万元 with two decimals.
        money: Unit of money, for the words.
    """

    first_year: int
    years: int
    projects: tuple[Project, ...]
    funds: tuple[Fund, ...]
    goals: tuple[Goal, ...]
    quotas: tuple[Quota, ...] = ()
    decisions: tuple[Decision, ...] = ()
    scale: int = 100
    money: str = "万元"

    @property
    def last_year(self) -> int:
        """Last of its years."""
        return self.first_year + self.years - 1

    @property
    def span(self) -> range:
        """Its years."""
        return range(self.first_year, self.first_year + self.years)

    @cached_property
    def by_id(self) -> Mapping[str, Project]:
        """Projects by identifier."""
        return {project.id: project for project in self.projects}

    @cached_property
    def decided(self) -> Mapping[str, int | None]:
        """Starts that are decided."""
        return {decision.project: decision.start for decision in self.decisions}

    def window(self, project: Project) -> range:
        """Years in which ``project`` may start when nothing is decided."""
        first = max(self.first_year, self.first_year if project.earliest is None else project.earliest)
        last = min(self.last_year, self.last_year if project.latest is None else project.latest)
        return range(first, last + 1)

    def goal_year(self, goal: Goal) -> int:
        """By when ``goal`` is to be reached."""
        return self.last_year if goal.year is None else goal.year

    def ordered(self) -> Programme:
        """The same with every list by identifier, so that the order of the input changes nothing."""
        return Programme(
            first_year=self.first_year,
            years=self.years,
            projects=tuple(sorted(self.projects, key=lambda one: one.id)),
            funds=tuple(sorted(self.funds, key=lambda one: one.id)),
            goals=tuple(sorted(self.goals, key=lambda one: (one.id, self.goal_year(one)))),
            quotas=tuple(sorted(self.quotas, key=lambda one: one.id)),
            decisions=tuple(sorted(self.decisions, key=lambda one: one.project)),
            scale=self.scale,
            money=self.money,
        )


def gain_by(project: Project, indicator: str, start: int, year: int) -> Fraction:
    """What ``project``, begun in ``start``, has added to ``indicator`` by ``year``.

    >>> gain_by(Project("a", (1,), gains={"km": (0.0, 2.5)}), "km", 2026, 2027)
    Fraction(5, 2)
    """
    return sum(map(exact, project.gains.get(indicator, ())[: max(0, year - start + 1)]), Fraction(0))


def in_year(amounts: tuple[int, ...], start: int, year: int) -> int:
    """The amount of ``year`` in a row of amounts that begins in ``start``."""
    return amounts[year - start] if 0 <= year - start < len(amounts) else 0


def uses_in(project: Project, quota: str, start: int, year: int) -> Fraction:
    """What ``project``, begun in ``start``, takes of ``quota`` in ``year``."""
    amounts = project.uses.get(quota, ())
    return exact(amounts[year - start]) if 0 <= year - start < len(amounts) else Fraction(0)
