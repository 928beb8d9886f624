"""Targets whose sentence was reviewed again after they were adopted, and says something else now."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext as _

from planweb.evidence.models import Said, Statement
from planweb.registry.models import Adoption, Plan, PlanIndicator, Target
from planweb.registry.passages import passage_from
from planweb.registry.proposals import Wish, place_of_target, proposal_for, wish_of
from planweb.registry.wording import with_unit


@dataclass(frozen=True, slots=True)
class Correction:
    """One target with what its sentence says now; ``wish`` is None where that is no target of the indicator."""

    adoption: Adoption
    target: Target
    statement: Statement
    wish: Wish | None
    reason: str

    @property
    def before(self) -> str:
        """The target as it is."""
        return f"{self.target.year}：{with_unit(self.target, self.target.of)}"

    @property
    def after(self) -> str:
        """What the sentence says."""
        if self.wish is None:
            return ""
        target = as_wished(self.target, self.wish)
        return f"{target.year}：{with_unit(target, target.of)}"


def find_corrections(plan: Plan, *, row: PlanIndicator | None = None) -> list[Correction]:
    """The targets of ``plan``, or of one ``row`` of it, that differ from their sentences by now.

    A target that a person set by hand rests on no sentence any more, so it never differs.
    """
    again = Q(statement__reviewed_at__gt=F("at")) | Q(statement__merged_into__isnull=False)
    found = Adoption.objects.filter(again, plan=plan, kind=Adoption.Kind.TARGET, target__statement=F("statement"))
    if row is not None:
        found = found.filter(target__of=row)
    related = ("statement", "target__of__indicator", "target__region")
    corrections = [
        _correction(adoption, plan)
        for adoption in found.select_related(*related).prefetch_related("target__of__targets").order_by("pk")
    ]
    return [one for one in corrections if one is not None]


def as_wished(target: Target, wish: Wish) -> Target:
    """A copy of ``target``, not saved, that says what its sentence says."""
    made = copy(target)
    made.kind, made.year, made.first_year, made.measure = wish.kind, wish.year, wish.first_year, wish.measure
    made.region_id = wish.region or None
    made.low, made.high = wish.low, wish.high
    made.bound, made.striving, made.reference = wish.passage.bound, wish.passage.striving, wish.passage.reference
    return made


def _correction(adoption: Adoption, plan: Plan) -> Correction | None:
    statement, target = adoption.statement, adoption.target
    assert statement is not None
    assert target is not None
    reason, wish = _gone(statement, target), None
    if not reason:
        passage = passage_from(statement)
        wish = wish_of(passage, proposal_for(passage, target.of.indicator, [target.of]), plan)
        if wish is None:
            reason = _("单位与指标不符")
        elif (wish.place, wish.low, wish.high, passage.bound, passage.striving) == (
            *(place_of_target(target), target.low, target.high, target.bound, target.striving),
        ):
            return None
    return Correction(adoption, target, statement, wish, reason or _("已更正"))


def _gone(statement: Statement, target: Target) -> str:
    """Why the sentence says no target of the indicator any more; empty while it does."""
    if statement.state == Said.State.REJECTED:
        return _("已否决")
    if statement.merged_into_id is not None:
        return _("已并入另一条表述")
    if statement.role != Said.Role.TARGET:
        return _("不再是目标")
    read, code = statement.read or {}, target.of.indicator.code
    if statement.indicator_id != code and read.get("indicator_id") == code:
        return _("改为另一项指标")
    return ""
