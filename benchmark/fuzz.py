"""``make fuzz``: mutated inputs through reading and extracting; only our own errors may come back.

Every input is made from its number alone, so a fault is seen again with ``--seed NUMBER``. A run that was cut off goes
on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.sharedctypes import SynchronizedArray
from pathlib import Path
from typing import Any

from checking import span_faults
from mutating import mutated

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / "build/fuzz.json"
CHUNK = 100
# Most processor time that one input may take; they are of a few thousand characters.
SECONDS = 10
# No word from any worker for so long: one of them is caught in a regular expression, where no signal reaches it.
SILENCE = 600
MEMORY = 2 * 2**30

_slots: SynchronizedArray[int] | None = None
_slot = 0


class TooSlowError(Exception):
    """One input took more than ``SECONDS`` of processor time."""


def try_input(seed: int) -> tuple[str, list[str]]:
    """Outcome of one input (``read``, or the code of our error) and what is wrong with it."""
    from planledger.catalogue import load_catalogue
    from planledger.errors import PlanLedgerError
    from planledger.extracting import extract
    from planledger.normalising import normalise
    from planledger.reading import read_document

    try:
        document = read_document(mutated(seed), name=f"fuzz-{seed}")
        extraction = normalise(extract(document, load_catalogue()), document, load_catalogue())
        faults = span_faults(document, extraction)
        outcome = "read" if extraction.statements else "read, no statements"
        if seed % 20 == 0:
            faults += _later_stages(document, extraction)
    except PlanLedgerError as error:
        silent = [] if str(error) and error.message_zh else [f"{error.code}: says nothing"]
        return error.code, silent
    return outcome, faults


def _later_stages(document: Any, extraction: Any) -> list[str]:
    """Everything after extracting, with a document held against itself: it must not raise either."""
    from planledger.catalogue import load_catalogue
    from planledger.ledger import fulfilment_row, ledger_tables
    from planledger.model import Ledger
    from planledger.reconciling import find_contradictions, reconcile

    catalogue = load_catalogue()
    found = reconcile(extraction, extraction, promise_document=document, result_document=document, catalogue=catalogue)
    contradictions = find_contradictions((extraction,), (document,), catalogue)
    problems = (*document.problems, *extraction.problems)
    ledger = Ledger((document,), (extraction,), tuple(found), tuple(contradictions), problems, "fuzz")
    json.dumps(ledger_tables(ledger), allow_nan=False)
    json.dumps([fulfilment_row(fulfilment) for fulfilment in found], allow_nan=False)
    return []


def _prepare(slots: SynchronizedArray[int], free: Any) -> None:
    global _slots, _slot
    _slots, _slot = slots, free.get()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, _ring)
    try_input(0)  # loads the catalogue, which is not what is timed
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _ring(*_: object) -> None:
    raise TooSlowError


def try_chunk(first: int, last: int) -> dict[str, Any]:
    """Outcomes and faults of the inputs ``first`` to ``last - 1``."""
    outcomes: Counter[str] = Counter()
    faults: list[dict[str, Any]] = []
    slowest = (0.0, first)
    for seed in range(first, last):
        if _slots is not None:
            _slots[_slot] = seed
        start = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        try:
            outcome, wrong = try_input(seed)
        except Exception as error:  # noqa: BLE001  # an untyped error is what is looked for
            last_frame = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{Path(last_frame.filename).name}:{last_frame.lineno}"
            outcome, wrong = "fault", [f"{type(error).__name__} at {place}: {str(error)[:200]}"]
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        outcomes[outcome] += 1
        faults += [{"seed": seed, "fault": fault} for fault in wrong]
        slowest = max(slowest, (time.process_time() - start, seed))
    return {"first": first, "last": last, "outcomes": outcomes, "faults": faults, "slowest": slowest}


def _try(chunk: tuple[int, int]) -> dict[str, Any]:
    return try_chunk(*chunk)


class Tally:
    """What is known so far, kept in a file after every chunk."""

    def __init__(self, inputs: int, *, fresh: bool) -> None:
        self.inputs = inputs
        self.done: set[int] = set()
        self.outcomes: Counter[str] = Counter()
        self.faults: list[dict[str, Any]] = []
        self.slowest = (0.0, -1)
        if not fresh and STATE.exists():
            stored = json.loads(STATE.read_text(encoding="utf-8"))
            self.done = set(stored["done"])
            self.outcomes = Counter(stored["outcomes"])
            self.faults = stored["faults"]
            self.slowest = tuple(stored["slowest"])

    def left(self) -> Iterator[tuple[int, int]]:
        """Chunks still to try."""
        for first in range(0, self.inputs, CHUNK):
            if first not in self.done:
                yield first, min(first + CHUNK, self.inputs)

    def add(self, chunk: dict[str, Any]) -> None:
        """Take in one chunk and store the whole."""
        if chunk["last"] - chunk["first"] == CHUNK:
            self.done.add(chunk["first"])
        self.outcomes.update(chunk["outcomes"])
        self.faults += chunk["faults"]
        self.slowest = max(self.slowest, tuple(chunk["slowest"]))
        STATE.parent.mkdir(exist_ok=True)
        stored = {
            "done": sorted(self.done),
            "outcomes": self.outcomes,
            "faults": self.faults,
            "slowest": self.slowest,
        }
        temporary = STATE.with_suffix(".new")
        temporary.write_text(json.dumps(stored), encoding="utf-8")
        temporary.replace(STATE)

    def told(self) -> str:
        """The result in words."""
        lines = [
            f"{self.outcomes.total():,} inputs: " + ", ".join(f"{k} {n:,}" for k, n in self.outcomes.most_common())
        ]
        lines.append(f"slowest: {self.slowest[0]:.2f} s (seed {self.slowest[1]})")
        kinds = Counter(fault["fault"].partition(":")[0] for fault in self.faults)
        lines.append(f"faults: {len(self.faults)}")
        lines += [f"  {number:5d} {kind}" for kind, number in kinds.most_common()]
        lines += [f"  seed {fault['seed']}: {fault['fault']}" for fault in self.faults[:20]]
        return "\n".join(lines)


def fuzz_lines() -> list[str]:
    """What the last run found, for the page of the benchmark."""
    if not STATE.exists():
        return ["Not run."]
    tally = Tally(0, fresh=False)
    lines = ["| outcome | inputs |", "|---|---:|", *(f"| {k} | {n:,} |" for k, n in tally.outcomes.most_common())]
    lines += ["", f"{tally.outcomes.total():,} inputs, faults: {len(tally.faults)}; the slowest took"]
    lines[-1] += f" {tally.slowest[0]:.2f} s of processor time."
    return lines + [f"- seed {fault['seed']}: {fault['fault']}" for fault in tally.faults[:10]]


def run_all(tally: Tally, workers: int, seconds: float) -> bool:
    """Try what is left; whether every worker kept answering."""
    context = multiprocessing.get_context("spawn")
    slots = context.Array("q", [-1] * workers)
    free = context.Queue()
    for number in range(workers):
        free.put(number)
    deadline = time.monotonic() + seconds
    shows = sys.stderr.isatty()
    with context.Pool(workers, _prepare, (slots, free)) as pool:
        answers = pool.imap_unordered(_try, tally.left())
        while True:
            try:
                tally.add(answers.next(timeout=SILENCE))
            except StopIteration:
                return True
            except multiprocessing.TimeoutError:
                print(f"no answer for {SILENCE} s; the workers are at seeds {list(slots)}", file=sys.stderr)
                return False
            if shows:
                print(f"\r{tally.outcomes.total():,}/{tally.inputs:,}", end="", file=sys.stderr)
            if time.monotonic() > deadline:
                print("time is up; start it again to go on", file=sys.stderr)
                return True


def main() -> int:
    """Try the inputs; 0 when nothing is wrong, 1 otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--fresh", action="store_true", help="forget an earlier run")
    parser.add_argument("--seed", type=int, help="try one input and show what happens")
    options = parser.parse_args()
    if options.seed is not None:
        sys.stdout.buffer.write(mutated(options.seed)[:2000] + b"\n")
        print(*try_input(options.seed))
        return 0
    tally = Tally(options.inputs, fresh=options.fresh)
    answered = run_all(tally, options.workers, options.seconds)
    print(tally.told())
    return 0 if answered and not tally.faults else 1


if __name__ == "__main__":
    sys.exit(main())
