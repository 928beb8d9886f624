"""What the wheel is made of: plain Python, and compiled modules where they are asked for."""

from __future__ import annotations

import importlib.util
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytest.importorskip("hatchling", reason="the build backend")


@pytest.fixture
def hook() -> Any:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    config = project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]
    return module.CompilingHook(str(ROOT), config, None, None, str(ROOT / "dist"), "wheel")


def test_without_asking_nothing_is_compiled_or_needed(hook: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANLEDGER_COMPILE", raising=False)
    data: dict[str, Any] = {"force_include": {}}
    hook.initialize("standard", data)
    assert (data, hook.dependencies()) == ({"force_include": {}}, [])


def test_an_editable_install_is_never_compiled(hook: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANLEDGER_COMPILE", "1")
    data: dict[str, Any] = {"force_include": {}}
    hook.initialize("editable", data)
    assert data == {"force_include": {}}
    assert any(needed.startswith("mypy") for needed in hook.dependencies())


def test_modules_that_are_compiled_are_there(hook: Any) -> None:
    named = [f"src/{package}/{name}.py" for package, names in hook.config["modules"].items() for name in names]
    assert [path for path in named if not (ROOT / path).is_file()] == []
    assert len(named) > 10
