"""The first inputs of the fuzz run: only our own problems, and every span reads back. ``make fuzz`` tries 150,000."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmark"
NUMBERS = {"text": 40, "files": 120}


@pytest.fixture
def fuzz(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    for library in ("docx", "openpyxl", "PIL"):
        pytest.importorskip(library)
    monkeypatch.syspath_prepend(BENCHMARK)
    fuzz = importlib.import_module("fuzz")
    monkeypatch.setattr(fuzz, "REAL_RECOGNITION_EVERY", 10**9)  # recognising pictures belongs to the long run
    monkeypatch.setattr(fuzz, "BUILD", tmp_path)
    return fuzz


def test_only_our_own_problems_come_back(fuzz: ModuleType) -> None:
    outcomes = {seed: fuzz.try_input(fuzz.Input("text", seed)) for seed in range(NUMBERS["text"])}
    assert {seed: trial.faults for seed, trial in outcomes.items() if trial.faults} == {}
    assert {"read", "document.binary"} <= {trial.outcome for trial in outcomes.values()}


def test_files_give_a_document_or_a_problem_and_leave_nothing(fuzz: ModuleType) -> None:
    tally = fuzz.Tally("files", fresh=True)
    assert fuzz.try_all(tally, NUMBERS["files"], workers=1, deadline=float("inf")) == []
    assert (tally.done, tally.faults, tally.lost) == (NUMBERS["files"], [], [])
    assert json.loads((fuzz.BUILD / "fuzz-files.json").read_text(encoding="utf-8"))["done"] == tally.done


@pytest.mark.parametrize("kind", NUMBERS)
def test_an_input_is_made_from_its_number_alone(fuzz: ModuleType, kind: str) -> None:
    make, seeds = fuzz.MAKERS[kind], range(NUMBERS[kind])
    made = [make(seed) for seed in seeds]
    assert made == [make(seed) for seed in reversed(seeds)][::-1]
    assert len(set(made)) > 0.7 * len(made)


def test_a_run_that_was_cut_off_goes_on(fuzz: ModuleType) -> None:
    tally = fuzz.Tally("text", fresh=True)
    fuzz.try_all(tally, 5, workers=1, deadline=0)
    again = fuzz.Tally("text")
    assert 0 < again.done < 5
    fuzz.try_all(again, 5, workers=1, deadline=float("inf"))
    assert again.outcomes.total() == 5
