"""Outputs appear whole or not at all, and never at the cost of somebody else's file."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from planledger.errors import OutputBusy, OutputNotWritten, OutputOccupied
from planledger.ledger import published, replace_file
from planledger.ledger.publishing import LISTING, READY, STAGING, complete_publishing

SOURCE = Path(__file__).resolve().parents[3] / "src"


def publish(folder: Path, **files: str) -> None:
    with published(folder) as staging:
        for name, text in files.items():
            (staging / name).write_text(text, encoding="utf-8")


def shown(folder: Path) -> dict[str, str]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != LISTING)
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in found}


def test_files_appear_together(tmp_path: Path) -> None:
    with published(tmp_path / "a" / "out") as staging:
        (staging / "one").write_text("1", encoding="utf-8")
        assert not (tmp_path / "a" / "out" / "one").exists()
    assert shown(tmp_path / "a" / "out") == {"one": "1"}


def test_an_error_leaves_everything_as_it_was(tmp_path: Path) -> None:
    publish(tmp_path / "out", one="old")

    def fail() -> None:
        with published(tmp_path / "out") as staging:
            (staging / "one").write_text("new", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert shown(tmp_path / "out") == {"one": "old"}
    assert not (tmp_path / "out" / STAGING).exists()


def test_an_error_leaves_no_new_folder(tmp_path: Path) -> None:
    def fail() -> None:
        with published(tmp_path / "out"):
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        fail()
    assert not (tmp_path / "out").exists()


def test_only_our_files_are_replaced_and_removed(tmp_path: Path) -> None:
    publish(tmp_path, one="1", two="2")
    (tmp_path / "mine").write_text("kept", encoding="utf-8")
    publish(tmp_path, one="new")
    assert shown(tmp_path) == {"one": "new", "mine": "kept"}


def test_a_foreign_file_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("foreign", encoding="utf-8")
    with pytest.raises(OutputOccupied, match="one"):
        publish(tmp_path, one="1", two="2")
    assert shown(tmp_path) == {"one": "foreign"}


def test_a_file_edited_since_is_kept_under_another_name(tmp_path: Path) -> None:
    publish(tmp_path, one="1")
    for text in ("noted", "noted again"):
        (tmp_path / "one").write_text(text, encoding="utf-8")
        publish(tmp_path, one="2")
    assert shown(tmp_path) == {"one": "2", "one-edited": "noted", "one-edited-2": "noted again"}


def test_a_stale_file_edited_since_stays(tmp_path: Path) -> None:
    publish(tmp_path, one="1", two="2")
    (tmp_path / "two").write_text("noted", encoding="utf-8")
    publish(tmp_path, one="1")
    assert shown(tmp_path) == {"one": "1", "two": "noted"}


KILLED = """
import os, signal, sys
from pathlib import Path
from planledger.ledger import published
folder, moves = Path(sys.argv[1]), int(sys.argv[2])
replace = Path.replace
def counted(self, target):
    global moves
    if moves == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    moves -= 1
    return replace(self, target)
Path.replace = counted
with published(folder) as staging:
    for name in ("one", "two", "three"):
        (staging / name).write_text("new", encoding="utf-8")
    if moves < 0:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
@pytest.mark.parametrize("moves", [-1, 0, 1, 2, 3])
def test_a_killed_run_is_completed_or_forgotten(tmp_path: Path, moves: int) -> None:
    publish(tmp_path, one="old", two="old", four="old")
    code = textwrap.dedent(KILLED)
    command = [sys.executable, "-c", code, str(tmp_path), str(moves)]
    killed = subprocess.run(command, env=dict(os.environ, PYTHONPATH=str(SOURCE)), check=False)
    assert killed.returncode == -signal.SIGKILL
    complete_publishing(tmp_path)
    if moves < 0:  # before the moment of truth
        assert {name: text for name, text in shown(tmp_path).items() if STAGING not in name} == dict.fromkeys(
            ("one", "two", "four"), "old"
        )
    else:
        assert shown(tmp_path) == dict.fromkeys(("one", "two", "three"), "new")
    publish(tmp_path, one="again")
    assert shown(tmp_path) == {"one": "again"}
    assert not {STAGING, READY} & {path.name for path in tmp_path.iterdir()}


def test_two_runs_do_not_mix(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="no file locks on this system")
    with published(tmp_path) as staging:
        (staging / "one").write_text("first", encoding="utf-8")
        second = published(tmp_path)
        with pytest.raises(OutputBusy):
            second.__enter__()
    assert shown(tmp_path) == {"one": "first"}


def test_a_file_where_the_folder_belongs_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(OutputNotWritten, match="out"):
        publish(tmp_path / "out", one="1")


def test_a_folder_or_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    with pytest.raises(OutputOccupied):
        publish(tmp_path, one="1")
    (tmp_path / "inner").write_text("", encoding="utf-8")
    nested = published(tmp_path)
    staging = nested.__enter__()
    (staging / "inner").mkdir()
    (staging / "inner" / "one").write_text("1", encoding="utf-8")
    with pytest.raises(OutputOccupied):
        nested.__exit__(None, None, None)


def test_a_damaged_listing_is_no_licence_to_overwrite(tmp_path: Path) -> None:
    publish(tmp_path, one="1")
    (tmp_path / LISTING).write_text(json.dumps(["one"]), encoding="utf-8")
    with pytest.raises(OutputOccupied):
        publish(tmp_path, one="2")


def test_one_file_is_replaced_whole(tmp_path: Path) -> None:
    replace_file(tmp_path / "new" / "file", b"1")
    replace_file(tmp_path / "new" / "file", b"2")
    assert shown(tmp_path) == {"new/file": "2"}
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputNotWritten):
        replace_file(tmp_path / "folder", b"1")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "new"]
