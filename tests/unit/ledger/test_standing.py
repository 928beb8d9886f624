"""A promise that several documents report on counts once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.unit.ledger.sample_ledger import sample_ledger

from planledger.ledger.standing import standing
from planledger.model import Verdict


@pytest.mark.parametrize(
    ("verdicts", "stands"),
    [
        (("not_reported", "met", "not_reported"), 1),
        (("progress", "not_reported"), 0),
        (("not_comparable", "progress", "not_comparable"), 1),
        (("met", "missed"), 1),
        (("not_reported", "not_reported"), 1),
    ],
)
def test_verdict_that_decides_stands(verdicts: tuple[Verdict, ...], stands: int) -> None:
    promised = sample_ledger().fulfilments[0]
    found = [replace(promised, verdict=verdict, pair=f"a->{number}") for number, verdict in enumerate(verdicts)]

    assert standing(found) == (found[stands],)


def test_every_promise_stands_once() -> None:
    twice = (*sample_ledger().fulfilments, *sample_ledger().fulfilments)

    assert {item.promise.id for item in standing(twice)} == {item.promise.id for item in sample_ledger().fulfilments}
    assert len(standing(twice)) == len({item.promise.id for item in twice})
