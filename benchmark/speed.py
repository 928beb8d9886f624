"""Speed, start-up, memory and growth with length."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from machine import reference_seconds
from material import Material
from planledger.catalogue import load_catalogue
from planledger.extracting import extract
from planledger.normalising import normalise
from planledger.reading import read_document

COMMAND = [sys.executable, "-c", "from planledger.cli import main; main()"]

# Linux counts to a new process what its parent held when it was forked, so a small one stands between.
_LAUNCHER = """
import resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(code, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def measured(work: Callable[[], object], runs: int) -> float:
    """Median processor seconds of ``work``; it has been warmed up once."""
    work()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def speed_lines(material: Material, runs: int) -> list[str]:
    """Characters a second of reading, of extracting, and of both, by document and together."""
    catalogue = load_catalogue()
    contents = {path.stem: path.read_bytes() for path in material.five}
    lines = [
        "| document | characters | reading, ms | extracting, ms | together, characters/s | normalising, ms |",
        "|---|---:|---:|---:|---:|---:|",
    ]

    def line(name: str, contents: dict[str, bytes]) -> str:
        documents = [read_document(content, name=stem) for stem, content in contents.items()]
        reading = measured(lambda: [read_document(content, name=stem) for stem, content in contents.items()], runs)
        extracting = measured(lambda: [extract(document, catalogue) for document in documents], runs)
        extracted = [(extract(document, catalogue), document) for document in documents]
        normalising = measured(lambda: [normalise(*one, catalogue) for one in extracted], runs)
        characters = sum(len(document.source) for document in documents)
        rate = characters / (reading + extracting)
        cost = f"{reading * 1000:.1f} | {extracting * 1000:.1f} | {rate:,.0f} | {normalising * 1000:.1f}"
        return f"| {name} | {characters:,} | {cost} |"

    before = reference_seconds()
    lines += [line(stem, {stem: content}) for stem, content in contents.items()]
    lines.append(line("**all five**", contents))
    after = reference_seconds()
    lines += ["", f"Reference loop: {before:.2f} s before, {after:.2f} s after."]
    return lines


def growth_lines(material: Material, runs: int) -> list[str]:
    """How the cost grows when a text is ten times as long."""
    catalogue = load_catalogue()
    lines = ["| text | characters | seconds | ten times as long, seconds | ratio |", "|---|---:|---:|---:|---:|"]
    for path in material.five:
        text = path.read_text(encoding="utf-8-sig")
        # Each copy has its own digits: a text that repeats word for word would be read once only.
        longer = "\n".join(text.translate(_turned(turn)) for turn in range(10))
        short, long = (_cost(content, catalogue, runs) for content in (text, longer))
        lines.append(f"| {path.stem} | {len(text):,} | {short:.3f} | {long:.3f} | {long / short:.1f} |")
        same = _cost("\n".join([text] * 10), catalogue, runs)
        lines.append(f"| the same, word for word | {len(text):,} | {short:.3f} | {same:.3f} | {same / short:.1f} |")
    return lines


def _turned(turn: int) -> dict[int, int]:
    return {ord("0") + digit: ord("0") + (digit + turn) % 10 for digit in range(10)}


def _cost(text: str, catalogue: object, runs: int) -> float:
    content = text.encode()
    return measured(lambda: extract(read_document(content, name="grown"), catalogue), runs)  # type: ignore[arg-type]


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
    source = str(Path(__file__).resolve().parent.parent / "src")
    said = subprocess.run(
        [sys.executable, "-c", _LAUNCHER, *command],
        capture_output=True,
        check=True,
        env=dict(os.environ, PYTHONPATH=source),
    )
    code, seconds, memory = said.stdout.split()[-3:]
    if int(code) not in {0, 1}:
        raise SystemExit(f"{' '.join(command[3:5])} ended with {int(code)}: {said.stderr.decode(errors='replace')}")
    return float(seconds), float(memory) / (2**20 if sys.platform == "darwin" else 2**10)
