"""Documents and gold that the benchmark works on; they lie outside the project and are never copied into it."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

READABLE = (".txt", ".html", ".htm")


@dataclass(frozen=True)
class Material:
    """Where documents, gold and its scorer lie."""

    shared: Path

    @property
    def gold(self) -> Path:
        """Folder of the gold."""
        return self.shared / "gold"

    @property
    def five(self) -> list[Path]:
        """The whole documents that the project began with."""
        return sorted((self.shared / "documents").glob("*.txt"))

    @property
    def corpus(self) -> list[Path]:
        """Every TXT and HTML file of the corpus."""
        return sorted(path for path in (self.shared / "documents/corpus").iterdir() if path.suffix in READABLE)

    def find(self, stem: str) -> Path:
        """The document of that name."""
        for folder in ("", "plain", "corpus"):
            for suffix in READABLE:
                path = self.shared / "documents" / folder / f"{stem}{suffix}"
                if path.is_file():
                    return path
        raise FileNotFoundError(stem)

    def scorer(self) -> ModuleType:
        """The gold's own scorer."""
        spec = importlib.util.spec_from_file_location("gold_score", self.gold / "score.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["gold_score"] = module
        spec.loader.exec_module(module)
        return module
