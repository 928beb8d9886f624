"""Changes as accounts tell them, and the earlier amount that they are reckoned from (增支减支、比上年执行数)."""

from __future__ import annotations

from planledger.extracting.context import Context, finish
from planledger.extracting.grammar import pattern
from planledger.extracting.layout import Draft

_ACCOUNT_CHANGE = pattern("changes.account_change")
_AGAINST = pattern("changes.against")
_CHANGED = pattern("changes.changed")
_MORE_OR_LESS = {"增": "增加", "减": "减少"}
EARLIER = "earlier"
"""Rule of an earlier amount, from which a change is reckoned: a baseline."""


def change_said(left_text: str) -> str:
    """``left_text`` with the change that its verb tells in plain words; empty where it tells none.

    >>> change_said("，比上年增支"), change_said("，农民增收")
    ('，比上年增加', '')
    """
    match = _ACCOUNT_CHANGE.search(left_text)
    return left_text[: match.start("change")] + _MORE_OR_LESS[match["change"]] if match else ""


def draft_earlier(draft: Draft, context: Context) -> bool:
    """Take 比上年执行数|51亿元|增长1% as an earlier value of what the sentence spoke of before; whether it is one."""
    value = draft.value
    if not context.last or draft.trigger or value.unit != context.drafts[-1].value.unit:
        return False
    if not (_AGAINST.match(draft.left_text) and _CHANGED.match(context.text, value.right)):
        return False
    draft.rule = EARLIER
    finish(draft, context.last, context)
    return True
