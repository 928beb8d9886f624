"""Files that are no text: what each gives, how right it is against known text, how fast."""

from __future__ import annotations

import csv
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from operator import eq
from pathlib import Path
from typing import Any

from checking import span_faults
from making import agreement, bare, body_of, character_error, docx_of, known_text, pdf_of, scan_of, statements_of
from material import Material
from planledger.catalogue import load_catalogue
from planledger.errors import PlanLedgerError
from planledger.extracting import extract
from planledger.model import Document, Extraction, Statement
from planledger.normalising import normalise
from planledger.reading import read_document

_KINDS = ("pdf", "docx", "doc", "jpg", "html")


def outcome_lines(material: Material) -> list[str]:
    """What every file of the corpus that is no TXT gives."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    told, faults = [], []
    for path in sorted((material.shared / "documents/corpus").iterdir()):
        kind = path.suffix[1:].lower()
        if kind not in _KINDS:
            continue
        count, start = counts[kind], time.perf_counter()
        try:
            document, extraction = read(path)
        except PlanLedgerError as error:
            count["refused"] += 1
            told.append(f"{path.name}: `{error.code}` {error}")
            continue
        except Exception as error:  # noqa: BLE001  # a crash is what is being counted
            count["crashed"] += 1
            faults.append(f"{path.name}: {error!r}")
            continue
        count.update(files=1, pages=len(document.pages), recognised=sum(page.recognised for page in document.pages))
        count.update(characters=len(document.source), tables=len(document.grids), statements=len(extraction.statements))
        count["seconds"] += round(time.perf_counter() - start)
        faults += [f"{path.name}: {fault}" for fault in span_faults(document, extraction)]
        codes = Counter(problem.code for problem in document.problems if problem.code.startswith(("page.", "file.")))
        told += [f"{path.name}: `{code}` × {number}" for code, number in codes.items()]
    heads = ["files", "refused", "crashed", "pages", "recognised", "characters", "tables", "statements", "seconds"]
    lines = ["| kind | " + " | ".join(heads) + " |", "|---|" + "---:|" * len(heads)]
    lines += [f"| {kind} | " + " | ".join(f"{counts[kind][head]:,}" for head in heads) + " |" for kind in counts]
    lines += ["", f"Spans outside their source or with another text: {len(faults)}."]
    return lines + [f"- {one}" for one in (*faults[:20], *told[:60])]


def read(path: Path) -> tuple[Document, Extraction]:
    """Document and extraction of a file."""
    catalogue = load_catalogue()
    document = read_document(path)
    return document, normalise(extract(document, catalogue), document, catalogue)


def made_lines(material: Material, *, scanned: int) -> list[str]:
    """Character error and agreement of statements on files made from known text; ``scanned`` characters as scans."""
    lines = [
        "| made from | file | pages | characters | character error | statements | F1 with the text's |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    totals: dict[str, list[tuple[float, int, float, int]]] = defaultdict(list)
    for path in material.five:
        known = known_text(path)
        short = known_text(path, characters=scanned)
        for name, of, data in _files(known, short):
            document = read_document(data, name=path.stem)
            error, found = character_error(of.text, body_of(document)), statements_of(document)
            f1 = agreement(of.statements, found)
            totals[name].append((error, len(of.text), f1, len(of.statements)))
            size = f"{len(document.pages) or ''} | {len(of.text):,}"
            lines.append(f"| {path.stem} | {name} | {size} | {error:.3%} | {len(found)} | {f1:.3f} |")
    for name, rows in totals.items():
        error = sum(row[0] * row[1] for row in rows) / sum(row[1] for row in rows)
        f1 = sum(row[2] * row[3] for row in rows) / max(1, sum(row[3] for row in rows))
        size, statements = sum(row[1] for row in rows), sum(row[3] for row in rows)
        lines.append(f"| **all** | {name} | | {size:,} | **{error:.3%}** | {statements} | **{f1:.3f}** |")
    return lines


def _files(known: Any, short: Any) -> Iterator[tuple[str, Any, bytes]]:
    yield "PDF, one column", known, pdf_of(known, columns=1, dressed=False)
    yield "PDF, one column, heads and footnotes", known, pdf_of(known, columns=1, dressed=True)
    yield "PDF, two columns, heads and footnotes", known, pdf_of(known, columns=2, dressed=True)
    yield "Word", known, docx_of(known)
    yield "scan, one column", short, scan_of(pdf_of(short, columns=1, dressed=True), seed=1)
    yield "scan, two columns", short, scan_of(pdf_of(short, columns=2, dressed=True), seed=2)


def indicator_table_lines(material: Material) -> list[str]:
    """The cells of the national main-indicator table, from its picture."""
    path = next((material.shared / "documents/corpus").glob("*main_indicators.jpg"))
    expected = json.loads((material.shared / "data/national_15th_plan_indicators.json").read_text(encoding="utf-8"))
    document, extraction = read(path)
    rows = _rows(document)
    wrong, right, total = [], 0, 0
    for entry in expected:
        number, _, name = entry["indicator"].partition(".")
        name = _plain(bare(entry["category"] + name)).replace("-", "")
        best = min(rows, key=lambda cells: character_error(name, _label(cells, number)), default=[])
        wanted = [name, *(_plain(bare(entry[field])) for field in ("base2025", "target2030", "average", "attribute"))]
        got = [_label(best, number), *map(_plain, best[-4:])]
        total += len(wanted)
        right += sum(map(eq, wanted, got))
        wrong += [f"{name}: {want!r} was read {had!r}" for want, had in zip(wanted, got, strict=False) if want != had]
    said = Counter(statement.attribute for statement in extraction.statements)
    lines = [f"Cells right: {right} of {total} ({right / total:.1%}); rows {len(expected)}."]
    lines.append(f"Statements: {len(extraction.statements)}, by attribute {dict(said)}.")
    return lines + [f"- {one}" for one in wrong]


def _rows(document: Document) -> list[list[str]]:
    """Texts of the cells of every row that has a label and four columns, those that reach down included."""
    rows: dict[tuple[int, int], dict[int, str]] = defaultdict(dict)
    for number, grid in enumerate(document.grids):
        for cell in grid.cells:
            for row in range(cell.row, cell.row + cell.rows):
                rows[number, row][cell.column] = bare(document.source[cell.start : cell.end])
    return [[cells[column] for column in sorted(cells)] for cells in rows.values() if len(cells) >= 5]


def _label(cells: list[str], number: str) -> str:
    """What stands before the four columns, without the row's number and the dash before a part."""
    return _plain("".join(cells[:-4])).replace(f"{number}.", "", 1).replace("-", "")


_SIGNS = str.maketrans("（）＞＜〔〕，：﹣－—", "()><[],:---")


def _plain(cell: str) -> str:
    """A cell's text whatever width its signs and dashes have."""
    return re.sub("-+", "-", cell.translate(_SIGNS))


def macro_lines(material: Material) -> list[str]:
    """GDP, its growth and budget revenue of city communiqués and budget reports against a table of figures."""
    with (material.shared / "data/city_macro_fiscal.csv").open(encoding="utf-8-sig") as file:
        figures = {(row["city_name_cn"], row["metric_year"]): row for row in csv.DictReader(file)}
    with (material.shared / "documents/corpus/index.csv").open(encoding="utf-8-sig") as file:
        index = {row["slug"]: row for row in csv.DictReader(file)}
    counts: Counter[tuple[str, str]] = Counter()
    told = []
    for slug, entry in index.items():
        row = figures.get((entry["region"], entry["year"]))
        kind = "communiqué" if "communique" in slug else "budget report" if "budget" in slug else ""
        if row is None or not kind:
            continue
        path = next((material.shared / "documents/corpus").glob(f"{slug}.*"))
        try:
            document, extraction = read(path)
            statements, source = extraction.statements, bare(document.text)
        except PlanLedgerError as error:
            statements, source = (), ""
            told.append(f"{slug}: {error}")
        for what, indicators, measure, column in _WANTED:
            if not row[column] or (kind == "budget report" and what != "revenue"):
                continue
            found = _values(statements, indicators, measure, entry["year"])
            good = any(_equal(value, float(row[column]), measure) for value in found)
            stated = good or _is_stated(source, float(row[column]), measure)
            outcome = "right" if good else "not stated" if not stated else "differs" if found else "not found"
            counts[f"{kind}: {what}", outcome] += 1
            if not good:
                seen = ", ".join(f"{value:g}" for value in found[:4]) or "nothing"
                note = "" if stated else "; the document does not state it"
                told.append(f"{slug} ({row['source_grade']}): {what} is {row[column]} in the table, read {seen}{note}")
    heads = ("right", "differs", "not found", "not stated")
    lines = ["| figure | " + " | ".join(heads) + " | right of all | right of stated |", "|---|" + "---:|" * 6]
    for what in dict.fromkeys(key[0] for key in counts):
        row = [counts[what, head] for head in heads]
        share = f"{row[0] / sum(row):.1%} | {row[0] / max(1, sum(row[:3])):.1%}"
        lines.append(f"| {what} | " + " | ".join(map(str, row)) + f" | {share} |")
    return [*lines, "", *(f"- {one}" for one in told)]


_WANTED = (
    ("GDP", ("gdp",), "level", "gdp_current_100m"),
    ("GDP growth", ("gdp",), "growth", "gdp_real_growth_pct"),
    ("revenue", ("budget_revenue", "local_revenue", "fiscal_revenue"), "level", "general_public_revenue_100m"),
)


def _values(statements: tuple[Statement, ...], indicators: tuple[str, ...], measure: str, year: str) -> list[float]:
    chosen = [
        one
        for one in statements
        if one.indicator_id in indicators and one.measure == measure and one.period == year and one.base_low is not None
    ]
    return [(one.base_low or 0.0) / 1e8 if measure == "level" else one.low or 0.0 for one in chosen]


def _equal(found: float, wanted: float, measure: str) -> bool:
    # The table gives two decimals, documents one or none.
    return abs(found - wanted) <= (max(0.055, 0.005 * abs(wanted)) if measure == "level" else 0.051)


def _is_stated(source: str, wanted: float, measure: str) -> bool:
    """Whether the digits of the figure stand in the text, in 亿元 or 万元 or as a percentage."""
    if measure == "growth":
        forms = {f"{abs(wanted):.1f}%"}
    else:
        forms = {
            f"{wanted:.2f}亿",
            f"{wanted:.1f}亿",
            f"{wanted:.2f}".rstrip("0").rstrip(".") + "亿",
            f"{wanted:.0f}亿",
        }
        forms |= {f"{wanted * 1e4:.0f}", f"{wanted:.2f}"}
    return any(re.search(rf"(?<![\d.]){re.escape(form)}", source) for form in forms)
