"""``python -m planweb refresh_standings``: judge every light again, as once a day must be done."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from planweb.monitoring.actions.standings import judged_indicators, refresh_standings


class Command(BaseCommand):
    """Judges every light again; a light also changes when nothing is reported."""

    help = "Judge every light again. Run it once a day: a light also changes when nothing is reported."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say how many changed."""
        keys = list(judged_indicators().order_by("plan__region", "pk").values_list("pk", flat=True))
        changed = refresh_standings(keys)
        self.stdout.write(f"{len(keys)} indicators judged, {changed} lights changed")
