"""Figures out of documents: once, with the sentence, and never over what is there without a word."""

from __future__ import annotations

from typing import Any

import pytest

from planweb.accounts.models import User
from planweb.evidence.models import Document, Statement
from planweb.monitoring.actions.figures import enter_figure, return_figure, revise_figure
from planweb.monitoring.actions.stating import propose_figures, take_figures
from planweb.monitoring.models import Figure
from planweb.registry.models import Indicator


@pytest.fixture
def document(planner: User) -> Document:
    return Document.objects.create(
        name="report.txt", kind="plan_report", region_id="220200", year=2025, sha256="0" * 64, file="x", state="read"
    )


def say(document: Document, value: float = 320, **fields: Any) -> Statement:
    said = {
        "indicator": "地区生产总值",
        "indicator_id": "gdp",
        "measure": "level",
        "role": "actual",
        "unit": "亿元",
        "period": "2024",
        "region_id": "220200",
        "bound": "exact",
        "state": "confirmed",
        **fields,
    }
    text = f"地区生产总值{value}{said['unit']}"
    place = {"start": 0, "end": 9, "sentence": text + "。", "sentence_start": 0, "sentence_end": 10}
    return Statement.objects.create(
        **{"document": document, "text": text, "low": value, "high": value, "section": [], **place, **said}
    )


def test_reviewed_results_become_figures_once(document: Document, planner: User) -> None:
    said = say(document)
    growth = say(document, 5.5, measure="growth", unit="%", estimate=True)
    for left_out in (
        {"role": "target", "period": "2025"},
        {"state": "proposed", "period": "2020"},
        {"indicator_id": "", "period": "2021"},
        {"part": "其中", "period": "2022"},
    ):
        say(document, **left_out)
    chosen = [said.pk, growth.pk]
    taken = take_figures(document, statements=chosen, by=planner)
    assert [(row.statement, row.value, row.kind, row.state, row.source) for row in taken.figures] == [
        (said, 320, "preliminary", "accepted", "statement"),
        (growth, 5.5, "estimate", "accepted", "statement"),
    ]
    assert Indicator.objects.get(code="gdp").unit == "亿元"
    again = take_figures(document, statements=chosen, by=planner)
    assert (again.figures, again.conflicts) == ([], [])
    assert {candidate.status for candidate in propose_figures(document)} == {"there"}
    assert Figure.objects.count() == 2


def test_a_communique_is_final_and_confidence_lets_proposals_in(document: Document, planner: User) -> None:
    Document.objects.update(kind="communique")
    document.refresh_from_db()
    proposed = say(document, state="proposed", confidence=0.9)
    assert propose_figures(document) == []
    assert propose_figures(document, min_confidence=0.95) == []
    taken = take_figures(document, statements=[proposed.pk], min_confidence=0.9, by=planner)
    assert [row.kind for row in taken.figures] == ["final"]


def test_a_conflict_is_listed_and_revised_only_on_demand(document: Document, planner: User) -> None:
    first = take_figures(document, statements=[say(document).pk], by=planner).figures[0]
    other = Document.objects.create(
        name="b.txt", kind="plan_report", region_id="220200", sha256="1" * 64, file="y", state="read"
    )
    said = say(other, 3215000, unit="万元")
    refused = take_figures(other, statements=[said.pk], by=planner)
    assert (refused.figures, [candidate.current for candidate in refused.conflicts]) == ([], [first])
    assert Figure.objects.get().value == 320
    revised = take_figures(other, statements=[], replacing=[said.pk], by=planner).figures[0]
    assert (revised.value, revised.unit, revised.replaces) == (321.5, "亿元", first)


def test_a_returned_revision_does_not_hide_what_counts(document: Document, planner: User) -> None:
    said = say(document)
    [first] = take_figures(document, statements=[said.pk], by=planner).figures
    return_figure(revise_figure(first, value=400, unit="亿元", by=planner), reason="不符", by=planner)
    assert [candidate.status for candidate in propose_figures(document)] == ["there"]
    Statement.objects.update(low=321, high=321)
    [candidate] = propose_figures(document)
    assert (candidate.status, candidate.current) == ("conflict", first)
    [revised] = take_figures(document, statements=[], replacing=[said.pk], by=planner).figures
    assert (revised.state, revised.value) == ("accepted", 321)


def test_a_document_that_contradicts_itself_gives_no_second_value(document: Document, planner: User) -> None:
    say(document)
    say(document, 330)
    found = propose_figures(document)
    assert [candidate.status for candidate in found] == ["new", "unusable"]
    assert "320" in found[1].reason


@pytest.mark.parametrize(
    "fields",
    [
        {"bound": "at_least", "high": None},
        {"region_id": None},
        {"period": "2021/2025"},
        {"period": ""},
        {"indicator_id": "no_such_thing"},
        {"low": 1.0, "bound": "range"},
    ],
)
def test_what_is_no_figure_says_why(document: Document, planner: User, fields: dict[str, Any]) -> None:
    said = say(document, **fields)
    found = propose_figures(document)
    assert [(candidate.status, candidate.figure) for candidate in found] == [("unusable", None)]
    assert found[0].reason
    assert take_figures(document, statements=[said.pk], by=planner).figures == []


def test_a_unit_of_another_kind_says_why(document: Document, planner: User) -> None:
    Indicator.objects.update_or_create(code="gdp", defaults={"name": "地区生产总值", "unit": "亿元"})
    say(document, unit="亩")
    assert "不能换算" in propose_figures(document)[0].reason


def test_a_value_that_waits_is_not_written_over(
    document: Document, planner: User, figure: Any, owner: User, industry: Any
) -> None:
    waiting = enter_figure(figure(reported_by=industry, period="2024"), by=owner)
    Indicator.objects.filter(code="gdp").delete()
    Indicator.objects.filter(pk=waiting.indicator_id).update(code="gdp")
    said = say(document, waiting.value)
    assert [candidate.status for candidate in propose_figures(document)] == ["conflict"]
    assert take_figures(document, statements=[said.pk], by=planner).figures == []
