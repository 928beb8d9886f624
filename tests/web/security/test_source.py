"""What the source may not do: speak to the network, run what it is given, hold a secret."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TEMPLATES = sorted((ROOT / "src").rglob("templates/**/*.html"))
SCRIPTS = sorted(path for path in (ROOT / "src" / "planweb").rglob("static/**/*.js") if "vendor" not in path.parts)
OUTWARD = {"aiohttp", "ftplib", "http.client", "httpx", "requests", "socket", "telnetlib", "urllib.request", "urllib3"}
RUNS = {"eval", "exec", "compile", "__import__"}
UNSAFE = {"pickle", "marshal", "shelve", "dill", "xml.sax", "xml.dom", "xml.etree", "xml.etree.ElementTree"}
# What a file may do nevertheless, and why.
EXEMPT = {
    # Jobs and answers between a run and the workers that it starts, through pipes that nobody else holds.
    "planledger/runners/serving.py": {"pickle"},
    "planledger/runners/workers.py": {"pickle"},
    # Asks the server that it has just started on this machine whether it answers.
    "planweb/site/background.py": {"urllib.request"},
    # Joins pieces of a document in which every text was escaped before; a test of its page tries it.
    "planweb/evidence/text.py": {"mark_safe"},
    # Keeps what is typed of a report until it is submitted, so that nothing is lost when a session ends.
    "planweb/monitoring/static/monitoring/report.js": {"localStorage"},
}


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _name(path: Path) -> str:
    return path.relative_to(ROOT / "src").as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_nothing_asks_another_server_or_loads_objects(path: Path) -> None:
    """Only Django's e-mail and database go out, to the servers that the settings name."""
    found = set(_imports(ast.parse(path.read_text(encoding="utf-8"))))
    assert not found & (OUTWARD | UNSAFE) - EXEMPT.get(_name(path), set())


@pytest.mark.parametrize("path", [path for path in SOURCES if "planweb" in path.parts], ids=_name)
def test_the_web_application_runs_nothing_it_is_given(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            assert name not in RUNS, ast.unparse(node)
            unsafe = {"os.system", "os.popen", "mark_safe", "SafeString", "yaml.load"}
            assert name not in unsafe - EXEMPT.get(_name(path), set()), ast.unparse(node)
            assert not any(word.arg == "shell" for word in node.keywords), ast.unparse(node)
            if name.endswith((".raw", ".extra", "RawSQL")):
                pytest.fail(f"SQL by hand: {ast.unparse(node)}")


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_templates_escape_and_hold_no_script_or_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape off|\bmark_safe\b", text)
    assert not re.search(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=[\"']|javascript:|hx-on|hx-vals=[\"']js:", text
    )
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", text)  # nothing from another server


@pytest.mark.parametrize("path", SCRIPTS, ids=_name)
def test_scripts_of_our_own_build_no_markup_from_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(
        r"\binnerHTML\s*=|outerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function", text
    )
    assert set(re.findall(r"localStorage|indexedDB", text)) <= EXEMPT.get(_name(path), set())


def test_no_secret_lies_in_the_source() -> None:
    for path in [*SOURCES, *(ROOT / "src").rglob("*.yaml")]:
        text = path.read_text(encoding="utf-8")
        assert "PRIVATE KEY-----" not in text
        assert not re.search(r"(?i)\b(secret_key|password|api_key)\s*=\s*[\"'][^\"'{}%]{8,}[\"']", text), path
