"""Keeping the index in step with what it is of."""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from planweb.search.grams import TITLE, body_facet, grams, kind_facet, region_facet, year_facet
from planweb.search.kinds import Findable, SearchKind, search_kind
from planweb.search.models import PARTS, Entry, identifier

_TOGETHER = 1_000
_LONGEST_TITLE = 300
_CHANGED = ("kind", "key", "part", "parent", "start", "year", "path", "title", "text", "grams")
_log = logging.getLogger(__name__)


class _Waiting(threading.local):
    """Keys by kind, and parents of keys, that the transaction of this thread changed."""

    def __init__(self) -> None:
        self.keys: dict[str, set[int]] = defaultdict(set)
        self.parents: dict[str, set[int]] = defaultdict(set)


_waiting = _Waiting()


def index_rows(kind: SearchKind, rows: Iterable[Any]) -> int:
    """How many entries stand for ``rows`` now; what stood for them before is gone, and what is as it was is left."""
    rows, made = iter(rows), 0
    while batch := list(islice(rows, kind.batch)):
        entries = {entry.pk: entry for row in batch for entry in _entries(kind, row)}
        before = Entry.objects.filter(kind=kind.code, key__in=[row.pk for row in batch])
        with transaction.atomic():
            there = {entry.pk: entry for entry in before}
            if gone := there.keys() - entries.keys():
                before.filter(pk__in=gone).delete()
            changed = [entry for key, entry in sorted(entries.items()) if _said(entry) != _said(there.get(key))]
            # Somebody else may have put the same rows in meanwhile.
            Entry.objects.bulk_create(
                changed, batch_size=_TOGETHER, update_conflicts=True, unique_fields=["id"], update_fields=_CHANGED
            )
        made += len(entries)
    return made


def _said(entry: Entry | None) -> list[Any] | None:
    return None if entry is None else [getattr(entry, name) for name in _CHANGED]


def forget_keys(kind: SearchKind, keys: Iterable[int]) -> None:
    """Take what stands for rows with these keys out of the index."""
    Entry.objects.filter(kind=kind.code, key__in=list(keys)).delete()


def refresh(code: str, keys: Iterable[int]) -> None:
    """Put the rows with these keys into the index as they are now, and take out those that can no longer be found."""
    kind, keys = search_kind(code), set(keys)
    wanted = iter(sorted(keys))
    while batch := list(islice(wanted, kind.batch)):
        rows = list(kind.rows().filter(pk__in=batch))
        forget_keys(kind, set(batch) - {row.pk for row in rows})
        index_rows(kind, rows)


def rebuild(kind: SearchKind) -> Iterator[int]:
    """Put every row of a kind in anew, batch by batch; yields how many entries there are so far.

    Each batch replaces a stretch of keys with all that stood there, so that a rebuild may be cut off and begun again.
    """
    made, last = 0, 0
    rows = kind.rows().order_by("pk")
    # Keys first: with both ends of a stretch known no database sorts the whole table to find its beginning.
    keys = rows.model._default_manager.order_by("pk").values_list("pk", flat=True)  # noqa: SLF001  # Django's own name
    while stretch := list(keys.filter(pk__gt=last)[: kind.batch]):
        with transaction.atomic():
            Entry.objects.filter(kind=kind.code, key__gt=last, key__lte=stretch[-1]).delete()
            made += index_rows(kind, rows.filter(pk__gt=last, pk__lte=stretch[-1]))
        last = stretch[-1]
        yield made
    Entry.objects.filter(kind=kind.code, key__gt=last).delete()
    yield made


def follow(code: str, model: type[models.Model]) -> None:
    """Keep a kind in step with single rows of ``model`` that are saved or deleted, once the transaction is done."""

    def changed(instance: models.Model, **_said: Any) -> None:
        refresh_soon(code, [instance.pk])

    for signal in (post_save, post_delete):
        signal.connect(changed, sender=model, weak=False, dispatch_uid=f"search-{code}")


def refresh_parts(code: str, parent: int) -> None:
    """``refresh_soon`` everything of a kind that is a part of ``parent``, what has gone meanwhile too."""
    _waiting.parents[code].add(parent)
    transaction.on_commit(_refresh_waiting)


def refresh_soon(code: str, keys: Iterable[int]) -> None:
    """``refresh`` once the transaction is done, together with everything else that waits; a failure is logged."""
    _waiting.keys[code].update(keys)
    transaction.on_commit(_refresh_waiting)


def _refresh_waiting() -> None:
    # What a transaction that was rolled back left here is as it is in the database: to look again does no harm.
    keys, parents = dict(_waiting.keys), dict(_waiting.parents)
    _waiting.keys.clear()
    _waiting.parents.clear()
    for code in {*keys, *parents}:
        try:
            refresh(code, keys.get(code, set()) | _parts(code, parents.get(code, set())))
        except Exception:  # noqa: BLE001  # the write is done and stays, the index can be rebuilt
            _log.exception("The index does not know of the last changes of %s: run rebuild_search", code)


def _parts(code: str, parents: set[int]) -> set[int]:
    if not parents:
        return set()
    kind = search_kind(code)
    now = kind.rows().filter(**{f"{kind.parent}__in": parents}).values_list("pk", flat=True)
    before = Entry.objects.filter(kind=code, parent__in=parents).values_list("key", flat=True)
    return {*now, *before}


def _entries(kind: SearchKind, row: Any) -> Iterator[Entry]:
    for found in islice(kind.entries(row), 1 << PARTS):
        title = found.title[:_LONGEST_TITLE]
        yield Entry(
            id=identifier(kind.number, found.year, row.pk, found.part),
            kind=kind.code,
            key=row.pk,
            part=found.part,
            parent=found.parent,
            start=found.start,
            year=found.year,
            path=found.path,
            title=title,
            text=found.text,
            grams=" ".join(filter(None, (*facets_of(kind, found), *_of_title(title, found.titled), grams(found.text)))),
        )


def _of_title(title: str, titled: bool) -> tuple[str, ...]:
    return (grams(title, prefix=TITLE), grams(title)) if titled else ()


def facets_of(kind: SearchKind, found: Findable) -> list[str]:
    """Words of the index that say what something is, when and where: its kind, year, regions and bodies."""
    regions = [region_facet(code) for code in found.path.split("/") if code]
    years = [year_facet(found.year)] if found.year else []
    return [kind_facet(kind.number), *years, *regions, *(body_facet(body) for body in sorted(found.bodies))]
