"""Backup, export and import by command, as somebody runs them."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.web.test_serve import COMMAND, ENV

pytestmark = pytest.mark.skipif("PLANLEDGER_TEST_DATABASE_URL" in os.environ, reason="on a database of its own")


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND[:-1], *arguments], env=ENV, capture_output=True, encoding="utf-8", check=False)


def test_a_ledger_goes_in_and_out_by_command(tmp_path: Path) -> None:
    (tmp_path / "某市2023年计划报告.txt").write_text("2022年，全市城镇新增就业4.05万人。\n", encoding="utf-8")
    assert _run("run", str(tmp_path / "某市2023年计划报告.txt"), "--out", str(tmp_path / "out")).returncode in {0, 1}
    data = ("--data", str(tmp_path / "data"))
    came = _run("import", str(tmp_path / "out"), *data)
    assert came.returncode == 0, came.stderr
    assert "新文献 1 份" in came.stdout
    assert "新文献 0 份" in _run("import", str(tmp_path / "out"), *data).stdout
    assert _run("export", str(tmp_path / "all.zip"), *data).returncode == 0
    assert "ledger/documents.jsonl" in zipfile.ZipFile(tmp_path / "all.zip").namelist()
    assert "文献文件 1 份" in _run("backup", str(tmp_path), *data).stdout
    wrong = _run("import", str(tmp_path / "某市2023年计划报告.txt"), *data)
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr
    nowhere = _run("backup", str(tmp_path / "no" / "such" / "one.zip"), *data)
    assert nowhere.returncode == 2
    assert "Traceback" not in nowhere.stderr
