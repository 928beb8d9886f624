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


Severity = Literal["error", "warning", "note"]
"""错误: the plan cannot stand so; 提醒: somebody must look; 提示: worth knowing."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence, row or cell that a finding rests on (依据).

    Attributes:
        source: Identifier of the document, or name of the file.
        place: Where in it, for people: 第3页, 表2第3行第4列, 指标!C5, or the offset in a file without either.
        text: The sentence or row.
        record: Identifier of the statement, relation, commitment or project; empty for a row of a form.
        start: Source offset of what is cited, -1 in a form.
        end: Source offset after it, -1 likewise.
        words: What of the text counts: the numeral, the name; empty where all of it does.
    """

    source: str
    place: str
    text: str
    record: str = ""
    start: int = -1
    end: int = -1
    words: str = ""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A finding that somebody answers for (豁免).

    Attributes:
        rule: Rule identifier; ``*`` for every rule.
        subject: Indicator, project or task as findings name it; ``*`` for every one.
        plan: Identifier of the plan that it holds for; empty for all.
        reason: Why the finding may stand.
        by: Who decided.
        until: Last day that it holds, ``2026-12-31``; empty for good.
        place: Where it is recorded: 豁免!A3.
    """

    rule: str
    subject: str
    reason: str
    by: str
    until: str = ""
    plan: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a plan that does not go with itself or with another plan, by a published rule (问题).

    Attributes:
        rule: Rule identifier: ``check.average_growth``, ``align.weaker``.
        severity: ``error``, ``warning`` or ``note``.
        subject: What it is about: indicator, project or task.
        citations: What it rests on, in the order of the message.
        message: The arithmetic and the rule, in English words.
        message_zh: The same in Chinese.
        plan: Identifier of the plan that has to change or to explain itself; empty inside one document.
        exemption: Who answers for it, None when nobody does.
    """

    rule: str
    severity: Severity
    subject: str
    citations: tuple[Citation, ...]
    message: str
    message_zh: str
    plan: str = ""
    exemption: Exemption | None = None
