"""Forms of log-in, first run and passwords."""

from __future__ import annotations

import logging
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, BaseUserCreationForm, PasswordResetForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from planweb.accounts.actions.access import note_failure, too_many_tries
from planweb.accounts.models import User
from planweb.layout.requests import address_of

_log = logging.getLogger("planweb.accounts")


class LogInForm(AuthenticationForm):
    """User name and password; after too many failures neither is looked at."""

    throttled = False

    def clean(self) -> dict[str, Any]:
        """The person, or why not."""
        assert self.request is not None
        username, address = str(self.cleaned_data.get("username", "")), address_of(self.request)
        self.throttled = too_many_tries(username, address)
        if self.throttled:
            _log.warning("log-in of %s from %s refused: too many failures", username, address)
            raise ValidationError(_("失败次数过多，请15分钟后再试。"), code="throttled")
        try:
            return super().clean()
        except ValidationError:
            note_failure(username, address)
            _log.warning("log-in of %s from %s failed", username, address)
            raise


class FirstRunForm(BaseUserCreationForm):
    """The first administrator."""

    class Meta:
        model = User
        fields = ("name", "username", "email")


class ForgottenForm(PasswordResetForm):
    """E-mail address of somebody who forgot the password; asking often counts like failing often."""

    def __init__(self, *args: Any, address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address

    def clean_email(self) -> str:
        """The e-mail address."""
        email = str(self.cleaned_data["email"])
        if too_many_tries(email, self.address):
            raise ValidationError(_("请求过多，请15分钟后再试。"), code="throttled")
        note_failure(email, self.address)
        return email


class ProfileForm(forms.ModelForm):
    """What people may change of themselves."""

    class Meta:
        model = User
        fields = ("name", "email")
