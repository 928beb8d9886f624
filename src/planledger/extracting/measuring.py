"""What kind of quantity a value is: level, growth, change (度量)."""

from __future__ import annotations

from planledger.extracting import phrases
from planledger.extracting.grammar import pattern
from planledger.extracting.layout import Draft


def measure(draft: Draft, left: phrases.Left) -> None:
    """Tell whether the value of ``draft`` is a level, a growth or a change, and in which direction."""
    unit = draft.value.unit
    changing = left.trigger in ("up", "down")
    if draft.value.form == "fold":
        draft.measure, draft.rule = "change", "fold"
        return
    if "拉动" in left.core and unit == "个百分点":
        left.core += left.verb
        left.trigger = ""
        return
    if changing and unit in ("%", "‰"):
        draft.measure, draft.rule = "growth", "growth"
    elif unit == "倍":
        draft.measure, draft.rule = ("growth", "growth.times") if changing else ("change", "times")
        left.core = left.core if changing else _TIMES_OF.sub("", left.core)
    elif changing:
        draft.measure, draft.rule = "change", "change"
    if left.trigger == "down" and draft.measure != "level":
        draft.sign = -1
    if draft.measure == "level":
        _changed_object(draft, left)


_TIMES_OF = pattern("measuring.times_of")
_REDUCING = pattern("drafting.reducing")
_RAISING = pattern("drafting.raising")


def _changed_object(draft: Draft, left: phrases.Left) -> None:
    """压缩行政编制31.3%: the verb stands before the thing, the value is its change."""
    if draft.right_text or left.trigger or draft.value.unit not in ("%", "个百分点"):
        return
    for verbs, sign in ((_REDUCING, -1), (_RAISING, 1)):
        match = verbs.match(left.core)
        if match and match.end() < len(left.core):
            draft.measure = "growth" if draft.value.unit == "%" else "change"
            draft.sign, draft.rule = sign, "growth.object"
            left.core = left.core[match.end() :]
            return
