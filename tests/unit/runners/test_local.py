import os
import time
from pathlib import Path

import pytest

from planledger.runners import OneProcess, ProcessPool, choose_runner


def slow_for_small(number: int) -> tuple[int, int]:
    time.sleep(0.05 if number == 0 else 0)
    return number, os.getpid()


def fail(number: int) -> int:
    raise ValueError(number)


def test_pool_keeps_the_order_and_leaves_this_process() -> None:
    with ProcessPool(2) as runner:
        answers = list(runner.map(slow_for_small, range(9)))
    assert [number for number, _ in answers] == list(range(9))
    assert os.getpid() not in {process for _, process in answers}


def test_one_process_works_lazily_here() -> None:
    with OneProcess() as runner:
        answers = runner.map(slow_for_small, iter([1, 2]))
        assert next(answers) == (1, os.getpid())


def test_pool_takes_things_only_as_it_needs_them() -> None:
    taken = []

    def things():
        for number in range(50):
            taken.append(number)
            yield number + 1

    with ProcessPool(2) as runner:
        next(runner.map(slow_for_small, things()))
        assert len(taken) < 10


def test_errors_of_a_worker_come_home() -> None:
    with ProcessPool(2) as runner, pytest.raises(ValueError, match="3"):
        list(runner.map(fail, [3]))


def test_small_work_stays_in_this_process(tmp_path: Path) -> None:
    small = tmp_path / "a.txt"
    small.write_text("小", encoding="utf-8")
    assert isinstance(choose_runner([small, small]), OneProcess)
    assert isinstance(choose_runner([small, small], workers=2), ProcessPool)
    assert isinstance(choose_runner([small], workers=8), OneProcess)


def test_a_missing_file_does_not_keep_from_choosing(tmp_path: Path) -> None:
    assert isinstance(choose_runner([tmp_path / "gone.txt"]), OneProcess)
