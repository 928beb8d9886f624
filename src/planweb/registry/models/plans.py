"""The plan system (规划体系): plans, their versions and chapters."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import Region
from planweb.accounts.models.scope import Scope
from planweb.evidence.models import Document


class Plan(models.Model):
    """A plan (规划). ``above`` is the plan that it serves; development plans stand at the head."""

    class Tier(models.TextChoices):
        """Its place in the plan system."""

        DEVELOPMENT = "development", _("发展规划")
        SPATIAL = "spatial", _("国土空间规划")
        SPECIAL = "special", _("专项规划")
        REGIONAL = "regional", _("区域规划")
        COUNTY = "county", _("县（市、区）规划")
        ZONE = "zone", _("开发区规划")
        ANNUAL = "annual", _("年度计划")

    class Status(models.TextChoices):
        """How far the plan is; its versions have the same."""

        DRAFT = "draft", _("草案")
        ALIGNED = "aligned", _("已衔接")
        APPROVED = "approved", _("已批准")
        IN_FORCE = "in_force", _("实施中")
        SUPERSEDED = "superseded", _("已被取代")

    permission_kind = "plan"

    title = models.CharField(_("名称"), max_length=200)
    tier = models.CharField(_("类别"), max_length=12, choices=Tier.choices)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("地区"), related_name="plans")
    first_year = models.PositiveSmallIntegerField(_("起始年"))
    last_year = models.PositiveSmallIntegerField(_("终止年"))
    status = models.CharField(_("状态"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    above = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="below", verbose_name=_("上位规划")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-last_year", "tier", "title", "pk")
        indexes = (models.Index(fields=["region", "status"]),)
        constraints = (
            models.CheckConstraint(condition=Q(last_year__gte=models.F("first_year")), name="plan_ends_after_start"),
            models.UniqueConstraint(fields=["region", "title"], name="one_plan_of_a_title"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def permission_state(self) -> str:
        """Its status."""
        return str(self.status)

    @property
    def scope(self) -> Scope:
        """Its region."""
        return Scope(self.region.path)


class PlanVersion(models.Model):
    """A version of a plan (版本): its status, its documents and its chapter tree.

    ``frozen`` holds the targets as they were when the next version was begun, and is never changed after; it is null
    for the newest version, whose targets are those of the plan.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本号"))
    status = models.CharField(_("状态"), max_length=10, choices=Plan.Status.choices, default=Plan.Status.DRAFT)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    documents = models.ManyToManyField(Document, related_name="plan_versions", blank=True, verbose_name=_("文献"))
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    frozen = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("plan", "-number")
        constraints = (models.UniqueConstraint(fields=["plan", "number"], name="one_version_of_a_number"),)

    def __str__(self) -> str:
        return f"{self.plan} v{self.number}"


class Chapter(models.Model):
    """A heading of a version's text (章, 节), at its place in the document."""

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="chapters")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="children")
    position = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("标题"), max_length=300)
    document = models.ForeignKey(Document, models.SET_NULL, null=True, related_name="+")
    start = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ("version", "position")

    def __str__(self) -> str:
        return self.title
