"""What the values of a sentence leave behind for the next: phrases, verbs, topics (上下文)."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import cache

from planledger.extracting import phrases
from planledger.extracting.grammar import pattern, words
from planledger.extracting.layout import Draft

DEPENDENT = pattern("drafting.dependent")


class Context:
    """What the values of a sentence so far leave behind for the next.

    Attributes:
        text: Cleaned text of the document.
        start: Where the sentence begins.
        floor: Where its block begins.
        known: Phrases that name an indicator of the catalogue by themselves.
        drafts: Drafts finished so far.
        verb: The delivering verb that reaches on (新建…, …).
        theme: Organisation or place that opens the sentence.
        field: Field or industry that the sentence begins with.
        stem: Number of the draft behind a short name (二等奖), and whose that name was.
        subject: Who acts, where a value's clause said so.
        contest: Survey or contest in which the ranks of the sentence are.
        inside: Whether a bracket that holds values is open.
        outer: How many drafts stand before that bracket.
        parts: What the members of a ratio are.
        members: What a shared head was resolved to (城镇居民, 农村居民), for the next values that share it.
        whole: Drafts of the sentence before, where this one tells their parts (其中).
    """

    __slots__ = (
        "contest", "drafts", "field", "floor", "inside", "known", "members", "outer", "parts", "start", "stem",
        "subject", "text", "theme", "verb", "whole",
    )  # fmt: skip

    def __init__(self, text: str, start: int, floor: int, known: Container[str], whole: Sequence[Draft] = ()) -> None:
        self.text, self.start, self.floor, self.known, self.whole = text, start, floor, known, whole
        self.drafts: list[Draft] = []
        self.verb = self.theme = self.subject = self.contest = self.field = ""
        self.members: tuple[str, ...] = ()
        self.parts: list[str] = []
        self.outer, self.inside = 0, False
        self.stem = (-1, "")

    @property
    def last(self) -> str:
        """The phrase that a value without one of its own continues."""
        return self.drafts[-1].base if self.drafts else ""

    @property
    def holder(self) -> str:
        """The phrase whose parts a bracket tells; outside of brackets the last."""
        return self.drafts[self.outer - 1].base if self.inside and self.outer else self.last

    def at_bracket(self, draft: Draft) -> None:
        """Forget what a bracket said where it ended before ``draft``, and remember where one begins."""
        if draft.closes:
            del self.drafts[self.outer :]
        self.outer, self.inside = len(self.drafts), draft.opens


_SHARE_OF = pattern("phrases.share_of")


def finish(draft: Draft, phrase: str, context: Context, base: str = "") -> None:
    """Give ``draft`` its phrase and leave it behind in ``context``; ``base`` is the phrase without rank words."""
    draft.phrase = phrases.tidy(phrase) or phrases.tidy(draft.left_text + draft.right_text)
    if len(draft.phrase) > _LONGEST:
        _shorten(draft)
    if draft.value.unit == "%" and draft.measure == "level" and _SHARE_OF.search(draft.phrase):
        draft.phrase += "比重"
    draft.base = (base and phrases.tidy(base)) or draft.base or draft.phrase
    if (
        draft.value.unit in ("位", "名")
        and draft.phrase.endswith(("排位", "位次", "排名", "名次"))
        and draft.measure == "level"
    ):
        draft.measure, draft.rule = "rank", "rank.level"
    context.drafts.append(draft)


_LONGEST = 60


def _shorten(draft: Draft) -> None:
    """Leave of a phrase that is no phrase, such as a table that lost its cells, what stands behind its last figure."""
    rest = phrases.strip_lead(_DIGIT.split(draft.phrase)[-1])
    if 2 <= len(rest) < len(draft.phrase):
        draft.phrase = rest
        draft.confidence -= 0.3
        draft.notes += ("phrase taken from behind the figures of a long text",)


def themed(core: str, context: Context) -> str:
    """``core`` with the theme of the sentence before it, when it is short and lacks it."""
    if context.theme and context.theme not in core and len(core) <= 12:
        return context.theme + core
    return core


_OWN_SCOPE = pattern("drafting.own_scope")


def under_subject(core: str, draft: Draft, context: Context) -> bool:
    """Whether a short phrase is still said of who acted earlier in the sentence; 每万人口 holds up to a semicolon."""
    if _OWN_SCOPE.search(draft.left_text):
        return False
    said = context.drafts[-1].value.right if context.drafts else context.start
    if context.subject[0] == "每" and "；" in context.text[said : draft.value.left]:
        return False
    return len(core) <= (8 if draft.joined else 6)


@cache
def dependent_heads() -> frozenset[str]:
    """Heads that need the thing they are said of (总投资, 占比)."""
    return frozenset(words()["dependent_head"])


_COMPARED = ("占", "增速", "增幅", "高于", "低于", "快于", "高出", "优于", "好于", "慢于", "领先")

_AMOUNTS = ("总量", "总额")
_AMOUNTED = ("收入", "支出", "进出口", "出口", "进口")


def belonging(base: str, head: str) -> str:
    """``head`` of ``base``: 重点项目 and 总投资 → 重点项目总投资; the base loses its own measure and its verb."""
    if head.startswith(_COMPARED):
        return base + head
    if head in base or base in dependent_heads():
        return head
    if len(head) == 3 and base.endswith(head[1:]) and len(base) > 5 and head not in dependent_heads():
        return base[:-3] + head  # 省科学技术奖一等奖 and 二等奖
    if head in _AMOUNTS and base.endswith(_AMOUNTED):
        return base + head
    for known in _heads_by_length():
        if base.endswith(known) and len(base) > len(known) + 1:
            base = base[: -len(known)]
            break
    if head in ("进口", "出口"):
        base = base.removesuffix("进出口")
    verb = phrases.deliver_verb(base)
    while verb and len(base) - len(verb) >= 2:
        base = base[len(verb) :]
        verb = phrases.deliver_verb(base[1:]) if base[0] == "、" else ""  # 开工、续建项目
        base = base.lstrip("、")
    if base.startswith(head) or head.startswith(base):
        return head
    return base + head


@cache
def _heads_by_length() -> tuple[str, ...]:
    return tuple(sorted({*dependent_heads(), *words()["ended_head"]}, key=lambda head: -len(head)))


_LEADING_NOUN = pattern("drafting.leading_noun")
_DIGIT = re.compile(r"\d")


def clause_before(draft: Draft, context: Context) -> str:
    """The clause before the value's own in its sentence."""
    return re.split(r"[，；：]", context.text[context.start : max(context.start, draft.clause_at - 1)])[-1]


_HUB = pattern("drafting.hub")
_THROUGHPUT = re.compile("年?(?:旅客|货邮|货物|集装箱)?年?吞吐量$")
_PLACE = re.compile("[港航]|机场|枢纽|口岸")
_MADE = re.compile("打造|建设|建成")


def hub_before(draft: Draft, context: Context) -> str:
    """The port, airport or hub that the sentence spoke of, for what passes through it; else empty."""
    if context.last.endswith("吞吐量"):
        before = _THROUGHPUT.sub("", context.last)
        return before if _PLACE.search(before) else ""
    found = _HUB.search(context.text, context.start, draft.clause_at)
    if not found:
        return ""
    hub = phrases.strip_lead(found["hub"])
    return _MADE.sub("", hub[len(phrases.deliver_verb(hub)) :])


def topic(draft: Draft, context: Context) -> str:
    """What the clause before, or the short sentence before, speaks of."""
    if draft.clause_at > context.start:
        clause = clause_before(draft, context)
    else:
        previous = context.text[context.floor : max(context.floor, context.start - 1)]
        clause = re.split(r"[，；：。]", previous)[-1]
        if len(clause) > 14:
            return ""
    clause = phrases.strip_lead(clause)
    verb = phrases.deliver_verb(clause)
    if verb and len(verb) < len(clause):
        clause = clause[len(verb) :].lstrip("了")
    match = _LEADING_NOUN.match(clause)
    noun = match["noun"] if match else clause.removesuffix("力度").removesuffix("建设")
    return noun if 2 <= len(noun) <= 16 and not _DIGIT.search(noun) else ""
