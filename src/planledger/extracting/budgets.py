"""What was budgeted and what was executed, as budget reports say it (预算数, 执行数)."""

from __future__ import annotations

from planledger.extracting import phrases
from planledger.extracting.context import Context, finish
from planledger.extracting.grammar import pattern
from planledger.extracting.layout import Draft

_SHARE = pattern("budgets.share")
_BUDGETED = pattern("budgets.budgeted")
_ADJUSTED = pattern("budgets.adjusted")
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
    if "预算" not in context.text[context.start : draft.value.left]:
        return False
    if draft.value.unit == "%":
        if not context.last or not _SHARE.search(draft.left_text):
            return False
        draft.rule = "budget_share"
        finish(draft, context.last + "完成预算比例", context, context.last)
        return True
    if not draft.value.unit.endswith("元") or draft.right_text:
        return False
    if context.last and _ADJUSTED.search(draft.left_text):
        draft.rule = RULE
        finish(draft, context.last, context)
        return True
    match = _BUDGETED.search(core)
    if match is None:
        return False
    draft.rule = RULE
    finish(draft, _whose(phrases.strip_lead(match["what"]), context.last), context)
    return True


def _whose(what: str, last: str) -> str:
    """支出 behind 政府性基金收入 is 政府性基金支出."""
    return last[: -len(what)] + what if what in ("收入", "支出") and last.endswith(("收入", "支出")) else what
