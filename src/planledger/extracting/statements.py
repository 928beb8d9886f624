"""Quantified statements of a document (量化表述)."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from planledger.extracting import budgets, phrases
from planledger.extracting.changes import EARLIER
from planledger.extracting.context import Context
from planledger.extracting.drafting import draft_sentence
from planledger.extracting.grammar import pattern
from planledger.extracting.layout import Draft
from planledger.extracting.periods import Frame, Timing, frames_of, period_of, times_in
from planledger.extracting.screening import why_not
from planledger.extracting.tables import Tables, read_tables
from planledger.extracting.values import find_values
from planledger.model.problem import Problem
from planledger.model.statement import Bound, Statement

if TYPE_CHECKING:
    from planledger.catalogue import Catalogue
    from planledger.model.document import Block, Document

_SENTENCE_END = re.compile(r"[。！？\n]")
_WRITTEN = {"大": "个", ":1": "∶1", "：1": "∶1", "比1": "∶1"}
_MIRRORED: dict[Bound, Bound] = {"at_least": "at_most", "at_most": "at_least"}
_ANNUAL = pattern("statements.annual")
_AVERAGED = ("平均增长", "平均递增", "平均每年增长")
_STRIVING = pattern("statements.striving")


def find_statements(
    document: Document, catalogue: Catalogue, tables: Tables | None = None
) -> tuple[tuple[Statement, ...], tuple[Problem, ...]]:
    """Quantified statements of ``document`` in text order, and the numerals that could not be read with certainty.

    Spans are offsets into ``document.source``; ``tables`` are the document's, read here when they are not given.
    """
    text = document.text
    values = find_values(text, catalogue)
    blocks, starts = document.blocks, [block.start for block in document.blocks]
    frames = frames_of(document)
    tables = tables or read_tables(document, catalogue)
    found: list[tuple[_Sentence, Draft]] = []
    problems: list[Problem] = []
    drafts: list[Draft] = []
    at = end = 0
    while at < len(values):
        number = max(0, bisect_right(starts, values[at].start) - 1)
        block = blocks[number]
        stretch = (block.start, block.end) if block.kind != "table_row" else tables.prose_at(values[at].start)
        if stretch is None:
            at += 1
            continue
        start, end = _sentence_bounds(text, values[at].start, *stretch, floor=end)
        group = []
        while at < len(values) and values[at].start < end:
            if not why_not(text, values[at]):
                values[at].unit = _WRITTEN.get(values[at].unit, values[at].unit)
                group.append(values[at])
            at += 1
        if group and block.kind not in ("title", "furniture", "footnote"):
            goes_on = text.startswith("其中", start) and found and found[-1][0].block is block
            whole = drafts if goes_on else ()
            context = Context(text, start, stretch[0], catalogue.indicators.by_phrase, whole)
            drafts = draft_sentence(context, end, group)
            _place(document, block, drafts)
            sentence = _Sentence(document, block, frames[number], start, end)
            problems += _run_together(document, drafts)
            found += [(sentence, draft) for draft in drafts]
    return tables.merged(_records(document, found)), tuple(problems)


def _run_together(document: Document, drafts: list[Draft]) -> list[Problem]:
    """Values that lost what stood between them (28%12%) and that the sentence does not name one by one."""
    found = []
    for first, second in pairwise(drafts):
        adjacent = first.value.right == second.value.left and first.value.unit == second.value.unit != ""
        if not adjacent or first.value.form != "amount" or second.rule in ("distributed", "ratio"):
            continue
        first.confidence = second.confidence = 0.3
        start, end = document.offsets.to_source(first.value.start, second.value.right)
        found.append(
            Problem(
                code="value.unassigned",
                document=document.id,
                start=start,
                end=end,
                text=document.source[start:end],
                message="two values stand side by side and the sentence does not name a subject for each",
                message_zh="两个数值连在一起，句中没有一一对应的主语，请对照原文",
            )
        )
    return found


def _sentence_bounds(text: str, at: int, first: int, last: int, *, floor: int) -> tuple[int, int]:
    """The sentence around ``at`` in the stretch ``[first, last)``; ``floor`` is where the one before it ended."""
    near = max(first, floor)
    start = max(text.rfind("。", near, at), text.rfind("！", near, at), text.rfind("？", near, at)) + 1
    match = _SENTENCE_END.search(text, at, last)
    return max(start, first), match.start() if match else max(last, at + 1)


_FROM = pattern("statements.from")
_TO = pattern("statements.to")
_LAST_YEAR = pattern("statements.last_year")
_ALREADY = pattern("statements.already")


def _place(document: Document, block: Block, drafts: list[Draft]) -> None:
    """Role of the drafts of one sentence."""
    for index, draft in enumerate(drafts):
        before = drafts[index - 1] if index else draft
        if index and _runs_on(draft, before):
            draft.role, draft.lead = before.role, before.lead or before
            continue
        draft.role = "target" if block.part == "outlook" or draft.rule == budgets.RULE else "actual"
        near = draft.left_text
        if draft.role == "target" and "已" in near and _ALREADY.search(near):
            draft.role = "actual"
        came_from = draft.measure in ("level", "rank") and ("由" in near or "从" in near) and _FROM.search(near)
        if came_from and _comes_to(document.text, drafts[index:]):
            draft.role = "baseline"
        if draft.rule == EARLIER or (draft.measure == "level" and draft.opens and _LAST_YEAR.search(near)):
            draft.role = "baseline"


def _comes_to(text: str, drafts: list[Draft]) -> bool:
    """Whether the first of ``drafts``, and what is in a row with it, became something: 由|16%、70%|提高到."""
    for draft, following in zip_longest(drafts, drafts[1:]):
        if _TO.match(text[draft.value.right : draft.value.right + 8]):
            return True
        if following is None or not (_runs_on(following, draft) or _plain_next(following, draft)):
            return False
    return False


_COLONS = ":：∶︰"


def _runs_on(draft: Draft, before: Draft) -> bool:
    """Whether ``draft`` is a further value of the row of ``before``: the 48 of 15:48:37."""
    apart = draft.left_text.strip(_COLONS) or before.right_text.strip(_COLONS) not in ("", draft.right_text)
    return draft.rule in ("ratio", "distributed") and not apart


def _plain_next(draft: Draft, before: Draft) -> bool:
    return not draft.left_text and draft.rule == before.rule


_GAINED = pattern("statements.gained")
_STATE_TAIL = pattern("statements.state_tail")
_EVENT = pattern("statements.event")
_HANDLED = re.compile("[办答批]结率$|[答办回]复率$")  # of all that was put forward over the period
_YEARLY = ("每个", "年加工", "年接待", "年销售", "年处理", "年产", "年培训")


def _adds_up(draft: Draft, *, reached: bool) -> bool:
    """Whether the value is a sum over its period (新建, 累计, 增长) rather than a state at its end (达到, 率)."""
    value, phrase = draft.value, draft.phrase
    if draft.measure != "level":
        return draft.measure == "growth" or (draft.measure == "change" and value.unit != "倍")
    if "累计" in draft.left_text or "累计" in phrase:
        return True
    if draft.left_text.endswith(("始终保持", "始终保持在", "始终稳定在")):
        return True
    if draft.role == "actual" and _HANDLED.search(phrase):
        return True
    if value.unit in ("%", "‰") or "在建" in phrase or phrase.startswith(_YEARLY):
        return False
    if value.unit in ("年", "个月") or (reached and not _GAINED.search(phrase)):
        return False
    if draft.rule == "object_after" or phrases.deliver_verb(phrase) or "完成" in draft.left_text:
        return True
    return _STATE_TAIL.search(phrase) is None and _EVENT.search(phrase) is not None


def _reached(draft: Draft) -> bool:
    """Whether a verb says that a state was reached: 达到|90%, 超过|100家."""
    value = draft.value
    if draft.measure == "change" and value.unit == "倍" and draft.rule != "fold":
        return True
    passed = value.left < value.start and value.bound == "at_least" and value.form != "rank"
    return (draft.trigger == "reach" and draft.rule != "object_after") or (passed and not draft.flow)


def _lies_ahead(sentence: _Sentence, at: int) -> bool:
    """Whether the sentence names a year to come for the value: 到2025年."""
    year = sentence.document.year.value
    past = sentence.frame.review_year
    if not past or not sentence.times or sentence.document.year.confidence < 0.6:
        return False
    governing = _years_named(sentence, at, ("by", "end", "plan"))
    return bool(governing) and governing[-1] > max(past, year - 1)


def _years_named(sentence: _Sentence, at: int, kinds: tuple[str, ...]) -> list[int]:
    """The years that the time words of ``kinds`` name before ``at``, in their order."""
    return [
        number % 10_000 + (4 if kind == "end" else 0)
        for _, end, kind, number in sentence.times
        if end <= at and kind in kinds
    ]


_AIMED = pattern("statements.aimed")


def _lies_behind(sentence: _Sentence, draft: Draft) -> bool:
    """Whether the sentence names none but years that were over for the value: 2011年达到."""
    document, at = sentence.document, draft.value.start - sentence.start
    if not sentence.times or document.year.confidence < 0.6:
        return False
    years = _years_named(sentence, at, ("by", "year", "span", "end", "rel", "plan", "five"))
    if not years or max(years) >= document.year.value or min(years) < 1900:
        return False  # 今年 and its like are counted from 0
    return _AIMED.search(sentence.text[:at]) is None


class _Sentence:
    """A sentence with what its statements share."""

    __slots__ = ("block", "document", "end", "estimates", "frame", "start", "strives", "text", "times")

    def __init__(self, document: Document, block: Block, frame: Frame, start: int, end: int) -> None:
        self.document, self.block, self.frame, self.start, self.end = document, block, frame, start, end
        self.text = document.text[start:end]
        self.times = times_in(self.text)
        # most sentences do neither, so that their values need not be asked
        self.strives = _STRIVING.search(self.text) is not None
        self.estimates = "预计" in self.text


def _records(document: Document, found: list[tuple[_Sentence, Draft]]) -> list[Statement]:
    """The statement of each draft; what stands where in the source is looked up for all of them at once."""
    spans = document.offsets.to_sources([(draft.value.start, draft.value.end) for _, draft in found])
    sentences = list(dict.fromkeys([(sentence.start, sentence.end) for sentence, _ in found]))
    wholes = dict(zip(sentences, document.offsets.to_sources(sentences), strict=True))
    return [
        _record(sentence, draft, span, wholes[sentence.start, sentence.end])
        for (sentence, draft), span in zip(found, spans, strict=True)
    ]


def _record(sentence: _Sentence, draft: Draft, span: tuple[int, int], whole: tuple[int, int]) -> Statement:
    document, block, start = sentence.document, sentence.block, sentence.start
    text, value = document.text, draft.value
    if draft.role == "actual" and _lies_ahead(sentence, value.start - start):
        draft.role = "target"
    elif draft.role == "target" and draft.rule != budgets.RULE and _lies_behind(sentence, draft):
        draft.role = "actual"
    before = text[draft.clause_at : value.left] if sentence.strives or sentence.estimates else ""
    estimated = sentence.estimates and ("预计" in before or text.endswith("预计，", start, draft.clause_at))
    strives = draft.role == "target" and _STRIVING.search(before) is not None  # 争取资金3亿元 got it
    lead = draft.lead or draft
    near, reached = lead.left_text, _reached(draft)
    annual = ("年均" in near and _ANNUAL.search(near) is not None) or near.endswith(_AVERAGED)
    looks_back = draft.rule == budgets.RULE and block.part != "outlook"  # of the year whose execution is told
    timing = Timing(
        at=lead.value.start - start,
        clause=draft.clause_at - start,
        role="actual" if looks_back else draft.role,
        growing=draft.measure in ("growth", "change"),
        flow=_adds_up(draft, reached=reached),
        annual=annual,
        reached=reached,
    )
    period = period_of(sentence.text, sentence.times, timing, sentence.frame)
    low, high = value.low, value.high
    bound = value.bound
    if draft.sign < 0:
        bound = _MIRRORED.get(bound, bound)
        low, high = (None if high is None else -high), (None if low is None else -low)
    return Statement(
        id=f"{document.id}#{span[0]}", document=document.id, start=span[0], end=span[1],
        text=document.source[span[0] : span[1]], indicator=draft.phrase, subject="", indicator_id="",
        measure=draft.measure, low=low, high=high, unit=value.unit, base_low=low, base_high=high, base_unit="",
        bound=bound, role=draft.role, striving=strives, estimate=estimated,
        period=period, region=document.region.value, sentence=sentence.text, sentence_start=whole[0],
        sentence_end=whole[1], section=block.section, part=block.part, confidence=round(draft.confidence, 2),
        rule=draft.rule, notes=draft.notes,
    )  # fmt: skip
