"""Documents and what they say."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ninja import Field, Schema


class DocumentOut(Schema):
    """A document (文献)."""

    id: int
    name: str
    title: str
    kind: str
    region: str | None = Field(None, alias="region_id")
    year: int | None
    period: str
    issuer: str
    issued: str
    format: str
    size: int
    sha256: str
    state: str
    progress: int
    problem: str
    version_of: int | None = Field(None, alias="version_of_id")
    version: int
    brought_by: int | None = Field(None, alias="brought_by_id")
    brought_at: dt.datetime
    read_at: dt.datetime | None


class TextOut(Schema):
    """The text of a document: offsets of statements count in ``source``; ``text`` is cleaned for reading."""

    document: int = Field(alias="document_id")
    source: str
    text: str
    reader: str


class _SaidOut(Schema):
    id: int
    document: int = Field(alias="document_id")
    start: int
    end: int
    text: str
    role: str
    striving: bool
    sentence: str
    sentence_start: int
    sentence_end: int
    section: list[Any]
    confidence: float
    rule: str
    state: str
    revision: int
    by_hand: bool
    reviewed_by: int | None = Field(None, alias="reviewed_by_id")
    reviewed_at: dt.datetime | None
    note: str


class StatementOut(_SaidOut):
    """A quantity that a document says (量化表述)."""

    indicator: str
    subject: str
    indicator_id: str
    measure: str
    low: float | None
    high: float | None
    unit: str
    base_low: float | None
    base_high: float | None
    base_unit: str
    bound: str
    estimate: bool
    period: str
    region: str | None = Field(None, alias="region_id")
    part: str
    attribute: str
    notes: list[Any]
    merged_into: int | None = Field(None, alias="merged_into_id")


class CommitmentOut(_SaidOut):
    """Work that a document promises or reports without a number (承诺事项)."""

    action: str
    object: str
    stage: str
    deadline: str
    body: str
    supporting: list[Any]


class ComparisonOut(Schema):
    """Two documents held against each other (兑现对照)."""

    id: int
    promises: int = Field(alias="promises_id")
    results: int = Field(alias="results_id")
    state: str
    made_at: dt.datetime | None
    problem: str


class FulfilmentOut(Schema):
    """What became of one promise (兑现)."""

    id: int
    comparison: int = Field(alias="comparison_id")
    position: int
    kind: str
    promise: int | None = Field(None, alias="promise_id")
    promise_commitment: int | None = Field(None, alias="promise_commitment_id")
    result: int | None = Field(None, alias="result_id")
    result_commitment: int | None = Field(None, alias="result_commitment_id")
    indicator: str
    indicator_id: str
    category: str
    promise_value: str
    promise_text: str
    promise_start: int
    promise_end: int
    promise_sentence: str
    promise_sentence_start: int
    result_value: str
    result_text: str
    result_start: int | None
    result_end: int | None
    result_sentence: str
    result_sentence_start: int | None
    verdict: str
    margin: float | None
    share: float | None
    reason: str
    reason_zh: str
    confidence: float
    next_target: dict[str, Any] | str
    near_misses: list[Any]
