"""Making a backup while people work."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from planledger.version import __version__
from planweb.settings.preparing import AUDIT_KEY_FILE
from planweb.site.backups.archive import KEY, Manifest, NoLedger, written_archive
from planweb.site.backups.rows import applied_migrations, lines_of, models_at, table_of

_BLOCK = 2**20
_DRAFTS = (".new", ".part", ".partial", ".tmp")


def make_backup(path: Path) -> Manifest:
    """The manifest of the backup now at ``path``: all rows as they were at one moment, and the files of documents."""
    manifest = Manifest(__version__, timezone.now().isoformat(), connection.vendor, [])
    with written_archive(path, manifest) as archive:
        with snapshot():
            applied = applied_migrations()
            if not applied:
                raise NoLedger("这里没有台账 there is no ledger here")
            manifest.migrations = [(one.app, one.name) for one in applied]
            for model in models_at(applied):
                name = table_of(model)
                manifest.tables[name] = archive.add(f"tables/{name}.jsonl", lines_of(model))
            manifest.audit = _audit_end()
        # Files come before the rows that name them and are never changed: later than the rows, none is missing.
        for file in document_files(Path(settings.DOCUMENTS)):
            archive.add(f"documents/{file.relative_to(settings.DOCUMENTS).as_posix()}", _blocks(file))
            manifest.documents += 1
        key = Path(settings.DATA) / AUDIT_KEY_FILE
        if key.exists() and key.read_text(encoding="ascii").strip() == settings.AUDIT_KEY:
            archive.add(KEY, [f"{settings.AUDIT_KEY}\n".encode("ascii")])
    return manifest


def note_backup(path: Path, manifest: Manifest) -> None:
    """Let the page about the system tell of a backup that a command made; not where the database is an older one."""
    from planweb.site.models import Chore

    if "site_chore" not in connection.introspection.table_names():
        return
    Chore.objects.create(
        kind=Chore.Kind.BACKUP,
        state=Chore.State.DONE,
        progress=100,
        file=str(path.absolute())[-300:],
        size=path.stat().st_size,
        numbers={"rows": manifest.rows, "documents": manifest.documents, "entries": manifest.audit[0]},
        ended_at=timezone.now(),
    )


@contextmanager
def snapshot() -> Iterator[None]:
    """A transaction that sees the database as it is now until it ends, and keeps nobody from writing."""
    if connection.in_atomic_block:  # which is one moment already
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    connection.ensure_connection()
    # Not atomic(), which would begin IMMEDIATE and keep writers out; in WAL a reader keeps its snapshot.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def document_files(folder: Path) -> list[Path]:
    """The files of documents, without those that are still being written."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sorted(path for path in found if not path.name.startswith(".") and path.suffix not in _DRAFTS)


def _audit_end() -> tuple[int, str]:
    from planweb.audit.models import AuditHead

    head = AuditHead.objects.filter(pk=1).first()
    return (head.count, head.hash) if head else (0, "")


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def default_name() -> str:
    """Name of a backup that is made now."""
    return f"planledger-{timezone.localtime():%Y%m%d-%H%M%S}{os.extsep}zip"
