"""Kills the server at random while people work, and looks whether anything was lost or half done.

``python benchmark/faults.py --kills 200`` works in a folder of its own, on SQLite or on the PostgreSQL of ``--url``,
which it empties. A kill is SIGKILL to the server, its worker and everything that they started. One start in twenty
is the command of a user, the others fork this process, which has loaded the code already.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fault_findings import broken_files, findings, undone, wait_for_tasks
from fault_ledger import WHAT, Ledger, keep_asking

ROOT = Path(__file__).resolve().parent.parent
KILLS = 200
LONGEST_LIFE, LONGEST_WORK, LONGEST_COMMAND = 1.2, 0.6, 2.0
_PATIENCE, _SHARE_AT_WORK = 300, 0.3
_ORDINARY = 20  # one start in so many is the command of a user


def kill_all(pid: int) -> int:
    """How many processes were killed: ``pid`` and all that descend from it."""
    family = [pid, *descendants(pid)]
    for one in family:
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)
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


def forked(work: Callable[[], object], log: Path) -> int:
    """Number of a process that does ``work`` and ends; what it prints goes to ``log``."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.setsid()
        out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        work()
        code = 0
    finally:
        os._exit(code)


class WorkerBeside:
    """A worker as the server has one beside itself, forked as well."""

    def __enter__(self) -> None:
        from planweb.site.working import work

        server, data = f"{os.getpid()}-{time.time_ns()}", Path(os.environ["PLANLEDGER_DATA"])
        self._pid = forked(lambda: work(until_closed=False, server=server), data / "worker.log")

    def __exit__(self, *_said: object) -> None:
        kill_all(self._pid)


def serve_forked(data: Path) -> None:
    """Serve as ``planledger serve`` does."""
    from planweb.site import worker
    from planweb.site.serving import serve

    worker.WorkerBeside = WorkerBeside
    serve(host="127.0.0.1", port=0, data=data, tell=lambda _started: None)


def start(data: Path, *, as_users_do: bool) -> Any:
    """The server, once it answers."""
    from planweb.site.background import NotStarted, answers, start_in_background
    from planweb.site.running import LOG_FILE, running_server

    if as_users_do:
        return start_in_background(["--data", str(data), "--port", "0"], data)
    log = data / LOG_FILE
    pid = forked(lambda: serve_forked(data), log)
    until = time.monotonic() + 60
    while time.monotonic() < until and os.waitpid(pid, os.WNOHANG) == (0, 0):
        found = running_server(data)
        if found and found.pid == pid and answers(f"{found.address}healthz"):
            return found
        time.sleep(0.02)
    raise NotStarted(log, log.read_text(errors="replace")[-1000:])


class Trial:
    """The kills of one ledger, and what came of them."""

    def __init__(self, data: Path, seed: int) -> None:
        self.data, self.chance, self.ledger = data, random.Random(seed), Ledger(data)
        self.wrong, self.processes, self.starts = list[str](), 0, list[float]()
        self.interrupted: Counter[str] = Counter()
        self.commands: Counter[str] = Counter()

    def kill_server(self, number: int) -> None:
        """Start the server, ask it for everything at once, kill it, and look."""
        begin, ordinary = time.monotonic(), number % _ORDINARY == 0
        server = start(self.data, as_users_do=ordinary)
        if ordinary:
            self.starts.append(time.monotonic() - begin)
        stop = threading.Event()
        askers = [threading.Thread(target=keep_asking, args=(self.ledger, what, server.address, stop)) for what in WHAT]
        for asker in askers:
            asker.start()
        if self.chance.random() < _SHARE_AT_WORK:
            self._wait_for_worker()
            time.sleep(self.chance.uniform(0, LONGEST_WORK))
        else:
            time.sleep(self.chance.uniform(0.02, LONGEST_LIFE))
        self.processes += kill_all(server.pid)
        stop.set()
        for asker in askers:
            asker.join()
        self._count_interrupted()
        self.wrong += [f"after kill {number + 1}: {one}" for one in findings(self.ledger, whole=number % 20 == 0)]

    def _wait_for_worker(self) -> None:
        """Wait until the worker has begun something, which another may have left."""
        from django_tasks_db.models import DBTaskResult

        seen = set(DBTaskResult.objects.filter(status="RUNNING").values_list("pk", "started_at"))
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if set(DBTaskResult.objects.filter(status="RUNNING").values_list("pk", "started_at")) - seen:
                return
            time.sleep(0.02)

    def _count_interrupted(self) -> None:
        from django_tasks_db.models import DBTaskResult

        from planweb.site.models import Chore

        for task in DBTaskResult.objects.filter(status="RUNNING"):
            name = task.task_path.rpartition(".")[2]
            if name == "do_chore":
                name = Chore.objects.get(pk=task.args_kwargs["args"][0]).kind
            self.interrupted[name.replace("_", " ")] += 1

    def end_well(self) -> None:
        """Start once more, have everything done, and stop."""
        from planweb.site.running import stop_server

        server = start(self.data, as_users_do=True)
        self.wrong += wait_for_tasks(_PATIENCE)
        stop_server(self.data)
        kill_all(server.pid)
        self.wrong += findings(self.ledger, whole=True) + broken_files(self.data)

    def kill_commands(self, kills: int) -> None:
        """Kill backups, which must be there whole or not at all, and restores, which must change all or nothing."""
        from planweb.accounts.actions.bodies import create_body
        from planweb.accounts.models import Body
        from planweb.audit.models import AuditHead
        from planweb.site.backups.archive import Backup, BrokenBackup
        from planweb.site.backups.making import make_backup
        from planweb.site.backups.restoring import restore_backup

        whole, log = self.data / "whole.zip", self.data / "commands.log"
        end = make_backup(whole).audit[0]
        for number in range(kills):
            path = self.data / f"killed-{number}.zip"
            self._kill_command(forked(lambda path=path: make_backup(path), log))
            try:
                if path.exists():
                    Backup(path).check()
                self.commands[f"backup {'made' if path.exists() else 'cut off'}"] += 1
            except BrokenBackup as error:
                self.wrong.append(f"a backup half done: {error}")
            now = AuditHead.objects.get(pk=1).count
            if now == end:
                body = Body(name=f"后来{number}", kind="department", region=self.ledger.region, valid_from="2026-01-01")
                create_body(body, by=self.ledger.planner)
                now = end + 1
            self._kill_command(forked(lambda: restore_backup(whole, replace=True), log))
            found = AuditHead.objects.get(pk=1).count
            if found not in {now, end} or Body.objects.filter(name__startswith="后来").count() != found - end:
                self.wrong.append(f"a restore half done: {found} entries, not {now} or {end}")
            self.wrong += findings(self.ledger, whole=True)
            self.commands[f"restore {'cut off' if found == now else 'done'}"] += 1

    def _kill_command(self, pid: int) -> None:
        time.sleep(self.chance.uniform(0.02, LONGEST_COMMAND))
        kill_all(pid)

    def restore_elsewhere(self) -> str:
        """What differs between the last backup made under load and the ledger restored from it, on a new SQLite."""
        from planweb.site.backups.archive import Backup

        backups = sorted((self.data / "backups").glob("*.zip"))
        if not backups:
            return ""
        other = self.data / "other"
        command = [sys.executable, "-c", "from planledger.cli import main; main()"]
        env = {**os.environ, "PLANLEDGER_DATABASE_URL": "", "PLANLEDGER_DATA": str(other)}
        for said in (["restore", str(backups[-1])], ["backup", str(other / "again.zip")]):
            done = subprocess.run([*command, *said], env=env, check=False, capture_output=True, text=True)
            if done.returncode:
                return f"{said[0]} of {backups[-1].name}: {done.stderr}"
        first, again = (Backup(path).manifest.checksums for path in (backups[-1], other / "again.zip"))
        names = [name for name in first if name.startswith(("tables/", "documents/"))]
        differing = [name for name in names if first[name] != again.get(name)]
        self.commands["backup under load restored to an equal ledger"] += not differing
        return f"a backup restored differs: {differing}" if differing else ""

    @property
    def told(self) -> dict[str, Any]:
        """Everything that the page of benchmarks says, and more."""
        return {
            "processes": self.processes,
            "asked": dict(self.ledger.accepted.asked),
            "accepted": self.ledger.accepted.counts,
            "under way": dict(self.interrupted),
            "commands": dict(self.commands),
            "slowest start": round(max(self.starts, default=0), 1),
            "refused": Counter(one[:200] for one in self.ledger.accepted.wrong).most_common(5),
            "wrong": self.wrong,
        }


def try_kills(kills: int, seed: int) -> dict[str, Any]:
    """What ``kills`` kills did to a new ledger in the database of the environment."""
    from planweb.site.serving import set_up

    data = set_up()
    from django.urls import get_resolver

    from planweb.site.background import NotStarted

    _ = get_resolver().url_patterns  # loads every page, so that no fork has to
    trial = Trial(data, seed)
    for number in range(kills):
        try:
            trial.kill_server(number)
        except NotStarted as error:
            trial.wrong.append(f"no clean start after kill {number}: {error}")
        if trial.wrong:
            break
        print(f"\r{number + 1}/{kills}", end="", file=sys.stderr, flush=True)
    if not trial.wrong:
        trial.end_well()
    if not trial.wrong:
        trial.wrong += filter(None, [trial.restore_elsewhere()])
        trial.kill_commands(max(kills // 10, 1))
    return {"kills": number + 1, **trial.told, **({"undone": undone()[:5]} if trial.wrong else {})}


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


def row_of(name: str, told: dict[str, Any]) -> str:
    """The row of the table that tells of one database."""
    lost = sum("lost" in one for one in told["wrong"])
    parts = (told["accepted"], told["under way"], told["commands"])
    said = (", ".join(f"{count:,} {what}" for what, count in part.items()) for part in parts)
    return f"| {name} | {told['kills']} | {' | '.join(said)} | {lost} | {len(told['wrong']) - lost} |"


HEADS = ("database", "kills", "writes accepted", "in the hands of the worker", "commands killed", "lost", "broken")


def fault_lines(kills: int = KILLS) -> list[str]:
    """Lines of the page of benchmarks: a row for each database."""
    lines = [f"| {' | '.join(HEADS)} |", "|---" * len(HEADS) + "|"]
    for name, url in (("SQLite", ""), ("PostgreSQL", "postgresql://postgres@127.0.0.1:5432/faults")):
        command = [sys.executable, __file__, "--kills", str(kills), "--url", url]
        done = subprocess.run(command, check=False, stdout=subprocess.PIPE)
        if done.returncode == 2:
            lines.append(f"| {name} | not measured: no PostgreSQL |" + " |" * (len(HEADS) - 2))
            continue
        lines.append(row_of(name, json.loads(done.stdout)))
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
            "PYTHONPATH": str(ROOT / "src"),
            "PLANLEDGER_LOG_LEVEL": "WARNING",
        }
        if options.url:
            try:
                empty_postgres(options.url)
            except OSError as error:
                print(error, file=sys.stderr)
                return 2
        told = try_kills(options.kills, options.seed)
        if told["wrong"] or told["refused"]:
            print((Path(folder) / "server.log").read_text(errors="replace")[-3000:], file=sys.stderr)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return int(bool(told["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
