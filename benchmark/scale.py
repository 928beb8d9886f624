"""Pages, bulk push and load on a ledger of a million figures, on SQLite and PostgreSQL.

``python benchmark/scale.py fill|measure|push|load`` does one step on the database of the environment
(``PLANLEDGER_DATA``, ``PLANLEDGER_DATABASE_URL``); ``scale_lines`` does all on both.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from scale_data import Filler, Size, timed
from scale_load import load, said_of

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = os.environ.get("PLANLEDGER_SCALE_URL", "postgresql://postgres@127.0.0.1:5432/scale")
RUNS, WARM = 40, 3
MOST_MILLISECONDS, MOST_QUERIES = 200, 25
USERS, MINUTES = 100, 5
AT_ONCE = 10_000  # figures in one request
HEAD = ("| page | least ms | p50 ms | p95 ms | processor ms | queries |", "|---|---|---|---|---|---|")


class Page(NamedTuple):
    """A kind of page: its address, in which ``{…}`` is a key of the ledger, and who looks at it.

    ``afresh`` forgets before each request what is kept until somebody writes.
    """

    kind: str
    path: str
    user: str
    afresh: bool = False


# u1 plans and u2 leads everywhere, u3 and u4 in one city, u5 works for a body. Addresses not yet there are left out.
PAGES = (
    Page("home, planner", "/", "u3"),
    Page("home, leader", "/", "u4"),
    Page("home, leader of all", "/", "u2"),
    Page("home, owner", "/", "u5"),
    Page("list of bodies", "/bodies/?page={page}", "u1"),
    Page("body", "/bodies/{body}/", "u1"),
    Page("body, its standing", "/bodies/{body}/standing/", "u1"),
    Page("list of documents", "/documents/?page={page}", "u1"),
    Page("list of documents, filtered", "/documents/?text={word}&year={year}", "u1"),
    Page("document", "/documents/{document}/", "u1"),
    Page("review", "/documents/{document}/review/", "u1"),
    Page("list of statements", "/statements/?page={page}", "u1"),
    Page("list of plans", "/plans/?page={page}", "u1"),
    Page("plan", "/plans/{plan}/", "u1"),
    Page("plan, its check", "/plans/{plan}/check/", "u1"),
    Page("indicator in a plan", "/plan-indicators/{plan_indicator}/", "u1"),
    Page("list of indicators", "/indicators/?page={page}", "u1"),
    Page("list of indicators of a city", "/indicators/", "u3"),
    Page("indicator", "/indicators/{plan_indicator}/", "u1"),
    Page("indicator, its split", "/indicators/{planned}/split/?path=even_growth&rule=equal", "u0"),
    Page("series", "/series/{indicator}/", "u1"),
    Page("comparison of regions", "/compare/", "u1"),
    Page("list of figures", "/figures/?page={page}", "u1"),
    Page("list of figures, filtered", "/figures/?region={region}&state=submitted", "u1"),
    Page("figures of a city", "/figures/", "u3"),
    Page("figure", "/figures/{figure}/", "u1"),
    Page("queue of a city", "/reports/queue/", "u3"),
    Page("reports of a body", "/reports/", "u5"),
    Page("overdue", "/reports/overdue/", "u1"),
    Page("overdue, first after a write", "/reports/overdue/", "u1", afresh=True),
    Page("home, planner of all", "/", "u1"),
    Page("home, planner of all, first after a write", "/", "u1", afresh=True),
    Page("list of comparisons", "/comparisons/?page={page}", "u1"),
    Page("search, two characters", "/search/?q={word}", "u1"),
    Page("search, page 20 of a kind", "/search/?q={word}&kind=statement&page=20", "u1"),
    Page("search, number", "/search/?q={number}", "u1"),
    Page("search, in a city", "/search/?q={word}", "u3"),
    Page("users", "/users/?page={page}", "u0"),
    Page("sessions", "/manage/sessions/", "u0"),
    Page("system", "/manage/system/", "u0"),
    Page("audit trail", "/audit/?page={page}", "u0"),
)
WORDS = ("就业", "投资", "粮食", "森林", "能耗", "水质")


def set_up() -> None:
    """Django on the database of the environment, migrated."""
    from planweb.site.serving import set_up as started

    started()


def fill(share: float) -> None:
    """Fill the database and make its statistics and its index for searching."""
    set_up()
    from django.core.management import call_command, get_commands
    from django.db import connection

    timed("rows", Filler(Size().times(share)).fill)
    if "rebuild_search" in get_commands():
        timed("search", lambda: call_command("rebuild_search", verbosity=0))
    with connection.cursor() as cursor:
        # PostgreSQL does both by itself when it has the time.
        tidy = "VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE"
        timed("analyze", lambda: cursor.execute(tidy))


def measure(runs: int) -> dict[str, Any]:
    """Milliseconds and queries of every page that is there, from ``runs`` requests of each."""
    set_up()
    from django.conf import settings
    from django.test import Client

    from planweb.accounts.models import User
    from planweb.site.application import make_application

    settings.ALLOWED_HOSTS = ["testserver"]
    make_application()
    clients: dict[str, Client] = {}
    found = {}
    for page in PAGES:
        if not is_there(page):
            continue
        if page.user not in clients:
            clients[page.user] = Client(raise_request_exception=False)
            clients[page.user].force_login(User.objects.get(username=page.user))
        found[page.kind] = _measured(clients[page.user], page, runs)
    return found


def _measured(client: Any, page: Page, runs: int) -> dict[str, Any]:
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    random.seed(page.kind)
    queries, times, busy, codes = [], [], [], Counter[int]()
    for run in range(runs + WARM):
        path = page.path.format(**_keys())
        if page.afresh:
            cache.clear()
        if run < WARM:
            with CaptureQueriesContext(connection) as captured:
                client.get(path)
            queries.append(len(captured))
            continue
        begin, worked = time.perf_counter(), time.process_time()
        response = client.get(path)
        getattr(response, "content", b"")
        times.append((time.perf_counter() - begin) * 1000)
        busy.append((time.process_time() - worked) * 1000)
        codes[response.status_code] += 1
    times.sort()
    told = {
        "least": times[0],
        "p50": statistics.median(times),
        "p95": times[int(len(times) * 0.95) - 1],
        "processor": statistics.median(busy),
        "queries": max(queries),
    }
    print(f"{page.kind}: {told} {dict(codes)}", file=sys.stderr)
    return told | {"codes": dict(codes)}


def _keys() -> dict[str, Any]:
    size = Size()
    return {
        "page": random.randint(1, 10),
        "body": random.randint(1, _count("accounts", "Body") or size.bodies),
        "document": random.randint(1, _count("evidence", "Document")),
        "plan": random.randint(1, _count("registry", "Plan")),
        "plan_indicator": random.randint(1, _count("registry", "PlanIndicator")),
        "planned": random.choice(_in_force()),
        "indicator": random.randint(1, 100),
        "figure": random.randint(1, _count("monitoring", "Figure")),
        "region": "220200",
        "year": random.randint(2015, 2025),
        "word": random.choice(WORDS),
        "number": random.randint(100, 970),
    }


@cache
def _in_force() -> list[int]:
    """Indicators of plans in force: targets of others are split no more."""
    from planweb.registry.models import PlanIndicator

    return list(PlanIndicator.objects.filter(plan__status="in_force").order_by("pk").values_list("pk", flat=True))


_counts: dict[str, int] = {}


def _count(app: str, name: str) -> int:
    from django.apps import apps

    if name not in _counts:
        _counts[name] = apps.get_model(app, name).objects.count()
    return _counts[name]


def push(number: int) -> dict[str, Any]:
    """Seconds of pushing ``number`` figures in bulk, as the API does it: new ones, the same again, other values."""
    set_up()
    from planweb.accounts.models import Region, User
    from planweb.registry.models import Indicator

    by = User.objects.get(username="u1")
    regions = list(Region.objects.filter(level="prefecture").order_by("code").values_list("pk", flat=True)[:100])
    codes = list(Indicator.objects.order_by("pk").values_list("code", flat=True)[:100])
    rows = [
        {
            "key": f"push-{n}",
            "indicator": codes[n % 100],
            "region": regions[n // 100 % 100],
            "period": f"{1990 + n // 10_000 % 10}",
            "value": float(n),
            "kind": "final",
        }
        for n in range(number)
    ]
    told: dict[str, Any] = {"figures": number}
    for name, more in (("new", 0.0), ("again", 0.0), ("revised", 1.0)):
        sent = [{**row, "value": row["value"] + more} for row in rows]
        told[name] = timed(name, lambda sent=sent: _push(sent, by))
    return told


def _push(rows: list[dict[str, Any]], by: Any) -> None:
    from planweb.monitoring.actions.pushing import push_figures

    for first in range(0, len(rows), AT_ONCE):
        done = push_figures(rows[first : first + AT_ONCE], by=by)
        if done.errors:
            raise SystemExit(f"refused: {done.errors[:3]}")


def readable() -> list[str]:
    """Addresses of pages that everybody may open, some of each kind."""
    set_up()
    pages = [page for page in PAGES if page.user != "u0" and is_there(page)]
    return [page.path.format(**_keys()) for page in pages for _ in range(50)]


def is_there(page: Page) -> bool:
    """Whether the application has such a page."""
    from django.urls import Resolver404, resolve

    try:
        resolve(page.path.split("?")[0].format(**_keys()))
    except Resolver404:
        return False
    return True


def scale_lines(share: float = 1.0) -> list[str]:
    """Lines of the page of benchmarks, for both databases; PostgreSQL when there is one."""
    lines = []
    for name, url in (("SQLite", ""), ("PostgreSQL", POSTGRES)):
        with tempfile.TemporaryDirectory(prefix="planledger-scale-") as folder:
            try:
                if url:
                    _empty_postgres(url)
                lines += [f"### {name}", "", *_lines_of(url, folder, share), ""]
            except (OSError, subprocess.CalledProcessError) as error:
                lines += [f"### {name}", "", f"Not measured: {error}.", ""]
    return lines


def _lines_of(url: str, folder: str, share: float) -> list[str]:
    env = {**os.environ, "PLANLEDGER_DATA": folder, "PLANLEDGER_DATABASE_URL": url, "PYTHONPATH": str(ROOT / "src")}

    def step(*arguments: str) -> Any:
        done = subprocess.run([sys.executable, __file__, *arguments], env=env, check=True, stdout=subprocess.PIPE)
        return json.loads(done.stdout)

    filled = step("fill", "--share", str(share))
    before = _load()
    pages = step("measure")
    said = f"Filled and indexed in {filled['seconds']:.0f} s. Load of the machine (1, 5, 15 minutes) before the pages"
    lines = [f"{said} {before}, after them {_load()}.", "", *HEAD]
    for kind, told in pages.items():
        over = told["p95"] > MOST_MILLISECONDS or told["queries"] > MOST_QUERIES or set(told["codes"]) != {"200"}
        mark = " **" if over else ""
        shown = [f"{told[name]:.0f}" for name in ("least", "p50", "p95", "processor", "queries")]
        lines.append(f"| {kind}{mark} | {' | '.join(shown)} |")
    pushed = step("push", "--number", str(int(100_000 * share)))
    said = f"Bulk push of {pushed['figures']:,} figures in requests of {AT_ONCE:,}: {pushed['new']:.1f} s when new"
    lines += ["", f"{said}, {pushed['again']:.1f} s the same again, {pushed['revised']:.1f} s with other values."]
    if url:
        told = step("load", "--minutes", str(MINUTES if share == 1 else 0.5))
        lines += ["", said_of(told)]
    return lines


def _load() -> str:
    """How busy the machine is; what else runs on it makes figures worse."""
    return "/".join(f"{number:.1f}" for number in os.getloadavg())


def _empty_postgres(url: str) -> None:
    try:
        import psycopg

        with psycopg.connect(url.rpartition("/")[0] + "/postgres", autocommit=True, connect_timeout=3) as connection:
            name = url.rpartition("/")[2]
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}"')
    except (ImportError, psycopg.OperationalError) as error:
        raise OSError(f"no PostgreSQL: {error}") from error


def main() -> int:
    """One step, its result as JSON on standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("step", choices=["fill", "measure", "push", "load", "all"])
    parser.add_argument("--share", type=float, default=1.0, help="share of the full size")
    parser.add_argument("--number", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--users", type=int, default=USERS)
    parser.add_argument("--runs", type=int, default=RUNS, help="requests of each page")
    options = parser.parse_args()
    if options.step == "all":
        print("\n".join(scale_lines(options.share)))
        return 0
    steps = {
        "fill": lambda: {"seconds": timed("all", lambda: fill(options.share))},
        "measure": lambda: measure(options.runs),
        "push": lambda: push(options.number),
        "load": lambda: load(readable(), options.minutes, options.users),
    }
    print(json.dumps(steps[options.step]()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
