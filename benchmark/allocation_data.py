"""Made programmes: many projects, few large ones, funds with rules; the same seed gives the same programme."""

from __future__ import annotations

import math
import random

from planledger.planning.allocating import After, Fund, Goal, Programme, Project, Quota

SECTORS = ("交通", "水利", "教育", "卫生", "生态环保", "产业园区", "城市更新", "数字", "能源", "农业农村")
KINDS = ("公益性", "准公益性", "经营性")
COUNTIES = tuple(f"县{number:02d}" for number in range(1, 13))
SHAPES = ((1.0,), (0.6, 0.4), (0.4, 0.6), (0.3, 0.4, 0.3), (0.2, 0.4, 0.4), (0.15, 0.3, 0.35, 0.2))
INDICATORS = ("公路里程", "供水能力", "学位", "床位", "减排", "新增产值", "就业", "新增耕地")
FIRST = 2026
# Source, share of all money, capital, carries, largest share, cost in percent, sectors, kinds.
SOURCES: tuple[tuple[str, float, bool, bool, float, float, tuple[str, ...], tuple[str, ...]], ...] = (
    ("一般公共预算", 0.12, True, False, 1.0, 0.0, (), ("公益性", "准公益性")),
    ("政府性基金", 0.08, True, True, 0.8, 0.0, ("交通", "城市更新"), ()),
    ("中央预算内投资", 0.12, True, False, 0.6, 0.0, ("教育", "卫生", "生态环保"), ()),
    ("超长期特别国债", 0.10, True, False, 0.8, 2.2, ("水利", "能源"), ()),
    ("专项债券", 0.24, False, False, 0.8, 2.6, (), ("公益性", "准公益性")),
    ("省级专项资金", 0.06, True, True, 0.4, 0.0, ("数字", "农业农村"), ()),
    ("社会资本", 0.10, True, True, 0.7, 5.0, (), ("准公益性", "经营性")),
    ("银行贷款", 0.14, False, True, 0.7, 3.6, (), ("准公益性", "经营性")),
    ("政策性金融工具", 0.03, True, True, 0.3, 2.9, ("交通", "水利", "能源", "数字"), ()),
    ("产业引导基金", 0.01, True, True, 0.3, 4.0, ("产业园区", "数字", "能源"), ("经营性",)),
)


def made_programme(projects: int, seed: int, *, years: int = 5, supply: float = 0.4, musts: float = 0.02) -> Programme:
    """A programme whose funds cover ``supply`` of what all projects would cost, so that it must choose."""
    random_ = random.Random(f"{projects}/{seed}")
    made = [_project(random_, number, projects, years, musts) for number in range(projects)]
    whole = sum(sum(project.costs) for project in made)
    return Programme(
        first_year=FIRST,
        years=years,
        projects=tuple(made),
        funds=tuple(_fund(random_, source, whole * supply / years, years) for source in SOURCES),
        goals=_goals(random_, made),
        quotas=(
            _quota(random_, "建设用地", "亩", sum(sum(one.uses["建设用地"]) for one in made) * 0.7, years),
            _quota(random_, "能耗", "吨标准煤", sum(sum(one.uses["能耗"]) for one in made) * 0.7, years),
        ),
    )


def _project(random_: random.Random, number: int, projects: int, years: int, musts: float) -> Project:
    # Costs of projects are near lognormal: a few large ones take half of the money.
    cost = min(math.exp(random_.gauss(math.log(3000), 1.3)), 500_000.0)
    shape = random_.choice(SHAPES if cost < 20_000 else SHAPES[3:])
    costs = tuple(max(1, round(cost * part * 100)) for part in shape)
    sector, kind = random_.choice(SECTORS), random_.choices(KINDS, (5, 3, 2))[0]
    served = random_.sample(INDICATORS, random_.choice((1, 1, 2, 3)))
    gains = {name: (0.0,) * len(costs) + (round(cost / 100 * random_.lognormvariate(0, 0.6), 1),) for name in served}
    earliest = FIRST + random_.choice((0, 0, 0, 1, 1, 2))
    follows = number > 20 and random_.random() < 0.08
    return Project(
        id=f"P{number:05d}",
        name=f"{random_.choice(COUNTIES)}{sector}项目{number}",
        costs=costs,
        sector=sector,
        kind=kind,
        region=random_.choice(COUNTIES),
        earliest=earliest,
        latest=min(FIRST + years - 1, earliest + random_.choice((1, 2, 4, 4))),
        # A large project that must be done would leave nothing to choose.
        must=not follows and cost < 20_000 and random_.random() < musts,
        merit=0.0,
        own=0.1 if kind == "经营性" else 0.0,
        capital=random_.choice((0.2, 0.2, 0.25, 0.3)),
        uses={
            "建设用地": (round(cost / 200 * random_.lognormvariate(0, 0.7), 2),),
            "能耗": (0.0,) * len(costs) + (round(cost / 20 * random_.lognormvariate(0, 1.0), 1),),
        },
        gains=gains,
        after=(After(f"P{random_.randrange(max(0, number - 20), number):05d}", random_.choice((0, 1))),)
        if follows
        else (),
        group=f"G{number // 40}" if number % 40 < 2 else "",
    )


def _fund(random_: random.Random, source: tuple[object, ...], yearly: float, years: int) -> Fund:
    name, part, capital, carries, share, rate, sectors, kinds = source
    assert isinstance(part, float)
    amounts = {FIRST + year: round(yearly * part * random_.uniform(0.85, 1.15)) for year in range(years)}
    return Fund(
        id=str(name),
        amounts=amounts,
        carries=bool(carries),
        capital=bool(capital),
        share=float(str(share)),
        rate=float(str(rate)),
        sectors=frozenset(sectors),  # type: ignore[call-overload]
        kinds=frozenset(kinds),  # type: ignore[call-overload]
    )


def _quota(random_: random.Random, name: str, unit: str, whole: float, years: int) -> Quota:
    amounts = {FIRST + year: round(whole / years * random_.uniform(0.85, 1.15), 1) for year in range(years)}
    return Quota(name, amounts, unit=unit)


def _goals(random_: random.Random, projects: list[Project]) -> tuple[Goal, ...]:
    goals = []
    for at, name in enumerate(INDICATORS):
        whole = sum(sum(project.gains.get(name, ())) for project in projects)
        goals.append(
            Goal(
                name,
                target=round(whole * random_.uniform(0.25, 0.45), 1),
                weight=random_.choice((1.0, 2.0, 3.0)),
                binding=at < 3,
                beyond=0.2,
            )
        )
    return tuple(goals)
