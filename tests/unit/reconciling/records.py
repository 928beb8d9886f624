"""Invented documents, statements and relations for the tests of reconciling."""

from __future__ import annotations

import re
from typing import Any

from planledger.model import Block, Document, Extraction, Guess, OffsetMap, Relation, Statement

_FACTORS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


def document(
    name: str, *, year: int, kind: str = "work_report", plan: str = "", text: str = "", region: str = "229900"
) -> Document:
    """A document of an invented city whose whole text is one paragraph of the review."""
    blocks = (Block(0, len(text), "paragraph", 0, (), "review"),) if text else ()
    return Document(
        id=name,
        path=name,
        source=text,
        text=text,
        offsets=OffsetMap(),
        blocks=blocks,
        encoding=sure("utf-8"),
        title=sure(""),
        issuer=sure(""),
        region=sure(region),
        region_name="",
        date=sure(""),
        year=sure(year),
        plan_period=plan,
        kind=sure(kind),
    )


def sure(value: Any) -> Guess[Any]:
    """A value that the user set."""
    return Guess(value, 1.0, "user")


def statement(indicator: str, value: str, **fields: Any) -> Statement:
    """A statement from a short value: ``5%``, ``8万人以上``, ``4%以内``, ``93%左右``, ``2—3个``."""
    found = re.fullmatch(r"(-?[\d.]+)(?:—([\d.]+))?([^以左]*)(以上|以内|左右)?", value)
    assert found, value
    low: float | None = float(found[1])
    high: float | None = float(found[2] or found[1])
    bound = {"以上": "at_least", "以内": "at_most", "左右": "about", None: "range" if found[2] else "exact"}[found[4]]
    low, high = (None if bound == "at_most" else low), (None if bound == "at_least" else high)
    unit, factor = found[3], 1
    bare = unit
    while bare and bare[0] in _FACTORS:
        factor, bare = factor * _FACTORS[bare[0]], bare[1:]
    start = fields.pop("start", 0)
    sentence = fields.pop("sentence", f"{indicator}{value}。")
    made = {
        "id": f"{fields.get('document', 'd')}#{start}",
        "document": "d",
        "start": start,
        "end": start + len(found[1]),
        "text": found[1],
        "indicator": indicator,
        "subject": "",
        "indicator_id": "",
        "measure": "level",
        "low": low,
        "high": high,
        "unit": unit,
        "base_low": None if low is None else low * factor,
        "base_high": None if high is None else high * factor,
        "base_unit": bare,
        "bound": bound,
        "role": "target",
        "striving": False,
        "estimate": False,
        "period": "2021",
        "region": "229900",
        "sentence": sentence,
        "sentence_start": start,
        "sentence_end": start + len(sentence),
        "section": (),
        "part": "",
        "confidence": 0.9,
        "rule": "test",
        "notes": (),
    }
    return Statement(**(made | fields))


def relation(indicator: str, comparison: str, reference: str, **fields: Any) -> Relation:
    """A relation such as 居民收入与经济增长同步."""
    start = fields.pop("start", 0)
    text = fields.pop("text", f"{indicator}{comparison}{reference}")
    made = {
        "id": f"d#r{start}",
        "document": "d",
        "start": start,
        "end": start + len(text),
        "text": text,
        "indicator": indicator,
        "indicator_id": "",
        "measure": "growth",
        "comparison": comparison,
        "reference": reference,
        "reference_id": "",
        "margin": None,
        "margin_unit": "",
        "role": "target",
        "striving": False,
        "period": "2021",
        "sentence": text,
        "sentence_start": start,
        "sentence_end": start + len(text),
        "section": (),
        "confidence": 0.9,
        "rule": "test",
    }
    return Relation(**(made | fields))


def extraction(name: str, *records: Statement | Relation) -> Extraction:
    """An extraction of these records."""
    return Extraction(
        name,
        tuple(record for record in records if isinstance(record, Statement)),
        tuple(record for record in records if isinstance(record, Relation)),
        (),
        (),
    )
