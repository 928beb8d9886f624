"""``python -m planweb rebuild_search``."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from planweb.search.indexing import rebuild
from planweb.search.kinds import search_kinds
from planweb.search.matching import prepare, tidy
from planweb.search.models import Entry


class Command(BaseCommand):
    """Makes the index of search anew."""

    help = "Make the index of search anew, from what the ledger holds; may be cut off and run again at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        """The kinds to take; all of them without any."""
        parser.add_argument("kinds", nargs="*", metavar="KIND", help="such as statement; every kind without any")

    def handle(self, *_args: Any, kinds: list[str], **_options: Any) -> None:
        """Go through every kind and say how many entries it has."""
        known = search_kinds()
        unknown = set(kinds) - {kind.code for kind in known}
        if unknown:
            codes = ", ".join(kind.code for kind in known)
            raise CommandError(f"no such kind: {', '.join(sorted(unknown))}; there are {codes}")
        prepare()
        for kind in known:
            if kinds and kind.code not in kinds:
                continue
            start, made = time.monotonic(), 0
            for made in rebuild(kind):
                if self.stderr.isatty():
                    self.stderr.write(f"\r{kind.code}: {made:,}", ending="")
            self.stdout.write(f"{kind.code}: {made:,} entries, {time.monotonic() - start:.1f} s")
        if not kinds:
            Entry.objects.exclude(kind__in=[kind.code for kind in known]).delete()
        tidy()
