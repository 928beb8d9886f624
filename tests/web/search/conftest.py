"""Things to find, of invented text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from planweb.evidence.models import Document, Statement
from planweb.registry.models import Indicator
from planweb.search.models import Entry


@pytest.fixture(autouse=True)
def _no_catalogue(db: None) -> None:
    """Only what a test makes is there to be found."""
    Indicator.objects.all().delete()
    Entry.objects.all().delete()


@pytest.fixture
def document(db: None) -> Callable[..., Document]:
    """Makes a document of a city that was read."""

    def make(title: str = "示例市2024年政府工作报告", **fields: Any) -> Document:
        said = {"name": "a.txt", "sha256": "0" * 64, "file": "a", "region_id": "220200", "year": 2024, "state": "read"}
        return Document.objects.create(**{**said, "title": title, **fields})

    return make


@pytest.fixture
def statement(db: None) -> Callable[..., Statement]:
    """Makes a statement of a document."""

    def make(document: Document, indicator: str, sentence: str = "", **fields: Any) -> Statement:
        said = {
            "start": 0,
            "end": 1,
            "text": "1",
            "role": "actual",
            "sentence": sentence or f"{indicator}达到1。",
            "sentence_start": 0,
            "sentence_end": 5,
            "measure": "level",
            "bound": "exact",
        }
        return Statement.objects.create(document=document, indicator=indicator, **{**said, **fields})

    return make
