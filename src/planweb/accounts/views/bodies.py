"""Responsible bodies."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planweb.accounts import policies
from planweb.accounts.actions import bodies as actions
from planweb.accounts.duties import duties_of
from planweb.accounts.forms.bodies import BodyFilter, BodyForm, MergeForm, RenameForm, SplitForm
from planweb.accounts.links import body_links
from planweb.accounts.models import Body
from planweb.accounts.queries import list_bodies, renames_of
from planweb.accounts.visitors import visitor
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.layout.tables import Column, Table


def _address(row: Body) -> str:
    return reverse("accounts:body", args=[row.pk])


COLUMNS = (
    Column(
        "name",
        gettext_lazy("名称"),
        lambda row: row.name,
        ("name",),
        _address,
    ),
    Column("short_name", gettext_lazy("简称"), lambda row: row.short_name, ("short_name",)),
    Column("kind", gettext_lazy("类别"), lambda row: row.get_kind_display(), ("kind",)),
    Column("region", gettext_lazy("地区"), lambda row: row.region.name, ("region__path",), whole=True),
    Column("valid_from", gettext_lazy("设立日期"), lambda row: row.valid_from, ("valid_from",)),
    Column("valid_to", gettext_lazy("终止日期"), lambda row: row.valid_to, ("valid_to",)),
    Column(
        "state",
        gettext_lazy("状态"),
        lambda row: _("存续") if row.valid_to is None else _("已终止"),
        mark=lambda row: "good" if row.valid_to is None else "off",
    ),
)


def listing(request: HttpRequest) -> HttpResponseBase:
    """Every body."""
    policies.require_everywhere(visitor(request), "view", "body")
    table = Table(request, list_bodies(), COLUMNS, filters=BodyFilter, name=_("责任单位"))
    return table.response("accounts/bodies.html", {})


def new(request: HttpRequest) -> HttpResponse:
    """A new body."""
    if not policies.may_somewhere(visitor(request), "create", "body"):
        raise policies.Denied("create", "body")
    form = BodyForm(request.POST or None, user=visitor(request))
    if request.method == "POST" and form.is_valid():
        try:
            body = actions.create_body(form.save(commit=False), by=visitor(request))
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已新建单位。"))
            return redirect("accounts:body", body.pk)
    return render(request, "accounts/body_new.html", {"form": form})


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One body: where it comes from, what became of it, who works for it."""
    body = _body(pk)
    policies.require(visitor(request), "view", body)
    context = {
        "body": body,
        "following": body.following.select_related("predecessor"),
        "followed_by": body.followed_by.select_related("successor"),
        "duties": list(duties_of(body)),
        "renames": renames_of(body),
        "links": body_links(),
    }
    return render(request, "accounts/body.html", context)


def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name."""
    body = _body(pk)
    policies.require(visitor(request), "rename", body)
    before = {"name": body.name, "short_name": body.short_name}
    form = RenameForm(request.POST or None, instance=_body(pk))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.rename_body(
                body, name=said["name"], short_name=said["short_name"], by=visitor(request), why=said["why"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已更名为%(name)s。") % {"name": said["name"]}, undo=request.path, fields=before)
            return redirect("accounts:body", pk)
    return render(request, "accounts/body_rename.html", {"form": form, "body": body})


def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Several bodies become one."""
    body = _body(pk)
    policies.require(visitor(request), "merge", body)
    form = MergeForm(request.POST or None, body=body)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            into = actions.merge_bodies(
                [body, *said["others"]], into=form.successor(), by=visitor(request), why=said["why"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已合并为%(name)s，各单位的职责随之转入。") % {"name": into.name})
            return redirect("accounts:body", into.pk)
    return render(request, "accounts/body_merge.html", {"form": form, "body": body})


def split(request: HttpRequest, pk: int) -> HttpResponse:
    """One body becomes several."""
    body = _body(pk)
    policies.require(visitor(request), "split", body)
    form = SplitForm(request.POST or None, body=body)
    if request.method == "POST" and form.is_valid():
        try:
            parts = actions.split_body(
                body, parts=form.parts(), heirs=form.heirs(), by=visitor(request), why=form.cleaned_data["why"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            names = _("、").join(part.name for part in parts)
            tell(request, _("已拆分为%(names)s。") % {"names": names})
            return redirect("accounts:body", pk)
    return render(request, "accounts/body_split.html", {"form": form, "body": body})


def _body(pk: int) -> Body:
    return get_object_or_404(list_bodies(), pk=pk)
