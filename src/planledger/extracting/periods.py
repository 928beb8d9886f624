"""The period a value is for, and its role (时期, 角色)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from planledger.extracting.grammar import pattern
from planledger.model.document import Document, Part
from planledger.model.statement import Role

_TIME = pattern("periods.time")
_PLAN_NAMES = ("七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六")
_PLANS = dict(zip(_PLAN_NAMES, range(1986, 2036, 5), strict=True))
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


class Time(NamedTuple):
    """A time word of a sentence: where it stands, its kind, its year or number of years.

    A span (2019年到2023年) holds both years in one number: 20192023.
    """

    start: int
    end: int
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Frame:
    """What a block says of time before its sentences do.

    Attributes:
        part: Review or outlook.
        review: Period of a result in the review part (``2020`` or ``2016/2020``).
        review_year: Year of a state in the review part.
        outlook: Period of a target in the outlook part.
        outlook_year: Year of a state in the outlook part.
        long: Whether the frame spans several years (a five-year plan, or five years looked back on).
    """

    part: Part
    review: str
    review_year: int
    outlook: str
    outlook_year: int
    long: bool


def frames_of(document: Document) -> list[Frame]:
    """What each block of ``document`` says of time, in block order.

    A report that looks back or ahead over five years says so in a heading or at the start of a paragraph, and says
    when it turns to a single year; between such words the horizon stays as it is.
    """
    long, said = False, document.year.confidence > 0.5 or bool(document.plan_period)
    frames = []
    cache: dict[tuple[Part, bool], Frame] = {}
    for block in document.blocks:
        if block.kind == "heading" and block.level == 1:
            long = False
        opening = document.text[block.start : min(block.end, block.start + (60 if block.kind == "heading" else 40))]
        turn = _horizon(opening, document.year.value, heading=block.kind == "heading")
        if turn is None and not said:
            frames.append(Frame(block.part, "", 0, "", 0, False))  # nothing in the text has named a year yet
            continue
        long, said = long if turn is None else turn, True
        key = (block.part, long)
        if key not in cache:
            cache[key] = _frame(document, *key)
        frames.append(cache[key])
    return frames


_MENTIONED = pattern("periods.mentioned")
_YEAR = re.compile(r"\d{4}")
_FIVE = pattern("periods.five")
_ONE = pattern("periods.one")


def _horizon(opening: str, year: int, *, heading: bool) -> bool | None:
    """Whether ``opening`` turns to five years, or to one; None when it names neither."""
    if "年" not in opening and "五" not in opening and "新一届" not in opening:
        return None  # every horizon has one of these
    # In running text a plan that is only mentioned (完成“十四五”规划目标) does not widen the view.
    fives = (match for match in _FIVE.finditer(opening) if heading or not _MENTIONED.search(match.group()))
    found = [(match.start(), True) for match in fives]
    for match in _ONE.finditer(opening):
        named = _YEAR.search(match.group())
        if named is None or int(named.group()) >= year - 1:  # an earlier year is only compared with
            found.append((match.start(), False))
    if not found:
        return None
    return min(found)[1] if heading else max(found)[1]


def _frame(document: Document, part: Part, long: bool) -> Frame:
    year = document.year.value
    if document.plan_period:
        first, last = (int(bound) for bound in document.plan_period.split("/"))
        return Frame(part, f"{first - 5}/{first - 1}", first - 1, document.plan_period, last, True)
    if not year:
        return Frame(part, "", 0, "", 0, False)
    last_year = year if document.kind.value == "communique" else year - 1
    if long:
        return Frame(
            part, f"{last_year - 4}/{last_year}", last_year, f"{last_year + 1}/{last_year + 5}", last_year + 5, True
        )
    return Frame(part, str(last_year), last_year, str(last_year + 1), last_year + 1, False)


def times_in(sentence: str) -> list[Time]:
    """Time words of a sentence; kinds: by, year, span, base, plan, since, end, five, recent, over, rel."""
    found: list[Time] = []
    if "年" not in sentence and "五" not in sentence:
        return found  # every time word has one of the two
    for match in _TIME.finditer(sentence):
        end = match.end()
        if match["year"]:
            kind, number = ("by" if match["by"] or match["end"] in ("底", "末", "前") else "year"), int(match["year"])
            first = _SPAN_FROM.search(sentence, max(0, match.start() - 6), match.start("year"))
            if first and sentence[first.start() - 1 : first.start()] in ("是", "比"):
                found[:] = [time for time in found if time.start < first.start()]
                continue  # is compared with: 是1950年到2002年的总和
            if first:
                kind, number = "span", int(first["year"]) * 10_000 + number
                found[:] = [time for time in found if time.start < first.start()]
            elif _COMPARED.search(sentence, max(0, match.start() - 3), match.start() + (1 if match["by"] else 0)):
                kind = "base"
            elif sentence.startswith(_AGAINST, end):
                kind = "base"  # 与2000年相比
            elif sentence.startswith("以来", end):
                kind, end = "since", end + 2
            elif sentence.startswith("远景目标", end):
                continue  # a name: 实现2035年远景目标
        elif match["plan"]:
            if match["span"] is None:
                continue
            kind, number = _SPANS.get(match["span"], "plan"), _PLANS[match["plan"]]
            if _COMPARED.search(sentence, max(0, match.start() - 3), match.start()):
                kind, number = "base", number + 4
        elif match["five"]:
            kind, number = "five", 5
        elif recent := match["recent"] or match["lately"] or match["over"]:
            kind = "over" if match["over"] else "recent"
            number = int(recent) if recent.isdigit() else _NUMBERS[recent]
        else:
            kind, number = "rel", {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "明年": 1, "前年": -2}[match["rel"]]
        found.append(Time(match.start(), end, kind, number))
    return found


_SPAN_FROM = re.compile("(?P<year>(?:19|20)[0-9]{2})年?(?:[到至～~-]|—+)$")  # 2019年到|2023年
_AGAINST = ("相比", "相较")
_SPANS = {"末": "end", "期末": "end", "以来": "since"}
_COMPARED = pattern("periods.compared")


class Timing(NamedTuple):
    """What of a value decides its period.

    Attributes:
        at: Where the value begins in its sentence.
        clause: Where its clause begins in the sentence.
        role: Of the value.
        growing: Whether it is a growth or a change.
        flow: Whether it adds up over the period (新建, 累计) rather than being a state at its end.
        annual: Whether it is an average over years (年均).
        reached: Whether a verb says that a state was reached (达到).
    """

    at: int
    clause: int
    role: Role
    growing: bool
    flow: bool
    annual: bool
    reached: bool


def period_of(sentence: str, times: list[Time], timing: Timing, frame: Frame) -> str:
    """The period of a value: ``2020``, ``2021/2025``, or empty when nothing decides it."""
    if timing.role in ("baseline", "context"):
        return _baseline_period(sentence, times, timing, frame)
    forward = timing.role == "target"
    last = frame.outlook_year if forward else frame.review_year
    governing, base = _governing(sentence, times, timing) if times else (None, 0)
    growing = timing.flow and timing.growing
    if base and growing and last and (timing.annual or frame.long or last - base > 3):
        named = governing[1] if governing and governing[0] in ("by", "year") else last
        return _span(base + 1, named)
    if frame.long and not forward and governing in (("year", last), ("by", last)) and (timing.annual or growing):
        compared = timing.annual or "平均" in sentence or any(time.kind == "base" for time in times)
        if (compared or governing[0] == "by") and not _YEARLY.search(sentence, timing.clause, timing.at):
            governing = None  # 2025年，…增长5.9% alone is of that year
    if governing:
        summed = timing.flow or timing.annual or (governing[0] in ("five", "plan") and not timing.reached)
        return _governed(governing, frame, forward=forward, flow=summed, last=last)
    if not last:
        return ""
    whole = frame.outlook if forward else frame.review
    return whole if not frame.long or timing.flow or timing.annual else str(last)


_YEARLY = re.compile("[比较](?:上年|去年|上一年)|同比")


def _baseline_period(sentence: str, times: list[Time], timing: Timing, frame: Frame) -> str:
    if timing.role != "baseline":
        return ""
    for start, end, kind, number in reversed(times):
        apart = timing.at - end
        # 由2020年的 holds for what else is listed, 比2020年增加 for its own part of the sentence
        parted = "；" in sentence[end : timing.at] and sentence[start - 1 : start] not in ("由", "从")
        if kind == "rel" and number < 0 and 0 <= apart <= 3 and frame.review_year:
            return str(frame.review_year + number + (frame.part == "outlook"))  # 上年 is counted from its own part
        if (kind == "base" and apart >= 0 and not parted) or (kind == "year" and 0 <= apart <= 6):
            return str(number)
    return ""


def _governing(sentence: str, times: list[Time], timing: Timing) -> tuple[tuple[str, int] | None, int]:
    """The time word that holds for the value, and the year it is compared with (0 for none)."""
    base = 0
    governing: tuple[str, int] | None = None
    for start, end, kind, number in times:
        if end > timing.at + 1:
            break
        if kind == "base":
            base = number if start >= timing.clause - 1 or timing.annual else base
        elif (
            kind == "rel"
            and (
                sentence[max(0, start - 1) : start] in ("比", "较", "是", "到")
                or (number < 0 if timing.role == "target" else number == 0)
            )
        ) or (end < timing.clause and _clause_only(sentence, end, kind, timing)):
            continue
        else:
            governing, base = (kind, number), base if kind == "by" and start >= timing.clause else 0
    return governing, base


def _clause_only(sentence: str, end: int, kind: str, timing: Timing) -> bool:
    """Whether a time word holds for its own clause alone: 五年累计完成…，."""
    summed = timing.flow or timing.annual
    if kind in ("since", "over"):
        return not (summed and kind == "since" and sentence[end] == "，")
    return kind in ("five", "recent", "plan") and not summed and sentence[end] != "，"


def _span(first: int, last: int) -> str:
    return f"{first}/{last}" if last > first else str(last)


def _governed(governing: tuple[str, int], frame: Frame, *, forward: bool, flow: bool, last: int) -> str:
    kind, number = governing
    if kind in ("by", "year"):
        if flow and kind == "by" and forward and frame.long:
            return _span(int(frame.outlook[:4]), number)
        return str(number)
    if kind in ("span", "plan"):
        first, final = divmod(number, 10_000) if kind == "span" else (number, number + 4)
        return _span(first, final) if flow or kind == "plan" else str(final)
    if kind == "since":
        return _span(number, last) if last else ""
    if kind == "end":
        return str(number + 4)
    if kind == "five":
        if frame.long:
            return (frame.outlook if forward else frame.review) if flow else str(last)
        if not last:
            return ""
        whole = _span(last, last + 4) if forward else _span(last - 4, last)
        return whole if flow else str(last + 4 if forward else last)
    if kind in ("recent", "over"):
        return _span(last - number + 1, last) if last else ""
    year = frame.outlook_year if not frame.long else 0
    return str(year + number) if year else str(last)
