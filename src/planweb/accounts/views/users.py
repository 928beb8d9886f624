"""People and their roles."""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from planweb.accounts import policies
from planweb.accounts.actions import users as actions
from planweb.accounts.forms.access import ProfileForm
from planweb.accounts.forms.users import GrantForm, NewUserForm, UserFilter
from planweb.accounts.models import Grant, User
from planweb.accounts.queries import list_users, open_sessions, tokens_of
from planweb.accounts.visitors import visitor
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.layout.tables import Column, Table


def _address(row: User) -> str:
    return reverse("accounts:user", args=[row.pk])


COLUMNS = (
    Column(
        "name",
        gettext_lazy("姓名"),
        lambda row: row.name,
        ("name",),
        _address,
    ),
    Column("username", gettext_lazy("用户名"), lambda row: row.username, ("username",)),
    Column("roles", gettext_lazy("角色"), lambda row: _("；").join(str(grant) for grant in row.grants.all())),
    Column("email", gettext_lazy("电子邮箱"), lambda row: row.email, ("email",)),
    Column(
        "state",
        gettext_lazy("状态"),
        lambda row: _("启用") if row.is_active else _("停用"),
        ("is_active",),
        mark=lambda row: "good" if row.is_active else "off",
    ),
    Column("last_login", gettext_lazy("最近登录"), lambda row: row.last_login, ("last_login",)),
)


def listing(request: HttpRequest) -> HttpResponseBase:
    """Everybody."""
    policies.require_everywhere(visitor(request), "view", "user")
    table = Table(request, list_users(), COLUMNS, filters=UserFilter, name=_("用户"))
    return table.response("accounts/users.html", {})


def new(request: HttpRequest) -> HttpResponse:
    """Somebody new."""
    policies.require(visitor(request), "create", User())
    form = NewUserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.create_user(form.save(commit=False), by=visitor(request))
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已新建用户。接着授予角色，再发放设置密码的链接。"))
            return redirect("accounts:user", user.pk)
    return render(request, "accounts/user_new.html", {"form": form})


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person with roles and sessions."""
    user = get_object_or_404(User, pk=pk)
    policies.require(visitor(request), "view", user)
    return _page(request, user, GrantForm())


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes somebody's name and address."""
    user = get_object_or_404(User, pk=pk)
    policies.require(visitor(request), "edit", user)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.edit_user(user, name=said["name"], email=said["email"], by=visitor(request))
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已保存。"))
            return redirect("accounts:user", pk)
    return render(request, "accounts/user_edit.html", {"form": form, "person": user})


@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a role."""
    user = get_object_or_404(User, pk=pk)
    policies.require(visitor(request), "grant", user)
    form = GrantForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            given = actions.grant_role(
                user, role=said["role"], region=said["region"], body=said["body"], by=visitor(request)
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            undo = reverse("accounts:revoke", args=[pk, given.pk])
            tell(request, _("已授予：%(role)s") % {"role": given}, undo=undo)
            return redirect("accounts:user", pk)
    return _page(request, user, form)


@require_POST
def revoke(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    """Takes a role."""
    held = get_object_or_404(Grant.objects.select_related("user", "region", "body"), pk=grant_pk, user=pk)
    again = {"role": held.role, "region": held.region_id or "", "body": str(held.body_id or "")}
    try:
        actions.revoke_role(held, by=visitor(request))
    except ValidationError as error:
        tell(request, error.messages[0], wrong=True)
    else:
        undo = reverse("accounts:grant", args=[pk])
        tell(request, _("已收回：%(role)s") % {"role": held}, undo=undo, fields=again)
    return redirect("accounts:user", pk)


@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Shuts somebody out."""
    user = get_object_or_404(User, pk=pk)
    try:
        actions.deactivate_user(user, by=visitor(request))
    except ValidationError as error:
        tell(request, error.messages[0], wrong=True)
    else:
        undo = reverse("accounts:activate", args=[pk])
        tell(request, _("已停用%(name)s，其会话已结束。") % {"name": user.name}, undo=undo)
    return redirect("accounts:user", pk)


@require_POST
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets somebody in again."""
    user = actions.activate_user(get_object_or_404(User, pk=pk), by=visitor(request))
    tell(request, _("已启用%(name)s。") % {"name": user.name}, undo=reverse("accounts:deactivate", args=[pk]))
    return redirect("accounts:user", pk)


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows a link, once, by which somebody sets a password."""
    user = actions.invite_user(get_object_or_404(User, pk=pk), by=visitor(request))
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    link = reverse("accounts:set-password", args=[uid, default_token_generator.make_token(user)])
    context = {"person": user, "link": request.build_absolute_uri(link)}
    return render(request, "accounts/user_invited.html", context)


def _page(request: HttpRequest, user: User, form: GrantForm) -> HttpResponse:
    context = {
        "person": user,
        "form": form,
        "grants": user.grants.select_related("region", "body"),
        "sessions": open_sessions(user),
        "tokens": tokens_of(user),
    }
    return render(request, "accounts/user.html", context)
