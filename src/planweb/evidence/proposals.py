"""What the review of a document shows: its rows, how far it is, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q
from django.http import Http404

from planweb.accounts.models import User
from planweb.accounts.permissions import find_action
from planweb.evidence.describing import Difference, corrections_of, subject_of
from planweb.evidence.models import Commitment, Document, ReviewStep, Said, Statement
from planweb.evidence.phrasing import value_of
from planweb.evidence.queries import reviewable_documents, with_waiting
from planweb.evidence.wanting import KINDS, SEPARATOR, Wanted

_SECTION_LEVELS = 2
_PARTNERS = 12
_STEPS, _IN_PASSING = 50, 200
_SHORT = ("confirm", "correct", "reject", "merge", "reopen")


class Item(NamedTuple):
    """One row as the list shows it; ``may`` is what can be done to it in its state."""

    row: Said
    subject: str
    value: str
    corrections: Sequence[Difference]
    may: str


class Progress(NamedTuple):
    """How far the review of a document is."""

    reviewed: int
    total: int

    @property
    def waiting(self) -> int:
        """Rows that nobody looked at."""
        return self.total - self.reviewed


def all_rows(document: Document) -> list[Said]:
    """Everything that ``document`` says, in the order of the text."""
    found: list[Said] = []
    for kind in KINDS:
        rows = kind._default_manager.filter(document=document).select_related("reviewed_by")  # noqa: SLF001
        found += rows.defer("sentence", *(("notes",) if kind is Statement else ()))
    for row in found:
        row.document = document
    return sorted(found, key=lambda row: (row.start, row.end, row.letter != "s", row.pk))


def wanted_rows(document: Document, rows: Sequence[Said], wanted: Wanted) -> list[Said]:
    """Those of ``rows`` that are wanted."""
    if wanted.everything:
        return list(rows)
    keys = {
        f"{kind.letter}{key}"
        for kind in KINDS
        for key in wanted.among(kind._default_manager.filter(document=document)).values_list("pk", flat=True)  # noqa: SLF001
    }
    return [row for row in rows if row.key in keys]


def item_of(row: Said) -> Item:
    """``row`` as the list shows it."""
    state = str(row.state)
    may = " ".join(name for name in _SHORT if state in find_action("statement", name).states)
    return Item(row, subject_of(row), value_of(row), corrections_of(row), may)


def row_of(document: Document, key: str) -> Said:
    """The row of ``document`` that ``key`` names."""
    kind = next((kind for kind in KINDS if key.startswith(kind.letter) and key[1:].isdecimal()), None)
    if kind is None or len(key) > 18:
        raise Http404
    row = kind._default_manager.filter(document=document, pk=int(key[1:])).select_related("reviewed_by").first()  # noqa: SLF001
    if row is None:
        raise Http404
    row.document = document
    return row


def progress_of(document: Document) -> Progress:
    """How far the review of ``document`` is."""
    total = waiting = 0
    for kind in KINDS:
        counted = kind._default_manager.filter(document=document).aggregate(  # noqa: SLF001
            total=Count("pk"), waiting=Count("pk", filter=Q(state=Said.State.PROPOSED))
        )
        total, waiting = total + counted["total"], waiting + counted["waiting"]
    return Progress(total - waiting, total)


def progress_among(rows: Sequence[Said]) -> Progress:
    """The same of rows that are at hand."""
    return Progress(sum(row.state != Said.State.PROPOSED for row in rows), len(rows))


def sections_of(rows: Sequence[Said]) -> list[str]:
    """Headings above ``rows``, each with those above it, in the order of the text."""
    found: dict[str, None] = {}
    for row in rows:
        for level in range(1, min(len(row.section), _SECTION_LEVELS) + 1):
            found[SEPARATOR.join(row.section[:level])] = None
    return list(found)


def merge_partners(row: Said) -> list[Said]:
    """Rows that may say the same as ``row``: those of its sentence and of its indicator first, then the nearest."""
    kind = type(row)
    others = kind._default_manager.filter(document=row.document_id).exclude(pk=row.pk)  # noqa: SLF001
    others = others.exclude(state=Said.State.REJECTED)
    same = Q(sentence_start=row.sentence_start)
    if isinstance(row, Statement):
        same |= Q(indicator=row.indicator)
        if row.indicator_id:
            same |= Q(indicator_id=row.indicator_id)
    elif isinstance(row, Commitment):
        same |= Q(object=row.object)
    near = [*others.filter(start__lt=row.start).order_by("-start")[:4], *others.filter(start__gte=row.start)[:4]]
    found = {one.pk: one for one in [*others.filter(same)[:40], *near]}

    def distance(one: Said) -> tuple[bool, int]:
        alike = subject_of(one) == subject_of(row) and value_of(one) == value_of(row)
        return not alike, abs(one.start - row.start)

    return sorted(found.values(), key=distance)[:_PARTNERS]


def next_document(user: User, document: Document) -> Document | None:
    """Another document of which something waits for review; the one that waited longest."""
    rows = with_waiting(reviewable_documents(user))
    return rows.exclude(pk=document.pk).order_by("brought_at", "pk").first()


def changed_by_others(document: Document, user: User, since: datetime) -> list[Said]:
    """Rows that others reviewed since a time; not more than a page can take in passing."""
    lately = ReviewStep.objects.filter(document=document).exclude(by=user)
    lately = lately.filter(Q(at__gt=since) | Q(undone_at__gt=since)).order_by("-pk")
    keys = [change[0] for changes in lately.values_list("changes", flat=True)[:_STEPS] for change in changes]
    found: list[Said] = []
    for kind in KINDS:
        wanted = [int(key[1:]) for key in dict.fromkeys(keys) if key[0] == kind.letter][:_IN_PASSING]
        if wanted:
            rows = kind._default_manager.filter(document=document, pk__in=wanted)  # noqa: SLF001
            found += rows.select_related("reviewed_by")
    return found


def last_step(document: Document, user: User) -> ReviewStep | None:
    """What ``user`` would undo in the review of ``document``."""
    return ReviewStep.objects.filter(document=document, by=user, undone_at=None).defer("changes").last()
