"""Content of the YAML files under ``data/``, read from their compiled twins while those are current."""

from __future__ import annotations

import json
import zlib
from functools import cache
from pathlib import Path
from typing import Any

from planledger.errors import BrokenData

DATA = Path(__file__).resolve().parent.parent / "data"
COMPILED = DATA / "compiled"
# What only proves or describes an entry and no run needs.
_PROOFS = frozenset({"matches", "rejects", "proofs"})


@cache
def read_data(name: str) -> Any:
    """Content of ``data/<name>.yaml`` without its proofs (``matches``, ``rejects``, ``proofs``); treat it as frozen.

    Reading YAML costs thirty times what reading JSON does, so each file has a twin under ``data/compiled`` that carries
    the digest of its source. A twin that is missing or stale is passed over, never believed.
    """
    source = read_source(name)
    twin = COMPILED / f"{name}.json"
    try:
        compiled = json.loads(twin.read_bytes())
    except (OSError, ValueError):
        compiled = None
    if isinstance(compiled, dict) and compiled.get("source") == digest(source):
        return compiled["content"]
    return without_proofs(parse(name, source))


def read_source(name: str) -> bytes:
    """Bytes of ``data/<name>.yaml``."""
    try:
        return (DATA / f"{name}.yaml").read_bytes()
    except OSError as error:
        raise BrokenData(f"{name}.yaml", "file", error.strerror or "cannot be read") from error


def digest(source: bytes) -> str:
    """Digest of a source file, the same whatever its line ends."""
    text = source.replace(b"\r\n", b"\n")
    # It guards against a forgotten compilation, not against an attacker, and hashlib takes 6 ms to import.
    return f"{len(text)}-{zlib.crc32(text):08x}"


def parse(name: str, source: bytes) -> Any:
    """Content of a YAML source, proofs included."""
    import yaml  # costs 60 ms, and a current twin makes it needless

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(source, Loader=loader)  # noqa: S506 - a safe loader either way
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "file"
        raise BrokenData(f"{name}.yaml", where, getattr(error, "problem", None) or "not YAML") from error


def without_proofs(content: Any) -> Any:
    """The same content without its proofs at any depth."""
    if isinstance(content, dict):
        return {key: without_proofs(value) for key, value in content.items() if key not in _PROOFS}
    if isinstance(content, list):
        return [without_proofs(value) for value in content]
    return content


def data_names(folder: str = "") -> list[str]:
    """Names of the YAML files under ``data/<folder>``, without suffix, sorted."""
    found = (DATA / folder).rglob("*.yaml")
    return sorted(path.relative_to(DATA).with_suffix("").as_posix() for path in found)
