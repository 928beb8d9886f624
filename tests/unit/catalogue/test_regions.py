"""Regions: the data is sound, names lead to codes, and the division tree holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from planledger.catalogue import Regions, load_catalogue
from planledger.errors import BrokenData, UndefinedRegion

ROOT = Path(__file__).parents[3]
DATA = ROOT / "src" / "planledger" / "data"
SOURCE = yaml.safe_load((DATA / "regions.yaml").read_text(encoding="utf-8"))
REGIONS = load_catalogue().regions
CASES = yaml.safe_load((ROOT / "tests" / "cases" / "regions.yaml").read_text(encoding="utf-8"))
NAMES = [case for case in CASES if "name" in case]
TEXTS = [case for case in CASES if "text" in case]


def test_regions_follow_their_schema() -> None:
    schema = json.loads((DATA / "regions.schema.json").read_text(encoding="utf-8"))
    errors = [f"{list(error.path)}: {error.message}" for error in Draft202012Validator(schema).iter_errors(SOURCE)]
    assert errors == []


@pytest.mark.parametrize("case", NAMES, ids=[case["id"] for case in NAMES])
def test_name(case: dict[str, Any]) -> None:
    assert [region.code for region in REGIONS.named(case["name"])] == case["codes"]


@pytest.mark.parametrize("case", TEXTS, ids=[case["id"] for case in TEXTS])
def test_text(case: dict[str, Any]) -> None:
    region = REGIONS.best_of(case["text"], year=case.get("year", 0))
    assert (region.code if region else "") == case["code"]


def test_whole_country_is_there() -> None:
    levels = [region.level for region in REGIONS.by_code.values()]
    assert (levels.count("nation"), levels.count("province"), levels.count("prefecture")) == (1, 34, 333)


def test_jilin_province_reaches_its_counties() -> None:
    counties = [county for city in REGIONS.children("220000") for county in REGIONS.children(city.code)]
    assert len(REGIONS.children("220000")) == 9
    assert len(counties) == 60


def test_ancestors_lead_to_the_nation() -> None:
    assert [region.name for region in REGIONS.ancestors("220184")] == ["长春市", "吉林省", "中华人民共和国"]
    assert [region.code for region in REGIONS.ancestors("419001")] == ["410000", "000000"]


def test_every_region_has_a_parent_above_it() -> None:
    order = {"nation": 0, "province": 1, "prefecture": 2, "county": 3}
    for region in REGIONS.by_code.values():
        if region.parent:
            assert order[REGIONS.get(region.parent).level] < order[region.level], region


def test_mentions_give_places_and_candidates() -> None:
    text = "与浙江省杭州市、吉林合作"
    found = [(text[m.start : m.end], [region.code for region in m.regions]) for m in REGIONS.mentions(text)]
    assert found == [("浙江省", ["330000"]), ("杭州市", ["330100"]), ("吉林", ["220000", "220200"])]


def test_own_name_is_taken_off_the_front_only() -> None:
    assert REGIONS.without_name("吉林省粮食产量", "220000") == "粮食产量"
    assert REGIONS.without_name("粮食产量（吉林省）", "220000") == "粮食产量（吉林省）"
    assert REGIONS.without_name("粮食产量", "999999") == "粮食产量"


def test_unknown_code_is_typed() -> None:
    with pytest.raises(UndefinedRegion, match="999999"):
        REGIONS.get("999999")


def test_former_region_must_have_become_a_known_one() -> None:
    former = {"code": "371200", "name": "莱芜市", "short": "莱芜", "until": 2018, "now": "370100"}
    with pytest.raises(BrokenData, match=r"regions\.yaml: 371200"):
        Regions.from_data({"regions": {"370000": {"name": "山东省", "short": "山东"}}, "former": [former]})
