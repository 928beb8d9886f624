"""Regions, and the bodies that are responsible in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planledger.catalogue import load_catalogue
from planweb.accounts.models.scope import Scope


class Region(models.Model):
    """A division (地区) of planledger's catalogue; ``path`` holds the codes from the nation down to it."""

    class Level(models.TextChoices):
        """How high a division stands."""

        NATION = "nation", _("国家")
        PROVINCE = "province", _("省级")
        PREFECTURE = "prefecture", _("地级")
        COUNTY = "county", _("县级")

    permission_kind = "region"

    code = models.CharField(_("代码"), max_length=6, primary_key=True)
    name = models.CharField(_("名称"), max_length=100)
    level = models.CharField(_("级别"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def permission_state(self) -> str:
        """``own`` when people added it; what the catalogue has is the same everywhere."""
        return "catalogue" if self.code in load_catalogue().regions.by_code else "own"

    @property
    def scope(self) -> Scope:
        """Itself."""
        return Scope(self.path)

    @property
    def line(self) -> list[str]:
        """Codes from the nation down to it."""
        return self.path.rstrip("/").split("/")


class Bodies(models.QuerySet["Body"]):
    """Bodies, by time."""

    def current(self) -> Bodies:
        """Those that have not ended."""
        return self.filter(valid_to__isnull=True)


class Body(models.Model):
    """A responsible body (责任单位), valid from one day up to, and without, another."""

    class Kind(models.TextChoices):
        """What a body is."""

        DEPARTMENT = "department", _("部门")
        COUNTY = "county", _("县（市、区）")
        ZONE = "zone", _("开发区")

    permission_kind = "body"

    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("地区"), related_name="bodies")
    valid_from = models.DateField(_("设立日期"))
    valid_to = models.DateField(_("终止日期"), null=True, blank=True)
    successors = models.ManyToManyField(
        "self", symmetrical=False, through="Succession", related_name="predecessors", blank=True
    )

    objects = Bodies.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["region", "name"], condition=Q(valid_to__isnull=True), name="one_current_body_of_a_name"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="body_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def permission_state(self) -> str:
        """``current`` until a day of end is set."""
        return "current" if self.valid_to is None else "ended"

    @property
    def scope(self) -> Scope:
        """Where a role must hold to count for this body."""
        return Scope(self.region.path, frozenset({self.pk}) if self.pk else frozenset())


class Succession(models.Model):
    """One body follows another (沿革): a merger gives one successor to several, a split several to one."""

    class Kind(models.TextChoices):
        """How it came about."""

        MERGER = "merger", _("合并")
        SPLIT = "split", _("拆分")

    predecessor = models.ForeignKey(Body, models.PROTECT, related_name="followed_by")
    successor = models.ForeignKey(Body, models.PROTECT, related_name="following")
    kind = models.CharField(_("方式"), max_length=10, choices=Kind.choices)
    on = models.DateField(_("日期"))
    why = models.CharField(_("依据"), max_length=300, blank=True)

    class Meta:
        ordering = ("on", "pk")
        constraints = (models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession_of_a_pair"),)

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
