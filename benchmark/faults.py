"""Kills the server at random while people upload, review and push, and looks whether anything was lost or half done.

``python benchmark/faults.py --kills 200`` works in a folder of its own, on SQLite or on the PostgreSQL of ``--url``,
which it empties. A kill is SIGKILL to the server, its worker and everything that they started.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
KILLS = 200
LONGEST_LIFE = 2.5
_CSRF = "a" * 32
_CITY = "220200"
_ROWS = 25


@dataclass
class Accepted:
    """What the server said that it did."""

    uploads: set[str] = field(default_factory=set)  # digests
    reviews: set[str] = field(default_factory=set)  # keys of statements
    pushes: list[int] = field(default_factory=list)
    renames: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Ledger:
    """A small ledger with a planner, a token and a body, and what is asked of its server."""

    def __init__(self) -> None:
        from django.test import Client

        from planweb.accounts.actions.tokens import create_token
        from planweb.accounts.models import Body, Grant, Region, User

        self.accepted, self.number = Accepted(), 0
        self.planner = User.objects.create_user("planner", name="规划员")
        Grant.objects.create(user=self.planner, role="planner")
        Grant.objects.create(user=User.objects.create_user("admin", name="管理员"), role="administrator")
        region = Region.objects.get(pk=_CITY)
        day = time.strftime("%Y-%m-%d")
        self.body = Body.objects.create(name="局0", kind="department", region=region, valid_from=day)
        self.secret = create_token(self.planner, name="faults", access="write", days=30, by=self.planner).secret
        client = Client()
        client.force_login(self.planner)
        self.cookie = f"sessionid={client.cookies['sessionid'].value}; csrftoken={_CSRF}"
        from planweb.registry.models import Indicator

        self.indicator = Indicator.objects.get_or_create(code="gdp", defaults={"name": "地区生产总值"})[0].code

    def next_number(self) -> int:
        """A number that nobody had."""
        self.number += 1
        return self.number

    def upload(self, ask: Ask) -> None:
        """A document that nobody brought in before."""
        number = self.next_number()
        said = "".join(f"{2010 + n}年，全市就业{number + n}人，增长{n}.{number % 10}%。" for n in range(6))
        content = f"某市{number}年计划报告\n{said}\n".encode()
        edge = "----edge"
        part = f'--{edge}\r\nContent-Disposition: form-data; name="documents"; filename="{number}.txt"\r\n\r\n'.encode()
        status = ask(
            "POST",
            "/documents/new/",
            part + content + f"\r\n--{edge}--\r\n".encode(),
            self._form(f"multipart/form-data; boundary={edge}"),
        )
        if status == 302:
            self.accepted.uploads.add(hashlib.sha256(content).hexdigest())

    def review(self, ask: Ask) -> None:
        """A statement that is proposed, confirmed."""
        from planweb.evidence.models import Statement

        row = Statement.objects.filter(state="proposed", document__state="read").order_by("?").first()
        if row is None:
            time.sleep(0.05)
            return
        path = f"/documents/{row.document_id}/review/{row.key}/confirm/"
        sent = urlencode({"revision": row.revision}).encode()
        status = ask("POST", path, sent, self._form("application/x-www-form-urlencoded"))
        if status in {200, 302}:
            self.accepted.reviews.add(row.key)

    def push(self, ask: Ask) -> None:
        """Figures, pushed through the API."""
        number = self.next_number()
        rows = [
            {
                "key": f"{number}-{n}",
                "indicator": self.indicator,
                "region": f"{_CITY}",
                "period": f"{1949 + n}-01",
                "value": number,
            }
            for n in range(_ROWS)
        ]
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        sent = [{**row, "key": f"{n}"} for n, row in enumerate(rows)]  # the same cells: each push revises the last
        if ask("POST", "/api/v1/figures/bulk", json.dumps({"figures": sent}).encode(), headers) == 200:
            self.accepted.pushes.append(number)

    def rename(self, ask: Ask) -> None:
        """The body under another name."""
        name = f"局{self.next_number()}"
        sent = urlencode({"name": name, "short_name": "", "why": "试"}).encode()
        if ask("POST", f"/bodies/{self.body.pk}/rename/", sent, self._form("application/x-www-form-urlencoded")) == 302:
            self.accepted.renames.append(name)

    def _form(self, kind: str) -> dict[str, str]:
        return {"Cookie": self.cookie, "X-CSRFToken": _CSRF, "Content-Type": kind}


Ask = Callable[[str, str, bytes, dict[str, str]], int]


def keep_asking(ledger: Ledger, what: str, address: str, stop: threading.Event) -> None:
    """Ask for ``what`` again and again until the server is gone."""
    from django.db import connections

    host = urlsplit(address)

    def ask(method: str, path: str, body: bytes, headers: dict[str, str]) -> int:
        ledger.accepted.asked[what] += 1
        connection = http.client.HTTPConnection(str(host.hostname), host.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            said = response.read()
        finally:
            connection.close()
        if response.status >= 500 or response.status in {400, 401, 403, 422}:
            ledger.accepted.wrong.append(f"{what}: {response.status} {said[:300].decode(errors='replace')}")
        return response.status

    while not stop.is_set():
        try:
            getattr(ledger, what)(ask)
        except (OSError, http.client.HTTPException):
            time.sleep(0.01)
    connections.close_all()


def kill_all(pid: int) -> int:
    """How many processes were killed: ``pid`` and all that descend from it."""
    family = [pid, *descendants(pid)]
    for one in family:
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    return len(family)


def descendants(pid: int) -> Iterator[int]:
    """Every process that ``pid`` started, and that those started."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents.setdefault(int(path.read_text().rpartition(")")[2].split()[1]), []).append(int(path.parent.name))
    waiting = [pid]
    while waiting:
        for child in parents.get(waiting.pop(), []):
            waiting.append(child)
            yield child


def findings(ledger: Ledger, *, whole: bool) -> list[str]:
    """Everything that is not as the server said, or that is half done.

    Args:
        ledger: What was asked and answered.
        whole: Whether the audit trail is verified from its beginning.
    """
    from django.conf import settings

    from planweb.accounts.models import Body
    from planweb.audit.models import AuditEntry
    from planweb.audit.verifying import verify_chain
    from planweb.evidence.models import Document, Statement
    from planweb.monitoring.models import Figure

    said, found = ledger.accepted, list[str]()
    documents = dict(Document.objects.values_list("sha256", "file"))
    found += [f"upload lost: {digest}" for digest in said.uploads - documents.keys()]
    for digest, file in documents.items():
        path = Path(settings.DOCUMENTS) / file
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            found.append(f"file lost or half written: {file}")
    keys = {row.key: row for row in Statement.objects.exclude(state="proposed")}
    found += [f"review lost: {key}" for key in said.reviews - keys.keys()]
    created = AuditEntry.objects.filter(action="document.create").count()
    if created != len(documents):
        found.append(f"{len(documents)} documents, {created} entries of them")
    confirmed = AuditEntry.objects.filter(action="statement.confirm").count()
    if confirmed != len(keys):
        found.append(f"{len(keys)} statements confirmed, {confirmed} entries of them")
    values = set(Figure.objects.filter(state__in=["accepted", "submitted"]).values_list("value", flat=True))
    if len(values) > 1:
        found.append(f"a push is half done: {sorted(values)}")
    if said.pushes and max(values, default=0) < said.pushes[-1]:
        found.append(f"push lost: {said.pushes[-1]}, there is {values}")
    name = Body.objects.get(pk=ledger.body.pk).name
    if said.renames and int(name[1:]) < int(said.renames[-1][1:]):
        found.append(f"renaming lost: {said.renames[-1]}, there is {name}")
    last = AuditEntry.objects.filter(action="body.rename").order_by("-number").first()
    if last and json.loads(last.after)["name"] != name:
        found.append("renaming half done")
    unread = Document.objects.filter(state="read", reading__isnull=True).count()
    if unread:
        found.append(f"{unread} documents half read")
    return found + ([finding.message for finding in verify_chain()[0]] if whole else [])


def wait_for_tasks(seconds: float) -> list[str]:
    """What is not done after that time, though the server runs."""
    from django_tasks_db.models import DBTaskResult

    from planweb.evidence.models import Document

    until = time.monotonic() + seconds
    waiting = Document.objects.filter(state__in=["waiting", "reading"])
    tasks = DBTaskResult.objects.filter(status__in=["READY", "RUNNING"])
    while time.monotonic() < until and (waiting.exists() or tasks.exists()):
        time.sleep(0.5)
    said = [f"not read: {document.pk} {document.state}" for document in waiting]
    return said + [f"task not done: {task.task_path}" for task in tasks]


def not_read() -> list[int]:
    """Documents that could not be read."""
    from planweb.evidence.models import Document

    return list(Document.objects.filter(state="failed").values_list("pk", flat=True))


def read_again(ledger: Ledger) -> int:
    """How many documents were given up, because three workers were killed while they read them; all are read again."""
    from planweb.evidence.actions.documents import reread_document
    from planweb.evidence.models import Document

    found = list(Document.objects.filter(pk__in=not_read()))
    for document in found:
        reread_document(document, by=ledger.planner)
    return len(found)


def try_kills(kills: int, seed: int) -> dict[str, Any]:
    """What ``kills`` kills did to a new ledger in the database of the environment."""
    from planweb.site.serving import set_up

    data = set_up()
    from planweb.site.background import NotStarted, start_in_background
    from planweb.site.running import stop_server

    chance, ledger, wrong, killed = random.Random(seed), Ledger(), list[str](), 0
    starts, given_up = list[float](), 0
    for number in range(kills + 1):
        begin = time.monotonic()
        try:
            server = start_in_background(["--data", str(data), "--port", "0"], data)
        except NotStarted as error:
            wrong.append(f"no clean start after kill {number}: {error}")
            break
        starts.append(time.monotonic() - begin)
        if number == kills:
            wrong += wait_for_tasks(240)
            given_up = read_again(ledger)
            wrong += wait_for_tasks(240) + [f"not read when asked again: {one}" for one in not_read()]
            stop_server(data)
            break
        stop = threading.Event()
        askers = [
            threading.Thread(target=keep_asking, args=(ledger, what, server.address, stop))
            for what in ("upload", "review", "push", "rename")
        ]
        for asker in askers:
            asker.start()
        time.sleep(chance.uniform(0.02, LONGEST_LIFE))
        killed += kill_all(server.pid)
        stop.set()
        for asker in askers:
            asker.join()
        found = findings(ledger, whole=number % 20 == 0)
        wrong += [f"after kill {number + 1}: {one}" for one in found]
        if found:
            break
        print(f"\r{number + 1}/{kills}", end="", file=sys.stderr, flush=True)
    wrong += findings(ledger, whole=True)
    said = ledger.accepted
    return {
        "kills": kills,
        "processes": killed,
        "asked": dict(said.asked),
        "accepted": {
            "upload": len(said.uploads),
            "review": len(said.reviews),
            "push": len(said.pushes),
            "rename": len(said.renames),
        },
        "given up after three killed workers, read when asked again": given_up,
        "slowest start": max(starts),
        "refused": Counter(one[:80] for one in said.wrong).most_common(5),
        "wrong": wrong,
    }


def empty_postgres(url: str) -> None:
    """Make the database that ``url`` names anew; ``OSError`` when there is no PostgreSQL."""
    import psycopg

    server, _, name = url.rpartition("/")
    try:
        with psycopg.connect(f"{server}/postgres", autocommit=True, connect_timeout=3) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}"')
    except psycopg.OperationalError as error:
        raise OSError(f"no PostgreSQL: {error}") from error


def fault_lines(kills: int = KILLS) -> list[str]:
    """Lines of the page of benchmarks: a row for each database."""
    import subprocess

    lines = [
        "| database | kills | writes answered with success | lost | half done or broken |",
        "|---|---|---|---|---|",
    ]
    for name, url in (("SQLite", ""), ("PostgreSQL", "postgresql://postgres@127.0.0.1:5432/faults")):
        command = [sys.executable, __file__, "--kills", str(kills), "--url", url]
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE)
        if done.returncode == 2:
            lines.append(f"| {name} | not measured: no PostgreSQL | | | |")
            continue
        told = json.loads(done.stdout)
        lost = sum("lost" in one for one in told["wrong"])
        writes = ", ".join(f"{count:,} {what}s" for what, count in told["accepted"].items())
        lines.append(f"| {name} | {told['kills']} | {writes} | {lost} | {len(told['wrong']) - lost} |")
    return lines


def main() -> int:
    """Kill and look; exit code 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--url", default="", help="PostgreSQL database to empty and use; else SQLite")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT / "src"))
    with tempfile.TemporaryDirectory(prefix="planledger-faults-") as folder:
        os.environ |= {
            "PLANLEDGER_DATA": folder,
            "PLANLEDGER_DATABASE_URL": options.url,
            "PLANLEDGER_API_REQUESTS": "1000000",
        }
        os.environ |= {"PYTHONPATH": str(ROOT / "src"), "PLANLEDGER_LOG_LEVEL": "WARNING"}
        if options.url:
            try:
                empty_postgres(options.url)
            except OSError as error:
                print(error, file=sys.stderr)
                return 2
        told = try_kills(options.kills, options.seed)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return int(bool(told["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
