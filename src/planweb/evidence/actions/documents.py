"""Documents come in, are read again, withdrawn and restored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import Region, User
from planweb.audit.recording import record_audit
from planweb.evidence.files import Kept
from planweb.evidence.models import Document, Reading
from planweb.evidence.signals import document_read
from planweb.evidence.tasks import ask_reading

SAID = ("region", "year", "kind", "title", "issuer", "date", "encoding")
"""What a person may set, which goes before what reading finds."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that is to become a document.

    Attributes:
        name: Of the file, as people see it.
        kept: Where it lies.
        said: What is known of it, by ``SAID``; what is left out is for reading to find.
        region: Where it lies until reading has found that.
        version_of: The document of which it is a later version.
    """

    name: str
    kept: Kept
    said: Mapping[str, Any] = field(default_factory=dict)
    region: Region | None = None
    version_of: Document | None = None


@transaction.atomic
def bring_in(arrival: Arrival, *, by: User | None) -> Document:
    """The document of a file that was kept, which is read soon; ``by`` is None for what a watched folder brings."""
    said = _checked(arrival.said)
    document = Document(
        name=arrival.name,
        region=Region.objects.filter(pk=said.get("region", "")).first() or arrival.region,
        year=said.get("year"),
        kind=said.get("kind") or Document.Kind.OTHER,
        size=arrival.kept.size,
        sha256=arrival.kept.sha256,
        file=arrival.kept.file,
        said_by_user=said,
        brought_by=by,
    )
    if by is not None:
        policies.require(by, "create", document)
    if arrival.version_of is not None:
        _follow(document, arrival.version_of, by)
    document.save()
    record_audit(by, "document.create", document, after=_fields(document))
    ask_reading(document)
    return document


@transaction.atomic
def correct_document(document: Document, *, said: Mapping[str, Any], by: User, why: str = "") -> Document:
    """``document`` with other region, year, kind set by a person, which is read again with them."""
    document = _locked(document)
    policies.require(by, "edit", document)
    before = dict(document.said_by_user)
    kept = {name: value for name, value in before.items() if name not in said}
    document.said_by_user = _checked({**kept, **said})
    region = Region.objects.filter(pk=document.said_by_user.get("region", "")).first()
    if region is not None and region.pk != document.region_id:
        document.region = region
        policies.require(by, "edit", document)  # nobody gives a document away to where they may do nothing
    _to_be_read(document)
    record_audit(by, "document.edit", document, before=before, after=document.said_by_user, why=why)
    return document


@transaction.atomic
def reread_document(document: Document, *, by: User) -> Document:
    """``document``, which is read again soon; what people reviewed stays."""
    document = _locked(document)
    policies.require(by, "reread", document)
    before = {"state": document.state}
    _to_be_read(document)
    record_audit(by, "document.reread", document, before=before, after={"state": document.state})
    return document


@transaction.atomic
def withdraw_document(document: Document, *, by: User, why: str = "") -> Document:
    """``document``, put aside: it counts no more, and nothing of it is lost."""
    document = _locked(document)
    policies.require(by, "withdraw", document)
    before = {"state": document.state}
    document.state = Document.State.WITHDRAWN
    document.save(update_fields=["state"])
    record_audit(by, "document.withdraw", document, before=before, after={"state": document.state}, why=why)
    _tell(document)
    return document


@transaction.atomic
def restore_document(document: Document, *, by: User) -> Document:
    """``document`` back from where it was put aside: as it was read, or to be read."""
    document = _locked(document)
    policies.require(by, "restore", document)
    if Reading.objects.filter(pk=document.pk).exists():
        document.state, document.progress = Document.State.READ, 100
    elif document.problem:
        document.state = Document.State.FAILED
    else:
        document.state, document.progress = Document.State.WAITING, 0
    document.save(update_fields=["state", "progress"])
    if document.under_way:
        ask_reading(document)
    record_audit(by, "document.restore", document, before={"state": "withdrawn"}, after={"state": document.state})
    _tell(document)
    return document


def _locked(document: Document) -> Document:
    """The same document as it is now, which nobody else can change before this transaction ends."""
    return Document.objects.select_for_update(of=("self",), no_key=True).select_related("region").get(pk=document.pk)


def _to_be_read(document: Document) -> None:
    document.state, document.progress = Document.State.WAITING, 0
    document.problem = document.problem_english = ""
    document.save()
    ask_reading(document)


def _follow(document: Document, earlier: Document, by: User | None) -> None:
    if by is not None:
        policies.require(by, "edit", earlier)
    # Whoever adds a version to the same document waits here, so that no number is given twice.
    first = _locked(earlier.version_of or earlier)
    known = [first, *Document.objects.filter(version_of=first)]
    if any(version.sha256 == document.sha256 for version in known):
        raise ValidationError(_("这个文件已经是本文献的一个版本。"), code="same_file")
    document.version_of = first
    document.version = max(version.version for version in known) + 1


def _checked(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was said, without what is empty; raises ``ValidationError`` for what cannot be meant."""
    found = {name: said[name] for name in SAID if said.get(name)}
    if found.get("kind") and found["kind"] not in Document.Kind.values:
        raise ValidationError({"kind": _("没有这个种类。")})
    if found.get("region") and not Region.objects.filter(pk=found["region"]).exists():
        raise ValidationError({"region": _("没有这个地区。")})
    if found.get("year") and not 1949 <= int(found["year"]) <= 2100:
        raise ValidationError({"year": _("年份应在 1949 至 2100 之间。")})
    return found


def _fields(document: Document) -> dict[str, object]:
    return {
        "name": document.name,
        "sha256": document.sha256,
        "size": document.size,
        "said": document.said_by_user,
        "version_of": document.version_of_id,
        "version": document.version,
    }


def _tell(document: Document) -> None:
    transaction.on_commit(lambda: document_read.send(Document, document=document))
