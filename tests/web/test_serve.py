"""``planledger serve`` as somebody runs it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from planledger.cli.entry import run_command

ROOT = Path(__file__).parents[2]
ENV = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PLANLEDGER_"))}
ENV |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
COMMAND = [sys.executable, "-c", "from planledger.cli import main; main()", "serve"]


class Served:
    """A server in a process of its own, and what it printed before it answered."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.process = subprocess.Popen(
            [*COMMAND, "--port", "0", "--data", str(data)], env=ENV, stderr=subprocess.PIPE, encoding="utf-8"
        )
        assert self.process.stderr is not None
        self.said = ""
        for line in self.process.stderr:
            self.said += line
            if "数据文件夹" in line:
                break
        self.address = re.findall(r"http://127\.0\.0\.1:\d+/", self.said)[0]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(20)
        assert self.process.stderr is not None
        self.said += self.process.stderr.read()
        self.process.stderr.close()
        return code


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    running = Served(tmp_path / "data")
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()


@pytest.mark.skipif("PLANLEDGER_TEST_DATABASE_URL" in os.environ, reason="starts on a database of its own")
def test_it_migrates_answers_and_tells_how_to_begin(served: Served) -> None:
    with urllib.request.urlopen(f"{served.address}healthz") as response:
        said = json.load(response)
        assert said["database"] == "ok"
        assert said["queue"]["waiting"] == 0
    with urllib.request.urlopen(served.address) as response:
        assert response.url.endswith("/log-in/?next=/")
    with urllib.request.urlopen(f"{served.address}static/layout/page.css") as response:
        assert response.headers["Content-Type"].startswith("text/css")
    assert served.stop() == 0
    [link] = re.findall(r"http://127\.0\.0\.1:\d+/first-run/\S+", served.said)
    assert len(link) > 60
    done = subprocess.run(
        [*COMMAND, "--verify-audit", "--data", str(served.data)],
        env=ENV,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "审计记录完整 sound: 0:\n")
    assert (served.data / "audit-anchor.json").exists()


@pytest.mark.skipif("PLANLEDGER_TEST_DATABASE_URL" in os.environ, reason="starts on a database of its own")
def test_hundreds_of_open_browsers_keep_nobody_out(served: Served) -> None:
    where = urlsplit(served.address)
    with contextlib.ExitStack() as opened:
        for _browser in range(250):
            opened.enter_context(socket.create_connection((where.hostname, where.port), timeout=20))
        with urllib.request.urlopen(served.address + "healthz", timeout=20) as answer:
            assert answer.status == 200
    assert served.stop() == 0


@pytest.mark.skipif("PLANLEDGER_TEST_DATABASE_URL" in os.environ, reason="starts on a database of its own")
def test_a_worker_runs_beside_it_and_is_started_again(served: Served) -> None:
    first = worker_of(served.data, other_than=0)
    os.kill(first, signal.SIGKILL)
    second = worker_of(served.data, other_than=first)
    served.process.kill()  # it cannot tell its worker to end
    served.process.wait()
    assert served.process.stderr is not None
    served.process.stderr.close()
    assert eventually(lambda: not lives(second))


def worker_of(data: Path, *, other_than: int) -> int:
    """Process number of the worker, once it is another than that."""
    lock = data / "worker.lock"

    def found() -> int:
        said = lock.read_text() if lock.exists() else ""
        return int(said) if said and int(said) != other_than else 0

    return eventually(found)


def eventually(asked: Callable[[], int]) -> int:
    """What ``asked`` says, once it says something."""
    for _ in range(600):
        if answer := asked():
            return answer
        time.sleep(0.1)
    raise AssertionError("it never came")


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
        said = Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return "\nState:\tZ" not in said  # one that has ended stays listed until somebody asks how


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "waitress", None)
    assert run_command(["serve"]) == 2
    assert "planledger[web]" in capsys.readouterr().err


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PLANLEDGER_ADDRESS", "plan")
    assert run_command(["serve", "--verify-audit"]) == 2
    assert "PLANLEDGER_ADDRESS" in capsys.readouterr().err


@pytest.mark.skipif("PLANLEDGER_TEST_DATABASE_URL" in os.environ, reason="starts on a database of its own")
def test_a_server_in_the_background_prints_the_way_in(tmp_path: Path) -> None:
    said = subprocess.run(
        [*COMMAND, "--port", "0", "--data", str(tmp_path / "data"), "--background"],
        env=ENV, capture_output=True, encoding="utf-8", timeout=120, check=True,
    ).stdout  # fmt: skip
    try:
        link = re.findall(r"http://127\.0\.0\.1:\d+/first-run/\S+/", said)[0]
        with urllib.request.urlopen(link, timeout=30) as response:
            assert response.status == 200
    finally:
        subprocess.run([*COMMAND, "--stop", "--data", str(tmp_path / "data")], env=ENV, check=True, capture_output=True)


def test_a_start_loads_nothing_that_only_workbooks_need(tmp_path: Path) -> None:
    code = (
        "import sys; from planweb.site.serving import connect; connect();"
        "from django.urls import reverse; reverse('home'); print(*{'numpy', 'openpyxl'} & sys.modules.keys())"
    )
    env = {**ENV, "PLANLEDGER_DATA": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "\n"
