"""How long 100,000 figures take through the API of `planledger serve` on loopback, new, again, and revised.

`--database postgresql://…` names an empty database; without it SQLite in a folder that is thrown away.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ROWS, AT_ONCE, INDICATORS = 100_000, 10_000, 100
PREPARE = """
from planweb.site.serving import set_up
set_up()
from planweb.accounts.actions.tokens import create_token
from planweb.accounts.models import Grant, Region, User
from planweb.registry.models import Indicator
user = User.objects.create_user("pusher", name="Pusher")
Grant.objects.create(user=user, role="planner")
Indicator.objects.bulk_create(
    [Indicator(code=f"own-{n}", name=f"指标{n}", unit="亿元") for n in range(%d)], ignore_conflicts=True
)
print(create_token(user, name="push", access="write", days=1, by=user).secret)
print(",".join(Region.objects.order_by("code").values_list("code", flat=True)[:100]))
"""


def main() -> int:
    """Print seconds for each round; 1 when a round takes longer than the minute that is allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="planledger-push-") as data:
        variables = {**os.environ, "PLANLEDGER_DATA": data, "PLANLEDGER_DATABASE_URL": said.database}
        variables |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
        made = subprocess.run(
            [sys.executable, "-c", PREPARE % INDICATORS],
            env=variables,
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
        secret, regions = made.stdout.split()[-2:]
        server, address = _serve(variables)
        try:
            return _measure(address, secret, regions.split(","))
        finally:
            server.terminate()
            server.wait()


def _serve(variables: dict[str, str]) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-c", "from planledger.cli import main; main()", "serve", "--port", "0"]
    server = subprocess.Popen(command, env=variables, stderr=subprocess.PIPE, encoding="utf-8")
    assert server.stderr is not None
    for line in server.stderr:
        if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
            return server, found[0]
    raise SystemExit("the server did not start")


def _measure(address: str, secret: str, regions: list[str]) -> int:
    periods = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]
    places = [(n, region, period) for n in range(INDICATORS) for region in regions for period in periods]
    slowest = 0.0
    for name, value in (("new", 1.5), ("again", 1.5), ("revised", 2.5)):
        rows = [
            {"indicator": f"own-{n}", "region": region, "period": period, "value": value + at, "key": f"k{at}"}
            for at, (n, region, period) in enumerate(places[:ROWS])
        ]
        bodies = [
            json.dumps({"figures": rows[start : start + AT_ONCE]}).encode() for start in range(0, len(rows), AT_ONCE)
        ]
        start = time.perf_counter()
        counts = [_push(address, secret, body) for body in bodies]
        took = time.perf_counter() - start
        done = {field: sum(count[field] for count in counts) for field in ("created", "revised", "unchanged", "failed")}
        print(f"{name}: {len(rows)} figures in {took:.1f} s, {done}", flush=True)
        slowest = max(slowest, took)
    return int(slowest > 60)


def _push(address: str, secret: str, body: bytes) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    request = urllib.request.Request(f"{address}api/v1/figures/bulk", data=body, headers=headers)
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


if __name__ == "__main__":
    sys.exit(main())
