"""Everything the page shows, as one JSON value."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from planledger.catalogue import Indicator
from planledger.ledger.files import sound_text
from planledger.ledger.report.areas import OTHER, find_areas
from planledger.ledger.report.documents import document_payload
from planledger.ledger.report.naming import name_documents
from planledger.ledger.report.places import Places
from planledger.ledger.report.records import Known, Records, kind_of
from planledger.ledger.report.summary import Headline, Pair, headline, nothing_compared
from planledger.ledger.report.wording import NOTHING, Both, margin_text, share_text
from planledger.ledger.standing import standing
from planledger.model import Contradiction, Fulfilment, Ledger, Problem

# What would end the script element, start a comment in it, or end a line in older parsers.
_UNSAFE = "<>&\u2028\u2029"


def script_json(value: Any) -> str:
    r"""JSON that is safe inside a script element whatever the strings hold.

    >>> script_json({"text": "</script>"})
    '{"text":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for char in _UNSAFE:
        text = text.replace(char, f"\\u{ord(char):04x}")
    return sound_text(text)


Pictures = Mapping[str, Mapping[int, str]]
"""Files of page pictures, relative to the report, by document identifier and page number."""


def ledger_payload(ledger: Ledger, indicators: Mapping[str, Indicator], pictures: Pictures) -> dict[str, Any]:
    """What the page is made from; indexes instead of repeated records.

    Args:
        ledger: What to show.
        indicators: Those of the catalogue, by identifier; what it lacks has no category and no English name.
        pictures: Pictures of pages that lie beside the report.
    """

    def category(indicator: str) -> Both:
        found = indicators.get(indicator)
        return NOTHING if found is None else Both(found.category.chinese, found.category.english)

    names = name_documents(ledger.documents)
    known = {document.id: (number, document, Places(document)) for number, document in enumerate(ledger.documents)}
    # What is wrong with a whole file names its path, because the file may have given no document.
    by_path = {document.path: known[document.id] for document in ledger.documents}
    records = Records(known, ledger.extractions)
    pairs = list(dict.fromkeys((item.promise.document, _result_id(item)) for item in ledger.fulfilments))
    areas = find_areas([item.promise for item in ledger.fulfilments], category)
    area_names = sorted(set(areas), key=lambda area: (area == OTHER, -areas.count(area), area))
    stands = {id(item) for item in standing(ledger.fulfilments)}
    rows = [
        _fulfilment(item, records, pairs.index((item.promise.document, _result_id(item))), area_names.index(area))
        | {"stands": id(item) in stands}
        for item, area in zip(ledger.fulfilments, areas, strict=True)
    ]
    return {
        "version": ledger.version,
        "docs": [
            document_payload(item, known[item.id][2], name) for item, name in zip(ledger.documents, names, strict=True)
        ],
        "pairs": [[_number(known, promises), _number(known, results)] for promises, results in pairs],
        "headlines": _headlines(ledger, pairs, known, names),
        "areas": area_names,
        "rows": rows,
        "contradictions": [_contradiction(item, records) for item in ledger.contradictions],
        "problems": [_problem(item, known | by_path) for item in ledger.problems],
        "records": records.rows,
        "sections": records.sections,
        "sources": records.sources,
        "where": records.where,
        "boxes": records.boxes,
        "pictures": {known[name][0]: dict(files) for name, files in pictures.items() if name in known},
        "english": {name: indicators[name].english for name in sorted(records.indicators) if name in indicators},
    }


def _result_id(fulfilment: Fulfilment) -> str:
    return fulfilment.pair.removeprefix(fulfilment.promise.document).removeprefix("->")


def _number(known: Known, document: str) -> int:
    return known[document][0] if document in known else -1


def _headlines(ledger: Ledger, pairs: Sequence[tuple[str, str]], known: Known, names: Sequence[Both]) -> list[Headline]:
    """Of all pairs together, then of each."""
    if not pairs:
        return [nothing_compared(len(ledger.documents), sum(len(item.statements) for item in ledger.extractions))]

    def named(document: str) -> Both:
        return names[known[document][0]] if document in known else Both(document, document)

    both = [Pair(named(promises), named(results)) for promises, results in pairs]
    by_pair: dict[tuple[str, str], list[Fulfilment]] = {pair: [] for pair in pairs}
    for item in ledger.fulfilments:
        by_pair[item.promise.document, _result_id(item)].append(item)
    return [
        headline(standing(ledger.fulfilments), both),
        *(headline(by_pair[pair], [name]) for pair, name in zip(pairs, both, strict=True)),
    ]


def _fulfilment(item: Fulfilment, records: Records, pair: int, area: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        "pair": pair,
        "id": item.promise.id,
        "verdict": item.verdict,
        "type": kind_of(item.promise),
        "area": area,
        "promise": records.cited(item.promise),
        "result": None if item.result is None else records.cited(item.result),
        "reason": [item.reason_zh or item.reason, item.reason or item.reason_zh],
        "confidence": round(item.confidence, 2),
    }
    if item.margin is not None:
        row["margin"] = list(margin_text(item))
        row["share"] = share_text(item)
    if item.next_target is not None:
        row["next"] = records.cited(item.next_target)
    if item.near_misses:
        row["near"] = [
            [records.cited(near.result), near.reason_zh or near.reason, near.reason or near.reason_zh]
            for near in item.near_misses
        ]
    points = _points(item)
    if points:
        row["points"] = points
    return row


def _points(item: Fulfilment) -> list[float] | None:
    """Target, result and next target of a growth in per cent, for the chart; None where one cannot be drawn."""
    values: list[float] = []
    for record in (item.promise, item.result):
        if getattr(record, "measure", "") != "growth" or getattr(record, "unit", "") != "%":
            return None
        low, high = getattr(record, "low", None), getattr(record, "high", None)
        value = low if low is not None else high
        if value is None:
            return None
        values.append(value)
    following = item.next_target
    if getattr(following, "measure", "") == "growth" and getattr(following, "unit", "") == "%":
        low, high = getattr(following, "low", None), getattr(following, "high", None)
        value = low if low is not None else high
        if value is not None:
            values.append(value)
    return values


def _contradiction(item: Contradiction, records: Records) -> list[Any]:
    cited = [records.cited(statement) for statement in item.statements]
    return [item.rule, item.severity, cited, item.reason_zh or item.reason, item.reason or item.reason_zh]


def _problem(item: Problem, known: Known) -> list[Any]:
    found = known.get(item.document)
    start = end = -1
    if found is not None and item.start >= 0:
        start, end = found[2].of_source(item.start, item.end)
    number = found[0] if found else -1
    name = "" if found else item.document
    return [
        item.code,
        number,
        start,
        end,
        item.text,
        item.message_zh or item.message,
        item.message or item.message_zh,
        name,
    ]
