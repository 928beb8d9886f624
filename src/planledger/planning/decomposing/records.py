"""What is to be decomposed, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from planledger.planning.decomposing.conditions import Condition

Measure = Literal["level", "cumulative", "growth"]
Bound = Literal["exact", "about", "at_least", "at_most", "range"]
Direction = Literal["more", "less", "neutral"]
Combining = Literal["sum", "mean"]
Path = Literal["even_growth", "even_steps", "front", "back", "s_curve", "profile"]
Rule = Literal["weights", "level", "capacity", "equal", "gap"]
UseOf = Literal["value", "increase"]
Places = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Aim:
    """A plan's target for one indicator (规划目标).

    Attributes:
        name: The indicator; no two aims share one.
        base_year: Year before the first year of the plan.
        end_year: Last year of the plan.
        low: The target, or its lower edge; of ``growth`` in per cent a year.
        high: Upper edge of a ``range``; otherwise None.
        base: Value of the base year; None when unknown. Growth without one is planned as an index, base year = 100.
        digits: Decimals to which every value is stated.
        measure: ``level`` 期末水平, ``cumulative`` 五年累计, ``growth`` 年均增长.
        bound: How exact the target is meant.
        direction: Which way is better.
        binding: 约束性: rounded to the safe side, and a shortfall weighs more than a surplus.
        combining: How parts make the whole: ``sum`` 加总, ``mean`` 加权平均 (rates).
        path: Shape of the way through the years.
        profile: Size of each year's step, in any scale, where ``path`` is ``profile``.
        rule: By which the parts share.
        max_rise: Most by which a year may lie above the year before.
        max_fall: Most by which it may lie below.
        max_growth: Most growth of a year, in per cent.
        min_growth: Least growth of a year, in per cent.
        latitude: What 左右 leaves open: share of the value, of growth and rates percentage points.
        unit: For the words.
        places: Cell of each of these fields (目标!C5).
    """

    name: str
    base_year: int
    end_year: int
    low: Fraction
    high: Fraction | None = None
    base: Fraction | None = None
    digits: int = 0
    measure: Measure = "level"
    bound: Bound = "at_least"
    direction: Direction = "more"
    binding: bool = False
    combining: Combining = "sum"
    path: Path = "even_steps"
    profile: tuple[Fraction, ...] = ()
    rule: Rule = "weights"
    max_rise: Fraction | None = None
    max_fall: Fraction | None = None
    max_growth: Fraction | None = None
    min_growth: Fraction | None = None
    latitude: Fraction = Fraction(0)
    unit: str = ""
    places: Places = field(default_factory=dict)

    @property
    def years(self) -> range:
        """The years of the plan."""
        return range(self.base_year + 1, self.end_year + 1)

    @property
    def scale(self) -> int:
        """How many steps of the last digit make one."""
        return int(10**self.digits)


@dataclass(frozen=True, slots=True)
class Limit:
    """A floor or ceiling of an indicator, or of one of its parts (年度限制).

    Attributes:
        aim: The indicator.
        part: The part; empty for the whole.
        year: The year; None for what the plan's target is of: the end year's level, or the sum of the years.
        low: Floor, None when open.
        high: Ceiling, None when open.
        places: Cells of ``low`` and ``high``.
    """

    aim: str
    part: str = ""
    year: int | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    places: Places = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reached:
    """What a year came to (已完成值); it is fixed, and the rest is planned anew.

    Attributes:
        aim: The indicator.
        year: The year.
        value: The value.
        part: The part; empty for the whole.
        place: Its cell.
    """

    aim: str
    year: int
    value: Fraction
    part: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A county, zone or body that takes a share (分解对象).

    Attributes:
        aim: The indicator.
        name: The part; no two of one aim share one.
        weight: What a share is in proportion to; of rates the weight in the mean; None when not stated.
        base: Its value in the base year.
        capacity: What it could take, in any scale.
        places: Cells of these.
    """

    aim: str
    name: str
    weight: Fraction | None = None
    base: Fraction | None = None
    capacity: Fraction | None = None
    places: Places = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Use:
    """What one unit of an indicator takes of money, land or another means (要素消耗).

    Attributes:
        aim: The indicator.
        resource: The means.
        amount: How much one unit takes, at least 0.
        of: Whether the year's ``value`` takes it, or only its ``increase`` over the year before.
        place: Its cell.
    """

    aim: str
    resource: str
    amount: Fraction
    of: UseOf = "value"
    place: str = ""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """How much there is of a means in a year (要素上限)."""

    resource: str
    year: int
    high: Fraction
    place: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Everything that is to close together."""

    aims: tuple[Aim, ...]
    limits: tuple[Limit, ...] = ()
    reached: tuple[Reached, ...] = ()
    parts: tuple[Part, ...] = ()
    uses: tuple[Use, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()


@dataclass(frozen=True, slots=True)
class YearTarget:
    """The target of one year (年度目标).

    Attributes:
        aim: The indicator.
        year: The year.
        value: The target, or what was reached.
        path: Where the path alone would have put it.
        reached: Whether it is a result.
    """

    aim: str
    year: int
    value: Decimal
    path: Decimal
    reached: bool = False


@dataclass(frozen=True, slots=True)
class PartTarget:
    """What a part takes of a year (分解到县区)."""

    aim: str
    year: int
    part: str
    value: Decimal
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Conditions that cannot hold together, of which none could be left out (相互冲突的最小约束组).

    Attributes:
        aims: The indicators that it concerns.
        conditions: The conditions; without any one of them the others can hold.
        proved: Whether that was verified; False only where the time limit ended the search.
    """

    aims: tuple[str, ...]
    conditions: tuple[Condition, ...]
    proved: bool = True


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an indicator or its parts were left out, though nothing conflicts (未分解).

    Attributes:
        aim: The indicator.
        code: What is missing, such as ``decompose.no_weight``.
        place: The cell, or empty.
        message: In English.
        message_zh: In Chinese.
        of_parts: Whether only the parts were left out.
    """

    aim: str
    code: str
    place: str
    message: str
    message_zh: str
    of_parts: bool = False


@dataclass(frozen=True, slots=True)
class Decomposed:
    """What came of a task (分解结果).

    Attributes:
        years: Annual targets, by indicator and year.
        parts: Targets of parts, by indicator, year and part.
        conflicts: What cannot close, and why; the indicators concerned have no targets.
        refusals: What was left out.
        cost: How far the annual targets had to leave their paths, of each group of indicators that share a means, by
            the first name; 0 where they did not.
        gap: Largest distance to the optimum that the time limit left unproved; 0 where all is proved.
    """

    years: tuple[YearTarget, ...]
    parts: tuple[PartTarget, ...]
    conflicts: tuple[Conflict, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    cost: Mapping[str, Fraction] = field(default_factory=dict)
    gap: float = 0.0
