"""Properties of the planning engine with many thousands of cases each: ``python benchmark/properties.py [name …]``."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Files of tests whose properties are counted; each reads PLANLEDGER_EXAMPLES.
FILES = [
    "tests/properties/planning/test_aligning.py",
    "tests/properties/planning/test_allocating.py",
    "tests/properties/planning/test_decomposing.py",
    "tests/properties/planning/test_forecasting.py",
    "tests/properties/planning/test_warning.py",
]
EXAMPLES = 10_000
RESULTS = ROOT / "build" / "properties.json"
_TITLE = re.compile(r"^tests/\S+::(?P<name>test_\w+):$")
_PHASE = re.compile(r"during (?P<phase>\w+) phase")
_COUNT = re.compile(r"- (?P<passing>\d+) passing, (?P<failing>\d+) failing")
_EVENT = re.compile(r"\* +(?P<share>[\d.]+)%, (?P<event>[^.]+)$")


def main() -> int:
    """Run the properties and keep what was counted, for the page of benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="parts of names of properties; all when none is given")
    parser.add_argument("--examples", type=int, default=EXAMPLES, help="cases a property")
    options = parser.parse_args()
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    failed = False
    for file in FILES:
        for name in _properties(ROOT / file):
            if options.names and not any(part in f"{file}::{name}" for part in options.names):
                continue
            print(f"{file}::{name} …", file=sys.stderr, flush=True)
            row = _run(file, name, options.examples)
            failed |= row["failed"] > 0 or not row["passed"]
            kept[f"{file}::{name}"] = row
            RESULTS.parent.mkdir(exist_ok=True)
            RESULTS.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            print(f"  {row}", file=sys.stderr, flush=True)
    print("\n".join(property_lines()))
    return int(failed)


def property_lines() -> list[str]:
    """The table of what was last counted."""
    if not RESULTS.is_file():
        return ["Not measured: run `python benchmark/properties.py`."]
    rows = json.loads(RESULTS.read_text(encoding="utf-8"))
    lines = ["| property | cases | failing | of them | seconds |", "|---|---:|---:|---|---:|"]
    for name, row in sorted(rows.items()):
        said = name.rsplit("::", 1)[1].removeprefix("test_").replace("_", " ")
        file = name.split("::", 1)[0].rsplit("/", 1)[1].removeprefix("test_").removesuffix(".py")
        events = ", ".join(f"{event} {share}%" for event, share in row["events"].items())
        lines.append(f"| {file}: {said} | {row['passed']:,} | {row['failed']} | {events} | {row['seconds']:.0f} |")
    return lines


def _properties(file: Path) -> list[str]:
    """Names of the tests of a file that draw their cases."""
    text = file.read_text(encoding="utf-8")
    return re.findall(r"^@given\((?:.|\n)*?\ndef (test_\w+)", text, flags=re.MULTILINE)


def _run(file: str, name: str, examples: int) -> dict[str, object]:
    """What Hypothesis counted of one property; shrinking a failure is not counted."""
    begun = time.monotonic()
    environment = os.environ | {"PLANLEDGER_EXAMPLES": str(examples), "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "pytest", f"{file}::{name}", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "--hypothesis-show-statistics"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    passed, failing, phase = 0, 0, ""
    events: dict[str, float] = {}
    for line in done.stdout.splitlines():
        if found := _PHASE.search(line):
            phase = found["phase"]
        elif found := _COUNT.search(line):
            passed += int(found["passing"]) if phase in {"generate", "reuse"} else 0
            failing += int(found["failing"]) if phase == "generate" else 0
        elif (found := _EVENT.search(line)) and "gave up" not in line and "Retried" not in line:
            events[found["event"]] = float(found["share"])
    if done.returncode and not failing:
        print(done.stdout[-3000:], done.stderr[-2000:], file=sys.stderr)
        failing = 1
    return {"passed": passed, "failed": failing, "events": events, "seconds": time.monotonic() - begun}


if __name__ == "__main__":
    sys.exit(main())
