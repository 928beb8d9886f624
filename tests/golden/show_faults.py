"""Accuracy on the samples with every fault: ``PYTHONPATH=src:. python -m tests.golden.show_faults [WORD…]``.

Words pick the documents whose names hold one of them; without words, all.
"""

import json
import sys
from pathlib import Path

from tests.golden.scoring import FIELDS, Row, Score, score_links, score_statements

from planledger.catalogue import load_catalogue
from planledger.ledger import fulfilment_row, statement_row
from planledger.pipeline import compare, run

HERE = Path(__file__).parent


def rows_of(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def told(name: str, score: Score) -> str:
    fields = " ".join(f"{field}={score.share(field):.3f}" for field in FIELDS)
    return f"{name}: gold={score.gold} detection={score.detection:.3f} full={score.full_f1:.3f} {fields}"


def main(words: list[str]) -> None:
    ledger = run([HERE.parents[1] / "samples" / "documents"])
    both = {item[0].id: item for item in zip(ledger.documents, ledger.extractions, strict=True)}
    lines, total = [], Score()
    for name, (_, extraction) in both.items():
        if words and not any(word in name for word in words):
            continue
        gold = rows_of(HERE / "statements" / f"{name}.jsonl")
        score = score_statements(gold, [statement_row(statement) for statement in extraction.statements])
        lines += [told(name, score), *(f"    {fault}" for fault in score.faults)]
        total += score
    lines.append(told("ALL", total))
    gold = rows_of(HERE / "fulfilment.jsonl")
    found: list[Row] = []
    for promises, results in (pair.split("->") for pair in dict.fromkeys(row["pair"] for row in gold)):
        pairs = compare(both[promises], both[results], catalogue=load_catalogue())
        found += [fulfilment_row(fulfilment) for fulfilment in pairs]
    for kinds in ({"quantified", "relational"}, {"qualitative"}):
        links = score_links(gold, found, kinds)
        lines.append(f"{sorted(kinds)}: link_f1={links.link_f1:.3f} verdicts={links.verdict_accuracy:.3f}")
        lines += [f"    {fault!r}" for fault in links.faults]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
