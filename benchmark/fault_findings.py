"""What is lost, half done or broken in a ledger whose server was killed."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from pathlib import Path

from fault_ledger import Ledger


def findings(ledger: Ledger, *, whole: bool) -> list[str]:
    """Everything that is not as the server said, or that is half done.

    Looked at again after a moment: PostgreSQL ends what a killed client had asked for.

    Args:
        ledger: What was asked and answered.
        whole: Whether the audit trail is verified from its beginning.
    """
    from planweb.audit.verifying import verify_chain

    parts = (_documents, _reviews, _figures, _body, _plan, _chores)
    if found := [one for part in parts for one in part(ledger)]:
        time.sleep(2)
        found = [one for part in parts for one in part(ledger)]
    return found + ([finding.message for finding in verify_chain()[0]] if whole else [])


def _documents(ledger: Ledger) -> Iterator[str]:
    from django.conf import settings

    from planweb.audit.models import AuditEntry
    from planweb.evidence.models import Document

    documents = dict(Document.objects.values_list("sha256", "file"))
    yield from (f"upload lost: {digest}" for digest in ledger.accepted.uploads - documents.keys())
    for digest, file in documents.items():
        path = Path(settings.DOCUMENTS) / file
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield f"file lost or half written: {file}"
    created = AuditEntry.objects.filter(action="document.create").count()
    if created + ledger.seeded != Document.objects.count():
        yield f"{len(documents)} documents, {ledger.seeded} of them made before, {created} entries of the others"
    unread = Document.objects.filter(state="read", reading__isnull=True).count()
    if unread:
        yield f"{unread} documents half read"


def _reviews(ledger: Ledger) -> Iterator[str]:
    from planweb.audit.models import AuditEntry
    from planweb.evidence.models import Statement

    reviewed = Statement.objects.exclude(state="proposed").exclude(document=ledger.outline)
    keys = set(reviewed.values_list("pk", flat=True))
    yield from (f"review lost: {key}" for key in ledger.accepted.reviews - keys)
    confirmed = AuditEntry.objects.filter(action="statement.confirm").count()
    if confirmed != len(keys):
        yield f"{len(keys)} statements confirmed, {confirmed} entries of them"


def _figures(ledger: Ledger) -> Iterator[str]:
    from planweb.monitoring.models import Figure, Progress

    def values(**which: object) -> set[float]:
        shown = Figure.objects.filter(state__in=["accepted", "submitted"], **which)
        return set(shown.values_list("value", flat=True))

    for name, accepted, there in (
        ("push", ledger.accepted.pushes, values(indicator__code=ledger.indicator)),
        ("report", ledger.accepted.reports, values(indicator__code__startswith="own-")),
    ):
        if len(there) > 1:
            yield f"a {name} is half done: {sorted(there)}"
        if accepted and max(there, default=0) < accepted[-1]:
            yield f"{name} lost: {accepted[-1]}, there is {there}"
    reported = values(indicator__code__startswith="own-")
    texts = set(Progress.objects.values_list("text", flat=True))
    if texts != {f"进展{value:.0f}" for value in reported}:
        yield f"a report is half done: {texts}, {reported}"


def _body(ledger: Ledger) -> Iterator[str]:
    from planweb.accounts.models import Body
    from planweb.audit.models import AuditEntry

    name = Body.objects.get(pk=ledger.body.pk).name
    said = ledger.accepted.renames
    if said and int(name[1:]) < int(said[-1][1:]):
        yield f"renaming lost: {said[-1]}, there is {name}"
    last = AuditEntry.objects.filter(action="body.rename").order_by("-number").first()
    if last and json.loads(last.after)["name"] != name:
        yield "renaming half done"


def _plan(ledger: Ledger) -> Iterator[str]:
    from planweb.audit.models import AuditEntry

    rows = ledger.rows_of_plan()
    if rows not in {(0, 0, 0), ledger.adopted}:
        yield f"an adoption is half done: {rows} of {ledger.adopted}"
    entries = AuditEntry.objects.filter(action__in=["plan.adopt", "plan.undo_adopt"]).order_by("-number")
    last = entries.first()
    if last and (last.action == "plan.adopt") != (rows == ledger.adopted):
        yield f"an adoption is half done: {rows} after {last.action}"
    for action, accepted in ledger.accepted.adoptions.items():
        count = entries.filter(action=action).count() - 1  # one of each was made before
        if count < accepted:
            yield f"adoption lost: {count} of {accepted} {action}"


def _chores(ledger: Ledger) -> Iterator[str]:
    from planweb.audit.models import AuditEntry
    from planweb.site.models import Chore

    for kind in Chore.Kind.values:
        count = Chore.objects.filter(kind=kind).count()
        entries = AuditEntry.objects.filter(action=f"ledger.{kind}").count()
        if count != entries:
            yield f"{count} chores {kind}, {entries} entries of them"
        if count < ledger.accepted.chores[kind]:
            yield f"{kind} lost: {count} of {ledger.accepted.chores[kind]}"


def broken_files(data: Path) -> list[str]:
    """Backups of the data folder that are not whole."""
    from planweb.site.backups.archive import Backup, BrokenBackup

    found = []
    for path in (data / "backups").glob("*.zip"):
        try:
            Backup(path).check()
        except BrokenBackup as error:
            found.append(f"half done: {error}")
    return found


def undone() -> list[str]:
    """What the worker has still to do, or has given up."""
    from django_tasks_db.models import DBTaskResult

    from planweb.evidence.models import Document
    from planweb.site.models import Chore

    tasks = DBTaskResult.objects.exclude(status="SUCCESSFUL")
    return [
        *(f"not read: {one.pk} {one.state} {one.problem}" for one in Document.objects.exclude(state="read")),
        *(f"not done: {one.kind} {one.pk} {one.state} {one.problem}" for one in Chore.objects.exclude(state="done")),
        *(f"task not done: {one.task_path} {one.status} {one.worker_ids}" for one in tasks),
    ]


def wait_for_tasks(patience: float) -> list[str]:
    """What is not done though the server runs and ``patience`` seconds went by in which nothing changed."""
    said, since = undone(), time.monotonic()
    while said and time.monotonic() - since < patience:
        time.sleep(1)
        now = undone()
        if now != said:
            said, since = now, time.monotonic()
    return said
