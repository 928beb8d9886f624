"""Whether a result keeps everything that a task demands; written without a line of what solves it (独立校验)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from planledger.planning.decomposing.records import Aim, Decomposed, Limit, Task

Values = dict[tuple[str, int], Fraction]
Cells = dict[tuple[str, int, str], Fraction]


def broken_constraints(task: Task, result: Decomposed) -> list[str]:
    """What ``result`` breaks of ``task``, in plain words; empty when it keeps all."""
    years: Values = {(one.aim, one.year): Fraction(one.value) for one in result.years}
    parts: Cells = {(one.aim, one.year, one.part): Fraction(one.value) for one in result.parts}
    aims = [aim for aim in task.aims if (aim.name, aim.end_year) in years]
    broken = [said for aim in aims for said in _of_aim(task, aim, years)]
    broken += [said for aim in aims for said in _of_parts(task, aim, years, parts)]
    return broken + list(_of_means(task, {aim.name: aim for aim in aims}, years))


def _base(aim: Aim) -> Fraction | None:
    return Fraction(100) if aim.base is None and aim.measure == "growth" else aim.base


def _of_aim(task: Task, aim: Aim, years: Values) -> Iterator[str]:
    values = {year: years[aim.name, year] for year in range(aim.base_year + 1, aim.end_year + 1)}
    known = {one.year: one.value for one in task.reached if one.aim == aim.name and not one.part and one.year in values}
    step = Fraction(1, 10**aim.digits)
    for year, value in values.items():
        if (value / step).denominator != 1:
            yield f"{aim.name} {year}: {value} has more decimals than {aim.digits}"
        if year in known and value != known[year]:
            yield f"{aim.name} {year}: {value} is not the result {known[year]}"
        if value < 0 and aim.combining == "sum":
            yield f"{aim.name} {year}: {value} below zero"
    if len(known) < len(values):
        yield from _of_target(aim, values, step)
    for limit in task.limits:
        spoken_of = limit.year is None or (limit.year in values and limit.year not in known)
        if limit.aim == aim.name and not limit.part and spoken_of:
            yield from _outside(limit, _of_plan(aim, values) if limit.year is None else values[limit.year])
    yield from _of_changes(aim, values, known)


def _of_plan(aim: Aim, values: dict[int, Fraction]) -> Fraction:
    return sum(values.values(), Fraction(0)) if aim.measure == "cumulative" else values[aim.end_year]


def _of_target(aim: Aim, values: dict[int, Fraction], step: Fraction) -> Iterator[str]:
    reached, factor = _of_plan(aim, values), Fraction(1)
    low, high = aim.low, aim.low if aim.high is None else aim.high
    exact = low
    if aim.bound == "about":
        width = aim.latitude if aim.measure == "growth" or aim.combining == "mean" else aim.latitude * abs(low)
        low, high = low - width, high + width
    if aim.measure == "growth":
        factor, count = _base(aim) or Fraction(0), aim.end_year - aim.base_year
        low, high, exact = (factor * (1 + rate / 100) ** count for rate in (low, high, exact))
    if aim.bound in {"at_least", "range"} and reached < low:
        yield f"{aim.name}: {reached} is below {low}"
    if aim.bound in {"at_most", "range"} and reached > high:
        yield f"{aim.name}: {reached} is above {high}"
    # What is stated as a point may be missed by the rounding to the last digit, and by the latitude of 左右.
    rounded = abs(reached - exact) < step if aim.binding else abs(reached - exact) <= step / 2
    if aim.bound in {"exact", "about"} and not rounded and not low <= reached <= high:
        yield f"{aim.name}: {reached} is not {exact}"
    if aim.binding and aim.bound in {"exact", "about"}:
        if aim.direction == "more" and reached < exact:
            yield f"{aim.name}: {reached} falls short of {exact}"
        if aim.direction == "less" and reached > exact:
            yield f"{aim.name}: {reached} is more than {exact}"


def _outside(limit: Limit, value: Fraction) -> Iterator[str]:
    if limit.low is not None and value < limit.low:
        yield f"{limit.aim} {limit.part} {limit.year}: {value} is below the floor {limit.low}"
    if limit.high is not None and value > limit.high:
        yield f"{limit.aim} {limit.part} {limit.year}: {value} is above the ceiling {limit.high}"


def _of_changes(aim: Aim, values: dict[int, Fraction], known: dict[int, Fraction]) -> Iterator[str]:
    base = _base(aim)
    for year, value in values.items():
        before = base if year - 1 == aim.base_year else values[year - 1]
        settled = year in known and (year - 1 in known or year - 1 == aim.base_year)
        if before is None or settled:
            continue
        if aim.max_rise is not None and value - before > aim.max_rise:
            yield f"{aim.name} {year}: rises by {value - before}"
        if aim.max_fall is not None and before - value > aim.max_fall:
            yield f"{aim.name} {year}: falls by {before - value}"
        if aim.max_growth is not None and value > before * (1 + aim.max_growth / 100):
            yield f"{aim.name} {year}: grows too fast"
        if aim.min_growth is not None and value < before * (1 + aim.min_growth / 100):
            yield f"{aim.name} {year}: grows too slowly"


def _of_parts(task: Task, aim: Aim, years: Values, parts: Cells) -> Iterator[str]:
    cells: defaultdict[int, dict[str, Fraction]] = defaultdict(dict)
    for (name, year, part), value in parts.items():
        if name == aim.name:
            cells[year][part] = value
    known = {one.year for one in task.reached if one.aim == aim.name and not one.part}
    weights = {part.name: part.weight or Fraction(0) for part in task.parts if part.aim == aim.name}
    if not cells:
        return
    for year in range(aim.base_year + 1, aim.end_year + 1):
        if (year in cells) != (year not in known):
            yield f"{aim.name} {year}: parts are missing"
    for year, line in cells.items():
        whole = years[aim.name, year]
        if set(line) != set(weights):
            yield f"{aim.name} {year}: some parts are missing"
        yield from _closing(aim, year, whole, line, weights)
    given = {(one.year, one.part): one.value for one in task.reached if one.aim == aim.name and one.part}
    for (year, part), value in given.items():
        if year in cells and part in weights and year not in known and cells[year][part] != value:
            yield f"{aim.name} {year} {part}: {cells[year][part]} is not the result {value}"
    for limit in task.limits:
        if limit.aim == aim.name and limit.part in weights:
            yield from _of_part_limit(aim, limit, cells, given, known)


def _closing(
    aim: Aim, year: int, whole: Fraction, line: dict[str, Fraction], weights: dict[str, Fraction]
) -> Iterator[str]:
    step = Fraction(1, 10**aim.digits)
    if any((value / step).denominator != 1 for value in line.values()):
        yield f"{aim.name} {year}: a part has more decimals than {aim.digits}"
    if aim.combining == "mean":
        mean = sum((value * weights[part] for part, value in line.items()), Fraction(0)) / sum(weights.values())
        if abs(mean - whole) > step / 2:
            yield f"{aim.name} {year}: the parts' mean {mean} is not {whole}"
        short = mean < whole if aim.direction == "more" else mean > whole if aim.direction == "less" else False
        if aim.binding and short:
            yield f"{aim.name} {year}: the parts' mean {mean} is on the wrong side of {whole}"
        return
    if sum(line.values()) != whole:
        yield f"{aim.name} {year}: parts sum to {sum(line.values())}, not {whole}"
    if any(not 0 <= value <= whole for value in line.values()):
        yield f"{aim.name} {year}: a part is below zero or above the whole"


def _of_part_limit(
    aim: Aim,
    limit: Limit,
    cells: dict[int, dict[str, Fraction]],
    given: dict[tuple[int, str], Fraction],
    known: set[int],
) -> Iterator[str]:
    if limit.year is not None:
        if limit.year in cells:
            yield from _outside(limit, cells[limit.year][limit.part])
    elif aim.measure != "cumulative":
        if aim.end_year in cells:
            yield from _outside(limit, cells[aim.end_year][limit.part])
    elif cells:
        past = sum((given.get((year, limit.part), Fraction(0)) for year in known), Fraction(0))
        yield from _outside(limit, past + sum((line[limit.part] for line in cells.values()), Fraction(0)))


def _of_means(task: Task, aims: dict[str, Aim], years: Values) -> Iterator[str]:
    known = {(one.aim, one.year) for one in task.reached if not one.part}
    for ceiling in task.ceilings:
        taken = Fraction(0)
        for use in task.uses:
            aim = aims.get(use.aim)
            if use.resource != ceiling.resource or aim is None or (use.aim, ceiling.year) not in years:
                continue
            if (use.aim, ceiling.year) in known:
                continue
            value = years[use.aim, ceiling.year]
            if use.of == "increase":
                base = _base(aim) or Fraction(0)
                before = base if ceiling.year - 1 == aim.base_year else years[use.aim, ceiling.year - 1]
                value = max(Fraction(0), value - before)
            taken += use.amount * value
        if taken > ceiling.high:
            yield f"{ceiling.resource} {ceiling.year}: {taken} is above {ceiling.high}"
