"""Values in base units."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from planledger.catalogue import load_catalogue
from planledger.errors import PlanLedgerError
from planledger.extracting import extract
from planledger.normalising import normalise, to_base_unit
from planledger.reading import read_document

CATALOGUE = load_catalogue()
CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "units.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(PlanLedgerError) as caught:
            to_base_unit(case["value"], case["unit"], CATALOGUE)
        assert caught.value.code == case["error"]
        return
    value, unit = to_base_unit(case["value"], case["unit"], CATALOGUE)
    assert (value, unit) == (pytest.approx(case["base"], rel=1e-12), case["base_unit"])


def test_stated_decimals_stay_clean() -> None:
    assert repr(to_base_unit(2.3, "亿元", CATALOGUE)[0]) == "230000000.0"


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("接待冰雪旅游人次达到5000万", "person_time"),
        ("地区生产总值突破万亿", "yuan"),
        ("耕地保有量达到500万", ""),  # of 亩, by custom
        ("地区生产总值达到1.2万亿元", "yuan"),
    ],
)
def test_a_multiplier_alone_counts_what_the_indicator_counts(said: str, unit: str) -> None:
    document = read_document(f"示例市政府工作报告\n二、2025年主要工作\n到2025年，{said}。".encode(), name="x")
    [statement] = normalise(extract(document, CATALOGUE), document, CATALOGUE).statements
    assert statement.base_unit == unit
