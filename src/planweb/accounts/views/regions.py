"""The tree of regions."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planweb.accounts import policies
from planweb.accounts.actions import regions as actions
from planweb.accounts.forms.regions import RegionFilter, RegionForm, RegionNameForm
from planweb.accounts.models import Region
from planweb.accounts.queries import list_regions
from planweb.accounts.visitors import visitor
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.layout.tables import Column, Table

_OWN = "own"


def _below(row: Region) -> str:
    return "" if row.level == Region.Level.COUNTY else f"{reverse('accounts:regions')}?within={row.pk}"


COLUMNS = (
    Column("name", gettext_lazy("名称"), lambda row: row.name, ("name",), _below),
    Column("code", gettext_lazy("代码"), lambda row: row.code, ("code",), whole=True),
    Column("level", gettext_lazy("级别"), lambda row: row.get_level_display(), whole=True),
    Column("above", gettext_lazy("上级地区"), lambda row: row.parent.name if row.parent else None, ("parent__name",)),
    Column("bodies", gettext_lazy("存续单位（个）"), lambda row: row.current_bodies, ("current_bodies",), figures=True),
    Column(
        "source",
        gettext_lazy("来源"),
        lambda row: _("自建") if row.permission_state == _OWN else _("目录自带"),
        whole=True,
    ),
)


def listing(request: HttpRequest) -> HttpResponseBase:
    """Every region, below the one that it is part of."""
    policies.require_everywhere(visitor(request), "view", "region")
    user = visitor(request)
    renamed = Column(
        "rename",
        _("操作"),
        lambda row: _("更名") if policies.may(user, "rename", row) else None,
        link=lambda row: reverse("accounts:region-rename", args=[row.pk]) if policies.may(user, "rename", row) else "",
    )
    columns = (*COLUMNS, renamed) if policies.may_somewhere(user, "rename", "region") else COLUMNS
    table = Table(request, list_regions(), columns, filters=RegionFilter, name=_("地区"))
    return table.response("accounts/regions.html", {})


def new(request: HttpRequest) -> HttpResponse:
    """A region that the catalogue lacks."""
    user = visitor(request)
    if not policies.may_somewhere(user, "create", "region"):
        raise policies.Denied("create", "region")
    form = RegionForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            region = actions.create_region(**form.cleaned_data, by=user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已新建地区：%(name)s。") % {"name": region.name})
            return redirect(f"{reverse('accounts:regions')}?within={region.parent_id}")
    return render(request, "accounts/region_new.html", {"form": form})


def rename(request: HttpRequest, code: str) -> HttpResponse:
    """Another name."""
    region = get_object_or_404(Region, pk=code)
    policies.require(visitor(request), "rename", region)
    before = region.name
    form = RegionNameForm(request.POST or None, initial={"name": before})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_region(region, **form.cleaned_data, by=visitor(request))
        except ValidationError as error:
            add_errors(form, error)
        else:
            said = _("已更名为%(name)s。") % {"name": form.cleaned_data["name"]}
            tell(request, said, undo=request.path, fields={"name": before})
            return redirect(f"{reverse('accounts:regions')}?within={region.parent_id}")
    return render(request, "accounts/region_rename.html", {"form": form, "region": region})
