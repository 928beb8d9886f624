"""Documents and tables of plans held against themselves and each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from planledger.catalogue import Catalogue
from planledger.errors import BrokenExemptions
from planledger.ledger.phrasing import places_text
from planledger.model import Document, Exemption, Extraction, Finding
from planledger.pipeline.plan_tables import CheckTable, PlanTables, is_day
from planledger.reconciling.aligning import Alignment, Plan, align, plan_of
from planledger.reconciling.consistency import check_documents, check_figures
from planledger.reconciling.rulebook import in_order

Read = tuple[Document, Extraction]


def check(read: Sequence[Read], table: CheckTable | None, catalogue: Catalogue) -> tuple[Finding, ...]:
    """What does not go together in the documents and in the table, the gravest first."""
    found = [*check_documents([one for one, _ in read], [two for _, two in read], catalogue)]
    if table is not None:
        found += check_figures(table.figures, table.parts)
    return in_order(found)


def align_plans(
    read: Sequence[Read], tables: PlanTables | None, catalogue: Catalogue, *, above: str = "", all_below: bool = False
) -> Alignment:
    """Plans out of documents and tables held against each other.

    Args:
        read: Documents.
        tables: Plans that are tables.
        catalogue: What is known of regions and indicators.
        above: Identifier of the plan that is above all others that name no superior; regions decide when left out.
        all_below: Whether the plans given are of all parts of every region that has plans below it.
    """
    plans = [plan_of(one, two, catalogue, above=above if one.id != above else "") for one, two in read]
    complete = tables.complete if tables else frozenset()
    named = tables.plans if tables else ()
    plans += [one if one.above or one.id == above else replace(one, above=above) for one in named]

    def ancestors(code: str) -> list[str]:
        known = code in catalogue.regions.by_code
        return [region.code for region in catalogue.regions.ancestors(code)] if known else []

    def is_complete(superior: Plan, below: Sequence[Plan]) -> bool:
        if all_below or superior.id in complete:
            return True
        known = superior.region in catalogue.regions.by_code
        parts = {region.code for region in catalogue.regions.children(superior.region)} if known else set()
        return bool(parts) and parts <= {plan.region for plan in below}

    return align(plans, ancestors, complete=is_complete)


def located(findings: Sequence[Finding], documents: Sequence[Document], language: Any) -> tuple[Finding, ...]:
    """``findings`` with the places of their citations in words: page, cell, paragraph, or line of a text."""
    known = {document.id: document for document in documents}

    def place(cited: Any) -> Any:
        document = known.get(cited.source)
        if document is None or cited.place or cited.start < 0:
            return cited
        said = places_text(document.places_of(cited.start, cited.end), language)
        if not said:
            line = document.source.count("\n", 0, cited.start) + 1
            said = f"第{line}行" if language == "zh" else f"line {line}"
        return replace(cited, place=said)

    return tuple(replace(one, citations=tuple(map(place, one.citations))) for one in findings)


def read_exemption_file(path: Path) -> tuple[Exemption, ...]:
    """The exemptions of a YAML file.

    It is a list of mappings with ``rule``, ``subject``, ``reason``, ``by`` and, where wanted, ``until`` and ``plan``.

    Raises:
        BrokenExemptions: When it is no such list.
        OSError: When it cannot be read.
    """
    import yaml

    try:
        said = yaml.safe_load(path.read_bytes())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BrokenExemptions(path.name, "1", "not YAML", "不是YAML") from error
    entries = said.get("exemptions", []) if isinstance(said, dict) else said or []
    if not isinstance(entries, list):
        raise BrokenExemptions(path.name, "1", "no list", "不是列表")
    return tuple(_exemption(entry, path.name, number) for number, entry in enumerate(entries, 1))


def _exemption(entry: Any, name: str, number: int) -> Exemption:
    if not isinstance(entry, dict):
        raise BrokenExemptions(name, str(number), "no mapping", "不是键值对")
    said = {str(key): "" if value is None else str(value).strip() for key, value in entry.items()}
    missing = [key for key in ("rule", "subject", "reason", "by") if not said.get(key)]
    unknown = sorted(set(said) - {"rule", "subject", "reason", "by", "until", "plan"})
    if missing or unknown:
        named = ", ".join(missing or unknown)
        told = ("missing: ", "缺少") if missing else ("unknown: ", "不认识")
        raise BrokenExemptions(name, str(number), told[0] + named, told[1] + named)
    if said.get("until") and not is_day(said["until"]):
        raise BrokenExemptions(name, str(number), "until is no day such as 2026-12-31", "until不是日期，如2026-12-31")
    return Exemption(
        said["rule"], said["subject"], said["reason"], said["by"], said.get("until", ""), said.get("plan", ""),
        f"{name}#{number}",
    )  # fmt: skip
