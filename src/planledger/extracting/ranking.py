"""Ranks: what is ranked, and among whom (位次)."""

from __future__ import annotations

from planledger.extracting import phrases
from planledger.extracting.context import Context, belonging, clause_before, dependent_heads, finish, themed, topic
from planledger.extracting.grammar import pattern, words
from planledger.extracting.layout import Draft

_VERB = pattern("ranking.verb")
_ADVERBS = pattern("ranking.adverbs")
_PLACE_ONLY = pattern("ranking.place_only")


def split_rank(text: str) -> tuple[str, str]:
    """What is ranked and among whom, from the text before a rank.

    >>> split_rank("粮食产量稳居全国")
    ('粮食产量', '全国')
    >>> split_rank("在同类城市位居")
    ('', '同类城市')
    """
    matches = list(_VERB.finditer(text))
    if not matches:
        core, place = text, ""
    else:
        first = last = matches[-1]
        for earlier in reversed(matches[:-1]):
            if earlier.end() == first.start() or text[earlier.end() : first.start()] in ("为", "到", "至"):
                first = earlier
        core, place = text[: first.start()], text[last.end() :]
    core = _ADVERBS.sub("", core)
    match = _PLACE_ONLY.match(core)
    if match:
        core, place = "", match["place"] + place
    return core, place.rstrip("的").lstrip("在至到为")


_RANKING = pattern("drafting.ranking")


def draft_rank(draft: Draft, context: Context) -> None:
    """Give the draft of a rank its phrase: what is ranked, and among whom."""
    draft.measure, draft.rule = "rank", "rank"
    draft.value.unit = draft.value.unit or "位"
    core, place = split_rank(draft.left_text)
    core = phrases.strip_lead(core)
    listed = _RANKING.match(clause_before(draft, context)) if not draft.joined else None
    if listed and len(core) <= 6:
        core = ("" if core in words()["empty"] else core) + listed["list"]
        context.contest = listed["list"]
    elif context.contest and core and context.drafts[-1].measure == "rank" and not draft.joined and len(core) <= 12:
        core += context.contest
    elif not core or core in ("分别", "均", "且", "并", "我市", "我省"):
        core = context.last or topic(draft, context) or context.theme
        draft.confidence -= 0.05
    elif core in dependent_heads() or core in ("总量和增速", "产销量", "侦破率", "增速", "增幅"):
        core = _of_rank(context.last or topic(draft, context), core)
    else:
        core = themed(core, context)
    finish(draft, core + place + "位次", context, core)


def _of_rank(base: str, head: str) -> str:
    if base.endswith(head):
        return base
    return belonging(base, head) if head.endswith("量") else base + head
