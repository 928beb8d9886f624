import re
from dataclasses import fields

import pytest

from planledger.reading.limits import GB, KB, MB, Limits, limit_from, limit_texts


@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("memory=4GB", "memory", 4 * GB),
        ("memory=1.5 gb", "memory", 3 * GB // 2),
        ("size=900KB", "size", 900 * KB),
        ("expanded=100000000", "expanded", 100_000_000),
        ("seconds=0.5", "", ValueError),
        ("seconds=5e1", "", ValueError),
        ("seconds=600", "seconds", 600.0),
        ("seconds=2.5", "seconds", 2.5),
        ("pages=5_000", "pages", 5000),
        (" Depth = 300", "depth", 300),
        ("pages=5GB", "", ValueError),
        ("pages=0", "", ValueError),
        ("pages=-3", "", ValueError),
        ("pages=many", "", ValueError),
        ("pages", "", ValueError),
        ("pages=١٢", "", ValueError),
        ("colour=3", "", ValueError),
        ("memory=1MB", "", ValueError),
        ("memory=" + "9" * 400, "", ValueError),
        ("size=5TB", "", ValueError),
    ],
)
def test_a_limit_is_read_or_refused(said: str, name: str, value: object) -> None:
    if value is ValueError:
        with pytest.raises(ValueError, match=re.escape(said)):
            limit_from(said)
    else:
        assert limit_from(said) == (name, value)
        assert type(limit_from(said)[1]) is type(value)


def test_what_is_told_is_what_is_read() -> None:
    for limits in (Limits(), Limits(size=5 * KB, expanded=7 * GB, seconds=2.5, memory=300 * MB + 1)):
        assert dict(map(limit_from, limit_texts(limits))) == {
            field.name: getattr(limits, field.name) for field in fields(Limits)
        }
