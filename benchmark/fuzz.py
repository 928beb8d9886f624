"""``make fuzz``: mutated inputs through reading and extracting; only our own problems may come back.

Texts and files (PDF, Word, Excel, pictures), each made from its number alone, so that a fault is seen again with
``--kind KIND --seed NUMBER``. They are read by the workers that read a user's files. A run that was cut off goes on
where it stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from planledger.errors import DocumentError, PlanLedgerError
from planledger.pipeline import Job, read_file
from planledger.reading import Overrides
from planledger.runners import Guarded
from trying import LIMITS, MAKERS, Input, Trial, try_input

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
STORED_EVERY = 5.0
# The network of recognition minds no content, so that most pictures go by without it.
REAL_RECOGNITION_EVERY = 50


class Tally:
    """What is known so far of one kind of input, kept in a file."""

    def __init__(self, kind: str, *, fresh: bool = False) -> None:
        self.kind = kind
        self.done = 0
        self.outcomes: Counter[str] = Counter()
        self.faults: list[list[Any]] = []
        self.lost: list[list[Any]] = []
        self.slowest: tuple[float, int] = (0.0, -1)
        self.peak = 0.0
        self._file = BUILD / f"fuzz-{kind}.json"
        self._stored = time.monotonic()
        if not fresh:
            with suppress(OSError, ValueError):
                self.__dict__ |= json.loads(self._file.read_text(encoding="utf-8"))
                self.outcomes = Counter(self.outcomes)

    def add(self, seed: int, trial: Trial | DocumentError) -> None:
        """Take in what the input ``seed`` gave."""
        self.done = seed + 1
        if isinstance(trial, DocumentError):
            self.outcomes[trial.code] += 1
            self.lost.append([seed, f"{trial.code}: {trial.detail}"])
        else:
            self.outcomes[trial.outcome] += 1
            self.faults += [[seed, fault] for fault in trial.faults]
            self.slowest = max(tuple(self.slowest), (round(trial.seconds, 3), seed))
            self.peak = max(self.peak, trial.peak)
        if time.monotonic() - self._stored > STORED_EVERY:
            self.store()

    def store(self) -> None:
        """Write down what is known."""
        BUILD.mkdir(exist_ok=True)
        known = {name: value for name, value in self.__dict__.items() if name not in {"kind", "_file", "_stored"}}
        temporary = self._file.with_suffix(".new")
        temporary.write_text(json.dumps(known), encoding="utf-8")
        temporary.replace(self._file)
        self._stored = time.monotonic()

    def lines(self) -> Iterator[str]:
        """The result in words."""
        yield f"{self.kind}, {self.outcomes.total():,} inputs"
        yield from (f"  {number:8,} {outcome}" for outcome, number in self.outcomes.most_common())
        yield f"slowest: {self.slowest[0]:.2f} s (seed {self.slowest[1]}); most memory: {self.peak:.0f} MB"
        for name, found in (("faults", self.faults), ("processes lost", self.lost)):
            yield f"{name}: {len(found)}"
            first = {what: seed for seed, what in reversed(found)}
            counts = Counter(what for _, what in found)
            yield from (f"  {number:5d} × {what} (seed {first[what]})" for what, number in counts.most_common(25))


def fuzz_lines() -> list[str]:
    """What the last run found, for the page of the benchmark."""
    lines = []
    for kind in MAKERS:
        tally = Tally(kind)
        if not tally.done:
            lines.append(f"{kind}: not run.")
            continue
        lines += [f"| {kind}: outcome | inputs |", "|---|---:|"]
        lines += [f"| {outcome} | {number:,} |" for outcome, number in tally.outcomes.most_common()]
        lines += ["", f"{tally.outcomes.total():,} inputs, faults: {len(tally.faults)}; the slowest that was read took"]
        lines[-1] += f" {tally.slowest[0]:.2f} s, and no process held more than {tally.peak:.0f} MB."
        lines += [*(f"- seed {seed}: {fault}" for seed, fault in tally.faults[:10]), ""]
    return lines


def held() -> dict[str, set[str]]:
    """Open files, children, threads and temporary folders of this process, where the system tells."""
    found = {"threads": {thread.name for thread in threading.enumerate()}}
    with suppress(OSError):
        found["files"] = {path.name for path in Path("/proc/self/fd").iterdir()}
        found["children"] = set(Path("/proc/thread-self/children").read_text(encoding="ascii").split())
    found["folders"] = {path.name for path in Path(tempfile.gettempdir()).glob(f"planledger-{os.getpid()}-*")}
    return found


def try_all(tally: Tally, inputs: int, *, workers: int, deadline: float) -> list[str]:
    """Try what is left; what the run has left behind (open files, processes, folders), which should be nothing."""
    before, shows = held(), sys.stderr.isatty()
    seeds = range(tally.done, inputs)
    with Guarded(LIMITS[tally.kind], workers=workers) as runner:
        answers = runner.map(try_input, (_input(tally.kind, seed) for seed in seeds))
        for seed, trial in zip(seeds, answers, strict=True):
            tally.add(seed, trial)
            if shows:
                print(f"\r{tally.kind} {tally.done:,}/{inputs:,}", end="", file=sys.stderr)
            if time.monotonic() > deadline:
                print(f"\n{tally.kind}: time is up; start it again to go on", file=sys.stderr)
                break
    tally.store()
    after = held()
    return [
        f"{tally.kind}: left behind: {name} {after[name] - before[name]}"
        for name in before
        if after[name] - before[name]
    ]


def _input(kind: str, seed: int) -> Input:
    return Input(kind, seed, real=seed % REAL_RECOGNITION_EVERY == 0)


def show(kind: str, seed: int) -> None:
    """Read one input here, unguarded, and show what happens."""
    from planledger.reading import read_document

    suffix, content = MAKERS[kind](seed)
    path = BUILD / f"fuzz-{seed}{suffix}"
    BUILD.mkdir(exist_ok=True)
    path.write_bytes(content)
    print(f"{path}, {len(content):,} bytes", flush=True)
    try:
        read_document(path, limits=LIMITS[kind])
    except PlanLedgerError as error:
        print(error.code, error)
    except Exception:  # noqa: BLE001  # it is what is looked for
        traceback.print_exc()
    print(read_file(Job(path, path.stem, Overrides(), LIMITS[kind])).problem)


def main() -> int:
    """Try the inputs; 0 when nothing is wrong, 1 otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=int, default=100_000, help="texts")
    parser.add_argument("--files", type=int, default=50_000, help="PDF, Word, Excel and picture files")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--fresh", action="store_true", help="forget an earlier run")
    parser.add_argument("--kind", choices=list(MAKERS), default="files", help="of --seed")
    parser.add_argument("--seed", type=int, help="try one input and show what happens")
    options = parser.parse_args()
    if options.seed is not None:
        show(options.kind, options.seed)
        return 0
    deadline, wrong = time.monotonic() + options.seconds, False
    for kind, inputs in (("text", options.text), ("files", options.files)):
        if not inputs:
            continue
        tally = Tally(kind, fresh=options.fresh)
        left = try_all(tally, inputs, workers=options.workers, deadline=deadline)
        print(*tally.lines(), *left, sep="\n", flush=True)
        wrong |= bool(tally.faults or left or (kind == "text" and tally.lost))
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
