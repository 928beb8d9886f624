"""The one-time log-in of a demonstration."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from planweb.accounts.models import User
from planweb.layout.requests import is_local
from planweb.site.demo.folder import is_demo, redeem_link


@login_not_required
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Logs in who comes from this machine with a fresh token; nobody outside a demonstration."""
    open_here = is_demo(settings.DATA) and is_local(request)
    username = redeem_link(settings.DATA, token) if open_here else None
    user = User.objects.filter(username=username, is_active=True).first() if username else None
    if user is None:
        return render(request, "site/demo_closed.html", status=403)
    login(request, user)
    return redirect("home")
