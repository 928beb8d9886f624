"""What people may see of documents and what they say."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from planweb.accounts.models import Region, User
from planweb.accounts.reach import places_of, within
from planweb.evidence.models import Commitment, Document, Said, Statement


def documents_within(user: User, before: str = "", *, kind: str = "document", action: str = "view") -> Q:
    """Condition of the rows whose document, behind the look-up ``before``, ``user`` may see, or do ``action`` to."""
    return within(user, kind, region=f"{before}region", own=f"{before}brought_by", action=action)


def visible_documents(user: User) -> QuerySet[Document]:
    """Every document that ``user`` may view: of the regions of their roles, and those that they brought in."""
    return Document.objects.select_related("region", "brought_by").filter(documents_within(user))


def reviewable_documents(user: User) -> QuerySet[Document]:
    """Documents whose statements ``user`` may review, those that are not read yet too."""
    return Document.objects.filter(documents_within(user, kind="statement", action="confirm"))


def visible_statements(user: User) -> QuerySet[Statement]:
    """Every statement that ``user`` may view, with its document; without those of documents that were withdrawn."""
    rows = Statement.objects.select_related("document__region", "region")
    allowed = documents_within(user)
    if not allowed:
        return rows.exclude(document__state=Document.State.WITHDRAWN)
    documents = Document.objects.filter(allowed).exclude(state=Document.State.WITHDRAWN)
    return rows.filter(document__in=documents.order_by().values("pk"))


def with_reviews(documents: QuerySet[Document]) -> QuerySet[Document]:
    """``documents`` with ``said`` and ``promised``, and ``waiting``, what of both waits for review."""
    statements = Statement.objects.filter(document=OuterRef("pk")).order_by()
    commitments = Commitment.objects.filter(document=OuterRef("pk")).order_by()
    proposed = Q(state=Said.State.PROPOSED)
    return documents.annotate(
        said=_number(statements),
        promised=_number(commitments),
        waiting=_number(statements.filter(proposed)) + _number(commitments.filter(proposed)),
    )


def with_waiting(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Those of ``documents`` of which a statement or a commitment waits for review."""
    statements = Statement.objects.filter(document=OuterRef("pk"), state=Said.State.PROPOSED)
    commitments = Commitment.objects.filter(document=OuterRef("pk"), state=Said.State.PROPOSED)
    return documents.filter(Exists(statements) | Exists(commitments), state=Document.State.READ)


def _number(rows: QuerySet[Statement] | QuerySet[Commitment]) -> Coalesce:
    counted = rows.values("document").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def review_counts(document: Document) -> dict[str, int]:
    """How many statements and commitments of ``document`` are in each state of review."""
    counts = dict.fromkeys(Said.State.values, 0)
    for rows in (document.statements, document.commitments):
        for state, number in rows.order_by().values_list("state").annotate(number=Count("pk")):
            counts[state] += number
    return counts


def said_in(document: Document, *, start: int = 0, end: int | None = None) -> tuple[list[Statement], list[Commitment]]:
    """Statements and commitments that begin in source ``[start, end)`` of ``document``, in the order of the text."""
    statements = document.statements.order_by("start", "pk").filter(start__gte=start)
    commitments = document.commitments.order_by("start", "pk").filter(start__gte=start)
    if end is not None:
        statements, commitments = statements.filter(start__lt=end), commitments.filter(start__lt=end)
    return list(statements), list(commitments)


def statements_in(document: Document, stretches: Iterable[tuple[int, int]]) -> QuerySet[Statement]:
    """Statements that begin in one of the ``stretches`` of the source of ``document``."""
    anywhere = Q(pk__in=())
    for start, end in stretches:
        anywhere |= Q(start__gte=start, start__lt=end)
    return document.statements.filter(anywhere).order_by("start", "pk")


def starts_in(document: Document) -> list[int]:
    """Source offsets at which something is said in ``document``, in its order."""
    statements = document.statements.order_by().values_list("start", flat=True)
    return sorted([*statements, *document.commitments.order_by().values_list("start", flat=True)])


def versions_of(document: Document) -> list[Document]:
    """Every version of ``document``, the oldest first; it alone when there is no other."""
    first = document.version_of_id or document.pk
    return list(Document.objects.filter(Q(pk=first) | Q(version_of=first)).order_by("version", "pk"))


def same_file(user: User, sha256: str) -> Document | None:
    """The document of the same file that ``user`` may see, the one that is not withdrawn before others."""
    found = visible_documents(user).filter(sha256=sha256).order_by("pk")
    return found.exclude(state=Document.State.WITHDRAWN).first() or found.first()


def own_region(user: User) -> Region | None:
    """The region for which ``user`` may bring documents in, when there is just one."""
    found = {place.regions for place in places_of(user, "document", "create") if place.body is None}
    return next(iter(next(iter(found))), None) if len(found) == 1 else None
