"""What cannot be planned for want of something, named by its cell; nothing is guessed (缺失与矛盾)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from planledger.planning.decomposing.conditions import Stated
from planledger.planning.decomposing.goals import base_of
from planledger.planning.decomposing.paths import in_steps
from planledger.planning.decomposing.records import Aim, Refusal
from planledger.planning.decomposing.sharing import refusal_of

MOST = 10**12
"""Steps of the last digit beyond which numbers of the solver are no longer exact."""
MOST_YEARS = 30


def refusals_of(stated: Stated) -> Iterator[Refusal]:
    """Why indicators or their parts are left out."""
    for aim in stated.aims.values():
        found = next(_of_aim(stated, aim), None) or next(_of_numbers(stated, aim), None)
        if found is not None:
            yield found
            continue
        if aim.name in stated.parts:
            of_parts = refusal_of(aim, stated.parts[aim.name]) or next(_of_part_results(stated, aim), None)
            if of_parts is not None:
                yield of_parts


def _of_aim(stated: Stated, aim: Aim) -> Iterator[Refusal]:
    if not 0 < aim.end_year - aim.base_year <= MOST_YEARS:
        yield _refusal(aim, "decompose.years", "end_year", "the last year must be 1 to 30 years after the base year",
                       "末年须在基期年之后1至30年")  # fmt: skip
    if aim.bound == "range" and (aim.high is None or aim.high < aim.low):
        yield _refusal(aim, "decompose.range", "high", "a range needs an upper edge that is not below its lower edge",
                       "区间目标需要不低于下限的上限")  # fmt: skip
    results = stated.results(aim)
    if aim.measure != "cumulative" and base_of(aim) is None and aim.base_year + 1 not in results:
        yield _refusal(aim, "decompose.no_base", "base", "a level needs a base value, or results from the start",
                       "水平类目标需要基期值，或自首年起的完成值")  # fmt: skip
    if aim.measure == "growth" and not (base_of(aim) or 0) > 0:
        yield _refusal(aim, "decompose.no_base", "base", "average growth needs a base value above zero",
                       "年均增长目标需要大于零的基期值")  # fmt: skip
    if aim.path == "profile":
        sizes = aim.profile
        if len(sizes) != len(aim.years) or any(size < 0 for size in sizes) or not sum(sizes) > 0:
            yield _refusal(aim, "decompose.profile", "profile", f"a profile needs {len(aim.years)} sizes, none below 0",
                           f"给定曲线需要{len(aim.years)}个数，每年一个，不得为负")  # fmt: skip
    if aim.path == "even_growth" and aim.measure == "cumulative" and not (aim.base or 0) > 0:
        yield _refusal(aim, "decompose.no_base", "base", "amounts that grow evenly need a base above zero",
                       "累计目标按等速路径分解，需要大于零的基期年数值")  # fmt: skip


def _of_numbers(stated: Stated, aim: Aim) -> Iterator[Refusal]:
    said = [("low", aim.low), ("high", aim.high), ("base", aim.base)]
    for name, value in said:
        if value is not None and value < 0 and aim.combining == "sum":
            yield _refusal(aim, "decompose.negative", name, "a sum of parts is never below zero; a rate is a mean",
                           "可加总的指标不能为负；比率类指标请选“加权平均”")  # fmt: skip
        if value is not None and abs(in_steps(value, aim)) > MOST:
            yield _refusal(aim, "decompose.too_fine", name, "too many digits; use a larger unit or fewer decimals",
                           "数字位数过多，请改用更大的单位或减少小数位")  # fmt: skip
    for part in ("", *stated.names(aim)):
        for year, value in stated.reached.get((aim.name, part), {}).items():
            place = stated.reached_places[aim.name, part, year]
            if in_steps(value, aim).denominator != 1 or abs(in_steps(value, aim)) > MOST:
                yield Refusal(aim.name, "decompose.too_fine", place,
                              f"{aim.name}: a result has more decimals than the {aim.digits} of the indicator",
                              f"{aim.name}：完成值的小数位多于指标的{aim.digits}位")  # fmt: skip
            if value < 0 and aim.combining == "sum":
                yield Refusal(aim.name, "decompose.negative", place, f"{aim.name}: a result below zero",
                              f"{aim.name}：完成值为负")  # fmt: skip


def _of_part_results(stated: Stated, aim: Aim) -> Iterator[Refusal]:
    results, names = stated.results(aim), stated.names(aim)
    for year in results:
        known = [name for name in names if year in stated.results(aim, name)]
        if known and len(known) < len(names):
            missing = next(name for name in names if name not in known)
            yield Refusal(aim.name, "decompose.part_results", stated.reached_places[aim.name, known[0], year],
                          f"{aim.name}: results of {year} for some parts only; {missing} has none",
                          f"{aim.name}：{year}年只有部分对象有完成值，{missing}没有", of_parts=True)  # fmt: skip
    for part in stated.parts[aim.name]:
        for field in ("weight", "base", "capacity"):
            value: Fraction | None = getattr(part, field)
            if value is not None and value < 0 and not (field == "base" and aim.combining == "mean"):
                yield Refusal(aim.name, "decompose.negative", part.places.get(field, ""),
                              f"{aim.name}: {part.name} has a negative {field}",
                              f"{aim.name}：{part.name}的数值为负", of_parts=True)  # fmt: skip


def _refusal(aim: Aim, code: str, field: str, message: str, message_zh: str) -> Refusal:
    place = aim.places.get(field) or aim.places.get("name", "")
    return Refusal(aim.name, code, place, f"{aim.name}: {message}", f"{aim.name}：{message_zh}")
