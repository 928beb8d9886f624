"""Every pattern of ``data/reading.yaml`` proves itself."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import planledger

DATA = Path(planledger.__file__).parent / "data"
CONTENT: dict[str, Any] = yaml.safe_load((DATA / "reading.yaml").read_bytes())
# Lines and kinds of furniture are matched whole, markers at the start of a line, the others anywhere.
WAYS = {"furniture": re.Pattern.fullmatch, "markers": re.Pattern.match}
PATTERNS = [(group, name) for group in ("furniture", "markers", "parts", "turns", "kinds") for name in CONTENT[group]]


def test_content_is_as_its_schema_says() -> None:
    jsonschema.validate(CONTENT, json.loads((DATA / "reading.schema.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(("group", "name"), PATTERNS)
def test_pattern_matches_what_it_should_and_nothing_else(group: str, name: str) -> None:
    entry = CONTENT[group][name]
    pattern, way = re.compile(entry["regex"]), WAYS.get(group, re.Pattern.search)
    assert [proof for proof in entry["matches"] if not way(pattern, proof)] == []
    assert [proof for proof in entry["rejects"] if way(pattern, proof)] == []
