"""Every exception of Planledger; imperfect documents do not raise, they give a ``Problem``."""

from __future__ import annotations


class PlanLedgerError(Exception):
    """Base of every error that Planledger raises on purpose; ``code`` is stable, the text tells what to do."""

    code = "error"
