"""Tokens of the API."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planweb.accounts import policies
from planweb.accounts.actions import tokens as actions
from planweb.accounts.forms.tokens import NewTokenForm
from planweb.accounts.models import Token, User
from planweb.accounts.visitors import visitor
from planweb.layout.forms import add_errors
from planweb.layout.notices import tell


def new(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Makes a token of one's own, or of somebody else, and shows it this one time."""
    by = visitor(request)
    person = by if pk is None else get_object_or_404(User, pk=pk)
    policies.require(by, "create", Token(user=person))
    form = NewTokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.create_token(person, name=said["name"], access=said["access"], days=said["days"], by=by)
        except ValidationError as error:
            add_errors(form, error)
        else:
            context = {"person": person, "token": made.token, "secret": made.secret, "own": person.pk == by.pk}
            return render(request, "accounts/token_made.html", context)
    return render(request, "accounts/token_new.html", {"form": form, "person": person, "own": person.pk == by.pk})


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a token."""
    token = get_object_or_404(Token.objects.select_related("user"), pk=pk)
    actions.revoke_token(token, by=visitor(request))
    tell(request, _("令牌“%(name)s”已撤销，使用它的程序不能再访问。") % {"name": token.name})
    own = token.user_id == visitor(request).pk
    return redirect("accounts:account") if own else redirect("accounts:user", token.user_id)
