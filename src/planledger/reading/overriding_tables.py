"""What ``documents.yaml`` says of tables, checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple, get_args

from planledger.model.tables import ColumnCorrection, ColumnKind, TableCorrection
from planledger.reading.override_words import Wrong, wrong

_KINDS = get_args(ColumnKind)
_ROLES = ("target", "actual", "baseline")
_PERIOD = re.compile(r"(?:19|20)\d\d(?:/(?:19|20)\d\d)?")
_MOST = 1000


class Where(NamedTuple):
    """A place in the settings, in both languages."""

    english: str
    chinese: str

    def column(self, at: object) -> Where:
        """A column of this table."""
        return Where(f"{self.english}, column {at}", f"{self.chinese}第{at}列")


class WrongTable(ValueError):
    """What is said of a table cannot be meant; ``fault`` says where and why."""

    def __init__(self, fault: Wrong) -> None:
        super().__init__(fault)
        self.fault = fault

    def __str__(self) -> str:
        return self.fault.english


def read_tables(content: object) -> dict[int, TableCorrection]:
    """The corrections under ``tables``, by number.

    >>> read_tables({2: {"skip": True}})[2].skip
    True

    Raises:
        WrongTable: When something cannot be meant.
    """
    if not isinstance(content, dict):
        raise WrongTable(wrong("tables"))
    return {_number(number, Where("tables", "tables")): _table(number, said) for number, said in content.items()}


def _table(number: object, said: object) -> TableCorrection:
    where = Where(f"table {number}", f"表{number}")
    settings = _settings(said, where, ("skip", "unit", "head", "columns"))
    skip = settings.get("skip", False)
    if not isinstance(skip, bool):
        raise WrongTable(wrong("skip", *where, value=skip))
    head = settings.get("head", 0)
    if isinstance(head, bool) or not isinstance(head, int) or not 0 <= head <= _MOST:
        raise WrongTable(wrong("head", *where, value=head))
    columns = settings.get("columns", {})
    if not isinstance(columns, dict):
        raise WrongTable(wrong("columns", *where))
    return TableCorrection(
        skip=skip,
        unit=_text(settings, "unit", where),
        head=head,
        columns={_number(at, where): _column(where.column(at), one) for at, one in columns.items()},
    )


def _column(where: Where, said: object) -> ColumnCorrection:
    settings = _settings(said, where, ("kind", "role", "period", "unit", "name"))
    kind, role, period = (_text(settings, name, where) for name in ("kind", "role", "period"))
    if kind and kind not in _KINDS:
        raise WrongTable(wrong("kind", *where, value=kind, known=", ".join(_KINDS)))
    if role and role not in _ROLES:
        raise WrongTable(wrong("role", *where, value=role, known=", ".join(_ROLES)))
    if period and (not _PERIOD.fullmatch(period) or period[:4] > period[-4:]):
        raise WrongTable(wrong("period", *where, value=period))
    if kind and kind != "value" and (role or period):
        raise WrongTable(wrong("no_value", *where, value=kind))
    return ColumnCorrection(kind, role, period, _text(settings, "unit", where), _text(settings, "name", where))


def _settings(said: object, where: Where, known: tuple[str, ...]) -> Mapping[str, object]:
    if not isinstance(said, dict):
        raise WrongTable(wrong("no_settings", *where, known=known[0]))
    for key in said:
        if key not in known:
            raise WrongTable(wrong("unknown", *where, value=key, known=", ".join(known)))
    return said


def _number(number: object, where: Where) -> int:
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= 100 * _MOST:
        raise WrongTable(wrong("number", *where, value=number))
    return number


def _text(settings: Mapping[str, object], key: str, where: Where) -> str:
    value = settings.get(key, "")
    if isinstance(value, (dict, list, bool)) or value is None:
        raise WrongTable(wrong("text", *where, value=value, known=key))
    return str(value)
