"""What administrators look after: the system, backups, export and import, sessions."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from planledger.cli.entry import run_command
from planledger.ledger import read_ledger
from planweb.accounts.models import User
from planweb.accounts.policies import Denied
from planweb.audit.models import AuditEntry
from planweb.evidence.models import Document, Statement
from planweb.registry.models import Plan
from planweb.site import chores
from planweb.site.ledgers.exporting import export_ledger
from planweb.site.ledgers.importing import import_ledger
from planweb.site.models import Chore
from planweb.site.working import put_back

LogIn = Callable[[User | None], Client]
TEXT = "某市2023年计划报告\n2022年，全市城镇新增就业4.05万人。\n2023年，城镇新增就业4.2万人以上。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own."""
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setattr(settings, "DATA", data)
    monkeypatch.setattr(settings, "DOCUMENTS", data / "documents")
    monkeypatch.setattr(settings, "AUDIT_ANCHOR", data / "audit-anchor.json")
    return data


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    """What ``planledger run`` wrote of a document."""
    (tmp_path / "某市2023年计划报告.txt").write_text(TEXT, encoding="utf-8")
    assert run_command(["run", str(tmp_path / "某市2023年计划报告.txt"), "--out", str(tmp_path / "out")]) in {0, 1}
    return tmp_path / "out"


def packed(folder: Path, inside: str = "") -> bytes:
    """The folder as a ZIP, in a folder of it."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path in folder.rglob("*"):
            archive.write(path, inside + path.relative_to(folder).as_posix())
    return content.getvalue()


@pytest.mark.parametrize("kind", ["backup", "verify", "export"])
def test_what_is_asked_for_is_done_and_told(
    db: None, kind: str, folder: Path, administrator: User, log_in: LogIn
) -> None:
    client = log_in(administrator)
    assert client.post(f"/manage/system/{kind}/").status_code == 302
    chore = Chore.objects.get()
    assert (chore.state, chore.problem, chore.progress) == ("done", "", 100)
    assert AuditEntry.objects.filter(action=f"ledger.{kind}").exists()
    page = client.get("/manage/system/").content.decode()
    assert chore.get_kind_display() in page
    address = f"/manage/system/{chore.pk}/file/"
    assert (address in page) == (kind != "verify")
    if kind != "verify":
        response = client.get(address)
        content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
        assert zipfile.ZipFile(BytesIO(content)).testzip() is None
        assert AuditEntry.objects.filter(action="ledger.download").exists()


def test_what_needs_an_administrator_is_told_at_home_and_on_the_page(
    db: None, folder: Path, administrator: User, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "AUDIT_ANCHOR", folder / "anchor.json")
    client = log_in(administrator)

    def told() -> list[tuple[str, bool]]:
        there = [client.get(path).context["needs"] for path in ("/", "/manage/system/")]
        assert there[0] == there[1]
        return [(need.text[:8], need.bad) for need in there[0]]

    assert told() == [("后台没有在运行：", True), ("还没有备份。", False), ("审计记录还没有核", False)]
    monkeypatch.setattr("planweb.site.needs.worker_is_alive", lambda: True)
    (folder / "anchor.json").write_text('{"number": 1}')
    day = timezone.now() - dt.timedelta(days=9)
    old = Chore.objects.create(kind="backup", state="done", ended_at=day)
    assert told() == [("最近的备份是 9", False)]
    Chore.objects.create(kind="backup", state="failed", ended_at=timezone.now())
    assert told() == [("最近一次“备份”", True), ("最近的备份是 9", False)]
    Chore.objects.filter(state="failed").delete()
    old.ended_at = timezone.now()
    old.save()
    assert told() == []
    assert "系统运行正常。" in client.get("/").content.decode()
    monkeypatch.setattr("planweb.site.needs.LEAST_FREE", 2**62)
    assert [bad for _text, bad in told()] == [True]


def test_only_known_work_is_begun(db: None, folder: Path, administrator: User, planner: User, log_in: LogIn) -> None:
    assert log_in(administrator).post("/manage/system/import/").status_code == 200  # the form, with what is wrong
    assert log_in(administrator).post("/manage/system/wipe/").status_code == 404
    with pytest.raises(Denied):
        chores.ask_chore("backup", by=planner)
    assert not Chore.objects.exists()


def test_a_damaged_trail_is_told(db: None, folder: Path, administrator: User, log_in: LogIn) -> None:
    client = log_in(administrator)
    AuditEntry.objects.filter(pk=1)._raw_delete("default")  # type: ignore[attr-defined]
    client.post("/manage/system/verify/")
    assert Chore.objects.get().state == "failed"
    assert "记录" in client.get("/manage/system/").content.decode()
    assert not (folder / "audit-anchor.json").exists()


def test_a_file_elsewhere_is_not_given_away(db: None, folder: Path, administrator: User, log_in: LogIn) -> None:
    (folder / "secret.key").write_text("x")
    for file in ("../secret.key", str(folder / "secret.key"), "missing.zip"):
        chore = Chore.objects.create(kind="backup", state="done", file=file)
        assert log_in(administrator).get(f"/manage/system/{chore.pk}/file/").status_code == 404


def test_a_ledger_of_a_run_comes_in_once(
    db: None, folder: Path, run_folder: Path, administrator: User, log_in: LogIn
) -> None:
    client = log_in(administrator)
    for known in (0, 1):
        upload = SimpleUploadedFile("out.zip", packed(run_folder, "out/"))
        assert client.post("/manage/system/import/", {"ledger": upload}).status_code == 302
        chore = Chore.objects.first()
        assert chore is not None
        assert (chore.state, chore.problem) == ("done", "")
        assert chore.numbers["known"] == known
    document = Document.objects.get()
    assert (document.name, document.state) == ("某市2023年计划报告.txt", "read")
    assert document.statements.filter(state="proposed", low=4.05).exists()
    assert (folder / "documents" / document.file).read_text(encoding="utf-8") == document.reading.source
    assert list((folder / "imports").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"PK", packed(Path(__file__).parent)])
def test_what_is_no_ledger_is_refused_in_words(
    db: None, folder: Path, administrator: User, log_in: LogIn, content: bytes
) -> None:
    response = log_in(administrator).post("/manage/system/import/", {"ledger": SimpleUploadedFile("x.zip", content)})
    chore = Chore.objects.first()
    assert (chore is None and response.status_code == 200) or (chore is not None and chore.state == "failed")
    assert not Document.objects.exists()


def test_an_export_is_a_ledger_again(db: None, folder: Path, run_folder: Path, planner: User, tmp_path: Path) -> None:
    import_ledger(run_folder, by=None)
    Statement.objects.filter(low=4.05).update(state="rejected")
    Plan.objects.create(title="=规划", tier="annual", region_id="220200", first_year=2026, last_year=2026)
    counts = export_ledger(tmp_path / "all.zip")
    assert (counts["documents"], counts["plans"]) == (1, 1)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        archive.extractall(tmp_path / "all")
    ledger = read_ledger(tmp_path / "all")
    assert [one.path for one in ledger.documents] == ["某市2023年计划报告.txt"]
    assert all(one.low != 4.05 for one in ledger.extractions[0].statements)
    assert ledger.extractions[0].statements
    assert "'=规划" in (tmp_path / "all" / "plans" / "plans.csv").read_text(encoding="utf-8-sig")
    Document.objects.all().delete()
    assert import_ledger(tmp_path / "all.zip", by=None).documents == 1


def test_everybody_who_is_logged_in_is_listed(db: None, administrator: User, planner: User, log_in: LogIn) -> None:
    log_in(planner)
    client = log_in(administrator)
    page = client.get("/manage/sessions/").content.decode()
    assert f"/users/{planner.pk}/" in page
    found = client.get("/manage/sessions/?who=planner").content.decode()
    assert "共 1 行" in found


def test_a_work_that_fails_says_so(
    db: None, folder: Path, administrator: User, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("planweb.site.backups.making.make_backup", full)
    client = log_in(administrator)
    client.post("/manage/system/backup/")
    assert "No space left" in client.get("/manage/system/").content.decode()


def test_work_that_nobody_does_any_more_has_failed_and_may_be_asked_for_again(
    db: None, folder: Path, administrator: User, log_in: LogIn
) -> None:
    left = Chore.objects.create(kind="backup", state="running", by=administrator)
    kept = Chore.objects.create(kind="verify", state="waiting", by=administrator)
    fields = {"backend_name": "default", "exception_class_path": "", "traceback": "", "run_after": timezone.now()}
    args = {"args": [kept.pk], "kwargs": {}}
    DBTaskResult.objects.create(task_path=chores.do_chore.module_path, args_kwargs=args, status="RUNNING", **fields)
    put_back()
    left.refresh_from_db()
    kept.refresh_from_db()
    assert (left.state, kept.state) == ("failed", "waiting")
    client = log_in(administrator)
    assert left.problem in client.get("/manage/system/").content.decode()
    client.post("/manage/system/backup/")
    assert Chore.objects.filter(kind="backup").first().state == "done"
