"""What comes of holding records against each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from planledger.model.statement import Commitment, Relation, Statement

Verdict = Literal["met", "missed", "partly", "progress", "not_reported", "not_comparable"]
"""兑现, 未兑现, 部分兑现, 推进中, 未报告, 不可比."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Something similar that was reported but must not be linked (不可比), and why."""

    result: Statement | Relation | Commitment
    reason: str
    reason_zh: str


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """A promise and what a later document reports of it (兑现).

    Attributes:
        promise: Target statement, relation or commitment.
        result: What the later document reports, None when it reports nothing that may be linked.
        verdict: See ``Verdict``.
        margin: Result minus target bound in the promise's unit, positive when better than promised; None without.
        share: Share of the way, 0 to 1 or more; None when it means nothing.
        reason: The arithmetic and the rule, in English words.
        reason_zh: The same in Chinese.
        confidence: 0 to 1.
        next_target: The next period's target for the same thing, where the later document sets one.
        near_misses: Similar things that were not linked.
        pair: ``<promise document>-><result document>``.
    """

    promise: Statement | Relation | Commitment
    result: Statement | Relation | Commitment | None
    verdict: Verdict
    margin: float | None
    share: float | None
    reason: str
    reason_zh: str
    confidence: float
    pair: str
    next_target: Statement | Relation | None = None
    near_misses: tuple[NearMiss, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements, or a set, that cannot all be true (矛盾).

    Attributes:
        rule: ``two_values``, ``shares``, ``parts``, ``growth_level``.
        statements: The statements involved, in text order.
        reason: The arithmetic, in English words.
        reason_zh: The same in Chinese.
        severity: ``certain`` or ``doubtful``.
    """

    rule: Literal["two_values", "shares", "parts", "growth_level"]
    statements: tuple[Statement, ...]
    reason: str
    reason_zh: str
    severity: Literal["certain", "doubtful"]
