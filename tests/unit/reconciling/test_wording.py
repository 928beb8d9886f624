"""Every pattern of ``data/reconciling.yaml`` does what its proof says, and the file is as its schema says."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
import yaml

from planledger.reconciling.wording import any_of, wording

RULES = yaml.safe_load(files("planledger").joinpath("data/reconciling.yaml").read_text(encoding="utf-8"))


def test_schema() -> None:
    schema = json.loads(files("planledger").joinpath("data/reconciling.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(RULES, schema)


@pytest.mark.parametrize("rule", RULES["synonyms"], ids=lambda rule: rule["name"])
def test_synonym_proofs(rule: dict[str, Any]) -> None:
    compiled = next(synonym for synonym in wording().synonyms if synonym.name == rule["name"])
    for stated, becomes in rule["matches"].items():
        assert compiled.pattern.sub(compiled.becomes, stated) == becomes
    for text in rule["rejects"]:
        assert compiled.pattern.sub(compiled.becomes, text) == text


def test_longest_word_wins() -> None:
    assert any_of(["出口", "进出口"]).findall("进出口与出口") == ["进出口", "出口"]


def test_opposed_verbs_are_groups() -> None:
    assert all(pair <= set(RULES["verbs"]) for pair in wording().opposed_verbs)
