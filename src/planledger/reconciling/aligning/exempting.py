"""Exemptions: findings that somebody answers for, which stay in sight but no longer stop a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from planledger.model import Exemption, Finding


@dataclass(frozen=True, slots=True)
class Exempted:
    """Findings with those exempted marked, and what became of the exemptions.

    Attributes:
        findings: All of them, in their order.
        expired: Exemptions whose last day is over, which count for nothing.
        idle: Exemptions that name no finding.
    """

    findings: tuple[Finding, ...]
    expired: tuple[Exemption, ...]
    idle: tuple[Exemption, ...]


def exempt(findings: Sequence[Finding], exemptions: Sequence[Exemption], *, today: str) -> Exempted:
    """``findings`` with each that an exemption names marked by the first that does.

    ``today`` is an ISO day; an exemption holds on its last day.
    """
    expired = tuple(one for one in exemptions if one.until and one.until < today)
    valid = [one for one in exemptions if one not in expired]
    used: set[int] = set()
    marked = []
    for found in findings:
        names = [at for at, one in enumerate(valid) if names_finding(one, found)]
        used.update(names)
        marked.append(replace(found, exemption=valid[names[0]]) if names else found)
    idle = tuple(one for at, one in enumerate(valid) if at not in used)
    return Exempted(tuple(marked), expired, idle)


def names_finding(exemption: Exemption, found: Finding) -> bool:
    """Whether an exemption is of that finding: rule, subject and plan, each as written or ``*``."""
    return (
        exemption.rule in ("*", found.rule)
        and exemption.subject in ("*", found.subject)
        and exemption.plan in ("", "*", found.plan)
    )
