"""Phrases become indicators only where they surely mean the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from planledger.catalogue import load_catalogue
from planledger.normalising import match_indicator

CATALOGUE = load_catalogue()
CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "indicators.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    assert match_indicator(case["phrase"], CATALOGUE, region=case.get("region", "")) == case["indicator"]


def test_every_name_and_alias_is_its_own_indicator() -> None:
    wrong = {
        name: key for name, key in CATALOGUE.indicators.by_phrase.items() if match_indicator(name, CATALOGUE) != key
    }
    assert wrong == {}


def test_same_phrase_gives_the_same_answer_twice() -> None:
    assert match_indicator("全市粮食产量", CATALOGUE) == match_indicator("全市粮食产量", CATALOGUE) == "grain_output"


def test_long_phrase_is_no_indicator_and_no_trouble() -> None:
    assert match_indicator("全市" * 10_000 + "的", CATALOGUE) == ""
