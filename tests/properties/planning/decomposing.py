"""Tasks of decomposition as Hypothesis draws them, and all of a tiny task's ways by counting."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from planledger.planning.decomposing import (
    Aim,
    Ceiling,
    Decomposed,
    Limit,
    Part,
    PartTarget,
    Reached,
    Task,
    Use,
    YearTarget,
    broken_constraints,
)

BASE = 2020
TOP = 3
NAMES = ("产值", "林地", "岗位", "比率")
COUNTIES = ("东县", "南区", "西市", "北旗", "高新", "新城")
Draw = st.DrawFn


def hundredths(low: int, high: int) -> st.SearchStrategy[Fraction]:
    return st.integers(low, high).map(lambda value: Fraction(value, 100))


# Strategies are made once: to make one takes longer than to draw from it.
DIGITS, YEARS, KNOWN, FEW, SIZE = (
    st.integers(0, 2),
    st.integers(1, 5),
    st.integers(0, 3),
    st.integers(0, 2),
    st.integers(1, 50),
)
AMOUNT, BASES, RATE, WIDTH = hundredths(0, 40000), hundredths(1, 20000), hundredths(-300, 1500), hundredths(0, 500)
COUNTY, USED, FUNDS = st.integers(0, 2500 * 9000 - 1), hundredths(0, 200), hundredths(0, 60000)
MEASURES = st.sampled_from(["level", "cumulative", "growth"])
COMBININGS = st.sampled_from(["sum", "sum", "mean"])
BOUNDS = st.sampled_from(["exact", "about", "at_least", "at_most", "range"])
DIRECTIONS = st.sampled_from(["more", "less", "neutral"])
PATHS = st.sampled_from(["even_growth", "even_steps", "front", "back", "s_curve", "profile"])
RULES = st.sampled_from(["weights", "level", "capacity", "equal", "gap"])
COUNTS = st.sampled_from([0, 1, 2, 3, 6])
WAYS = st.sampled_from(["value", "increase"])
YES = st.booleans()
TINY = st.integers(0, TOP)
SMALL = TINY.map(Fraction)
EDGE = st.none() | SMALL
CHANGE = st.none() | hundredths(0, 10000)
MOST_GROWTH = st.none() | hundredths(0, 5000)
LEAST_GROWTH = st.none() | hundredths(-2000, 300)
LOW, HIGH = st.none() | hundredths(0, 30000), st.none() | hundredths(0, 60000)
PART_LOW, PART_HIGH = st.none() | hundredths(0, 4000), st.none() | hundredths(0, 8000)
WHEN = st.integers(1, 5)
RESULT, PART_RESULT = st.integers(0, 20000), st.integers(0, 50)


def draw_aim(draw: Draw, name: str) -> Aim:
    measure, bound, path, years = draw(MEASURES), draw(BOUNDS), draw(PATHS), draw(YEARS)
    combining = draw(COMBININGS) if measure == "level" else "sum"
    low = draw(RATE) if measure == "growth" else draw(AMOUNT)
    limited = draw(FEW)
    return Aim(
        name,
        BASE,
        BASE + years,
        low,
        high=low + draw(WIDTH) if bound == "range" else None,
        base=draw(BASES),
        digits=draw(DIGITS),
        measure=measure,
        bound=bound,
        direction=draw(DIRECTIONS),
        binding=draw(YES),
        combining=combining,
        path=path,
        profile=tuple(Fraction(draw(SIZE)) for _ in range(years)) if path == "profile" else (),
        rule=draw(RULES),
        max_rise=draw(CHANGE) if limited else None,
        max_fall=draw(CHANGE) if limited > 1 else None,
        max_growth=draw(MOST_GROWTH) if limited > 1 else None,
        min_growth=draw(LEAST_GROWTH) if limited > 1 else None,
        latitude=Fraction(3, 100) if measure != "growth" and combining == "sum" else Fraction(1, 5),
        places={"low": f"目标!C{NAMES.index(name) + 2}", "max_rise": "目标!M2"},
    )


def draw_limit(draw: Draw, aim: Aim, part: str = "") -> Limit:
    year = min(BASE + draw(WHEN), aim.end_year)
    low, high = (draw(PART_LOW), draw(PART_HIGH)) if part else (draw(LOW), draw(HIGH))
    return Limit(aim.name, part, None if part and draw(YES) else year, low, high, {"low": "限制!D2", "high": "限制!E2"})


@st.composite
def tasks(draw: Draw) -> Task:
    """Tasks of up to three indicators with everything that one may say of them."""
    chosen = [draw_aim(draw, name) for name in NAMES[: draw(KNOWN) or 1]]
    stated: list[Limit] = []
    reached: list[Reached] = []
    parts: list[Part] = []
    for aim in chosen:
        counties = COUNTIES[: draw(COUNTS)]
        stated += [draw_limit(draw, aim) for _ in range(draw(FEW))]
        step, whole = Fraction(1, 10**aim.digits), bool(counties) and draw(YES)
        for year in range(BASE + 1, BASE + 1 + draw(KNOWN))[: len(aim.years)]:
            taken = [draw(PART_RESULT) * 10**aim.digits * step for _ in counties] if whole else []
            value = sum(taken, Fraction(0)) if whole else draw(RESULT) * step
            reached.append(Reached(aim.name, year, value, place="已完成!D2"))
            reached += [Reached(aim.name, year, t, county) for county, t in zip(counties, taken, strict=False)]
        for county in counties:
            drawn = draw(COUNTY)
            weight, capacity = Fraction(drawn % 50 + 1), Fraction(drawn // 50 % 50 + 1)
            parts.append(Part(aim.name, county, weight, Fraction(drawn // 2500 + 1, 100), capacity))
        stated += [draw_limit(draw, aim, county) for county in counties[: draw(FEW)]]
    uses: tuple[Use, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    if draw(YES):
        uses = tuple(Use(aim.name, "资金", draw(USED), draw(WAYS), "消耗!C2") for aim in chosen)
        ceilings = tuple(Ceiling("资金", BASE + year, draw(FUNDS), "上限!C2") for year in range(1, 2 + draw(FEW)))
    return Task(tuple(chosen), tuple(stated), tuple(reached), tuple(parts), uses, ceilings)


@st.composite
def tiny_tasks(draw: Draw) -> Task:
    """Tasks all of whose ways can be counted: whole numbers from 0 to 3, or of four variables to 2."""
    shape = draw(st.sampled_from(["years", "parts", "means"]))
    top = TOP if shape == "years" else TOP - 1
    count = 2 if shape != "years" else draw(st.integers(1, 3))
    small = SMALL
    chosen = []
    for name in NAMES[: 2 if shape == "means" else 1]:
        bound = draw(st.sampled_from(["exact", "at_least", "at_most"]))
        measure = draw(st.sampled_from(["level", "cumulative"]))
        low = Fraction(draw(TINY) * count) if measure == "cumulative" else draw(small)
        chosen.append(
            Aim(
                name, BASE, BASE + count, low, base=draw(small), measure=measure, bound=bound,
                binding=draw(YES), rule=draw(st.sampled_from(["weights", "equal"])),
                max_rise=draw(EDGE), max_fall=draw(EDGE),
                max_growth=draw(st.none() | st.integers(-50, 100).map(Fraction)),
            )
        )  # fmt: skip
    years = range(BASE + 1, BASE + count + 1)
    stated = [Limit(aim.name, year=year, high=Fraction(top)) for aim in chosen for year in years]
    counties = COUNTIES[:2] if shape == "parts" else ()
    for aim in chosen:
        for part in ("", *counties):
            spans = st.sampled_from([*years, None])
            stated += [Limit(aim.name, part, draw(spans), draw(EDGE), draw(EDGE)) for _ in range(draw(FEW))]
    reached = []
    if count > 1 and draw(YES) and shape != "parts":
        reached = [Reached(chosen[0].name, BASE + 1, min(draw(small), Fraction(top)))]
    uses: tuple[Use, ...] = ()
    ceilings: tuple[Ceiling, ...] = ()
    if shape == "means":
        uses = tuple(Use(aim.name, "用地", Fraction(draw(st.integers(0, 3)), 2), draw(WAYS)) for aim in chosen)
        ceilings = tuple(Ceiling("用地", year, draw(st.integers(0, 8).map(Fraction))) for year in years)
    parts = tuple(Part(chosen[0].name, county, Fraction(draw(st.integers(1, 3)))) for county in counties)
    return Task(tuple(chosen), tuple(stated), tuple(reached), parts, uses, ceilings)


def all_ways(task: Task) -> Iterator[Decomposed]:
    """Every way in which a tiny task can be carried out."""
    cells = [(aim.name, year) for aim in task.aims for year in range(BASE + 1, aim.end_year + 1)]
    counties, top = [part.name for part in task.parts], int(task.limits[0].high or 0)
    if counties:
        keys = [(*cell, county) for cell in cells for county in counties]
        for values in itertools.product(range(top + 1), repeat=len(keys)):
            shares = dict(zip(keys, values, strict=True))
            parts = tuple(PartTarget(name, year, county, Decimal(v)) for (name, year, county), v in shares.items())
            sums = {cell: sum(shares[(*cell, county)] for county in counties) for cell in cells}
            if max(sums.values()) <= top:
                yield from _kept(task, sums, parts)
        return
    for values in itertools.product(range(top + 1), repeat=len(cells)):
        yield from _kept(task, dict(zip(cells, values, strict=True)), ())


def _kept(task: Task, values: dict[tuple[str, int], int], parts: tuple[PartTarget, ...]) -> Iterator[Decomposed]:
    years = tuple(YearTarget(name, year, Decimal(v), Decimal(v)) for (name, year), v in values.items())
    way = Decomposed(years, parts)
    if not broken_constraints(task, way):
        yield way
