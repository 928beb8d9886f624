"""``python -m planweb verify_audit``: says whether the audit trail is as it was written."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from planweb.audit.verifying import Anchor, keep_anchor, read_anchor, verify_chain


class Command(BaseCommand):
    """Verifies the chain, its seal and the anchor of the last check."""

    help = "verify the audit trail 核验审计记录"

    def add_arguments(self, parser: CommandParser) -> None:
        """Options of the command."""
        parser.add_argument("--expect", metavar="NUMBER:HASH", help="an end noted elsewhere, which must still be there")
        parser.add_argument("--accept", action="store_true", help="forget the anchor, after a restore from a backup")

    def handle(self, *_args: Any, expect: str | None, accept: bool, **_options: Any) -> None:
        """Verify; a finding is an error."""
        anchor = None if accept else read_anchor(settings.AUDIT_ANCHOR)
        if expect:
            number, _, hash_ = expect.partition(":")
            if not number.isdecimal():
                raise CommandError("--expect NUMBER:HASH")
            anchor = Anchor(int(number), hash_)
        findings, end = verify_chain(anchor)
        for finding in findings:
            self.stdout.write(finding.message)
        if findings:
            raise CommandError(f"{len(findings)} finding(s) 审计记录不完整")
        keep_anchor(settings.AUDIT_ANCHOR, end)
        self.stdout.write(f"审计记录完整 sound: {end.number}:{end.hash}")
