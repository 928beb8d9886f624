"""What the user says of documents, stronger than any guess (``documents.yaml``)."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, get_args

from planledger.catalogue import read_data
from planledger.errors import BrokenOverrides, UndefinedRegion, reason_of
from planledger.model.document import Kind
from planledger.model.tables import TableCorrection
from planledger.reading.override_words import wrong
from planledger.reading.overriding_tables import WrongTable, read_tables
from planledger.reading.region import region_of

_KINDS = frozenset(get_args(Kind))


@dataclass(frozen=True, slots=True)
class Overrides:
    """What is set by hand for one document; empty fields are left to reading.

    Attributes:
        encoding: As Python names it (``gb18030``).
        region: Six-digit code or a name the catalogue knows (长春市).
        year: Report year.
        kind: Document type, one of ``planledger.model.document.Kind``.
        title: Title to show.
        issuer: Issuing body.
        date: ISO date.
        tables: What tables are to be read as, by number from 1 in text order.
    """

    encoding: str = ""
    region: str = ""
    year: int = 0
    kind: str = ""
    title: str = ""
    issuer: str = ""
    date: str = ""
    tables: Mapping[int, TableCorrection] = field(default_factory=dict)


class OverrideTable(Mapping[str, Overrides]):
    """Overrides by file stem or name; a key may be a pattern (``changchun-*``), and more exact keys win."""

    def __init__(self, entries: Mapping[str, Overrides]) -> None:
        self._entries = dict(entries)
        # A later, longer pattern is taken to be the more exact one.
        self._patterns = sorted((key for key in entries if _is_pattern(key)), key=lambda key: (len(key), key))

    def __getitem__(self, stem: str) -> Overrides:
        keys = [key for key in self._patterns if fnmatchcase(stem, key)]
        keys += [stem] if stem in self._entries and not _is_pattern(stem) else []
        if not keys:
            raise KeyError(stem)
        return merge_overrides(self._entries[key] for key in keys)

    def __contains__(self, stem: object) -> bool:
        return isinstance(stem, str) and (
            stem in self._entries or any(fnmatchcase(stem, key) for key in self._patterns)
        )

    def of_file(self, name: str) -> Overrides | None:
        """What is set for the file ``name``, under its stem or its whole name, which is the more exact."""
        found = [self[key] for key in (Path(name).stem, name) if key in self]
        return merge_overrides(found) if found else None

    def idle_keys(self, files: Collection[str]) -> list[str]:
        """Keys that speak for none of ``files``, names of files."""
        names = {*files, *(Path(file).stem for file in files)}
        return [key for key in self._entries if key not in names and not any(fnmatchcase(name, key) for name in names)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


def merge_overrides(entries: Iterable[Overrides]) -> Overrides:
    """What ``entries`` set together; the later goes over the earlier."""
    merged: dict[str, Any] = {}
    for entry in entries:
        merged |= {field.name: value for field in fields(Overrides) if (value := getattr(entry, field.name))}
    return Overrides(**merged)


def _is_pattern(key: str) -> bool:
    return any(sign in key for sign in "*?[")


def read_overrides(path: Path) -> OverrideTable:
    """Overrides of ``documents.yaml``, by file stem or pattern.

    The file maps a stem or a pattern to ``region``, ``year``, ``type``, ``encoding``, ``title``, ``issuer``, ``date``,
    ``tables``.

    Raises:
        BrokenOverrides: When it cannot be read, or says something that cannot be meant.
    """
    import yaml  # costs 60 ms, and few folders have the file

    try:
        loaded = yaml.safe_load(path.read_bytes())
    except OSError as error:
        raise BrokenOverrides(path.name, error.strerror or "cannot be read", reason_of(error)) from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        fault = wrong("yaml_line", line=mark.line + 1) if mark else wrong("yaml")
        raise BrokenOverrides(path.name, *fault) from error
    if loaded is None:
        return OverrideTable({})
    if not isinstance(loaded, dict):
        raise BrokenOverrides(path.name, *wrong("no_map"))
    return OverrideTable({str(stem): _entry(path.name, str(stem), content) for stem, content in loaded.items()})


def _entry(file: str, stem: str, content: object) -> Overrides:
    if not isinstance(content, dict):
        raise BrokenOverrides(file, *wrong("no_settings", stem, known="region, year"))
    known = {field.name for field in fields(Overrides)} - {"kind"} | {"type"}
    values: dict[str, Any] = {}
    for key, value in content.items():
        if key not in known:
            raise BrokenOverrides(file, *wrong("unknown", stem, value=key, known=", ".join(sorted(known))))
        values["kind" if key == "type" else str(key)] = _checked(file, stem, str(key), value)
    return Overrides(**values)


def _checked(file: str, stem: str, key: str, value: object) -> str | int | Mapping[int, TableCorrection]:
    if key == "tables":
        try:
            return read_tables(value)
        except WrongTable as error:
            raise BrokenOverrides(file, f"{stem}: {error.fault.english}", f"{stem}：{error.fault.chinese}") from error
    if key == "year":
        if isinstance(value, bool) or not isinstance(value, int) or not 1949 <= value <= 2100:
            raise BrokenOverrides(file, *wrong("year", stem, value=value))
        return value
    text = f"{value:06d}" if key == "region" and isinstance(value, int) and not isinstance(value, bool) else str(value)
    if key == "type":
        text = _kinds_in_chinese().get(text, text)
    if key == "type" and text not in _KINDS:
        raise BrokenOverrides(file, *wrong("type", stem, value=text, known=", ".join(sorted(_KINDS))))
    if key == "region" and text.isdigit():
        try:
            region_of(text)
        except UndefinedRegion:
            raise BrokenOverrides(file, *wrong("region", stem, value=text)) from None
    if key == "encoding" and not _is_encoding(text):
        raise BrokenOverrides(file, *wrong("encoding", stem, value=text))
    if key == "date" and not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", text):
        raise BrokenOverrides(file, *wrong("date", stem, value=text))
    return text


@cache
def _kinds_in_chinese() -> dict[str, str]:
    return {word["chinese"]: code for code, word in read_data("columns")["words"]["kind"].items()}


def _is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
