"""Rows in the form of annotated collections have the fields that their scorer reads."""

from __future__ import annotations

import json

from tests.unit.ledger.sample_ledger import sample_ledger

from planledger.ledger import fulfilment_row, statement_row

SCORED = {"start", "end", "kind", "indicator", "measure", "low", "high", "unit", "bound", "role", "period"}


def test_a_statement_has_the_scored_fields_and_its_own() -> None:
    statement = sample_ledger().extractions[0].statements[0]
    row = json.loads(json.dumps(statement_row(statement)))
    assert row.keys() >= SCORED | {"aliases", "striving", "sentence", "section", "rule", "confidence", "indicator_id"}
    assert (row["kind"], row["aliases"], row["text"]) == ("stmt", [], "5%以上")
    assert (row["low"], row["high"], row["section"]) == (5.0, None, ["一、目标", "（一）经济"])


def test_a_fulfilment_names_both_places() -> None:
    row = json.loads(json.dumps(fulfilment_row(sample_ledger().fulfilments[0])))
    assert (row["pair"], row["verdict"], row["note"]) == ("plan->report", "missed", "3.5 < 5")
    promise, result = row["promise"], row["result"]
    assert (promise["doc"], promise["text"], promise["type"], promise["modality"]) == (
        "plan",
        "5%以上",
        "quantified",
        "firm",
    )
    assert (result["doc"], result["text"], result["low"], result["measure"]) == ("report", "3.5%", 3.5, "growth")
    assert row["next_target"]["text"] == "5%以上"


def test_what_is_not_comparable_shows_the_near_miss() -> None:
    row = fulfilment_row(sample_ledger().fulfilments[1])
    assert row["verdict"] == "not_comparable"
    assert row["result"]["text"] == "300户"
    assert row["near_misses"][0]["note"] == "a stock for an increment"


def test_relations_and_commitments_have_their_types() -> None:
    relational, qualitative = map(fulfilment_row, sample_ledger().fulfilments[2:])
    assert (relational["promise"]["type"], relational["promise"]["unit"]) == ("relational", "%")
    assert relational["promise"]["modality"] == "striving"
    assert (qualitative["promise"]["type"], qualitative["promise"]["indicator"]) == ("qualitative", "建成东环大桥")
    assert qualitative["promise"]["period"] == "2020"
    assert qualitative["result"] is None
