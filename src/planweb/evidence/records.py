"""Documents and what they say, from ``planledger`` records to rows and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from planledger import model
from planledger.catalogue import load_catalogue
from planledger.ledger.columns import load_tables
from planledger.ledger.restoring import restore_ledger
from planledger.ledger.tables import ledger_tables
from planledger.version import __version__
from planweb.accounts.models import Region
from planweb.evidence.models import Commitment, Document, Reading, Said, Statement

KEPT_TABLES = (
    *("documents", "blocks", "pages", "places", "grids", "offsets", "repairs"),
    *("relations", "projects", "tables", "table_columns", "problems"),
)
"""Tables of the ledger that a reading keeps as they are; its texts and what has rows of its own are not among them."""

# What PostgreSQL does not take into a text; one character for one, so that offsets stay true.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_UNSTORABLE_JSON = re.compile(r"\\u0000|\\ud[89a-f]", re.IGNORECASE)
_LONGEST_ISSUED = 10
_BATCH = 500
_PLACE = ("start", "end", "sentence_start", "sentence_end")
S = TypeVar("S", Statement, Commitment)
Record = model.Statement | model.Commitment


def storable(text: str) -> str:
    """``text`` as both databases take it, of the same length."""
    return _UNSTORABLE.sub("\ufffd", text)


def identifier_of(document: Document) -> str:
    """What ``planledger`` calls the document: the stem of its file, with letters behind it when an earlier has it."""
    stem = _stem(document.name)
    earlier = Document.objects.filter(pk__lt=document.pk, name__startswith=stem).values_list("name", flat=True)
    if any(_stem(name) == stem for name in earlier):
        # Letters, since reading looks for a year in the name.
        return f"{stem}-{''.join(chr(ord('a') + int(digit)) for digit in str(document.pk))}"
    return stem


def record_id(row: Said, document: str) -> str:
    """Identifier of the row's record in the ``planledger`` document called ``document``."""
    if row.by_hand:
        return f"{document}#w{row.pk}" if isinstance(row, Statement) else f"{document}#cw{row.pk}"
    start = (row.read or {}).get("start", row.start)
    return f"{document}#{start}" if isinstance(row, Statement) else f"{document}#c{start}"


def as_row(record: Record, document: Document) -> Statement | Commitment:
    """The row of ``document``, not saved, that holds what ``record`` says."""
    kind = Statement if isinstance(record, model.Statement) else Commitment
    values = {name: getattr(record, name) for name in _SHARED[kind]}
    values["section"] = list(values["section"])
    if isinstance(record, model.Statement):
        values |= {"region_id": record.region or None, "notes": [storable(note) for note in record.notes]}
    else:
        values["supporting"] = list(record.supporting)
    for name, longest in _TEXTS[kind].items():
        values[name] = storable(values[name])[:longest]
    return kind(document=document, **values)


def as_record(row: Said, document: str) -> Record:
    """What ``row`` says, as reviewed, as a record of the ``planledger`` document called ``document``."""
    kind = type(row)
    values = {name: getattr(row, name) for name in _SHARED[kind]}
    values |= {"id": record_id(row, document), "document": document, "section": tuple(values["section"])}
    if isinstance(row, Statement):
        return model.Statement(**values, region=row.region_id or "", notes=tuple(row.notes))
    assert isinstance(row, Commitment)
    return model.Commitment(**values, supporting=tuple(row.supporting))


def as_said(row: Said) -> dict[str, Any]:
    """Everything that ``row`` says, by field, as JSON takes it: what ``Said.read`` keeps, and what an audit shows."""
    return {name: getattr(row, name) for name in SAID_FIELDS[type(row)]}


def standing(rows: Iterable[S]) -> list[S]:
    """Those of ``rows`` that count: neither rejected nor merged into another, in the order of the text."""
    found = [row for row in rows if row.stands and getattr(row, "merged_into_id", None) is None]
    return sorted(found, key=lambda row: (row.start, row.pk))


def restored(document: Document) -> tuple[model.Document, model.Extraction]:
    """The ``planledger`` document with what it says as reviewed.

    Statements and commitments that were rejected or merged are left out, corrected ones are as corrected, and those
    added by hand are there; relations, projects and tables are as read.
    """
    read, extraction = read_again(document.reading)
    read = replace(read, path=str(settings.DOCUMENTS / document.file))
    statements, commitments = standing(document.statements.all()), standing(document.commitments.all())
    return read, replace(
        extraction,
        statements=tuple(cast("model.Statement", as_record(row, read.id)) for row in statements),
        commitments=tuple(cast("model.Commitment", as_record(row, read.id)) for row in commitments),
    )


def read_again(reading: Reading) -> tuple[model.Document, model.Extraction]:
    """The ``planledger`` document without its statements and commitments, which have rows of their own."""
    tables: dict[str, list[dict[str, Any]]] = {name: reading.tables.get(name, []) for name in load_tables()}
    name = tables["documents"][0]["id"]
    tables["texts"] = [{"document": name, "source": reading.source, "text": reading.text}]
    ledger = restore_ledger(tables, reading.reader)
    return ledger.documents[0], ledger.extractions[0]


@transaction.atomic
def store_reading(document: Document, read: model.Document, extraction: model.Extraction) -> Document:
    """``document`` as read: its fields, its ``Reading``, and a row for each statement and commitment, proposed.

    Of a document that was read before, a proposed row whose passage is read again keeps its key and says what is read
    now, one whose passage is not read any more goes. Rows that people reviewed or added stay as they are; where the
    source is another than before they move with their sentence.
    """
    document = Document.objects.select_for_update(of=("self",), no_key=True).get(pk=document.pk)
    before = Reading.objects.filter(pk=document.pk).values_list("source", flat=True).first()
    source = storable(read.source)
    Reading.objects.update_or_create(
        document=document,
        defaults={
            "source": source,
            "text": storable(read.text),
            "tables": kept_tables(read, extraction),
            "reader": __version__,
        },
    )
    regions = set(Region.objects.values_list("pk", flat=True))
    said = document.said_by_user.get("region") or ""
    taken = {"", None, read.region.value} if said in regions and not is_catalogued(said) else set()
    moved = _Moved(before if before is not None else source, source)
    for kind, records in ((Statement, extraction.statements), (Commitment, extraction.commitments)):
        rows = [as_row(record, document) for record in records]
        for row in rows:
            if isinstance(row, Statement) and row.region_id in taken:
                row.region_id = said  # what reading took for the document's own region
            elif isinstance(row, Statement) and row.region_id not in regions:
                row.region_id = None
        _store_rows(kind, document, cast("list[Any]", rows), moved)
    _fill(document, read, regions)
    document.save()
    return document


def is_catalogued(region: str) -> bool:
    """Whether reading can be told of ``region``: the catalogue has it."""
    return region in load_catalogue().regions.by_code


def kept_tables(read: model.Document, extraction: model.Extraction) -> dict[str, list[dict[str, Any]]]:
    """The rows of ``KEPT_TABLES`` for one document."""
    bare = replace(extraction, statements=(), commitments=())
    problems = (*read.problems, *extraction.problems)
    # The file moves with the data folder, so its path is not part of what is kept.
    ledger = model.Ledger((replace(read, path=""),), (bare,), (), (), problems, __version__)
    tables = ledger_tables(ledger)
    said = json.dumps({name: tables[name] for name in KEPT_TABLES})
    if _UNSTORABLE_JSON.search(said) or "NaN" in said or "Infinity" in said:
        return cast("dict[str, list[dict[str, Any]]]", _cleaned(json.loads(said)))
    return {name: tables[name] for name in KEPT_TABLES}


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    if isinstance(value, dict):
        return {name: _cleaned(one) for name, one in value.items()}
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):  # noqa: PLR0124
        return None
    return value


def _fill(document: Document, read: model.Document, regions: set[str]) -> None:
    said = document.said_by_user
    code = said.get("region") or read.region.value or document.region_id
    document.kind = said.get("kind") or read.kind.value
    document.region_id = code if code in regions else None
    document.year = said.get("year") or read.year.value or None
    document.period = read.plan_period
    document.title = storable(read.title.value or _named(document, read))[:300]
    document.issuer = storable(read.issuer.value)[:200]
    document.issued = read.date.value[:_LONGEST_ISSUED]
    document.format = read.format
    document.state, document.progress, document.problem = Document.State.READ, 100, ""
    document.read_at = timezone.now()


def _named(document: Document, read: model.Document) -> str:
    """What people would call a document that bears no title (示例市2021—2025年五年规划纲要); empty when unsure."""
    if not read.region_name or document.kind == Document.Kind.OTHER:
        return ""
    years = read.plan_period.replace("/", "—") or str(document.year or "")
    with translation.override("zh-hans"):
        return f"{read.region_name}{years}{'年' if years else ''}{document.get_kind_display()}"


class _Moved:
    """Where a passage of the source read before stands in the source read now."""

    def __init__(self, before: str, now: str) -> None:
        self._before, self._now = before, now

    def place(self, row: Said) -> bool:
        """Whether ``row`` had to be moved; it is moved with its sentence where that stands once in the source."""
        if self._before == self._now:
            return False
        start, end = row.sentence_start, row.sentence_end
        sentence = self._before[start:end]
        at = self._now.find(sentence) if sentence else -1
        if at < 0 or at == start or self._now.find(sentence, at + 1) >= 0:
            return False
        for name in _PLACE:
            setattr(row, name, getattr(row, name) + at - start)
        return True


def _store_rows(kind: type[S], document: Document, rows: Sequence[S], moved: _Moved) -> None:
    old = list(kind.objects.select_for_update(no_key=True).filter(document=document))
    reviewed = [row for row in old if row.state != Said.State.PROPOSED or row.by_hand]
    shifted = [row for row in reviewed if moved.place(row)]
    for row in shifted:
        row.revision += 1
    kind.objects.bulk_update(shifted, [*_PLACE, "revision"], batch_size=200)
    taken = {(row.start, row.end) for row in reviewed}
    proposed: dict[tuple[int, int], list[S]] = {}
    for row in old:
        if row.state == Said.State.PROPOSED and not row.by_hand:
            proposed.setdefault((row.start, row.end), []).append(row)
    new, changed = [], []
    for row in rows:
        if (row.start, row.end) in taken:
            continue
        same = proposed.get((row.start, row.end))
        if not same:
            new.append(row)
            continue
        earlier = same.pop(0)
        if as_said(earlier) != as_said(row):
            row.pk, row.revision = earlier.pk, earlier.revision + 1
            changed.append(row)
    gone = [row.pk for rest in proposed.values() for row in rest]
    for first in range(0, len(gone), _BATCH):
        kind.objects.filter(pk__in=gone[first : first + _BATCH]).delete()
    kind.objects.bulk_create(new, batch_size=_BATCH)
    # Rows that are there already are written over: one statement for many, where an update takes one for each.
    kind.objects.bulk_create(
        changed,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*SAID_FIELDS[kind], "revision"],
    )


def _columns(kind: type[Said]) -> dict[str, Any]:
    return {field.name: field for field in kind._meta.concrete_fields}  # noqa: SLF001  # what Django documents


def _shared(kind: type[Said], record: type) -> tuple[str, ...]:
    """Fields that the row and the record have under one name and hold alike."""
    own, apart = _columns(kind), {"id", "document", "region", "notes", "supporting"}
    return tuple(field.name for field in fields(record) if field.name in own and field.name not in apart)


def _texts(kind: type[Said], names: Iterable[str]) -> Mapping[str, int | None]:
    texts, columns = {"CharField", "TextField"}, _columns(kind)
    return {name: columns[name].max_length for name in names if columns[name].get_internal_type() in texts}


_SHARED: Mapping[type[Said], tuple[str, ...]] = {
    Statement: _shared(Statement, model.Statement),
    Commitment: _shared(Commitment, model.Commitment),
}
_TEXTS = {kind: _texts(kind, names) for kind, names in _SHARED.items()}
SAID_FIELDS: Mapping[type[Said], tuple[str, ...]] = {
    Statement: (*_SHARED[Statement], "region_id", "notes"),
    Commitment: (*_SHARED[Commitment], "supporting"),
}
"""Fields of a row that say what the document says, apart from how its review stands."""


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name
