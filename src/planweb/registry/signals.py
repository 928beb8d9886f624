"""What happens to plans, for the features above; sent once the transaction is done."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.dispatch import Signal

targets_changed = Signal()
"""Targets, bodies or the base of indicators in plans changed; with ``plan_indicators``, their keys."""


def announce(plan_indicators: Iterable[int]) -> None:
    """Send ``targets_changed`` once the transaction is done; nothing when there is nothing to tell."""
    keys = sorted(set(plan_indicators))
    if keys:
        transaction.on_commit(lambda: targets_changed.send(sender=None, plan_indicators=keys))
