"""Review of one row: what each action does, who may, what it leaves behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoCaptureOnCommitCallbacks

from planweb.accounts.models import User
from planweb.accounts.policies import Denied
from planweb.audit.models import AuditEntry
from planweb.audit.verifying import verify_chain
from planweb.evidence.actions import review
from planweb.evidence.actions.review_many import MoreThanSeen, confirm_many, undo_last
from planweb.evidence.describing import fields_of
from planweb.evidence.models import Commitment, Document, ReviewStep, Statement
from planweb.evidence.records import restored
from planweb.evidence.signals import review_changed
from planweb.evidence.wanting import Wanted

MakePerson = Callable[..., User]


def gdp(document: Document) -> Statement:
    return document.statements.filter(indicator="地区生产总值", role="target").get()


def values_of(row: Statement, **changed: Any) -> dict[str, Any]:
    return {**fields_of(row), **changed}


def test_confirming_says_who_and_when_and_is_recorded(
    document: Document, planner: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    told: list[Any] = []
    listener = lambda **said: told.append((said["document"], said["statements"]))  # noqa: E731
    review_changed.connect(listener)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            row = review.confirm(gdp(document), revision=0, by=planner)
    finally:
        review_changed.disconnect(listener)
    row.refresh_from_db()
    assert (row.state, row.revision, row.reviewed_by) == ("confirmed", 1, planner)
    assert row.reviewed_at is not None
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.who_id, entry.object_id) == ("statement.confirm", planner.pk, str(row.pk))
    assert json.loads(entry.before) == {"state": "proposed"}
    assert json.loads(entry.after) == {"state": "confirmed"}
    assert told == [(document, [row.pk])]


def test_a_correction_gives_base_values_and_keeps_what_was_read(document: Document, planner: User) -> None:
    row = document.statements.get(unit="亿元")
    read = row.low
    row = review.correct(row, values_of(row, low=1.5, high=None, unit="万亿元"), revision=0, by=planner, note="笔误")
    row.refresh_from_db()
    assert (row.low, row.high, row.base_low, row.base_high, row.base_unit) == (1.5, 1.5, 1.5e12, 1.5e12, "yuan")
    assert (row.state, row.note) == ("corrected", "笔误")
    assert row.read["low"] == read
    row = review.correct(row, values_of(row, low=1.6, high=1.6), revision=1, by=planner)
    assert row.read["low"] == read  # what the reader had read, not the first correction
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert entry.why == "笔误"
    assert json.loads(entry.after)["unit"] == "万亿元"
    assert [one.low for one in restored(document)[1].statements if one.start == row.start] == [1.6]


def test_a_correction_that_changes_nothing_confirms(document: Document, planner: User) -> None:
    row = gdp(document)
    row = review.correct(row, values_of(row), revision=0, by=planner)
    assert (row.state, row.read) == ("confirmed", None)
    assert review.correct(row, values_of(row), revision=1, by=planner).revision == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"unit": "尺寸"}, "unit"),
        ({"low": None, "high": None}, "low"),
        ({"bound": "range", "low": 7.0, "high": 6.0}, "high"),
        ({"bound": "at_least", "low": None, "high": 6.0}, "low"),
        ({"bound": "at_most", "low": 6.0, "high": None}, "high"),
        ({"bound": "exact", "low": 6.0, "high": 7.0}, "high"),
        ({"period": "2024年底"}, "period"),
        ({"period": "2025/2021"}, "period"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    document: Document, planner: User, changed: dict[str, Any], field: str
) -> None:
    row = gdp(document)
    with pytest.raises(ValidationError) as refused:
        review.correct(row, values_of(row, **changed), revision=0, by=planner)
    assert list(refused.value.error_dict) == [field]
    row.refresh_from_db()
    assert (row.state, row.revision) == ("proposed", 0)
    assert AuditEntry.objects.count() == 0


def test_a_commitment_is_corrected_too(document: Document, planner: User) -> None:
    row = document.commitments.filter(body="市发展改革委").get()
    row = review.correct(row, {"body": "市交通运输局", "deadline": "2025"}, revision=0, by=planner)
    row.refresh_from_db()
    assert (row.body, row.deadline, row.state) == ("市交通运输局", "2025", "corrected")
    assert row.read["body"] == "市发展改革委"
    with pytest.raises(ValidationError):
        review.correct(row, {"deadline": "明年"}, revision=1, by=planner)


def test_rejected_and_merged_rows_do_not_count(document: Document, planner: User) -> None:
    first, second, third = document.statements.all()[:3]
    review.reject(first, revision=0, by=planner, note="不是指标")
    review.merge(second, into=third, revision=0, by=planner)
    starts = {one.start for one in restored(document)[1].statements}
    assert not {first.start, second.start} & starts
    assert third.start in starts
    second.refresh_from_db()
    assert second.merged_into == third
    second = review.reopen(second, revision=1, by=planner)
    assert (second.state, second.merged_into, second.reviewed_by) == ("proposed", None, None)


def test_only_alike_rows_that_stand_are_merged(document: Document, planner: User) -> None:
    first, second = document.statements.all()[:2]
    commitment = document.commitments.all()[0]
    with pytest.raises(ValidationError):
        review.merge(first, into=commitment, revision=0, by=planner)  # type: ignore[type-var]
    with pytest.raises(ValidationError):
        review.merge(first, into=first, revision=0, by=planner)
    review.reject(second, revision=0, by=planner)
    with pytest.raises(Denied):
        review.merge(first, into=second, revision=0, by=planner)


def test_what_a_person_adds_is_confirmed_and_counts(document: Document, planner: User) -> None:
    row = Statement(document=document, start=3, end=4, text="x", sentence="x", sentence_start=0, sentence_end=9)
    row.indicator, row.measure, row.bound, row.role = "新增企业", "level", "exact", "target"
    row.low, row.unit, row.period = 12.0, "户", "2024"
    row = review.add(row, by=planner)
    row.refresh_from_db()
    assert (row.state, row.by_hand, row.read, row.high, row.base_unit) == ("confirmed", True, None, 12.0, "count")
    assert any(one.start == 3 for one in restored(document)[1].statements)
    row.pk = None
    with pytest.raises(ValidationError, match="已有"):
        review.add(row, by=planner)
    undone = undo_last(document, by=planner)
    assert [one.state for one in undone.restored] == ["rejected"]
    assert all(one.start != 3 for one in restored(document)[1].statements)


@pytest.mark.parametrize("role", ["owner", "leader", "congress", "auditor", "reader", ""])
def test_others_may_not_review(document: Document, person: MakePerson, role: str) -> None:
    user = person("visitor", role)
    row = gdp(document)
    for act in (review.confirm, review.reject):
        with pytest.raises(Denied):
            act(row, revision=0, by=user)
    with pytest.raises(Denied):
        review.correct(row, values_of(row, low=9.0, high=9.0), revision=0, by=user)
    with pytest.raises(Denied):
        confirm_many(document, Wanted(), least=0, expected=999, by=user)
    assert AuditEntry.objects.count() == 0
    assert not ReviewStep.objects.exists()


def test_a_planner_of_another_city_may_not_review(document: Document, person: MakePerson) -> None:
    with pytest.raises(Denied):
        review.confirm(gdp(document), revision=0, by=person("other", "planner", region="220100"))


def test_who_saw_an_older_version_is_told(document: Document, planner: User, person: MakePerson) -> None:
    row, other = gdp(document), person("other", "planner")
    review.correct(row, values_of(row, low=6.5, high=6.5), revision=0, by=other)
    for act in (review.confirm, review.reject):
        with pytest.raises(review.Changed) as told:
            act(row, revision=0, by=planner)
        assert told.value.row.reviewed_by == other
    row.refresh_from_db()
    assert (row.state, row.low) == ("corrected", 6.5)


def test_a_withdrawn_document_is_not_reviewed(document: Document, planner: User) -> None:
    Document.objects.filter(pk=document.pk).update(state="withdrawn")
    with pytest.raises(ValidationError):
        review.confirm(gdp(document), revision=0, by=planner)
    with pytest.raises(ValidationError):
        undo_last(document, by=planner)


def test_undo_goes_back_step_by_step(document: Document, planner: User) -> None:
    row = gdp(document)
    review.confirm(row, revision=0, by=planner)
    review.correct(row, values_of(row, low=6.5, high=6.5), revision=1, by=planner)
    review.reject(row, revision=2, by=planner, note="重复")
    seen = []
    for _ in range(3):
        undo_last(document, by=planner)
        row.refresh_from_db()
        seen.append((row.state, row.low, row.note, row.read is None))
    assert seen == [("corrected", 6.5, "", False), ("confirmed", 6.0, "", True), ("proposed", 6.0, "", True)]
    assert (row.reviewed_by, row.reviewed_at, row.base_low) == (None, None, 6.0)
    with pytest.raises(ValidationError):
        undo_last(document, by=planner)
    assert verify_chain()[0] == []
    assert AuditEntry.objects.filter(action="statement.undo").count() == 3


def test_undo_is_of_ones_own_and_spares_what_others_changed(
    document: Document, planner: User, person: MakePerson
) -> None:
    row, other = gdp(document), person("other", "planner")
    review.confirm(row, revision=0, by=planner)
    with pytest.raises(ValidationError):
        undo_last(document, by=other)
    review.correct(row, values_of(row, low=6.5, high=6.5), revision=1, by=other)
    undone = undo_last(document, by=planner)
    assert (undone.restored, undone.kept) == ([], [row])
    row.refresh_from_db()
    assert (row.state, row.low) == ("corrected", 6.5)


def test_many_are_confirmed_by_confidence_and_filter_and_undone_at_once(document: Document, planner: User) -> None:
    Commitment.objects.filter(document=document).update(confidence=0.5)
    target = document.statements.filter(role="target")
    low = target.first()
    assert low is not None
    Statement.objects.filter(pk=low.pk).update(confidence=0.85)
    wanted = Wanted(role="target", section="二、2024年工作安排")
    expected = target.filter(confidence__gte=0.9).count()
    assert confirm_many(document, wanted, least=0.9, expected=expected, by=planner) == expected
    confirmed = document.statements.filter(state="confirmed")
    assert confirmed.count() == expected > 2
    assert set(confirmed.values_list("role", "revision", "reviewed_by")) == {("target", 1, planner.pk)}
    assert AuditEntry.objects.filter(action="statement.confirm").count() == expected
    assert verify_chain()[0] == []
    assert len(undo_last(document, by=planner).restored) == expected
    assert not document.statements.exclude(state="proposed").exists()
    assert not document.statements.exclude(reviewed_by=None).exists()
    assert verify_chain()[0] == []


def test_many_are_confirmed_only_as_seen(document: Document, planner: User) -> None:
    with pytest.raises(MoreThanSeen):
        confirm_many(document, Wanted(), least=0, expected=2, by=planner)
    assert not document.statements.filter(state="confirmed").exists()
    with pytest.raises(ValidationError):
        confirm_many(document, Wanted(role="baseline"), least=0, expected=2, by=planner)


def test_undoing_a_batch_spares_rows_changed_since(document: Document, planner: User, person: MakePerson) -> None:
    row = gdp(document)
    count = confirm_many(document, Wanted(kind="statement"), least=0, expected=999, by=planner)
    review.reject(row, revision=1, by=person("other", "planner"))
    undone = undo_last(document, by=planner)
    assert (len(undone.restored), undone.kept) == (count - 1, [row])


def test_two_thousand_rows_make_one_update_and_a_whole_chain(
    document: Document, planner: User, django_assert_max_num_queries: Any
) -> None:
    row = gdp(document)
    rows = []
    for number in range(2000):
        row.pk, row.start, row.end = None, 1000 + number, 1001 + number
        rows.append(Statement(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}))
    Statement.objects.bulk_create(rows, batch_size=500)
    with django_assert_max_num_queries(60):
        count = confirm_many(document, Wanted(kind="statement"), least=0.5, expected=3000, by=planner)
    with django_assert_max_num_queries(60):
        assert len(undo_last(document, by=planner).restored) == count > 2000
    assert verify_chain() == ([], verify_chain()[1])
    assert AuditEntry.objects.count() == 2 * count
