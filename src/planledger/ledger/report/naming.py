"""What documents are called on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from planledger.ledger.report.wording import Both
from planledger.model import Document

KINDS = {
    "five_year_outline": Both("规划纲要", "five-year outline"),
    "plan_report": Both("计划报告", "plan report"),
    "work_report": Both("政府工作报告", "work report"),
    "digest": Both("政府工作报告摘登", "work report digest"),
    "communique": Both("统计公报", "communiqué"),
    "budget_report": Both("预算报告", "budget report"),
}
_DIGITS = "零一二三四五六七八九"


def name_documents(documents: Sequence[Document]) -> list[Both]:
    """A short name for each document, no two alike: 长春市2020年政府工作报告."""
    names = [_name(document) for document in documents]
    seen = Counter(name.zh for name in names)
    return [
        Both(f"{name.zh}({document.id})", f"{name.en} ({document.id})")
        if seen[name.zh] > 1 and name.zh != document.id
        else name
        for name, document in zip(names, documents, strict=True)
    ]


def _name(document: Document) -> Both:
    kind = KINDS.get(document.kind.value)
    if kind is None or not (document.region_name or document.year.value):
        title = document.title.value.strip()
        name = title if 0 < len(title) <= 40 else document.id
        return Both(name, name)
    when = _when(document)
    region = document.region_name
    return Both(region + when.zh + kind.zh, " ".join(part for part in (region, when.en, kind.en) if part))


def _when(document: Document) -> Both:
    year = document.year.value
    if not year:
        return Both("", "")
    if document.kind.value != "five_year_outline":
        return Both(f"{year}年", str(year))
    first = document.plan_period[:4] or str(year)
    number, rest = divmod(int(first) - 1951, 5)
    years = document.plan_period.replace("/", "–") or str(year)
    # The plans have kept five-year steps since the third, of 1966.
    if rest or not 3 <= number <= 19:
        return Both(f"{years.replace('–', '—')}年", years)
    return Both(f"“{_ordinal(number)}五”", years)


def _ordinal(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("十" if tens else "") + (_DIGITS[ones] if ones else "")
