"""Pages of administrators: what they look after, the system, everybody's sessions."""

from __future__ import annotations

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from planweb.accounts import policies
from planweb.accounts.models import Session
from planweb.accounts.visitors import visitor
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.layout.tables import Column, Table
from planweb.site import chores
from planweb.site.models import Chore
from planweb.site.needs import needs_now
from planweb.site.system import system_state

_SHOWN = 20
LARGEST_UPLOAD = 512 * 2**20


class ImportForm(forms.Form):
    """A ledger as a file."""

    ledger = forms.FileField(
        label=_("台账文件"), help_text=_("planledger run 的输出文件夹打成的 ZIP，或从另一台账导出的 ZIP。")
    )

    def clean_ledger(self) -> object:
        """The file."""
        file = self.cleaned_data["ledger"]
        if file.size > LARGEST_UPLOAD:
            raise ValidationError(_now("文件太大：上限 %(most)s MB。") % {"most": LARGEST_UPLOAD >> 20}, code="size")
        return file


def manage(request: HttpRequest) -> HttpResponse:
    """What there is to look after."""
    user = visitor(request)
    cards = [
        ("accounts:users", _("用户与角色"), _("新建用户、授予角色、停用。"), ("view", "user")),
        ("sessions", _("登录会话"), _("谁在何处登录着。"), ("view", "session")),
        ("oversight:trail", _("审计记录"), _("每一次写入：谁、何时、对什么、为何。"), ("view", "trail")),
        ("system", _("系统"), _("版本、数据库、后台任务、备份、导入导出。"), ("view", "chore")),
    ]
    shown = [
        (reverse(route), label, text)
        for route, label, text, (verb, kind) in cards
        if policies.may_everywhere(user, verb, kind)
    ]
    if not shown:
        raise policies.Denied("view", "chore")
    return render(request, "site/manage.html", {"cards": shown})


def system(request: HttpRequest) -> HttpResponse:
    """How the application is, and the long work on the ledger as a whole."""
    policies.require_everywhere(visitor(request), "view", "chore")
    rows = list(Chore.objects.select_related("by")[:_SHOWN])
    context = {
        "chores": [(row, chores.is_here(row)) for row in rows],
        "busy": any(row.under_way for row in rows),
        "may_ask": policies.may_everywhere(visitor(request), "create", "chore"),
    }
    if request.headers.get("HX-Target") == "chores":
        return render(request, "site/_chores.html", context)
    return render(request, "site/system.html", {**context, "state": system_state(), "needs": needs_now()})


@require_POST
def ask(request: HttpRequest, kind: str) -> HttpResponse:
    """A backup, a check or an export, soon."""
    if kind not in {Chore.Kind.BACKUP, Chore.Kind.VERIFY, Chore.Kind.EXPORT}:
        raise Http404
    chore = chores.ask_chore(kind, by=visitor(request))
    tell(request, _now("已开始：%(what)s。可以离开本页，完成后在这里查看。") % {"what": chore.get_kind_display()})
    return redirect("system")


def bring_in(request: HttpRequest) -> HttpResponse:
    """A ledger is brought in from a file."""
    policies.require(visitor(request), "create", Chore(kind=Chore.Kind.IMPORT))
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            name = chores.keep_upload(form.cleaned_data["ledger"].chunks())
            chores.ask_chore(Chore.Kind.IMPORT, by=visitor(request), file=name)
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _now("已开始导入。可以离开本页，完成后在这里查看。"))
            return redirect("system")
    return render(request, "site/import.html", {"form": form})


def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of a backup or an export."""
    chore = get_object_or_404(Chore, pk=pk)
    policies.require(visitor(request), "download", chore)
    if not chores.is_here(chore):
        raise Http404
    path = chores.download(chore, by=visitor(request))
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


class SessionFilter(filters.FilterSet):
    """By person and address."""

    who = filters.CharFilter(
        label=_("姓名或用户名"), method="by_person", widget=forms.TextInput(attrs={"type": "search"})
    )
    address = filters.CharFilter(label=_("地址"), lookup_expr="startswith")

    class Meta:
        model = Session
        fields: tuple[str, ...] = ()

    def by_person(self, rows: QuerySet[Session], _name: str, said: str) -> QuerySet[Session]:
        """Sessions of people whose name or user name holds what was said."""
        return rows.filter(Q(user__name__icontains=said) | Q(user__username__icontains=said))


def _person(row: Session) -> str:
    return reverse("accounts:user", args=[row.user_id])


COLUMNS = (
    Column("who", _("姓名"), lambda row: row.user.name, ("user__name",), _person),
    Column("username", _("用户名"), lambda row: row.user.username, ("user__username",)),
    Column("device", _("设备"), lambda row: row.device_name),
    Column("address", _("地址"), lambda row: row.address, ("address",)),
    Column("started_at", _("登录时间"), lambda row: row.started_at, ("started_at",)),
    Column("seen_at", _("最近活动"), lambda row: row.seen_at, ("seen_at",)),
)


def sessions(request: HttpRequest) -> HttpResponseBase:
    """Where everybody is logged in; sessions are ended on the page of the person."""
    policies.require_everywhere(visitor(request), "view", "session")
    rows = Session.objects.filter(user__isnull=False, expire_date__gt=timezone.now()).select_related("user")
    table = Table(request, rows.order_by("-seen_at"), COLUMNS, filters=SessionFilter, name=_now("登录会话"))
    return table.response("site/sessions.html", {})
