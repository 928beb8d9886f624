"""The first inputs of the fuzz run: only our own errors, and every span reads back. ``make fuzz`` tries 100,000."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmark"


@pytest.fixture
def fuzz(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(BENCHMARK)
    return importlib.import_module("fuzz")


def test_only_our_own_errors_come_back(fuzz: ModuleType) -> None:
    outcomes = {seed: fuzz.try_input(seed) for seed in range(40)}
    assert {seed: faults for seed, (_, faults) in outcomes.items() if faults} == {}
    assert {"read", "document.binary"} <= {outcome for outcome, _ in outcomes.values()}


def test_an_input_is_made_from_its_number_alone(fuzz: ModuleType) -> None:
    mutating = importlib.import_module("mutating")
    assert [mutating.mutated(seed) for seed in range(40)] == [mutating.mutated(seed) for seed in range(40)]
    assert len({mutating.mutated(seed) for seed in range(40)}) > 30
