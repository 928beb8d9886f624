"""From what a document says to indicators and targets of a plan, and back."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.audit.recording import record_audit
from planweb.evidence.models import Document
from planweb.registry.actions.plans import locked
from planweb.registry.headings import place_of
from planweb.registry.models import Adoption, Chapter, Indicator, Plan, PlanIndicator, PlanVersion, Target
from planweb.registry.passages import Passage
from planweb.registry.proposals import Proposal, Wish, offer_of, proposal_for, rows_by_code, wish_of
from planweb.registry.signals import announce
from planweb.registry.wording import with_unit

NO_INDICATOR, OWN = "none", "own"
_VALUES = ("low", "high", "bound", "striving", "reference", "statement_id", "version_id")
_MADE = (*_VALUES[:-1], "kind", "year", "first_year", "region_id", "body_id", "measure", "note")


@dataclass(slots=True)
class Adopted:
    """What one go made; ``batch`` undoes it."""

    batch: uuid.UUID
    indicators: int = 0
    targets: int = 0
    changed: int = 0
    bases: int = 0
    refused: int = 0
    texts: list[str] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)


class _Work:
    """What every step of one go needs."""

    def __init__(self, plan: Plan, document: Document, by: User) -> None:
        self.plan, self.document, self.by = plan, document, by
        self.version = document_version(plan, document)
        self.chapters = list(Chapter.objects.filter(version=self.version))
        self.next_position = 1 + max(plan.indicators.values_list("position", flat=True), default=-1)
        self.made = Adopted(uuid.uuid4())

    def note(self, passage: Passage, kind: str, **what: object) -> None:
        """One row that says what became of ``passage``."""
        Adoption.objects.create(
            plan=self.plan,
            document=self.document,
            statement=passage.statement,
            passage=passage.key,
            kind=kind,
            batch=self.made.batch,
            by=self.by,
            **what,
        )


def document_version(plan: Plan, document: Document) -> PlanVersion:
    """The newest version of ``plan``, which must have ``document``."""
    version = plan.versions.order_by("-number").first()
    if version is None or not version.documents.filter(pk=document.pk).exists():
        raise ValidationError(_("这份文献不属于规划的最新版本。"), code="not_attached")
    return version


@transaction.atomic
def adopt_targets(plan: Plan, document: Document, *, chosen: Iterable[str], proposed: bool = True, by: User) -> Adopted:
    """Indicators and targets of ``plan`` out of what ``document`` says of the indicators with the codes ``chosen``.

    What was adopted before is left alone, so that adopting twice does nothing.
    """
    plan = locked(plan)
    policies.require(by, "create", PlanIndicator(plan=plan))
    work, wanted = _Work(plan, document, by), set(chosen)
    for proposal in offer_of(document, plan, proposed=proposed).proposals:
        if proposal.key in wanted:
            _adopt(proposal, work)
    _finish(work, "plan.adopt")
    return work.made


@transaction.atomic
def decide_doubts(plan: Plan, document: Document, *, decisions: Mapping[str, str], by: User) -> Adopted:
    """What a person says of doubtful passages, by their keys: code of an indicator, ``own`` or ``none``."""
    plan = locked(plan)
    policies.require(by, "create", PlanIndicator(plan=plan))
    work = _Work(plan, document, by)
    doubtful = {passage.key: passage for passage, _doubt in offer_of(document, plan).doubtful}
    known = Indicator.objects.in_bulk(set(decisions.values()) - {NO_INDICATOR, OWN}, field_name="code")
    for key, decision in decisions.items():
        passage = doubtful.get(key)
        if passage is None:
            continue  # somebody else decided in the meantime
        if decision == NO_INDICATOR:
            work.note(passage, Adoption.Kind.NONE)
            work.made.refused += 1
            continue
        indicator = _own_indicator(passage, plan, by) if decision == OWN else known.get(decision)
        if indicator is None:
            raise ValidationError(_("没有代码为“%(code)s”的指标。") % {"code": decision}, code="unknown")
        _adopt(_proposal_of(passage, indicator, plan), work)
    _finish(work, "plan.decide")
    return work.made


class Undone(NamedTuple):
    """What one undo did: how many ``passages`` are open again, and what stays as a person ``kept`` it since."""

    passages: int
    kept: list[str]


@transaction.atomic
def undo_adoption(plan: Plan, batch: uuid.UUID, *, by: User) -> Undone:
    """What is open again: everything that one go made is taken back, what was there before comes back.

    What people changed by hand since is theirs and stays.
    """
    plan = locked(plan)
    policies.require(by, "create", PlanIndicator(plan=plan))
    adoptions = list(Adoption.objects.filter(plan=plan, batch=batch).select_related("of", "target__of"))
    if not adoptions:
        return Undone(0, [])
    texts: list[str] = []
    kept: list[str] = []
    rows: set[int] = set()
    for adoption in adoptions:
        if adoption.of_id:
            rows.add(adoption.of_id)
        if adoption.target is not None and adoption.kind == Adoption.Kind.TARGET:
            said = f"{adoption.of} {with_unit(adoption.target, adoption.target.of)}"
            taken_back = _restore_target(adoption)
        elif adoption.kind == Adoption.Kind.BASE and adoption.of is not None:
            said = f"{adoption.of} {adoption.of.base_year}"
            taken_back = _restore_base(adoption)
        else:
            continue
        (texts if taken_back else kept).append(said)
    made = {one.of_id for one in adoptions if one.made_indicator and one.of_id}
    Adoption.objects.filter(pk__in=[adoption.pk for adoption in adoptions]).delete()
    made -= set(Adoption.objects.filter(of__in=made).values_list("of", flat=True))
    # Locked, so that nobody gives them a light now.
    list(PlanIndicator.objects.select_for_update(no_key=True).filter(pk__in=made).order_by("pk"))
    untouched = PlanIndicator.objects.filter(pk__in=made, targets__isnull=True)
    untouched.filter(lead__isnull=True, supporting__isnull=True).delete()
    record_audit(by, "plan.undo_adopt", plan, before={"targets": texts}, after={"kept": kept})
    announce(rows)
    return Undone(len(adoptions), kept)


def _adopt(proposal: Proposal, work: _Work) -> None:
    row, is_new = proposal.row, False
    if row is None:
        place = place_of(proposal.wishes[0].passage.section, work.chapters)
        row = _new_row(proposal, place, work)
        proposal.row, is_new = row, True
        work.made.indicators += 1
    work.made.rows.add(row.pk)
    for wish in proposal.wishes:
        _adopt_wish(wish, row, work, is_new=is_new)
    if proposal.base is not None:
        before = {"base_year": row.base_year, "base_value": row.base_value, "base_statement_id": row.base_statement_id}
        row.base_year, row.base_value = work.plan.first_year - 1, proposal.base_value
        row.base_statement = proposal.base.statement
        row.save(update_fields=["base_year", "base_value", "base_statement"])
        made = {"base_year": row.base_year, "base_value": row.base_value}
        work.note(proposal.base, Adoption.Kind.BASE, of=row, before=before, made=made)
        work.made.bases += 1


def _adopt_wish(wish: Wish, row: PlanIndicator, work: _Work, *, is_new: bool) -> None:
    target, before = wish.existing, {}
    values = {
        "low": wish.low,
        "high": wish.high,
        "bound": wish.passage.bound,
        "striving": wish.passage.striving,
        "reference": wish.passage.reference,
        "statement": wish.passage.statement,
        "version": work.version,
    }
    if target is None:
        target = Target.objects.create(
            of=row,
            kind=wish.kind,
            year=wish.year,
            first_year=wish.first_year,
            region_id=wish.region or None,
            measure=wish.measure,
            note=wish.passage.sentence[:300] if wish.passage.statement is None else "",
            **values,
        )
        work.made.targets += 1
    elif wish.changes or target.statement_id is None:
        before = {name: getattr(target, name) for name in _VALUES}
        for name, value in values.items():
            setattr(target, name, value)
        target.save()
        work.made.changed += 1
    work.note(
        wish.passage,
        Adoption.Kind.TARGET,
        of=row,
        target=target,
        created=wish.existing is None,
        made_indicator=is_new,
        before=before,
        made=made_of(target),
    )
    for passage in wish.repeats:
        work.note(passage, Adoption.Kind.TARGET, of=row, target=target, created=False)
    work.made.texts.append(f"{row.name} {target.year}: {with_unit(target, row)}")


def _new_row(proposal: Proposal, chapter: Chapter | None, work: _Work) -> PlanIndicator:
    row = PlanIndicator(
        plan=work.plan,
        indicator=proposal.indicator,
        name=proposal.name,
        chapter=chapter,
        position=work.next_position,
        attribute=proposal.attribute,
        measure=proposal.measure,
        unit=proposal.unit,
        direction=proposal.indicator.direction,
    )
    work.next_position += 1
    row.save()
    return row


def _proposal_of(passage: Passage, indicator: Indicator, plan: Plan) -> Proposal:
    """What a person wants of ``passage``: its unit is taken as it is."""
    rows = [row for row in rows_by_code(plan).get(indicator.code, []) if row.name == passage.indicator]
    proposal = proposal_for(passage, indicator, rows)
    wish = wish_of(passage, proposal, plan)
    if wish is None or (wish.changes and wish.existing is not None):
        # A second value of the same indicator stands beside the first under a name of its own.
        proposal = proposal_for(passage, indicator, ())
        proposal.name = f"{passage.indicator[:280]}（{passage.text[:15]}）"
        wish = wish_of(passage, proposal, plan)
    assert wish is not None
    proposal.wishes.append(wish)
    return proposal


def _own_indicator(passage: Passage, plan: Plan, by: User) -> Indicator:
    name = passage.indicator[:200] or passage.text[:200]
    found = Indicator.objects.filter(code__startswith="own-", name=name, region=plan.region).first()
    if found is not None:
        return found
    less = passage.bound == "at_most"
    made = Indicator(
        code=f"own-{secrets.token_hex(5)}",
        name=name,
        unit=passage.unit,
        region=plan.region,
        direction=Indicator.Direction.LESS if less else Indicator.Direction.MORE,
        kind=Indicator.Kind.RATE if passage.unit in {"%", "‰"} else Indicator.Kind.FLOW,
    )
    policies.require(by, "create", made)
    made.save()
    record_audit(by, "indicator.create", made, after={"code": made.code, "name": made.name, "unit": made.unit})
    return made


def _restore_target(adoption: Adoption) -> bool:
    """Whether the target is as it was before; one that people changed since stays as it is."""
    target = adoption.target
    assert target is not None
    if adoption.made and adoption.made != made_of(target):
        return False
    if adoption.created:
        Target.objects.filter(pk=target.pk).delete()
    elif adoption.before:
        Target.objects.filter(pk=target.pk).update(**adoption.before)
    return True


def _restore_base(adoption: Adoption) -> bool:
    row = adoption.of
    assert row is not None
    if adoption.made and adoption.made != {"base_year": row.base_year, "base_value": row.base_value}:
        return False
    PlanIndicator.objects.filter(pk=row.pk).update(**adoption.before)
    return True


def made_of(target: Target) -> dict[str, object]:
    """What of a target a person may change."""
    return {name: getattr(target, name) for name in _MADE}


def _finish(work: _Work, action: str) -> None:
    made = work.made
    if not (made.texts or made.refused or made.bases):
        return
    after = {"document": str(work.document), "targets": made.texts, "bases": made.bases, "refused": made.refused}
    record_audit(work.by, action, work.plan, after=after)
    announce(made.rows)
