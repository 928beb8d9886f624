"""What a value is said of: the indicator phrase around it (指标短语)."""

from __future__ import annotations

from functools import cache, lru_cache

from planledger.extracting.affixes import Affixes
from planledger.extracting.grammar import pattern, words
from planledger.extracting.values import Value

_PARENTHESES = pattern("phrases.parentheses")
_FILLER = pattern("phrases.filler")
_YEARS = pattern("phrases.years")


@cache
def _affixes() -> dict[str, Affixes]:
    classes = words()
    return {
        "change": Affixes((*classes["up"], *classes["down"], *classes["reach"])),
        "rise_or_fall": Affixes((*classes["up"], *classes["down"])),
        "adverb": Affixes(classes["change_adverb"]),
        "lead": Affixes((*classes["lead_in"], *classes["scope"], *classes["time_word"])),
        "deliver": Affixes(classes["deliver"]),
        "noun": Affixes(classes["noun_ending"]),
        "kept": Affixes(classes["kept"]),
    }


@cache
def _triggers() -> dict[str, tuple[str, str]]:
    """For each verb of change that may end a text, the one that counts, and its kind: ``up``, ``down``, ``reach``."""
    up, down, reach = (Affixes(words()[kind]) for kind in ("up", "down", "reach"))
    found = {}
    for verb in (*words()["up"], *words()["down"], *words()["reach"]):
        change, kind = (up.at_end(verb), "up") if up.at_end(verb) else (down.at_end(verb), "down")
        reached = reach.at_end(verb)
        found[verb] = (reached, "reach") if reached and len(reached) >= len(change) else (change, kind)
    return found


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
        core = core.strip(" \t　“”《》、-—◆●（") if core[:1] in " \t　、-—◆●（" else core.rstrip(" \t")
        self.trigger = self.verb = ""
        if needs_object and (verb := sets["deliver"].at_end(core)) and not _is_reaching(verb):
            self.core = strip_lead(core)
        else:
            self.core = strip_lead(self._strip_trigger(core, sets))
            if self.trigger:
                self.core = _STATED.sub("", _CAUSED.sub("", self.core))
        self.deliver = deliver_verb(self.core)
        self.bare = bool(self.deliver) and self.core in (self.deliver, self.deliver + "了")

    def _says_more(self, kind: str, verb: str) -> bool:
        """Whether a verb found before the ones already stripped decides over them: 增长|达到|5%."""
        if not self.trigger:
            return True
        if kind == "reach" or self.trigger != "reach":
            return False
        return self.verb in words()["transparent"] or verb in words()["change_noun"]

    def _strip_trigger(self, core: str, sets: dict[str, Affixes]) -> str:
        triggers = _triggers()
        if core.endswith(_HIGHER_ENDS) and _HIGHER.search(core):
            core = core.removesuffix("出")
            core = core[:-1] + ("提高" if core[-1] == "高" else "降低")
        for _ in range(7):
            core = core.removesuffix("了")
            dated = core.endswith(("年", "年的")) and _TO_YEAR.search(core)
            if dated:
                self.trigger, self.verb, core = self.trigger or "reach", self.verb or "达到", core[: dated.start()]
            change, kind = triggers.get(sets["change"].at_end(core), ("", ""))
            if change and not _belongs_to_noun(core, change):
                if self._says_more(kind, change):
                    self.trigger, self.verb = kind, change
                core = core[: -len(change)]
                continue
            adverb = sets["adverb"].at_end(core)
            if (
                adverb
                and (self.trigger or len(adverb) > 1 or adverb in "均都各")
                and not _belongs_to_noun(core, adverb)
            ):
                core = core[: -len(adverb)]
                continue
            comparison = _COMPARISON.search(core) if core[-1:] in COMPARISON_ENDS else None
            if comparison and (self.trigger or comparison.group()[0] in "由从连三五35去今上"):
                core = core[: comparison.start()].removesuffix("将" if comparison.group()[0] in "由从" else "")
                continue
            break
        return core


_CAUSED = pattern("phrases.caused")
_STATED = pattern("phrases.stated")
_HIGHER = pattern("phrases.higher")
_HIGHER_ENDS = ("高", "低", "高出", "低出")
_TO_YEAR = pattern("phrases.to_year")
_COMPARISON = pattern("phrases.comparison")
# What every comparison ends with, so that other texts need not be searched.
COMPARISON_ENDS = frozenset("年月期间届五”初末前国省底由从的来算度数")


def _belongs_to_noun(core: str, word: str) -> bool:
    noun = _affixes()["noun"].at_end(core)
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


def _keeps(text: str, word: str) -> bool:
    kept = _affixes()["kept"].at_start(text)
    return len(kept) > len(word) or (kept == word and kept not in words()["weak_kept"])


_THING = pattern("phrases.thing")


def right_object(text: str, *, whole: bool = False) -> str:
    """The noun phrase that a counted thing is, from the text behind its unit.

    Args:
        text: Text behind the unit.
        whole: Whether to keep what is joined to it; else it is cut where another thing begins.
    """
    if "（" in text:
        text = _PARENTHESES.sub("", text)
    text = _UNIT_REMARK.sub("", text).lstrip("的 ").rstrip(" ，。；、")
    text = _SERIES.sub("", text)
    text = _HAPPENED.sub("", text) or text
    told = _TOLD.search(text)
    if told and told.start() >= 2:
        text = text[: told.start()]
    for match in () if whole else _JOIN.finditer(text):
        if match.start() >= 3 and _THING.search(text, 0, match.start()):
            text = text[: match.start()]
            break
    return text


_UNIT_REMARK = pattern("phrases.unit_remark")
_TOLD = pattern("phrases.told")
_HAPPENED = pattern("phrases.happened")
_SERIES = pattern("phrases.series")
_JOIN = pattern("phrases.join")


_ITEM = pattern("phrases.item")


def tidy(phrase: str) -> str:
    """``phrase`` without filler words and stray punctuation, in the form the ledger shows."""
    phrase = _FILLER.sub("", phrase) if len(phrase) > 4 else phrase
    phrase = phrase.strip("，。；：、 的了—-◆●")
    if phrase[:1].isdigit():
        phrase = _ITEM.sub("", phrase)
    return phrase if "（" in phrase else phrase.strip("（）")


def drop_occasion(core: str) -> str:
    """``core`` without the words around its occasion: 在第十二届技能大赛上共获得 → 第十二届技能大赛获得."""
    match = _OCCASION.match(core)
    return match["what"] + core[match.end() :].removeprefix("共") if match else core


_OCCASION = pattern("phrases.occasion")


def drop_caused(core: str, value: Value) -> str:
    """``core`` without who brought it about, where the value is passed: 研究院助力产量|突破100万吨."""
    return _CAUSED.sub("", core) if value.left < value.start and value.bound == "at_least" else core


_NAMED = pattern("phrases.named")


def drop_named(core: str) -> str:
    """``core`` without the names of a list that ends in 等 and a kind: 实施甲路、乙路等干线改造 → 实施干线改造."""
    match = _NAMED.match(core) if "等" in core else None
    if match is None or _SHARED_MEASURE.search(match["kind"]):
        return core
    verb = deliver_verb(core)
    return verb + match["kind"] if verb or "、" in core else core


_SHARED_MEASURE = pattern("phrases.shared_measure")


def drop_examples(core: str) -> str:
    """``core`` without a list of examples before a counted thing (甲、乙等3个…); the leading verb stays."""
    if core.endswith(_EXAMPLE_ENDS) or ("、" in core and not _all_verbs(core)) or core[3:].endswith(_MEMBER_ENDS):
        last = core[core.rfind("、") + 1 :]
        return last if "、" in core and deliver_verb(last) == last else _affixes()["deliver"].at_start(core)
    return core


_MEMBER_ENDS = ("和", "以及")
_EXAMPLE_ENDS = ("等", "等等", "为代表的", "为重点的", "在内的")


def _all_verbs(core: str) -> bool:
    return all(deliver_verb(part) == part for part in core.split("、"))


def ends_as_thing(text: str) -> bool:
    """Whether ``text`` ends with a noun of things that are built, held or run (基地, 项目, 企业)."""
    return bool(_THING.search(text))


_NOUN_AS_VERB = pattern("phrases.noun_as_verb")


@lru_cache(maxsize=64)
def deliver_verb(core: str) -> str:
    """The delivering verb at the start of ``core``, 累计 before it included, or empty.

    The steps that draft a value ask it of the same phrase, so that the last few answers are at hand.
    """
    before = "累计" if core.startswith("累计") else "年" if core[:1] == "年" else ""
    verb = _affixes()["deliver"].at_start(core[len(before) :])
    return before + verb if verb and not _NOUN_AS_VERB.match(core, len(before)) else ""


def ends_with_change(text: str) -> str:
    """The verb of increase or decrease, two characters or more, at the end of ``text``, or empty."""
    text = text.removesuffix("了")
    change = _affixes()["rise_or_fall"].at_end(text)
    return "" if len(change) < 2 or len(change) + 2 > len(text) or _belongs_to_noun(text, change) else change


def drop_adverbs(text: str) -> str:
    """``text`` without the adverbs of two characters or more at its end: 增加值同比 → 增加值."""
    while len(adverb := _affixes()["adverb"].at_end(text)) > 1 and not _belongs_to_noun(text, adverb):
        text = text[: -len(adverb)]
    return text


def ends_with_deliver(text: str) -> str:
    """The delivering verb at the end of ``text``, or empty."""
    text = text.rstrip("了")
    return _affixes()["deliver"].at_end(text)
