"""Tables as files: for a spreadsheet, in which no text becomes a formula, and for programs."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from planweb.layout.workbooks import FORMULA, XLSX, put

if TYPE_CHECKING:
    import polars as pl

_NOT_IN_SHEETS = re.compile(r"[\\/*?:\[\]\x00-\x1f]")  # what the name of a sheet cannot hold
Export = Callable[[str, Sequence[str], Iterable[Sequence[Any]]], HttpResponseBase]


def defused(value: Any) -> Any:
    """``value``, in which text that a spreadsheet would run begins with an apostrophe.

    >>> defused("=1+1"), defused("增长"), defused(-3)
    ("'=1+1", '增长', -3)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _csv(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    def lines() -> Iterable[str]:
        text = io.StringIO()
        writer = csv.writer(text)
        yield "\ufeff"  # Excel takes the file for UTF-8 only with it
        writer.writerow(heads)
        for row in rows:
            writer.writerow([defused(value) for value in row])
            if text.tell() > 2**16:
                yield text.getvalue()
                text.seek(0)
                text.truncate()
        yield text.getvalue()

    return attached(StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8"), f"{name}.csv")


def _xlsx(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_NOT_IN_SHEETS.sub(" ", name)[:31])

    def cell(value: Any) -> Any:
        return put(WriteOnlyCell(sheet), value) if isinstance(value, str) else value

    sheet.freeze_panes = "A2"
    sheet.append([cell(head) for head in heads])
    for row in rows:
        sheet.append([cell(value) for value in row])
    file = TemporaryFile()  # noqa: SIM115  # the response closes it
    book.save(file)
    file.seek(0)
    return attached(FileResponse(file, content_type=XLSX), f"{name}.xlsx")


def _json(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    def lines() -> Iterable[str]:
        before = "["
        for row in rows:
            said = dict(zip(heads, map(_jsonable, row), strict=True))
            yield f"{before}\n{json.dumps(said, ensure_ascii=False, allow_nan=False)}"
            before = ","
        yield "[]\n" if before == "[" else "\n]\n"

    return attached(StreamingHttpResponse(lines(), content_type="application/json"), f"{name}.json")


def _jsonable(value: Any) -> Any:
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.isoformat() if isinstance(value, date) else value


def _parquet(name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponseBase:
    import polars as pl

    columns = list(zip(*rows, strict=True)) or [()] * len(heads)
    made = pl.DataFrame([_series(head, values) for head, values in zip(heads, columns, strict=True)])
    file = TemporaryFile()  # noqa: SIM115  # the response closes it
    made.write_parquet(file)
    file.seek(0)
    return attached(FileResponse(file, content_type="application/vnd.apache.parquet"), f"{name}.parquet")


def _series(head: str, values: Sequence[Any]) -> pl.Series:
    """A column of the one type that its values have; text where they have several."""
    import polars as pl

    kinds = {type(value) for value in values if value is not None}
    types: list[tuple[set[type], Any]] = [
        ({bool}, pl.Boolean),
        ({int}, pl.Int64),
        ({int, float, Decimal}, pl.Float64),
        ({datetime}, pl.Datetime("ms")),
        ({date}, pl.Date),
    ]
    for fitting, dtype in types:
        if kinds and kinds <= fitting:
            return pl.Series(head, values, dtype=dtype, strict=False)
    return pl.Series(head, [None if value is None else str(value) for value in values], dtype=pl.String)


def attached(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """``response`` as a file that is kept under ``name``."""
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


EXPORTS: Mapping[str, Export] = {"csv": _csv, "xlsx": _xlsx, "json": _json, "parquet": _parquet}
FOR_PROGRAMS = frozenset({"json", "parquet"})
"""Exports whose columns have the names that the address has, in every language, and whose values are bare."""


def asked_export(
    request: HttpRequest, name: str, heads: Mapping[str, str], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase | None:
    """The file that the address asks for of a page that is no ``Table``; None when it asks for the page.

    Args:
        request: Its ``export`` names the kind of file.
        name: Of the file, without its end.
        heads: Name of each column for programs, and for people.
        rows: The values.
    """
    kind = request.GET.get("export", "")
    if kind not in EXPORTS:
        return None
    return EXPORTS[kind](name, list(heads if kind in FOR_PROGRAMS else heads.values()), rows)


def export_links(request: HttpRequest) -> list[tuple[str, str]]:
    """Name and address of each export of a page that is no ``Table``."""
    query = request.GET.copy()
    query.pop("export", None)
    before = f"{query.urlencode()}&" if query else ""
    return [(code.upper(), f"?{before}export={code}") for code in EXPORTS]
