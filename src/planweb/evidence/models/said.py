"""What documents say, and what people made of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import Region, User
from planweb.accounts.models.scope import Scope
from planweb.evidence.models.documents import Document


class Said(models.Model):
    """A passage of a document that says something, and the state of its review (审核).

    ``letter`` is how the keys of its kind begin. ``revision`` counts the changes, so that of two people who change one
    row at once the second is told. ``read`` keeps what the reader had read, once a person corrected it; it is null for
    what a person added.
    """

    class State(models.TextChoices):
        """How far the review is."""

        PROPOSED = "proposed", _("待审核")
        CONFIRMED = "confirmed", _("已确认")
        CORRECTED = "corrected", _("已更正")
        REJECTED = "rejected", _("已否决")

    class Role(models.TextChoices):
        """What a value is in its document."""

        ACTUAL = "actual", _("完成值")
        TARGET = "target", _("目标")
        BASELINE = "baseline", _("基期值")
        CONTEXT = "context", _("背景")

    permission_kind = "statement"
    letter: ClassVar[str]

    document = models.ForeignKey(Document, models.CASCADE, related_name="%(class)ss")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField(_("原文"))
    role = models.CharField(_("角色"), max_length=10, choices=Role.choices)
    striving = models.BooleanField(_("力争"), default=False)
    sentence = models.TextField(_("句子"))
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()
    section = models.JSONField(_("章节"), default=list)
    confidence = models.FloatField(_("置信度"), default=1.0)
    rule = models.CharField(_("规则"), max_length=60, blank=True)
    state = models.CharField(_("审核状态"), max_length=10, choices=State.choices, default=State.PROPOSED)
    revision = models.PositiveIntegerField(default=0)
    read = models.JSONField(null=True, blank=True)
    by_hand = models.BooleanField(_("人工补充"), default=False)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    note = models.CharField(_("审核说明"), max_length=500, blank=True)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")

    class Meta:
        abstract = True

    @property
    def permission_state(self) -> str:
        """Its state."""
        return str(self.state)

    @property
    def scope(self) -> Scope:
        """Where its document lies."""
        return self.document.scope

    def belongs_to(self, user: User) -> bool:
        """Whether ``user`` brought its document in."""
        return self.document.belongs_to(user)

    @property
    def key(self) -> str:
        """What names it among all that its document says: ``s12``, ``c7``."""
        return f"{self.letter}{self.pk}"

    @property
    def stands(self) -> bool:
        """Whether it counts: not rejected."""
        return self.state != self.State.REJECTED


class Statement(Said):
    """A quantity (量化表述); its fields are those of ``planledger.model.Statement``."""

    letter = "s"

    class Measure(models.TextChoices):
        """What is measured."""

        LEVEL = "level", _("数值")
        GROWTH = "growth", _("增速")
        CHANGE = "change", _("增减量")
        RANK = "rank", _("位次")

    class Bound(models.TextChoices):
        """How exact a value is meant."""

        EXACT = "exact", _("等于")
        ABOUT = "about", _("左右")
        AT_LEAST = "at_least", _("不低于")
        AT_MOST = "at_most", _("不高于")
        RANGE = "range", _("区间")

    class Attribute(models.TextChoices):
        """Whether an indicator binds."""

        BINDING = "binding", _("约束性")
        ANTICIPATORY = "anticipatory", _("预期性")

    indicator = models.CharField(_("指标"), max_length=300)
    subject = models.CharField(_("主体"), max_length=200, blank=True)
    indicator_id = models.CharField(_("目录指标"), max_length=80, blank=True, db_index=True)
    measure = models.CharField(_("量的种类"), max_length=10, choices=Measure.choices)
    low = models.FloatField(_("下限"), null=True, blank=True)
    high = models.FloatField(_("上限"), null=True, blank=True)
    unit = models.CharField(_("计量单位"), max_length=40, blank=True)
    base_low = models.FloatField(null=True, blank=True)
    base_high = models.FloatField(null=True, blank=True)
    base_unit = models.CharField(max_length=40, blank=True)
    bound = models.CharField(_("界限"), max_length=10, choices=Bound.choices)
    estimate = models.BooleanField(_("预计"), default=False)
    period = models.CharField(_("时期"), max_length=21, blank=True, db_index=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("地区"))
    part = models.CharField(max_length=10, blank=True)
    attribute = models.CharField(_("属性"), max_length=12, choices=Attribute.choices, blank=True)
    notes = models.JSONField(default=list)

    class Meta:
        ordering = ("document", "start", "pk")
        indexes = (
            models.Index(fields=["document", "start"]),
            models.Index(fields=["-document", "start"], name="statements_newest_first"),
            models.Index(fields=["document", "state", "confidence"]),
            models.Index(fields=["indicator_id", "region", "period"]),
            # Those without an indicator are counted for the home page.
            models.Index(
                fields=["indicator_id", "role", "state", "merged_into", "document"], name="statements_unplaced"
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.text}"

    @property
    def value(self) -> float | None:
        """The one number that others are held against: the lower bound, the upper one where that is all."""
        return self.low if self.low is not None else self.high


class Commitment(Said):
    """Work promised or reported without a number (承诺事项), as ``planledger.model.Commitment`` has it."""

    class Stage(models.TextChoices):
        """How far the work shall come, or has come."""

        PLAN = "plan", _("谋划")
        START = "start", _("启动")
        ADVANCE = "advance", _("推进")
        COMPLETE = "complete", _("建成")
        WIN = "win", _("争创")
        OPERATE = "operate", _("投用")

    letter = "c"

    action = models.CharField(_("动作"), max_length=60)
    object = models.CharField(_("对象"), max_length=300)
    stage = models.CharField(_("阶段"), max_length=10, choices=Stage.choices)
    deadline = models.CharField(_("时限"), max_length=21, blank=True)
    body = models.CharField(_("牵头单位"), max_length=200, blank=True)
    supporting = models.JSONField(_("配合单位"), default=list)

    class Meta:
        ordering = ("document", "start", "pk")
        indexes = (
            models.Index(fields=["document", "start"]),
            models.Index(fields=["document", "state", "confidence"]),
        )

    def __str__(self) -> str:
        return self.text
