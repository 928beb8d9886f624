"""Every TXT and HTML file of the corpus: read without a crash, spans that read back."""

from __future__ import annotations

import time
from collections import Counter

from checking import span_faults
from material import Material
from planledger.catalogue import load_catalogue
from planledger.errors import PlanLedgerError
from planledger.extracting import extract
from planledger.normalising import normalise
from planledger.reading import read_document


def robustness_lines(material: Material) -> list[str]:
    """A row a file type, and the codes of everything that was doubtful."""
    catalogue = load_catalogue()
    counts: dict[str, Counter[str]] = {}
    codes: Counter[str] = Counter()
    faults = []
    slowest = (0.0, "")
    for path in [*material.five, *material.corpus]:
        count = counts.setdefault(path.suffix[1:].upper(), Counter())
        start = time.perf_counter()
        try:
            document = read_document(path)
            extraction = normalise(extract(document, catalogue), document, catalogue)
        except PlanLedgerError as error:
            count["refused"] += 1
            codes[error.code] += 1
            continue
        except Exception as error:  # noqa: BLE001  # a crash is what is being counted
            count["crashed"] += 1
            faults.append(f"{path.name}: {error!r}")
            continue
        slowest = max(slowest, (time.perf_counter() - start, path.name))
        found = span_faults(document, extraction)
        faults += [f"{path.name}: {fault}" for fault in found]
        count.update(read=1, characters=len(document.source), statements=len(extraction.statements))
        count.update(relations=len(extraction.relations), commitments=len(extraction.commitments))
        count["no_statements"] += not extraction.statements
        codes.update(problem.code for problem in (*document.problems, *extraction.problems))
    heads = ["read", "refused", "crashed", "characters", "statements", "relations", "commitments", "no_statements"]
    lines = ["| files | " + " | ".join(heads).replace("_", " ") + " |", "|---|" + "---:|" * len(heads)]
    lines += [
        f"| {kind} | " + " | ".join(f"{count[head]:,}" for head in heads) + " |" for kind, count in counts.items()
    ]
    told = ", ".join(f"`{code}` {number:,}" for code, number in codes.most_common()) or "none"
    lines += ["", f"Problems reported: {told}.", f"Slowest file: {slowest[1]}, {slowest[0]:.2f} s."]
    lines.append(f"Spans outside their source or with another text: {len(faults)}.")
    return lines + [f"- {fault}" for fault in faults[:20]]
