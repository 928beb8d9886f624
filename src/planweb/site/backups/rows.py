"""Rows of every table, out of and into either database, as they are: no signal, no automatic field, no manager."""

# ruff: noqa: SLF001  # _meta and _base_manager are what Django documents for this
from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

LEFT_OUT = frozenset({"accounts_session", "accounts_failedlogin", "accounts_firstrun", "site_chore"})
"""Tables of who is logged in, since after a restore everybody logs in again, and of the making of backups itself."""
_CHUNK = 2000
_AS_THEY_ARE = (models.IntegerField, models.FloatField, models.CharField, models.TextField)


class Migration(NamedTuple):
    """The last migration of an app."""

    app: str
    name: str


def applied_migrations() -> list[Migration]:
    """How far the database is, app by app."""
    loader = MigrationLoader(connection)
    applied = set(loader.applied_migrations)
    ends = [key for key in applied if key in loader.graph.nodes and not _followed(loader, key, applied)]
    return sorted(Migration(*key) for key in ends)


def known_migrations() -> list[Migration]:
    """How far this version of the application brings a database."""
    return sorted(Migration(*key) for key in MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def models_at(migrations: Sequence[Migration]) -> list[type[models.Model]]:
    """Every table as it is after ``migrations``, whatever the code of today says."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    apps = loader.project_state([(one.app, one.name) for one in migrations]).apps
    assert isinstance(apps, Apps)
    found = [one for one in apps.get_models(include_auto_created=True) if _is_table(one)]
    return sorted(found, key=lambda one: one._meta.db_table)


def _followed(loader: MigrationLoader, key: tuple[str, str], applied: set[tuple[str, str]]) -> bool:
    node = loader.graph.node_map[key]
    return any(child.key[0] == key[0] and child.key in applied for child in node.children)


def _is_table(model: type[models.Model]) -> bool:
    meta = model._meta
    return meta.managed and not meta.proxy and not meta.swapped and meta.db_table not in LEFT_OUT


def table_of(model: type[models.Model]) -> str:
    """Name of the table."""
    return model._meta.db_table


def stored_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Columns that hold something of their own."""
    return [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]


def lines_of(model: type[models.Model]) -> Iterator[bytes]:
    """The rows of a table in the order of their keys, one JSON array a line; equal tables give equal lines."""
    names = [field.attname for field in stored_fields(model)]
    rows = model._base_manager.order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=_CHUNK):
        yield json.dumps(row, default=_plain, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def rows_from(model: type[models.Model], lines: Iterable[bytes]) -> Iterator[tuple[Any, ...]]:
    """The values that ``lines_of`` wrote."""
    decoders = [_decoder(field) for field in stored_fields(model)]
    for line in lines:
        yield tuple(
            value if value is None else decode(value) for decode, value in zip(decoders, json.loads(line), strict=True)
        )


def insert_rows(model: type[models.Model], rows: Iterable[tuple[Any, ...]]) -> int:
    """How many rows were added to a table, as they are and quickly: by COPY where the database has it.

    Args:
        model: The table.
        rows: A value for each of ``stored_fields``.
    """
    fields = stored_fields(model)
    prepared = _prepared(fields, rows)
    quote = connection.ops.quote_name
    table, columns = quote(model._meta.db_table), ", ".join(quote(str(field.column)) for field in fields)
    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in prepared:
                    copy.write_row(row)
                    count += 1
            return count
        statement = f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608  # names
        while part := list(islice(prepared, _CHUNK)):
            cursor.executemany(statement, part)
            count += len(part)
    return count


def _prepared(fields: Sequence[models.Field[Any, Any]], rows: Iterable[tuple[Any, ...]]) -> Iterator[Sequence[Any]]:
    """The rows as the driver of the database takes them; numbers and text are so already."""
    special = [(at, field) for at, field in enumerate(fields) if not isinstance(_target(field), _AS_THEY_ARE)]
    for row in rows:
        ready = list(row)
        for at, field in special:
            ready[at] = field.get_db_prep_save(row[at], connection)
        yield ready


def empty_tables(tables: Sequence[type[models.Model]]) -> None:
    """Remove every row of ``tables`` and of those that are left out."""
    names = [*(model._meta.db_table for model in tables), *LEFT_OUT]
    quoted = [connection.ops.quote_name(name) for name in names if name in connection.introspection.table_names()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # migrations leave them immediate
            cursor.execute(f"TRUNCATE {', '.join(quoted)} RESTART IDENTITY CASCADE")
        else:
            for name in quoted:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608  # names of our own tables


def reset_sequences(tables: Sequence[type[models.Model]]) -> None:
    """Let the next row of each table get a key that is free."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    raise TypeError(type(value).__name__)


def _target(field: models.Field[Any, Any]) -> Any:
    """The field whose values ``field`` holds: the key at the end of a chain of foreign keys."""
    target: Any = field
    while target.remote_field:
        target = target.target_field
    return target


def _decoder(field: models.Field[Any, Any]) -> Any:
    target = _target(field)
    if isinstance(target, models.DateTimeField):
        return dt.datetime.fromisoformat
    if isinstance(target, models.BinaryField):
        return base64.b64decode
    if isinstance(target, models.DurationField):
        return lambda value: dt.timedelta(seconds=value)
    if isinstance(target, models.DateField | models.TimeField | models.DecimalField | models.UUIDField):
        return target.to_python
    return lambda value: value
