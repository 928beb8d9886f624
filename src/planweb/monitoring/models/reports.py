"""Reporting: the dates, what bodies say, and the reminders."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import Body, Region, User
from planweb.accounts.models.scope import Scope
from planweb.registry.models import PlanIndicator


class Round(models.Model):
    """A reporting date (报送期): what a region's bodies report for a period, and by when."""

    permission_kind = "round"

    region = models.ForeignKey(Region, models.PROTECT, related_name="rounds", verbose_name=_("地区"))
    period = models.CharField(_("时期"), max_length=9)
    frequency = models.CharField(_("频率"), max_length=8, choices=PlanIndicator.Frequency.choices)
    opens_on = models.DateField(_("开始日期"))
    due_on = models.DateField(_("截止日期"), db_index=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        ordering = ("-due_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["region", "period", "frequency"], name="one_round_of_a_period"),
            models.CheckConstraint(condition=models.Q(due_on__gte=models.F("opens_on")), name="round_due_after_open"),
        )

    def __str__(self) -> str:
        return f"{self.region} {self.period}"

    @property
    def permission_state(self) -> str:
        """``open`` or ``closed``."""
        return "open" if self.closed_at is None else "closed"

    @property
    def scope(self) -> Scope:
        """Its region."""
        return Scope(self.region.path)


class Progress(models.Model):
    """What a body says of how an indicator gets on (进展): words, a next step, and evidence."""

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("待审核")
        ACCEPTED = "accepted", _("已采用")
        RETURNED = "returned", _("已退回")

    permission_kind = "progress"

    of = models.ForeignKey(PlanIndicator, models.CASCADE, related_name="progress", verbose_name=_("规划指标"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="progress", verbose_name=_("单位"))
    period = models.CharField(_("时期"), max_length=9)
    text = models.TextField(_("进展"))
    next_step = models.TextField(_("下一步"), blank=True)
    evidence = models.CharField(_("佐证材料"), max_length=200, blank=True)  # name under settings.DOCUMENTS
    evidence_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.SUBMITTED)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("报送时间"), auto_now=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("退回理由"), max_length=500, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["body", "state"]), models.Index(fields=["of", "period"]))

    def __str__(self) -> str:
        return f"{self.of} {self.period}"

    @property
    def permission_state(self) -> str:
        """Its state."""
        return str(self.state)

    @property
    def scope(self) -> Scope:
        """The region of its plan, and its body."""
        return Scope(self.of.plan.region.path, frozenset({self.body_id} if self.body_id else ()))

    def belongs_to(self, user: User) -> bool:
        """Whether ``user`` wrote it."""
        return self.by_id == user.pk


class Reminder(models.Model):
    """A reminder that was sent (提醒), kept so that it is sent once and shown in the application."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="reminders")
    body = models.ForeignKey(Body, models.CASCADE, related_name="reminders")
    user = models.ForeignKey(User, models.CASCADE, related_name="reminders")
    days = models.SmallIntegerField()  # before the date; negative after it
    sent_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints = (models.UniqueConstraint(fields=["round", "body", "user", "days"], name="one_reminder_of_a_day"),)

    def __str__(self) -> str:
        return self.text
