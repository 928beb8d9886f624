"""A backup is one moment of the ledger, and restores to an equal one on either database, or changes nothing."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sqlite3
import subprocess
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from tests.web.test_serve import COMMAND, ENV

from planweb.accounts.actions.bodies import create_body
from planweb.accounts.models import Body, Region, Session, User
from planweb.audit.models import AuditEntry
from planweb.audit.verifying import verify_chain
from planweb.evidence.models import Document
from planweb.monitoring.models import Figure
from planweb.registry.models import Indicator
from planweb.site.backups.archive import Backup, BrokenBackup, Manifest, NoLedger, NotRestored
from planweb.site.backups.making import make_backup
from planweb.site.backups.restoring import restore_backup, settle
from planweb.site.running import registered

pytestmark = pytest.mark.usefixtures("transactional_db")
ON_POSTGRES = "PLANLEDGER_TEST_DATABASE_URL" in os.environ


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a document, beside the database of the tests."""
    data = tmp_path / "data"
    (data / "documents" / "ab").mkdir(parents=True)
    (data / "documents" / "ab" / "one.txt").write_text("文本", encoding="utf-8")
    (data / "documents" / "ab" / "two.txt.new").write_text("还在写", encoding="utf-8")
    (data / "audit.key").write_text(settings.AUDIT_KEY)
    monkeypatch.setattr(settings, "DATA", data)
    monkeypatch.setattr(settings, "DOCUMENTS", data / "documents")
    monkeypatch.setattr(settings, "AUDIT_ANCHOR", data / "audit-anchor.json")
    return data


@pytest.fixture
def ledger(folder: Path, administrator: User, log_in: Callable[..., Any]) -> User:
    """An administrator who logged in, made bodies, a document and a figure."""
    log_in(administrator)
    region = Region.objects.get(pk="220200")
    for number in range(3):
        create_body(_body(region, f"单位{number}"), by=administrator)
    indicator = Indicator.objects.create(code="own-1", name="指标")
    Figure.objects.create(
        indicator=indicator, region=region, period="2026", through=dt.date(2026, 12, 31), value=0.1 + 0.2
    )
    Document.objects.create(name="one.txt", file="ab/one.txt", sha256="0" * 64, said_by_user={"乙": 1.5, "a": None})
    return administrator


def _body(region: Region, name: str) -> Body:
    return Body(name=name, kind="department", region=region, valid_from=dt.date(2020, 1, 1))


def tables(path: Path) -> dict[str, str]:
    """Checksums of the tables and files in a backup."""
    return dict(Backup(path).manifest.checksums)


def test_what_changed_since_is_as_it_was(ledger: User, folder: Path, tmp_path: Path) -> None:
    made = make_backup(tmp_path / "one.zip")
    assert made.tables["accounts_body"] == 3
    assert made.documents == 1
    assert (tmp_path / "one.zip").stat().st_mode & 0o077 == 0
    before = Document.objects.get().brought_at
    create_body(_body(Region.objects.get(pk="220200"), "后来"), by=ledger)
    Document.objects.all().delete()
    (folder / "documents" / "ab" / "one.txt").unlink()
    done = restore_backup(tmp_path / "one.zip", replace=True)
    assert (done.rows, done.documents, done.entries) == (made.rows, 1, made.audit[0])
    assert sorted(Body.objects.values_list("name", flat=True)) == ["单位0", "单位1", "单位2"]
    assert Document.objects.get().brought_at == before
    assert Figure.objects.get().value == 0.1 + 0.2
    assert (folder / "documents" / "ab" / "one.txt").read_text(encoding="utf-8") == "文本"
    make_backup(tmp_path / "two.zip")
    assert tables(tmp_path / "one.zip") == tables(tmp_path / "two.zip")
    create_body(_body(Region.objects.get(pk="220200"), "新建"), by=ledger)  # keys and the chain go on
    assert verify_chain()[0] == []
    assert list(folder.glob(".*")) == []


def test_everybody_logs_in_again(ledger: User, tmp_path: Path) -> None:
    assert Session.objects.exists()
    make_backup(tmp_path / "one.zip")
    restore_backup(tmp_path / "one.zip", replace=True)
    assert not Session.objects.exists()


def test_a_backup_under_load_is_one_moment(ledger: User, tmp_path: Path) -> None:
    region, stop, wrong = Region.objects.get(pk="220200"), threading.Event(), list[Exception]()

    def write(writer: int) -> None:
        number = 0
        try:
            while not stop.is_set():
                create_body(_body(region, f"写入{writer}-{number}"), by=ledger)
                number += 1
        except Exception as error:  # noqa: BLE001  # told by the test
            wrong.append(error)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(writer,)) for writer in range(3)]
    for writer in writers:
        writer.start()
    try:
        made = [make_backup(tmp_path / f"{number}.zip") for number in range(4)]
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert wrong == []
    after = AuditEntry.objects.count()
    assert made[0].audit[0] < after
    for number, one in enumerate(made):
        assert restore_backup(tmp_path / f"{number}.zip", replace=True).entries == one.audit[0]
        assert Body.objects.count() == AuditEntry.objects.filter(action="body.create").count()
        assert AuditEntry.objects.count() == one.audit[0]
    make_backup(tmp_path / "again.zip")
    assert tables(tmp_path / "again.zip") == tables(tmp_path / "3.zip")


def test_a_ledger_is_not_written_over_unasked(ledger: User, folder: Path, tmp_path: Path) -> None:
    make_backup(tmp_path / "one.zip")
    with pytest.raises(NotRestored, match="--replace"):
        restore_backup(tmp_path / "one.zip")
    with registered(folder, "http://127.0.0.1:1/"), pytest.raises(NotRestored, match="stop it first"):
        restore_backup(tmp_path / "one.zip", replace=True)


def _changed(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    target = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change(content) if member == name else content)
    return target


def _with_table(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The backup with a changed table whose checksum fits, as somebody would forge it."""
    import hashlib

    changed = _changed(path, name, change)
    digest = hashlib.sha256(zipfile.ZipFile(changed).read(name)).hexdigest()

    def fit(content: bytes) -> bytes:
        said = json.loads(content)
        said["checksums"][name] = digest
        return json.dumps(said).encode()

    forged = path.with_name("source.zip")
    changed.rename(forged)
    return _changed(forged, "manifest.json", fit)


def test_a_damaged_or_forged_backup_changes_nothing(ledger: User, folder: Path, tmp_path: Path) -> None:
    one = tmp_path / "one.zip"
    make_backup(one)
    (tmp_path / "cut.zip").write_bytes(one.read_bytes()[:-2000])
    (tmp_path / "text.zip").write_text("x")
    edited = _changed(one, "tables/accounts_body.jsonl", lambda content: content.replace(b"2020", b"2021"))
    broken = [tmp_path / "cut.zip", tmp_path / "text.zip", tmp_path / "nowhere.zip"]
    for path in broken:
        with pytest.raises(BrokenBackup):
            restore_backup(path, replace=True)
    with pytest.raises(BrokenBackup, match="checksum"):
        restore_backup(edited, replace=True)
    trail = "tables/audit_auditentry.jsonl"
    forged = _with_table(one, trail, lambda content: content.replace(b"body.create", b"body.rename", 1))
    with pytest.raises(BrokenBackup, match="the entry was edited"):
        restore_backup(forged, replace=True)
    orphaned = _with_table(one, "tables/accounts_region.jsonl", lambda _content: b"")
    with pytest.raises(BrokenBackup):
        restore_backup(orphaned, replace=True)
    assert Body.objects.count() == 3
    make_backup(tmp_path / "two.zip")
    assert tables(tmp_path / "two.zip") == tables(one)


def test_paths_stay_in_the_folder(ledger: User, folder: Path, tmp_path: Path) -> None:
    one, name = tmp_path / "one.zip", "documents/../../evil.txt"
    make_backup(one)
    said = json.loads(zipfile.ZipFile(one).read("manifest.json"))
    said["checksums"][name] = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    bad = _changed(one, "manifest.json", lambda _content: json.dumps(said).encode())
    with zipfile.ZipFile(bad, "a") as archive:
        archive.writestr(name, b"x")
    with pytest.raises(BrokenBackup):
        restore_backup(bad, replace=True)
    assert not (tmp_path / "evil.txt").exists()


def test_of_a_later_version_nothing_is_read(ledger: User, tmp_path: Path) -> None:
    one = tmp_path / "one.zip"
    make_backup(one)

    def later(content: bytes) -> bytes:
        said = json.loads(content)
        said["migrations"][0][1] = "0999_not_yet"
        return json.dumps(said).encode()

    with pytest.raises(BrokenBackup, match="later version"):
        restore_backup(_changed(one, "manifest.json", later), replace=True)
    assert isinstance(Backup(one).manifest, Manifest)


def _command(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND[:-1], *arguments]
    return subprocess.run(command, env=ENV, capture_output=True, encoding="utf-8", check=False)


def test_between_the_databases_and_by_command(ledger: User, folder: Path, tmp_path: Path) -> None:
    """On PostgreSQL: to SQLite and back; on SQLite: to another folder, with the commands."""
    make_backup(tmp_path / "one.zip")
    other = str(tmp_path / "other")
    assert "no ledger" in _command("backup", str(tmp_path), "--data", other).stderr
    done = _command("restore", str(tmp_path / "one.zip"), "--data", other)
    assert done.returncode == 0, done.stderr
    assert "核验完整" in done.stdout
    assert _command("restore", str(tmp_path / "one.zip"), "--data", other).returncode == 2
    assert _command("backup", str(tmp_path / "two.zip"), "--data", other).returncode == 0
    assert tables(tmp_path / "two.zip") == tables(tmp_path / "one.zip")
    assert Backup(tmp_path / "two.zip").manifest.database == "sqlite"
    verified = _command("serve", "--verify-audit", "--data", other)
    assert verified.returncode == 0, verified.stdout
    Body.objects.all().delete()
    restore_backup(tmp_path / "two.zip", replace=True)
    make_backup(tmp_path / "three.zip")
    assert Backup(tmp_path / "three.zip").manifest.database == ("postgresql" if ON_POSTGRES else "sqlite")
    assert tables(tmp_path / "three.zip") == tables(tmp_path / "one.zip")
    assert Body.objects.count() == 3


def test_without_a_database_there_is_nothing_to_back_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planweb.site.backups.making.applied_migrations", list)
    with pytest.raises(NoLedger):
        make_backup(tmp_path / "one.zip")
    assert list(tmp_path.iterdir()) == []
    assert connection.connection is None or not connection.in_atomic_block


@pytest.mark.skipif(ON_POSTGRES, reason="a file of SQLite")
def test_what_a_killed_server_left_beside_the_database_is_in_it_before_it_gives_way(tmp_path: Path) -> None:
    live, killed = tmp_path / "live.sqlite3", tmp_path / "killed.sqlite3"
    with closing(sqlite3.connect(live)) as server:
        server.execute("PRAGMA journal_mode=WAL")
        server.execute("CREATE TABLE written (what)")
        server.execute("INSERT INTO written VALUES (1)")
        server.commit()
        for suffix in ("", "-wal"):
            shutil.copy(f"{live}{suffix}", f"{killed}{suffix}")
    settle(killed)
    Path(f"{killed}-wal").unlink(missing_ok=True)
    with closing(sqlite3.connect(killed)) as database:
        assert database.execute("SELECT what FROM written").fetchall() == [(1,)]
    killed.write_bytes(b"no database")
    settle(killed)
