"""Which blocks look back and which look ahead (回顾, 展望)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from planledger.catalogue import read_data
from planledger.model.document import Kind, Part
from planledger.reading.blocks import Line
from planledger.reading.marks import marker_of

_TURN_COST = 3.0
_HINT = 1.0
_CHEAP_TURN = 0.5  # at a sentence that announces the goals
_SCANNED = 400
_STRONG = 4.0
# A digest sets its heads for the eye: they cover what stands around them badly, unless they are numbered.
_IN_DIGESTS = 0.3
_STAND_FIRM = frozenset(("chapter", "section", "numbered"))
_JOINS = re.compile("[和与及暨、]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def find_parts(text: str, lines: Sequence[Line], paths: Sequence[tuple[str, ...]], kind: Kind, year: int) -> list[Part]:
    """For every line, its part.

    The headings decide where they speak; elsewhere the cue words of the sentences do, weighed over the whole text so
    that the part turns as seldom as they allow.
    """
    if kind == "communique":
        return ["review"] * len(lines)
    said = [_of_path(path, line, year) for path, line in zip(paths, lines, strict=True)]
    scores, costs = [], []
    for (part, heading), path, line in zip(said, paths, lines, strict=True):
        strength = _IN_DIGESTS if kind == "digest" and marker_of(heading)[0] not in _STAND_FIRM else _STRONG
        score, cost = strength * (1 if part == "outlook" else -1) if part else 0.0, _TURN_COST
        if not part or kind == "digest":
            weight, announces = _weigh(text[line.start : line.end])
            score += weight - _HINT * _hints(path)
            cost = _CHEAP_TURN if announces and not part else _TURN_COST
        scores.append(score)
        costs.append(cost)
    return _best_path(scores, costs, kind)


def _of_path(path: tuple[str, ...], line: Line, year: int) -> tuple[Part, str]:
    """What the headings above say, and the innermost one that says it outright."""
    headings = (*path, line.heading) if line.kind == "heading" else path
    for heading in reversed(headings):
        if part := part_of_heading(heading, year):
            # What a heading joins (发展成就和目标任务) its sentences tell apart.
            return ("", "") if part == "outlook" and _says_both(heading) else (part, heading)
    return "", ""


@lru_cache(maxsize=4096)
def part_of_heading(heading: str, year: int) -> Part:
    """Part that a heading tells, or empty; ``year`` is the report year, 0 when it is not known.

    >>> part_of_heading("一、2020年工作回顾", 2021), part_of_heading("二、2021年重点工作", 2021)
    ('review', 'outlook')
    """
    review, outlook, _ = _heading_patterns()
    last_review = max((match.end() for match in review.finditer(heading)), default=0)
    last_outlook = max((match.end() for match in outlook.finditer(heading)), default=0)
    if last_review > last_outlook:
        return "review"
    years = [int(found) for found in _YEAR.findall(heading)] if year else []
    if years and max(years) < year:
        return "review"
    return "outlook" if last_outlook or years else ""


@lru_cache(maxsize=1024)
def _says_both(heading: str) -> bool:
    """Whether a heading joins a review and an outlook.

    >>> _says_both("二、“十四五”发展成就和“十五五”目标任务"), _says_both("二、2021年重点工作")
    (True, False)
    """
    review, outlook, _ = _heading_patterns()
    back = review.search(heading)
    if back is None:
        return False
    ahead = outlook.search(heading, back.end())
    return ahead is not None and _JOINS.search(heading, back.end(), ahead.start()) is not None


def _best_path(scores: Sequence[float], costs: Sequence[float], kind: Kind) -> list[Part]:
    """The series of parts that fits the scores best when turning before line ``i`` costs ``costs[i]`` (Viterbi)."""
    best = (0.0, 0.5) if kind == "five_year_outline" else (0.5, 0.0)
    back: list[tuple[bool, bool]] = []
    for score, cost in zip(scores, costs, strict=True):
        turned = best[1] - _TURN_COST > best[0], best[0] - cost > best[1]
        best = (
            (best[1] - _TURN_COST if turned[0] else best[0]) - score / 2,
            (best[0] - cost if turned[1] else best[1]) + score / 2,
        )
        back.append(turned)
    outlook = best[1] > best[0]
    found: list[Part] = []
    for turned in reversed(back):
        found.append("outlook" if outlook else "review")
        outlook ^= turned[outlook]
    found.reverse()
    return found


def _weigh(paragraph: str) -> tuple[float, bool]:
    """Weight of a paragraph and whether it announces goals."""
    pattern, weights = _cue_words()
    ahead, back = _turns()
    weight = max(-3.0, min(3.0, sum(map(weights.__getitem__, pattern.findall(paragraph)))))
    announces = ahead.search(paragraph, 0, _SCANNED) is not None
    weight += _STRONG if announces else 0.0
    return weight - (_STRONG if back.search(paragraph, 0, _SCANNED) else 0.0), announces


@cache
def _cue_words() -> tuple[re.Pattern[str], dict[str, float]]:
    """One pattern of all cue words, and the weight of each with those that it contains (达到 contains 达)."""
    cues: dict[str, float] = read_data("reading")["cues"]
    tails: dict[str, list[str]] = {}
    for word in sorted(cues, key=len, reverse=True):
        tails.setdefault(word[0], []).append(word[1:])
    # Alternatives that each begin with a character of their own let the engine skip to where one may stand.
    pattern = "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in tails.items())
    inside = {word: sum(weight * word.count(part) for part, weight in cues.items()) for word in cues}
    return re.compile(pattern), inside


@cache
def _turns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Sentences that turn a text ahead, and those that turn it back."""
    turns = read_data("reading")["turns"]
    return re.compile(turns["outlook"]["regex"]), re.compile(turns["review"]["regex"])


@lru_cache(maxsize=1024)
def _hints(path: tuple[str, ...]) -> bool:
    """Whether a heading above hints at a review (取得新进展)."""
    return any(map(_heading_patterns()[2].search, path))


@cache
def _heading_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Headings that say review, that say outlook, that hint at review."""
    data = read_data("reading")["parts"]
    return re.compile(data["review"]["regex"]), re.compile(data["outlook"]["regex"]), re.compile(data["hint"]["regex"])
