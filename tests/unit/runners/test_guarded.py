import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.unit.runners.deeds import do

from planledger.errors import DocumentError, NoWorker, OutOfMemory, ReadingDied, ReadingTimedOut
from planledger.reading.limits import MB, Limits
from planledger.runners import Guarded
from planledger.runners import workers as workers_module

posix = pytest.mark.skipif(os.name != "posix", reason="limits and process groups are those of POSIX")


def held() -> tuple[set[str], set[str], set[str]]:
    """Open files, children and temporary folders of this process."""
    files = {path.name for path in Path("/proc/self/fd").iterdir()} if Path("/proc/self/fd").is_dir() else set()
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    folders = {path.name for path in Path(tempfile.gettempdir()).glob(f"planledger-{os.getpid()}-*")}
    return files, set(children.read_text().split()) if children.exists() else set(), folders


@pytest.fixture(autouse=True)
def _nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = held()
    yield
    assert held() == before


def asked(*deeds: str, workers: int = 1, limits: Limits | None = None) -> list[tuple[str, int] | DocumentError]:
    with Guarded(limits, workers=workers) as runner:
        return list(runner.map(do, deeds))


def test_answers_come_in_order_from_other_processes() -> None:
    deeds = ["sleep 1", *(f"nothing {number}" for number in range(9))]
    answers = asked(*deeds, workers=2)
    assert [answer[0] for answer in answers] == deeds
    assert os.getpid() not in {answer[1] for answer in answers}
    assert len({answer[1] for answer in answers}) == 2


def test_pages_of_a_long_file_are_told_while_it_is_read() -> None:
    heard = []
    with Guarded(workers=1, told=lambda *told: heard.append(told)) as runner:
        answers = [answer[0] for answer in runner.map(do, ["nothing", "pages 5"])]
    assert answers == ["nothing", "pages 5"]
    assert heard
    assert all(thing == "pages 5" and 0 < done < total == 5 for thing, done, total in heard)


def test_small_work_takes_one_process() -> None:
    assert len({process for _, process in asked(*["nothing"] * 60, workers=8)}) == 1


def test_things_are_taken_only_as_they_are_needed() -> None:
    taken = []

    def deeds() -> Iterator[str]:
        for number in range(50):
            taken.append(number)
            yield "nothing"

    with Guarded(workers=2) as runner:
        next(runner.map(do, deeds()))
        assert len(taken) < 10


@posix
@pytest.mark.parametrize(
    ("deed", "error", "said"),
    [
        ("loop", ReadingTimedOut, "1 s"),
        ("sleep 60", ReadingTimedOut, "1 s"),
        ("segfault", ReadingDied, "SIGSEGV, ctypes/__init__.py:"),
        ("abort", ReadingDied, "SIGABRT"),
        ("exit 3", ReadingDied, "exit 3"),
        ("exit 0", ReadingDied, "exit 0"),
        ("kill", OutOfMemory, "300 MB"),
        ("eat 1000000000", OutOfMemory, "300 MB"),
    ],
)
def test_a_lost_process_is_told_and_the_next_thing_is_done(deed: str, error: type[DocumentError], said: str) -> None:
    start = time.monotonic()
    before, lost, after = asked("nothing", deed, "nothing", limits=Limits(seconds=1, memory=300 * MB))
    assert isinstance(lost, error)
    assert said in lost.detail
    assert before[0] == after[0] == "nothing"
    assert time.monotonic() - start < 20


def test_what_a_function_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="wrong"):
        asked("raise wrong")
    with pytest.raises(RecursionError):
        asked("recurse")
    with pytest.raises(RuntimeError, match="Strange: ab"):
        asked("raise strange")


def test_nothing_that_a_library_prints_or_reads_disturbs() -> None:
    answers = asked("print text", "read", "nothing")
    assert [answer[0] for answer in answers] == ["print text", "read", "nothing"]


def test_a_file_opens_no_connection() -> None:
    with pytest.raises(PermissionError, match="no network"):
        asked("connect")


@posix
def test_a_file_writes_no_more_than_it_may_expand_to() -> None:
    limits = Limits(expanded=8 * MB)
    assert len(asked(f"write {4 * MB}", limits=limits)) == 1
    with pytest.raises(OSError, match="large"):
        asked(f"write {16 * MB}", limits=limits)


def test_what_a_file_leaves_is_gone_before_the_next(tmp_path: Path) -> None:
    with Guarded(workers=1) as runner:
        answers = runner.map(do, iter(["litter", "nothing"]))
        next(answers)
        assert [path.name for folder in tmp_path.iterdir() for path in folder.iterdir()] == ["log"]


@posix
def test_the_children_of_a_lost_process_are_lost_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    [lost] = asked(f"child {note}", limits=Limits(seconds=2))
    assert isinstance(lost, ReadingTimedOut)
    assert _ends(int(note.read_text()))


def _ends(process: int) -> bool:
    for _ in range(100):
        stat = Path(f"/proc/{process}/stat")
        try:
            if stat.read_text().rpartition(")")[2].split()[0] == "Z":
                return True  # only its new parent has not looked yet
            os.kill(process, 0)
        except (OSError, ProcessLookupError):
            return True
        time.sleep(0.05)
    return False


@posix
def test_a_worker_that_has_grown_is_replaced() -> None:
    answers = asked("nothing", f"hold {70 * MB}", "nothing", limits=Limits(memory=128 * MB))
    assert [process == answers[0][1] for _, process in answers] == [True, True, False]


def test_a_process_that_cannot_start_is_no_fault_of_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "_START", "raise SystemExit('no room')")
    with pytest.raises(NoWorker, match="no room"):
        asked("nothing")


def test_leaving_early_ends_what_is_under_way() -> None:
    start = time.monotonic()
    with Guarded(workers=2) as runner:
        answers = runner.map(do, ["nothing", "sleep 60", "sleep 60", "sleep 60"])
        next(answers)
    assert time.monotonic() - start < 15


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_workers_and_their_folders_end_with_the_runner(
    how: signal.Signals, tmp_path: Path, started: Callable[..., subprocess.Popen[str]]
) -> None:
    process = started("child " + str(tmp_path / "pid"), temporary=tmp_path)
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(how)
    process.wait(30)
    assert _ends(int((tmp_path / "pid").read_text()))
    for _ in range(100):
        if not list(tmp_path.glob("planledger-*")):
            break
        time.sleep(0.05)
    assert not list(tmp_path.glob("planledger-*"))


@pytest.fixture
def started() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    processes = []

    def start(deed: str, temporary: Path) -> subprocess.Popen[str]:
        code = (
            "from planledger.runners import Guarded\nfrom tests.unit.runners.deeds import do\n"
            f"with Guarded(workers=1) as runner: list(runner.map(do, [{deed!r}]))"
        )
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path), TMPDIR=str(temporary))
        processes.append(subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL))
        return processes[-1]

    yield start
    for process in processes:
        process.kill()
        process.wait()
