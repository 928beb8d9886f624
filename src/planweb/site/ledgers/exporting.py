"""Documents, statements, fulfilments, plans, targets and figures as files that other programs read."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db.models import QuerySet

from planledger.ledger import write_ledger
from planledger.model import Document as ReadDocument
from planledger.model import Extraction
from planledger.pipeline import reconciled
from planweb.accounts.models import Body
from planweb.evidence.models import Document
from planweb.evidence.records import restored
from planweb.layout.exporting import defused
from planweb.monitoring.models import Figure
from planweb.registry.models import Indicator, Plan, PlanIndicator, Target

Tell = Callable[[int, int], None]

TABLES: Mapping[str, tuple[Callable[..., QuerySet[Any]], tuple[str, ...]]] = {
    "bodies": (
        Body.objects.order_by,
        ("id", "name", "short_name", "kind", "region_id", "valid_from", "valid_to"),
    ),
    "plans": (
        Plan.objects.order_by,
        ("id", "title", "tier", "region_id", "first_year", "last_year", "status", "above_id"),
    ),
    "indicators": (
        Indicator.objects.order_by,
        ("id", "code", "name", "english", "category", "unit", "direction", "kind"),
    ),
    "plan_indicators": (
        PlanIndicator.objects.order_by,
        ("id", "plan_id", "indicator__code", "name", "attribute", "measure", "unit", "direction", "frequency",
         "lead_id", "base_year", "base_value"),
    ),
    "targets": (
        Target.objects.order_by,
        ("id", "of_id", "kind", "year", "first_year", "region_id", "body_id", "measure", "low", "high", "bound",
         "striving", "reference", "statement_id"),
    ),
    "figures": (
        Figure.objects.order_by,
        ("id", "indicator__code", "region_id", "body_id", "period", "through", "measure", "value", "unit", "kind",
         "source", "state", "reported_by_id", "replaces_id", "note"),
    ),
}  # fmt: skip
"""Tables of plans and figures: their rows and columns; keys hold them together."""


def export_ledger(path: Path, *, tell: Tell = lambda _done, _all: None) -> dict[str, int]:
    """How many rows of each kind are now in the ZIP at ``path``.

    It holds ``ledger/`` and ``ledger.xlsx`` as ``planledger run`` writes them, statements as reviewed and rejected ones
    left out, and ``plans/`` with bodies, plans, indicators, targets and figures as JSON Lines, CSV and Parquet.

    Args:
        path: File to write, whole or not at all.
        tell: Told how many of how many steps are done.
    """
    documents = list(Document.objects.filter(state=Document.State.READ).select_related("reading", "region"))
    steps = len(documents) + len(TABLES) + 1
    with TemporaryDirectory(prefix="planledger-export-") as name:
        folder = Path(name)
        read = []
        for done, document in enumerate(documents):
            tell(done, steps)
            read.append(_as_read(document))
        ledger = reconciled(read, [])
        write_ledger(ledger, folder)
        counts = {"documents": len(read), "statements": sum(len(one.statements) for one in ledger.extractions)}
        for done, table in enumerate(TABLES, len(documents) + 1):
            tell(done, steps)
            counts[table] = _write_table(folder / "plans", table)
        _pack(folder, path)
    return counts


def _as_read(document: Document) -> tuple[ReadDocument, Extraction]:
    read, extraction = restored(document)
    return replace(read, path=document.name), extraction


def _write_table(folder: Path, name: str) -> int:
    import polars as pl

    ordered, columns = TABLES[name]
    folder.mkdir(exist_ok=True)
    rows = ordered("pk").values_list(*columns)
    heads = [column.replace("__", "_") for column in columns]
    frame = pl.DataFrame(list(rows.iterator(chunk_size=5000)), schema=heads, orient="row", infer_schema_length=None)
    frame.write_parquet(folder / f"{name}.parquet")
    frame.write_ndjson(folder / f"{name}.jsonl")
    texts = [head for head, kind in frame.schema.items() if kind == pl.String]
    safe = frame.with_columns(pl.col(text).map_elements(defused, return_dtype=pl.String) for text in texts)
    safe.write_csv(folder / f"{name}.csv", include_bom=True)
    return len(frame)


def _pack(folder: Path, path: Path) -> None:
    draft = path.with_name(f".{path.name}.partial")
    try:
        draft.touch(mode=0o600)
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in _files(folder):
                archive.write(file, file.relative_to(folder).as_posix())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
