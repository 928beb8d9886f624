"""Rules of passwords besides Django's: long enough to be safe, short enough to be hashed; any characters."""

from __future__ import annotations

from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from planweb.accounts.models import User

LONGEST, FEWEST_SIGNS = 128, 5


class MaximumLengthValidator:
    """Refuses passwords of more characters than anybody types."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises for a password that is too long; it is never cut."""
        if len(password) > LONGEST:
            raise ValidationError(_("密码最多%(count)d个字符。"), code="password_too_long", params={"count": LONGEST})

    def get_help_text(self) -> str:
        """What people read beside the field."""
        return _("密码最多%(count)d个字符。") % {"count": LONGEST}


class PlainPasswordValidator:
    """Refuses what is typed with two fingers: few different characters, or a run such as 123456789012."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises for a password that everybody tries first."""
        steps = {(ord(second) - ord(first)) % 10 for first, second in pairwise(password)}
        if len(set(password)) < FEWEST_SIGNS or (password.isdigit() and len(steps) == 1):
            raise ValidationError(_("密码过于简单：请避免重复和连续的字符。"), code="password_too_plain")

    def get_help_text(self) -> str:
        """What people read beside the field."""
        return _("请避免重复和连续的字符。")
