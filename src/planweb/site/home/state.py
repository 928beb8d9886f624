"""The state in one sentence, what is red, what changed, what waits for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from planweb.accounts.frame import Frame
from planweb.accounts.models import Region, User
from planweb.accounts.policies import grants_of
from planweb.monitoring.models import Light, LightChange, Standing, Visit
from planweb.monitoring.places import address
from planweb.monitoring.queries.bodies import with_last_word
from planweb.monitoring.queries.indicators import Counts, counts_of, live_indicators
from planweb.monitoring.queries.seeing import visible_figures
from planweb.registry.models import Plan, PlanIndicator
from planweb.registry.queries.plans import visible_indicators, visible_plans

MOST_RED, MOST_CHANGES = 12, 12
_SAME_VISIT = timedelta(hours=2)
_FIRST_LOOK = timedelta(days=30)


class Part(NamedTuple):
    """A region below with its counts."""

    region: Region
    counts: Counts


@dataclass(frozen=True)
class Decision:
    """Something that waits for a decision: how many of it, and where."""

    text: str
    count: int
    address: str


def scope_of(user: User, frame: Frame, roles: tuple[str, ...]) -> Frame:
    """The frame; without a region in it, that of the person's role."""
    if frame.region:
        return frame
    own = next((grant.region for grant in grants_of(user) if grant.role in roles and grant.region), None)
    return frame._replace(region=own.code, name=own.name, path=own.path) if own else frame


def counted(scope: Frame) -> str:
    """The query with which the list of indicators has just those that the page counts."""
    return f"live=yes&region={scope.region}" if scope.region else "live=yes"


def state_of(user: User, scope: Frame) -> dict[str, Any]:
    """Counts, time and the regions below."""
    rows = live_indicators(user, scope)
    counts = counts_of(rows)
    return {
        "scope": scope,
        "counts": counts,
        "counted": counted(scope),
        "lights": [("red", counts.red), ("amber", counts.amber), ("green", counts.green), ("grey", counts.grey)],
        "binding_red": rows.filter(attribute="binding", standing__shown=Light.RED).count() if counts.red else 0,
        "lapsed": rows.filter(standing__lapsed_on__isnull=False).exclude(standing__shown=Light.RED).count(),
        "drafts": 0 if counts.total else visible_indicators(user).filter(scope.plans("plan__")).count(),
        "time": time_of(rows),
        "below": below(user, scope),
    }


def time_of(rows: QuerySet[PlanIndicator]) -> dict[str, Any] | None:
    """How much of the plans' time is over: of the longest plan that is running."""
    spans = rows.order_by().values("plan").annotate(first=Min("plan__first_year"), last=Max("plan__last_year"))
    today = timezone.localdate()
    running = [(one["last"] - one["first"], one["first"], one["last"]) for one in spans]
    running = [span for span in running if span[1] <= today.year <= span[2]] or running
    if not running:
        return None
    _length, first, last = max(running)
    begins, ends = date(first, 1, 1), date(last, 12, 31)
    share = (min(max(today, begins), ends) - begins).days / max(1, (ends - begins).days)
    return {"first": first, "last": last, "share": share}


def below(user: User, scope: Frame) -> list[Part]:
    """The regions right below with indicators of their own, those with most red first."""
    if not scope.region:
        return []
    rows = live_indicators(user, scope, below=True).exclude(plan__region=scope.region).order_by()
    counted: dict[str, dict[str, int]] = {}
    for region, light, number in rows.values_list("plan__region", "standing__shown").annotate(Count("pk")):
        lights = counted.setdefault(region, dict.fromkeys(("green", "amber", "red", "grey"), 0))
        lights[light or "grey"] += number
    regions = Region.objects.in_bulk(list(counted)) if counted else {}
    parts = [Part(regions[code], Counts(**lights)) for code, lights in counted.items()]
    return sorted(parts, key=lambda part: (-part.counts.red, -part.counts.amber, part.region.path))


def red_of(user: User, scope: Frame) -> list[PlanIndicator]:
    """What is red, binding first, with why, who, the last word and the next step."""
    rows = live_indicators(user, scope).filter(standing__shown=Light.RED)
    return list(with_last_word(rows.order_by("-attribute", "plan_id", "position", "pk"))[:MOST_RED])


def changes_since(user: User, scope: Frame, since: datetime) -> list[LightChange]:
    """Lights that changed since then, the newest first."""
    rows = live_indicators(user, scope).order_by().values("pk")
    found = LightChange.objects.filter(standing__of__in=rows, at__gt=since).exclude(before="")
    return list(found.select_related("standing__of__lead").order_by("-at", "-pk")[:MOST_CHANGES])


def look(user: User) -> datetime:
    """When ``user`` looked last, before this visit; notes this one."""
    now = timezone.now()
    visit = Visit.objects.filter(user=user).first()
    if visit is None:
        Visit.objects.get_or_create(user=user, defaults={"at": now})
        return now - _FIRST_LOOK
    if now - visit.at > _SAME_VISIT:
        Visit.objects.filter(user=user).update(at=now, before=visit.at)
        return visit.at
    return visit.before or now - _FIRST_LOOK


def decisions_of(user: User, scope: Frame) -> list[Decision]:
    """What waits for a decision; only what there is."""
    region = Q(region__in=Region.objects.filter(path__startswith=scope.path).order_by()) if scope.region else Q()
    place = f"&region={scope.region}" if scope.region else ""
    contested = visible_figures(user).filter(region, state="contested").count()
    overruled = Standing.objects.filter(
        of__in=live_indicators(user, scope).order_by().values("pk"), overruled=True
    ).count()
    plans = visible_plans(user).filter(region, status=Plan.Status.ALIGNED).count()
    by_hand = address("monitoring:indicators", query=f"record=overruled&{counted(scope)}")
    every = (
        Decision(
            _("项数据有异议，等待裁定"), contested, address("monitoring:figures", query=f"state=contested{place}")
        ),
        Decision(_("个规划已衔接，等待批准"), plans, address("registry:plans", query=f"status=aligned{place}")),
        Decision(_("项状态由人工认定，请复核"), overruled, by_hand),
    )
    return [one for one in every if one.count]
