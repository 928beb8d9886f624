"""A folder whose files become documents as soon as they are whole."""

from __future__ import annotations

import logging
import time
from dataclasses import fields
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import DatabaseError, close_old_connections

from planledger.pipeline import Job, collect_files
from planledger.reading import Overrides
from planweb.accounts.models import Region
from planweb.evidence import files
from planweb.evidence.actions.documents import SAID, Arrival, bring_in
from planweb.evidence.guarding import LIMITS
from planweb.evidence.models import Document

_log = logging.getLogger(__name__)
SECONDS = 5.0
"""Between two looks into the folder; a file that has not changed from one to the next is whole."""

_CHUNK = 2**20


class Look(NamedTuple):
    """What a file was like when it was looked at."""

    size: int
    changed: float


class Watcher:
    """Remembers what it saw in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[Path, Look] = {}
        self._done: dict[Path, Look] = {}

    def look(self) -> list[Document]:
        """The documents of the files that are new and whole."""
        brought = []
        jobs = {job.path: job for job in collect_files([self._folder]).jobs}
        for path, job in jobs.items():
            try:
                status = path.stat()
            except OSError:
                continue  # it was taken away meanwhile
            look = Look(status.st_size, status.st_mtime)
            if self._done.get(path) == look or look.size == 0:
                continue
            if self._seen.get(path) != look:
                self._seen[path] = look
                continue
            self._done[path] = look
            document = self._bring(job, look)
            if document is not None:
                brought.append(document)
        return brought

    def _bring(self, job: Job, look: Look) -> Document | None:
        if look.size > LIMITS.size:
            _log.warning("%s: not brought in, since it is larger than %s MB", job.path, LIMITS.size >> 20)
            return None
        name = files.name_of(job.path.name)
        try:
            with job.path.open("rb") as file:
                kept = files.keep(iter(lambda: file.read(_CHUNK), b""), name)
            if Document.objects.filter(sha256=kept.sha256).exists():
                return None
            return bring_in(Arrival(name, kept, _said(job.overrides)), by=None)
        except (OSError, ValidationError) as error:
            _log.warning("%s: not brought in: %s", job.path, error)
        return None


def _said(overrides: Overrides) -> dict[str, Any]:
    """What ``documents.yaml`` says of a file, as a person would have said it; a region by its code."""
    said = {field.name: getattr(overrides, field.name) for field in fields(Overrides) if field.name in SAID}
    region = said.get("region", "")
    if region and not region.isdigit():
        named = Region.objects.filter(name=region).order_by("path").first()
        said["region"] = named.pk if named else ""
    return said


def watch(folder: Path) -> None:
    """Look into ``folder`` again and again."""
    watcher = Watcher(folder)
    while True:
        try:
            close_old_connections()
            watcher.look()
        except (OSError, DatabaseError):
            _log.exception("%s could not be looked into", folder)
        time.sleep(SECONDS)
