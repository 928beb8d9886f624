"""What ``documents.yaml`` says of tables, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from planledger.model.tables import ColumnCorrection, ColumnKind, TableCorrection

_KINDS = get_args(ColumnKind)
_ROLES = ("target", "actual", "baseline")
_PERIOD = re.compile(r"(?:19|20)\d\d(?:/(?:19|20)\d\d)?")
_MOST = 1000


class WrongTable(ValueError):
    """What is said of a table cannot be meant; the message says where and why."""


def read_tables(content: object) -> dict[int, TableCorrection]:
    """The corrections under ``tables``, by number.

    >>> read_tables({2: {"skip": True}})[2].skip
    True

    Raises:
        WrongTable: When something cannot be meant.
    """
    if not isinstance(content, dict):
        raise WrongTable("tables must map numbers of tables to settings, such as {2: {skip: true}}")
    return {_number(number, "tables", "table"): _table(number, said) for number, said in content.items()}


def _table(number: object, said: object) -> TableCorrection:
    where = f"table {number}"
    settings = _settings(said, where, ("skip", "unit", "head", "columns"))
    skip = settings.get("skip", False)
    if not isinstance(skip, bool):
        raise WrongTable(f"{where}: skip must be true or false, not {skip!r}")
    head = settings.get("head", 0)
    if isinstance(head, bool) or not isinstance(head, int) or not 0 <= head <= _MOST:
        raise WrongTable(f"{where}: head must be the number of rows of the head, not {head!r}")
    columns = settings.get("columns", {})
    if not isinstance(columns, dict):
        raise WrongTable(f"{where}: columns must map numbers of columns to settings, such as {{4: {{role: target}}}}")
    return TableCorrection(
        skip=skip,
        unit=_text(settings, "unit", where),
        head=head,
        columns={_number(at, where, "column"): _column(f"{where}, column {at}", one) for at, one in columns.items()},
    )


def _column(where: str, said: object) -> ColumnCorrection:
    settings = _settings(said, where, ("kind", "role", "period", "unit", "name"))
    kind, role, period = (_text(settings, name, where) for name in ("kind", "role", "period"))
    if kind and kind not in _KINDS:
        raise WrongTable(f"{where}: unknown kind {kind!r}; known are {', '.join(_KINDS)}")
    if role and role not in _ROLES:
        raise WrongTable(f"{where}: unknown role {role!r}; known are {', '.join(_ROLES)}")
    if period and (not _PERIOD.fullmatch(period) or period[:4] > period[-4:]):
        raise WrongTable(f"{where}: period must be such as 2025 or 2021/2025, not {period!r}")
    if kind and kind != "value" and (role or period):
        raise WrongTable(f"{where}: a column of kind {kind} has no role and no period")
    return ColumnCorrection(kind, role, period, _text(settings, "unit", where), _text(settings, "name", where))


def _settings(said: object, where: str, known: tuple[str, ...]) -> Mapping[str, object]:
    if not isinstance(said, dict):
        raise WrongTable(f"{where}: must hold settings such as {known[0]}")
    for key in said:
        if key not in known:
            raise WrongTable(f"{where}: unknown setting {key!r}; known are {', '.join(known)}")
    return said


def _number(number: object, where: str, what: str) -> int:
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= 100 * _MOST:
        raise WrongTable(f"{where}: a {what} is named by its number from 1, not {number!r}")
    return number


def _text(settings: Mapping[str, object], key: str, where: str) -> str:
    value = settings.get(key, "")
    if isinstance(value, (dict, list, bool)) or value is None:
        raise WrongTable(f"{where}: {key} must be text, not {value!r}")
    return str(value)
