"""One input of the fuzz run, tried in a worker process."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from checking import span_faults
from mutating import mutated
from mutating_files import mutated_file
from planledger.catalogue import load_catalogue
from planledger.ledger import fulfilment_row, ledger_tables
from planledger.model import Document, Extraction, Ledger
from planledger.pipeline import Job, read_file
from planledger.reading import Limits, Overrides
from planledger.reconciling import find_contradictions, reconcile

MB = 1024 * 1024
# Inputs are small, and so is what they may take.
LIMITS: Mapping[str, Limits] = {
    "text": Limits(seconds=20, memory=1024 * MB),
    "files": Limits(expanded=8 * MB, pages=20, pixels=2_000_000, cells=50_000, depth=128, seconds=60, memory=3072 * MB),
}


class Input(NamedTuple):
    """An input by its kind and number.

    Attributes:
        kind: ``text`` or ``files``.
        seed: Its number.
        real: Whether pictures are recognised in earnest, which takes seconds whatever they show.
    """

    kind: str
    seed: int
    real: bool = False


class Trial(NamedTuple):
    """What one input gave.

    Attributes:
        outcome: ``read``, ``read, no statements``, or the code of the problem.
        faults: What is wrong with that.
        seconds: Wall-clock seconds that reading took.
        peak: The most memory, in megabytes, that the process has held.
    """

    outcome: str
    faults: tuple[str, ...]
    seconds: float
    peak: float


def made_text(seed: int) -> tuple[str, bytes]:
    """Suffix and bytes of a text."""
    return ".txt", mutated(seed)


MAKERS: Mapping[str, Callable[[int], tuple[str, bytes]]] = {"text": made_text, "files": mutated_file}


def try_input(one: Input) -> Trial:
    """What an input gives."""
    kind, seed, real = one
    suffix, content = MAKERS[kind](seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"fuzz-{seed}{suffix}"
        path.write_bytes(content)
        with _recogniser(real=real):
            start = time.perf_counter()
            outcome = read_file(Job(path, path.stem, Overrides(), LIMITS[kind]))
            taken = time.perf_counter() - start
    faults: list[str] = []
    if outcome.document is not None and outcome.extraction is not None:
        told = "read" if outcome.extraction.statements else "read, no statements"
        faults = span_faults(outcome.document, outcome.extraction)
        if seed % 20 == 0:
            _later_stages(outcome.document, outcome.extraction)
    else:
        assert outcome.problem is not None
        told = outcome.problem.code
        if told == "document.crashed" or not (outcome.problem.message and outcome.problem.message_zh):
            faults = [f"{told}: {outcome.problem.message.removeprefix(f'{path}: ')[:300]}"]
    return Trial(told, tuple(faults), taken, _peak())


class StandIn:
    """Finds text somewhere on every picture, and always the same."""

    def __call__(self, picture: Any, **_: object) -> SimpleNamespace:
        """What the library would answer."""
        height, width = picture.shape[:2]
        number = int(picture.sum()) % 4
        edges = [(width * 0.1, height * at / 8, width * 0.9, height * (at + 1) / 8) for at in range(1, 2 * number, 2)]
        boxes = [[[x, y], [right, y], [right, low], [x, low]] for x, y, right, low in edges]
        text = "粮食产量277万吨"
        words = SimpleNamespace(word_cols=[list(range(len(text)))], line_txt_len=len(text))
        return SimpleNamespace(boxes=boxes or None, txts=(text,), scores=(0.9,), word_results=(words,))


@contextmanager
def _recogniser(*, real: bool) -> Iterator[None]:
    """The recogniser of pictures, or one that stands in for it meanwhile."""
    try:
        from planledger.reading.pictures import engine
    except ImportError:
        yield
        return
    own, stand_in = engine._engine, StandIn()  # noqa: SLF001
    if not real:
        engine._engine = lambda: stand_in  # noqa: SLF001
    try:
        yield
    finally:
        engine._engine = own  # noqa: SLF001


def _later_stages(document: Document, extraction: Extraction) -> None:
    """Everything after extracting, with a document held against itself: it must not raise either."""
    catalogue = load_catalogue()
    found = reconcile(extraction, extraction, promise_document=document, result_document=document, catalogue=catalogue)
    contradictions = find_contradictions((extraction,), (document,), catalogue)
    problems = (*document.problems, *extraction.problems)
    ledger = Ledger((document,), (extraction,), tuple(found), tuple(contradictions), problems, "fuzz")
    json.dumps(ledger_tables(ledger), allow_nan=False)
    json.dumps([fulfilment_row(fulfilment) for fulfilment in found], allow_nan=False)


def _peak() -> float:
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (MB if sys.platform == "darwin" else 1024)
