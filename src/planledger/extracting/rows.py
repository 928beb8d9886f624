"""Values in a row: 甲、乙、丙分别增长7.5%、11.5%、17.4% (分别)."""

from __future__ import annotations

import re

from planledger.extracting import phrases
from planledger.extracting.context import DEPENDENT, Context, belonging, dependent_heads, finish, themed, under_subject
from planledger.extracting.distribution import long_forms, shared_members, subjects_of
from planledger.extracting.grammar import pattern, words
from planledger.extracting.layout import Draft
from planledger.extracting.measuring import measure
from planledger.extracting.values import Value

_RUN_GAPS = frozenset(("", "、", "和", "与", "及", "以及", "：", "∶", ":", "︰", "/"))


def run_length(text: str, drafts: list[Draft], at: int) -> int:
    """How many values from ``at`` on stand side by side with nothing but a connector between them."""
    first = drafts[at].value
    if first.form != "amount":
        return 1
    length = 1
    spread = "分别" in drafts[at].left_text
    while at + length < len(drafts):
        before, value = drafts[at + length - 1].value, drafts[at + length].value
        gap = text[before.right : value.left]
        if value.form != "amount" or not (
            gap in _RUN_GAPS or (spread and gap == "，" and not drafts[at + length].right_text)
        ):
            break
        if (
            value.unit != first.unit
            and value.unit
            and first.unit
            and not spread
            and _unit_kind(value) != _unit_kind(first)
        ):
            break
        length += 1
    return length


def _unit_kind(value: Value) -> str:
    unit = value.unit.lstrip("十百千万亿") or value.unit
    return "个" if unit == "个百分点" else unit


_RATIO = "：∶:︰"


def draft_run(text: str, drafts: list[Draft], context: Context) -> bool:
    """Values in a row: as many subjects before them, or the last so many statements of the sentence."""
    first, count = drafts[0], len(drafts)
    left = phrases.Left(first.left_text, needs_object=False)
    ratio = text[first.value.right : drafts[1].value.left] in tuple(_RATIO)
    if ratio:
        before = text[max(context.floor, first.value.left - 60) : first.value.left]
        subjects = _ratio_parts(first.left_text, count) or context.parts or _ratio_parts(before, count)
        context.parts = subjects
    else:
        subjects = _run_subjects(left.core, first, count, context) or _listed_before(text, first, context, count)
    if len(subjects) != count:
        if not first.value.unit or first.value.unit == "个":
            _share_units_and_bounds(drafts, ratio=False)
        return False
    _share_units_and_bounds(drafts, ratio=ratio)
    for draft, subject in zip(drafts, subjects, strict=True):
        draft.trigger = left.trigger
        measure(draft, left)
        draft.rule = "ratio" if ratio else "distributed"
        draft.flow = bool(phrases.deliver_verb(subject)) or "累计" in first.left_text
        finish(draft, subject, context)
    return True


def _run_subjects(head: str, first: Draft, count: int, context: Context) -> list[str]:
    """What ``count`` values in a row are said of: the members of ``head``, or the statements before."""
    head = head.removesuffix("分别").removesuffix("各").removesuffix("均")
    if not head or head in words()["empty"] or _AS_OF.match(head.removeprefix("分别")):
        distinct = list(dict.fromkeys(draft.base for draft in context.drafts if draft.base))
        return distinct[-count:] if len(distinct) >= count else []
    if head in dependent_heads() or DEPENDENT.match(head):
        bases = list(dict.fromkeys(draft.base for draft in context.drafts if draft.base))[-count:]
        return [belonging(base, head) for base in bases]
    before, _, after = head.partition("分别")
    before, after = _WHEN_LAST.sub("", before), _AS_OF.sub("", after)
    subjects = [subject + after for subject in subjects_of(before, count)]
    if subjects:
        context.members = shared_members(before, count)
    elif len(context.members) == count:
        subjects = [member + before + after for member in context.members]
    if context.subject and under_subject(head, first, context):
        return [context.subject + subject for subject in subjects]
    return [themed(subject, context) for subject in subjects]


_AS_OF = pattern("drafting.as_of")
_WHEN_LAST = pattern("rows.when_last")
_WHEN_APART = pattern("rows.when_apart")


def _listed_before(text: str, first: Draft, context: Context, count: int) -> list[str]:
    """The list of the clause before, where nothing but a time stands with the values: 甲和乙，2020年分别达到…."""
    if not _WHEN_APART.match(first.left_text) or text[first.clause_at - 1] != "，":
        return []
    return subjects_of(text[context.start : first.clause_at - 1].rpartition("，")[2], count)


def _share_units_and_bounds(drafts: list[Draft], *, ratio: bool) -> None:
    """A unit or bound said once for a row of values holds for all of them."""
    first, last = drafts[0].value, drafts[-1].value
    for draft in drafts:
        value = draft.value
        if ratio:
            value.unit = "%"
        elif not value.unit or (value.unit == "个" and last.unit.startswith("个")):
            value.unit = last.unit
        for model in (last, first):
            if value.bound == "exact" and model.bound in ("at_least", "at_most", "about"):
                value.bound = model.bound
                value.low = None if model.low is None else value.low
                value.high = None if model.high is None else value.high


def _ratio_parts(left: str, count: int) -> list[str]:
    """三次产业结构比12.4∶65.8∶21.8: a share for each part."""
    if "产业" in left and count == 3:
        return [f"第{number}产业比重" for number in "一二三"]
    members = long_forms(left, count)
    if members:
        return [f"{member}比例" for member in members]
    match = re.search(r"(?P<parts>[^，。；]{1,4}(?:、[^，。；、]{1,6})+?)(?:之?比|比例|比重|结构|种植)", left)
    parts = match["parts"].split("、") if match else []
    return [part + "比例" for part in parts] if len(parts) == count else []
