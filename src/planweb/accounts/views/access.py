"""Log-in, first run, passwords, and one's own account."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import login, update_session_auth_hash, views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from planweb.accounts import policies
from planweb.accounts.actions import access, users
from planweb.accounts.forms.access import FirstRunForm, ForgottenForm, LogInForm, ProfileForm
from planweb.accounts.models import Session, User
from planweb.accounts.queries import open_sessions, tokens_of
from planweb.accounts.visitors import visitor
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell
from planweb.layout.requests import address_of, is_local


class LogIn(views.LoginView):
    """Log-in; says how to begin while there is nobody."""

    form_class = LogInForm
    template_name = "accounts/log_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows."""
        return super().get_context_data(**kwargs, anybody=User.objects.exists())

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page again; 429 for who has to wait."""
        response = super().form_invalid(form)
        response.status_code = 429 if form.throttled else 200
        return response


class Forgotten(views.PasswordResetView):
    """Sends a link to set a new password."""

    form_class = ForgottenForm
    template_name = "accounts/forgotten.html"
    email_template_name = "accounts/forgotten_email.txt"
    subject_template_name = "accounts/forgotten_subject.txt"
    success_url = reverse_lazy("accounts:forgotten-sent")

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the form is made with."""
        return {**super().get_form_kwargs(), "address": address_of(self.request)}


class SetPassword(views.PasswordResetConfirmView):
    """Sets a password by the link of an e-mail or of an administrator."""

    template_name = "accounts/set_password.html"
    success_url = reverse_lazy("accounts:log-in")

    def form_valid(self, form: Any) -> HttpResponse:
        """The log-in page, once the password is set."""
        assert isinstance(self.user, User)
        access.set_password(self.user, form.cleaned_data["new_password1"])
        del self.request.session[views.INTERNAL_RESET_SESSION_TOKEN]
        tell(self.request, _("密码已设置，请登录。"))
        return redirect(self.success_url)


@login_not_required
@sensitive_post_parameters()
def first_run(request: HttpRequest, token: str) -> HttpResponse:
    """Makes the first administrator, for who has the token and sits at this machine."""
    if not is_local(request) or not access.first_run_is_open(token):
        return render(request, "accounts/first_run_closed.html", status=403)
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = access.create_first_administrator(
                form.save(commit=False), form.cleaned_data["password1"], token=token
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            login(request, user)
            return redirect("home")
    return render(request, "accounts/first_run.html", {"form": form})


def account(request: HttpRequest) -> HttpResponse:
    """One's own name, roles and sessions."""
    user = visitor(request)
    # Another row, so that a name that was refused does not appear in the frame of the page.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        try:
            users.edit_user(user, name=form.cleaned_data["name"], email=form.cleaned_data["email"], by=user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            tell(request, _("已保存。"))
            return redirect("accounts:account")
    context = {
        "form": form,
        "grants": policies.grants_of(user),
        "sessions": open_sessions(user),
        "tokens": tokens_of(user),
        "this_session": request.session.get("handle"),
    }
    return render(request, "accounts/account.html", context)


@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """Changes one's own password; sessions elsewhere end."""
    user = visitor(request)
    form: BaseForm = PasswordChangeForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        access.set_password(user, form.cleaned_data["new_password1"], keep_session=request.session.session_key)
        update_session_auth_hash(request, user)
        tell(request, _("密码已更改，其他会话已结束。"))
        return redirect("accounts:account")
    return render(request, "accounts/change_password.html", {"form": form})


@require_POST
def revoke_session(request: HttpRequest, handle: str) -> HttpResponse:
    """Ends a session."""
    session = get_object_or_404(Session, handle=handle, user__isnull=False)
    owner = session.user_id
    access.revoke_session(session, by=visitor(request))
    tell(request, _("会话已结束。"))
    return redirect("accounts:account") if owner == visitor(request).pk else redirect("accounts:user", owner)
