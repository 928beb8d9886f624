"""The published rules by which plans are checked (``data/consistency.yaml``) and aligned (``data/alignment.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from planledger.catalogue import read_data
from planledger.errors import BrokenData
from planledger.model import Citation, Finding, Severity

BOOKS = ("consistency", "alignment")
_ORDER = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule (规则).

    Attributes:
        id: Stable name, which exemptions use.
        chinese: Name in Chinese.
        english: Name in English.
        severity: What a finding of it counts as, unless it says otherwise.
        when: Condition in English.
        when_zh: The same in Chinese.
        binding: What a finding on a binding target counts as, None where that makes no difference.
    """

    id: str
    chinese: str
    english: str
    severity: Severity
    when: str
    when_zh: str
    binding: Severity | None = None


@cache
def load_rules(book: str) -> Mapping[str, Rule]:
    """The rules of a book by id, in the order of the file.

    Raises:
        BrokenData: When a key is missing.
    """
    try:
        return {name: Rule(name, **entry) for name, entry in settings(book)["rules"].items()}
    except (KeyError, TypeError) as error:
        raise BrokenData(f"{book}.yaml", "rules", str(error)) from error


def settings(book: str) -> Any:
    """Everything that a book says beside its proofs; treat it as frozen."""
    return read_data(book)


def words(chinese: str, english: str) -> tuple[str, str]:
    """A message in both languages."""
    return chinese, english


def finding(rule: str, subject: str, citations: tuple[Citation, ...], said: tuple[str, str], **more: Any) -> Finding:
    """A finding of the rule with that id; ``said`` is its message in Chinese and in English."""
    book = "alignment" if rule.startswith("align.") else "consistency"
    severity = more.pop("severity", None) or load_rules(book)[rule].severity
    return Finding(rule, severity, subject, citations, said[1], said[0], **more)


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Findings without repetitions, the gravest first, then by plan, rule, subject and place."""
    unique = {(one.rule, one.plan, one.subject, one.citations): one for one in findings}
    return tuple(
        sorted(
            unique.values(),
            key=lambda one: (
                _ORDER[one.severity], one.plan, one.rule, one.subject,
                [(cited.source, cited.start, cited.place, cited.text) for cited in one.citations],
            ),
        )
    )  # fmt: skip
