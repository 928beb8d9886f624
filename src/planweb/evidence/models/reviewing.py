"""What people did while they reviewed, so that they can undo it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import User
from planweb.evidence.models.documents import Document


class ReviewStep(models.Model):
    """One thing that a person did in the review of a document (审核操作), be it to one row or to thousands.

    ``changes`` has for each row its key, the fields that changed as they were, the revision that it had, and the one
    that it got: what was changed again since then is not undone.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="review_steps")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    action = models.CharField(_("操作"), max_length=20)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    changes = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["document", "by"]),)

    def __str__(self) -> str:
        return f"{self.action} {len(self.changes)}"
