"""Lights: where an indicator of a plan stands, by published rules."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import User
from planweb.accounts.models.scope import Scope
from planweb.registry.models import PlanIndicator


class Light(models.TextChoices):
    """Status (红黄绿灯)."""

    GREEN = "green", _("达标")
    AMBER = "amber", _("预警")
    RED = "red", _("滞后")
    GREY = "grey", _("未报告")


class Standing(models.Model):
    """Where an indicator of a plan stands: the light by rule, with the numbers behind it.

    ``shown`` is the light that people see: the overruled one while an overruling holds (``overruled``), else the one by
    rule. ``lapsed_on`` is the first day on which it was late: the mark stays after it catches up. ``numbers`` holds
    what the rule was given.
    """

    permission_kind = "light"

    of = models.OneToOneField(PlanIndicator, models.CASCADE, related_name="standing", primary_key=True)
    light = models.CharField(_("规则判定"), max_length=5, choices=Light.choices, default=Light.GREY)
    shown = models.CharField(_("状态"), max_length=5, choices=Light.choices, default=Light.GREY, db_index=True)
    rule = models.CharField(_("规则"), max_length=40, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    reason_zh = models.CharField(max_length=500, blank=True)
    numbers = models.JSONField(default=dict)
    last_value = models.FloatField(null=True, blank=True)
    last_period = models.CharField(max_length=9, blank=True)
    share = models.FloatField(_("完成比例"), null=True, blank=True)
    lapsed_on = models.DateField(_("曾滞后"), null=True, blank=True)
    overruled = models.BooleanField(_("人工认定"), default=False)
    late_year = models.PositiveSmallIntegerField(null=True, blank=True)  # of the last figure that was late
    as_of = models.DateField(_("判定日期"))

    class Meta:
        indexes = (models.Index(fields=["shown", "of"]),)

    def __str__(self) -> str:
        return f"{self.of} {self.get_shown_display()}"

    @property
    def permission_state(self) -> str:
        """``by_rule`` or ``overruled``."""
        return "overruled" if self.overruled or self.light != self.shown else "by_rule"

    @property
    def scope(self) -> Scope:
        """Where its indicator lies."""
        return self.of.scope


class LightChange(models.Model):
    """A change of a light (变化): kept for good, so that what was shown on a day can be told later."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="changes")
    at = models.DateTimeField(_("时间"), default=timezone.now, db_index=True)
    before = models.CharField(_("之前"), max_length=5, choices=Light.choices, blank=True)
    after = models.CharField(_("之后"), max_length=5, choices=Light.choices)
    rule = models.CharField(_("规则"), max_length=40, blank=True)  # overruled, lifted, or the rule that decided
    reason = models.CharField(max_length=500, blank=True)
    reason_zh = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=["standing", "at"]),)

    def __str__(self) -> str:
        return f"{self.standing_id}: {self.before} → {self.after}"


class Visit(models.Model):
    """When somebody looked at their home page, and when before that, so that it can say what changed since."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="visit")
    at = models.DateTimeField()
    before = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M}"


class Overruling(models.Model):
    """A person's light instead of the rule's (人工认定), with a reason; both stay visible."""

    standing = models.ForeignKey(Standing, models.CASCADE, related_name="overrulings")
    light = models.CharField(_("认定"), max_length=5, choices=Light.choices)
    reason = models.CharField(_("理由"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    lifted_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.standing}: {self.reason}"
