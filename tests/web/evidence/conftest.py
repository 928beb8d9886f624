"""Documents for the tests of evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from planweb.evidence.models import Document


@pytest.fixture
def make_document(db: None) -> Callable[..., Document]:
    """Makes the row of a document that was brought in and not read yet."""

    def make(**fields: Any) -> Document:
        return Document.objects.create(**{"name": "jilin-2024.txt", "sha256": "0" * 64, "file": "x.txt", **fields})

    return make
