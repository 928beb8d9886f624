"""Values of a sentence with the text that belongs to each: its left, its right, its neighbours (句内布局)."""

from __future__ import annotations

import re
from bisect import bisect_right

from planledger.extracting import phrases
from planledger.extracting.grammar import pattern
from planledger.extracting.values import Value
from planledger.model.statement import Measure, Role

_CLAUSE = re.compile(r"[，；：]")
_CONNECTOR = re.compile(r"、|以及|和|及|与|并|或")


class Draft:
    """A statement in the making: a value and what has been found out about it so far.

    Attributes:
        value: The numeral with unit and bounds.
        left_text: Text before the value, from its clause's beginning or the value before it.
        right_text: Text behind the value up to the clause's end or the next value; empty when nothing belongs to it.
        phrase: What is measured.
        base: The same without rank words, for the values that follow and say nothing of their own.
        joined: Whether the value before stands in the same clause.
        flow: Whether the value adds up over its period (新建, 累计).
        measure: Kind of quantity.
        lead: Of a further value of a row, the first of that row, which says the time of all; else None.
        sign: -1 where the verb says a decrease.
        role: Filled in when the sentence is placed in the document.
        opens: Whether a bracket that holds values begins before it.
        closes: Whether one ended before it.
        outside: What stands before that bracket.
        clause_at: Where the clause begins in the text.
        clause_no: Which clause of the sentence it is in.
        confidence: What is left of it.
        rule: The rule that made the phrase.
        notes: What was decided, for people.
    """

    __slots__ = (
        "base", "clause_at", "clause_no", "closes", "confidence", "flow", "joined", "lead", "left_text", "measure",
        "notes", "opens", "outside", "phrase", "right_text", "role", "rule", "sign", "trigger", "value",
    )  # fmt: skip

    def __init__(self, value: Value) -> None:
        self.value = value
        self.left_text = self.right_text = self.outside = self.phrase = self.base = self.rule = self.trigger = ""
        self.joined = self.flow = self.opens = self.closes = False
        self.lead: Draft | None = None
        self.measure: Measure = "level"
        self.role: Role = "actual"
        self.sign = 1
        self.clause_at = self.clause_no = 0
        self.confidence = 0.95
        self.notes: tuple[str, ...] = ()


def lay_out(text: str, start: int, end: int, values: list[Value]) -> list[Draft]:
    """A draft for each value of the sentence ``text[start:end]``, with the text on its left and right."""
    drafts = [Draft(value) for value in values]
    bounds = [start - 1, *_clause_marks(text, start, end, values), end]
    for index, draft in enumerate(drafts):
        value = draft.value
        place = bisect_right(bounds, value.start - 1) - 1
        draft.clause_no, draft.clause_at = place, bounds[place] + 1
        before = drafts[index - 1].value.right if index else start
        after = bisect_right(bounds, value.right - 1)
        clause_end = bounds[after] if after < len(bounds) else end
        following = drafts[index + 1].value.left if index + 1 < len(drafts) else end
        draft.left_text = text[max(before, draft.clause_at) : value.left]
        draft.right_text = text[value.right : max(value.right, min(clause_end, following))]
        draft.joined = before > draft.clause_at
    bracketed = text.find("（", start, end) >= 0
    for index, draft in enumerate(drafts):
        if bracketed and _at_bracket(text, start, drafts, index):
            continue
        if draft.joined:
            _share_gap(drafts, index)
    for draft in drafts:
        if draft.right_text[:1] in "、，。；：）" or (
            _CONNECTOR.match(draft.right_text) and not _PREPOSITION.match(draft.right_text)
        ):
            draft.right_text = ""
    return drafts


def _at_bracket(text: str, start: int, drafts: list[Draft], index: int) -> bool:
    """Part two values where a bracket around values begins or ends between them: 投资5亿元（含征地1亿元）、增长3%."""
    draft, before = drafts[index], drafts[index - 1].value.right if index else start
    gap = _REMARK.sub("", text[before : draft.value.left])
    opens, closes = gap.rfind("（"), gap.find("）")
    draft.opens, draft.closes = opens >= 0, closes >= 0
    if not (draft.opens or draft.closes):
        return False
    if index:
        drafts[index - 1].right_text = _BRACKET_EDGE.split(drafts[index - 1].right_text)[0]
    left = draft.left_text
    shown = _REMARK.sub(lambda remark: "□" * len(remark.group()), left)  # 卫生服务中心（站）
    after, named = shown.find("）") + 1, shown.rfind("（")
    if draft.opens:
        draft.outside = left[after:named].lstrip("、，")
        left = _HELD.sub("", left[named + 1 :]) or draft.outside
    else:
        left = left[after:].lstrip("、，") or drafts[index - 1].outside
    draft.left_text = left
    return True


_BRACKET_EDGE = re.compile("[（）]")
_HELD = re.compile("^(?:(?:包含|包括|含|内含|其中)[，：]?)+")


def _clause_marks(text: str, start: int, end: int, values: list[Value]) -> list[int]:
    """Where clauses part; a mark inside a bracket without values parts none: 收入（预计数，下同）|12亿元."""
    marks = [match.start() for match in _CLAUSE.finditer(text, start, end)]
    if text.find("（", start, end) < 0:
        return marks
    starts = [value.start for value in values]
    for match in _REMARK.finditer(text, start, end):
        first, last = match.span()
        if bisect_right(starts, first) == bisect_right(starts, last - 1):
            marks = [mark for mark in marks if not first < mark < last]
    return marks


_REMARK = re.compile(r"（[^（）]*）")
_BRACKETED = re.compile(r"（[^（）]*）|“[^“”]*”|国家[和及与]地区")
_PREPOSITION = pattern("layout.preposition")


_REACHED = re.compile("^(?:[百千万]?亿元?)?(?:大关|新?台阶)、")


def _share_gap(drafts: list[Draft], index: int) -> None:
    """Divide the text between two values of one clause among them."""
    previous, draft = drafts[index - 1], drafts[index]
    gap = _REACHED.sub("", draft.left_text)
    previous.right_text, draft.left_text = _split_gap(gap, previous)
    if gap and not draft.left_text and gap[-1] != "的":
        _share_verb(previous, draft)
    if gap == "的":
        previous.right_text = gap + draft.right_text
    elif gap in ("、", "和", "及", "") and draft.right_text and _opens(previous.left_text):
        previous.right_text = draft.right_text


def _split_gap(gap: str, previous: Draft) -> tuple[str, str]:
    """What of the text between two values belongs to the first, what to the second."""
    if not gap:
        return "", ""
    match = _CONNECTOR.match(gap)
    if match:
        return "", gap[match.end() :]
    if gap[0] == "的" or (gap[-1] == "的" and not gap.endswith("年的")):
        return gap, ""
    wants = wants_object(previous.left_text)
    connectors = list(_CONNECTOR.finditer(_BRACKETED.sub(lambda match: "□" * len(match.group()), gap)))
    if connectors:
        last = connectors[-1]
        if last.end() == len(gap):
            return gap[: last.start()], ""
        if not wants:
            return "", gap
        cut = next((c for c in connectors if phrases.ends_as_thing(gap[: c.start()])), connectors[0])
        return gap[: cut.start()], gap[cut.end() :]
    if wants and not phrases.deliver_verb(gap):
        return gap, ""
    return "", gap


def _share_verb(previous: Draft, draft: Draft) -> None:
    """为300户家庭|发放|500万元补贴: the verb is of the second value; 9项时限|压缩|70%: it is what changed."""
    gap = previous.right_text
    if change := phrases.ends_with_change(gap):
        thing = phrases.drop_adverbs(gap[: gap.rindex(change)])
        previous.right_text, draft.left_text = thing, gap[len(thing) :]
    elif draft.right_text and previous.left_text.endswith(("为", "与", "给", "向", "对")):
        verb = phrases.ends_with_deliver(gap)
        draft.left_text = verb if 2 <= len(verb) < len(gap) - 1 else ""
    elif not draft.right_text and previous.left_text.endswith("在"):
        inside = (at for at in range(1, len(gap) - 2) if len(phrases.deliver_verb(gap[at:])) > 1)
        draft.left_text = gap[next(inside, len(gap)) :]


def _opens(left: str) -> bool:
    """Whether the text before a value is nothing but a verb or a word that opens a count: 确保剩余|369户、874名…."""
    stripped = phrases.strip_lead(left.rstrip("了 "))
    openers = ("剩余", "首批", "各", "每个", "对", "为")
    return not stripped or stripped == phrases.deliver_verb(stripped) or stripped in openers


def wants_object(left: str) -> bool:
    """Whether the text before a value leaves open what is counted: 新建|4所, 为|1.3万名."""
    left = left.rstrip("了 ")
    if not left or phrases.ends_with_deliver(left):
        return True
    stripped = phrases.strip_lead(left)
    opens = ("剩余", "首批", "新增", "各", "每个")
    return not stripped or stripped[-1] in "为对向给与在等的将把有" or stripped in opens
