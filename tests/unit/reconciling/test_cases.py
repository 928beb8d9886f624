"""The cases of ``tests/cases/fulfilment.yaml``: what is linked with which verdict, and what must not be linked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.unit.reconciling.records import document, extraction, statement

from planledger.catalogue import load_catalogue
from planledger.reconciling import reconcile
from planledger.reconciling.obstacles import obstacle_in_words

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "fulfilment.yaml").read_text(encoding="utf-8"))


def outcome(case: dict[str, Any]) -> Any:
    ours, theirs = case.get("periods", ["2021", "2021"])
    measures = case.get("measures", [case.get("measure", "level")] * 2)
    regions = case.get("regions", ["229900", "229900"])
    plan = "2021/2025" if case.get("periods") else ""
    promise = statement(*case["promise"], measure=measures[0], period=ours, region=regions[0], document="promises")
    result = statement(
        *case["result"], measure=measures[1], period=theirs, region=regions[1], role="actual", document="results"
    )
    first = document(
        "promises", year=2025 if ours == "2025" and "/" in theirs else 2021, plan=plan if theirs == "2022" else ""
    )
    second = document("results", year=int(theirs[-4:]) + 1)
    found = reconcile(
        extraction("promises", promise),
        extraction("results", result),
        promise_document=first,
        result_document=second,
        catalogue=load_catalogue(),
    )
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("case", [case for case in CASES if "verdict" in case], ids=lambda case: case["id"])
def test_link(case: dict[str, Any]) -> None:
    found = outcome(case)
    assert found.result is not None, found.reason
    assert found.verdict == case["verdict"], found.reason
    if "margin" in case:
        assert found.margin == pytest.approx(case["margin"])
    assert found.reason
    assert found.reason_zh.startswith("目标")


@pytest.mark.parametrize("case", [case for case in CASES if "verdict" not in case], ids=lambda case: case["id"])
def test_no_link(case: dict[str, Any]) -> None:
    found = outcome(case)
    assert found.result is None
    assert found.verdict in ("not_comparable", "not_reported")
    if "obstacle" in case:
        start = obstacle_in_words(case["obstacle"], ("level", "growth") if case["obstacle"] == "measure" else ("", ""))[
            1
        ][:2]
        assert start in found.near_misses[0].reason_zh or (
            case["obstacle"] == "stock" and "存量" in found.near_misses[0].reason_zh
        )
