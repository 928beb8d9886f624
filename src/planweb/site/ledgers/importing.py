"""Documents out of a ledger that ``planledger run`` or an export wrote."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from django.db import transaction

from planledger.errors import BrokenLedger
from planledger.ledger import read_ledger
from planledger.model import Document as ReadDocument
from planledger.model import Extraction, Ledger
from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.audit.recording import record_audit
from planweb.evidence.files import keep
from planweb.evidence.models import Document
from planweb.evidence.records import storable, store_reading
from planweb.evidence.signals import document_read

LARGEST = 2 * 2**30
"""Bytes that the files of a ledger may have unpacked."""
_KINDS = (".jsonl", ".parquet", ".json")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a ledger: documents that are new, documents that were there, statements of the new ones."""

    documents: int
    known: int
    statements: int


def import_ledger(
    path: Path, *, by: User | None, tell: Callable[[int, int], None] = lambda _done, _all: None
) -> Imported:
    """What was imported from ``path``, a folder or a ZIP; raises ``BrokenLedger`` for one that is none.

    Each document comes with its statements as read, proposed for review, in a transaction of its own; one whose text is
    here already stays as it is, so that an import that was cut off is done again safely. The files that the ledger was
    read from are not in it: the text stands in for them.
    """
    with _unpacked(path) as folder:
        ledger = read_ledger(folder)
        new, statements = 0, 0
        pairs = list(_pairs(ledger))
        for done, (read, extraction) in enumerate(pairs):
            tell(done, len(pairs))
            if _bring(read, extraction, by):
                new += 1
                statements += len(extraction.statements)
        return Imported(new, len(pairs) - new, statements)


def _pairs(ledger: Ledger) -> Iterator[tuple[ReadDocument, Extraction]]:
    return zip(ledger.documents, ledger.extractions, strict=True)


def _bring(read: ReadDocument, extraction: Extraction, by: User | None) -> bool:
    """Whether the document is new."""
    kept = keep([storable(read.source).encode()], f"{read.id}.txt")
    with transaction.atomic():
        if Document.objects.filter(sha256=kept.sha256).exists():
            return False
        # A name without the folder in which somebody else had the file; its suffix says what the reader read.
        name = PurePosixPath(read.path.replace("\\", "/")).name or f"{read.id}.txt"
        document = Document(name=name[:200], sha256=kept.sha256, size=kept.size, file=kept.file, brought_by=by)
        if by is not None:
            policies.require(by, "create", document)
        document.save()
        document = store_reading(document, read, extraction)
        record_audit(by, "document.create", document, after={"name": document.name, "imported": True})
        transaction.on_commit(lambda: document_read.send(Document, document=document))
    return True


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """The folder of the ledger at ``path``; of a ZIP only what a ledger consists of is unpacked."""
    if path.is_dir():
        yield path
        return
    with TemporaryDirectory(prefix="planledger-import-") as name:
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, Path(name))
        except (zipfile.BadZipFile, OSError) as error:
            raise BrokenLedger(str(path), "file") from error
        yield Path(name)


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    heads = [PurePosixPath(member) for member in archive.namelist() if PurePosixPath(member).name == "ledger.json"]
    if len(heads) != 1:
        raise BrokenLedger(str(archive.filename), "ledger.json")
    (folder / "ledger").mkdir()
    left = LARGEST
    for member in archive.infolist():
        inside = PurePosixPath(member.filename)
        if inside.parent != heads[0].parent or inside.suffix not in _KINDS:
            continue
        with archive.open(member) as source, (folder / "ledger" / inside.name).open("wb") as target:
            while block := source.read(2**20):
                left -= len(block)
                if left < 0:
                    raise BrokenLedger(str(archive.filename), "size")
                target.write(block)
