import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

posix = pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")


@posix
def test_an_interrupted_run_ends_at_once_and_leaves_what_was_there(folder: Path, tmp_path: Path) -> None:
    text = "，".join(f"项目{number}增长{number % 90}.5%" for number in range(400_000))
    (folder / "slow.txt").write_text(f"2021年工作报告\n{text}。", encoding="utf-8")
    temporary, out = tmp_path / "temporary", tmp_path / "out"
    temporary.mkdir()
    command = [sys.executable, "-c", "from planledger.cli import main; main()", "run", str(folder), "--out", str(out)]
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path), TMPDIR=str(temporary))
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, start_new_session=True)
    for _ in range(600):
        if list(temporary.glob("planledger-*")):
            break
        time.sleep(0.05)
    time.sleep(1)
    os.killpg(process.pid, signal.SIGINT)  # as the terminal does
    start = time.monotonic()
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said.decode()) == (130, "\n已中断\n")
    assert time.monotonic() - start < 10
    assert not out.exists()
    assert list(temporary.iterdir()) == []
