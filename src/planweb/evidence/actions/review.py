"""Review of what a document says, one row at a time: confirm, correct, reject, merge, add, reopen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from planweb.accounts import policies
from planweb.accounts.models import User
from planweb.audit.recording import record_audit
from planweb.evidence.describing import CORRECTABLE
from planweb.evidence.models import Document, ReviewStep, Said, Statement
from planweb.evidence.records import as_said
from planweb.evidence.signals import review_changed
from planweb.evidence.valuing import checked_period, checked_statement

S = TypeVar("S", bound=Said)
_UNSAID = {"reviewed_by_id", "reviewed_at"}  # an audit entry says who and when by itself


class Changed(Exception):
    """Somebody changed a row since the person who wants to change it saw it; ``row`` is as it is now."""

    def __init__(self, row: Said) -> None:
        super().__init__(row.key)
        self.row = row


@transaction.atomic
def confirm(row: S, *, revision: int, by: User) -> S:
    """``row``, confirmed to say what its document says."""
    row = locked(row, revision)
    policies.require(by, "confirm", row)
    return _write(row, "confirm", {"state": Said.State.CONFIRMED, "merged_into_id": None}, by=by)


@transaction.atomic
def reject(row: S, *, revision: int, by: User, note: str = "") -> S:
    """``row``, which does not count any more."""
    row = locked(row, revision)
    policies.require(by, "reject", row)
    return _write(row, "reject", {"state": Said.State.REJECTED, "note": note}, by=by)


@transaction.atomic
def reopen(row: S, *, revision: int, by: User) -> S:
    """``row``, to be reviewed anew; what was corrected stays corrected."""
    row = locked(row, revision)
    policies.require(by, "reopen", row)
    values = {"state": Said.State.PROPOSED, "merged_into_id": None, "note": ""}
    return _write(row, "reopen", values, by=by, reviewed=False)


@transaction.atomic
def correct(row: S, values: Mapping[str, Any], *, revision: int, by: User, note: str = "") -> S:
    """``row`` with other fields; what the reader had read is kept in ``read``.

    Args:
        row: As the person saw it.
        values: Fields of ``CORRECTABLE``.
        revision: Of the row that the person saw.
        by: Who corrects.
        note: Why, if the person says so.
    """
    row = locked(row, revision)
    policies.require(by, "correct", row)
    said = checked(type(row), {**{name: getattr(row, name) for name in CORRECTABLE[type(row)]}, **values})
    changed = {name: value for name, value in said.items() if getattr(row, name) != value}
    if not changed:
        if row.state in {Said.State.CONFIRMED, Said.State.CORRECTED}:
            return row
        return _write(row, "confirm", {"state": Said.State.CONFIRMED, "merged_into_id": None}, by=by)
    changed |= {"state": Said.State.CORRECTED, "note": note, "merged_into_id": None}
    if row.read is None and not row.by_hand:
        changed["read"] = as_said(row)
    return _write(row, "correct", changed, by=by, why=note)


@transaction.atomic
def merge(row: S, *, into: S, revision: int, by: User) -> S:
    """``row``, which says the same as ``into`` and does not count beside it."""
    if type(row) is not type(into) or row.document_id != into.document_id or row.pk == into.pk:
        raise ValidationError(_("只能与同一文献中的另一条同类内容合并。"), code="not_alike")
    row, kept = locked(row, revision), locked(into, None)
    policies.require(by, "merge", row)
    policies.require(by, "merge", kept)
    return _write(row, "merge", {"state": Said.State.REJECTED, "merged_into_id": kept.pk}, by=by)


@transaction.atomic
def add(row: S, *, by: User) -> S:
    """``row``, which the reader had missed and a person made, saved and confirmed."""
    row.document = locked_document(row.document)
    row.state, row.by_hand, row.read, row.revision = Said.State.PROPOSED, True, None, 0
    policies.require(by, "create", row)
    same = type(row)._default_manager.filter(  # noqa: SLF001  # what Django documents
        document_id=row.document_id, start=row.start, end=row.end
    )
    if same.exclude(state=Said.State.REJECTED).exists():
        raise ValidationError(_("这段原文已有一条同类内容，请改为更正它。"), code="there_already")
    for name, value in checked(type(row), {name: getattr(row, name) for name in CORRECTABLE[type(row)]}).items():
        setattr(row, name, value)
    row.state, row.reviewed_by, row.reviewed_at = Said.State.CONFIRMED, by, timezone.now()
    _check_fields(row, CORRECTABLE[type(row)])
    row.save()
    record_audit(by, "statement.create", row, after=as_said(row))
    # Nothing is ever deleted: who undoes it rejects what was added.
    keep_step(row.document, "create", [(row, {"state": Said.State.REJECTED})], by=by)
    return row


def checked(kind: type[Said], values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a row of ``kind`` with what follows from them; ``ValidationError`` for what cannot be."""
    if issubclass(kind, Statement):
        return checked_statement(values)
    try:
        return {**values, "deadline": checked_period(values["deadline"])}
    except ValidationError as error:
        raise ValidationError({"deadline": error}) from None


def locked(row: S, revision: int | None) -> S:
    """The row as it is now, which nobody else can change before this transaction ends.

    Raises:
        Changed: When it is not at ``revision`` any more.
    """
    document = locked_document(row.document)
    rows = type(row)._default_manager.select_for_update(of=("self",), no_key=True)  # noqa: SLF001  # what Django documents
    found: S = rows.get(pk=row.pk)
    found.document = document
    if revision is not None and found.revision != revision:
        raise Changed(found)
    return found


def locked_document(document: Document) -> Document:
    """The document as it is now; whoever writes to its review, or reads it anew, takes turns."""
    # A weaker lock than reading takes: steps that name the document can be added while it is held.
    rows = Document.objects.select_for_update(of=("self",), no_key=True).select_related("region")
    document = rows.get(pk=document.pk)
    if document.state != Document.State.READ:
        raise ValidationError(
            _("文献现在是“%(state)s”，不能审核。") % {"state": document.get_state_display()}, code="not_read"
        )
    return document


def keep_step(
    document: Document, action: str, changes: Sequence[tuple[Said, Mapping[str, Any]]], *, by: User
) -> ReviewStep:
    """What a person did, with the fields as they were, for undoing it; tells the features above."""
    rows = [[row.key, jsonable(before), row.revision - 1, row.revision] for row, before in changes]
    step = ReviewStep.objects.create(document=document, by=by, action=action, changes=rows)
    tell_changed(document, [row.pk for row, _before in changes if isinstance(row, Statement)])
    return step


def tell_changed(document: Document, statements: Sequence[int]) -> None:
    """Tell the features above, once the transaction is done, that ``statements`` were reviewed."""
    transaction.on_commit(lambda: review_changed.send_robust(Document, document=document, statements=list(statements)))


def jsonable(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as JSON takes them: times as text."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def _write(row: S, action: str, values: Mapping[str, Any], *, by: User, why: str = "", reviewed: bool = True) -> S:
    review = {"reviewed_by_id": by.pk if reviewed else None, "reviewed_at": timezone.now() if reviewed else None}
    wanted = {**values, **review}
    before = {name: getattr(row, name) for name in wanted if getattr(row, name) != wanted[name]}
    for name in before:
        setattr(row, name, wanted[name])
    row.revision += 1
    if action == "correct":
        _check_fields(row, CORRECTABLE[type(row)])
    row.save(update_fields=[*map(_field_name(row), before), "revision"])
    said = [name for name in before if name not in _UNSAID and name != "read"]
    old, new = {name: before[name] for name in said}, {name: getattr(row, name) for name in said}
    record_audit(by, f"statement.{action}", row, before=old, after=new, why=why or str(values.get("note", "")))
    keep_step(row.document, action, [(row, before)], by=by)
    return row


def _check_fields(row: Said, names: Sequence[str]) -> None:
    """``ValidationError`` for what does not fit into one of the fields; lists may be empty."""
    every = {field.name for field in row._meta.concrete_fields}  # noqa: SLF001  # what Django documents
    row.clean_fields(exclude=every - {name for name in names if name not in {"region_id", "supporting"}})


def _field_name(row: models.Model) -> Any:
    names = {field.attname: field.name for field in row._meta.concrete_fields}  # noqa: SLF001  # what Django documents
    return names.__getitem__
