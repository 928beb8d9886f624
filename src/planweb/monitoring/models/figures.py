"""Figures: what was, by indicator, region and period."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import Body, Region, User
from planweb.accounts.models.scope import Scope
from planweb.evidence.models import Statement
from planweb.registry.models import Indicator


def _one(name: str, *states: str) -> models.UniqueConstraint:
    # Coalesce, because databases hold two nulls for different.
    of = ("indicator", "region", Coalesce("body", Value(0)), "period", "measure", "kind")
    return models.UniqueConstraint(*of, condition=Q(state__in=states), name=name)


class Figure(models.Model):
    """An observation (数据): one value of an indicator, for a region or one body in it, and a period.

    A revision is a new row that ``replaces`` the old one, which then is ``replaced``; of a chain one row is current. A
    period is ``2025``, ``2025H1``, ``2025Q1`` or ``2025-03``; ``through`` is its last day, for order.
    """

    class Kind(models.TextChoices):
        """How final it is."""

        ESTIMATE = "estimate", _("预计数")
        PRELIMINARY = "preliminary", _("快报数")
        FINAL = "final", _("年报数")

    class Source(models.TextChoices):
        """Where it comes from."""

        STATEMENT = "statement", _("文献")
        ENTRY = "entry", _("单位填报")
        IMPORT = "import", _("导入")
        API = "api", _("接口")

    class State(models.TextChoices):
        """How far it is."""

        SUBMITTED = "submitted", _("待审核")
        ACCEPTED = "accepted", _("已采用")
        RETURNED = "returned", _("已退回")
        CONTESTED = "contested", _("有异议")
        REPLACED = "replaced", _("已被修订")

    class Measure(models.TextChoices):
        """What the value is."""

        LEVEL = "level", _("数值")
        GROWTH = "growth", _("增速")

    permission_kind = "figure"

    # Both stand first in an index of several fields below, so that an index of their own would only cost room.
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="figures", verbose_name=_("指标"), db_index=False
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="figures", verbose_name=_("地区"), db_index=False)
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="figures", verbose_name=_("单位")
    )  # only for the share of one body; null for the whole region
    period = models.CharField(_("时期"), max_length=9)
    through = models.DateField()
    measure = models.CharField(_("量的种类"), max_length=10, choices=Measure.choices, default=Measure.LEVEL)
    value = models.FloatField(_("数值"))
    unit = models.CharField(_("单位"), max_length=40, blank=True)
    kind = models.CharField(_("性质"), max_length=12, choices=Kind.choices, default=Kind.PRELIMINARY)
    source = models.CharField(_("来源"), max_length=10, choices=Source.choices, default=Source.ENTRY)
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, blank=True, related_name="figures")
    reported_by = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="reported")
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(_("录入时间"), auto_now_add=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.SUBMITTED)
    # Nobody asks for what somebody decided but the removal of a person.
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("退回理由"), max_length=500, blank=True)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("修订自")
    )
    key = models.CharField(max_length=100, null=True, blank=True, unique=True)  # of a push; many have none

    class Meta:
        ordering = ("-through", "-pk")
        indexes = (
            models.Index(fields=["indicator", "region", "through"]),
            models.Index(fields=["region", "state", "through"]),
            # What was reported in a round is told from this alone.
            models.Index(fields=["region", "period", "indicator", "measure", "state", "body"], name="figure_reported"),
            models.Index(fields=["state", "reported_by"]),  # few are open among very many that are settled
            models.Index(fields=["-through", "-id"], name="figure_latest"),  # the order of lists
        )
        constraints = (
            # One current figure of a kind: a second is a revision of the first or is refused.
            # And one that waits: of two people who enter it at once, the second is told.
            _one("one_current_figure", "accepted", "contested"),
            _one("one_waiting_figure", "submitted"),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.region} {self.period}"

    @property
    def permission_state(self) -> str:
        """Its state."""
        return str(self.state)

    @property
    def scope(self) -> Scope:
        """Its region, the body that it is of and the one that reported it."""
        return Scope(self.region.path, frozenset(filter(None, (self.body_id, self.reported_by_id))))

    def belongs_to(self, user: User) -> bool:
        """Whether ``user`` entered it."""
        return self.entered_by_id is not None and self.entered_by_id == user.pk


class Contest(models.Model):
    """An objection to a figure (异议): a reason and a source, and how it was resolved.

    While it is open it follows the value: ``figure`` is the current one, which may have replaced the one it was about.
    """

    figure = models.ForeignKey(Figure, models.CASCADE, related_name="contests")
    reason = models.CharField(_("理由"), max_length=500)
    source = models.CharField(_("依据"), max_length=500)
    other_value = models.FloatField(_("另一数值"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    resolution = models.CharField(_("处理"), max_length=500, blank=True)
    upheld = models.BooleanField(_("异议成立"), null=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.figure}: {self.reason}"

    @property
    def inherited(self) -> bool:
        """Whether it was raised against a value that ``figure`` replaced."""
        return self.figure.decided_at is not None and self.at < self.figure.decided_at
