"""Accuracy by the gold's own scorer: statements a document and together, fulfilment."""

from __future__ import annotations

import contextlib
import io
import json
import re
import statistics
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from material import Material
from planledger.catalogue import load_catalogue
from planledger.extracting import extract
from planledger.ledger import fulfilment_row, statement_row
from planledger.normalising import normalise
from planledger.reading import read_document
from planledger.reconciling import reconcile

FIELDS = ("measure", "value", "unit", "bound", "role", "period", "indicator")


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows as JSON Lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def statement_scores(material: Material) -> dict[str, dict[str, float]]:
    """Scores by document and ``ALL``, as the scorer prints them; ``full_without`` is of all documents but this one."""
    catalogue = load_catalogue()
    scorer = material.scorer()
    with tempfile.TemporaryDirectory() as folder:
        guesses = Path(folder)
        gold = material.gold / "statements"
        for path in sorted(gold.glob("*.jsonl")):
            document = read_document(material.find(path.stem), name=path.stem)
            write_rows(guesses / path.name, map(statement_row, extract(document, catalogue).statements))
        scores = _printed(lambda: scorer.score_statements(gold, guesses))
    _leave_one_out(scores)
    return scores


def fulfilment_scores(material: Material, gold_name: str) -> dict[str, dict[str, float]]:
    """Scores of quantified and qualitative promises of one gold file."""
    catalogue = load_catalogue()
    gold = material.gold / gold_name
    pairs = dict.fromkeys(json.loads(line)["pair"] for line in gold.read_text(encoding="utf-8").splitlines() if line)
    rows = []
    for pair in pairs:
        documents = [read_document(material.find(name), name=name) for name in pair.split("->")]
        earlier, later = (normalise(extract(document, catalogue), document, catalogue) for document in documents)
        found = reconcile(
            earlier, later, promise_document=documents[0], result_document=documents[1], catalogue=catalogue
        )
        rows += map(fulfilment_row, found)
    with tempfile.TemporaryDirectory() as folder:
        guesses = Path(folder) / "guesses.jsonl"
        write_rows(guesses, rows)
        return _printed(lambda: material.scorer().score_fulfilment(gold, guesses))


def _printed(score: Any) -> dict[str, dict[str, float]]:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        score()
    scores = {}
    for line in said.getvalue().splitlines():
        name, _, rest = line.partition(": ")
        scores[name] = {key: float(value) for key, value in re.findall(r"(\w+)=([\d.]+)", rest)}
    return scores


def _leave_one_out(scores: dict[str, dict[str, float]]) -> None:
    # A full F1 is twice the hits by gold and guesses together, so hits can be had back from it.
    every = scores["ALL"]
    for name, score in scores.items():
        if name == "ALL":
            continue
        size = every["gold"] + every["guessed"] - score["gold"] - score["guessed"]
        hits = (every["full_f1"] * (every["gold"] + every["guessed"])) - (
            score["full_f1"] * (score["gold"] + score["guessed"])
        )
        score["full_without"] = hits / size if size else 0.0


def accuracy_lines(material: Material) -> list[str]:
    """The accuracy part of the page."""
    scores = statement_scores(material)
    heads = ["gold", "found", "detection F1", *FIELDS, "full F1", "full F1 without it"]
    lines = ["| document | " + " | ".join(heads) + " |", "|---|" + "---:|" * len(heads)]
    for name, score in scores.items():
        cells = [f"{score['gold']:.0f}", f"{score['guessed']:.0f}", f"{score['detection_f1']:.3f}"]
        cells += [f"{score[field]:.3f}" if field in score else "–" for field in FIELDS]
        cells += [f"{score['full_f1']:.3f}", f"{score['full_without']:.3f}" if "full_without" in score else ""]
        shown = f"**{name}**" if name == "ALL" else name
        lines.append(f"| {shown} | " + " | ".join(cells) + " |")
    alone = [score for name, score in scores.items() if name != "ALL"]
    lines.append("")
    for key, said in (("detection_f1", "Detection F1"), ("full_f1", "Full F1")):
        values = [score[key] for score in alone]
        lines.append(
            f"{said} by document: lowest {min(values):.3f}, median {statistics.median(values):.3f},"
            f" highest {max(values):.3f}."
        )
    lines += ["", "| promises | kind | all | with a result | linked right | wrong links | link F1 | verdicts right |"]
    lines.append("|---|---|---:|---:|---:|---:|---:|---:|")
    for gold_name in ("fulfilment.jsonl", "fulfilment_provinces.jsonl"):
        for kind, score in fulfilment_scores(material, gold_name).items():
            if score["promises"]:
                lines.append(
                    f"| {gold_name} | {kind.lower()} | {score['promises']:.0f} | {score['linked']:.0f} |"
                    f" {score['right']:.0f} | {score['wrong_links']:.0f} | {score['link_f1']:.3f} |"
                    f" {score['verdict_accuracy']:.3f} |"
                )
    return lines
