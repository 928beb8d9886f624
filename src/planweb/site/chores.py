"""Long work of administrators: asked for on a page, done in the background."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from planledger.errors import PlanLedgerError
from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.audit.recording import record_audit
from planweb.site.models import Chore

BACKUPS, EXPORTS, IMPORTS = "backups", "exports", "imports"
_ABANDONED = "后台进程多次中断 the background process ended several times"
_log = logging.getLogger(__name__)


class Unsound(Exception):
    """The audit trail is not as it was written."""


@transaction.atomic
def ask_chore(kind: str, *, by: User, file: str = "") -> Chore:
    """The work that is done soon.

    Args:
        kind: Of ``Chore.Kind``.
        by: Who asks.
        file: What is imported, as ``keep_upload`` named it.
    """
    chore = Chore(kind=kind, by=by, file=file)
    policies.require(by, "create", chore)
    chore.full_clean()
    chore.save()
    record_audit(by, f"ledger.{kind}", chore)
    do_chore.enqueue(chore.pk)
    return chore


@transaction.atomic
def download(chore: Chore, *, by: User) -> Path:
    """The file that was made, for who may have it; the trail says who took it."""
    policies.require(by, "download", chore)
    record_audit(by, "ledger.download", chore, after={"file": chore.file})
    return path_of(chore)


@task()
def do_chore(pk: int) -> None:
    """Do the work; begun again when a worker was killed in its midst, since files come whole or not at all."""
    chore = Chore.objects.select_related("by").get(pk=pk)
    if not chore.under_way:
        return
    Chore.objects.filter(pk=pk).update(state=Chore.State.RUNNING, progress=0)
    try:
        chore.numbers = dict(_WORK[chore.kind](chore))
        chore.state, chore.progress = Chore.State.DONE, 100
    except (PlanLedgerError, OSError, Unsound) as error:
        chore.state, chore.problem = Chore.State.FAILED, getattr(error, "message_zh", "") or str(error)
    except Exception as error:
        chore.state, chore.problem = Chore.State.FAILED, type(error).__name__
        raise
    finally:
        chore.ended_at = timezone.now()
        if chore.file and path_of(chore).exists():
            chore.size = path_of(chore).stat().st_size
        chore.save()


def give_up_abandoned() -> int:
    """How many chores were under way though nobody does them any more; they have failed, and may be asked for again.

    Only for the one worker of a data folder, at its start.
    """
    from django_tasks_db.models import DBTaskResult

    under_way = Chore.objects.filter(state__in=[Chore.State.WAITING, Chore.State.RUNNING])
    chores = set(under_way.values_list("pk", flat=True))  # first: a chore comes together with its task
    asked = DBTaskResult.objects.filter(task_path=do_chore.module_path, status__in=["READY", "RUNNING"])
    left = chores - {args["args"][0] for args in asked.values_list("args_kwargs", flat=True)}
    said = {"state": Chore.State.FAILED, "problem": _ABANDONED, "ended_at": timezone.now()}
    return under_way.filter(pk__in=left).update(**said)


def path_of(chore: Chore) -> Path:
    """Where the file of the work lies."""
    folder = {Chore.Kind.BACKUP: BACKUPS, Chore.Kind.EXPORT: EXPORTS, Chore.Kind.IMPORT: IMPORTS}
    return Path(settings.DATA) / folder.get(Chore.Kind(chore.kind), BACKUPS) / chore.file


def is_here(chore: Chore) -> bool:
    """Whether the file of the work lies in the data folder, where a page may give it away."""
    inside = chore.file and "/" not in chore.file and "\\" not in chore.file
    return bool(inside) and chore.kind != Chore.Kind.IMPORT and path_of(chore).is_file()


def keep_upload(chunks: Any) -> str:
    """Name of an uploaded ledger in the data folder."""
    name = f"{secrets.token_hex(8)}.zip"
    with (_folder(IMPORTS) / name).open("xb") as file:
        for chunk in chunks:
            file.write(chunk)
    return name


def _backup(chore: Chore) -> Mapping[str, int]:
    from planweb.site.backups.making import default_name, make_backup

    chore.file = chore.file or default_name()
    made = make_backup(_folder(BACKUPS) / chore.file)
    return {"rows": made.rows, "documents": made.documents, "entries": made.audit[0]}


def _verify(_chore: Chore) -> Mapping[str, int]:
    from planweb.audit.verifying import keep_anchor, read_anchor, verify_chain

    findings, end = verify_chain(read_anchor(settings.AUDIT_ANCHOR))
    if findings:
        raise Unsound("；".join(finding.message for finding in findings[:5]))
    keep_anchor(settings.AUDIT_ANCHOR, end)
    return {"entries": end.number}


def _export(chore: Chore) -> Mapping[str, int]:
    from planweb.site.ledgers.exporting import export_ledger

    chore.file = chore.file or f"ledger-{timezone.localtime():%Y%m%d-%H%M%S}.zip"
    return export_ledger(_folder(EXPORTS) / chore.file, tell=_teller(chore))


def _import(chore: Chore) -> Mapping[str, int]:
    from planweb.site.ledgers.importing import import_ledger

    path = path_of(chore)
    done = import_ledger(path, by=chore.by, tell=_teller(chore))
    path.unlink(missing_ok=True)
    return {"documents": done.documents, "known": done.known, "statements": done.statements}


_WORK: Mapping[str, Callable[[Chore], Mapping[str, int]]] = {
    Chore.Kind.BACKUP: _backup,
    Chore.Kind.VERIFY: _verify,
    Chore.Kind.EXPORT: _export,
    Chore.Kind.IMPORT: _import,
}


def _teller(chore: Chore) -> Callable[[int, int], None]:
    def tell(done: int, of: int) -> None:
        share = min(95 * done // max(of, 1), 95)
        if share > chore.progress:
            chore.progress = share
            Chore.objects.filter(pk=chore.pk).update(progress=share)

    return tell


def _folder(name: str) -> Path:
    folder = Path(settings.DATA) / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
