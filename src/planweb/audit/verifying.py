"""Whether the audit trail is as it was written."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.db.models import Subquery

from planweb.audit.hashing import hash_of, seal_of
from planweb.audit.models import AuditEntry, AuditHead


class Anchor(NamedTuple):
    """End of the chain as it was seen once, kept outside the database: number and hash of the last entry."""

    number: int
    hash: str


class Finding(NamedTuple):
    """One thing that is wrong, at entry ``number`` or at the end of the chain."""

    number: int
    code: str

    @property
    def message(self) -> str:
        """What is wrong, in both languages."""
        zh, en = _MESSAGES[self.code]
        return f"{self.number}: {zh} {en}"


_MESSAGES = {
    "edited": ("内容与哈希不符，记录被改动", "content and hash differ: the entry was edited"),
    "removed": ("之前的记录缺失", "entries before it are missing"),
    "unlinked": ("未接在前一条之后，记录被插入或替换", "does not follow the entry before it: inserted or replaced"),
    "truncated": ("末尾记录缺失", "the last entries are missing"),
    "added": ("末尾有未经登记的记录", "entries were added past the recorded end"),
    "end": ("末条记录与登记的不同", "the last entry is not the one recorded"),
    "seal": ("链尾封印无效", "the seal on the end of the chain is not ours"),
    "headless": ("链尾登记缺失", "the record of the end of the chain is missing"),
    "anchor": ("与上次核验时保存的锚点不符，数据库被换成旧版或另一份", "differs from the anchor of the last check"),
}


def verify_chain(anchor: Anchor | None = None) -> tuple[list[Finding], Anchor]:
    """Everything that is wrong with the audit trail, and its end.

    Args:
        anchor: An end seen before; the chain must still hold it.
    """
    head = AuditHead.objects.filter(pk=1).first()  # first: entries that are being added meanwhile come after it
    walk = _Walk()
    entries = AuditEntry.objects.filter(number__lte=head.count) if head else AuditEntry.objects.all()
    findings = [finding for entry in entries.iterator(chunk_size=2000) for finding in walk.check(entry)]
    if anchor and anchor.number and _hash_at(anchor.number) != anchor.hash:
        findings.append(Finding(anchor.number, "anchor"))
    return [*findings, *_wrong_end(walk, head)], Anchor(walk.number, walk.hash)


class _Walk:
    """One pass over the entries in order."""

    def __init__(self) -> None:
        self.number, self.hash = 0, ""

    def check(self, entry: AuditEntry) -> Iterator[Finding]:
        if entry.number != self.number + 1:
            yield Finding(entry.number, "removed")
        elif entry.previous_hash != self.hash:
            yield Finding(entry.number, "unlinked")
        if entry.hash != hash_of(entry):
            yield Finding(entry.number, "edited")
        self.number, self.hash = entry.number, entry.hash


def _hash_at(number: int) -> str:
    return AuditEntry.objects.filter(pk=number).values_list("hash", flat=True).first() or ""


def _wrong_end(walk: _Walk, head: AuditHead | None) -> Iterator[Finding]:
    if head is None:
        yield Finding(walk.number, "headless")
        return
    if walk.number != head.count:
        yield Finding(walk.number, "truncated")
    elif walk.hash != head.hash:
        yield Finding(walk.number, "end")
    # One statement, so that an entry and the end that registers it are seen together.
    recorded = AuditHead.objects.filter(pk=1).values("count")
    beyond = AuditEntry.objects.filter(number__gt=Subquery(recorded)).first()
    if beyond:
        yield Finding(beyond.number, "added")
    if not hmac.compare_digest(head.seal, seal_of(head.count, head.hash)):
        yield Finding(head.count, "seal")


def read_anchor(path: Path) -> Anchor | None:
    """The end that was kept in ``path``, or None when nothing was."""
    try:
        said = json.loads(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    return Anchor(int(said["number"]), str(said["hash"]))


def keep_anchor(path: Path, anchor: Anchor) -> None:
    """Keep the end of a sound chain in ``path``."""
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(anchor._asdict()) + "\n", encoding="ascii")
    draft.replace(path)
