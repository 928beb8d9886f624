"""Why two similar statements were not linked, in words."""

from __future__ import annotations

_MEASURES_ZH = {"level": "水平", "growth": "增速", "change": "变化量", "rank": "位次"}
_FLOW_ZH = {"increment": "增量", "stock": "存量", "reached": "存量", "work": "当期数", "": "数量"}

_WORK_ZH = {"build": "新建", "renew": "改造", "govern": "治理", "start": "开工", "complete": "完成"}

REASONS: dict[str, tuple[str, str]] = {
    "unit": ("other unit: {} against {}", "单位不同：{}对{}"),
    "measure": ("other kind of quantity: {} against {}", "口径不同：{}对{}"),
    "stock": ("{} against {}", "{}对{}"),
    "threshold": ("other threshold: {} against {}", "门槛不同：{}对{}"),
    "ordinal": ("other part of the series: {} against {}", "期次不同：{}对{}"),
    "season": ("another part of the year: {} against {}", "时段不同：{}对{}"),
    "word": ("another definition: {} against {}", "一词之差：{}对{}"),
    "verb": ("other kind of work: {} against {}", "工作性质不同：{}对{}"),
    "members": ("not the same list of things: {} against {}", "范围不同：{}对{}"),
    "narrower": ("wider or narrower: only one says {}{}", "宽窄不同：一方另有“{}{}”"),
    "grade": ("other grade: {} against {}", "级别不同：{}对{}"),
    "region": ("other region: {} against {}", "地区不同：{}对{}"),
    "magnitude": ("amounts too far apart to count the same thing: {} against {}", "数量相差悬殊，疑非同一口径：{}对{}"),
    "period": ("other period: {} against {}", "时期不同：{}对{}"),
    "bound": ("the result gives a bound that proves nothing: {} against {}", "结果只给界限，不能证明：{}对{}"),
    "taken": ("answers another promise better", "与另一目标更吻合"),
    "other": ("similar words, another thing", "措辞相近，所指不同"),
}


def obstacle_in_words(obstacle: str, detail: tuple[str, str]) -> tuple[str, str]:
    """The reason in English and Chinese.

    >>> obstacle_in_words("unit", ("处", "公顷"))[1]
    '单位不同：处对公顷'
    """
    english, chinese = REASONS[obstacle]
    ours, theirs = detail
    if obstacle == "measure":
        return english.format(ours, theirs), chinese.format(_MEASURES_ZH[ours], _MEASURES_ZH[theirs])
    if obstacle == "verb":
        return english.format(ours, theirs), chinese.format(_WORK_ZH.get(ours, ours), _WORK_ZH.get(theirs, theirs))
    if obstacle == "stock":
        return english.format(ours, theirs), chinese.format(_FLOW_ZH[ours], _FLOW_ZH[theirs])
    if obstacle != "narrower":
        return english.format(ours or "none", theirs or "none"), chinese.format(ours or "无", theirs or "无")
    joint = ("; ", "”和“") if ours and theirs else ("", "")
    return english.format(ours + joint[0], theirs), chinese.format(ours + joint[1], theirs)
