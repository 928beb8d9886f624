"""Conditions and conflicts in words (冲突说明)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from planledger.planning.decomposing.conditions import Condition
from planledger.planning.decomposing.records import Conflict

Said = tuple[str, str]
"""In Chinese and in English."""


def condition_words(condition: Condition) -> Said:
    """A condition with the cells that state it, in Chinese and in English.

    >>> condition_words(Condition("floor", "造林面积", 2022, value=Fraction(3, 2), unit="万亩", places=("限制!D3",)))[0]
    '造林面积2022年不低于1.5万亩（限制!D3）'
    """
    chinese, english = _WORDS[condition.kind](condition)
    if not condition.places:
        return chinese, english
    shown = condition.places[:_SHOWN]
    more = len(condition.places) - len(shown)
    cells_zh = "、".join(shown) + (f"等{len(condition.places)}格" if more else "")
    cells = ", ".join(shown) + (f" and {more} more" if more else "")
    return f"{chinese}（{cells_zh}）", f"{english} ({cells})"


_SHOWN = 4
_LISTED = 30
"""Conditions that a message lists; the table of conflicts has all."""


def conflict_words(conflict: Conflict) -> Said:
    """A conflict in words, in Chinese and in English."""
    said = [condition_words(condition) for condition in conflict.conditions]
    shown = said if len(said) <= _LISTED else said[:_LISTED]
    listed_zh = "；".join(f"{at}. {words[0]}" for at, words in enumerate(shown, start=1))
    listed = "; ".join(f"{at}. {words[1]}" for at, words in enumerate(shown, start=1))
    if len(shown) < len(said):
        listed_zh, listed = f"{listed_zh}……", f"{listed} …"
    if not said:
        return "未能在时限内找出相互冲突的约束", "which conditions conflict was not found in time"
    if len(said) == 1:
        head_zh, head = "此约束无法满足：", "this condition cannot hold: "
        tail_zh = tail = ""
    else:
        head_zh, head = f"以下{len(said)}项约束不能同时满足：", f"these {len(said)} conditions cannot hold together: "
        tail_zh, tail = "。放宽其中任一项即可满足其余各项", ". Without any one of them the others can"
    if not conflict.proved:
        tail_zh, tail = "。时限内未能证明此组最小", ". That none could be left out was not proved in time"
    return f"{head_zh}{listed_zh}{tail_zh}。", f"{head}{listed}{tail}."


def number(value: Fraction) -> str:
    """A fraction as people write it.

    >>> number(Fraction(5, 2)), number(Fraction(1, 3))
    ('2.5', '0.3333')
    """
    return f"{float(value):.12g}" if _ends(value) else f"{float(value):.4g}"


def _ends(value: Fraction) -> bool:
    """Whether it has an end as a decimal."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _who(one: Condition) -> Said:
    when_zh, when = (f"{one.year}年", f" in {one.year}") if one.year else ("", " over the plan")
    of_zh, of = (f"{one.part}", f" of {one.part}") if one.part else ("", "")
    return f"{one.aim}{'·' if of_zh else ''}{of_zh}{when_zh or '（规划目标口径）'}", f"{one.aim}{of}{when}"


def _value(one: Condition) -> Said:
    spaced = one.unit if one.unit in {"%", "‰", ""} else f" {one.unit}"
    return f"{number(one.value)}{one.unit}", f"{number(one.value)}{spaced}"


def _target(one: Condition) -> Said:
    zh, en = ("年均增长", " a year") if one.growth else ("", "")
    return f"{one.aim}的规划目标{zh}{_value(one)[0]}", f"the plan's target of {one.aim}, {_value(one)[1]}{en}"


def _around(zh: str, en: str) -> Callable[[Condition], Said]:
    def say(one: Condition) -> Said:
        return f"{_who(one)[0]}{zh}{_value(one)[0]}", f"{_who(one)[1]} {en} {_value(one)[1]}"

    return say


def _every_year(zh: str, en: str) -> Callable[[Condition], Said]:
    def say(one: Condition) -> Said:
        return f"{one.aim}{zh}{_value(one)[0]}", f"{one.aim} {en} {_value(one)[1]} a year"

    return say


def _means(one: Condition) -> Said:
    takers_zh, takers = "、".join(one.takers[:_SHOWN]), ", ".join(one.takers[:_SHOWN])
    if len(one.takers) > _SHOWN:
        takers_zh, takers = f"{takers_zh}等{len(one.takers)}项", f"{takers} and {len(one.takers) - _SHOWN} more"
    return (
        f"{one.resource}{one.year}年总量不超过{number(one.value)}（用于{takers_zh}）",
        f"{one.resource} in {one.year} is at most {number(one.value)} (for {takers})",
    )


KINDS: dict[str, Said] = {
    "target": ("规划目标", "target of the plan"),
    "reached": ("已完成", "reached"),
    "floor": ("下限", "floor"),
    "ceiling": ("上限", "ceiling"),
    "max_rise": ("年增量上限", "most rise a year"),
    "max_fall": ("年减量上限", "most fall a year"),
    "max_growth": ("年增速上限", "most growth a year"),
    "min_growth": ("年增速下限", "least growth a year"),
    "means": ("要素上限", "ceiling of a means"),
}
_WORDS: dict[str, Callable[[Condition], Said]] = {
    "target": _target,
    "reached": _around("已完成", "came to"),
    "floor": _around("不低于", "is at least"),
    "ceiling": _around("不高于", "is at most"),
    "max_rise": _every_year("每年增加不超过", "rises by at most"),
    "max_fall": _every_year("每年减少不超过", "falls by at most"),
    "max_growth": _every_year("每年增速不高于", "grows by at most"),
    "min_growth": _every_year("每年增速不低于", "grows by at least"),
    "means": _means,
}
