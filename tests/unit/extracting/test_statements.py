"""Sentence by sentence: which statements are found, and what each field says."""

from __future__ import annotations

from typing import Any

import pytest
from tests.golden.scoring import agreement, overlap
from tests.unit.extracting.statement_cases import CASES, FRAMES, as_row, expected_rows, ids_of, read_paper


def _marked(case: dict[str, Any]) -> Any:
    reason = case.get("known_failure")
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.parametrize("case", [_marked(case) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    paper = read_paper(case["text"], case["in"])
    expected, guesses = expected_rows(case, paper), [as_row(one) for one in paper.statements]
    found = [(guess["text"], guess["indicator"]) for guess in guesses]
    assert len(guesses) == len(expected), f"found {found}"
    for row, guess in zip(expected, guesses, strict=True):
        assert overlap(row, guess), f"{row['numeral']} is not where {guess['text']} is"
        agreed = agreement(row, guess) | {
            flag: guess[flag] in {row[flag], *row.get(f"alt_{flag}", [])} for flag in ("striving", "estimate")
        }
        wrong = {name for name, agrees in agreed.items() if not agrees}
        assert not wrong, f"{row['numeral']}: {wrong} in {guess}"
    problems = {problem.code for problem in (*paper.document.problems, *paper.found.problems)}
    assert case.get("problem", "") in {"", *problems}


@pytest.mark.parametrize("name", FRAMES)
def test_frame_is_read_as_it_says(name: str) -> None:
    frame = FRAMES[name]
    document = read_paper("全市工作取得新进展。", name).document
    assert (document.kind.value, document.year.value, document.blocks[-1].part) == (
        frame["kind"],
        frame["year"],
        frame["part"],
    )


def test_cases_are_many_and_named_once() -> None:
    assert len(CASES) >= 200
    assert [name for name, times in ids_of(CASES).items() if times > 1] == []
    assert {case["in"] for case in CASES} == set(FRAMES)
