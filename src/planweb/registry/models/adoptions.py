"""What became of the statements of a plan's documents."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import User
from planweb.evidence.models import Document, Statement
from planweb.registry.models.indicators import PlanIndicator, Target
from planweb.registry.models.plans import Plan


class Adoption(models.Model):
    """What became of one passage in a plan (采用): a target, the base of an indicator, or no indicator at all.

    One row for each passage, a statement or a relation (与经济增长同步), makes adopting twice do nothing. Everything
    adopted in one go has one ``batch``, so that it can be undone in one go.
    """

    class Kind(models.TextChoices):
        """What the statement became."""

        TARGET = "target", _("目标")
        BASE = "base", _("基期值")
        NONE = "none", _("不是指标")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="adoptions")
    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    statement = models.ForeignKey(Statement, models.CASCADE, null=True, related_name="adoptions")
    passage = models.CharField(max_length=80)  # key of ``planweb.registry.passages.Passage``
    kind = models.CharField(_("采用为"), max_length=6, choices=Kind.choices)
    of = models.ForeignKey(PlanIndicator, models.CASCADE, null=True, blank=True, related_name="adoptions")
    target = models.ForeignKey(Target, models.CASCADE, null=True, blank=True, related_name="adoptions")
    created = models.BooleanField(default=True)  # whether the target was made by it, not found there already
    made_indicator = models.BooleanField(default=False)  # whether the plan's indicator was made by it
    before = models.JSONField(default=dict)  # of a target or base that was there already
    made = models.JSONField(default=dict)  # values as they were adopted, to know what people changed since
    batch = models.UUIDField(default=uuid.uuid4, db_index=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("plan", "pk")
        constraints = (models.UniqueConstraint(fields=["plan", "passage"], name="one_adoption_of_a_passage"),)

    def __str__(self) -> str:
        return f"{self.plan}: {self.passage}"
