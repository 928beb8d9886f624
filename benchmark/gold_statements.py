"""Gold rows as statements, with the sentences of their documents, so that what follows extraction can be measured."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from material import Material
from planledger.catalogue import Catalogue
from planledger.extracting import extract
from planledger.model import Document, Extraction, Statement
from planledger.normalising import normalise
from planledger.reading import read_document

FIVE = (
    "changchun-2020-work-report-digest",
    "changchun-2021-plan-report",
    "jilin-city-14th-five-year-plan",
    "jilin-city-2023-work-report-digest",
    "tonghua-2022-work-report",
)
_END = re.compile(r"[。！？!?]")
_TAKEN = ("indicator", "measure", "low", "high", "unit", "bound", "role", "striving", "period")


def gold_document(material: Material, name: str, catalogue: Catalogue) -> tuple[Document, Extraction]:
    """A document with the statements that careful readers found in it, and what was extracted of other kinds."""
    document = read_document(material.find(name), name=name)
    extracted = extract(document, catalogue)
    rows = _rows(material.gold / "statements" / f"{name}.jsonl")
    statements = tuple(_statement(row, document, extracted.statements) for row in rows if row.get("kind") == "stmt")
    return document, normalise(replace(extracted, statements=statements), document, catalogue)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _statement(row: dict[str, Any], document: Document, extracted: tuple[Statement, ...]) -> Statement:
    start, end = row["start"], row["end"]
    taken = {key: row[key] for key in _TAKEN}
    near = [one for one in extracted if one.start < end and start < one.end]
    if near:
        return replace(near[0], **taken, start=start, end=end, id=f"{document.id}#{start}", subject="")
    sentence, begins, ends = _sentence(document.source, start, end)
    likeness = extracted[0]
    return replace(
        likeness, **taken, start=start, end=end, id=f"{document.id}#{start}", text=row["text"], subject="",
        sentence=sentence, sentence_start=begins, sentence_end=ends, estimate=False, section=(), notes=(), rule="gold",
        attribute="",
    )  # fmt: skip


def _sentence(source: str, start: int, end: int) -> tuple[str, int, int]:
    before = max(
        (found.end() for found in _END.finditer(source, max(0, start - 400), start)), default=max(0, start - 400)
    )
    after = _END.search(source, end)
    until = after.start() if after else len(source)
    return re.sub(r"\s", "", source[before:until]), before, until
