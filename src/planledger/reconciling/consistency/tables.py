"""What only a table says: bounds, years, and which row is part of which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planledger.model import Finding
from planledger.reconciling.figures import Figure
from planledger.reconciling.numbers import plain
from planledger.reconciling.rulebook import finding, settings, words


@dataclass(frozen=True, slots=True)
class Parts:
    """Figures that a table calls parts of one whole, for one year; ``whole`` is None where they are shares of 100."""

    whole: Figure | None
    parts: tuple[Figure, ...]


def wrong_bounds(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A range whose lower bound lies above its upper one."""
    for one in figures:
        if one.low is not None and one.high is not None and one.low > one.high:
            yield finding(
                "check.range",
                one.name,
                (one.citation,),
                words(
                    f"目标区间{one.stated}，下限高于上限",
                    f"the range {one.stated_en} has its lower bound above its upper one",
                ),
            )


def wrong_years(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A target that is not after its base, in one row."""
    bases = {(one.sentence, one.name): one for one in figures if one.role == "baseline"}
    for one in figures:
        base = bases.get((one.sentence, one.name))
        if one.role == "target" and one.measure == "level" and base is not None and one.last <= base.last:
            yield finding(
                "check.period",
                one.name,
                (base.citation, one.citation),
                words(
                    f"目标年{one.last}年不晚于基期年{base.last}年",
                    f"the target is for {one.last}, the base of {base.last}",
                ),
            )


def stated_parts(groups: Sequence[Parts]) -> Iterator[Finding]:
    """Parts that do not make the whole of which a table calls them parts."""
    for group in groups:
        values = [part.value for part in group.parts]
        if len(values) < 2 or any(value is None for value in values):
            continue
        if {part.bound for part in group.parts} - {"exact", "about"}:
            continue
        total = sum(value for value in values if value is not None)
        listed = "、".join(part.said for part in group.parts)
        listed_en = ", ".join(f"{part.name} {part.stated_en}" for part in group.parts)
        cited = tuple(part.citation for part in group.parts)
        if group.whole is None:
            if abs(total - 100) > settings("consistency")["tolerance"]["share"] * len(values) + 1e-9:
                yield finding(
                    "check.shares", group.parts[0].name, cited,
                    (f"各项占比合计{plain(total)}%，不等于100%：{listed}",
                     f"the shares add up to {plain(total)}%, not 100%: {listed_en}"),
                )  # fmt: skip
            continue
        whole = group.whole.value
        if whole is None or {part.unit for part in group.parts} != {group.whole.unit}:
            continue
        room = group.whole.grain + sum(part.grain for part in group.parts)
        room = max(room, 1e-09 * abs(whole))
        off = (
            total - whole
            if group.whole.bound == "exact"
            else total - whole
            if group.whole.bound == "at_most"
            else whole - total
        )
        wrong = abs(off) > room if group.whole.bound == "exact" else off > room
        if wrong:
            share = f"{plain(round(total / whole * 100, 2))}%" if whole else "–"
            yield finding(
                "check.parts", group.whole.name, (group.whole.citation, *cited),
                (f"各部分合计为{group.whole.said}的{share}：{listed}",
                 f"the parts come to {share} of {group.whole.name}, {group.whole.stated_en}: {listed_en}"),
            )  # fmt: skip
