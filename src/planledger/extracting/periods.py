"""The period a value is for, and its role (时期, 角色)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from planledger.model.document import Document, Part
from planledger.model.statement import Measure, Role

_TIME = re.compile(
    r"(?P<by>到|至|截至|截止)?(?P<year>(?:19|20)\d\d)年(?P<end>底|末|前)?(?P<plus>的|全年)?"
    r"|“?(?P<plan>十[一二三四五六])五”?(?P<span>期间|时期|以来|末|期末)?"
    r"|(?P<five>(?:过去的?|这|近|今后|未来|五)五?年(?:来|间)?|[今本]后五年|未来五年|五年(?:来|间|累计))"
    r"|(?:近(?P<recent>[一二两三四五六七八九十\d])年(?!级)(?:来)?|(?P<lately>[两三四])年来)"
    r"|(?P<rel>今年|去年|上年|明年|前年|本年)"
)
_PLANS = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}
_NUMBERS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


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

    A report that looks back or ahead over five years says so in a heading or at the start of a paragraph, and says when it
    turns to a single year; between such words the horizon stays as it is.
    """
    long, said = False, document.year.confidence > 0.5 or bool(document.plan_period)
    frames = []
    cache: dict[tuple[Part, bool], Frame] = {}
    for block in document.blocks:
        if block.kind == "heading" and block.level == 1:
            long = False
        opening = document.text[block.start : min(block.end, block.start + (60 if block.kind == "heading" else 40))]
        long = _horizon(opening, long, heading=block.kind == "heading")
        if not said and not _HORIZON.search(opening):
            frames.append(Frame(block.part, "", 0, "", 0, False))  # nothing in the text has named a year yet
            continue
        said = True
        key = (block.part, long)
        if key not in cache:
            cache[key] = _frame(document, *key)
        frames.append(cache[key])
    return frames


_FIVE = (
    r"(?P<five>(?:19|20)\d\d年以来|五年来|这五年|过去的?五年|今后五年|未来五年|近五年|五年实际|五年累计|五年间|任期的?五年|五年任期|新一届政府(?:任期|工作的)"
    r"|“?十[一二三四五六]五”?(?:时期|期间|末|主要|发展|工作|规划目标|规划主要))(?!开局|收官|的?第一年|规划的?开局|起步)"
)
_ONE = r"(?P<one>过去一年|过去的一年|一年来|(?:19|20)\d\d年(?:是|，|工作|重点|主要|政府|的|经济|发展|各项|及|和)|今年(?!以来)|去年|刚刚过去的(?:19|20)\d\d年)"
_HORIZON = re.compile(_FIVE + "|" + _ONE)


def _horizon(opening: str, long: bool, *, heading: bool) -> bool:
    matches = list(_HORIZON.finditer(opening))
    if not matches:
        return long
    chosen = matches[0] if heading else matches[-1]
    return chosen["five"] is not None


def _frame(document: Document, part: Part, long: bool) -> Frame:
    year = document.year.value
    if document.plan_period:
        first, last = (int(bound) for bound in document.plan_period.split("/"))
        return Frame(part, f"{first - 5}/{first - 1}", first - 1, document.plan_period, last, True)
    if not year:
        return Frame(part, "", 0, "", 0, False)
    last_year = year if document.kind.value == "communique" else year - 1
    if long:
        return Frame(part, f"{last_year - 4}/{last_year}", last_year, f"{last_year + 1}/{last_year + 5}", last_year + 5, True)
    return Frame(part, str(last_year), last_year, str(last_year + 1), last_year + 1, False)


def times_in(sentence: str) -> list[tuple[int, int, str, int]]:
    """Time words of a sentence: (start, end, kind, number), kind one of by, year, plan, end, five, recent, rel."""
    found = []
    for match in _TIME.finditer(sentence):
        if match["year"]:
            kind, number = ("by" if match["by"] or match["end"] in ("底", "末", "前") else "year"), int(match["year"])
            if _COMPARED.search(sentence, max(0, match.start() - 3), match.start() + (1 if match["by"] else 0)):
                kind = "base"
        elif match["plan"]:
            if not match["span"]:
                continue
            kind, number = _SPANS.get(match["span"], "plan"), _PLANS[match["plan"]]
            if kind == "end" and sentence[max(0, match.start() - 1) : match.start()] in ("比", "较"):
                kind, number = "base", number + 4
        elif match["five"]:
            kind, number = "five", 5
        elif recent := match["recent"] or match["lately"]:
            kind, number = "recent", int(recent) if recent.isdigit() else _NUMBERS[recent]
        else:
            kind, number = "rel", {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "明年": 1, "前年": -2}[match["rel"]]
        found.append((match.start(), match.end(), kind, number))
    return found


_SPANS = {"末": "end", "期末": "end", "以来": "since"}
_COMPARED = re.compile(r"(?:比|较|是|相当于|为|达到|由|从|恢复[到至])$")


def period_of(
    sentence: str,
    times: list[tuple[int, int, str, int]],
    at: int,
    frame: Frame,
    *,
    role: Role,
    measure: Measure,
    flow: bool,
    annual: bool,
    reached: bool,
    clause: int,
) -> str:
    """The period of the value at offset ``at`` of ``sentence``.

    Args:
        sentence: Cleaned sentence.
        times: Its time words.
        at: Where the value begins in it.
        frame: What the block says of time.
        role: Of the value.
        measure: Of the value.
        flow: Whether the value adds up over the period (新建, 累计) rather than being a state at its end.
        annual: Whether it is an average over years (年均).
        reached: Whether a verb says that a state was reached (达到).
        clause: Where the value's clause begins in the sentence.
    """
    if role in ("baseline", "context"):
        for _, end, kind, number in reversed(times):
            if role == "baseline" and end <= at and (kind == "base" or (kind == "year" and at - end <= 6)):
                return str(number)
        return ""
    forward = role == "target"
    last = frame.outlook_year if forward else frame.review_year
    base = 0
    governing: tuple[str, int] | None = None
    for start, end, kind, number in times:
        if end > at + 1:
            break
        if kind == "base":
            base = number if start >= clause - 1 or annual else base
            continue
        if kind == "rel" and sentence[max(0, start - 1) : start] in ("比", "较", "是", "到"):
            continue
        if kind == "rel" and (number < 0 if forward else number == 0):
            continue
        if end < clause and (kind == "since" or (kind in ("five", "recent", "plan") and not (flow or annual) and sentence[end] != "，")):
            continue  # said of its own clause only
        governing, base = (kind, number), 0
    if base and flow and measure in ("growth", "change") and last and (annual or frame.long or last - base > 3):
        if governing and governing[0] in ("by", "year"):
            last = governing[1]
        return _span(base + 1, last)
    if frame.long and governing == ("year", last) and (annual or (flow and measure in ("growth", "change"))):
        governing = None
    if governing:
        summed = flow or annual or (governing[0] in ("five", "plan") and not reached)
        return _governed(governing, frame, forward=forward, flow=summed, last=last)
    if frame.long and (flow or annual or measure == "growth"):
        return frame.outlook if forward else frame.review
    return (str(last) if frame.long else (frame.outlook if forward else frame.review)) if last else ""


def _span(first: int, last: int) -> str:
    return f"{first}/{last}" if last > first else str(last)


def _governed(governing: tuple[str, int], frame: Frame, *, forward: bool, flow: bool, last: int) -> str:
    kind, number = governing
    if kind in ("by", "year"):
        if flow and kind == "by" and forward and frame.long:
            return _span(int(frame.outlook[:4]), number)
        return str(number)
    if kind == "plan":
        return _span(number, number + 4)
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
    if kind == "recent":
        return _span(last - number + 1, last) if last else ""
    year = frame.outlook_year if not frame.long else 0
    return str(year + number) if year else str(last)
