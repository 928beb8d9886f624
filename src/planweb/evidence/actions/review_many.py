"""Review of many rows at once, and undoing what one did last."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.audit.recording import Change, record_many
from planweb.evidence.actions.review import keep_step, locked_document, tell_changed
from planweb.evidence.models import Commitment, Document, ReviewStep, Said, Statement
from planweb.evidence.wanting import KINDS, Wanted

_TOGETHER = 500
_NEEDED_TO_UNDO = {Said.State.CONFIRMED: "confirm", Said.State.CORRECTED: "correct", Said.State.REJECTED: "reject"}


class Undone(NamedTuple):
    """What became of undoing a step: the rows that are as before, and those that somebody changed meanwhile."""

    step: ReviewStep
    restored: list[Said]
    kept: list[Said]


class MoreThanSeen(Exception):
    """There are more rows than the person was shown before deciding; ``count`` is how many there are."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


@transaction.atomic
def confirm_many(document: Document, wanted: Wanted, *, least: float, expected: int, by: User) -> int:
    """How many proposals with a confidence of at least ``least`` were confirmed, all or none.

    Args:
        document: Whose proposals.
        wanted: Which of them.
        least: Confidence from which on they are confirmed.
        expected: How many the person was shown; more than that are not confirmed.
        by: Who confirms.
    """
    document = locked_document(document)
    rows: list[Said] = []
    for kind in KINDS:
        proposed = kind._default_manager.filter(document=document, state=Said.State.PROPOSED)  # noqa: SLF001
        found = wanted.among(proposed.filter(confidence__gte=least)).order_by("pk")
        rows += found.select_for_update(of=("self",), no_key=True).defer("sentence", "section", "read")
    if len(rows) > expected:
        raise MoreThanSeen(len(rows))
    if not rows:
        raise ValidationError(_("没有符合条件的待审核内容。"), code="none")
    for row in rows:
        row.document = document
    policies.require(by, "confirm", rows[0])  # all are proposals of one document
    now, after = timezone.now(), {"state": Said.State.CONFIRMED}
    _update(rows, {**after, "reviewed_by_id": by.pk, "reviewed_at": now})
    before = {"state": Said.State.PROPOSED}
    record_many(by, "statement.confirm", [Change(row, before, after) for row in rows], why=_("批量确认"))
    undo = {**before, "reviewed_by_id": None, "reviewed_at": None}
    keep_step(document, "confirm_many", [(row, undo) for row in rows], by=by)
    return len(rows)


@transaction.atomic
def undo_last(document: Document, *, by: User) -> Undone:
    """What ``by`` did last in the review of ``document``, taken back but for rows that were changed since."""
    document = locked_document(document)
    step = ReviewStep.objects.filter(document=document, by=by, undone_at=None).last()
    if step is None:
        raise ValidationError(_("没有可以撤销的操作。"), code="nothing")
    said = {key: (before, after) for key, before, _revision, after in step.changes}
    restored, kept = list[Said](), list[Said]()
    for row in _rows_of(document, list(said)):
        (restored if row.revision == said[row.key][1] else kept).append(row)
    for state, alike in groupby(sorted(restored, key=lambda row: row.state), key=lambda row: row.state):
        first = next(alike)  # what is asked is the same for all of a state
        back = said[first.key][0].get("state", state)
        policies.require(by, _NEEDED_TO_UNDO[back] if state == Said.State.PROPOSED else "reopen", first)
    changes = []
    for values, rows in _alike(restored, {key: before for key, (before, _after) in said.items()}):
        changes += [Change(row, {name: getattr(row, name) for name in values}, values) for row in rows]
        _update(rows, values)
    record_many(by, "statement.undo", changes)
    _move_back(step, {row.key: row.revision for row in restored})
    step.undone_at = timezone.now()
    step.save(update_fields=["undone_at"])
    tell_changed(document, [row.pk for row in restored if isinstance(row, Statement)])
    return Undone(step, restored, kept)


def _move_back(step: ReviewStep, revisions: Mapping[str, int]) -> None:
    """Let what was done before ``step`` be undone next: its rows are again as they were, under new revisions."""
    before = {key: revision for key, _before, revision, _after in step.changes if key in revisions}
    earlier = ReviewStep.objects.filter(document=step.document_id, undone_at=None, pk__lt=step.pk)
    for one in earlier.iterator(chunk_size=100):
        moved = [change for change in one.changes if before.get(change[0]) == change[3]]
        for change in moved:
            change[3] = revisions[change[0]]
        if moved:
            one.save(update_fields=["changes"])


def _rows_of(document: Document, keys: Sequence[str]) -> list[Said]:
    rows: list[Said] = []
    for kind in (Statement, Commitment):
        wanted = sorted(int(key[1:]) for key in keys if key[0] == kind.letter)
        for first in range(0, len(wanted), _TOGETHER):
            some = kind._default_manager.filter(pk__in=wanted[first : first + _TOGETHER])  # noqa: SLF001
            rows += some.select_for_update(of=("self",), no_key=True).order_by("pk")
    for row in rows:
        row.document = document
    return rows


def _alike(
    rows: Sequence[Said], before: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[dict[str, Any], list[Said]]]:
    """Rows that get the same values back, so that thousands are one update."""
    groups: dict[str, list[Said]] = {}
    for row in rows:
        groups.setdefault(row.letter + json.dumps(before[row.key], sort_keys=True), []).append(row)
    for said, same in groups.items():
        values = json.loads(said[1:])
        if values.get("reviewed_at"):
            values["reviewed_at"] = parse_datetime(values["reviewed_at"])
        yield values, same


def _update(rows: Sequence[Said], values: Mapping[str, Any]) -> None:
    """Give all rows the same ``values``, in the database and here."""
    for kind in KINDS:
        keys = [row.pk for row in rows if isinstance(row, kind)]
        for first in range(0, len(keys), _TOGETHER):
            some = kind._default_manager.filter(pk__in=keys[first : first + _TOGETHER])  # noqa: SLF001
            some.update(**values, revision=F("revision") + 1)
    for row in rows:
        row.revision += 1
        for name, value in values.items():
            setattr(row, name, value)
