"""Plans, indicators and targets."""

from __future__ import annotations

import datetime as dt

from ninja import Field, Schema

from planweb.registry.models import PlanIndicator, PlanVersion


class PlanOut(Schema):
    """A plan (规划)."""

    id: int
    title: str
    tier: str
    region: str = Field(alias="region_id")
    first_year: int
    last_year: int
    status: str
    above: int | None = Field(None, alias="above_id")
    created_at: dt.datetime


class VersionOut(Schema):
    """A version of a plan (版本)."""

    id: int
    plan: int = Field(alias="plan_id")
    number: int
    status: str
    note: str
    documents: list[int]
    effective_on: dt.date | None
    created_at: dt.datetime

    @staticmethod
    def resolve_documents(version: PlanVersion) -> list[int]:
        """Keys of its documents."""
        return [document.pk for document in version.documents.all()]


class ChapterOut(Schema):
    """A heading of a version's text (章节)."""

    id: int
    version: int = Field(alias="version_id")
    parent: int | None = Field(None, alias="parent_id")
    position: int
    level: int
    title: str
    document: int | None = Field(None, alias="document_id")
    start: int | None


class IndicatorOut(Schema):
    """An indicator (指标)."""

    id: int
    code: str
    name: str
    english: str
    category: str
    unit: str
    direction: str
    kind: str


class PlanIndicatorOut(Schema):
    """An indicator in a plan (规划指标)."""

    id: int
    plan: int = Field(alias="plan_id")
    indicator: int = Field(alias="indicator_id")
    name: str
    chapter: int | None = Field(None, alias="chapter_id")
    position: int
    attribute: str
    measure: str
    unit: str
    direction: str
    source: str
    frequency: str
    lead: int | None = Field(None, alias="lead_id")
    supporting: list[int]
    base_year: int | None
    base_value: float | None
    base_statement: int | None = Field(None, alias="base_statement_id")

    @staticmethod
    def resolve_supporting(row: PlanIndicator) -> list[int]:
        """Keys of the bodies that support it."""
        return [body.pk for body in row.supporting.all()]


class TargetOut(Schema):
    """What shall be (目标)."""

    id: int
    plan_indicator: int = Field(alias="of_id")
    version: int | None = Field(None, alias="version_id")
    kind: str
    year: int
    first_year: int | None
    region: str | None = Field(None, alias="region_id")
    body: int | None = Field(None, alias="body_id")
    measure: str
    low: float | None
    high: float | None
    bound: str
    striving: bool
    reference: str
    statement: int | None = Field(None, alias="statement_id")
    note: str
