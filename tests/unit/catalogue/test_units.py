"""Units: the data is sound, every proof holds, and names with multipliers and quotients are found."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from planledger.catalogue import Units, load_catalogue
from planledger.errors import BrokenData, UndefinedUnit

DATA = Path(__file__).parents[3] / "src" / "planledger" / "data"
GOLD = Path(__file__).parents[4] / "shared" / "gold" / "statements"
SOURCE = yaml.safe_load((DATA / "units.yaml").read_text(encoding="utf-8"))
CATALOGUE = load_catalogue()
# The fewest multiplier characters first, so that 1200万千瓦 keeps its 千瓦.
NUMERAL = re.compile(
    r"(?:[\d.]+|[一二三四五六七八九十百两]+)[十百千万亿]*?[余多]?[十百千万亿]*?(?P<unit>" + CATALOGUE.unit_pattern + ")"
)


def units_read(phrase: str) -> set[str]:
    return {CATALOGUE.units.by_name[match["unit"]].name for match in NUMERAL.finditer(phrase)}


def test_units_follow_their_schema() -> None:
    schema = json.loads((DATA / "units.schema.json").read_text(encoding="utf-8"))
    errors = [f"{list(error.path)}: {error.message}" for error in Draft202012Validator(schema).iter_errors(SOURCE)]
    assert errors == []


@pytest.mark.parametrize("name", SOURCE["units"])
def test_proofs_of_a_unit_hold(name: str) -> None:
    entry = SOURCE["units"][name]
    assert [phrase for phrase in entry["matches"] if name not in units_read(phrase)] == []
    assert [phrase for phrase in entry.get("rejects", ()) if name in units_read(phrase)] == []


def test_every_dimension_is_used() -> None:
    assert set(SOURCE["dimensions"]) == {entry["dimension"] for entry in SOURCE["units"].values()}


def test_names_are_longest_first() -> None:
    lengths = [len(name) for name in CATALOGUE.unit_names]
    assert lengths == sorted(lengths, reverse=True)


def test_multiplier_is_taken_out_unless_it_is_part_of_the_unit() -> None:
    assert CATALOGUE.units.split_multiplier("百万千瓦") == (1_000_000, "千瓦")
    assert CATALOGUE.units.split_multiplier("千瓦") == (1, "千瓦")
    assert CATALOGUE.units.split_multiplier("万亿") == (1_000_000_000_000, "")


def test_quotient_of_known_units_is_found() -> None:
    found = CATALOGUE.units.get("万元/平方公里")
    assert (found.unit.base, found.numerator / found.denominator) == ("yuan/hectare", 100.0)


@pytest.mark.parametrize("name", ["", "万", "万狗", "元/", "/亩", "元/狗", "元/亩/年"])
def test_unknown_unit_is_none_and_never_a_default(name: str) -> None:
    assert CATALOGUE.units.find(name) is None
    with pytest.raises(UndefinedUnit) as caught:
        CATALOGUE.units.get(name, used_by="test")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.unit, again.used_by) == (name, "test")


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"dimension": "nowhere"}, "元"),
        ({"factor": "0"}, "元"),
        ({"factor": "1/0"}, "元"),
        ({"factor": "about 3"}, "元"),
        ({"aliases": ["亩"]}, "亩"),
    ],
)
def test_broken_unit_names_file_and_key(change: dict[str, object], key: str) -> None:
    content = {
        "multipliers": {"万": 10000},
        "dimensions": {"money": {"base": "yuan"}, "area": {"base": "hectare"}},
        "units": {
            "元": {"dimension": "money", "factor": 1, "english": "yuan", **change},
            "亩": {"dimension": "area", "factor": "1/15", "english": "mu"},
        },
    }
    with pytest.raises(BrokenData) as caught:
        Units.from_data(content)
    assert (caught.value.file, caught.value.key) == ("units.yaml", key)


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold statements are not beside the project")
def test_every_gold_unit_is_known() -> None:
    unknown = set()
    for path in GOLD.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for unit in (row.get("unit"), *row.get("alt_unit", ())):
                if unit and CATALOGUE.units.find(unit) is None and CATALOGUE.units.split_multiplier(unit)[1]:
                    unknown.add(unit)
    assert unknown == set()
