"""Modules, functions and names stay within the limits of the house."""

import ast
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
EXEMPT = yaml.safe_load((Path(__file__).parent / "exemptions.yaml").read_text(encoding="utf-8"))
BANNED = {"utils", "util", "helpers", "helper", "common", "misc"}
MODULE_LINES, FUNCTION_LINES = 500, 60

FILES = sorted(
    path
    for folder in ("src", "tests", "samples", "benchmark")
    for path in (ROOT / folder).rglob("*.py")
    if path.parent.name != "migrations"  # written by Django
)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.AST, prefix: str = "") -> list[tuple[str, int]]:
    found = []
    for node in ast.iter_child_nodes(tree):
        name = prefix + (getattr(node, "name", None) or "")
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append((name, (node.end_lineno or node.lineno) - node.lineno + 1))
        named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        found += functions(node, f"{name}." if named else prefix)
    return found


def test_modules_are_short() -> None:
    long = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    long = {name: lines for name, lines in long.items() if lines > MODULE_LINES}
    assert set(long) == set(EXEMPT["modules"]), f"over {MODULE_LINES} lines, or exempt for nothing: {long}"


def test_functions_are_short() -> None:
    long = {
        f"{name_of(path)}::{name}": lines
        for path in FILES
        for name, lines in functions(ast.parse(path.read_text(encoding="utf-8")))
        if lines > FUNCTION_LINES
    }
    assert set(long) == set(EXEMPT["functions"]), f"over {FUNCTION_LINES} lines, or exempt for nothing: {long}"


def test_no_empty_names() -> None:
    bad = {name_of(path) for path in FILES if BANNED & {path.stem, *path.relative_to(ROOT).parts[:-1]}}
    assert bad == set(EXEMPT["names"]), "a file is named for what it holds"


def test_nothing_imports_its_package_root() -> None:
    roots = []
    for path in (ROOT / "src" / "planledger").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            plain = isinstance(node, ast.Import) and any(alias.name == "planledger" for alias in node.names)
            named = isinstance(node, ast.ImportFrom) and node.module == "planledger"
            if plain or named:
                roots.append(f"{name_of(path)}:{node.lineno}")
    assert not roots


@pytest.mark.parametrize("kind", ["modules", "functions", "names"])
def test_exemptions_have_reasons(kind: str) -> None:
    assert all(isinstance(reason, str) and len(reason) > 20 for reason in EXEMPT[kind].values())
