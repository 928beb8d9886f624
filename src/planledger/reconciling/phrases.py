"""Indicator phrases taken apart: what is counted, what was done to it, which ones are counted."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from planledger.reconciling.wording import wording

_JOINT = re.compile(r"以及|[、,，;；及和与]")
_MARKS = re.compile(r"[\s“”\"'‘’《》()（）【】·.。:：—-]+")
_THRESHOLD = re.compile(
    r"(?:(?:总)?投资)?(?:超过|超)?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十]+)?(?:[十百千万]*亿|[十百千]*万|百|千)元?(?:及以上|以上|级|(?<=元)以下)?(?=.)"
)
_DECREASE = re.compile(r"^(?:减少|减|净减少)(?=..)|(?<=..)(?:减少|净减少)(?:量|数)?$")
_ORDINAL = re.compile(r"第?(?:\d+|[一二三四五六七八九十]+)(?:期|批|届|轮|阶段)|首批|首期")


@dataclass(frozen=True, slots=True)
class Phrase:
    """An indicator phrase taken apart.

    Attributes:
        stated: As the text has it.
        core: What is counted, one form for all ways of writing it, without work verbs, fillers, thresholds.
        members: The joined things of the core (供水, 排水), one when nothing is joined.
        verbs: Groups of the work verbs (``build``, ``renew`` …).
        increment: It counts what is added (新增, 新认定).
        decrease: It counts what is gone (减少).
        stock: It counts what there is (总数, 拥有量).
        cumulative: It sums up years (累计).
        thresholds: What one of them must reach to be counted (亿元以上).
        ordinals: Which part of a series it is (第4批, 二期).
        grades: Whose title it is (省级).
        season: Part of the year it is for (雪季), or empty.
        words: For each set of contrasting words of ``data/reconciling.yaml`` those that stand in the phrase.
    """

    stated: str
    core: str
    members: tuple[str, ...]
    verbs: frozenset[str]
    increment: bool
    decrease: bool
    stock: bool
    cumulative: bool
    thresholds: frozenset[str]
    ordinals: frozenset[str]
    grades: frozenset[str]
    season: str
    words: tuple[frozenset[str], ...]


@lru_cache(maxsize=16384)
def parse_phrase(stated: str) -> Phrase:
    """``stated`` taken apart.

    >>> phrase = parse_phrase("新增规模以上工业企业")
    >>> phrase.core, phrase.increment
    ('规上工业企业', True)
    """
    rules = wording()
    text = unicodedata.normalize("NFKC", stated).replace("(", "(").strip()
    text = re.sub(r"\s+", "", text)
    for synonym in rules.synonyms:
        text = synonym.pattern.sub(synonym.becomes, text)
    season = rules.seasons.search(text)
    thresholds = frozenset(_plain_threshold(found) for found in _THRESHOLD.findall(text) if found)
    core = _THRESHOLD.sub("", text)
    ordinals = frozenset(_ORDINAL.findall(core))
    core = _MARKS.sub("", _ORDINAL.sub("", core))
    increment, stock = bool(rules.increment.search(core)), bool(rules.stock.search(core))
    decrease = bool(_DECREASE.search(core))
    cumulative = bool(rules.cumulative.search(core))
    words = tuple(frozenset(contrast.findall(core)) for contrast in rules.contrasts)
    grades = frozenset(rules.grades.findall(core))
    core = _DECREASE.sub("", rules.increment.sub(_kept_work, core))
    core, verbs = _without_verbs(rules.stock.sub("", core))
    core = rules.fillers.sub("", core) or core or text
    core = re.sub(r"(?<=..)[由从为至]$", "", core)
    members = tuple(part for part in _JOINT.split(core) if part) or (core,)
    return Phrase(
        stated, core, members, verbs, increment, decrease, stock, cumulative, thresholds, ordinals, grades,
        season.group() if season else "", words,
    )  # fmt: skip


def _kept_work(found: re.Match[str]) -> str:
    """What stays of an increment word: the work that it names (新认定 → 认定)."""
    word = found.group()
    return word[1:] if word[0] == "新" and word != "新增" else ""


def _plain_threshold(stated: str) -> str:
    """One form of a threshold: 超亿元, 亿元以上, 1亿元以上 → 亿."""
    bare = re.sub(r"总?投资|超过|超|及以上|以上|级|元", "", stated)
    return re.sub(r"^[1一](?=[亿百千万])", "", bare)


def _without_verbs(core: str) -> tuple[str, frozenset[str]]:
    """The phrase without its work verbs at either end, and their groups."""
    rules, groups = wording(), set()
    moved = True
    while moved and core:
        moved = False
        for pattern in (rules.idle_verbs, rules.verbs, rules.fillers):
            found = pattern.match(core)
            while found and found.end() < len(core):
                if pattern is rules.verbs:
                    groups.add(rules.verb_group[found.group()])
                core, moved = core[found.end() :], True
                found = pattern.match(core)
        for pattern in (rules.idle_verbs, rules.verbs):
            for tail in range(min(4, len(core) - 2), 1, -1):
                if pattern.fullmatch(core, len(core) - tail):
                    if pattern is rules.verbs:
                        groups.add(rules.verb_group[core[-tail:]])
                    core, moved = core[:-tail], True
                    break
    return core, frozenset(groups)
