"""Which blocks look back and which look ahead (回顾, 展望)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import groupby

from planledger.catalogue import read_data
from planledger.model.document import Kind, Part
from planledger.reading.blocks import Line

_TURN_COST = 3.0
_STRONG = 4.0
# A digest sets its heads for the eye: they cover what stands around them badly.
_IN_DIGESTS = 1.0
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def find_parts(text: str, lines: Sequence[Line], paths: Sequence[tuple[str, ...]], kind: Kind, year: int) -> list[Part]:
    """For every line, its part.

    The headings decide where they speak; elsewhere the cue words of the sentences do, weighed over the whole text so that
    the part turns as seldom as they allow.
    """
    if kind == "communique":
        return ["review"] * len(lines)
    said = [_of_path(path, line, year) for path, line in zip(paths, lines, strict=True)]
    strength = _IN_DIGESTS if kind == "digest" else _STRONG
    scores = []
    for part, line in zip(said, lines, strict=True):
        score = strength * (1 if part == "outlook" else -1) if part else 0.0
        if not part or kind == "digest":
            score += cue_weight(text[line.start : line.end])
        scores.append(score)
    return _best_path(scores, kind)


def _of_path(path: tuple[str, ...], line: Line, year: int) -> Part:
    """What the headings above say, the innermost that says anything."""
    for heading in (*((line.heading,) if line.kind == "heading" else ()), *reversed(path)):
        if part := part_of_heading(heading, year):
            return part
    return ""


def part_of_heading(heading: str, year: int) -> Part:
    """Part that a heading tells, or empty; ``year`` is the report year, 0 when it is not known.

    >>> part_of_heading("一、2020年工作回顾", 2021), part_of_heading("二、2021年重点工作", 2021)
    ('review', 'outlook')
    """
    review, outlook = _heading_patterns()
    last_review = max((match.end() for match in review.finditer(heading)), default=0)
    last_outlook = max((match.end() for match in outlook.finditer(heading)), default=0)
    if last_review > last_outlook:
        return "review"
    years = [int(found) for found in _YEAR.findall(heading)] if year else []
    if years and max(years) < year:
        return "review"
    return "outlook" if last_outlook or years else ""


def _best_path(scores: Sequence[float], kind: Kind) -> list[Part]:
    """The series of parts that fits the scores best when every turn costs ``_TURN_COST`` (Viterbi)."""
    back: list[tuple[int, int]] = []
    best = [0.5 if kind != "five_year_outline" else -0.5, 0.0 if kind != "five_year_outline" else 0.5]
    for score in scores:
        stay_or_turn = []
        came = []
        for state in (0, 1):
            other = best[1 - state] - _TURN_COST
            came.append(state if best[state] >= other else 1 - state)
            stay_or_turn.append(max(best[state], other) + (score / 2 if state else -score / 2))
        best = stay_or_turn
        back.append((came[0], came[1]))
    state = int(best[1] > best[0])
    states = []
    for came_from in reversed(back):
        states.append(state)
        state = came_from[state]
    return ["outlook" if state else "review" for state in reversed(states)]


def cue_weight(paragraph: str) -> float:
    """How much a paragraph looks ahead (above zero) or back (below)."""
    words, pattern, ahead, back = _cues()
    weight = sum(words[found] * count for found, count in _counted(pattern.findall(paragraph)))
    weight = max(-3.0, min(3.0, weight))
    if ahead.search(paragraph):
        weight += _STRONG
    if back.search(paragraph):
        weight -= _STRONG
    return weight


def _counted(found: list[str]) -> list[tuple[str, int]]:
    return [(word, len(list(group))) for word, group in groupby(sorted(found))]


@cache
def _cues() -> tuple[dict[str, float], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = read_data("reading")
    words = {str(word): float(weight) for word, weight in data["cues"].items()}
    pattern = re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))
    turns = data["turns"]
    return words, pattern, re.compile(turns["outlook"]["regex"]), re.compile(turns["review"]["regex"])


@cache
def _heading_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = read_data("reading")["parts"]
    return re.compile(data["review"]["regex"]), re.compile(data["outlook"]["regex"])
