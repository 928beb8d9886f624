"""Speed, start-up, memory and growth with length."""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from compiled import ROOT, compiled_package
from machine import reference_seconds
from material import Material
from planledger.catalogue import Catalogue, load_catalogue
from planledger.extracting import extract
from planledger.normalising import normalise
from planledger.reading import read_document

SOURCE = ROOT / "src"
TURNS = 5
COMMAND = [sys.executable, "-c", "from planledger.cli import main; main()"]

# Linux counts to a new process what its parent held when it was forked, so a small one stands between.
_LAUNCHER = """
import resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(code, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


class Timing(NamedTuple):
    """Processor seconds of several runs."""

    median: float
    least: float


def measured(work: Callable[[], object], runs: int) -> list[float]:
    """What each run of ``work`` costs; it has been warmed up once."""
    work()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return taken


def speed_lines(material: Material, runs: int) -> list[str]:
    """Characters a second of reading, of extracting, and of both, by document and together; plain and compiled."""
    heads = ["document", "characters", "reading, ms", "extracting, ms", "normalising, ms"]
    heads += ["reading and extracting, characters/s", "the same, fastest runs"]
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * 6]
    before = reference_seconds()
    lengths = {path.stem: len(path.read_bytes().decode("utf-8-sig")) for path in material.five}
    plain, compiled = _measured_in_turns((SOURCE, compiled_package()), material, runs)
    if plain["results"] != compiled["results"]:
        raise SystemExit("the compiled modules read something else than the plain ones")
    length = sum(lengths.values())
    for stem, characters in lengths.items():
        lines.append(_speed_line(stem, characters, _costs(plain, [stem])))
    lines.append(_speed_line("**all five**", length, _costs(plain, lengths)))
    lines.append(_speed_line("**all five**, busiest modules compiled", length, _costs(compiled, lengths)))
    after = reference_seconds()
    median, least = (max(before[0], after[0]), min(before[1], after[1]))
    return [*lines, "", f"Reference loop: {median:.2f} s by the median of its slices, {least:.2f} s by the fastest."]


def _measured_in_turns(packages: Sequence[Path], material: Material, runs: int) -> list[dict[str, Any]]:
    """What `measure` found in each package, in ``TURNS`` turns, as other work on the machine comes and goes."""
    found = [_measured_in(package, material, -(-runs // TURNS), whole=True) for package in packages]
    for _ in range(TURNS - 1):
        for kept, package in zip(found, packages, strict=True):
            for stem, stages in _measured_in(package, material, -(-runs // TURNS), whole=False)["costs"].items():
                for taken, more in zip(kept["costs"][stem], stages, strict=True):
                    taken.extend(more)
    return found


def _measured_in(package: Path, material: Material, runs: int, *, whole: bool) -> dict[str, Any]:
    """What `measure` found in a process that takes Planledger from ``package``."""
    said = subprocess.run(
        [sys.executable, __file__, str(material.shared), str(runs), "whole" if whole else ""],
        env=dict(os.environ, PYTHONPATH=str(package)),
        capture_output=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def measure(material: Material, runs: int, *, whole: bool) -> dict[str, Any]:
    """Costs of the stages by document, and where asked a digest of what comes out of the ``whole`` corpus."""
    catalogue = load_catalogue()
    costs, digest = {}, hashlib.sha256()
    for path in material.five:
        content, stem = path.read_bytes(), path.stem
        document = read_document(content, name=stem)
        extraction = extract(document, catalogue)
        costs[stem] = [
            measured(lambda content=content, stem=stem: read_document(content, name=stem), runs),  # type: ignore[misc]
            measured(lambda document=document: extract(document, catalogue), runs),  # type: ignore[misc]
            measured(
                lambda document=document, extraction=extraction: normalise(extraction, document, catalogue),  # type: ignore[misc]
                runs,
            ),
        ]
    for path in [*material.five, *material.corpus] if whole else ():
        document = read_document(path.read_bytes(), name=path.stem)
        digest.update(repr((document, extract(document, catalogue))).encode())
    return {"costs": costs, "results": digest.hexdigest()}


def _costs(found: dict[str, Any], stems: Iterable[str]) -> list[Timing]:
    """The stages' costs, summed over the documents ``stems``."""
    stages = zip(*(found["costs"][stem] for stem in stems), strict=True)
    return [Timing(sum(map(statistics.median, costs)), sum(map(min, costs))) for costs in stages]


def _speed_line(name: str, characters: int, costs: list[Timing]) -> str:
    reading, extracting, _ = costs
    cells = [f"{characters:,}", *(f"{cost.median * 1000:.1f}" for cost in costs)]
    cells += [
        f"{characters / (reading.median + extracting.median):,.0f}",
        f"{characters / (reading.least + extracting.least):,.0f}",
    ]
    return f"| {name} | " + " | ".join(cells) + " |"


def growth_lines(material: Material, runs: int) -> list[str]:
    """How the cost grows when a text is ten times as long."""
    catalogue = load_catalogue()
    lines = ["| text | characters | seconds | ten times as long, seconds | ratio |", "|---|---:|---:|---:|---:|"]
    for path in material.five:
        text = path.read_text(encoding="utf-8-sig")
        # Each copy has its own digits: a text that repeats word for word would be read once only.
        longer = "\n".join(text.translate(_turned(turn)) for turn in range(10))
        short, long, same = _least([text, longer, "\n".join([text] * 10)], catalogue, runs)
        lines.append(f"| {path.stem} | {len(text):,} | {short:.3f} | {long:.3f} | {long / short:.1f} |")
        lines.append(f"| the same, word for word | {len(text):,} | {short:.3f} | {same:.3f} | {same / short:.1f} |")
    return lines


def _turned(turn: int) -> dict[int, int]:
    return {ord("0") + digit: ord("0") + (digit + turn) % 10 for digit in range(10)}


def _least(texts: list[str], catalogue: Catalogue, runs: int) -> list[float]:
    """Least processor seconds of each text, taken in turns, as other work on the machine comes and goes."""
    contents = [text.encode() for text in texts]
    least = [float("inf")] * len(texts)
    for _ in range(runs):
        for at, content in enumerate(contents):
            start = time.process_time()
            extract(read_document(content, name="grown"), catalogue)
            least[at] = min(least[at], time.process_time() - start)
    return least


def process_lines(material: Material, runs: int) -> list[str]:
    """Start-up time of the command and the most memory a whole run takes."""
    helps = [_finished([*COMMAND, "--help"]) for _ in range(max(runs, 5))]
    lines = [
        "| what | wall seconds | peak memory, MB |",
        "|---|---:|---:|",
    ]
    seconds, memory = statistics.median(seconds for seconds, _ in helps), max(memory for _, memory in helps)
    lines.append(f"| `planledger --help`, median of {len(helps)} | {seconds:.2f} | {memory:.0f} |")
    files = [str(path) for path in material.five]
    with tempfile.TemporaryDirectory() as folder:
        seconds, memory = _finished([*COMMAND, "run", *files, "--out", f"{folder}/out"])
        lines.append(f"| `planledger run` of the five documents, every output | {seconds:.2f} | {memory:.0f} |")
        seconds, memory = _finished([*COMMAND, "read", *files, "--jsonl", f"{folder}/jsonl"])
        lines.append(f"| `planledger read --jsonl` of the five documents | {seconds:.2f} | {memory:.0f} |")
    return lines


def _finished(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak megabytes of a process and its children."""
    said = subprocess.run(
        [sys.executable, "-c", _LAUNCHER, *command],
        capture_output=True,
        check=True,
        env=dict(os.environ, PYTHONPATH=str(SOURCE)),
    )
    code, seconds, memory = said.stdout.split()[-3:]
    if int(code) not in {0, 1}:
        raise SystemExit(f"{' '.join(command[3:5])} ended with {int(code)}: {said.stderr.decode(errors='replace')}")
    return float(seconds), float(memory) / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    print(json.dumps(measure(Material(Path(sys.argv[1])), int(sys.argv[2]), whole=bool(sys.argv[3]))))
