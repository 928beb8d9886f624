"""Figures, reports and lights."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Field, Schema


class FigureOut(Schema):
    """An observation (数据)."""

    id: int
    key: str | None
    indicator: int = Field(alias="indicator_id")
    region: str = Field(alias="region_id")
    body: int | None = Field(None, alias="body_id")
    period: str
    through: dt.date
    measure: str
    value: float
    unit: str
    kind: str
    source: str
    statement: int | None = Field(None, alias="statement_id")
    reported_by: int | None = Field(None, alias="reported_by_id")
    entered_by: int | None = Field(None, alias="entered_by_id")
    entered_at: dt.datetime
    state: str
    decided_by: int | None = Field(None, alias="decided_by_id")
    decided_at: dt.datetime | None
    reason: str
    note: str
    replaces: int | None = Field(None, alias="replaces_id")


class ContestOut(Schema):
    """An objection to a figure (异议)."""

    id: int
    figure: int = Field(alias="figure_id")
    reason: str
    source: str
    other_value: float | None
    by: int = Field(alias="by_id")
    at: dt.datetime
    resolution: str
    upheld: bool | None
    resolved_by: int | None = Field(None, alias="resolved_by_id")
    resolved_at: dt.datetime | None


class RoundOut(Schema):
    """A reporting date (报送期)."""

    id: int
    region: str = Field(alias="region_id")
    period: str
    frequency: str
    opens_on: dt.date
    due_on: dt.date
    closed_at: dt.datetime | None


class ProgressOut(Schema):
    """What a body says of how an indicator gets on (进展)."""

    id: int
    plan_indicator: int = Field(alias="of_id")
    body: int = Field(alias="body_id")
    period: str
    text: str
    next_step: str
    evidence_name: str
    state: str
    by: int = Field(alias="by_id")
    at: dt.datetime
    decided_by: int | None = Field(None, alias="decided_by_id")
    decided_at: dt.datetime | None
    reason: str


class StandingOut(Schema):
    """Where an indicator of a plan stands (红黄绿灯): by rule, and as shown."""

    plan_indicator: int = Field(alias="of_id")
    light: str
    shown: str
    rule: str
    reason: str
    reason_zh: str
    numbers: dict[str, Any]
    last_value: float | None
    last_period: str
    share: float | None
    lapsed_on: dt.date | None
    overruled: bool
    as_of: dt.date


class LightChangeOut(Schema):
    """A change of a light, kept for good."""

    id: int
    plan_indicator: int = Field(alias="standing_id")
    at: dt.datetime
    before: str
    after: str
    rule: str
    reason: str
    reason_zh: str


class OverrulingOut(Schema):
    """A light that a person set instead of the rule's (人工认定), and why."""

    id: int
    plan_indicator: int = Field(alias="standing_id")
    light: str
    reason: str
    by: int = Field(alias="by_id")
    at: dt.datetime
    lifted_at: dt.datetime | None
    lifted_by: int | None = Field(None, alias="lifted_by_id")
