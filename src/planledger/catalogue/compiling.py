"""Write the compiled twins of ``data/**/*.yaml``: ``python -m planledger.catalogue.compiling``."""

from __future__ import annotations

import json
import sys

from planledger.catalogue.files import COMPILED, data_names, digest, parse, read_source, without_proofs


def compiled_text(name: str) -> str:
    """What ``data/compiled/<name>.json`` should hold: one line a top-level entry, so that changes can be reviewed."""
    source = read_source(name)
    content = without_proofs(parse(name, source))
    head = json.dumps(digest(source))
    if isinstance(content, dict):
        rows = [f"{_compact(str(key))}:{_compact(value)}" for key, value in content.items()]
        body = "{\n" + ",\n".join(rows) + "\n}"
    else:
        body = _compact(content)
    return f'{{"source":{head},"content":{body}}}\n'


def compile_all() -> list[str]:
    """Names of the files whose twin was out of date and has been written."""
    written = []
    for name in data_names():
        path = COMPILED / f"{name}.json"
        text = compiled_text(name)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            written.append(name)
    return written


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    for changed in compile_all():
        sys.stderr.write(f"{changed}\n")
