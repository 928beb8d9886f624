"""The invented sentences of ``tests/cases/statements.yaml`` as documents with the statements that they hold."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from planledger.catalogue import load_catalogue
from planledger.extracting import extract
from planledger.model import Document, Extraction, Statement
from planledger.reading import read_document

Row = dict[str, Any]
CONTENT: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "statements.yaml").read_text(encoding="utf-8")
)
FRAMES: dict[str, dict[str, Any]] = CONTENT["frames"]
OTHERS: Row = {"aliases": [], "unit": "", "striving": False, "estimate": False}
FIELDS = ("start", "end", "text", "indicator", "measure", "low", "high", "unit", "bound", "role", "period")
CASES: list[dict[str, Any]] = CONTENT["cases"]


@dataclass(frozen=True)
class Paper:
    """A small document that was read, and what was found in it."""

    document: Document
    found: Extraction
    body: int

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Those of the sentences, not of title and heading."""
        return tuple(one for one in self.found.statements if one.start >= self.body)


@cache
def read_paper(text: str, frame: str, line_end: str = "\n") -> Paper:
    """``text`` under the title and heading of ``frame``, read and extracted."""
    head = "\n".join((FRAMES[frame]["title"], FRAMES[frame]["heading"], ""))
    source = (head + text + "\n").replace("\n", line_end)
    document = read_document(source.encode(), name="case")
    return Paper(document, extract(document, load_catalogue()), len(head.replace("\n", line_end)))


def bounds_of(value: str) -> tuple[float | None, float | None, str]:
    """Lower bound, upper bound and kind of bound of ``6..7``, ``>=5``, ``<=3``, ``~8`` or ``4``."""
    if ".." in value:
        low, high = value.split("..")
        return float(low), float(high), "range"
    if value.startswith(">="):
        return float(value[2:]), None, "at_least"
    if value.startswith("<="):
        return None, float(value[2:]), "at_most"
    about = value.startswith("~")
    number = float(value.removeprefix("~"))
    return number, number, "about" if about else "exact"


def expected_rows(case: dict[str, Any], paper: Paper) -> list[Row]:
    """The rows of ``case`` in full, with the offsets of their numerals in the source."""
    frame, rows, at = FRAMES[case["in"]], [], paper.body
    plain = {"measure": "level", "role": frame["role"], "period": str(frame["period"])} | OTHERS
    for row in case.get("rows", ()):
        start, at = _find_numeral(paper.document.source, row, at)
        low, high, bound = bounds_of(row["value"])
        rows.append(plain | row | {"start": start, "end": at, "low": low, "high": high, "bound": bound})
    return rows


def _find_numeral(source: str, row: Row, at: int) -> tuple[int, int]:
    """Where the numeral of ``row`` stands, ``at`` or later: not inside a longer one, behind ``left`` where given."""
    numeral = f"(?<={re.escape(row['left'])})" if "left" in row else r"(?<![\d.])"
    match = re.compile(numeral + re.escape(row["numeral"]) + r"(?!\d)").search(source, at)
    assert match is not None, f"{row['numeral']} is not in the text"
    return match.span()


def as_row(statement: Statement) -> Row:
    """The fields of ``statement`` that are compared."""
    return {field: getattr(statement, field) for field in (*FIELDS, "striving", "estimate")}


def ids_of(cases: list[dict[str, Any]]) -> Counter[str]:
    """How often each case identifier stands in the file."""
    return Counter(case["id"] for case in cases)
