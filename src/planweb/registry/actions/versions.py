"""Versions of a plan, their documents and their chapters."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.audit.recording import record_audit
from planweb.evidence.models import Document
from planweb.registry.actions.plans import locked
from planweb.registry.headings import Heading, headings_of, place_of
from planweb.registry.models import Adoption, Chapter, Plan, PlanIndicator, PlanVersion
from planweb.registry.snapshots import rows_of


@transaction.atomic
def begin_version(plan: Plan, *, note: str = "", effective_on: dt.date | None = None, by: User) -> PlanVersion:
    """The next version of ``plan``; the one before keeps the targets as they are now."""
    plan = locked(plan)
    policies.require(by, "version", plan)
    last = plan.versions.order_by("-number").first()
    if last is not None:
        last.frozen = rows_of(plan)
        last.save(update_fields=["frozen"])
    number = last.number + 1 if last else 1
    made = PlanVersion(plan=plan, number=number, note=note, effective_on=effective_on)
    made.full_clean()
    made.save()
    record_audit(by, "plan.version", plan, after={"number": number, "note": note}, why=note)
    return made


@transaction.atomic
def approve_version(version: PlanVersion, *, why: str, by: User) -> PlanVersion:
    """``version``, the newest of a plan that holds, as approved as the plan; the ones before are superseded."""
    plan = locked(version.plan)
    policies.require(by, "advance", plan)
    newest = plan.versions.order_by("-number").first()
    if newest is None or newest.pk != version.pk or not awaits_approval(plan, newest):
        raise ValidationError(_("只有实施中的规划的最新一版草案可以标为已批准。"), code="not_awaiting")
    if not why.strip():
        raise ValidationError(_("请写明批准的依据。"), code="required")
    newest.status = plan.status
    newest.save(update_fields=["status"])
    plan.versions.filter(number__lt=newest.number).update(status=Plan.Status.SUPERSEDED)
    after = {"version": newest.number, "status": newest.status}
    record_audit(by, "plan.approve_version", plan, before={"status": version.status}, after=after, why=why.strip())
    return newest


def awaits_approval(plan: Plan, newest: PlanVersion | None) -> bool:
    """Whether the targets of a version that nobody approved yet stand in a plan that holds."""
    holds = plan.status in {Plan.Status.APPROVED, Plan.Status.IN_FORCE}
    return holds and newest is not None and newest.number > 1 and newest.status == Plan.Status.DRAFT


@transaction.atomic
def attach_document(version: PlanVersion, document: Document, *, by: User) -> PlanVersion:
    """``version`` with ``document``; its headings become the chapters when there are none yet."""
    plan = locked(version.plan)
    policies.require(by, "edit", plan)
    policies.require(by, "view", document)
    if version.documents.filter(pk=document.pk).exists():
        return version
    version.documents.add(document)
    record_audit(by, "plan.attach", plan, after={"version": version.number, "document": str(document)})
    if not version.chapters.exists() and headings_of(document):
        set_chapters(version, document, by=by)
    return version


@transaction.atomic
def detach_document(version: PlanVersion, document: Document, *, by: User) -> PlanVersion:
    """``version`` without ``document``; what was adopted from it stays."""
    plan = locked(version.plan)
    policies.require(by, "edit", plan)
    version.documents.remove(document)
    record_audit(by, "plan.detach", plan, before={"version": version.number, "document": str(document)})
    return version


@transaction.atomic
def set_chapters(version: PlanVersion, document: Document, *, by: User) -> list[Chapter]:
    """The headings of ``document`` as the chapters of ``version``; indicators move to those that name them."""
    plan = locked(version.plan)
    policies.require(by, "edit", plan)
    headings = headings_of(document)
    if not headings:
        raise ValidationError(_("这份文献没有读出标题，不能生成章节。"), code="no_headings")
    before = version.chapters.count()
    version.chapters.all().delete()
    chapters = _saved(version, document, headings)
    _place_indicators(plan, chapters)
    after = {"version": version.number, "document": str(document), "chapters": len(chapters)}
    record_audit(by, "plan.chapters", plan, before={"chapters": before}, after=after)
    return chapters


def _saved(version: PlanVersion, document: Document, headings: list[Heading]) -> list[Chapter]:
    made: list[Chapter] = []
    for heading in headings:
        parent = made[heading.parent] if heading.parent is not None else None
        made.append(
            Chapter.objects.create(
                version=version,
                parent=parent,
                position=len(made),
                level=heading.level,
                title=heading.title[:300],
                document=document,
                start=heading.start,
            )
        )
    return made


def _place_indicators(plan: Plan, chapters: list[Chapter]) -> None:
    """Where the statements of indicators stand among ``chapters``."""
    rows = {row.pk: row for row in plan.indicators.all()}
    adopted = (
        Adoption.objects.filter(plan=plan, of__isnull=False, statement__isnull=False)
        .select_related("statement")
        .order_by("kind", "-pk")
    )
    for adoption in adopted:  # targets last, so that they say where the indicator stands
        assert adoption.statement is not None
        place = place_of(adoption.statement.section, chapters)
        if place is not None and adoption.of_id in rows:
            rows[adoption.of_id].chapter = place
    PlanIndicator.objects.bulk_update(rows.values(), ["chapter"])
