"""An outlook in words."""

from __future__ import annotations

from dataclasses import dataclass

from planledger.planning.course import Goal
from planledger.planning.forecasting.scales import Scale
from planledger.planning.reasons import chance_words, said

_REFUSED = {
    "no_number": (
        "The target names no number that a forecast could be held against.",
        "目标没有可对照的数值，不作预测。",
    ),
    "no_history": ("No annual figure is known; nothing is foretold.", "没有年度数据，不作预测。"),
    "one_figure": (
        "One figure says nothing of the pace; nothing is foretold without enough figures of similar regions.",
        "只有一个年度数据，看不出增减快慢；没有足够的可比地区数据，不作预测。",
    ),
    "not_ahead": ("The year is over.", "目标年份已过，不作预测。"),
    "ended": ("The target's time is over; its figure is known.", "目标期限已到，数据已有，不作预测。"),
    "unreported": (
        "The target's time is over, but figures of its years are missing.",
        "目标期限已到，但缺少期内的数据，不作预测。",
    ),
    "too_far": ("The year lies too far ahead to say anything.", "目标年份太远，不作预测。"),
    "off_scale": (
        "Some figures do not fit what the indicator is (an amount of nought or less); nothing is foretold.",
        "部分数据与指标性质不符（如总量为零或负数），不作预测。",
    ),
    "all_nought": ("All figures are nought; nothing is foretold.", "各期数据均为零，不作预测。"),
    "incomplete": ("Figures of earlier years are missing.", "缺少以前年度的数据，无法合并计算。"),
}
_MOST_NAMED = 3
_NOTES = {
    "few": (
        "fewer than five annual figures, so little is known and the range is wide",
        "年度数据不足5个，所知有限，区间较宽",
    ),
    "alone": ("no figures of similar regions, the series stands alone", "未提供可比地区数据，仅依据本指标自身"),
    "unfit_regions": (
        "the similar regions given are fewer than three, cover fewer than five years or do not fit, and were not used",
        "所给可比地区不足3个、不足5年或数据不符，未采用，仅依据本指标自身",
    ),
    "small_prior": ("few similar regions", "可比地区较少"),
    "far": ("more than five years ahead, beyond what was tested", "超过5年，未经回测检验"),
    "even_months": (
        "no earlier year with the same months, so even months are assumed",
        "没有往年同期数据，假定各月均匀，区间较宽",
    ),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What the words are of."""

    goal: Goal
    unit: str
    scale: Scale
    why: str
    middle: float | None
    likely: tuple[float, float] | None
    nearly_sure: tuple[float, float] | None
    edges: tuple[float, float]
    sign: int
    probability: float | None
    needed: float | None
    usual: float | None
    years: tuple[int, ...]
    regions: int
    jumps: tuple[int, ...]
    notes: tuple[str, ...]
    unused: tuple[str, ...] = ()
    gap: bool = False


def outlook_words(told: Said) -> tuple[str, str]:
    """The outlook in English and in Chinese."""
    if told.why or told.middle is None or told.likely is None or told.nearly_sure is None:
        refused, refused_zh = _REFUSED.get(told.why, _REFUSED["no_history"])
        unused, unused_zh = _unused(told)
        return f"{refused[:-1]}{unused}.", f"{refused_zh[:-1]}{unused_zh}。"
    unit, space = told.unit, "" if told.unit in {"", "%", "‰"} else " "
    when, when_zh = _when(told.goal)
    low, high = map(said, told.likely)
    least, most = map(said, told.nearly_sure)
    target = said(told.edges[1] if told.sign < 0 else told.edges[0])
    if not told.sign and told.edges[0] != told.edges[1]:
        target = f"{said(told.edges[0])}–{said(told.edges[1])}"
    chance, chance_zh = chance_words(told.probability)
    english = [
        f"{when}: about {said(told.middle)}{space}{unit}, with 80% probability {low}–{high}, with 95% {least}–{most}",
        f"target {target}{space}{unit} reached with probability {chance}",
    ]
    chinese = [
        f"{when_zh}预计约{said(told.middle)}{unit}，80%区间{low}—{high}，95%区间{least}—{most}",
        f"实现目标{target}{unit}的概率{chance_zh}",
    ]
    needed = _needed(told)
    if needed:
        english.append(needed[0])
        chinese.append(needed[1])
    rests, rests_zh = _rests(told)
    english.append(rests)
    chinese.append(rests_zh)
    return f"{'; '.join(english)}.", f"{'；'.join(chinese)}。"


def _when(goal: Goal) -> tuple[str, str]:
    if not goal.spans_years:
        return str(goal.year), f"{goal.year}年"
    span = f"{goal.first_year}–{goal.year}"
    kind = ("on average", "年均") if goal.measure == "growth" else ("together", "累计")
    return f"{span} {kind[0]}", f"{goal.first_year}—{goal.year}年{kind[1]}"


def _needed(told: Said) -> tuple[str, str] | None:
    if told.needed is None:
        return None
    space = "" if told.unit in {"", "%", "‰"} else " "
    least = ("needs", "需") if told.sign >= 0 else ("may take", "可为")
    value = said(told.needed)
    usual = None if told.usual is None else said(told.usual)
    if told.goal.spans_years:
        kind, kind_zh = f"{value}{space}{told.unit} a year", f"每年{value}{told.unit}"
        before, before_zh = f"{usual}{space}{told.unit}", f"{usual}{told.unit}"
    elif told.scale == "amount":
        kind, kind_zh = f"growth of {value}% a year", f"年均增长{value}%"
        before, before_zh = f"{usual}%", f"{usual}%"
    else:
        step = ("points", "个百分点") if told.unit == "%" else (told.unit, told.unit)
        kind, kind_zh = f"{value} {step[0]} a year".replace("  ", " "), f"每年变动{value}{step[1]}"
        before, before_zh = f"{usual} {step[0]}".strip(), f"{usual}{step[1]}"
    english, chinese = f"it {least[0]} {kind}", f"以后{least[1]}{kind_zh}"
    if usual is not None:
        english, chinese = f"{english} (of late {before})", f"{chinese}（近年{before_zh}）"
    return english, chinese


def _rests(told: Said) -> tuple[str, str]:
    years = told.years
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    english = f"rests on {len(years)} annual figure{'s' if len(years) > 1 else ''} ({span})"
    chinese = f"依据{span.replace('–', '—')}年{len(years)}个年度数据"
    if told.regions:
        english += f" and {told.regions} similar regions"
        chinese += f"和{told.regions}个可比地区"
    if told.jumps:
        named = ", ".join(map(str, told.jumps))
        english += f"; {named} jumped and counted for less"
        chinese += f"；{named.replace(', ', '、')}年变动异常（口径调整或差错），已降低其影响"
    for code in told.notes:
        if code in _NOTES:
            english += f"; {_NOTES[code][0]}"
            chinese += f"；{_NOTES[code][1]}"
    unused, unused_zh = _unused(told)
    return english + unused, chinese + unused_zh


def _unused(told: Said) -> tuple[str, str]:
    """Which figures of a year that is not over were not used, and why."""
    if not told.unused:
        return "", ""
    named, more = told.unused[-_MOST_NAMED:], len(told.unused) > _MOST_NAMED
    why = (
        ("the year before has no figure", "缺少上一年度数据")
        if told.gap
        else ("figures like these do not tell how the year will end", "这类数据不能用来推算全年")
    )
    return (
        f"; {', '.join(named)}{' and earlier ones' if more else ''} not used: {why[0]}",
        f"；{'、'.join(named)}{'及以前各期' if more else ''}的数据未采用：{why[1]}",
    )
