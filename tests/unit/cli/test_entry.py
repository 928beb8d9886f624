import subprocess
import sys
from pathlib import Path

import pytest

from planledger.errors import BrokenData


def start(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from planledger.cli import main; main()", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def test_a_reader_who_has_seen_enough_is_no_error(folder: Path) -> None:
    text = (folder / "report-2021.txt").read_text(encoding="utf-8")
    (folder / "long.txt").write_text(text + "建设污水处理厂12座，新增绿地35公顷。\n" * 3_000, encoding="utf-8")
    process = start("show", folder / "long.txt", "绿地")
    assert process.stdout is not None
    process.stdout.read(100)
    process.stdout.close()
    _, error = process.communicate(timeout=60)
    assert (process.returncode, error) == (0, b"")


def test_chinese_is_written_whatever_the_locale_says(folder: Path) -> None:
    process = start(
        "read", folder / "report-2021.txt", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONPATH": ":".join(sys.path)}
    )
    out, error = process.communicate(timeout=60)
    assert process.returncode == 0, error
    assert "城镇新增就业" in out.decode("utf-8")


def test_a_crash_gives_3_and_asks_for_a_report(call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by accident")

    monkeypatch.setattr("planledger.pipeline.collect_files", fail)
    answer = call("read", folder)
    assert answer.code == 3
    assert "ZeroDivisionError: by accident" in answer.err
    assert "请连同以上信息报告" in answer.err


def test_broken_data_gives_3_without_a_trace(call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise BrokenData("units.yaml", "亿元")

    monkeypatch.setattr("planledger.pipeline.collect_files", fail)
    answer = call("read", folder)
    assert answer.code == 3
    assert answer.err.startswith("data/units.yaml")


def test_an_interrupt_is_told(call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("planledger.pipeline.collect_files", interrupt)
    answer = call("read", folder)
    assert answer.code == 130
    assert "已中断" in answer.err


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "planledger", "--version"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.split()[0]) == (0, "planledger")
