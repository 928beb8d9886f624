"""Bringing a backup back, all or nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from planweb.audit.verifying import Anchor, keep_anchor, verify_chain
from planweb.settings.preparing import AUDIT_KEY_FILE
from planweb.site.backups.archive import Backup, BrokenBackup, NotRestored
from planweb.site.backups.rows import (
    Migration,
    applied_migrations,
    empty_tables,
    insert_rows,
    known_migrations,
    models_at,
    reset_sequences,
    rows_from,
    table_of,
)
from planweb.site.running import running_server

_FILLED = "这里已有台账；--replace 以备份取代它 there is a ledger here: --replace puts the backup in its place"
_OTHER_VERSION = "数据库版本与备份不同，请用空库 the database is of another version than the backup: use an empty one"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back.

    Attributes:
        made_at: When the backup was made.
        rows: Rows of all tables.
        documents: Files.
        entries: Entries of the audit trail, which was verified.
    """

    made_at: str
    rows: int
    documents: int
    entries: int


def restore_backup(path: Path, *, replace: bool = False) -> Restored:
    """What was restored from ``path`` into the data folder and the database of the settings.

    Everything is checked before anything is written, and the old ledger stays until the new one is whole.

    Args:
        path: A file that ``make_backup`` wrote.
        replace: Whether a ledger that is there gives way.
    """
    if running_server(Path(settings.DATA)):
        raise NotRestored("服务正在运行，请先停止 the server is running: stop it first")
    if not replace and is_filled():
        raise NotRestored(_FILLED)
    backup = Backup(path)
    try:
        backup.check()
        target = [Migration(*one) for one in backup.manifest.migrations]
        later = set(target) - {Migration(*key) for key in MigrationLoader(None, ignore_no_migrations=True).graph.nodes}
        if later:
            raise BrokenBackup(path, f"来自更新的版本 made by a later version: {backup.manifest.version}")
        if backup.audit_key:
            settings.AUDIT_KEY = backup.audit_key
        documents = _bring_documents(backup)
        with _fresh_database() as in_place:
            end = _load(backup, target, in_place=in_place)
        keep_anchor(settings.AUDIT_ANCHOR, end)
        _keep_key(backup.audit_key)
        return Restored(backup.manifest.made_at, backup.manifest.rows, documents, end.number)
    finally:
        backup.close()


def is_filled() -> bool:
    """Whether anybody or anything is in the ledger of the settings."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name in {"accounts_user", "audit_auditentry", "evidence_document", "registry_plan"} & tables:
            cursor.execute(f"SELECT 1 FROM {name} LIMIT 1")  # noqa: S608  # names of our own tables
            if cursor.fetchone():
                return True
    return False


@contextmanager
def _fresh_database() -> Iterator[bool]:
    """Whether the tables are written in place: a new file in place of SQLite's at the end, or one transaction."""
    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield True
        return
    final = Path(connection.settings_dict["NAME"])
    draft = final.with_name(f".{final.name}.restoring")
    _remove(draft)
    connection.close()
    connection.settings_dict["NAME"] = draft
    try:
        yield False
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        settle(final)
        for suffix in ("-wal", "-shm"):  # of the old file; the new one is whole without
            Path(f"{final}{suffix}").unlink(missing_ok=True)
        draft.replace(final)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = final
        _remove(draft)


def settle(database: Path) -> None:
    """Write into ``database`` what lies beside it, so that it is whole without, should we be killed before it goes."""
    if not database.exists():
        return
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(database)) as old:  # a broken one gives way as it is
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _load(backup: Backup, target: Sequence[Migration], *, in_place: bool) -> Anchor:
    """The end of the audit trail, once every table is loaded and verified."""
    tables = models_at(target)
    if set(backup.manifest.tables) != {table_of(model) for model in tables}:
        raise BrokenBackup(backup.path, "表与版本不符 tables do not fit the version")
    started = bool(applied_migrations()) if in_place else False
    if started and applied_migrations() != sorted(target):
        raise NotRestored(_OTHER_VERSION)
    if not started:
        _migrate_to(target)
    try:
        with transaction.atomic():
            empty_tables(tables)
            for model in tables:
                _load_table(backup, model)
            connection.check_constraints()
            reset_sequences(tables)
    except (DatabaseError, ValueError, TypeError) as error:
        raise BrokenBackup(backup.path, f"内容不合 rows that do not fit: {str(error).strip()}") from error
    if sorted(target) != known_migrations():
        call_command("migrate", verbosity=0, interactive=False)
    findings, end = verify_chain()
    if findings or end != tuple(backup.manifest.audit):
        said = "; ".join(finding.message for finding in findings[:3]) or "another end"
        raise BrokenBackup(backup.path, f"审计记录 audit trail: {said}")
    return end


def _migrate_to(target: Sequence[Migration]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate([(one.app, one.name) for one in target])


def _load_table(backup: Backup, model: type[models.Model]) -> None:
    name = table_of(model)
    with backup.open(f"tables/{name}.jsonl") as lines:
        count = insert_rows(model, rows_from(model, lines))
    if count != backup.manifest.tables[name]:
        raise BrokenBackup(backup.path, f"{name}: {count} rows")


def _bring_documents(backup: Backup) -> int:
    """How many files now lie in the documents folder; others in it stay, since no row names them."""
    folder = Path(settings.DOCUMENTS)
    names = backup.names("documents")
    for name in names:
        inside = PurePosixPath(name).relative_to("documents")
        if ".." in inside.parts or inside.is_absolute():
            raise BrokenBackup(backup.path, name)
        path = folder / inside
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.restoring")
        with draft.open("wb") as file:
            for block in backup.blocks(name):
                file.write(block)
        draft.replace(path)
    return len(names)


def _keep_key(key: str) -> None:
    if not key or os.environ.get("PLANLEDGER_AUDIT_KEY"):
        return
    path = Path(settings.DATA) / AUDIT_KEY_FILE
    if path.exists() and path.read_text(encoding="ascii").strip() != key:
        shutil.copy2(path, path.with_suffix(".key.before"))
    draft = path.with_name(f".{path.name}.restoring")
    draft.touch(mode=0o600)
    draft.write_text(key + "\n", encoding="ascii")
    draft.replace(path)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
