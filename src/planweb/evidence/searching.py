"""Documents, their text, and what they say, as things that can be found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from planweb.evidence.describing import subject_of
from planweb.evidence.models import Commitment, Document, Reading, Said, Statement
from planweb.evidence.phrasing import name_of
from planweb.evidence.places import passage_address
from planweb.evidence.records import read_again
from planweb.evidence.signals import document_read, review_changed
from planweb.search.indexing import follow, refresh_parts, refresh_soon
from planweb.search.kinds import Findable, SearchKind, register_searchable
from planweb.search.models import Entry

_LONGEST = 2_000  # characters of a passage: a whole paragraph, but not a text without line ends
_YEAR = re.compile(r"(?:19|20)\d\d")
_WITHDRAWN = Q(document__state=Document.State.WITHDRAWN)
_REJECTED = Q(state=Said.State.REJECTED)


def connect() -> None:
    """Let them be found, and keep the index in step with reading and review."""
    for kind in KINDS:
        register_searchable(kind)
    follow("document", Document)
    post_save.connect(_saved, sender=Document, dispatch_uid="search-document-parts")
    follow("statement", Statement)
    follow("commitment", Commitment)
    document_read.connect(_read, dispatch_uid="search-read")
    review_changed.connect(_reviewed, dispatch_uid="search-reviewed")


def _saved(sender: object, *, instance: Document, **_said: object) -> None:
    """What a document says goes and comes back with it, and lies where and when it does."""
    entry = Entry.objects.filter(kind="document", key=instance.pk).first()
    found = instance.state != Document.State.WITHDRAWN
    as_before = entry is not None and (entry.path, entry.year) == (_path(instance), instance.year)
    if found != (entry is not None) or (found and not as_before):
        _refresh_all(instance)


def _read(sender: object, *, document: Document, **_said: object) -> None:
    refresh_soon("document", [document.pk])
    _refresh_all(document)


def _refresh_all(document: Document) -> None:
    refresh_soon("passage", [document.pk])
    for code in ("statement", "commitment"):
        refresh_parts(code, document.pk)


def _reviewed(sender: object, *, document: Document, statements: Iterable[int], **_said: object) -> None:
    refresh_soon("statement", statements)  # commitments follow when the document is looked through again


def _documents() -> QuerySet[Document]:
    return Document.objects.exclude(state=Document.State.WITHDRAWN).select_related("region")


def _readings() -> QuerySet[Reading]:
    return Reading.objects.exclude(_WITHDRAWN).select_related("document__region")


def _statements() -> QuerySet[Statement]:
    rows = Statement.objects.filter(merged_into=None).exclude(_WITHDRAWN | _REJECTED)
    return rows.select_related("document__region", "region")


def _commitments() -> QuerySet[Commitment]:
    return Commitment.objects.exclude(_WITHDRAWN | _REJECTED).select_related("document__region")


def _of_document(document: Document) -> Iterator[Findable]:
    said = " · ".join(filter(None, (str(document.get_kind_display()), document.issuer, document.name)))
    yield Findable(str(document), said, _path(document), document.year)


def _of_reading(reading: Reading) -> Iterator[Findable]:
    document = reading.document
    read, _extraction = read_again(reading)
    for part, block in enumerate(read.blocks):
        text = read.text[block.start : block.end]
        if block.kind != "furniture" and text.strip():
            at = read.offsets.to_source(block.start, block.end)
            found = Findable(str(document), text[:_LONGEST], _path(document), document.year, titled=False)
            yield found._replace(part=part, start=at.start)


def _of_statement(statement: Statement) -> Iterator[Findable]:
    document = statement.document
    path = _path(document)
    if statement.region is not None and statement.region.path.startswith(path) and path:
        path = statement.region.path
    year = _year_of(statement.period) or document.year
    text = statement.sentence or statement.text
    yield Findable(name_of(statement), text, path, year, parent=document.pk, start=statement.start)


def _of_commitment(commitment: Commitment) -> Iterator[Findable]:
    document = commitment.document
    year = _year_of(commitment.deadline) or document.year
    text = commitment.sentence or commitment.text
    # What it is about is cleaned of what a page put between its characters, which the passage is not.
    yield Findable(subject_of(commitment), text, _path(document), year, parent=document.pk, start=commitment.start)


def _path(document: Document) -> str:
    return document.region.path if document.region else ""


def _year_of(period: str) -> int | None:
    years = _YEAR.findall(period)
    return int(years[-1]) if years else None


KINDS = (
    SearchKind(
        code="document",
        number=4,
        name=_("文献"),
        permission="document",
        rows=_documents,
        entries=_of_document,
        address=lambda entry: passage_address(entry.key),
    ),
    SearchKind(
        code="statement",
        number=6,
        name=_("量化表述"),
        permission="statement",
        rows=_statements,
        entries=_of_statement,
        address=lambda entry: passage_address(entry.parent or 0, entry.start, anchor=f"s{entry.key}"),
        parent="document",
    ),
    SearchKind(
        code="commitment",
        number=7,
        name=_("承诺事项"),
        permission="statement",
        rows=_commitments,
        entries=_of_commitment,
        address=lambda entry: passage_address(entry.parent or 0, entry.start, anchor=f"c{entry.key}"),
        parent="document",
    ),
    SearchKind(
        code="passage",
        number=8,
        name=_("文献正文"),
        permission="document",
        rows=_readings,
        entries=_of_reading,
        address=lambda entry: passage_address(entry.key, entry.start),
        batch=20,
    ),
)
