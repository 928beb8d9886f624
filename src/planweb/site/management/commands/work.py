"""``python -m planweb work``: do what people asked for in the background."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from planweb.site.working import work


class Command(BaseCommand):
    """Do what is asked for in the background; ``planledger serve`` starts it by itself."""

    help = "Read documents and do other long work in the background; planledger serve starts it by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """What may be said."""
        parser.add_argument("--until-closed", action="store_true", help="end when standard input closes")
        parser.add_argument("--server", default="", help="name of the run of the server that started it")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work."""
        work(until_closed=options["until_closed"], server=options["server"])
