"""A document as the page takes it: text, blocks, source where repairs changed it, repairs in short."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from pathlib import PurePath
from typing import Any

from planledger.ledger.report.grids import grids_payload
from planledger.ledger.report.places import Places
from planledger.ledger.report.wording import Both
from planledger.model import Block, Document, Repair

SAMPLES = 5
_KINDS = ("title", "heading", "paragraph", "list_item", "table_row", "furniture", "footnote")
_PARTS = ("", "review", "outlook")


def document_payload(document: Document, places: Places, name: Both) -> dict[str, Any]:
    """Everything of ``document`` but what was read out of it."""
    return {
        "id": document.id,
        "name": list(name),
        "file": PurePath(document.path).name,
        "kind": document.kind.value,
        "guesses": [
            [field, str(guess.value or ""), round(guess.confidence, 2)]
            for field, guess in (
                ("title", document.title),
                ("kind", document.kind),
                ("issuer", document.issuer),
                ("region", document.region),
                ("date", document.date),
                ("year", document.year),
                ("encoding", document.encoding),
            )
            if field != "encoding" or document.format in ("txt", "html")
        ],
        "format": document.format,
        "region": document.region_name,
        "characters": len(document.source),
        "text": document.text,
        "blocks": [_block(block, places) for block in document.blocks],
        "grids": grids_payload(document, places),
        "sources": _sources(document, places),
        "repairs": _repairs(document.repairs, places),
    }


def _block(block: Block, places: Places) -> list[int]:
    place = places.of_clean(block.start, block.end)
    return [place.start, place.end, _KINDS.index(block.kind), block.level, _PARTS.index(block.part)]


def _sources(document: Document, places: Places) -> dict[int, str]:
    """Source of every block that repairs changed, by its number."""
    changed = {}
    for number, block in enumerate(document.blocks):
        source = places.source_of(block.start, block.end)
        if source.strip() != document.text[block.start : block.end].strip():
            changed[number] = source
    return changed


def _repairs(repairs: tuple[Repair, ...], places: Places) -> list[list[Any]]:
    """Name, number and a few samples of each step, the busiest first."""
    steps: defaultdict[str, list[Repair]] = defaultdict(list)
    for repair in repairs:
        steps[repair.step].append(repair)
    return [
        [step, len(done), [_sample(repair, places) for repair in islice(_different(done), SAMPLES)]]
        for step, done in sorted(steps.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def _different(repairs: list[Repair]) -> list[Repair]:
    return list({(repair.before, repair.after): repair for repair in reversed(repairs)}.values())[::-1]


def _sample(repair: Repair, places: Places) -> list[Any]:
    place = places.of_source(repair.start, repair.end)
    return [repair.before, repair.after, place.start, place.end]
