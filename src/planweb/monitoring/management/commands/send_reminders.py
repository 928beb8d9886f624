"""Sends the reminders that are due."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from planweb.monitoring.actions.reminding import remind


class Command(BaseCommand):
    """Reminds the people of bodies that have not reported; may be run as often as one likes."""

    help = "Send the reminders that are due, each once."

    def add_arguments(self, parser: CommandParser) -> None:
        """The day."""
        parser.add_argument("--today", type=date.fromisoformat, help="as if it were this day, such as 2026-03-31")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Send them and say how many."""
        self.stdout.write(f"{len(remind(options['today']))} reminders sent")
