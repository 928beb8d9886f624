"""Lights: where an indicator of a plan stands, by published rules."""

from __future__ import annotations

from django.db import models
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

    ``shown`` is the light that people see: the overruled one while an overruling holds, else the one by rule.
    ``lapsed_on`` is the first day on which it was late: the mark stays after it catches up. ``numbers`` holds what the
    rule was given.
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
    as_of = models.DateField(_("判定日期"))

    def __str__(self) -> str:
        return f"{self.of} {self.get_shown_display()}"

    @property
    def permission_state(self) -> str:
        """``by_rule`` or ``overruled``."""
        return "by_rule" if self.light == self.shown else "overruled"

    @property
    def scope(self) -> Scope:
        """Where its indicator lies."""
        return self.of.scope


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
