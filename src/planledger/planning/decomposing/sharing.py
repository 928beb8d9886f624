"""By which rule parts share (分配规则)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from planledger.planning.decomposing.paths import in_steps
from planledger.planning.decomposing.records import Aim, Part, Refusal
from planledger.planning.decomposing.rounding import Slope, levelled

CLOSED = Fraction(1, 2)
"""Share of each part's gap to the mean that the rule ``gap`` closes by the end of the plan."""


def refusal_of(aim: Aim, parts: list[Part]) -> Refusal | None:
    """Why the parts of ``aim`` cannot share by its rule; None when they can."""
    needs = {
        "weights": ("weight",),
        "level": ("base",),
        "capacity": ("capacity",),
        "equal": (),
        "gap": ("weight", "base"),
    }[aim.rule]
    if aim.combining == "mean":
        needs = tuple(sorted({"weight", *needs, *(() if aim.rule == "weights" else ("base",))}))
    for part in parts:
        for name in needs:
            if getattr(part, name) is None:
                return _missing(aim, part, name)
    for name in needs:
        if not sum((getattr(part, name) for part in parts), Fraction(0)) > 0 and not _may_be_zero(aim, name):
            return _all_zero(aim, name)
    if aim.rule == "gap" and any(not part.weight for part in parts):
        return _missing(aim, next(part for part in parts if not part.weight), "weight")
    return None


def _may_be_zero(aim: Aim, name: str) -> bool:
    return name == "base" and aim.combining == "mean" and aim.rule != "level"


_NAMES = {
    "weight": ("decompose.no_weight", "weight", "权重"),
    "base": ("decompose.no_base", "base value", "基期值"),
    "capacity": ("decompose.no_capacity", "capacity", "承载能力"),
}


def _missing(aim: Aim, part: Part, name: str) -> Refusal:
    code, english, chinese = _NAMES[name]
    place = part.places.get(name) or part.places.get("name", "")
    return Refusal(
        aim.name,
        code,
        place,
        f"{aim.name}: the rule of sharing needs a {english} above zero of every part; {part.name} has none",
        f"{aim.name}：按此规则分解需要每个对象都有{chinese}（大于零），{part.name}没有",
        of_parts=True,
    )


def _all_zero(aim: Aim, name: str) -> Refusal:
    code, english, chinese = _NAMES[name]
    return Refusal(
        aim.name,
        code,
        "",
        f"{aim.name}: no part has a {english} above zero",
        f"{aim.name}：各对象的{chinese}都是零，无法分解",
        of_parts=True,
    )


def end_weights(aim: Aim, parts: list[Part], starts: Mapping[str, Fraction] | None, goal: int) -> dict[str, Fraction]:
    """What the end year's levels, or the amounts of all years together, are in proportion to; parts of a sum.

    Args:
        aim: The indicator.
        parts: Its parts.
        starts: Their last levels in steps; of amounts those of the base year; None when not all are known.
        goal: The whole's end level, or amount.
    """
    bases = None if aim.measure == "cumulative" else starts
    rise = Fraction(goal) - sum(bases.values(), Fraction(0)) if bases else Fraction(0)
    if aim.rule == "level":
        taken = starts or {part.name: part.base or Fraction(0) for part in parts}
        return {part.name: taken[part.name] for part in parts}
    if aim.rule == "weights":
        return {part.name: part.weight or Fraction(0) for part in parts}
    if aim.rule == "gap":
        return _nearer_the_mean(aim, parts, starts, goal)
    sizes = {part.name: Fraction(1) if aim.rule == "equal" else part.capacity or Fraction(0) for part in parts}
    if bases is None:
        return sizes
    total = sum(sizes.values(), Fraction(0))
    return {name: max(Fraction(0), bases[name] + rise * size / total) for name, size in sizes.items()}


def _nearer_the_mean(
    aim: Aim, parts: list[Part], starts: Mapping[str, Fraction] | None, goal: int
) -> dict[str, Fraction]:
    taken = starts or {part.name: in_steps(part.base or Fraction(0), aim) for part in parts}
    weights = {part.name: part.weight or Fraction(1) for part in parts}
    mean = sum(taken.values(), Fraction(0)) / sum(weights.values(), Fraction(0))
    wanted = {name: taken[name] + CLOSED * (mean * weights[name] - taken[name]) for name in weights}
    if aim.measure == "cumulative" or goal < sum(taken.values()):
        return wanted
    # Who is ahead waits, and need not go back.
    slopes = {
        name: Slope(Fraction(1), Fraction(0), size, taken[name], None) for name, size in wanted.items() if size > 0
    }
    return dict(wanted) | levelled(Fraction(goal), slopes)


def end_rates(aim: Aim, parts: list[Part], weights: Mapping[str, int], goal: int) -> dict[str, Fraction]:
    """The end year's rates of parts whose weighted mean is ``goal``, in steps and not yet whole."""
    total = sum(weights.values())
    if aim.rule == "weights":
        return {part.name: Fraction(goal) for part in parts}
    starts = {part.name: in_steps(part.base or Fraction(0), aim) for part in parts}
    mean = mean_of(starts, weights)
    rise = goal - mean
    if aim.rule == "level" and mean != 0:
        return {name: start * goal / mean for name, start in starts.items()}
    if aim.rule == "capacity":
        sizes = {part.name: part.capacity or Fraction(0) for part in parts}
        taken = sum((weights[name] * size for name, size in sizes.items()), Fraction(0))
        return {name: starts[name] + (rise * total * size / taken if taken else rise) for name, size in sizes.items()}
    if aim.rule != "gap":
        return {name: start + rise for name, start in starts.items()}
    wanted = {name: start + rise + CLOSED * (mean - start) for name, start in starts.items()}
    # Who is ahead waits, and need not go back; who is behind does the way for both.
    ahead = {name: (starts[name], None) if rise >= 0 else (None, starts[name]) for name in starts}
    slopes = {
        name: Slope(Fraction(weights[name]), wanted[name], Fraction(1), *ahead[name])
        for name in starts
        if weights[name]
    }
    return wanted | levelled(Fraction(goal * total), slopes)


def mean_of(values: Mapping[str, Fraction], weights: Mapping[str, int]) -> Fraction:
    """The weighted mean of ``values``."""
    return sum((values[name] * weight for name, weight in weights.items()), Fraction(0)) / sum(weights.values())
