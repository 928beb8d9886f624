"""Indicators, and what plans want of them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import Body, Region
from planweb.accounts.models.scope import NOWHERE, Scope
from planweb.evidence.models import Statement
from planweb.registry.models.plans import Chapter, Plan, PlanVersion

_FIRST_YEAR = 1900


class Indicator(models.Model):
    """An indicator (指标): one of planledger's catalogue, or one that the office added.

    ``code`` is the catalogue's id; the office's own begin with ``own-`` and lie in the region that made them.
    """

    class Direction(models.TextChoices):
        """Which way is better."""

        MORE = "more", _("越高越好")
        LESS = "less", _("越低越好")
        NEUTRAL = "neutral", _("无方向")

    class Kind(models.TextChoices):
        """What its values are."""

        STOCK = "stock", _("时点数")
        FLOW = "flow", _("时期数")
        RATE = "rate", _("比率")
        INDEX = "index", _("指数")

    permission_kind, permission_state = "indicator", "kept"

    code = models.CharField(_("代码"), max_length=80, unique=True)
    name = models.CharField(_("名称"), max_length=200)
    english = models.CharField(_("英文名称"), max_length=200, blank=True)
    category = models.CharField(_("领域"), max_length=40, blank=True)
    unit = models.CharField(_("计量单位"), max_length=40, blank=True)
    direction = models.CharField(_("方向"), max_length=8, choices=Direction.choices, default=Direction.MORE)
    kind = models.CharField(_("性质"), max_length=8, choices=Kind.choices, default=Kind.FLOW)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("地区")
    )  # of the office's own

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def scope(self) -> Scope:
        """Its region; what came with the program lies in none."""
        return Scope(self.region.path) if self.region else NOWHERE


class PlanIndicator(models.Model):
    """An indicator in a plan (规划指标), with everything that the plan says of it but the targets."""

    class Attribute(models.TextChoices):
        """Whether the government must reach it or expects it."""

        BINDING = "binding", _("约束性")
        ANTICIPATORY = "anticipatory", _("预期性")

    class Frequency(models.TextChoices):
        """How often figures are reported."""

        MONTH = "month", _("月")
        QUARTER = "quarter", _("季")
        HALF = "half", _("半年")
        YEAR = "year", _("年")

    class Measure(models.TextChoices):
        """What the targets are of."""

        LEVEL = "level", _("数值")
        GROWTH = "growth", _("增速")

    permission_kind = "target"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="indicators", verbose_name=_("规划"))
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="in_plans", verbose_name=_("指标"))
    name = models.CharField(_("规划中的名称"), max_length=300)
    chapter = models.ForeignKey(Chapter, models.SET_NULL, null=True, blank=True, related_name="indicators")
    position = models.PositiveIntegerField(default=0)
    attribute = models.CharField(
        _("属性"), max_length=12, choices=Attribute.choices, default=Attribute.ANTICIPATORY, db_index=True
    )
    measure = models.CharField(_("量的种类"), max_length=10, choices=Measure.choices, default=Measure.LEVEL)
    unit = models.CharField(_("计量单位"), max_length=40, blank=True)
    direction = models.CharField(
        _("方向"), max_length=8, choices=Indicator.Direction.choices, default=Indicator.Direction.MORE
    )
    source = models.CharField(_("数据来源"), max_length=200, blank=True)
    frequency = models.CharField(_("报送频率"), max_length=8, choices=Frequency.choices, default=Frequency.YEAR)
    lead = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name=_("牵头单位")
    )
    supporting = models.ManyToManyField(Body, related_name="supports", blank=True, verbose_name=_("配合单位"))
    base_year = models.PositiveSmallIntegerField(_("基期年"), null=True, blank=True)
    base_value = models.FloatField(_("基期值"), null=True, blank=True)
    base_statement = models.ForeignKey(Statement, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("plan", "position", "pk")
        indexes = (models.Index(fields=["plan", "position"]), models.Index(fields=["lead"]))
        constraints = (
            models.UniqueConstraint(fields=["plan", "indicator", "measure", "name"], name="one_indicator_of_a_plan"),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A base year of two digits would be one of antiquity."""
        if self.base_year is not None and not _FIRST_YEAR <= self.base_year <= self.plan.last_year:
            raise ValidationError({"base_year": _("基期年应写成四位，不晚于规划期末。")})

    @property
    def shown_unit(self) -> str:
        """The unit of its values: growth is in per cent, whatever grows."""
        return "%" if self.measure == self.Measure.GROWTH else self.unit

    @property
    def permission_state(self) -> str:
        """The status of its plan."""
        return str(self.plan.status)

    @property
    def scope(self) -> Scope:
        """The region of its plan, and the bodies that answer for it."""
        bodies = {self.lead_id} if self.lead_id else set()
        if self.pk:
            bodies |= {body.pk for body in self.supporting.all()}
            bodies |= {target.body_id for target in self.targets.all() if target.body_id}
        return Scope(self.plan.region.path, frozenset(bodies))


class Target(models.Model):
    """What shall be (目标): for the plan's end, a year, or the share of a region or body in either.

    ``low`` and ``high`` as in a statement: both for an exact value, one for 以上 or 以内; ``reference`` says what a
    target without a number refers to (与经济增长同步).
    """

    class Kind(models.TextChoices):
        """What the target is of."""

        FIVE_YEAR = "five_year", _("规划期目标")
        ANNUAL = "annual", _("年度目标")
        SHARE = "share", _("分解目标")

    of = models.ForeignKey(PlanIndicator, models.CASCADE, related_name="targets")
    version = models.ForeignKey(PlanVersion, models.SET_NULL, null=True, blank=True, related_name="targets")
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("年份"))  # by or in which it shall be reached
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)  # of cumulative values and averages over years
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="shares")
    measure = models.CharField(max_length=10, choices=PlanIndicator.Measure.choices, default="level")
    low = models.FloatField(_("下限"), null=True, blank=True)
    high = models.FloatField(_("上限"), null=True, blank=True)
    bound = models.CharField(_("界限"), max_length=10, choices=Statement.Bound.choices, default="at_least")
    striving = models.BooleanField(_("力争"), default=False)
    reference = models.CharField(_("参照"), max_length=200, blank=True)
    statement = models.ForeignKey(Statement, models.SET_NULL, null=True, blank=True, related_name="targets")
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        ordering = ("of", "year", "kind", "pk")
        indexes = (models.Index(fields=["of", "year"]), models.Index(fields=["body", "year"]))
        constraints = (
            models.CheckConstraint(
                condition=Q(low__isnull=False) | Q(high__isnull=False) | ~Q(reference=""), name="target_says_something"
            ),
        )

    def __str__(self) -> str:
        return f"{self.of} {self.year}"

    @property
    def value(self) -> float | None:
        """The one number that others are held against: the lower bound, the upper one where that is all."""
        return self.low if self.low is not None else self.high
