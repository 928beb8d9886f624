"""What happens to plans, for the features above; sent once the transaction is done."""

from __future__ import annotations

from django.dispatch import Signal

targets_changed = Signal()
"""Targets, bodies or the base of indicators in plans changed; with ``plan_indicators``, their keys."""
