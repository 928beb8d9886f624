"""``python -m planweb refresh_standings``: judge every light again, as once a day must be done."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from planweb.monitoring.actions.standings import refresh_standings
from planweb.registry.models import PlanIndicator


class Command(BaseCommand):
    """Judges every light again; a light also changes when nothing is reported."""

    help = "Judge every light again. Run it once a day: a light also changes when nothing is reported."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say how many changed."""
        keys = list(PlanIndicator.objects.order_by("plan__region", "pk").values_list("pk", flat=True))
        changed = refresh_standings(keys)
        self.stdout.write(f"{len(keys)} indicators judged, {changed} lights changed")
