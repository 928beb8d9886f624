"""What administrators have done in the background."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import User
from planweb.accounts.models.scope import NOWHERE, Scope


class Chore(models.Model):
    """Long work on the ledger as a whole (维护任务), with its progress and what came of it.

    ``file`` is the name under ``backups`` or ``exports`` of the data folder of what was made, or the place of a backup
    that the command line wrote; ``numbers`` says in figures what was done.
    """

    class Kind(models.TextChoices):
        """What is done."""

        BACKUP = "backup", _("备份")
        VERIFY = "verify", _("核验审计记录")
        EXPORT = "export", _("导出台账")
        IMPORT = "import", _("导入台账")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("等待")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未完成")

    permission_kind = "chore"

    kind = models.CharField(_("任务"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(_("进度"), default=0)  # percent
    file = models.CharField(_("文件"), max_length=300, blank=True)
    size = models.PositiveBigIntegerField(_("字节"), default=0)
    numbers = models.JSONField(default=dict, blank=True)
    problem = models.TextField(_("原因"), blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("发起人"))
    asked_at = models.DateTimeField(_("发起时间"), auto_now_add=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def permission_state(self) -> str:
        """Its state."""
        return str(self.state)

    @property
    def scope(self) -> Scope:
        """The ledger as a whole lies in no region."""
        return NOWHERE

    @property
    def under_way(self) -> bool:
        """Whether something may still come of it."""
        return self.state in {self.State.WAITING, self.State.RUNNING}
