"""Compiled twins are current, and stale or missing ones are passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planledger.catalogue import files
from planledger.catalogue.compiling import compiled_text
from planledger.errors import BrokenData


@pytest.mark.parametrize("name", files.data_names())
def test_compiled_twin_is_current(name: str) -> None:
    path = files.COMPILED / f"{name}.json"
    assert path.exists(), "run: python -m planledger.catalogue.compiling"
    assert path.read_text(encoding="utf-8") == compiled_text(name), "run: python -m planledger.catalogue.compiling"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "DATA", tmp_path)
    monkeypatch.setattr(files, "COMPILED", tmp_path / "compiled")
    (tmp_path / "compiled").mkdir()
    (tmp_path / "thing.yaml").write_text("a: {regex: b, matches: [b], rejects: [c]}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("twin", [None, "", "[]", '{"source": "stale", "content": {"a": 1}}'])
def test_yaml_is_read_when_the_twin_is_no_good(folder: Path, twin: str | None) -> None:
    if twin is not None:
        (folder / "compiled" / "thing.json").write_text(twin, encoding="utf-8")
    assert files.read_data.__wrapped__("thing") == {"a": {"regex": "b"}}


def test_current_twin_is_read(folder: Path) -> None:
    digest = files.digest(b"a: {regex: b, matches: [b], rejects: [c]}\r\n")
    (folder / "compiled" / "thing.json").write_text(json.dumps({"source": digest, "content": 7}), encoding="utf-8")
    assert files.read_data.__wrapped__("thing") == 7


def test_missing_and_malformed_files_are_typed(folder: Path) -> None:
    with pytest.raises(BrokenData, match=r"nothing\.yaml: file"):
        files.read_data.__wrapped__("nothing")
    (folder / "bad.yaml").write_text("a: [1\nb: 2\n", encoding="utf-8")
    with pytest.raises(BrokenData, match=r"bad\.yaml: line"):
        files.read_data.__wrapped__("bad")
