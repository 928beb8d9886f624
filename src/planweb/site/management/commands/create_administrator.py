"""``python -m planweb create_administrator USERNAME NAME``: the first administrator where no browser is at hand."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from planweb.accounts.actions.access import create_first_administrator, issue_first_run_token
from planweb.accounts.models import User
from planweb.settings.environment import read_environment


class Command(BaseCommand):
    """Makes the first administrator and prints the link by which the person sets a password."""

    help = "make the first administrator and print a link to set a password 创建第一位系统管理员"

    def add_arguments(self, parser: CommandParser) -> None:
        """Who it is."""
        parser.add_argument("username")
        parser.add_argument("name")

    def handle(self, *_args: Any, username: str, name: str, **_options: Any) -> None:
        """Make the administrator."""
        token = issue_first_run_token()
        if token is None:
            raise CommandError("there are people already 已有用户")
        try:
            # Nobody knows this password; the link replaces it.
            user = create_first_administrator(
                User(username=username, name=name), secrets.token_urlsafe(40), token=token
            )
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        uid = urlsafe_base64_encode(force_bytes(user.pk))
        path = reverse("accounts:set-password", args=[uid, default_token_generator.make_token(user)])
        address = read_environment().address
        self.stdout.write(f"{address.geturl().rstrip('/') if address else 'http://127.0.0.1:8000'}{path}")
