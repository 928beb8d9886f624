"""The language of alerts, as ``data/alerts.yaml`` publishes it: 连续3期下降, 高于4, 2期未报告, 实现概率低于30%."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from planledger.catalogue import read_data
from planledger.errors import BrokenData

NAME = "alerts"
Severity = Literal["notice", "warning", "urgent"]
_WIDE = str.maketrans("０１２３４５６７８９．－＋％＞＜　", "0123456789.-+%>< ")
_LONGEST = 200
_MOST_PERIODS = 120
_FREQUENCIES = {"年": "year", "季": "quarter", "个季度": "quarter", "个月": "month"}
_FREQUENCIES |= {name: name for name in ("year", "quarter", "month")}
_EVERY = {
    "": ("期", "periods"), "year": ("年", "years"), "quarter": ("个季度", "quarters"), "month": ("个月", "months"),
}  # fmt: skip


class WrongCondition(ValueError):
    """Text that is no condition; holds the part that was not understood."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its name in ``data/alerts.yaml``, the number or the day in it, and the periods that it counts."""

    name: str
    value: float = 0.0
    day: dt.date | None = None
    every: str = ""

    def said(self, language: Literal["zh", "en"]) -> str:
        """The condition in words."""
        told = str(_language().words[self.name][language])
        number = f"{self.value:g}"
        every = _EVERY[self.every][0 if language == "zh" else 1]
        return told.format(count=number, every=every, value=number, percent=f"{self.value * 100:g}", date=self.day)


@dataclass(frozen=True, slots=True)
class AlertRule:
    """A rule (预警规则).

    Attributes:
        id: By which an alert names it.
        conditions: All of which must hold.
        indicators: Of which it speaks; empty for every one.
        severity: ``notice`` 提示, ``warning`` 预警, ``urgent`` 紧急.
        better: Only for indicators of which ``more`` or ``less`` is better; empty for any.
        action: What is to be done then, in people's own words.
    """

    id: str
    conditions: tuple[Condition, ...]
    indicators: tuple[str, ...] = ()
    severity: Severity = "warning"
    better: str = ""
    action: str = ""

    def speaks_of(self, indicator: str, direction: str) -> bool:
        """Whether it is a rule for ``indicator``."""
        return (not self.indicators or indicator in self.indicators) and self.better in {"", direction}


@dataclass(frozen=True, slots=True)
class _Language:
    joints: re.Pattern[str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    words: Mapping[str, Mapping[str, str]]
    rules: tuple[Mapping[str, Any], ...]


@cache
def _language() -> _Language:
    try:
        said = read_data(NAME)
        return _Language(
            joints=re.compile(said["joints"], re.IGNORECASE),
            patterns=tuple(
                (name, re.compile(pattern, re.IGNORECASE))
                for name, one in said["conditions"].items()
                for pattern in one["patterns"]
            ),
            words={name: {"zh": one["zh"], "en": one["en"]} for name, one in said["conditions"].items()},
            rules=tuple(said["rules"]),
        )
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise BrokenData(f"{NAME}.yaml", "conditions", str(error)) from error


def parse_conditions(text: str) -> tuple[Condition, ...]:
    """The conditions that ``text`` names, all of which must hold.

    Raises:
        WrongCondition: When a part of it is none.

    >>> parse_conditions("连续3期下降且低于60")
    (Condition(name='falling', value=3.0, day=None, every=''), Condition(name='below', value=60.0, day=None, every=''))
    """
    plain = text.translate(_WIDE).strip()
    if not plain or len(plain) > _LONGEST:
        raise WrongCondition(text[:_LONGEST])
    return tuple(_parse_one(part) for part in _language().joints.split(plain))


def _parse_one(part: str) -> Condition:
    for name, pattern in _language().patterns:
        found = pattern.fullmatch(part)
        if found is None:
            continue
        groups = found.groupdict()
        if "date" in groups:
            return Condition(name, day=_day(part, groups["date"]))
        if "count" in groups:
            count = int(groups["count"])
            if not 1 <= count <= _MOST_PERIODS:
                raise WrongCondition(part)
            return Condition(name, float(count), every=_FREQUENCIES.get((groups["every"] or "").lower(), ""))
        if "percent" in groups:
            share = float(groups["percent"]) / 100
            if share > 1:
                raise WrongCondition(part)
            return Condition(name, share)
        return Condition(name, float(groups["value"]))
    raise WrongCondition(part)


def _day(part: str, text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise WrongCondition(part) from error


@cache
def published_rules() -> tuple[AlertRule, ...]:
    """The rules that hold where people give none."""
    return tuple(
        AlertRule(
            id=one["id"],
            conditions=parse_conditions(one["when"]),
            severity=one["severity"],
            better=one.get("better", ""),
        )
        for one in _language().rules
    )
