"""What an address names, for who may see it."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from planweb.accounts import policies
from planweb.accounts.visitors import visitor
from planweb.evidence.models import Document
from planweb.registry.models import Plan, PlanIndicator, PlanVersion


def plan_at(request: HttpRequest, pk: int, action: str = "view") -> Plan:
    """The plan, which the visitor may see and may do ``action`` to."""
    plan = get_object_or_404(Plan.objects.select_related("region", "above"), pk=pk)
    for wanted in dict.fromkeys(("view", action)):
        policies.require(visitor(request), wanted, plan)
    return plan


def plan_for_targets(request: HttpRequest, pk: int, action: str) -> Plan:
    """The plan, whose indicators the visitor may do ``action`` to."""
    plan = plan_at(request, pk)
    policies.require(visitor(request), action, PlanIndicator(plan=plan))
    return plan


def version_at(plan: Plan, number: int) -> PlanVersion:
    """A version of the plan."""
    return get_object_or_404(plan.versions, number=number)


def document_of(request: HttpRequest, plan: Plan, pk: int) -> Document:
    """A document of the newest version of the plan, which the visitor may see."""
    newest = plan.versions.order_by("-number").first()
    document = get_object_or_404(Document.objects.filter(plan_versions=newest).select_related("region"), pk=pk)
    policies.require(visitor(request), "view", document)
    return document


def row_at(request: HttpRequest, pk: int, action: str = "view") -> PlanIndicator:
    """The indicator of a plan, which the visitor may see and may do ``action`` to."""
    rows = PlanIndicator.objects.select_related(
        "plan__region", "indicator", "lead", "chapter", "base_statement__document__region"
    ).prefetch_related("supporting", "targets")
    row = get_object_or_404(rows, pk=pk)
    for wanted in dict.fromkeys(("view", action)):
        policies.require(visitor(request), wanted, row)
    return row
