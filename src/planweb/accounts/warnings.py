"""E-mails to a person whose way to log in was changed, so that they notice what they did not do themselves."""

from __future__ import annotations

import logging
from functools import partial
from smtplib import SMTPException

from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import gettext as _

from planweb.accounts.models import User

_log = logging.getLogger("planweb.accounts")


def warn(user: User, what: str, *, address: str | None = None) -> None:
    """Tell ``user`` by e-mail once the transaction is done; the change stands though the e-mail cannot be sent.

    Args:
        user: Who is told.
        what: What was changed, in words for people.
        address: Where to; the address of ``user`` when it is not given.
    """
    to = user.email if address is None else address
    if to:
        text = _("%(name)s（用户名 %(username)s）：\n\n%(what)s\n\n若不是您本人所为，请立即联系系统管理员。") % {
            "name": user.name,
            "username": user.username,
            "what": what,
        }
        transaction.on_commit(partial(_send, _("规划台账：账户变动"), text, to))


def _send(subject: str, text: str, to: str) -> None:
    try:
        send_mail(subject, text, None, [to])
    except (OSError, SMTPException) as error:
        _log.warning("no e-mail of a changed account could be sent: %s", error)
