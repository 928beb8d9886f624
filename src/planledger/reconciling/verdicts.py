"""What a result proves of a promise, by the published rules of ``docs/reference/verdicts.md``."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from planledger.catalogue import Catalogue
from planledger.model import Statement
from planledger.model.findings import Verdict
from planledger.model.statement import Bound
from planledger.reconciling.numbers import in_unit_of, plain, points, value_in_chinese, value_in_english
from planledger.reconciling.timing import Stretch
from planledger.reconciling.wording import says_yearly, wording

POINTS_OF_ABOUT = 0.2
"""What 左右 and 约 tolerate of a percentage, in points."""
SHARE_OF_ABOUT = 0.05
"""What 左右 and 约 tolerate of any other amount, as a share of it."""
_ROUNDING = 1e-9
_MIRRORED: dict[Bound, Bound] = {"at_least": "at_most", "at_most": "at_least"}
_CLAUSES = re.compile(r"[,，;；。]")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with its arithmetic and its reason; ``verdict`` is None where the result proves nothing."""

    verdict: Verdict | None
    margin: float | None
    share: float | None
    reason: str
    reason_zh: str


def less_is_better(promise: Statement, catalogue: Catalogue) -> bool:
    """Whether a result below the target keeps the promise."""
    if promise.bound == "at_most" or promise.measure == "rank":
        return True
    if promise.bound == "at_least":
        return False
    value = promise.low if promise.low is not None else promise.high
    if promise.measure in ("growth", "change") and value is not None and value < 0:
        return True
    if promise.measure == "level" and wording().fall.search(promise.indicator):
        return False  # 减少量: the more the better
    if promise.indicator_id in catalogue.indicators:
        direction = catalogue.indicators[promise.indicator_id].direction
        if direction != "neutral":
            return direction == "less"
    return bool(wording().less_is_better.search(promise.indicator)) and promise.measure != "change"


def as_level(statement: Statement) -> Statement:
    """A change as an amount without sign, so that 减少1000万人 can be held against a change of −1442万人."""
    low, high = statement.low, statement.high
    if statement.measure == "level":
        return statement
    if (low if low is not None else high or 0.0) >= 0:
        return replace(statement, measure="level")
    return replace(
        statement,
        measure="level",
        low=None if high is None else -high,
        high=None if low is None else -low,
        base_low=None if statement.base_high is None else -statement.base_high,
        base_high=None if statement.base_low is None else -statement.base_low,
        bound=_MIRRORED.get(statement.bound, statement.bound),
    )


def is_yearly(promise: Statement) -> bool:
    """Whether the amount is promised for each year of a longer period."""
    if wording().cumulative.search(promise.indicator) or promise.measure != "level":
        return False
    clause = next((part for part in _CLAUSES.split(promise.sentence) if promise.text in part), "")
    return says_yearly(promise.indicator) or says_yearly(clause)


def judge(promise: Statement, result: Statement, *, when: Stretch, downwards: bool) -> Judgement:
    """The verdict on ``promise`` from ``result``; ``downwards`` when less is better."""
    need = _need(promise, downwards=downwards)
    low, high = in_unit_of(promise, result)
    if need is None or (low is None and high is None):
        return Judgement(None, None, None, "no number to compare", "没有可比的数字")
    margin = _margin(need, low, high, downwards=downwards)
    share = _share(promise, need, low, high, downwards=downwards)
    words = _words(promise, result, margin)
    if when == "before":
        return _with(
            "progress", margin, share, words, ("not due: this is the starting point", "目标期未到，此为基期值")
        )
    if when == "within" and promise.measure in ("growth", "change") and not is_yearly(promise):
        return _with(
            "progress",
            margin,
            None,
            words,
            ("one year does not prove a target for the whole period", "一年的结果不能证明整个规划期的目标"),
        )
    proved = _proved(promise, need, low, high, downwards=downwards)
    if when == "within":
        return _in_plan(promise, proved, margin, share, words)
    if proved is None:
        return Judgement(
            None, margin, share, words[0] + "; the bound proves nothing", words[1] + "，结果只给界限，不能证明"
        )
    return _with("met" if proved else "missed", margin, share, words, _slack_note(promise, margin, proved=proved))


def _need(promise: Statement, *, downwards: bool) -> float | None:
    first, second = (promise.high, promise.low) if downwards else (promise.low, promise.high)
    return first if first is not None else second


def slack(promise: Statement) -> float:
    """How far a result may fall short of a target that is said to be about so much."""
    if promise.bound != "about":
        return 0.0
    if promise.unit.strip() in ("%", "％", "个百分点", "‰"):
        return POINTS_OF_ABOUT
    return abs(promise.low if promise.low is not None else promise.high or 0.0) * SHARE_OF_ABOUT


def _proved(promise: Statement, need: float, low: float | None, high: float | None, *, downwards: bool) -> bool | None:
    """Whether the result proves (True) or disproves (False) the promise; None when its bounds leave both open."""
    tolerance = slack(promise) + _ROUNDING * max(1.0, abs(need))
    if downwards:
        worst, best, limit = (None if high is None else -high), (None if low is None else -low), -need
    else:
        worst, best, limit = low, high, need
    if worst is not None and worst >= limit - tolerance:
        return True
    if best is not None and best < limit - tolerance:
        return False
    return None


def _margin(need: float, low: float | None, high: float | None, *, downwards: bool) -> float:
    value = (high if high is not None else low) if downwards else (low if low is not None else high)
    assert value is not None
    return round(need - value if downwards else value - need, 10)


def _share(promise: Statement, need: float, low: float | None, high: float | None, *, downwards: bool) -> float | None:
    value = low if low is not None else high
    if downwards or promise.measure == "rank" or value is None or need <= 0 or value < 0:
        return None
    return round(value / need, 6)


def _words(promise: Statement, result: Statement, margin: float) -> tuple[str, str]:
    """Target, result and difference in English and Chinese."""
    stated = promise.low if promise.low is not None else promise.high or 0.0
    falls = promise.measure in ("growth", "change") and stated < 0
    said, told = value_in_chinese(promise), value_in_chinese(result)
    rises = promise.measure == "growth" and not falls
    english = f"target {value_in_english(promise)}, result {value_in_english(result)}"
    chinese = f"目标{said}，实际{told if not (rises and told.startswith('增长')) else told[2:]}"
    value = _signed_difference(promise, result)
    if not value:
        return english, chinese + "，与目标持平"
    unit = promise.unit if promise.measure != "rank" else "位"
    english_way, chinese_way = _way(promise, value, falls=falls)
    amount = plain(abs(value))
    return (
        f"{english}, {amount}{points(unit, chinese=False)} {english_way}",
        f"{chinese}，{chinese_way}{amount}{points(unit, chinese=True)}",
    )


def _way(promise: Statement, difference: float, *, falls: bool) -> tuple[str, str]:
    """In which direction the result differs from the target, in English and Chinese."""
    up = difference > 0
    if promise.measure == "rank":
        return ("places behind", "靠后") if up else ("places ahead", "靠前")
    if falls:
        return ("less of a fall", "少降") if up else ("more of a fall", "多降")
    if promise.measure == "level" and promise.unit not in ("%", "％", "‰"):
        return ("more", "多") if up else ("less", "少")
    return ("above", "高") if up else ("below", "低")


def _signed_difference(promise: Statement, result: Statement) -> float:
    low, high = in_unit_of(promise, result)
    ours = promise.low if promise.low is not None else promise.high
    theirs = low if low is not None else high
    return round((theirs or 0.0) - (ours or 0.0), 6)


def _slack_note(promise: Statement, margin: float, *, proved: bool) -> tuple[str, str]:
    if promise.bound == "about" and proved and margin < 0:
        allowed, unit = plain(slack(promise)), promise.unit
        return (
            f"within what 左右 allows ({allowed}{points(unit, chinese=False)})",
            f"在“左右”允许的{allowed}{points(unit, chinese=True)}之内",
        )
    return "", ""


def _in_plan(
    promise: Statement, proved: bool | None, margin: float, share: float | None, words: tuple[str, str]
) -> Judgement:
    """The verdict when the result covers a part of the promised period."""
    if is_yearly(promise):
        note = ("a yearly target, judged for this year only", "年度性目标，只判本年")
        return (
            _with("met" if proved else "missed", margin, share, words, note)
            if proved is not None
            else Judgement(None, margin, share, *words)
        )
    if proved:
        return _with("met", margin, share, words, ("reached before it is due", "提前达到"))
    way = f"{share:.1%}" if share is not None else ""
    note = (f"not due; {way} of the way" if way else "not due", f"未到期，已完成{way}" if way else "未到期")
    return _with("progress", margin, share, words, note)


def _with(
    verdict: Verdict, margin: float | None, share: float | None, words: tuple[str, str], note: tuple[str, str]
) -> Judgement:
    english = "; ".join(filter(None, (words[0], note[0])))
    chinese = "；".join(filter(None, (words[1], note[1])))
    return Judgement(verdict, margin, share, english, chinese)
