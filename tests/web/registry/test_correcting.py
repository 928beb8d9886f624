"""Targets whose sentences were corrected after they were adopted."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from planweb.accounts.models import User
from planweb.audit.models import AuditEntry
from planweb.evidence.actions import review
from planweb.evidence.models import Document, Statement
from planweb.registry.actions.adopting import adopt_targets, undo_adoption
from planweb.registry.actions.targets import save_target
from planweb.registry.corrections import find_corrections
from planweb.registry.models import Plan, Target
from planweb.registry.proposals import offer_of

Filled = tuple[Plan, Document]


def grain(document: Document) -> Statement:
    return document.statements.get(indicator_id="grain_output", period="2025")


def test_a_corrected_sentence_is_shown_and_taken_over_with_one_click(
    filled: Filled, planner: User, client_of_planner: Client
) -> None:
    plan, document = filled
    made = adopt_targets(plan, document, chosen=["grain_output", "hightech_firms"], by=planner)
    address = f"/plans/{plan.pk}/corrections/"
    assert address not in client_of_planner.get(f"/plans/{plan.pk}/").content.decode()
    said = grain(document)
    Statement.objects.filter(pk=said.pk).update(reviewed_at=timezone.now())  # again, without another value
    assert find_corrections(plan) == []
    said = grain(document)
    review.correct(said, {"low": 105.0, "high": 105.0}, revision=said.revision, by=planner)
    page = client_of_planner.get(f"/plans/{plan.pk}/").content.decode()
    assert address in page
    assert "1 个目标的原句后来更正过" in page
    target = Target.objects.get(of__indicator__code="grain_output", year=2025)
    assert target.low == 100  # nothing changes by itself
    assert "原句后来更正过" in client_of_planner.get(f"/plan-indicators/{target.of_id}/").content.decode()
    (found,) = find_corrections(plan)
    assert (found.before, found.after) == ("2025：100亿斤", "2025：105亿斤")
    assert "2025：105亿斤" in client_of_planner.get(address).content.decode()
    client_of_planner.post(address, {"adoption": str(found.adoption.pk)})
    target.refresh_from_db()
    assert (target.low, target.high, target.statement) == (105, 105, said)
    assert find_corrections(plan) == []
    assert AuditEntry.objects.filter(action="target.follow").count() == 1
    assert undo_adoption(plan, made.batch, by=planner).kept == []  # it still says what was adopted


def test_a_rejected_sentence_takes_its_target_away_from_a_draft_only(
    filled: Filled, planner: User, client_of_planner: Client
) -> None:
    plan, document = filled
    adopt_targets(plan, document, chosen=["grain_output"], by=planner)
    said = grain(document)
    review.reject(said, revision=said.revision, by=planner)
    (found,) = find_corrections(plan)
    assert (found.wish, found.reason) == (None, "已否决")
    address = f"/plans/{plan.pk}/corrections/"
    Plan.objects.filter(pk=plan.pk).update(status="in_force")
    assert "移除目标" not in client_of_planner.get(address).content.decode()
    assert client_of_planner.post(address, {"adoption": str(found.adoption.pk)}).status_code == 403
    Plan.objects.filter(pk=plan.pk).update(status="draft")
    client_of_planner.post(address, {"adoption": str(found.adoption.pk)})
    assert set(Target.objects.filter(of__plan=plan).values_list("year", flat=True)) == {2022}
    review.reopen(grain(document), revision=grain(document).revision, by=planner)
    assert "grain_output" in {one.key for one in offer_of(document, plan).proposals}


def test_what_was_set_by_hand_never_differs(filled: Filled, planner: User) -> None:
    plan, document = filled
    adopt_targets(plan, document, chosen=["grain_output"], by=planner)
    target = Target.objects.get(of__indicator__code="grain_output", year=2025)
    target.low = target.high = 99
    save_target(target, by=planner)
    Statement.objects.filter(document=document).update(low=1, high=1, reviewed_at=timezone.now())
    assert [one.target.year for one in find_corrections(plan)] == [2022]
