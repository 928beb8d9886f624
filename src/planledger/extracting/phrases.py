"""What a value is said of: the indicator phrase around it (指标短语)."""

from __future__ import annotations

import re
from functools import cache

from planledger.extracting.affixes import Affixes
from planledger.extracting.grammar import words

_PARENTHESES = re.compile(r"（[^（）]{6,}）|（(?:预计|下同|含|不含|初步)[^（）]*）")
_FILLER = re.compile(
    r"(?:全部|顺利|快速|历史首次|历史性|正式|有序|陆续|圆满|已经|成功|率先|先后|累计共|进一步|力争|确保|预计|稳居|均居|继续|一批|(?<![高平初中对同])等(?!级|学|离|量|效|额))"
)
_YEARS = re.compile(
    r"(?:(?:到|至|截至|截止)?(?:19|20)\d\d年(?:以来|底|末|前|初|全年)?|“十[一二三四五]五”(?:期间|时期|末|以来)?|过去的?[一三五]年(?:来|间)?|近[一二两三四五六七八九十\d]年(?:来)?|[一二两三四五六七八九十]年(?:来|间)|[一二两三四五]年(?:累计)?|\d+年来|截至\d+月底?|截至目前|\d{1,2}月底?|全年|年底|年末|年内)(?:，)?"
)


@cache
def _affixes() -> dict[str, Affixes]:
    classes = words()
    return {
        "up": Affixes(classes["up"]),
        "down": Affixes(classes["down"]),
        "reach": Affixes(classes["reach"]),
        "adverb": Affixes(classes["change_adverb"]),
        "lead": Affixes((*classes["lead_in"], *classes["scope"], *classes["time_word"])),
        "deliver": Affixes(classes["deliver"]),
        "scope": Affixes((*classes["scope"], *classes["scope_place"])),
    }


class Left:
    """The text before a value, taken apart.

    Attributes:
        core: Noun phrase or verb and object, without lead-in words and without the verb at its end.
        trigger: ``up``, ``down``, ``reach``, or empty: the kind of verb right before the value.
        verb: That verb.
        deliver: The delivering verb that ``core`` begins with (新建), or empty.
        bare: Whether ``core`` is nothing but a delivering verb.
    """

    __slots__ = ("bare", "core", "deliver", "trigger", "verb")

    def __init__(self, text: str, *, needs_object: bool) -> None:
        sets = _affixes()
        core = _PARENTHESES.sub("", text) if "（" in text else text
        core = core.strip(" \t　“”《》、-—◆●（")if core[:1] in " \t　、-—◆●（" else core.rstrip(" \t")
        self.trigger = self.verb = ""
        if needs_object and (verb := sets["deliver"].at_end(core)) and not _is_reaching(verb):
            self.core = strip_lead(core)
        else:
            self.core = strip_lead(self._strip_trigger(core, sets))
            if self.trigger:
                self.core = _CAUSED.sub("", self.core)
        self.deliver = deliver_verb(self.core)
        self.bare = bool(self.deliver) and self.core in (self.deliver, self.deliver + "了")

    def _strip_trigger(self, core: str, sets: dict[str, Affixes]) -> str:
        for _ in range(7):
            if core.endswith("了"):
                core = core[:-1]
            dated = _TO_YEAR.search(core)
            if dated:
                self.trigger, self.verb, core = self.trigger or "reach", self.verb or "达到", core[: dated.start()]
            change = sets["up"].at_end(core)
            kind = "up"
            if not change:
                change, kind = sets["down"].at_end(core), "down"
            reach = sets["reach"].at_end(core)
            if len(reach) >= len(change) and reach:
                change, kind = reach, "reach"
            if change and not _belongs_to_noun(core, change):
                if kind != "reach" or not self.trigger:
                    if not self.trigger or self.trigger == "reach" and self.verb in _TRANSPARENT:
                        self.trigger, self.verb = kind, change
                    elif change in _CHANGE_NOUNS and self.trigger == "reach":
                        self.trigger, self.verb = kind, change
                core = core[: -len(change)]
                continue
            adverb = sets["adverb"].at_end(core)
            if adverb and (self.trigger or len(adverb) > 1) and not _belongs_to_noun(core, adverb):
                core = core[: -len(adverb)]
                continue
            comparison = _COMPARISON.search(core)
            if comparison and (self.trigger or comparison.group()[0] in "由从"):
                core = core[: comparison.start()]
                continue
            break
        return core


_CAUSED = re.compile(r"^[^，、]{2,}?(?:助力|推动|带动|促进)(?=[^，]{3,}$)")
_TRANSPARENT = {"达到", "达", "为", "是", "控制在", "保持在", "稳定在", "超过", "突破", "保持", "在", "实现", "有", "均达", "约", "近", "超", "完成"}
_TO_YEAR = re.compile(
    r"(?:增加|提高|增长|提升|下降|降低|减少|上升|扩大|发展|精简|增|降|升)[到至](?:19|20)\d\d年的?$"
)
_CHANGE_NOUNS = {"增速", "增幅", "涨幅", "降幅", "减幅"}
_COMPARISON = re.compile(r"(?:比|较)(?:上年|去年|上一年|同期|上年同期|上个五年|前五年|上届|“?十[一二三四五]五”?(?:末|期末)?|20\d\d年|19\d\d年|年初|五年前|全国|全省)(?:同期|底|末)?$|(?:力争)?到20\d\d年(?:底|末)?$|(?:由|从)(?:(?:19|20)\d\d年的?)?$")
_NOUNS_ENDING = (
    "就业", "投资", "产业化", "收入", "支出", "贷款余额", "占有", "拥有", "保有", "所有", "国有", "持有", "没有", "现有", "只有", "富有", "共有",
    "行为", "作为", "因为", "以为", "认为", "成为", "更为", "较为", "极为", "进一步达",
    "累计", "合计", "统计", "设计", "伙计", "审计", "会计", "预计",
    "独占", "侵占", "强占",
    "编排", "减排", "安排", "彩排", "公共", "一共", "中共", "总共",
    "规划编制完成", "特高压", "以降", "新增", "倍增", "年增", "收到", "做到", "得到", "看到", "找到", "签到", "直到", "感到", "受到", "遇到", "报到", "周到", "甚至", "直至", "以至",
    "附近", "最近", "亲近", "履约", "签约", "节约", "集约", "合约", "违约",
    "通过", "经过", "超过",
    "县城", "侦破", "现在", "存在", "所在", "内在", "潜在", "实在", "正在", "志在", "重在", "系列", "序列", "班列", "专列", "陈列", "下列", "定居", "民居", "移居", "安居", "人居",
    "方向", "面向", "动向", "转向", "意向", "导向", "流向", "志向", "去向",
)
_NOUN_ENDINGS = Affixes(_NOUNS_ENDING)


def _belongs_to_noun(core: str, word: str) -> bool:
    noun = _NOUN_ENDINGS.at_end(core)
    return bool(noun) and len(noun) > len(word) and noun.endswith(word)


def _is_reaching(verb: str) -> bool:
    return verb in ("完成", "实现", "突破", "保持", "拥有", "惠及", "达成", "发展到", "提升", "落实")


def strip_lead(text: str) -> str:
    """``text`` without time, scope and modal words at its start, and without particles at its end."""
    lead = _affixes()["lead"]
    for _ in range(8):
        before = text
        match = _YEARS.match(text)
        if match:
            text = text[match.end() :]
        word = lead.at_start(text)
        if word and not _keeps(text, word):
            text = text[len(word) :]
        text = text.lstrip("，、 　的：:“" if text[:1] != "“" else "，、 　：:")
        if text == before:
            break
    return text.rstrip("的了，、 ：")


_KEPT = (
    "新增", "新建", "新登记", "新认定", "新改建", "新型", "新能源", "新材料", "新兴", "新晋", "新产品", "新入", "新签", "新开", "新设", "新农", "新华", "新市民", "新质", "新城", "新区", "新培育", "新引进", "新获批", "新落", "新生", "新一代", "新造", "新三板", "新投", "新上", "新闻", "新媒", "新疆", "新业态", "新购", "新植", "新发", "新职", "新打", "新片区",
    "有效发明", "有机", "有线", "有色", "有进出口", "有轨", "有资质", "有条件", "有害",
    "对外", "对口", "对接", "对美", "对俄", "以旧换新", "以工代赈", "从业", "由国家",
    "重点", "累计", "全国", "国内", "集中供", "集中式", "集中连片", "加强型", "各项", "各类", "各级", "及时", "与", "和谐", "等级", "之江", "实现", "完成", "年均",
    "全国人", "全国重点", "全国文明", "全国百强", "全省高", "计划生育", "保障性", "保障房", "保障农", "保险", "保护", "再生", "再就业", "再融资", "还迁", "要素", "将军", "近海", "近岸", "共建", "共享", "统筹城", "突出贡献", "通过率", "用于", "又好", "首批", "首次", "带动", "推动", "促进", "取得", "保障", "有", "围绕", "通过", "全面", "达标", "达产", "以上", "以下", "使用", "加快发展", "从事", "也门",
)
_KEEPS = Affixes(_KEPT)
_WEAK_KEEPS = {"全国", "实现", "完成", "累计", "有", "与", "推动", "带动", "促进", "取得", "年均", "首次", "重点", "保障", "围绕", "通过", "全面"}


def _keeps(text: str, word: str) -> bool:
    kept = _KEEPS.at_start(text)
    return len(kept) > len(word) or (kept == word and kept not in _WEAK_KEEPS)


_THING = re.compile(
    r"(?:基地|项目|中心|企业|工程|园区|小区|平台|医院|学校|车站|机构|公司|产业园|示范区|示范县|实验室|集群|品牌|小镇|公园|广场|停车场|电站|大桥|通道|枢纽|市场|片区|社区|街道|乡镇|市\)|村|县|乡|路|桥|站|厂|馆|园|所|院|校|库|店|街|政策|措施|方案|标准|规划|法规|案件|线索|人才|干部|学生|群众|居民|农民|教师|职工|党员|设施|设备|车辆|岗位|专家|院士|博士|国家|城市|景区|场馆)$"
)


def right_object(text: str, *, whole: bool = False) -> str:
    """The noun phrase that a counted thing is, from the text behind its unit.

    Args:
        text: Text behind the unit.
        whole: Whether to keep what is joined to it; else it is cut where another thing begins.
    """
    if "（" in text:
        text = _PARENTHESES.sub("", text)
    text = text.lstrip("的 ").rstrip(" ，。；、")
    text = _SERIES.sub("", text)
    for match in () if whole else _JOIN.finditer(text):
        if match.start() >= 3 and _THING.search(text, 0, match.start()):
            text = text[: match.start()]
            break
    return text


_SERIES = re.compile(r"(?<![高平初中对同])等(?:一批|系列|一系列|重大|重点|一大批).*$")
_JOIN = re.compile(r"、|以及|及其|及|和|与|并(?!网|购|轨)|，")


def tidy(phrase: str) -> str:
    """``phrase`` without filler words and stray punctuation, in the form the ledger shows."""
    phrase = _FILLER.sub("", phrase) if len(phrase) > 4 else phrase
    phrase = phrase.strip("，。；：、 的了—-◆●")
    return phrase if "（" in phrase else phrase.strip("（）")


_NAMED = re.compile(r"^.*、.*?(?<![高平初中对同])等(?P<kind>[^、]{4,})$")


def drop_named(core: str) -> str:
    """``core`` without the names of a list that ends in 等 and a kind: 实施甲路、乙路等干线改造 → 实施干线改造."""
    match = _NAMED.match(core)
    if match is None or _SHARED_MEASURE.search(match["kind"]):
        return core
    return deliver_verb(core) + match["kind"]


_SHARED_MEASURE = re.compile(r"(?:率|额|量|值|收入|支出|余额|面积|比重|增加值|产值|投资)$")


def drop_examples(core: str) -> str:
    """``core`` without a list of examples before a counted thing (甲、乙等3个…); the leading verb stays."""
    if core.endswith(_EXAMPLE_ENDS) or "、" in core and not _all_verbs(core):
        return _affixes()["deliver"].at_start(core)
    return core


_EXAMPLE_ENDS = ("等", "等等", "为代表的", "为重点的", "在内的")


def _all_verbs(core: str) -> bool:
    return all(deliver_verb(part) == part for part in core.split("、"))


def ends_as_thing(text: str) -> bool:
    """Whether ``text`` ends with a noun of things that are built, held or run (基地, 项目, 企业)."""
    return bool(_THING.search(text))


def deliver_verb(core: str) -> str:
    """The delivering verb at the start of ``core``, 累计 before it included, or empty."""
    before = "累计" if core.startswith("累计") else ""
    verb = _affixes()["deliver"].at_start(core[len(before) :])
    return before + verb if verb else ""


def ends_with_deliver(text: str) -> str:
    """The delivering verb at the end of ``text``, or empty."""
    text = text.rstrip("了")
    return _affixes()["deliver"].at_end(text)
