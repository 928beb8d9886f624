"""The published rules follow their schemas, and their words find what they say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from planledger.catalogue import load_catalogue
from planledger.catalogue.files import DATA, parse, read_source
from planledger.model import Citation, Exemption, Finding
from planledger.reconciling.aligning import exempt
from planledger.reconciling.aligning.documents import find_direction
from planledger.reconciling.rule_reference import rules_page
from planledger.reconciling.rulebook import BOOKS, in_order, load_rules, settings

BOOKS_AS_WRITTEN = {name: parse(name, read_source(name)) for name in BOOKS}


@pytest.mark.parametrize("book", BOOKS)
def test_books_follow_their_schemas(book: str) -> None:
    schema = json.loads((DATA / f"{book}.schema.json").read_text(encoding="utf-8"))
    found = Draft202012Validator(schema).iter_errors(BOOKS_AS_WRITTEN[book])
    assert [f"{list(error.path)}: {error.message}" for error in found] == []


@pytest.mark.parametrize("book", BOOKS)
def test_the_page_lists_every_rule(book: str) -> None:
    page = rules_page()
    assert all(f"| `{rule}` |" in page for rule in load_rules(book))


def test_indicators_that_rules_name_are_in_the_catalogue() -> None:
    said = settings("consistency")
    named = [*said["constant_prices"], *(one for entry in said["scopes"] for one in entry["of"])]
    for entry in said["wholes"]:
        named += [*filter(None, [entry["whole"]]), *entry["parts"]]
    named += [one for entry in said["ratios"] for one in entry.values()]
    assert [one for one in named if one not in load_catalogue().indicators] == []


@pytest.mark.parametrize("way", ["up", "down"])
def test_words_of_direction_find_what_their_proofs_say(way: str) -> None:
    said = BOOKS_AS_WRITTEN["alignment"]["directions"][way]
    for clause, thing in said["matches"].items():
        found = find_direction(clause)
        assert found is not None
        assert found[0] == way
        assert thing.startswith(found[2])
    assert [clause for clause in said["rejects"] if find_direction(clause)] == []


def finding(rule: str = "align.weaker", **fields: Any) -> Finding:
    made = {
        "severity": "error",
        "subject": "森林覆盖率",
        "citations": (),
        "message": "m",
        "message_zh": "m",
        "plan": "县",
    }
    return Finding(rule=rule, **(made | fields))


def test_the_gravest_stand_first_and_none_twice() -> None:
    note, error = finding(severity="note"), finding(citations=(Citation("a", "", ""),))
    assert in_order([note, error, error]) == (error, note)


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ({}, True),
        ({"rule": "*"}, True),
        ({"subject": "*"}, True),
        ({"plan": "县"}, True),
        ({"plan": "邻县"}, False),
        ({"rule": "align.missing"}, False),
        ({"subject": "森林"}, False),
        ({"until": "2026-06-01"}, True),
        ({"until": "2026-05-31"}, False),
    ],
)
def test_what_an_exemption_is_of(said: dict[str, str], holds: bool) -> None:
    one = Exemption(**{"rule": "align.weaker", "subject": "森林覆盖率", "reason": "r", "by": "b"} | said)
    result = exempt([finding()], [one], today="2026-06-01")
    assert (result.findings[0].exemption is not None) == holds
    assert (one in result.expired) == (said.get("until") == "2026-05-31")
    assert (one in result.idle) == (not holds and one not in result.expired)
