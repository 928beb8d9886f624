"""Peers side by side, in an environment of their own: what each returns on the same texts, and how fast.

They get the cleaned text by paragraphs, which is kinder to them than the source would be.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from material import Material
from planledger.catalogue import load_catalogue
from planledger.extracting import extract
from planledger.ledger import statement_row
from planledger.model import Document
from planledger.reading import read_document
from speed import measured

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE.parent / ".benchmark-venv"
PACKAGES = ["emoji==1.7.0", "recognizers-text-suite", "jionlp"]
PEERS = {"recognizers": "Recognizers-Text (numbers, units, dates)", "jionlp": "JioNLP (money, time)"}

_HEADS = (
    "| tool | characters/s | returned | gold numerals covered | returned that are statements | value right |"
    " indicator | role | bound | period |"
)


def peer_python(environment: Path = ENVIRONMENT, packages: Sequence[str] = PACKAGES) -> Path:
    """Python of the peers' environment, which is made when missing."""
    python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *packages], check=True)
    return python


def peer_lines(material: Material, runs: int) -> list[str]:
    """Our row and one row a peer."""
    catalogue = load_catalogue()
    contents = {path.stem: path.read_bytes() for path in material.five}
    documents = [read_document(content, name=stem) for stem, content in contents.items()]
    gold = [_gold(material, document) for document in documents]
    lines = [_HEADS, "|---|---:|---:|---:|---:|---:|---|---|---|---|"]
    ours = [list(map(statement_row, extract(document, catalogue).statements)) for document in documents]
    whole = measured(
        lambda: [extract(read_document(content, name=stem), catalogue) for stem, content in contents.items()], runs
    )
    rate = sum(len(document.source) for document in documents) / statistics.median(whole)
    lines.append(_row("Planledger, reading and extracting", rate, gold, ours, "yes"))
    characters = sum(len(document.text) for document in documents)
    alone = measured(lambda: [extract(document, catalogue) for document in documents], runs)
    rate = characters / statistics.median(alone)
    lines.append(_row("Planledger, extracting alone (cleaned characters)", rate, gold, ours, "yes"))
    python = peer_python()
    for name, title in PEERS.items():
        said = subprocess.run(
            [str(python), str(HERE / "peer_worker.py"), name],
            input=json.dumps([_paragraphs(document) for document in documents]).encode(),
            capture_output=True,
            check=True,
        )
        answer = json.loads(said.stdout)
        found = _in_source(documents, answer["found"])
        lines.append(_row(title, characters / answer["seconds"], gold, found, "no"))
        if answer["failures"]:
            lines.append(f"| ↳ failed on {answer['failures']} paragraphs | | | | | | | | | |")
    return lines


def _paragraphs(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def _gold(material: Material, document: Document) -> list[dict[str, Any]]:
    path = material.gold / "statements" / f"{document.id}.jsonl"
    return [row for row in material.scorer().read_jsonl(path) if row["kind"] == "stmt"]


def _in_source(documents: list[Document], found: list[list[Any]]) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = [[] for _ in documents]
    for number, paragraph, start, end, kind, value in found:
        document = documents[number]
        begin = document.blocks[paragraph].start
        span = document.offsets.to_source(begin + start, begin + end)
        rows[number].append({"start": span.start, "end": span.end, "kind": kind, "value": value})
    return rows


def _row(
    title: str, rate: float, gold: list[list[dict[str, Any]]], found: list[list[dict[str, Any]]], rest: str
) -> str:
    counts: Counter[str] = Counter()
    for statements, guesses in zip(gold, found, strict=True):
        counts.update(gold=len(statements), found=len(guesses))
        hit = set()
        for statement in statements:
            over = [at for at, guess in enumerate(guesses) if _overlap(statement, guess)]
            hit |= set(over)
            counts["covered"] += bool(over)
            counts["right"] += any(_same_value(statement, guesses[at]) for at in over)
        counts["statements"] += len(hit)
    shares = (
        counts["covered"] / counts["gold"],
        counts["statements"] / counts["found"],
        counts["right"] / counts["gold"],
    )
    cells = " | ".join(f"{share:.1%}" for share in shares)
    return f"| {title} | {rate:,.0f} | {counts['found']:,} | {cells} | {rest} | {rest} | {rest} | {rest} |"


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return min(one["end"], other["end"]) > max(one["start"], other["start"])


_MULTIPLIERS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


def _same_value(statement: dict[str, Any], guess: dict[str, Any]) -> bool:
    """A peer's bare value is right when it is either bound in the base unit; signs are forgiven it."""
    stated = [_scaled(statement[end], statement["unit"]) for end in ("low", "high") if statement[end] is not None]
    if "value" in guess:
        try:
            values = [abs(float(str(guess["value"]).rstrip("%")))]
        except ValueError:
            return False
    else:
        values = [_scaled(guess[end], guess["unit"]) for end in ("low", "high") if guess[end] is not None]
    return any(abs(value - wanted) <= 1e-6 * max(1.0, wanted) for value in values for wanted in stated)


def _scaled(value: float, unit: str) -> float:
    factor = 1
    while unit and unit[0] in _MULTIPLIERS:
        factor, unit = factor * _MULTIPLIERS[unit[0]], unit[1:]
    return abs(value) * factor
