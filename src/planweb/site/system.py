"""How the application is: versions, sizes, worker, queue, backups, audit trail."""

from __future__ import annotations

import json
import platform
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from planweb.site.models import Chore
from planweb.site.working import LOCK, is_held


@dataclass(frozen=True, slots=True)
class Queue:
    """Background work: how much waits, is under way and failed, and since when the oldest waits."""

    waiting: int
    running: int
    failed: int
    oldest: datetime | None

    @property
    def seconds(self) -> int:
        """How long the oldest has waited."""
        return int((timezone.now() - self.oldest).total_seconds()) if self.oldest else 0


@dataclass(frozen=True, slots=True)
class SystemState:
    """Everything that the page about the system says.

    Attributes:
        version: Of Planledger.
        python: Of Python.
        framework: Of Django.
        database: Name and version.
        database_size: Bytes.
        documents_size: Bytes of the files of documents.
        free: Bytes that the disk of the data folder has left.
        data: The data folder.
        worker: Whether the worker of the data folder runs.
        queue: What it has to do.
        backup: The last backup.
        verified_at: When the audit trail was last found sound.
        verified: How many entries it had.
    """

    version: str
    python: str
    framework: str
    database: str
    database_size: int
    documents_size: int
    free: int
    data: Path
    worker: bool
    queue: Queue
    backup: Chore | None
    verified_at: datetime | None
    verified: int


def system_state() -> SystemState:
    """How the application is now."""
    data = Path(settings.DATA)
    verified_at, number = verified()
    name, size = _database()
    return SystemState(
        version=settings.VERSION,
        python=platform.python_version(),
        framework=django.get_version(),
        database=name,
        database_size=size,
        documents_size=_size_of(Path(settings.DOCUMENTS)),
        free=shutil.disk_usage(data).free,
        data=data,
        worker=worker_is_alive(),
        queue=queue_state(),
        backup=Chore.objects.filter(kind=Chore.Kind.BACKUP, state=Chore.State.DONE).first(),
        verified_at=verified_at,
        verified=number,
    )


def worker_is_alive() -> bool:
    """Whether a worker of the data folder runs on this machine."""
    return is_held(Path(settings.DATA) / LOCK)


def queue_state() -> Queue:
    """What the worker has to do."""
    counts = dict.fromkeys(("READY", "RUNNING", "FAILED"), 0)
    for status in DBTaskResult.objects.filter(status__in=counts).values_list("status", flat=True).iterator():
        counts[status] += 1
    ready = DBTaskResult.objects.filter(status="READY").order_by("enqueued_at").values_list("enqueued_at", flat=True)
    return Queue(counts["READY"], counts["RUNNING"], counts["FAILED"], ready.first())


def verified() -> tuple[datetime | None, int]:
    """When the audit trail was last found sound, and how many entries it had."""
    anchor = Path(settings.AUDIT_ANCHOR)
    try:
        number = int(json.loads(anchor.read_text(encoding="ascii"))["number"])
        return datetime.fromtimestamp(anchor.stat().st_mtime, tz=timezone.get_current_timezone()), number
    except (OSError, ValueError, KeyError):
        return None, 0


def _database() -> tuple[str, int]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
            version, size = cursor.fetchone()
            return f"PostgreSQL {version}", int(size)
        cursor.execute("SELECT sqlite_version()")
        (version,) = cursor.fetchone()
    path = Path(connection.settings_dict["NAME"])
    files = (Path(f"{path}{suffix}") for suffix in ("", "-wal"))
    return f"SQLite {version}", sum(file.stat().st_size for file in files if file.exists())


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else 0
