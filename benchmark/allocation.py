"""Allocation of made programmes: gap, time and memory; beside a greedy split and a relaxation that is rounded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SIZES = ((500, (1,)), (1000, (1,)), (2000, (1, 2, 3, 4, 5)), (4000, (1,)))
SEARCH = 45
"""Seconds of the processor that a search may take, so that the whole stays below 60."""


def allocation_lines() -> list[str]:
    """A row a programme and way, the worst of all, and what exactness is worth in money."""
    heads = [
        "projects",
        "seed",
        "way",
        "binding goals, points",
        "other goals, points",
        "gap, %",
        "seconds",
        "processor, s",
        "MB",
    ]
    lines = ["| " + " | ".join([*heads, "limits broken"]) + " |", "|---:|---:|---|" + "---:|" * 7]
    exact: list[dict[str, Any]] = []
    gains = []
    for size, seeds in SIZES:
        for seed in seeds:
            found = {way: _run(way, size, seed, SEARCH) for way in ("exact", "greedy", "rounded")}
            exact.append(found["exact"] | {"size": size})
            gains.append([found[way]["points"][1] for way in ("exact", "greedy", "rounded")])
            for way, said in found.items():
                lines.append(_row(size, seed, way, said))
    for size, _ in SIZES:
        of_size = [one for one in exact if one["size"] == size]
        lines += [] if size != SIZES[0][0] else [""]
        lines.append(
            f"Worst of {len(of_size)} programmes with {size:,} projects: gap {max(one['gap'] for one in of_size):.3%},"
            f" {max(one['seconds'] for one in of_size):.1f} s, of the processor"
            f" {max(one['processor'] for one in of_size):.1f} s, {max(one['memory'] for one in of_size):.0f} MB."
        )
    better = [(best / one - 1, best / other - 1) for best, one, other in gains]
    above = [f"{min(column):+.1%} to {max(column):+.1%}" for column in zip(*better, strict=True)]
    lines.append(f"Other goals, exact above greedy: {above[0]}; above rounded: {above[1]}.")
    size, seeds = SIZES[0]
    percent = _run("less", size, seeds[0], gains[0][1])["percent"]
    told = f"({size} projects, seed {seeds[0]}, in steps of 5%)"
    lines.append(f"The exact plan reaches the points of the greedy split with {percent}% less money {told}.")
    return lines


def _row(size: int, seed: int, way: str, said: dict[str, Any]) -> str:
    binding, others = said["points"][:2]
    broken = f"{said['nearest']} before repair" if way == "rounded" else str(said["broken"])
    gap = f"{said['gap'] * 100:.3f}" if way == "exact" else ""
    cells = [f"{size:,}", str(seed), way, f"{binding:.3f}", f"{others:.3f}", gap]
    return (
        "| "
        + " | ".join([*cells, f"{said['seconds']:.1f}", f"{said['processor']:.1f}", f"{said['memory']:.0f}", broken])
        + " |"
    )


def _run(way: str, size: int, seed: int, number: float) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(HERE / "allocation_worker.py"), way, str(size), str(seed), str(number)],
        capture_output=True,
        check=True,
        env=dict(os.environ, PYTHONPATH=str(HERE.parent / "src")),
    )
    found: dict[str, Any] = json.loads(done.stdout)
    print(f"  {size} {seed} {way}: {found}", file=sys.stderr, flush=True)
    return found
