"""What each value of a sentence is said of (指标短语)."""

from __future__ import annotations

import re
from itertools import pairwise

from planledger.extracting import phrases
from planledger.extracting.budgets import draft_budget, side_of_account
from planledger.extracting.changes import change_said, draft_earlier
from planledger.extracting.context import (
    DEPENDENT,
    Context,
    belonging,
    dependent_heads,
    finish,
    hub_before,
    themed,
    topic,
    under_subject,
)
from planledger.extracting.grammar import pattern, words
from planledger.extracting.layout import Draft, lay_out
from planledger.extracting.measuring import measure
from planledger.extracting.ranking import draft_rank
from planledger.extracting.rows import draft_run, run_length
from planledger.extracting.values import Value


def draft_sentence(context: Context, end: int, values: list[Value]) -> list[Draft]:
    """Drafts of the values of the sentence that ``context`` begins and that ends at ``end``."""
    text, start = context.text, context.start
    drafts = lay_out(text, start, end, values)
    context.theme = _theme(text, start, drafts[0].value.left)
    named = _FIELD.match(text, start, drafts[0].value.left)
    context.field = (named["field"] or named["industry"]) if named else ""
    _share_predicate(drafts)
    at = 0
    while at < len(drafts):
        if drafts[at].opens or drafts[at].closes:
            context.at_bracket(drafts[at])
        run = run_length(text, drafts, at)
        if run > 1 and draft_run(text, drafts[at : at + run], context):
            at += run
            continue
        _draft_one(drafts[at], context)
        at += 1
    return drafts


_FIELD = pattern("drafting.field")
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
    for second, first in pairwise(reversed(drafts)):
        if not second.joined or second.left_text or not first.right_text:
            continue
        sized = first.right_text[-1] in "级型类" and _SIZED.match(f"{first.right_text}、{second.right_text}")
        if sized:
            first.right_text += sized["thing"]
            continue
        given = first.left_text.rstrip().endswith(("为", "对", "向", "给", "使", "帮助"))
        match = _PREDICATE.search(second.right_text) if given else _HAS_DONE.search(second.right_text)
        if match and (given or not first.left_text or first.left_text.endswith(("内", "里", "中"))):
            first.right_text += second.right_text[match.start() :]


_SIZED = re.compile("[^、]{1,6}(?P<kind>[级型类])、[^、]{1,6}(?P=kind)(?P<thing>[^、]{2,})")
_PREDICATE = pattern("drafting.predicate")
_HAS_DONE = pattern("drafting.has_done")


def _draft_one(draft: Draft, context: Context) -> None:
    value = draft.value
    if draft.right_text[:1] == "的" and draft.right_text[1:] in words()["remainder"]:
        draft.right_text = ""  # 减少2%的目标
    elif draft.right_text[:1] == "/":
        draft.right_text = ""  # 740元/月|/人
    elif draft.right_text[:1] == "（" and draft.right_text.find("）") == len(draft.right_text) - 1:
        draft.right_text = ""  # 比重为80.3%（不含电力）
    left = phrases.Left(draft.left_text, needs_object=bool(draft.right_text))
    draft.trigger = left.trigger
    if value.form == "rank":
        draft_rank(draft, context)
        return
    if value.form == "fold":
        left = phrases.Left(draft.left_text + "增长", needs_object=False)
    elif value.unit == "%" and draft.right_text.startswith(("增长", "增速", "增幅")):
        draft.right_text = ""
        left = phrases.Left(draft.left_text + "增长", needs_object=False)
    elif value.form == "zero":
        left = phrases.Left(_ZERO.sub("", draft.left_text), needs_object=False)
        value.unit = "户" if "家庭" in draft.left_text else value.unit
    elif draft.right_text.startswith("口") and value.unit.endswith("人"):
        draft.right_text = "人" + draft.right_text
    elif value.unit in ("万", "亿") and _PEOPLE.match(draft.right_text):
        value.unit += "人"
    elif said := change_said(draft.left_text):
        left = phrases.Left(said, needs_object=False)
    draft.trigger = left.trigger
    if draft_budget(draft, left.core, context) or draft_earlier(draft, context):
        return
    measure(draft, left)
    finish(draft, _phrase(draft, left, context), context)


_ZERO = pattern("drafting.zero")
_PEOPLE = pattern("drafting.people")


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
        if not core or core in words()["empty"] or _is_earlier(core):
            return _inherited(draft, context)
        return _completed(core, draft, left, context)
    if right[0] == "的" and core and not left.bare and not opening:
        draft.rule = "attribute"
        said = core[core.rfind("、") + 1 :]
        return phrases.right_object(right) + (
            said if len(phrases.deliver_verb(said)) > 1 else phrases.drop_examples(core)
        )
    draft.rule = "object_after"
    core = (
        ""
        if left.verb == "在" or core in words()["empty"] or core.endswith(("领域", "行业"))
        else phrases.drop_occasion(phrases.drop_examples(core))
    )
    verb = phrases.deliver_verb(core)
    if core in _SPENT and draft.value.unit.endswith("元") and phrases.deliver_verb(right):
        return phrases.right_object(right, whole=True) + core
    if not core and right.startswith("用于") and draft.value.unit == "%" and context.last:
        return context.last + phrases.right_object(right) + "比重"
    if verb in _REACHING_OUT and verb == core and context.last:
        core = context.last + core
    elif verb:
        context.verb = verb
    elif draft.joined and context.verb and not core:
        core = context.verb
    draft.flow = bool(phrases.deliver_verb(core))
    thing = phrases.right_object(
        right, whole=left.verb in ("为", "对", "向") or draft.left_text.endswith(("为", "对", "向"))
    )
    if not core and _TAKING_PART.match(thing):
        return _event_before(draft, context) + thing
    named = context.theme or (context.field if len(thing) <= 4 and thing[-2:] in _GENERIC else "")
    return core + thing if named in core + thing else named + core + thing


def _spent_or_passing(core: str, draft: Draft, context: Context) -> str:
    """Money with its purpose, or what passes through a port with the port; empty for everything else."""
    if core.endswith("吞吐量") and len(core) <= 6:
        hub = hub_before(draft, context)
        return hub + core if hub else ""
    spent = core in _SPENT
    if context.last or not (spent or core.endswith(_SPENDING)) or len(core) > 8 or draft.value.unit[-1:] != "元":
        return ""
    purpose = _purpose(draft, context)
    if not purpose:
        return ""
    return purpose + core if spent else core + purpose


def _purpose(draft: Draft, context: Context) -> str:
    """What money was spent on, where the words behind it say so: 投资3亿元，改造12所学校."""
    said = _SPENT_ON.match(context.text, draft.value.right)
    return phrases.strip_lead(_COUNTED.sub("", said["purpose"])) if said else ""


_SPENDING = ("投入", "安排")
_SPENT_ON = pattern("drafting.spent_on")
_COUNTED = re.compile(r"\d[\d.]*[余多]?[万亿]?(?:平方)?[一-龥]|^对|了")


def _event_before(draft: Draft, context: Context) -> str:
    """The event that those counted take part in, where an earlier clause of the sentence holds it."""
    found = _EVENT_HELD.search(context.text, context.start, draft.clause_at)
    return found["event"] if found else ""


_TAKING_PART = pattern("drafting.taking_part")
_EVENT_HELD = pattern("drafting.event_held")
_SPENT = frozenset(("投入", "投资", "累计投入", "累计投资", "总投入"))
_REACHING_OUT = frozenset(("惠及", "覆盖", "带动", "服务"))
_GENERIC = frozenset(("企业", "项目", "集群", "园区", "基地", "工程", "平台", "指标", "任务", "机构"))
_EARLIER = pattern("drafting.earlier")
# What every earlier figure ends with, but for digits, so that other phrases need not be matched.
EARLIER_ENDS = frozenset("”一七三为九二五位八六列十合后响四平年底度强径月期末来的素转间首高")


def _is_earlier(core: str) -> bool:
    """Whether ``core`` is an earlier figure or a remark, not a phrase."""
    return (core[-1] in EARLIER_ENDS or core[-1].isdigit()) and _EARLIER.match(core) is not None


def _inherited(draft: Draft, context: Context) -> str:
    """The phrase that the sentence spoke of before, or the topic of the clause before."""
    draft.confidence -= 0.05
    draft.notes += ("phrase taken from what precedes",)
    if context.drafts:
        previous = context.drafts[-1]
        draft.flow = previous.flow
        if previous.measure == "growth" and draft.measure == "level" and draft.value.unit == previous.value.unit == "%":
            draft.measure, draft.sign = "growth", previous.sign
        if draft.value.unit in ("位", "名", "个位次") and previous.measure == "rank":
            return previous.phrase
        if _same_share(draft, previous):
            draft.base = previous.base
            return previous.phrase
        return previous.base
    return topic(draft, context) or context.theme


def _same_share(draft: Draft, previous: Draft) -> bool:
    """Whether a value is still of the share before it, not of the thing shared: 占比由31%|提升至54%|、提高3个百分点."""
    if previous.value.unit != "%" or previous.measure != "level":
        return False
    became = draft.joined and draft.trigger == "reach" and draft.value.unit == "%"
    return became or (draft.measure == "change" and draft.value.unit == "个百分点")


_AREA_DOES = pattern("drafting.area_does")


def _completed(core: str, draft: Draft, left: phrases.Left, context: Context) -> str:
    """A phrase before its value, completed from what went before."""
    core = _AREA_DOES.sub("", core) if "地区" in core else core
    draft.flow = bool(left.deliver) or "累计" in draft.left_text
    if core.endswith("贡献率") and draft.left_text.lstrip("，、").startswith("对") and context.last:
        return context.last + "对" + core
    if context.text.endswith("后，", context.start, draft.clause_at):
        excluded = _EXCLUDED.search(context.text, context.start, draft.clause_at)
        if excluded:
            return excluded["what"] + core
    core = core if left.trigger else phrases.drop_caused(phrases.drop_named(core), draft.value)
    core = side_of_account(core, context)
    core = _SECTORS.get(core, core) if draft.value.unit[-1:] in ("元", "%") else core
    if placed := _spent_or_passing(core, draft, context):
        return placed
    part = draft.left_text.lstrip("，、 ").startswith("其中")
    dependent = core in dependent_heads() or DEPENDENT.match(core) is not None
    part = part and core not in context.known
    if core in _COUNTERPARTS and context.last[:2] in _COUNTERPARTS:
        return core + context.last[2:]
    standing = not context.last and (core in context.known or core in _WHOLE)
    if dependent and standing:
        # An indicator by itself, where nothing went before that it could belong to.
        dependent = bool(context.field) and core in ("产量", "投资")
    short = _is_short(core, context) and draft.joined and not left.trigger and not context.verb
    if (
        short
        or dependent
        or (left.bare and not draft.right_text and not standing and core not in _COMPLETE)
        or (part and len(core) <= 8)
    ):
        base = (
            _owner(draft, context, short=(short or (part and len(core) <= 3)) and not dependent)
            or context.field
            or topic(draft, context)
        )
        if base:
            draft.confidence -= 0.05
            draft.notes += (f"{core} of {base}",)
            if core.startswith(("高于", "低于", "超过", "快于", "好于", "优于", "高出", "占")):
                draft.base = base
            if part and not dependent and (named := _part(core, base, draft, context)):
                return named
            return belonging(base, core)
    verb = phrases.deliver_verb(core)
    match = _SUBJECT.match(core)
    if match:
        context.subject = match["subject"]
    elif context.subject and not verb and under_subject(core, draft, context):
        return context.subject + core
    core = _with_sibling_tail(core, draft, context)
    if verb and verb != core:
        context.verb = verb
        return themed(core, context)
    if not left.trigger and context.verb and not verb and _same_list(core, draft, context):
        draft.flow = True
        return themed(context.verb + _with_sibling_head(core, draft, context), context)
    return themed(core, context)


def _part(core: str, base: str, draft: Draft, context: Context) -> str:
    """A part (其中) that is named whole by itself, by its measure or by the verb; empty where it needs ``base``."""
    sibling = _with_sibling_tail(core, draft, context)
    if sibling != core:
        return sibling
    whole = context.verb or _USE.search(core) or _COUNT.sub("", base)[-2:] == core[-2:]
    return context.verb + core if whole else ""


def _owner(draft: Draft, context: Context, *, short: bool) -> str:
    """Whose a dependent head or a short name is.

    Of what was said last, but behind a semicolon not of a part (其中) of it; short names in a row (一等奖、二等奖)
    are all of the same.
    """
    if not short:
        return _whose(draft, context)
    at, owner = context.stem
    if at != len(context.drafts):
        owner = _whose(draft, context)
    context.stem = (len(context.drafts) + 1, owner)
    return owner


def _whose(draft: Draft, context: Context) -> str:
    last = context.drafts[-1] if context.drafts else None
    if last is None or "；" not in context.text[last.value.right : draft.clause_at]:
        return context.holder
    begun = context.text.rfind("；", context.start, last.value.left)
    for before, one in pairwise(context.drafts):
        if one.value.left > begun and one.left_text.lstrip("，、 ").startswith("其中"):
            return before.base
    return context.last


def _is_short(core: str, context: Context) -> bool:
    """Whether a name is too short to stand alone; in brackets a kind of three characters does (公交车), a level not."""
    return len(core) <= (3 if core.endswith("级") or not context.inside else 2)


_COMPLETE = frozenset(("造林", "植树", "植树造林", "转移就业", "减税降费"))  # verbs that hold their object
_USE = re.compile("用[水电气能]$")
_COUNT = re.compile("总[数量]$")
_WHOLE = frozenset(("出口", "进口", "收入", "支出", "投资", "就业", "产量", "贷款余额", "存款余额"))
_COUNTERPARTS = frozenset(("农村", "城镇", "城市", "乡村", "男性", "女性"))


_TAIL = pattern("drafting.tail")


def _with_sibling_tail(core: str, draft: Draft, context: Context) -> str:
    """汽车产值增长12%，建材增长10%, 小麦产量2万吨；油菜3万吨: what says no measure has that of the one before."""
    if draft.measure != "growth" and (len(core) > 8 or not _is_sibling(core, draft, context)):
        return core
    before = context.drafts or context.whole
    match = _TAIL.search(before[-1].base) if before and not _MEASURED.search(core) else None
    if match is None:
        return core
    if draft.measure == "growth":
        of_growth = draft.trigger in ("up", "down") and before[-1].measure == "growth"
        kin = core[-1] in _KINDS and before[-1].base.endswith(core[-1] + match.group())
        return core + match.group() if of_growth and (len(core) <= 5 or kin) else core
    return core + match.group()


_KINDS = "业类"
_MEASURED = re.compile(r"[率额量值数入出资本]$|用[水电气能]$|指数|价格|收入|人次|面积")


def _is_sibling(core: str, draft: Draft, context: Context) -> bool:
    """Whether a short noun stands before a further level of the unit in which its sentence measures such things."""
    if draft.trigger or draft.right_text or context.verb or phrases.deliver_verb(core) or draft.value.unit[-1:] == "元":
        return False
    levels = [one.value.unit for one in (*context.whole, *context.drafts) if one.measure == "level"]
    part = draft.left_text.lstrip("，、 ").startswith("其中")
    return len(core) <= (8 if part else 4) and levels[-1:] == [draft.value.unit]


def _with_sibling_head(core: str, draft: Draft, context: Context) -> str:
    """新建省级冷链物流园2个、物流基地1个: a kind that the one before names too shares what stands before it."""
    before = context.drafts[-1].phrase[len(context.verb) :]
    at = before.find(core[:2]) if draft.joined and 4 <= len(core) <= 6 and draft.value.unit[-1:] != "元" else 0
    return before[:at] + core if 2 <= at < len(before) - 2 else core


_EXCLUDED = pattern("drafting.excluded")
_SECTORS = {
    "一产": "一产增加值", "二产": "二产增加值", "三产": "三产增加值",
    "第一产业": "第一产业增加值", "第二产业": "第二产业增加值", "第三产业": "第三产业增加值",
}  # fmt: skip
_SUBJECT = pattern("drafting.subject")


_ACTS = pattern("drafting.acts")
# Entries of an account, each by itself.
_ENTRIES = ("收入", "支出", "结转", "结余", "调入", "调出", "调入资金", "调出资金", "总计")
_VERBS_OF_ITS_OWN = ("完成", "实现")  # they stay out of the phrase, and end the reach of the verb before


def _same_list(core: str, draft: Draft, context: Context) -> bool:
    """Whether the verb of the value before reaches over this one too: 新建甲6个、乙20个."""
    if not context.drafts or _ACTS.search(core) or draft.left_text.lstrip("，、 ").startswith(_VERBS_OF_ITS_OWN):
        return False
    if draft.joined:
        return context.verb in context.drafts[-1].phrase
    if (
        core.endswith(_ENTRIES)
        or len(core) > 14
        or (core in context.known and draft.value.unit[-1:] not in "个户家项所处座件条场名")
    ):
        return False
    previous = context.drafts[-1]
    if "；" in context.text[previous.value.right : draft.clause_at]:
        return False
    return (
        previous.value.unit == draft.value.unit
        and previous.measure == "level"
        and previous.flow
        and not previous.trigger
    )
