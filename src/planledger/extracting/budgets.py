"""What was budgeted and what was executed, as budget reports say it (预算数, 执行数)."""

from __future__ import annotations

import re

from planledger.extracting import phrases
from planledger.extracting.context import Context, finish
from planledger.extracting.grammar import pattern
from planledger.extracting.layout import Draft

_REMARK = re.compile("（[^（）]*）")
_SHARE = pattern("budgets.share")
_TASK = pattern("budgets.task")
_BUDGETED = pattern("budgets.budgeted")
_ADJUSTED = pattern("budgets.adjusted")
_HELD_AGAINST = pattern("budgets.held_against")
_TOTAL = pattern("budgets.total")
_ACCOUNT = pattern("budgets.account")
RULE = "budget"
"""Rule of an amount that a congress approved: a target, also where the text looks back."""


def draft_budget(draft: Draft, core: str, context: Context) -> bool:
    """Give ``draft`` its phrase when its value is a budgeted amount or the share of one that was executed.

    收入预算100亿元 is a target of 收入; whose 执行中调整为110亿元 and 为预算的102% are, the sentence has said before.

    Args:
        draft: A value with what stands before it.
        core: The phrase before it, without its verb.
        context: What the values before it left behind.
    """
    if (
        draft.value.unit == "%"
        and draft.left_text[-1:] == "的"
        and context.last
        and (done := _TASK.search(draft.left_text))
    ):
        draft.rule = "task_share"
        finish(draft, f"{context.last}完成{done['task']}比例", context, context.last)
        return True
    if "预算" not in context.text[context.start : draft.value.left]:
        return False
    if draft.value.unit == "%":
        if not context.last or not (_SHARE.search(_REMARK.sub("", draft.left_text)) or _follows_budget(draft, context)):
            return False
        draft.rule = "budget_share"
        finish(draft, context.last + "完成预算比例", context, context.last)
        return True
    held = context.last and _HELD_AGAINST.search(draft.left_text)
    if not draft.value.unit.endswith("元") or (draft.right_text and not (held and draft.right_text == "的")):
        return False
    if held or (context.last and _ADJUSTED.search(draft.left_text)):
        draft.rule = RULE
        finish(draft, context.last, context)
        return True
    if total := _TOTAL.search(draft.left_text):
        draft.rule = "budget_total"
        finish(draft, total["what"], context)
        return True
    match = _BUDGETED.search(core)
    if match is None:
        return False
    draft.rule = RULE
    what = phrases.strip_lead(match["what"])
    finish(draft, _whose(what, context.last) if context.last else side_of_account(what, context), context)
    return True


def side_of_account(core: str, context: Context) -> str:
    """支出 at the beginning of a sentence is 一般公共预算支出 where its paragraph spoke of that; else ``core``."""
    if core not in _SIDES or context.last:
        return core
    spoken = context.text[context.floor : context.start]
    accounts = [match.group() for match in _ACCOUNT.finditer(spoken)] if "预算" in spoken else []
    return accounts[-1] + core if accounts else core


_SIDES = ("收入", "支出")


def _follows_budget(draft: Draft, context: Context) -> bool:
    """为年初预算|100亿元|的|102%: the share stands right behind the budget that it is of."""
    before = context.drafts[-1] if context.drafts else None
    return before is not None and before.rule == RULE and context.text[before.value.right : draft.value.left] == "的"


def _whose(what: str, last: str) -> str:
    """支出 behind 政府性基金收入 is 政府性基金支出."""
    return last[: -len(what)] + what if what in _SIDES and last.endswith(_SIDES) else what
