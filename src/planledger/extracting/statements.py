"""Quantified statements of a document (量化表述)."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from planledger.extracting import phrases
from planledger.extracting.distribution import subjects_of
from planledger.extracting.periods import frame_of, period_of, times_in
from planledger.extracting.screening import is_statement
from planledger.extracting.values import Value, find_values

from planledger.model.problem import Problem
from planledger.model.statement import Statement

if TYPE_CHECKING:
    from planledger.catalogue import Catalogue
    from planledger.model.document import Block, Document

_SENTENCE_END = re.compile(r"[。！？\n]")
_CLAUSE = re.compile(r"[，；：]")
_FUTURE = re.compile(r"(?:今年|明年|到20\d\d年|“?十[四五六]五”?(?:期间|末)|预期目标|主要目标|目标是|力争|确保|争取|将|计划|拟)")
_PAST = re.compile(r"(?:去年|上年|过去|已经|已有|已|实现了|完成了|五年来)")


class Draft:
    """A statement in the making."""

    __slots__ = (
        "annual", "clause_at", "core", "deliver", "flow", "joined", "left", "left_text", "measure", "needs_object",
        "notes", "phrase", "right_text", "role", "rule", "sign", "subject", "value", "confidence",
    )  # fmt: skip

    def __init__(self, value: Value) -> None:
        self.value = value
        self.left_text = self.right_text = self.phrase = self.core = self.deliver = self.subject = ""
        self.joined = self.needs_object = self.flow = self.annual = False
        self.measure = "level"
        self.role = "actual"
        self.rule = ""
        self.sign = 1
        self.clause_at = 0
        self.confidence = 0.9
        self.left: phrases.Left | None = None
        self.notes: list[str] = []


class Context:
    """What a paragraph's earlier sentences leave behind for the next: the last phrases, the theme."""

    __slots__ = ("last", "phrases", "theme", "verb")

    def __init__(self) -> None:
        self.last = self.theme = self.verb = ""
        self.phrases: list[Draft] = []


def draft_sentence(text: str, start: int, end: int, values: list[Value], context: Context) -> list[Draft]:
    """Drafts of the values of one sentence ``text[start:end]``, with measure and phrase."""
    drafts = [Draft(value) for value in values]
    _lay_out(text, start, end, drafts)
    context.phrases = []
    context.last = context.verb = ""
    context.theme = _theme(text, start, drafts)
    at = 0
    while at < len(drafts):
        run = _run_length(text, drafts, at)
        if run > 1 and _draft_run(text, drafts[at : at + run], context):
            at += run
            continue
        _draft_one(text, drafts[at], context)
        at += 1
    return drafts


_THEME = re.compile(
    r"^(?:[一二三四五六七八九十]是|加快|推进|支持|深化|全力打造|打造|推动|以|围绕)?(?P<theme>[^，。；：\d]{2,18}(?:区|集团|公司|城|都|基地|产业|行业|工业|业|园|港|班列|计划|行动|工程|示范区|试验区|合作|铁路|高速|机场|企业|大学|项目))，"
)


def _theme(text: str, start: int, drafts: list[Draft]) -> str:
    if not drafts:
        return ""
    match = _THEME.match(text[start : min(start + 24, drafts[0].value.left)])
    return match["theme"] if match else ""


def _lay_out(text: str, start: int, end: int, drafts: list[Draft]) -> None:
    """Give each value the text on its left and right, up to the clause or the neighbouring value."""
    bounds = [start - 1, *(m.start() for m in _CLAUSE.finditer(text, start, end)), end]
    for draft in drafts:
        place = bisect_right(bounds, draft.value.start - 1) - 1
        draft.clause_at = bounds[place] + 1
    for index, draft in enumerate(drafts):
        value = draft.value
        before = drafts[index - 1].value.right if index else start
        left_from = max(before, draft.clause_at)
        place = bisect_right(bounds, value.right - 1)
        clause_end = bounds[place] if place < len(bounds) else end
        following = drafts[index + 1].value.left if index + 1 < len(drafts) else end
        draft.left_text = text[left_from : value.left]
        draft.right_text = text[value.right : min(clause_end, max(following, value.right))]
        draft.joined = bool(index) and left_from == before and before > draft.clause_at
    for index, draft in enumerate(drafts):
        if draft.joined:
            previous = drafts[index - 1]
            previous.right_text, draft.left_text = _split_gap(draft.left_text, previous)
        right = draft.right_text
        draft.needs_object = bool(right) and right[0] not in "、，。；：）和及与"
    for draft in drafts:
        draft.right_text = draft.right_text if draft.needs_object else ""


_CONNECTOR = re.compile(r"、|以及|和|及|与|并|或")


def _split_gap(gap: str, previous: Draft) -> tuple[str, str]:
    """The text between two values of a clause: what belongs to the first, what to the second."""
    if not gap:
        return "", ""
    match = _CONNECTOR.match(gap)
    if match:
        return "", gap[match.end() :]
    wants = _wants_object(previous)
    for match in _CONNECTOR.finditer(gap):
        if match.end() == len(gap):
            return (gap[: match.start()], "") if wants else ("", gap[: match.start()])
        if wants:
            return gap[: match.start()], gap[match.end() :]
        return "", gap
    if gap[0] == "的":
        return gap, ""
    if wants and not phrases.deliver_verb(gap):
        return gap, ""
    return "", gap


def _wants_object(draft: Draft) -> bool:
    left = draft.left_text.rstrip("了 ")
    if not left or phrases.ends_with_deliver(left):
        return True
    stripped = phrases.strip_lead(left)
    return not stripped or stripped[-1] in "为对向给等的将把有"


def _draft_one(text: str, draft: Draft, context: Context) -> None:
    value = draft.value
    left = phrases.Left(draft.left_text, needs_object=draft.needs_object)
    draft.left = left
    if value.form == "rank":
        _draft_rank(text, draft, left, context)
        return
    _measure(draft, left)
    phrase = _phrase(text, draft, left, context)
    _finish(draft, phrase, context)


def _finish(draft: Draft, phrase: str, context: Context) -> None:
    phrase = phrases.tidy(phrase)
    draft.phrase = phrase
    if phrase:
        context.last = phrase
    context.phrases.append(draft)


def _measure(draft: Draft, left: phrases.Left) -> None:
    value = draft.value
    unit = value.unit
    changing = left.trigger in ("up", "down")
    if value.form == "fold":
        draft.measure, draft.rule = "change", "fold"
    elif unit in ("%", "‰") and changing:
        draft.measure, draft.rule = "growth", "growth"
    elif unit == "倍":
        draft.measure, draft.rule = ("growth", "growth.times") if changing else ("change", "times")
    elif changing and (unit != "个" or True):
        draft.measure, draft.rule = "change", "change"
    if left.trigger == "down" and draft.measure in ("growth", "change"):
        draft.sign = -1
    if not changing and draft.measure == "level":
        _reduced_object(draft, left)


_REDUCING = re.compile(r"^(?:压缩|精简|压减|减少|削减|降低|下调|缩减|调减|核减)(?!.*(?:比例|率)$)")
_RAISING = re.compile(r"^(?:提高|上调|提升)(?!.*(?:比例|率)$)")


def _reduced_object(draft: Draft, left: phrases.Left) -> None:
    """压缩行政编制31.3%: the verb stands before the thing, the value is its change."""
    if draft.right_text or left.trigger:
        return
    match = _REDUCING.match(left.core)
    sign = -1
    if not match:
        match, sign = _RAISING.match(left.core), 1
    if match and match.end() < len(left.core) and draft.value.unit in ("%", "个百分点"):
        draft.measure = "growth" if draft.value.unit == "%" else "change"
        draft.sign, draft.rule = sign, "growth.object"
        left.core = left.core[match.end() :]


def _phrase(text: str, draft: Draft, left: phrases.Left, context: Context) -> str:
    core, right = left.core, draft.right_text
    if left.trigger and core and not left.bare:
        draft.rule = draft.rule or "reached"
        return _with_context(core, draft, left, context)
    if left.trigger in ("up", "down") and not core:
        draft.rule = draft.rule or "inherited"
        return _inherit(context, draft)
    if not right:
        draft.rule = draft.rule or "object_before"
        if not core:
            return _inherit(context, draft)
        return _with_context(core, draft, left, context)
    if right[0] == "的" and core and not left.bare:
        draft.rule = "attribute"
        return phrases.right_object(right) + phrases.drop_examples(core)[0]
    if not core and left.trigger == "reach" and left.verb not in ("有", "为", "实现", "完成", "达到", "对"):
        if right and phrases.right_object(right):
            pass
    draft.rule = draft.rule or "object_after"
    core, listed = phrases.drop_examples(core)
    draft.core = core
    found = phrases.right_object(right)
    verb = phrases.deliver_verb(core)
    if verb:
        context.verb = verb
        draft.flow = True
    elif draft.joined and context.verb:
        core = context.verb + core
        draft.flow = True
    return core + found


def _with_context(core: str, draft: Draft, left: phrases.Left, context: Context) -> str:
    """A phrase that stands before its value, completed from what went before."""
    draft.flow = bool(left.deliver) or "累计" in draft.left_text
    verb = phrases.deliver_verb(core)
    dependent = core in _dependent() or core.removeprefix("其中") in _dependent()
    if verb and verb != core and not dependent:
        context.verb = verb
        return _themed(core, context)
    if dependent and context.last:
        base = context.last
        for head in (*_dependent(),):
            if base.endswith(head) and base != head:
                base = base[: -len(head)]
                break
        return base + core
    if not left.trigger and context.verb and not verb and (draft.joined or _same_kind(draft, context)):
        draft.flow = True
        core = context.verb + core
    return _themed(core, context)


def _dependent() -> frozenset[str]:
    from planledger.extracting.grammar import words

    global _DEPENDENT
    if not _DEPENDENT:
        _DEPENDENT = frozenset(words()["dependent_head"])
    return _DEPENDENT


_DEPENDENT: frozenset[str] = frozenset()


def _themed(core: str, context: Context) -> str:
    if context.theme and context.theme not in core and len(core) <= 12:
        return context.theme + core
    return core


def _same_kind(draft: Draft, context: Context) -> bool:
    if not context.phrases:
        return False
    previous = context.phrases[-1]
    return previous.value.unit == draft.value.unit and previous.measure == "level" and previous.flow


def _inherit(context: Context, draft: Draft) -> str:
    draft.confidence -= 0.05
    for previous in reversed(context.phrases):
        if previous.phrase and previous.measure != "rank":
            draft.flow = previous.flow
            return previous.phrase
    return context.theme


def _draft_rank(text: str, draft: Draft, left: phrases.Left, context: Context) -> None:
    draft.measure, draft.rule = "rank", "rank"
    value = draft.value
    value.unit = value.unit or "位"
    core, place = split_rank(draft.left_text)
    core = phrases.strip_lead(core)
    if not core or core in ("增速", "增幅", "总量", "规模", "增量", "总量和增速", "数量", "分别", "均", "且", "并"):
        base = _inherit(context, draft)
        core = base + (core if core not in ("分别", "均", "且", "并") else "")
    _finish(draft, core + place + "位次", context)


_RANK_VERB = re.compile(
    r"(?:位居|位列|稳居|跃居|名列|排名|排位|跃升至|跃升到|上升至|上升到|升至|提升至|提升到|继续保持|保持|进入|跻身|迈入|邁入|跃上|跃至|挺进|位次|列为|列|居|排在|排|前移至|晋升至|进位至|晋级|成为|实现)"
)


def split_rank(text: str) -> tuple[str, str]:
    """What is ranked, and among whom, from the text before a rank: 粮食产量稳居全国 -> (粮食产量, 全国)."""
    matches = list(_RANK_VERB.finditer(text))
    if not matches:
        return text, ""
    match = matches[-1]
    first = match
    for earlier in reversed(matches[:-1]):
        if earlier.end() == first.start():
            first = earlier
    core, place = text[: first.start()], text[match.end() :]
    core = re.sub(r"(?:均|都|分别|也|一直|始终|长期|连续.{1,3}年|力争|双双|继续)+$", "", core)
    return core, place.rstrip("的")


_RUN_GAP = {"", "、", "和", "与", "及", "以及", "，", "：", "∶", ":", "︰", "/"}


def _run_length(text: str, drafts: list[Draft], at: int) -> int:
    """How many values from ``at`` on stand side by side with nothing but a connector between them."""
    length = 1
    first = drafts[at].value
    if first.form == "rank":
        return 1
    while at + length < len(drafts):
        before, value = drafts[at + length - 1].value, drafts[at + length].value
        gap = text[before.right : value.left]
        if gap not in _RUN_GAP or (gap == "，" and "分别" not in drafts[at].left_text) or value.form == "rank":
            break
        if _kind_of_unit(value.unit) != _kind_of_unit(first.unit) and value.unit and first.unit and "分别" not in drafts[at].left_text:
            break
        length += 1
    return length


def _kind_of_unit(unit: str) -> str:
    return unit.lstrip("十百千万亿") or unit


def _draft_run(text: str, drafts: list[Draft], context: Context) -> bool:
    """Values in a row: as many subjects before them, or the last so many statements of the sentence."""
    first = drafts[0]
    left = phrases.Left(first.left_text, needs_object=False)
    count = len(drafts)
    head = left.core
    for word in ("分别", "各", "均"):
        if head.endswith(word):
            head = head[: -len(word)]
    if len(set(d.value.unit for d in drafts)) > 1:
        unit = next((d.value.unit for d in reversed(drafts) if d.value.unit), "")
        for draft in drafts:
            if not draft.value.unit:
                draft.value.unit = unit
    previous = [d for d in context.phrases if d.phrase and d.measure != "rank"]
    if head:
        head, listed = (head, False)
        subjects = subjects_of(head, count)
        if not subjects and "比" in head and text[first.value.right : first.value.right + 1] in "：∶:︰":
            subjects = ["第一产业比例", "第二产业比例", "第三产业比例"] if count == 3 else [head] * count
    else:
        distinct = list(dict.fromkeys(d.phrase for d in previous))
        subjects = distinct[-count:] if len(distinct) >= count else []
    if not subjects or len(subjects) != count:
        return False
    for draft, subject in zip(drafts, subjects, strict=True):
        draft.left = left
        draft.needs_object = False
        _measure(draft, left)
        draft.rule = "distributed"
        draft.flow = bool(phrases.deliver_verb(subject)) or "累计" in first.left_text
        if head and context.theme:
            subject = _themed(subject, context)
        _finish(draft, subject, context)
    return True


def find_statements(document: Document, catalogue: Catalogue) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """Quantified statements of ``document`` in text order, and the numerals that could not be read with certainty.

    Spans are offsets into ``document.source``.
    """
    text = document.text
    values = find_values(text, catalogue.unit_names)
    blocks, starts = document.blocks, [block.start for block in document.blocks]
    statements: list[Statement] = []
    problems: list[Problem] = []
    context = Context()
    at = 0
    while at < len(values):
        value = values[at]
        block = blocks[max(0, bisect_right(starts, value.start) - 1)]
        start, end = _sentence_bounds(text, value.start, block.start, block.end)
        group = []
        while at < len(values) and values[at].start < end:
            if not is_statement(text, values[at]):
                group.append(values[at])
            at += 1
        if values[at - 1].start < start:  # a value outside every block
            continue
        if not group or block.kind in ("title", "furniture"):
            continue
        drafts = draft_sentence(text, start, end, group, context)
        _place(document, block, start, end, drafts)
        statements += [_record(document, block, start, end, draft, catalogue) for draft in drafts]
    return tuple(statements), tuple(problems)


def _sentence_bounds(text: str, at: int, first: int, last: int) -> tuple[int, int]:
    start = max(text.rfind("。", first, at), text.rfind("！", first, at), text.rfind("？", first, at)) + 1 or first
    start = max(start, first)
    match = _SENTENCE_END.search(text, at, last)
    return start, match.start() if match else max(last, at + 1)


def _place(document: Document, block: Block, start: int, end: int, drafts: list[Draft]) -> None:
    """Role and period of the drafts of one sentence."""
    for draft in drafts:
        draft.role = "target" if block.part == "outlook" else "actual"
        before = draft.left_text
        if draft.measure in ("level", "rank") and re.search(r"(?:由|从)(?:[^，。；由从]{0,8})$", before) and re.match(
            r".{0,4}?(?:至|到|为|增|降|升|提|压|缩|减|扩|拓|下|上)", text_after(document.text, draft.value.right)
        ):
            draft.role = "baseline"


def text_after(text: str, at: int) -> str:
    return text[at : at + 8]


def _record(document: Document, block: Block, start: int, end: int, draft: Draft, catalogue: Catalogue) -> Statement:
    text, value = document.text, draft.value
    sentence = text[start:end]
    frame = frame_of(document, block.part, False)
    before = text[draft.clause_at : value.left]
    striving = bool(_STRIVING.search(before))
    draft.annual = "年均" in before[-12:] or "平均增长" in before[-8:] or "平均递增" in before[-8:]
    period = period_of(
        sentence, times_in(sentence), value.start - start, frame, role=draft.role, measure=draft.measure,
        flow=draft.flow or draft.measure in ("growth", "change"), annual=draft.annual, clause=draft.clause_at - start,
    )  # fmt: skip
    span = document.offsets.to_source(value.start, value.end)
    whole = document.offsets.to_source(start, end)
    low, high = value.low, value.high
    if draft.sign < 0:
        low, high = (None if high is None else -high), (None if low is None else -low)
    return Statement(
        id=f"{document.id}#{span.start}", document=document.id, start=span.start, end=span.end,
        text=document.source[span.start : span.end], indicator=draft.phrase, subject=draft.subject, indicator_id="",
        measure=draft.measure, low=low, high=high, unit=value.unit, base_low=low, base_high=high, base_unit="",
        bound=value.bound, role=draft.role, striving=striving, estimate="预计" in before, period=period,
        region=document.region.value, sentence=sentence, sentence_start=whole.start, sentence_end=whole.end,
        section=block.section, part=block.part, confidence=draft.confidence, rule=draft.rule, notes=tuple(draft.notes),
    )  # fmt: skip


_STRIVING = re.compile(r"力争|争取|努力")
