"""Automatic numbers of paragraphs, as they are printed (自动编号)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from planledger.reading.word.names import RUN_PROPERTIES, VALUE, WORD, is_on, value_of, whole_number
from planledger.reading.word.numerals import printed_number
from planledger.reading.word.symbols import symbol

_LEVELS = 9
_HOLE = re.compile(r"%([1-9])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(slots=True)
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int = -1
    gap: str = " "
    legal: bool = False
    hidden: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """A list definition: its levels, and how far each has counted."""

    levels: dict[int, _Level] = field(default_factory=dict)
    style_link: str = ""
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document, counting on with each paragraph that is asked about."""

    def __init__(self, root: Any | None) -> None:
        self._lists: dict[str, _List] = {}
        self._numbers: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._begun: set[str] = set()
        if root is None:
            return
        by_style: dict[str, str] = {}
        for element in root.findall(WORD + "abstractNum"):
            identifier = element.get(WORD + "abstractNumId", "")
            levels = _levels(element)
            self._lists[identifier] = _List(levels, value_of(element, "numStyleLink") or "")
            if style := value_of(element, "styleLink"):
                by_style[style] = identifier
        for element in root.findall(WORD + "num"):
            of = value_of(element, "abstractNumId") or ""
            linked = self._lists[of].style_link if of in self._lists else ""
            own, starts = {}, {}
            for override in element.findall(WORD + "lvlOverride"):
                level = whole_number(override.get(WORD + "ilvl"))
                if (start := value_of(override, "startOverride")) is not None:
                    starts[level] = whole_number(start, 1)
                own.update(_levels(override))
            self._numbers[element.get(WORD + "numId", "")] = (by_style.get(linked, of), own, starts)

    def level_of_style(self, number: str, style: str) -> int:
        """Level that list ``number`` keeps for paragraphs of ``style``, 0 where it keeps none."""
        of, own, _ = self._numbers.get(number, ("", {}, {}))
        levels = self._lists[of].levels if of in self._lists else {}
        return next((at for at, level in {**levels, **own}.items() if level.style == style), 0)

    def next_label(self, number: str, at: int) -> str:
        """What is printed before the next paragraph of list ``number`` at level ``at``, with the gap behind it."""
        of, own, starts = self._numbers.get(number, ("", {}, {}))
        if of not in self._lists or not 0 <= at < _LEVELS:
            return ""
        counts, levels = self._lists[of].counts, {**self._lists[of].levels, **own}
        level = levels.get(at)
        if level is None:
            return ""
        if number not in self._begun:
            self._begun.add(number)
            for one, start in starts.items():
                counts[one] = start - 1
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [one for one in counts if one > at]:
            restart = levels[deeper].restart if deeper in levels else -1
            if restart < 0 or at < restart:
                del counts[deeper]
        if level.hidden:
            return ""
        if level.form == "bullet":
            return _bullet(level.text)
        label = _HOLE.sub(lambda hole: _counted(int(hole[1]) - 1, level, levels, counts), level.text)
        return label + level.gap if label else ""


def _counted(at: int, asking: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    level = levels.get(at, _Level())
    form = "decimal" if asking.legal and level.form != "decimalZero" else level.form
    return printed_number(counts.get(at, level.start), form)


def _bullet(text: str) -> str:
    sign = symbol(text, "Wingdings") if _PRIVATE.search(text) else text.strip()
    return f"{'•' if not sign or _PRIVATE.search(sign) else sign} "


def _levels(element: Any) -> dict[int, _Level]:
    found = {}
    for level in element.findall(WORD + "lvl"):
        # A format of its own stands in both branches of an AlternateContent; the plain one is enough.
        form = level.find(".//" + WORD + "numFmt")
        gap = value_of(level, "suff")
        found[whole_number(level.get(WORD + "ilvl"))] = _Level(
            form=form.get(VALUE, "decimal") if form is not None else "decimal",
            text=value_of(level, "lvlText") or "",
            start=whole_number(value_of(level, "start")),
            restart=whole_number(value_of(level, "lvlRestart"), -1),
            gap="" if gap == "nothing" else " ",
            legal=is_on(level, "isLgl") is True,
            hidden=is_on(level.find(RUN_PROPERTIES), "vanish") is True,
            style=value_of(level, "pStyle") or "",
        )
    return found
