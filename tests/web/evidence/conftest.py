"""Documents for the tests of evidence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.web.evidence.making import read_text

from planweb.evidence.models import Document
from planweb.evidence.records import store_reading


@pytest.fixture
def make_document(db: None) -> Callable[..., Document]:
    """Makes the row of a document that was brought in and not read yet."""

    def make(**fields: Any) -> Document:
        return Document.objects.create(**{"name": "jilin-2024.txt", "sha256": "0" * 64, "file": "x.txt", **fields})

    return make


@pytest.fixture
def document(make_document: Callable[..., Document], tmp_path: Path) -> Document:
    """One that was read, with proposals."""
    outcome = read_text(tmp_path)
    assert outcome.document is not None
    assert outcome.extraction is not None
    return store_reading(make_document(), outcome.document, outcome.extraction)
