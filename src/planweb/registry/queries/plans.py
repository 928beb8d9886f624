"""Plans and their chapters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from planweb.accounts.models import Body, User
from planweb.accounts.reach import near, within
from planweb.evidence.models import Document
from planweb.evidence.queries import visible_documents
from planweb.registry.hooks import Mark, marks_of
from planweb.registry.models import Chapter, Plan, PlanIndicator, PlanVersion, Target


class Branch(NamedTuple):
    """One group of the plan system; ``more`` is how many there are besides those listed."""

    role: str
    tier: str
    plans: list[Plan]
    more: int

    @property
    def name(self) -> str:
        """What people call the tier."""
        return str(Plan.Tier(self.tier).label)


class Leaf(NamedTuple):
    """One chapter with what stands in it and below it."""

    chapter: Chapter | None
    depth: int
    indicators: int
    targets: int
    marks: list[Mark]


ROLES = (
    ("head", (Plan.Tier.DEVELOPMENT,)),
    ("base", (Plan.Tier.SPATIAL,)),
    ("support", (Plan.Tier.SPECIAL, Plan.Tier.REGIONAL, Plan.Tier.COUNTY, Plan.Tier.ZONE)),
    ("annual", (Plan.Tier.ANNUAL,)),
)
SHOWN_OF_A_BRANCH = 6


def plans_within(user: User, before: str = "") -> Q:
    """Condition of the rows whose plan, behind the look-up ``before``, ``user`` may see."""
    return within(user, "plan", region=f"{before}region")


def visible_plans(user: User) -> QuerySet[Plan]:
    """Plans that ``user`` may see."""
    return Plan.objects.filter(plans_within(user)).select_related("region", "above")


def list_plans(user: User) -> QuerySet[Plan]:
    """The same, with how many indicators each has and how many of them nobody leads."""
    of_plan = PlanIndicator.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    counts = of_plan.annotate(number=Count("pk"))
    unled = of_plan.filter(lead__isnull=True).annotate(number=Count("pk"))
    return visible_plans(user).annotate(
        indicator_count=Coalesce(Subquery(counts.values("number"), output_field=IntegerField()), 0),
        unled_count=Coalesce(Subquery(unled.values("number"), output_field=IntegerField()), 0),
    )


def system_of(plans: Iterable[Plan]) -> list[Branch]:
    """The plan system: what leads, what is the base, what supports, and the plans of single years."""
    by_tier: dict[str, list[Plan]] = {}
    for plan in plans:
        if plan.status != Plan.Status.SUPERSEDED:
            by_tier.setdefault(plan.tier, []).append(plan)
    found = []
    for role, tiers in ROLES:
        for tier in tiers:
            there = by_tier.get(tier, [])
            if there or role in {"head", "base"}:
                found.append(Branch(role, tier, there[:SHOWN_OF_A_BRANCH], max(len(there) - SHOWN_OF_A_BRANCH, 0)))
    return found


def may_stand_above(plan: Plan, user: User) -> QuerySet[Plan]:
    """Plans that ``plan`` may serve."""
    return visible_plans(user).exclude(pk=plan.pk).order_by("region__path", "tier", "-last_year")


def may_be_superseded(plan: Plan, user: User) -> QuerySet[Plan]:
    """Plans in force of the same region and tier, whose place ``plan`` may take."""
    same = Q(region=plan.region_id, tier=plan.tier, status=Plan.Status.IN_FORCE)
    return visible_plans(user).filter(same).exclude(pk=plan.pk)


def may_be_attached(version: PlanVersion, user: User) -> QuerySet[Document]:
    """Documents that ``version`` may take, those of its region and period first."""
    mine = visible_documents(user).filter(state=Document.State.READ)
    mine = mine.filter(near(version.plan.region) | Q(region__isnull=True))
    return mine.exclude(plan_versions=version).order_by("-year", "title", "-pk")


def newest_version(plan: Plan) -> PlanVersion | None:
    """The version that people work on."""
    return plan.versions.order_by("-number").first()


def indicators_within(user: User, before: str = "", *, kind: str = "target") -> Q:
    """Condition of the rows whose indicator of a plan, behind the look-up ``before``, ``user`` may see.

    Those of their region, and those that their body answers for; with the kind ``light`` those whose light.
    """
    return within(user, kind, region=f"{before}plan__region", bodies=lambda body: answered_by(body, before))


def visible_indicators(user: User) -> QuerySet[PlanIndicator]:
    """Indicators of plans that ``user`` may see."""
    return PlanIndicator.objects.filter(indicators_within(user))


def answered_by(body: Body, before: str = "") -> Q:
    """Condition of the rows whose indicator of a plan ``body`` leads, supports or has a share of."""
    supports = PlanIndicator.supporting.through.objects.filter(body=body).values("planindicator")
    shares = Target.objects.filter(body=body).order_by().values("of")
    # Three look-ups by index, where one join over all three would multiply their rows.
    return Q(**{f"{before}lead": body}) | Q(**{f"{before}pk__in": supports}) | Q(**{f"{before}pk__in": shares})


def rows_of_plan(plan: Plan) -> QuerySet[PlanIndicator]:
    """Indicators of ``plan`` with everything that a table shows of them."""
    rows = plan.indicators.select_related("indicator", "lead", "chapter").prefetch_related("supporting", "targets")
    return rows.order_by("position", "pk")


def leaves_of(plan: Plan, version: PlanVersion | None) -> list[Leaf]:
    """The chapters of ``version``, each with its counts and those below it; what stands in none at the end."""
    chapters = list(version.chapters.order_by("position")) if version else []
    # Chapters of an earlier version hold nothing that this one would show, so those count as in none.
    own = {chapter.pk for chapter in chapters}
    indicators, targets = _counts(plan, own)
    marks = marks_of(plan)
    below = _below(chapters)
    leaves = [
        Leaf(
            chapter,
            chapter.level,
            sum(indicators.get(key, 0) for key in below[chapter.pk]),
            sum(targets.get(key, 0) for key in below[chapter.pk]),
            _summed(marks.get(key, []) for key in below[chapter.pk]),
        )
        for chapter in chapters
    ]
    outside = [key for key in {*indicators, *marks} if key not in own]
    if indicators.get(None):
        said = _summed(marks.get(key, []) for key in outside)
        leaves.append(Leaf(None, 1, indicators[None], targets.get(None, 0), said))
    return leaves


def keys_below(chapter: Chapter) -> list[int]:
    """Keys of ``chapter`` and of the chapters below it."""
    return _below(list(chapter.version.chapters.order_by("position")))[chapter.pk]


def _counts(plan: Plan, own: set[int]) -> tuple[dict[int | None, int], dict[int | None, int]]:
    found: tuple[dict[int | None, int], dict[int | None, int]] = {}, {}
    queries = (
        plan.indicators.order_by().values("chapter").annotate(number=Count("pk")),
        Target.objects.filter(of__plan=plan).order_by().values(chapter=F("of__chapter")).annotate(number=Count("pk")),
    )
    for counts, rows in zip(found, queries, strict=True):
        for row in rows:
            key = row["chapter"] if row["chapter"] in own else None
            counts[key] = counts.get(key, 0) + row["number"]
    return found


def _below(chapters: list[Chapter]) -> dict[int, list[int]]:
    below = {chapter.pk: [chapter.pk] for chapter in chapters}
    for chapter in reversed(chapters):  # those below come later in the text
        if chapter.parent_id in below:
            below[chapter.parent_id] += below[chapter.pk]
    return below


def _summed(marks: Iterable[list[Mark]]) -> list[Mark]:
    found: dict[tuple[str, str], int] = {}
    for one in marks:
        for mark in one:
            found[mark.mark, mark.word] = found.get((mark.mark, mark.word), 0) + mark.number
    return [Mark(mark, word, count) for (mark, word), count in found.items()]
