"""What happens to figures; sent once the transaction is done."""

from __future__ import annotations

from django.dispatch import Signal

figures_changed = Signal()
"""Figures were accepted, revised, contested or returned; with ``indicators`` and ``regions``, the keys of both."""
