"""How long it takes to decompose 500 indicators over 5 years to 60 counties, against what is done by hand."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from fractions import Fraction

from decompose_rivals import rivals
from planledger.planning.decomposing import (
    Aim,
    Ceiling,
    Limit,
    Part,
    Reached,
    Task,
    Use,
    decompose,
)

AIMS, YEARS, COUNTIES, SHARING = 500, 5, 60, 60
BASE = 2020
WAYS = {
    "hand": "by hand: paths and shares, each cell rounded by itself",
    "relaxed": "a solver without whole digits, as a spreadsheet has, each cell rounded afterwards",
    "exact": "Planledger",
}
COUNTIES_BY_NAME = [f"县{number:02}" for number in range(1, COUNTIES + 1)]


def size_task(*, aims: int = AIMS, seed: int = 5) -> Task:
    """A task of ``aims`` indicators of every kind, two fifths of them with limits that bind, some sharing two means."""
    rng = random.Random(seed)
    made, limits, reached, parts, uses = [], [], [], [], []
    for number in range(aims):
        name, kind = f"指标{number:03}", number % 5
        digits = (0, 1, 2, 0, 1)[kind]
        scale = 10**digits
        weights = [rng.randint(5, 200) for _ in COUNTIES_BY_NAME]
        bases = [Fraction(weight * rng.randint(40, 120), scale) for weight in weights]
        if kind == 2:  # a rate
            bases = [Fraction(rng.randint(4000, 7000), 100) for _ in COUNTIES_BY_NAME]
            base = Fraction(round(sum(w * b for w, b in zip(weights, bases, strict=True)) / sum(weights) * 100), 100)
        else:
            base = sum(bases, Fraction(0))
        cumulative = kind in {3, 4}
        target = (
            base * 5 + Fraction(rng.randint(1, 900), scale)
            if cumulative
            else base * Fraction(rng.randint(1050, 1400), 1000)
        )
        aim = Aim(
            name, BASE, BASE + YEARS, Fraction(int(target * scale), scale), base=base, digits=digits,
            measure="cumulative" if cumulative else "level", bound=rng.choice(["exact", "at_least"]),
            binding=number % 3 == 0, combining="mean" if kind == 2 else "sum",
            path=rng.choice(["even_growth", "even_steps", "front", "back", "s_curve"]),
            rule=rng.choice(["weights", "level", "capacity", "equal", "gap"]) if kind else "level",
            places={"name": f"目标!A{number + 2}"},
        )  # fmt: skip
        if number % 5 in {1, 3}:
            share = Fraction(11, 50) if cumulative else Fraction(1)
            ceiling = aim.low * share if cumulative else base + (aim.low - base) * Fraction(11, 20)
            limits.append(Limit(name, year=BASE + 3, high=Fraction(int(ceiling * scale), scale)))
        if number % 4 == 3:
            first = base * Fraction(rng.randint(97, 104), 100)
            reached.append(Reached(name, BASE + 1, Fraction(int(first * scale), scale)))
        made.append(aim)
        for county, weight, own in zip(COUNTIES_BY_NAME, weights, bases, strict=True):
            parts.append(Part(name, county, Fraction(weight), own, Fraction(rng.randint(1, 90))))
        if number < SHARING and kind in {3, 4}:
            uses.append(Use(name, "资金" if number % 2 else "用地", Fraction(rng.randint(1, 20), 10)))
    task = Task(tuple(made), tuple(limits), tuple(reached), tuple(parts), tuple(uses))
    return replace(task, ceilings=tuple(_ceilings(task)))


def _ceilings(task: Task) -> list[Ceiling]:
    """Ceilings that leave the mean of the years, and a tenth of what the paths would take in the fourth year less."""
    free = decompose(replace(task, uses=(), parts=()))
    values = {(one.aim, one.year): Fraction(one.value) for one in free.years}
    made = []
    for resource_name in ("资金", "用地"):
        taken = {
            year: sum(use.amount * values[use.aim, year] for use in task.uses if use.resource == resource_name)
            for year in range(BASE + 2, BASE + YEARS + 1)
        }
        for year, amount in taken.items():
            factor = Fraction(95, 100) if year == BASE + 4 else Fraction(110, 100)
            made.append(Ceiling(resource_name, year, Fraction(int(amount * factor))))
    return made


def measure() -> dict[str, object]:
    """One run in this process: seconds of the processor, memory, and what came of it."""
    task = size_task()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, wall = time.process_time(), time.perf_counter()
    found = decompose(task)
    seconds, wall = time.process_time() - begun, time.perf_counter() - wall
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    left = Counter(one.aim for one in found.years if one.value != one.path)
    return {
        "seconds": seconds,
        "wall": wall,
        "memory": after / 1024,
        "before": before / 1024,
        "aims": len({one.aim for one in found.years}),
        "cells": len(found.parts),
        "conflicts": len(found.conflicts),
        "refusals": len(found.refusals),
        "left": len(left),
        "gap": found.gap,
        "ways": rivals(task, found),
    }


def decomposition_lines(runs: int = 3) -> list[str]:
    """Size, speed and memory in processes of their own."""
    found = [
        json.loads(subprocess.run([sys.executable, __file__], capture_output=True, text=True, check=True).stdout)
        for _ in range(runs)
    ]
    best = min(found, key=lambda one: one["seconds"])
    broken = sum(best["ways"]["exact"].values())
    row = f"| {best['aims']} | {YEARS} | {COUNTIES} | {best['cells']:,} | {best['left']} | {best['seconds']:.1f}"
    row += f" | {best['wall']:.1f} | {best['memory']:.0f} (before: {best['before']:.0f}) | {broken} |"
    heads = "| indicators | years | counties | targets | left their path | processor s | wall s | memory MB | broken |"
    lines = [heads, "|---:|---:|---:|---:|---:|---:|---:|---:|---:|", row, "", f"Fastest of {runs}.", ""]
    lines += ["| way | years whose counties do not close | limits and ceilings broken | plan targets missed |"]
    lines += ["|---|---:|---:|---:|"]
    for way, told in WAYS.items():
        of_way = best["ways"][way]
        counts = " | ".join(f"{of_way.get(kind, 0):,}" for kind in ("open", "limit", "target"))
        lines.append(f"| {told} | {counts} |")
    return lines


if __name__ == "__main__":
    print(json.dumps(measure()))
