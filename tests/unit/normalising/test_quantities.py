"""Values in base units."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from planledger.catalogue import load_catalogue
from planledger.errors import PlanLedgerError
from planledger.normalising import to_base_unit

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
