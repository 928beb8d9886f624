"""What happens to documents, for the features above; sent once the transaction is done."""

from __future__ import annotations

from django.dispatch import Signal

document_read = Signal()
"""A document was read, read again, withdrawn or restored; with ``document``."""

review_changed = Signal()
"""Statements or commitments were reviewed; with ``document`` and ``statements``, the keys of the statements."""
