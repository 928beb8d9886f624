"""Promises of one document held against what another reports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import User
from planweb.accounts.models.scope import Scope
from planweb.evidence.models.documents import Document
from planweb.evidence.models.said import Commitment, Statement


class Comparison(models.Model):
    """Two documents held against each other (兑现对照); computed, and computed again when their review went on."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("等待计算")
        DONE = "done", _("已完成")
        STALE = "stale", _("需要重算")
        FAILED = "failed", _("未能计算")

    permission_kind = "comparison"

    promises = models.ForeignKey(Document, models.CASCADE, related_name="answered_by")
    results = models.ForeignKey(Document, models.CASCADE, related_name="answers")
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField(_("计算时间"), null=True)
    problem = models.TextField(blank=True)
    changes = models.PositiveIntegerField(default=0)  # of the review, so that one while it is computed is not missed
    counts = models.JSONField(default=dict, blank=True)  # fulfilments by verdict
    chosen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("选定人"))

    class Meta:
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=["promises", "results"], name="one_comparison_of_a_pair"),)

    def __str__(self) -> str:
        return f"{self.promises} → {self.results}"

    @property
    def total(self) -> int:
        """How many promises there are."""
        return sum(self.counts.values())

    @property
    def permission_state(self) -> str:
        """Its state."""
        return str(self.state)

    @property
    def scope(self) -> Scope:
        """Where its promises lie."""
        return self.promises.scope

    def belongs_to(self, user: User) -> bool:
        """Whether ``user`` brought its promises in."""
        return self.promises.belongs_to(user)


class Fulfilment(models.Model):
    """What became of one promise (兑现): verdict, arithmetic and reason, with both passages.

    The passages are kept as spans with their sentences, since a promise or result may be a relation, which has no row
    of its own.
    """

    class Kind(models.TextChoices):
        """What is promised."""

        STATEMENT = "statement", _("量化目标")
        RELATION = "relation", _("相对目标")
        COMMITMENT = "commitment", _("承诺事项")

    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="fulfilments")
    position = models.PositiveIntegerField()
    kind = models.CharField(_("种类"), max_length=10, choices=Kind.choices)
    promise = models.ForeignKey(Statement, models.SET_NULL, null=True, related_name="+")
    promise_commitment = models.ForeignKey(Commitment, models.SET_NULL, null=True, related_name="+")
    result = models.ForeignKey(Statement, models.SET_NULL, null=True, related_name="+")
    result_commitment = models.ForeignKey(Commitment, models.SET_NULL, null=True, related_name="+")
    indicator = models.CharField(_("事项"), max_length=400)
    indicator_id = models.CharField(max_length=80, blank=True, db_index=True)
    category = models.CharField(_("领域"), max_length=40, blank=True)
    promise_value = models.CharField(_("目标"), max_length=200, blank=True)
    promise_value_english = models.CharField(max_length=200, blank=True)
    promise_text = models.TextField()
    promise_start = models.PositiveIntegerField()
    promise_end = models.PositiveIntegerField()
    promise_sentence = models.TextField()
    promise_sentence_start = models.PositiveIntegerField()
    result_indicator = models.CharField(max_length=400, blank=True)
    result_value = models.CharField(_("完成值"), max_length=200, blank=True)
    result_value_english = models.CharField(max_length=200, blank=True)
    result_text = models.TextField(blank=True)
    result_start = models.PositiveIntegerField(null=True)
    result_end = models.PositiveIntegerField(null=True)
    result_sentence = models.TextField(blank=True)
    result_sentence_start = models.PositiveIntegerField(null=True)
    verdict = models.CharField(_("结论"), max_length=20, db_index=True)
    rank = models.PositiveSmallIntegerField(default=0)  # of the verdict: what was dropped stands first
    margin = models.FloatField(_("差额"), null=True)
    unit = models.CharField(max_length=40, blank=True)  # of the margin
    share = models.FloatField(_("完成比例"), null=True)
    reason = models.TextField()
    reason_zh = models.TextField()
    confidence = models.FloatField()
    next_target = models.JSONField(_("下一年目标"), default=dict, blank=True)  # as ``comparing.face`` has it; or empty
    near_misses = models.JSONField(default=list, blank=True)  # the same, each with ``reason`` and ``reason_zh``

    class Meta:
        ordering = ("comparison", "rank", "position")
        indexes = (
            models.Index(fields=["comparison", "verdict"]),
            models.Index(fields=["comparison", "rank", "position"]),
        )

    def __str__(self) -> str:
        return f"{self.indicator}: {self.verdict}"


class Examination(models.Model):
    """A document looked through for statements that cannot all be true; done again when its review went on."""

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="examination")
    made_at = models.DateTimeField(_("计算时间"), null=True)
    changes = models.PositiveIntegerField(default=0)
    examined = models.PositiveIntegerField(default=0)  # the value of ``changes`` that it was made of

    def __str__(self) -> str:
        return str(self.document)

    @property
    def stale(self) -> bool:
        """Whether the review went on since."""
        return self.changes != self.examined


class Contradiction(models.Model):
    """Statements of one document that cannot all be true (矛盾), with the arithmetic."""

    class Severity(models.TextChoices):
        """How sure it is."""

        CERTAIN = "certain", _("确定")
        DOUBTFUL = "doubtful", _("存疑")

    class Rule(models.TextChoices):
        """What does not fit."""

        TWO_VALUES = "two_values", _("同一事项有两个数")
        SHARES = "shares", _("比重之和不符")
        PARTS = "parts", _("分项与总数不符")
        GROWTH_LEVEL = "growth_level", _("增速与数值不符")

    document = models.ForeignKey(Document, models.CASCADE, related_name="contradictions")
    position = models.PositiveIntegerField()
    rule = models.CharField(_("规则"), max_length=20, choices=Rule.choices)
    severity = models.CharField(_("把握"), max_length=10, choices=Severity.choices)
    reason = models.TextField()
    reason_zh = models.TextField()
    sides = models.JSONField(default=list)  # statements in text order, as ``comparing.face`` has them

    class Meta:
        ordering = ("document", "position")

    def __str__(self) -> str:
        return self.reason_zh
