"""Only what is certainly misread is put right, letter for letter."""

from __future__ import annotations

import pytest

from planledger.reading.pictures.mending import mend


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("(17.7〕", "〔17.7〕"),
        ("〔6)", "〔6〕"),
        ("增长5.O%", "增长5.0%"),
        ("1O.5", "10.5"),
        ("1l.3", "11.3"),
        ("5·2%", "5.2%"),
    ],
)
def test_what_cannot_be_meant_is_mended(read: str, printed: str) -> None:
    assert mend(read) == printed
    assert len(printed) == len(read)


@pytest.mark.parametrize(
    "text", ["（17.7）", "〔6〕", "PM2.5", "5G", "CO2", "10lx", "IT、AI产业", "2·18规划", "12.3岁", "一"]
)
def test_what_may_be_meant_is_left(text: str) -> None:
    assert mend(text) == text
