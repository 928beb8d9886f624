"""Documents that were brought in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from planweb.accounts.models import Region, User
from planweb.accounts.models.scope import NOWHERE, Scope
from planweb.layout.wording import in_english


class Document(models.Model):
    """A planning document (文献) that was brought in: its file, what reading found of it, and how far reading is.

    ``file`` is the name under ``settings.DOCUMENTS`` where the bytes lie, unchanged; ``sha256`` is of them.
    """

    class State(models.TextChoices):
        """How far a document is."""

        WAITING = "waiting", _("等待读取")
        READING = "reading", _("正在读取")
        READ = "read", _("已读取")
        FAILED = "failed", _("未能读取")
        WITHDRAWN = "withdrawn", _("已撤回")

    class Kind(models.TextChoices):
        """What a document is, as ``planledger.model.Kind`` has it."""

        FIVE_YEAR_OUTLINE = "five_year_outline", _("五年规划纲要")
        PLAN_REPORT = "plan_report", _("年度计划报告")
        WORK_REPORT = "work_report", _("政府工作报告")
        DIGEST = "digest", _("报告摘登")
        COMMUNIQUE = "communique", _("统计公报")
        BUDGET_REPORT = "budget_report", _("预算报告")
        OTHER = "other", _("其他")

    permission_kind = "document"

    name = models.CharField(_("文件名"), max_length=200)
    title = models.CharField(_("标题"), max_length=300, blank=True)
    kind = models.CharField(_("种类"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, verbose_name=_("地区"), related_name="documents"
    )
    year = models.PositiveSmallIntegerField(_("年份"), null=True, blank=True)
    period = models.CharField(_("规划期"), max_length=9, blank=True)  # 2021/2025
    issuer = models.CharField(_("发布机关"), max_length=200, blank=True)
    issued = models.CharField(_("发布日期"), max_length=10, blank=True)  # as far as it is known: 2021-02, 2021-02-05
    format = models.CharField(_("格式"), max_length=10, blank=True)
    size = models.PositiveBigIntegerField(_("字节"), default=0)
    sha256 = models.CharField(max_length=64, db_index=True)
    file = models.CharField(max_length=200)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    progress = models.PositiveSmallIntegerField(_("进度"), default=0)  # percent
    problem = models.TextField(_("原因"), blank=True)  # why it could not be read, in words
    problem_english = models.TextField(blank=True)
    said_by_user = models.JSONField(default=dict, blank=True)  # region, year, kind set by a person: reading keeps them
    version_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="later_versions")
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    brought_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("上传人"))
    brought_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    read_at = models.DateTimeField(_("读取时间"), null=True)

    class Meta:
        ordering = ("-brought_at", "-pk")
        indexes = (models.Index(fields=["region", "year", "kind"]),)

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def permission_state(self) -> str:
        """Its state."""
        return str(self.state)

    @property
    def scope(self) -> Scope:
        """Its region; documents of unknown region are everybody's whose role holds everywhere."""
        return Scope(self.region.path) if self.region else NOWHERE

    def belongs_to(self, user: User) -> bool:
        """Whether ``user`` brought it in."""
        return self.brought_by_id is not None and self.brought_by_id == user.pk

    @property
    def why_not(self) -> str:
        """Why it could not be read and what can be done, in the language of the page."""
        return self.problem_english or self.problem if in_english() else self.problem

    @property
    def under_way(self) -> bool:
        """Whether it is still to be read."""
        return self.state in {self.State.WAITING, self.State.READING}


class Reading(models.Model):
    """What reading made of a document: its text with the way back, as plain rows of a ledger of one document.

    Attributes:
        source: Decoded source; every offset of a statement counts in it.
        text: Cleaned text.
        tables: The tables ``documents``, ``blocks``, ``pages``, ``places``, ``grids``, ``offsets``, ``repairs``,
            ``relations``, ``projects``, ``problems`` of ``planledger.ledger``, from which
            ``planweb.evidence.records.restored`` makes the ``planledger`` document again.
        reader: Version of Planledger that read it.
    """

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="reading")
    source = models.TextField()
    text = models.TextField()
    tables = models.JSONField(default=dict)
    reader = models.CharField(max_length=40)

    def __str__(self) -> str:
        return str(self.document)
