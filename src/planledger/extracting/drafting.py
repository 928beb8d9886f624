"""What each value of a sentence is said of, and what kind of quantity it is (指标与度量)."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from itertools import pairwise

from planledger.extracting import phrases
from planledger.extracting.distribution import shared_members, subjects_of
from planledger.extracting.grammar import pattern, words
from planledger.extracting.layout import Draft, lay_out
from planledger.extracting.ranking import split_rank
from planledger.extracting.values import Value


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
        subject: Who acts, where a value's clause said so.
        parts: What the members of a ratio are.
        members: What a shared head was resolved to (城镇居民, 农村居民), for the next values that share it.
    """

    __slots__ = ("drafts", "floor", "known", "members", "parts", "start", "subject", "text", "theme", "verb")

    def __init__(self, text: str, start: int, floor: int, known: Container[str]) -> None:
        self.text, self.start, self.floor, self.known = text, start, floor, known
        self.drafts: list[Draft] = []
        self.verb = self.theme = self.subject = ""
        self.members: tuple[str, ...] = ()
        self.parts: list[str] = []

    @property
    def last(self) -> str:
        """The phrase that a value without one of its own continues."""
        return self.drafts[-1].base if self.drafts else ""


def draft_sentence(
    text: str, start: int, end: int, values: list[Value], floor: int, known: Container[str]
) -> list[Draft]:
    """Drafts of the values of the sentence ``text[start:end]`` of the block that begins at ``floor``."""
    drafts = lay_out(text, start, end, values)
    context = Context(text, start, floor, known)
    context.theme = _theme(text, start, drafts[0].value.left)
    _share_predicate(drafts)
    at = 0
    while at < len(drafts):
        run = _run_length(text, drafts, at)
        if run > 1 and _draft_run(text, drafts[at : at + run], context):
            at += run
            continue
        _draft_one(drafts[at], context)
        at += 1
    return drafts


_THEME = pattern("drafting.theme")


def _theme(text: str, start: int, limit: int) -> str:
    match = _THEME.match(text[start : min(start + 24, limit)])
    if not match:
        return ""
    theme = match["theme"] or match["listed"]
    if phrases.deliver_verb(theme) or phrases.strip_lead(theme) != theme:
        return ""
    return theme


def _share_predicate(drafts: list[Draft]) -> None:
    """为516户贫困户和1594户居民解决了住房问题: what is done is done for all of them."""
    for first, second in pairwise(drafts):
        if not second.joined or second.left_text or not first.right_text:
            continue
        given = first.left_text.rstrip().endswith(("为", "对", "向", "给", "使", "帮助"))
        match = _PREDICATE.search(second.right_text) if given else _HAS_DONE.search(second.right_text)
        if match and (given or not first.left_text):
            first.right_text += second.right_text[match.start() :]


_PREDICATE = pattern("drafting.predicate")
_HAS_DONE = pattern("drafting.has_done")


def _draft_one(draft: Draft, context: Context) -> None:
    value = draft.value
    left = phrases.Left(draft.left_text, needs_object=bool(draft.right_text))
    draft.trigger = left.trigger
    if value.form == "rank":
        _draft_rank(draft, context)
        return
    if value.form == "fold":
        left = phrases.Left(draft.left_text + "增长", needs_object=False)
    elif value.unit == "%" and draft.right_text.startswith(("增长", "增速", "增幅")):
        draft.right_text = ""
        left = phrases.Left(draft.left_text + "增长", needs_object=False)
    elif value.form == "zero":
        left = phrases.Left(_ZERO.sub("", draft.left_text), needs_object=False)
        value.unit = "户" if "家庭" in draft.left_text else value.unit
    elif value.unit in ("万", "亿") and _PEOPLE.match(draft.right_text):
        value.unit += "人"
    _measure(draft, left)
    _finish(draft, _phrase(draft, left, context), context)


_ZERO = pattern("drafting.zero")
_PEOPLE = pattern("drafting.people")


def _finish(draft: Draft, phrase: str, context: Context, base: str = "") -> None:
    draft.phrase = phrases.tidy(phrase)
    draft.base = phrases.tidy(base) or draft.base or draft.phrase
    if (
        draft.value.unit in ("位", "名")
        and draft.phrase.endswith(("排位", "位次", "排名", "名次"))
        and draft.measure == "level"
    ):
        draft.measure, draft.rule = "rank", "rank.level"
    context.drafts.append(draft)


def _measure(draft: Draft, left: phrases.Left) -> None:
    unit = draft.value.unit
    changing = left.trigger in ("up", "down")
    if draft.value.form == "fold":
        draft.measure, draft.rule = "change", "fold"
        return
    if left.core.startswith("拉动") and unit == "个百分点":
        left.core += left.verb
        left.trigger = ""
        return
    if changing and unit in ("%", "‰"):
        draft.measure, draft.rule = "growth", "growth"
    elif unit == "倍":
        draft.measure, draft.rule = ("growth", "growth.times") if changing else ("change", "times")
    elif changing:
        draft.measure, draft.rule = "change", "change"
    if left.trigger == "down" and draft.measure != "level":
        draft.sign = -1
    if draft.measure == "level":
        _changed_object(draft, left)


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


def _phrase(draft: Draft, left: phrases.Left, context: Context) -> str:
    core, right = left.core, draft.right_text
    if right in words()["remainder"] or right.startswith(("大关", "冲刺", "水平", "台阶")):
        right = ""
    opening = left.trigger == "reach" and left.verb in words()["opening"]
    if (
        left.trigger in ("up", "down")
        or (left.trigger and core and not left.bare and not (opening and right))
        or not right
    ):
        draft.rule = draft.rule or ("reached" if left.trigger else "object_before")
        if not core or core in words()["empty"] or _EARLIER.match(core):
            return _inherited(draft, context)
        return _completed(core, draft, left, context)
    if right[0] == "的" and core and not left.bare and not opening:
        draft.rule = "attribute"
        return phrases.right_object(right) + phrases.drop_examples(core)
    draft.rule = "object_after"
    core = (
        ""
        if left.verb == "在" or core in words()["empty"] or core.endswith(("领域", "行业"))
        else phrases.drop_examples(core)
    )
    verb = phrases.deliver_verb(core)
    if verb in _REACHING_OUT and verb == core and context.last:
        core = context.last + core
    elif verb:
        context.verb = verb
    elif draft.joined and context.verb and not core:
        core = context.verb
    draft.flow = bool(phrases.deliver_verb(core))
    return core + phrases.right_object(
        right, whole=left.verb in ("为", "对", "向") or draft.left_text.endswith(("为", "对", "向"))
    )


_REACHING_OUT = frozenset(("惠及", "覆盖", "带动", "服务"))
_EARLIER = pattern("drafting.earlier")


def _inherited(draft: Draft, context: Context) -> str:
    """The phrase that the sentence spoke of before, or the topic of the clause before."""
    draft.confidence -= 0.05
    draft.notes.append("phrase taken from what precedes")
    if context.drafts:
        previous = context.drafts[-1]
        draft.flow = previous.flow
        if previous.measure == "growth" and draft.measure == "level" and draft.value.unit == previous.value.unit == "%":
            draft.measure, draft.sign = "growth", previous.sign
        if draft.value.unit in ("位", "名", "个位次") and previous.measure == "rank":
            return previous.phrase
        return previous.base
    return _topic(draft, context) or context.theme


def _completed(core: str, draft: Draft, left: phrases.Left, context: Context) -> str:
    """A phrase before its value, completed from what went before."""
    draft.flow = bool(left.deliver) or "累计" in draft.left_text
    core = phrases.drop_named(core)
    core = _SECTORS.get(core, core) if draft.value.unit not in ("个", "户", "家") else core
    part = draft.left_text.lstrip("，、 ").startswith("其中")
    dependent = core in _dependent_heads() or _DEPENDENT.match(core) is not None
    part = part and core not in context.known
    if core in _COUNTERPARTS and context.last[:2] in _COUNTERPARTS:
        return core + context.last[2:]
    if dependent and not context.last and (core in context.known or core in _WHOLE):
        dependent = False  # an indicator by itself, where nothing went before that it could belong to
    if (
        dependent
        or (left.bare and not draft.right_text)
        or (part and len(core) <= 8)
        or (len(core) <= 3 and draft.joined and not left.trigger and not context.verb)
    ):
        base = context.last or _topic(draft, context)
        if base:
            draft.confidence -= 0.05
            draft.notes.append(f"{core} of {base}")
            if core.startswith(("高于", "低于", "超过", "快于", "好于", "优于", "高出", "占")):
                draft.base = base
            if part and not dependent and (context.verb or base[-2:] == core[-2:]):
                return context.verb + core
            return _of(base, core)
    verb = phrases.deliver_verb(core)
    match = _SUBJECT.match(core)
    if match:
        context.subject = match["subject"]
    elif context.subject and not verb and _under_subject(core, draft):
        return context.subject + core
    core = _with_sibling_tail(core, draft, context)
    if verb and verb != core:
        context.verb = verb
        return _themed(core, context)
    if not left.trigger and context.verb and not verb and _same_list(core, draft, context):
        draft.flow = True
        return _themed(context.verb + core, context)
    return _themed(core, context)


_WHOLE = frozenset(("出口", "进口", "收入", "支出", "投资", "就业", "产量", "贷款余额", "存款余额"))
_COUNTERPARTS = frozenset(("农村", "城镇", "城市", "乡村", "男性", "女性"))


def _under_subject(core: str, draft: Draft) -> bool:
    """Whether a short phrase is still said of who acted earlier in the sentence."""
    if _OWN_SCOPE.search(draft.left_text):
        return False
    return len(core) <= (8 if draft.joined else 6)


_TAIL = pattern("drafting.tail")


def _with_sibling_tail(core: str, draft: Draft, context: Context) -> str:
    """汽车产值增长12%，建材增长10%: a growth without a measure has the measure of the one before."""
    if draft.measure != "growth" or not context.drafts or len(core) > 5 or draft.trigger not in ("up", "down"):
        return core
    previous = context.drafts[-1]
    match = _TAIL.search(previous.base) if previous.measure == "growth" else None
    if match is None or re.search(r"[率额量值数入出资]$|指数|价格|收入|人次", core):
        return core
    return core + match.group()


_SECTORS = {
    "一产": "一产增加值", "二产": "二产增加值", "三产": "三产增加值",
    "第一产业": "第一产业增加值", "第二产业": "第二产业增加值", "第三产业": "第三产业增加值",
}  # fmt: skip
_DEPENDENT = pattern("drafting.dependent")
_SUBJECT = pattern("drafting.subject")
_OWN_SCOPE = pattern("drafting.own_scope")


@cache
def _dependent_heads() -> frozenset[str]:
    return frozenset(words()["dependent_head"])


def _of(base: str, head: str) -> str:
    """``head`` of ``base``: 重点项目 and 总投资 → 重点项目总投资; the base loses its own measure and its verb."""
    if head.startswith("占") or head in base:
        return base + head if head.startswith("占") else head
    for known in _heads_by_length():
        if base.endswith(known) and len(base) > len(known) + 1:
            base = base[: -len(known)]
            break
    verb = phrases.deliver_verb(base)
    if verb and len(base) - len(verb) >= 2:
        base = base[len(verb) :]
    if base.startswith(head) or head.startswith(base):
        return head
    return base + head


@cache
def _heads_by_length() -> tuple[str, ...]:
    extra = ("竣工", "开工", "新开工", "新签约", "建成", "在建", "率")
    return tuple(sorted({*_dependent_heads(), *extra}, key=lambda head: -len(head)))


_LEADING_NOUN = pattern("drafting.leading_noun")


def _clause_before(draft: Draft, context: Context) -> str:
    """The clause before the value's own in its sentence."""
    return re.split(r"[，；：]", context.text[context.start : max(context.start, draft.clause_at - 1)])[-1]


def _topic(draft: Draft, context: Context) -> str:
    """What the clause before, or the short sentence before, speaks of."""
    if draft.clause_at > context.start:
        clause = _clause_before(draft, context)
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
    noun = match["noun"] if match else clause
    return noun if 2 <= len(noun) <= 16 and not _DIGIT.search(noun) else ""


_DIGIT = re.compile(r"\d")
_RANKING = pattern("drafting.ranking")


def _themed(core: str, context: Context) -> str:
    if context.theme and context.theme not in core and len(core) <= 12:
        return context.theme + core
    return core


_ACTS = pattern("drafting.acts")


def _same_list(core: str, draft: Draft, context: Context) -> bool:
    """Whether the verb of the value before reaches over this one too: 新建甲6个、乙20个."""
    if not context.drafts or _ACTS.search(core):
        return False
    if draft.joined:
        return True
    if len(core) > 14 or (core in context.known and draft.value.unit[-1:] not in "个户家项所处座件条场名"):
        return False
    previous = context.drafts[-1]
    return (
        previous.value.unit == draft.value.unit
        and previous.measure == "level"
        and previous.flow
        and not previous.trigger
    )


def _draft_rank(draft: Draft, context: Context) -> None:
    draft.measure, draft.rule = "rank", "rank"
    draft.value.unit = draft.value.unit or "位"
    core, place = split_rank(draft.left_text)
    core = phrases.strip_lead(core)
    listed = _RANKING.match(_clause_before(draft, context)) if not draft.joined else None
    if listed and len(core) <= 6:
        core = ("" if core in words()["empty"] else core) + listed["list"]
    elif not core or core in ("分别", "均", "且", "并", "我市", "我省"):
        core = context.last or _topic(draft, context) or context.theme
        draft.confidence -= 0.05
    elif core in _dependent_heads() or core in ("总量和增速", "产销量", "侦破率", "增速", "增幅"):
        core = _of_rank(context.last or _topic(draft, context), core)
    else:
        core = _themed(core, context)
    _finish(draft, core + place + "位次", context, core)


def _of_rank(base: str, head: str) -> str:
    return base if base.endswith(head) else base + head


_RUN_GAPS = frozenset(("", "、", "和", "与", "及", "以及", "：", "∶", ":", "︰", "/"))


def _run_length(text: str, drafts: list[Draft], at: int) -> int:
    """How many values from ``at`` on stand side by side with nothing but a connector between them."""
    first = drafts[at].value
    if first.form != "amount":
        return 1
    length = 1
    spread = "分别" in drafts[at].left_text
    while at + length < len(drafts):
        before, value = drafts[at + length - 1].value, drafts[at + length].value
        gap = text[before.right : value.left]
        if value.form != "amount" or not (gap in _RUN_GAPS or (spread and gap == "，")):
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


def _draft_run(text: str, drafts: list[Draft], context: Context) -> bool:
    """Values in a row: as many subjects before them, or the last so many statements of the sentence."""
    first, count = drafts[0], len(drafts)
    left = phrases.Left(first.left_text, needs_object=False)
    ratio = text[first.value.right : drafts[1].value.left] in tuple(_RATIO)
    if ratio:
        before = text[max(context.floor, first.value.left - 60) : first.value.left]
        subjects = _ratio_parts(first.left_text, count) or context.parts or _ratio_parts(before, count)
        context.parts = subjects
    else:
        subjects = _run_subjects(left.core, count, context)
    if len(subjects) != count:
        if not first.value.unit or first.value.unit == "个":
            _share_units_and_bounds(drafts, ratio=False)
        return False
    _share_units_and_bounds(drafts, ratio=ratio)
    for draft, subject in zip(drafts, subjects, strict=True):
        draft.trigger = left.trigger
        _measure(draft, left)
        draft.rule = "ratio" if ratio else "distributed"
        draft.flow = bool(phrases.deliver_verb(subject)) or "累计" in first.left_text
        _finish(draft, subject, context)
    return True


def _run_subjects(head: str, count: int, context: Context) -> list[str]:
    """What ``count`` values in a row are said of: the members of ``head``, or the statements before."""
    head = head.removesuffix("分别").removesuffix("各").removesuffix("均")
    if not head or head in words()["empty"]:
        distinct = list(dict.fromkeys(draft.base for draft in context.drafts if draft.base))
        return distinct[-count:] if len(distinct) >= count else []
    if head in _dependent_heads() or _DEPENDENT.match(head):
        bases = list(dict.fromkeys(draft.base for draft in context.drafts if draft.base))[-count:]
        return [_of(base, head) for base in bases]
    before, _, after = head.partition("分别")
    after = _AS_OF.sub("", after)
    subjects = [subject + after for subject in subjects_of(before, count)]
    if subjects:
        context.members = shared_members(before, count)
    elif len(context.members) == count:
        subjects = [member + before + after for member in context.members]
    return [_themed(subject, context) for subject in subjects]


_AS_OF = pattern("drafting.as_of")


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
    match = re.search(r"(?P<parts>[^，。；]{1,4}(?:、[^，。；、]{1,6})+?)(?:之?比|比例|比重|结构|种植)", left)
    parts = match["parts"].split("、") if match else []
    return [part + "比例" for part in parts] if len(parts) == count else []
