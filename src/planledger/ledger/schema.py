"""JSON Schema of every record."""

from __future__ import annotations

import json
from typing import Any

from planledger.ledger.columns import Column, Table, load_tables, load_words

_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "truth": {"type": "boolean"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "integers": {"type": "array", "items": {"type": "integer"}},
    "numbers": {"type": "array", "items": {"type": "number"}},
}


def ledger_schema() -> dict[str, Any]:
    """JSON Schema whose ``$defs`` hold one object a table: a line of ``<table>.jsonl``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "规划台账 Ledger of promises and results",
        "description": "A line of <table>.jsonl is as $defs/<table> says; the whole ledger is an object of such lists.",
        "type": "object",
        "properties": {name: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}} for name in load_tables()},
        "required": list(load_tables()),
        "additionalProperties": False,
        "$defs": {name: _record_schema(table) for name, table in load_tables().items()},
    }


def schema_text() -> str:
    """The schema as it is written to ``ledger.schema.json``."""
    return json.dumps(ledger_schema(), ensure_ascii=False, indent=1) + "\n"


def _record_schema(table: Table) -> dict[str, Any]:
    return {
        "title": f"{table.chinese} {table.english}",
        "description": f"{table.about_zh} {table.about}",
        "type": "object",
        "properties": {column.name: _column_schema(column) for column in table.columns},
        "required": [column.name for column in table.columns],
        "additionalProperties": False,
    }


def _column_schema(column: Column) -> dict[str, Any]:
    schema = dict(_TYPES[column.type])
    if column.words:
        schema["enum"] = [*load_words()[column.words], *([None] if column.optional else [])]
    if column.optional:
        schema["type"] = [schema["type"], "null"]
    return {"title": f"{column.chinese} {column.english}", "description": f"{column.about_zh} {column.about}"} | schema
