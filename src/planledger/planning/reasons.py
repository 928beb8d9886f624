"""Why a light is what it is, in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planledger.planning.course import Course, Goal, Observation
from planledger.planning.schedule import Due

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Fact:
    """What the words are of."""

    rule: str
    course: Course
    goal: Goal | None
    due: Due | None
    last: Observation | None
    missed: int
    probability: float | None = None


def reason_of(fact: Fact) -> tuple[str, str]:
    """The reason in English and in Chinese."""
    plain = {
        "no_number": ("The target names no number that a figure could be held against.", "目标没有可对照的数值。"),
        "no_figure": ("No figure has been reported within the plan.", "规划期内还没有数据。"),
        "not_due": (
            "No target is of the year of the last figure, and none of a later year has a base from which to judge.",
            "最近数据所在年份没有目标，以后年份的目标没有基期，暂不判断进度。",
        ),
        "incomplete": ("Figures of earlier years are missing.", "缺少以前年度的数据，无法合并计算。"),
    }
    if fact.rule in plain or fact.due is None or fact.last is None or fact.goal is None:
        return plain.get(fact.rule, plain["no_figure"])
    english, chinese = _standing(fact)
    chance, chance_zh = chance_words(fact.probability)
    after = {
        "slipping": ("; the lead melts away", "；领先幅度连续收窄"),
        "doubtful": (f"; reached with probability {chance}", f"；预测实现概率{chance_zh}"),
        "unlikely": (f"; reached with probability {chance} only", f"；预测实现概率仅{chance_zh}"),
        "report_due": ("; the next figure is overdue", "；下一期数据已逾期"),
        "not_reported": (f"; {fact.missed} figures since are missing", f"；此后已有{fact.missed}期未报告"),
        "caught_up": ("; it was late in this year", "；本年度内曾滞后，赶上后仍为预警"),
    }.get(fact.rule, ("", ""))
    return f"{english}{after[0]}.", f"{chinese}{after[1]}。"


def _standing(fact: Fact) -> tuple[str, str]:
    due, goal, last = fact.due, fact.goal, fact.last
    assert due is not None
    assert goal is not None
    assert last is not None
    unit = "%" if goal.measure == "growth" else fact.course.unit
    value, expected = said(due.value), said(due.expected)
    when, when_zh = _period(last, english=True), _period(last, english=False)
    if goal.spans_years:
        when, when_zh = f"{goal.first_year} to {when}", f"{goal.first_year}年至{when_zh}"
    head, head_zh = f"{when}: {value}{_spaced(unit)}", f"{when_zh}{value}{unit}"
    if due.ended:
        verdict = ("as promised", "达到目标") if due.met else ("short of the target", "未达到目标")
        goal_said = said(due.goal)
        return (
            f"{head}; target {goal_said}{_spaced(unit)}; {verdict[0]}",
            f"{head_zh}，目标{goal_said}{unit}，{verdict[1]}",
        )
    ahead = due.lead >= -1e-9
    if due.done is not None and due.done < 0 and not ahead:  # a share below zero is no progress that people know
        return (
            f"{head}; expected by now {expected}{_spaced(unit)}; worse than at the start, behind schedule",
            f"{head_zh}，此时应为{expected}{unit}，不及起始水平，落后于序时进度",
        )
    if due.done is not None:
        share, wanted = f"{due.done * 100:.1f}%", f"{due.due * 100:.1f}%"
        if abs(due.done) > 10:  # a way so short that its share says nothing
            share = wanted = ""
        gap = f"{abs(due.lead) * 100:.1f}"
        tail = f", {share} of the way where {wanted} is due" if share else ""
        tail_zh = f"，进度{share}，时序应达{wanted}" if share else ""
        state = "on schedule" if ahead else f"{gap} points behind schedule"
        state_zh = "达到序时进度" if ahead else f"落后{gap}个百分点"
        return (
            f"{head}; expected by now {expected}{_spaced(unit)}{tail}; {state}",
            f"{head_zh}，此时应为{expected}{unit}{tail_zh}，{state_zh}",
        )
    distance = said(abs(due.value - due.expected))
    points, points_zh = (" points", "个百分点") if unit == "%" else (_spaced(unit), unit)
    state = "in line" if ahead else f"{distance}{points} off"
    state_zh = "符合要求" if ahead else f"相差{distance}{points_zh}"
    return (
        f"{head}; should be {expected}{_spaced(unit)}; {state}",
        f"{head_zh}，应为{expected}{unit}，{state_zh}",
    )


def said(value: float) -> str:
    """A number as people write it.

    >>> said(1234.567), said(0.305), said(-3.0), said(0.00041)
    ('1234.6', '0.305', '-3', '0.00041')
    """
    size = abs(value)
    digits = 1 if size >= 100 else 2 if size >= 1 else 3
    if 0 < size < 0.1:
        digits = 2 - math.floor(math.log10(size))
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def chance_words(probability: float | None) -> tuple[str, str]:
    """A probability as people say it, no surer than a model can be.

    >>> chance_words(0.234)[0], chance_words(0.999)[1], chance_words(None)[0]
    ('23%', '超过99%', 'unknown')
    """
    if probability is None:
        return "unknown", "未知"
    if probability < 0.01:
        return "under 1%", "不到1%"
    if probability > 0.99:
        return "over 99%", "超过99%"
    return f"{probability * 100:.0f}%", f"约{probability * 100:.0f}%"


def _spaced(unit: str) -> str:
    return unit if unit in {"%", "‰", ""} else f" {unit}"


def _period(last: Observation, *, english: bool) -> str:
    when = last.when
    if when.months == 12:
        return str(when.year) if english else f"{when.year}年"
    if english:
        first = "" if last.measure == "level" and when.first_month == when.last_month == 1 else "Jan–"
        return f"{first}{_MONTHS[when.last_month - 1]} {when.year}"
    if when.last_month == 1:
        return f"{when.year}年1月"
    return f"{when.year}年1—{when.last_month}月"
