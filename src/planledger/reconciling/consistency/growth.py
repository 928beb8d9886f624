"""Growth held against base, end and years: 年均增长, annual growth targets, the growth of parts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from planledger.model import Finding
from planledger.reconciling.figures import Figure
from planledger.reconciling.numbers import plain
from planledger.reconciling.rulebook import finding, settings, words

_ABOUT = 0.2
PERCENT = ("percent", "%")


def average_growth(group: Sequence[Figure]) -> Iterator[Finding]:
    """Growth of several years that base and end do not bear out.

    The constant yearly rate that leads from base to end in n years is (end / base)^(1/n) - 1 (复合年均增长率).
    """
    for stated in group:
        if stated.measure != "growth" or not stated.several or stated.named is None or stated.unit not in PERCENT:
            continue
        for base, end in _ends(stated, group):
            implied = implied_growth(base, end, stated.last - stated.first + 1)
            if implied is None:
                continue
            average, total, slack = implied
            years = stated.last - stated.first + 1
            meant = [(average, 1)] if stated.span != "total" else []
            meant += [(total, years)] if stated.span != "average" else []
            if all(is_apart(stated, value, *room_of(stated, base, end, slack, years=of)) for value, of in meant):
                yield _of_average(stated, base, end, meant[0][0])
            break


def _ends(stated: Figure, group: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Base and end level of a stated growth, those of its own document first."""
    levels = [one for one in group if one.measure == "level" and not one.several and one.value]
    # Levels of years ago that another document gives may have been revised since; a plan takes up the last report.
    near = [one for one in levels if one.source == stated.source or stated.role == "target"]
    bases = [one for one in near if one.last == stated.first - 1 and one.role != "target"]
    ends = [one for one in levels if one.last == stated.last and one.role == stated.role and one.bound != "range"]
    bases.sort(key=lambda one: (one.source != stated.source, one.role != "baseline", one.order))
    ends.sort(key=lambda one: (one.source != stated.source, one.striving != stated.striving, one.order))
    for base in bases:
        for end in ends:
            if base.unit == end.unit and end.source == stated.source and not _opposed(end, stated):
                yield base, end


def _opposed(end: Figure, stated: Figure) -> bool:
    return {end.bound, stated.bound} == {"at_least", "at_most"}


def implied_growth(base: Figure, end: Figure, count: int) -> tuple[float, float, float] | None:
    """Yearly and whole growth in percent, and how far rounding of the levels may move the yearly one."""
    ours, theirs = base.value, end.value
    if not ours or not theirs or ours <= 0 or theirs <= 0:
        return None
    ratio = theirs / ours
    yearly = math.pow(ratio, 1 / count)
    slack = (base.grain / ours + end.grain / theirs) * yearly * 100 / count
    return (yearly - 1) * 100, (ratio - 1) * 100, slack


def room_of(growth: Figure, base: Figure, end: Figure, slack: float, *, years: int = 1) -> tuple[float, float]:
    """By how many percentage points an implied growth may fall short of a stated one, and exceed it.

    ``slack`` is what rounding of the levels does to growth of one year; growth over ``years`` together has that much
    more of it, and of the change in prices.
    """
    room, constant = settings("consistency")["tolerance"], settings("consistency")["constant_prices"]
    least = float(room["growth"]) + growth.grain / 2 + slack * years
    if {growth.bound, end.bound} <= {"at_least", "about"} or {growth.bound, end.bound} <= {"at_most", "about"}:
        least += float(room["rounded"])
    elif "about" in (growth.bound, end.bound):
        least += _ABOUT
    if base.unit == "yuan" and growth.indicator_id in constant:
        return least + float(room["below"]) * years, least + float(room["above"]) * years
    return least, least


def is_apart(stated: Figure, implied: float, below: float, above: float) -> bool:
    """Whether an implied growth lies outside the stated one and the room around it."""
    low, high = stated.named or (0.0, 0.0)
    return not low - below <= implied <= high + above


def _of_average(stated: Figure, base: Figure, end: Figure, implied: float) -> Finding:
    word, word_en = ("累计", "total growth") if stated.span == "total" else ("年均", "average growth")
    return finding(
        "check.average_growth",
        stated.name,
        (base.citation, end.citation, stated.citation),
        words(
            f"{base.last}年{base.stated}，{end.last}年{end.stated}，推算{word}增长{plain(round(implied, 2))}%，"
            f"而所称为{stated.stated}",
            f"from {base.stated_en} in {base.last} to {end.stated_en} in {end.last} is {word_en} of"
            f" {plain(round(implied, 2))}%, but {stated.stated_en} is stated",
        ),
    )


def growth_target(group: Sequence[Figure]) -> Iterator[Finding]:
    """A growth target of a year that the level target of that year and the level before do not bear out."""
    levels = [one for one in group if one.measure == "level" and not one.several and one.value and one.value > 0]
    for stated in group:
        if stated.measure != "growth" or stated.several or stated.role != "target" or stated.named is None:
            continue
        if stated.unit not in PERCENT:
            continue
        ends = [one for one in levels if one.last == stated.last and one.source == stated.source]
        ends = [one for one in ends if not _opposed(one, stated) and _set_together(one, stated)]
        bases = [one for one in levels if one.last == stated.last - 1]
        bases.sort(key=lambda one: (one.role == "target", one.source != stated.source, one.order))
        for base, end in ((b, e) for b in bases for e in ends if b.unit == e.unit and e.bound != "range"):
            implied = implied_growth(base, end, 1)
            if implied is not None and is_apart(stated, implied[0], *room_of(stated, base, end, implied[2])):
                yield finding(
                    "check.growth_target",
                    stated.name,
                    (base.citation, end.citation, stated.citation),
                    words(
                        f"{base.last}年{base.stated}，{end.last}年目标{end.stated}，"
                        f"推算增长{plain(round(implied[0], 2))}%，而增速目标为{stated.stated}",
                        f"from {base.stated_en} in {base.last} to the target of {end.stated_en} in {end.last} is growth"
                        f" of {plain(round(implied[0], 2))}%, but the growth target is {stated.stated_en}",
                    ),
                )
            break


def _set_together(end: Figure, growth: Figure) -> bool:
    """Whether they are said of one thing done: both are targets, or stand in one sentence."""
    return end.role == "target" or (end.sentence == growth.sentence and end.order < growth.order)


def annual_path(group: Sequence[Figure]) -> Iterator[Finding]:
    """Growth targets of every year of a plan that compound to another average than the plan's."""
    for stated in group:
        if stated.measure != "growth" or not stated.several or stated.span != "average" or stated.role != "target":
            continue
        yearly: dict[int, Figure] = {}
        for one in group:
            if one.measure == "growth" and one.role == "target" and not one.several and one.value is not None:
                yearly.setdefault(one.last, one)
        wanted = range(stated.first, stated.last + 1)
        if stated.value is None or any(year not in yearly for year in wanted):
            continue
        rates = [yearly[year].value or 0.0 for year in wanted]
        if min(rates) <= -100:
            continue
        mean = (math.prod(1 + rate / 100 for rate in rates) ** (1 / len(rates)) - 1) * 100
        room = max(yearly[year].grain for year in wanted) / 2 + stated.grain / 2
        room += _ABOUT * any(one.bound == "about" for one in (stated, *yearly.values()))
        if is_apart(stated, mean, room, room) and (stated.sign == 0 or stated.sign * (mean - stated.value) < 0):
            yield finding(
                "check.annual_path",
                stated.name,
                (stated.citation, *(yearly[year].citation for year in wanted)),
                words(
                    f"各年度增速目标{'、'.join(plain(rate) + '%' for rate in rates)}，"
                    f"复合年均{plain(round(mean, 2))}%，低于规划的{stated.stated}",
                    f"the annual targets {', '.join(plain(rate) + '%' for rate in rates)} compound to"
                    f" {plain(round(mean, 2))}% a year, short of {stated.stated_en} in the plan",
                ),
            )


def growth_of_parts(figures: Sequence[Figure]) -> Iterator[Finding]:
    """Growth of a whole above that of all its parts, or below: it is a mean of theirs, weighted by size."""
    books = [(entry["whole"], entry["parts"]) for entry in settings("consistency")["wholes"] if entry["growth"]]
    known = [one for one in figures if one.measure == "growth" and one.indicator_id and one.value is not None]
    groups: dict[tuple[str, str, str, int, int], dict[str, Figure]] = {}
    for one in known:
        if one.sure and one.thing.strip("|") == one.indicator_id and one.bound in ("exact", "about"):
            key = (one.source, one.region, one.role, one.first, one.last)
            groups.setdefault(key, {}).setdefault(one.indicator_id, one)
    for group in groups.values():
        for whole, parts in books:
            if whole in group and all(part in group for part in parts):
                yield from _outside(group[whole], [group[part] for part in parts])


def _outside(whole: Figure, parts: list[Figure]) -> Iterator[Finding]:
    rates = [part.value or 0.0 for part in parts]
    room = settings("consistency")["tolerance"]["growth"] + whole.grain
    room += _ABOUT * any(one.bound == "about" for one in (whole, *parts))
    if whole.value is None or min(rates) - room <= whole.value <= max(rates) + room:
        return
    listed = "、".join(part.said for part in parts)
    listed_en = ", ".join(f"{part.name} {part.stated_en}" for part in parts)
    yield finding(
        "check.growth_of_parts",
        whole.name,
        (whole.citation, *(part.citation for part in parts)),
        words(
            f"{whole.said}，不在各部分增速之间：{listed}",
            f"{whole.name}: {whole.stated_en} is not between the growth of its parts: {listed_en}",
        ),
    )
