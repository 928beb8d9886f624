"""One made programme allocated in a process of its own: what it takes and what it gives, as one line of JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from allocation_data import made_programme
from allocation_greedy import greedy, rounded
from planledger.planning.allocating import Options, Programme, allocate, broken_limits
from planledger.planning.allocating.solving import value_of
from planledger.planning.allocating.splitting import split

AIMS = ("binding", "others")


def main() -> None:
    """Allocate by the way, size and seed of the arguments."""
    way, projects, seed, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    programme = made_programme(projects, seed)
    started = time.perf_counter()
    said = {"exact": exact_, "greedy": greedy_, "rounded": rounded_, "less": less_}[way](programme, seconds)
    said["seconds"] = time.perf_counter() - started
    said["processor"] = time.process_time()
    said["memory"] = _peak()
    print(json.dumps(said))


def exact_(programme: Programme, seconds: float) -> dict[str, object]:
    """Points, bounds and gap of the exact plan."""
    found = allocate(programme, Options(seconds=seconds))
    return {
        "points": [step.value for step in found.steps],
        "gap": max(step.gap for step in found.steps),
        "starts": len(found.starts),
        "broken": len(broken_limits(programme, found.starts, found.payments)),
    }


def greedy_(programme: Programme, _: float) -> dict[str, object]:
    """Points of the greedy split."""
    found = greedy(programme)
    return _told(programme, found.starts, broken_limits(programme, found.starts, found.payments))


def rounded_(programme: Programme, _: float) -> dict[str, object]:
    """Points of the relaxation rounded and made to fit, and what the rounding alone would break."""
    nearest, found = rounded(programme)
    said = _told(programme, found.starts, broken_limits(programme, found.starts, found.payments))
    return said | {"nearest": len(_overrun(programme, nearest))}


def less_(programme: Programme, points: float) -> dict[str, object]:
    """How much less money the exact plan needs for ``points`` of the other goals, all binding ones reached."""
    for percent in range(5, 60, 5):
        funds = tuple(
            replace(fund, amounts={year: amount * (100 - percent) // 100 for year, amount in fund.amounts.items()})
            for fund in programme.funds
        )
        found = allocate(replace(programme, funds=funds), Options(seconds=20, gap=0.005))
        if not found.feasible or found.steps[0].value < 100 - 1e-9 or found.steps[-1].value < points:
            return {"percent": percent - 5}
    return {"percent": percent}


def _told(programme: Programme, starts: Mapping[str, int], broken: list[str]) -> dict[str, object]:
    ordered = programme.ordered()
    return {
        "points": [float(value_of(ordered, starts, aim)) for aim in AIMS],  # type: ignore[arg-type]
        "starts": len(starts),
        "broken": len(broken),
        "musts": sum(one.must and one.id not in starts for one in programme.projects),
    }


def _overrun(programme: Programme, starts: Mapping[str, int]) -> list[str]:
    """Limits that ``starts`` break: of land, energy and order, and of money in each year it cannot be paid."""
    found = [said for said in broken_limits(programme, starts, ()) if "costs" not in said and "capital" not in said]
    for year in programme.span if split(programme, starts) is None else ():
        free = tuple(
            replace(fund, amounts={at: 10**12 if at != year else amount for at, amount in fund.amounts.items()})
            for fund in programme.funds
        )
        found += [f"money {year}"] if split(replace(programme, funds=free), starts) is None else []
    return found


def _peak() -> float:
    """Peak memory of this process in MB, where the system tells."""
    try:
        for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main()
