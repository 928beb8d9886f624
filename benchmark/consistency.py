"""Consistency: planted contradictions, every alarm on real documents judged, and how targets grow on their way down."""

from __future__ import annotations

import csv
import statistics
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from gold_statements import FIVE, gold_document
from material import Material
from planledger.catalogue import Catalogue, load_catalogue
from planledger.errors import PlanLedgerError
from planledger.extracting import extract
from planledger.model import Document, Extraction, Finding
from planledger.normalising import normalise
from planledger.reading import read_document
from planledger.reconciling.aligning import align, plan_of
from planledger.reconciling.consistency import check_documents
from planting import additions, changes

JUDGED = Path(__file__).with_name("consistency_judged.yaml")
SEED, EACH = 20260101, 8
Read = tuple[Document, Extraction]


def consistency_lines(material: Material) -> list[str]:
    """The part of the page."""
    catalogue = load_catalogue()
    gold = [gold_document(material, name, catalogue) for name in FIVE]
    lines = [*_planted_lines(material, gold, catalogue), "", *_five_lines(material, gold, catalogue), ""]
    return [*lines, *_corpus_lines(material, catalogue), "", *_cascade_lines(material, catalogue)]


def _read(path: Path, name: str, catalogue: Catalogue) -> Read:
    document = read_document(path, name=name)
    return document, normalise(extract(document, catalogue), document, catalogue)


def _check(read: Sequence[Read], catalogue: Catalogue) -> tuple[Finding, ...]:
    return check_documents([one for one, _ in read], [two for _, two in read], catalogue)


def _planted_lines(material: Material, gold: Sequence[Read], catalogue: Catalogue) -> Iterator[str]:
    found: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    for document, extraction in gold:
        for change in changes(extraction, SEED):
            statements = tuple(change.new if one.start == change.old.start else one for one in extraction.statements)
            told = _check([(document, replace(extraction, statements=statements))], catalogue)
            planted[change.rule] += 1
            found[change.rule] += any(
                one.rule == change.rule and any(cited.record == change.old.id for cited in one.citations)
                for one in told
            )
    yield "| planted | how | planted | found | share |"
    yield "|---|---|---:|---:|---:|"
    yield from _rates(found, planted, "a number of the gold changed")
    found, planted = _added(material, gold, catalogue)
    yield from _rates(found, planted, "a sentence added to the text")


def _rates(found: Counter[str], planted: Counter[str], how: str) -> Iterator[str]:
    for kind, count in planted.items():
        yield f"| {kind.removeprefix('check.')} | {how} | {count} | {found[kind]} | {found[kind] / count:.2f} |"
    total = planted.total()
    yield f"| **all** | {how} | {total} | {found.total()} | {found.total() / max(total, 1):.2f} |"


def _added(material: Material, gold: Sequence[Read], catalogue: Catalogue) -> tuple[Counter[str], Counter[str]]:
    found: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for document, extraction in gold:
            source = material.find(document.id).read_text(encoding="utf-8")
            path = Path(folder) / f"{document.id}.txt"
            for addition in additions(extraction, document.year.value, SEED, EACH):
                path.write_text(f"{source}\n\n{addition.sentence}\n", encoding="utf-8")
                told = _check([_read(path, document.id, catalogue)], catalogue)
                planted[addition.kind] += 1
                found[addition.kind] += any(
                    one.rule in addition.rules and any(cited.start >= len(source) for cited in one.citations)
                    for one in told
                )
    return found, planted


def _judged() -> dict[tuple[str, str, tuple[int, ...]], dict[str, Any]]:
    said = yaml.safe_load(JUDGED.read_bytes())
    return {(one["document"], one["rule"], tuple(one["at"])): one for one in said}


def _alarm_rows(findings: Iterable[Finding], where: str, counts: Counter[str]) -> Iterator[str]:
    judged = _judged()
    for one in findings:
        cited = one.citations
        key = (cited[0].source, one.rule, tuple(part.start for part in cited))
        verdict = judged.get(key)
        word = "not judged" if verdict is None else "real" if verdict["real"] else "**false**"
        counts[f"{'note' if one.severity == 'note' else 'alarm'} {word.strip('*')}"] += 1
        why = verdict["why"] if verdict else ""
        places = ", ".join(str(part.start) for part in cited)
        yield f"| {where} | {cited[0].source} | {places} | {one.severity} | {one.rule} | {word} | {why} |"


_HEADS = (
    "| on | document | places | severity | rule | judged | why |",
    "|---|---|---|---|---|---|---|",
)


def _told(counts: Counter[str]) -> str:
    alarms = {word: counts[f"alarm {word}"] for word in ("real", "false", "not judged")}
    notes = {word: counts[f"note {word}"] for word in ("real", "false", "not judged")}
    said = ", ".join(f"{count} {word}" for word, count in alarms.items())
    return f"errors and warnings: {said}; notes: {', '.join(f'{count} {word}' for word, count in notes.items())}."


def _five_lines(material: Material, gold: Sequence[Read], catalogue: Catalogue) -> Iterator[str]:
    own = [_read(material.find(name), name, catalogue) for name in FIVE]
    yield from ("The five documents untouched, every alarm:", "", *_HEADS)
    told = []
    for where, read in (("gold statements", gold), ("own extraction", own)):
        counts: Counter[str] = Counter()
        yield from _alarm_rows(_check(read, catalogue), where, counts)
        told.append(f"- {where}: {_told(counts)}")
    yield from ("", *told)


def _corpus_lines(material: Material, catalogue: Catalogue) -> Iterator[str]:
    read = []
    for path in material.corpus:
        if "messy" in path.stem or path.stem.endswith(("_live", "_par")):
            continue  # second copies of documents that are there
        try:
            read.append(_read(path, path.stem, catalogue))
        except PlanLedgerError:
            continue
    counts: Counter[str] = Counter()
    rows = list(_alarm_rows(_check(read, catalogue), "own extraction", counts))
    yield from (
        f"{len(read)} other documents (TXT and HTML), every alarm:",
        "",
        *_HEADS,
        *rows,
        "",
        f"- {_told(counts)}",
    )


def _cascade_lines(material: Material, catalogue: Catalogue) -> Iterator[str]:
    """Growth targets of nation (its reports), provinces (a published data set) and cities (their reports)."""
    provinces: defaultdict[int, dict[str, float]] = defaultdict(dict)
    with (material.shared / "data/provincial_growth_targets.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            provinces[int(row["year"])][row["province_code"]] = float(row["gdp_growth_target_pct"])
    reports = [
        path for path in material.corpus
        if path.stem.startswith(("nat_", "city_")) and "workreport" in path.stem and "messy" not in path.stem
    ]  # fmt: skip
    plans = [plan_of(*_read(path, path.stem, catalogue), catalogue) for path in reports]
    nation = {plan.last: _growth(plan) for plan in plans if plan.level == 0 and _growth(plan)}
    yield from (
        "Growth targets from level to level:",
        "",
        "| year | nation | provinces: lowest, median, highest | share above the nation's |",
    )
    yield "|---|---:|---:|---:|"
    for year, target in sorted(nation.items()):
        own = sorted(provinces.get(year, {}).values())
        if own:
            above = sum(value > target for value in own) / len(own)
            yield f"| {year} | {target:g}% | {own[0]:g}%, {statistics.median(own):g}%, {own[-1]:g}% | {above:.0%} |"
    yield from (
        "",
        "| year | city | nation | province | city | province ÷ nation | city ÷ province | points, city − nation |",
    )
    yield "|---|---|---:|---:|---:|---:|---:|---:|"
    for plan in sorted(plans, key=lambda one: (one.last, one.id)):
        top, between = nation.get(plan.last), provinces.get(plan.last, {}).get(plan.region[:2])
        own = _growth(plan)
        if plan.level == 2 and top and between and own:
            factors = f"{between / top:.2f} | {own / between:.2f} | {own - top:.2f}"
            yield f"| {plan.last} | {plan.region_name} | {top:g}% | {between:g}% | {own:g}% | {factors} |"

    def ancestors(code: str) -> list[str]:
        known = code in catalogue.regions.by_code
        return [region.code for region in catalogue.regions.ancestors(code)] if known else []

    found = align(plans, ancestors)
    told = f"{len(found.pairs)} pairs of reports, {len(found.steps)} targets in cascades."
    yield from ("", f"Held against each other directly: {told}")


def _growth(plan: Any) -> float | None:
    """The growth target of the plan's year: of a range the middle."""
    for goal in sorted(plan.goals, key=lambda one: one.order not in plan.main):
        own = goal.region == plan.region and goal.last == plan.last and not goal.several
        if own and (goal.indicator_id, goal.measure) == ("gdp", "growth") and goal.named and not goal.striving:
            return sum(goal.named) / 2
    return None
