"""Real documents: the page of both pairs shows the verdicts of careful readers as far as the library finds them.

Needs the folder ``shared`` with documents and gold beside the checkout; ``PLANLEDGER_GOLD`` names another.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from planledger.catalogue import load_catalogue
from planledger.pipeline import Job, Outcome, compare, read_file
from planledger.reading import Overrides
from planweb.accounts.models import User
from planweb.evidence.comparison_rows import verdict_word
from planweb.evidence.following import compute_comparison
from planweb.evidence.models import Comparison, Document, Fulfilment
from planweb.evidence.records import store_reading
from planweb.evidence.signals import document_read

SHARED = Path(os.environ.get("PLANLEDGER_GOLD") or Path(__file__).parents[4] / "shared")
GOLD = SHARED / "gold" / "fulfilment.jsonl"
pytestmark = pytest.mark.skipif(not GOLD.exists(), reason=f"no gold at {GOLD}")
# Links and verdicts that agree with gold, and links that gold does not have: a change of the library that finds more
# raises the first two.
AGREED = {
    "changchun-2020-work-report-digest->changchun-2021-plan-report": (33, 64, 6),
    "jilin-city-14th-five-year-plan->jilin-city-2023-work-report-digest": (23, 159, 1),
}


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Outcome]:
    paths = sorted((SHARED / "documents").glob("*.txt"))
    return {path.stem: read_file(Job(path, path.stem, Overrides())) for path in paths}


@pytest.fixture
def comparisons(db: None, outcomes: dict[str, Outcome]) -> dict[str, Comparison]:
    """The comparisons of the real documents, made as when people bring them in."""
    names: dict[int, str] = {}
    for name, outcome in outcomes.items():
        made = Document.objects.create(name=f"{name}.txt", sha256=name, file=name)
        assert outcome.document is not None
        assert outcome.extraction is not None
        made = store_reading(made, outcome.document, outcome.extraction)
        names[made.pk] = name
        document_read.send(Document, document=made)
    for comparison in Comparison.objects.all():
        compute_comparison.call(comparison.pk)
    return {f"{names[row.promises_id]}->{names[row.results_id]}": row for row in Comparison.objects.all()}


def overlap(row: dict[str, Any], start: int | None, end: int | None) -> bool:
    return start is not None and end is not None and min(row["end"], end) > max(row["start"], start)


def agreement(gold: list[dict[str, Any]], rows: list[Fulfilment]) -> tuple[int, int, list[str]]:
    """Links that are right, verdicts that are right, and links that gold forbids, by the rules of the gold's scorer."""
    linked = verdicts = 0
    wrong = []
    for want in gold:
        mine = [row for row in rows if overlap(want["promise"], row.promise_start, row.promise_end)]
        links = [row for row in mine if row.result_start is not None and row.verdict != "not_comparable"]
        if want["result"] and want["verdict"] != "not_comparable":
            hits = [row for row in links if overlap(want["result"], row.result_start, row.result_end)]
            linked += bool(hits)
            verdicts += any(row.verdict == want["verdict"] for row in hits)
            wrong += [str(row) for row in links if not hits]
        else:
            wrong += [str(row) for row in links]
            verdicts += any(row.verdict == want["verdict"] for row in mine)
    return linked, verdicts, wrong


@pytest.mark.parametrize("pair", AGREED)
def test_the_rows_are_those_of_the_library(
    pair: str, comparisons: dict[str, Comparison], outcomes: dict[str, Outcome]
) -> None:
    """The way through the database changes nothing: ``planledger compare`` says the same."""
    promises, results = (outcomes[name] for name in pair.split("->"))
    assert promises.document is not None
    assert promises.extraction is not None
    assert results.document is not None
    assert results.extraction is not None
    expected = compare(
        (promises.document, promises.extraction),
        (results.document, results.extraction),
        catalogue=load_catalogue(),
    )
    rows = comparisons[pair].fulfilments.order_by("position")
    found = [(row.promise_start, row.promise_end, row.result_start, row.verdict, row.reason_zh) for row in rows]
    assert found == [
        (one.promise.start, one.promise.end, one.result.start if one.result else None, one.verdict, one.reason_zh)
        for one in expected
    ]


@pytest.mark.parametrize("pair", AGREED)
def test_verdicts_agree_with_careful_readers(pair: str, comparisons: dict[str, Comparison]) -> None:
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    mine = [row for row in gold if row["pair"] == pair]
    assert len(mine) > 90
    linked, verdicts, wrong = agreement(mine, list(comparisons[pair].fulfilments.all()))
    least, least_verdicts, most_wrong = AGREED[pair]
    assert linked >= least
    assert verdicts >= least_verdicts
    assert len(wrong) <= most_wrong, wrong


@pytest.mark.parametrize("pair", AGREED)
def test_the_page_shows_each_verdict_with_both_sentences_one_click_away(
    pair: str, comparisons: dict[str, Comparison], administrator: User, log_in: Callable[[User | None], Client]
) -> None:
    comparison = comparisons[pair]
    client, shown = log_in(administrator), dict[int, str]()
    for number in range(1, comparison.total // 50 + 2):
        page = client.get(f"/comparisons/{comparison.pk}/", {"page": number}).content.decode()
        shown |= {int(at): row for at, row in re.findall(r'<tr[^>]*id="row-(\d+)">(.*?)</tr>', page, re.DOTALL)}
    rows = list(comparison.fulfilments.all())
    assert sorted(shown) == sorted(row.position for row in rows)
    assert str(comparison.total) in page
    for row in rows:
        said = shown[row.position]
        assert verdict_word(row.verdict) in said
        assert f'href="/documents/{comparison.promises_id}/?at={row.promise_start}&amp;' in said
        assert said.count("<blockquote>") >= (2 if row.result else 1)
        if row.result_start is not None:
            assert f'href="/documents/{comparison.results_id}/?at={row.result_start}&amp;' in said
        assert "<mark>" in said
