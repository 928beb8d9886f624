from __future__ import annotations

import pytest
from tests.unit.reconciling.records import document

from planledger.reconciling.timing import Years, promised, reviewed_year, start_of, stretch, years


@pytest.mark.parametrize(("text", "span"), [("2020", Years(2020, 2020)), ("2021/2025", Years(2021, 2025)), ("", None)])
def test_years(text: str, span: Years | None) -> None:
    assert years(text) == span


def test_reviewed_year_of_a_communique_is_its_own() -> None:
    assert reviewed_year(document("a", year=2021)) == 2020
    assert reviewed_year(document("a", year=2021, kind="communique")) == 2021
    assert reviewed_year(document("a", year=0)) == 0


@pytest.mark.parametrize(
    ("promise", "result", "start", "expected"),
    [
        ("2021", "2021", 2021, "due"),
        ("2021", "2020", 2021, "before"),
        ("2021", "2016/2020", 2021, "before"),
        ("2021", "2019/2021", 2021, "other"),
        ("2021", "2022", 2021, "other"),
        ("2021/2025", "2022", 2021, "within"),
        ("2021/2025", "2021/2023", 2021, "within"),
        ("2021/2025", "2021/2025", 2021, "due"),
        ("2025", "2022", 2021, "within"),
        ("2025", "2025", 2021, "due"),
        ("2025", "2026", 2021, "other"),
    ],
)
def test_stretch(promise: str, result: str, start: int, expected: str) -> None:
    ours, theirs = years(promise), years(result)
    assert ours
    assert theirs
    assert stretch(ours, theirs, start=start) == expected


def test_work_on_a_plan_begins_with_the_plan() -> None:
    plan = document("plan", year=2021, plan="2021/2025")
    span = promised("2025", plan)
    assert span
    assert start_of(span, plan) == 2021
    assert promised("", plan) == Years(2021, 2025)
