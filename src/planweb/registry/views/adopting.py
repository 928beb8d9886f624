"""From a document to targets: what can be taken, and what a person must decide."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planweb.accounts.visitors import visitor
from planweb.evidence.models import Document
from planweb.layout.notices import tell
from planweb.layout.wording import grouped
from planweb.registry.actions import adopting as actions
from planweb.registry.catalogue import name_of
from planweb.registry.forms.fields import indicator_called
from planweb.registry.matching import Doubt, find_candidates
from planweb.registry.models import Indicator, Plan, PlanIndicator, Target
from planweb.registry.passages import Passage, unreviewed_targets
from planweb.registry.proposals import GROWTH, LEVEL, Proposal, Wish, offer_of
from planweb.registry.queries.targets import names_of_indicators
from planweb.registry.views.looking import document_of, plan_for_targets
from planweb.registry.wording import with_unit

DOUBTS_A_PAGE = 25


class TargetLine(NamedTuple):
    """A target as the page shows it."""

    year: int
    kind: str
    text: str
    was: str
    passage: Passage


class Line(NamedTuple):
    """An indicator as the page shows it."""

    proposal: Proposal
    name: str
    attribute: str
    base: str
    targets: list[TargetLine]
    percent: int
    reviewed: bool


class DoubtLine(NamedTuple):
    """A doubtful passage as the page shows it; ``choices`` are the codes and names that it may mean."""

    passage: Passage
    value: str
    reason: str
    choices: list[tuple[str, str]]


def adopt(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Targets of a document that can be taken: a person ticks, and they are in the plan."""
    plan = plan_for_targets(request, pk, "create")
    found = document_of(request, plan, document)
    proposed = (request.POST or request.GET).get("proposed") == "1"
    if request.method == "POST":
        made = actions.adopt_targets(
            plan, found, chosen=request.POST.getlist("take"), proposed=proposed, by=visitor(request)
        )
        _tell_of(request, plan, made)
        return redirect(_address("adopt", plan, found, proposed=proposed))
    offer = offer_of(found, plan, proposed=proposed)
    context = {
        "plan": plan,
        "document": found,
        "lines": [_line(proposal) for proposal in offer.proposals],
        "doubtful": len(offer.doubtful),
        "adopted": offer.adopted,
        "proposed": proposed,
        "unreviewed": unreviewed_targets(found),
    }
    return render(request, "registry/adopt.html", context)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """What one go took is open again."""
    plan = plan_for_targets(request, pk, "create")
    try:
        batch = uuid.UUID(request.POST.get("batch", ""))
    except ValueError:
        return redirect("registry:plan", pk)
    undone = actions.undo_adoption(plan, batch, by=visitor(request))
    said = _("已撤销，%(count)s 处表述恢复为未采用。") % {"count": undone.passages}
    if undone.kept:
        said += _("采用之后手工改过的保留不动：%(kept)s。") % {"kept": _("、").join(undone.kept[:5])}
    tell(request, said)
    return redirect("registry:plan", pk)


def doubts(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Passages at which a person must look: an indicator of the catalogue, one of their own, or none."""
    plan = plan_for_targets(request, pk, "create")
    found = document_of(request, plan, document)
    proposed = (request.POST or request.GET).get("proposed") == "1"
    if request.method == "POST":
        try:
            decisions = _decisions(request.POST)
            made = actions.decide_doubts(plan, found, decisions=decisions, by=visitor(request))
        except ValidationError as error:
            tell(request, " ".join(error.messages), wrong=True)
        else:
            _tell_of(request, plan, made)
        return redirect(_address("doubts", plan, found, proposed=proposed))
    offer = offer_of(found, plan, proposed=proposed)
    page = Paginator(offer.doubtful, DOUBTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "document": found,
        "page": page,
        "lines": _doubt_lines(list(page)),
        "proposed": proposed,
        "unreviewed": unreviewed_targets(found),
        "suggestions": names_of_indicators() if len(page) else [],
    }
    return render(request, "registry/doubts.html", context)


def _decisions(said: QueryDict) -> dict[str, str]:
    """What was said of each passage: one word for those that were ticked, or each in its own row."""
    ticked, all_as = said.getlist("take"), said.get("all_as", "")
    if all_as in {actions.OWN, actions.NO_INDICATOR}:
        return dict.fromkeys(ticked, all_as)
    found: dict[str, str] = {}
    for name in said:
        if not name.startswith("as-") or not said[name]:
            continue
        key, decision = name.removeprefix("as-"), str(said[name])
        if decision == "other":
            typed = said.get(f"name-{key}", "").strip()
            indicator = indicator_called(typed) if typed else None
            if indicator is None:
                raise ValidationError(_("没有名为“%(name)s”的指标，请从列表选取。") % {"name": typed[:60]})
            decision = indicator.code
        found[key] = decision
    return found


def _tell_of(request: HttpRequest, plan: Plan, made: actions.Adopted) -> None:
    if not (made.targets or made.changed or made.bases or made.refused):
        tell(request, _("没有采用任何目标：请先勾选。"), wrong=True)
        return
    parts = list(_parts_of(made))
    undo_at = reverse("registry:adopt-undo", args=[plan.pk])
    tell(request, _("，").join(parts) + _("。"), undo=undo_at, fields={"batch": str(made.batch)})


def _parts_of(made: actions.Adopted) -> Iterator[str]:
    if made.targets:
        said = {"targets": made.targets, "indicators": made.indicators}
        yield _("已采用 %(targets)s 个目标，新增 %(indicators)s 项指标") % said
    if made.changed:
        yield _("调整 %(count)s 个目标") % {"count": made.changed}
    if made.bases:
        yield _("填入 %(count)s 个基期值") % {"count": made.bases}
    if made.refused:
        yield _("%(count)s 处标为不是指标") % {"count": made.refused}


def _line(proposal: Proposal) -> Line:
    attribute = PlanIndicator.Attribute(proposal.attribute).label
    base = f"{grouped(proposal.base_value)} {proposal.unit}" if proposal.base_value is not None else ""
    targets = [_target_line(wish, proposal) for wish in sorted(proposal.wishes, key=lambda one: one.year)]
    reviewed = all(wish.passage.reviewed for wish in proposal.wishes)
    name = name_of(proposal.indicator)
    return Line(proposal, name, str(attribute), base, targets, round(100 * proposal.confidence), reviewed)


def _target_line(wish: Wish, proposal: Proposal) -> TargetLine:
    row = proposal.row or PlanIndicator(measure=proposal.measure, unit=proposal.unit)
    target = _unsaved(wish.passage, wish.measure, wish.first_year)
    target.year, target.low, target.high = wish.year, wish.low, wish.high
    was = with_unit(wish.existing, row) if wish.existing is not None and wish.changes else ""
    return TargetLine(wish.year, str(Target.Kind(wish.kind).label), with_unit(target, row), was, wish.passage)


def _unsaved(passage: Passage, measure: str, first_year: int | None) -> Target:
    """The target that a passage would become, to show it."""
    return Target(
        first_year=first_year,
        measure=measure,
        low=passage.low,
        high=passage.high,
        bound=passage.bound,
        striving=passage.striving,
        reference=passage.reference,
    )


def _value_of(passage: Passage) -> str:
    measure = GROWTH if passage.is_growth else LEVEL
    return with_unit(_unsaved(passage, measure, None), PlanIndicator(measure=measure, unit=passage.unit))


def _doubt_lines(doubtful: list[tuple[Passage, str]]) -> list[DoubtLine]:
    codes = {
        passage.key: [passage.indicator_id] if passage.indicator_id else find_candidates(passage.indicator)
        for passage, _reason in doubtful
    }
    known = Indicator.objects.in_bulk({code for found in codes.values() for code in found}, field_name="code")
    return [
        DoubtLine(
            passage,
            _value_of(passage),
            str(Doubt(reason).label),
            [(code, name_of(known[code])) for code in codes[passage.key] if code in known],
        )
        for passage, reason in doubtful
    ]


def _address(name: str, plan: Plan, document: Document, *, proposed: bool) -> str:
    return reverse(f"registry:{name}", args=[plan.pk, document.pk]) + ("?proposed=1" if proposed else "")
