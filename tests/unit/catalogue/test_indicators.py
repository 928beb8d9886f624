"""Indicators: the data is sound, every proof holds, and the national plan's indicators are there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from planledger.catalogue import Indicators, load_catalogue
from planledger.errors import BrokenData, UndefinedIndicator
from planledger.normalising import match_indicator

ROOT = Path(__file__).parents[3]
DATA = ROOT / "src" / "planledger" / "data"
NATIONAL = ROOT.parent / "shared" / "data" / "national_15th_plan_indicators.json"
FILES = {
    path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((DATA / "indicators").glob("*.yaml"))
}
ENTRIES = {key: entry for content in FILES.values() for key, entry in content["indicators"].items()}
CATALOGUE = load_catalogue()


@pytest.mark.parametrize("file", FILES)
def test_indicators_follow_their_schema(file: str) -> None:
    schema = json.loads((DATA / "indicators.schema.json").read_text(encoding="utf-8"))
    errors = [f"{list(error.path)}: {error.message}" for error in Draft202012Validator(schema).iter_errors(FILES[file])]
    assert errors == []
    assert FILES[file]["category"]["id"] == Path(file).stem


def test_modifiers_follow_their_schema() -> None:
    schema = json.loads((DATA / "modifiers.schema.json").read_text(encoding="utf-8"))
    source = yaml.safe_load((DATA / "modifiers.yaml").read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(source)] == []


@pytest.mark.parametrize("side", ["before", "after"])
def test_proofs_of_modifiers_hold(side: str) -> None:
    source = yaml.safe_load((DATA / "modifiers.yaml").read_text(encoding="utf-8"))[side]
    assert [phrase for phrase in source["matches"] if match_indicator(phrase, CATALOGUE) != "grain_output"] == []
    assert [phrase for phrase in source["rejects"] if match_indicator(phrase, CATALOGUE) == "grain_output"] == []


def test_the_catalogue_is_large() -> None:
    assert len(CATALOGUE.indicators) >= 250


@pytest.mark.parametrize("key", ENTRIES)
def test_proofs_of_an_indicator_hold(key: str) -> None:
    entry = ENTRIES[key]
    assert [phrase for phrase in entry["matches"] if match_indicator(phrase, CATALOGUE) != key] == []
    unlike = [name for name in entry.get("not", ()) if name not in ENTRIES]
    assert [phrase for phrase in (*entry["rejects"], *unlike) if match_indicator(phrase, CATALOGUE) == key] == []


def test_near_misses_are_other_indicators_or_phrases() -> None:
    ids = {(key, name) for key, entry in ENTRIES.items() for name in entry.get("not", ()) if name.isascii()}
    assert [(key, name) for key, name in ids if name not in ENTRIES or name == key] == []


def test_unknown_indicator_is_typed() -> None:
    assert "nothing" not in CATALOGUE.indicators
    with pytest.raises(UndefinedIndicator, match="nothing"):
        CATALOGUE.indicator("nothing")


def file_of(**changes: Any) -> dict[str, Any]:
    entry = {
        "chinese": "粮食产量",
        "english": "Grain",
        "dimension": "mass",
        "direction": "more",
        "kind": "flow",
        "binding": "binding",
    }
    return {"category": {"id": "a", "chinese": "甲", "english": "A"}, "indicators": {"grain": {**entry, **changes}}}


def test_dimension_must_be_a_dimension_of_units() -> None:
    with pytest.raises(BrokenData, match=r"a\.yaml: grain: dimension 'weight'"):
        Indicators.from_data([("a.yaml", file_of(dimension="weight"))], {"mass": "kg"})


def test_id_must_not_be_given_twice() -> None:
    with pytest.raises(BrokenData, match=r"b\.yaml: grain"):
        Indicators.from_data([("a.yaml", file_of()), ("b.yaml", file_of())], {"mass": "kg"})


def test_name_must_belong_to_one_indicator() -> None:
    content = file_of()
    content["indicators"]["corn"] = {**content["indicators"]["grain"]}
    with pytest.raises(BrokenData, match="粮食产量"):
        _ = Indicators.from_data([("a.yaml", content)], {"mass": "kg"}).by_phrase


@pytest.mark.skipif(not NATIONAL.exists(), reason="the shared data is not beside the project")
def test_national_plan_indicators_are_known() -> None:
    rows = json.loads(NATIONAL.read_text(encoding="utf-8"))
    # "7. 城镇调查失业率(%)": number in front, unit behind, and the change that the plan asks for.
    names = [
        re.sub(r"^\d+\.|\((?:%|人|件|年|岁|百分点|微克/立方米|万亿斤|亿吨标准煤)\)|\s", "", row["indicator"])
        for row in rows
    ]
    assert [name for name in names if not match_indicator(name, CATALOGUE)] == []
