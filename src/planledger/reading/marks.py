"""What a line starts with (一、, (一), ——) and whether it is page furniture."""

from __future__ import annotations

import re
from functools import cache

from planledger.catalogue import read_data

# What the full-width comma of UTF-8 begins with when it is read as GBK.
WRECK = "锛"
_SHORTEST_GARBLED = 12
_GARBLED_SHARE = 0.1
# What every marker begins with, so that other lines cost one question.
MARKER_STARTS = r"第一二三四五六七八九十（\d—―–\-◆●■◇○▲★·"
MARKERS = ("chapter", "section", "numbered", "bracketed", "arabic", "arabic_bracketed", "dashed")


def marker_of(line: str) -> tuple[str, int]:
    """Name of the marker that ``line`` starts with and its length; empty and 0 when it has none.

    >>> marker_of("（一）经济发展"), marker_of("经济发展")
    (('bracketed', 3), ('', 0))
    """
    match = _markers().match(line)
    return (str(match.lastgroup), match.end()) if match else ("", 0)


def is_marked(line: str) -> bool:
    """Whether ``line`` starts like a heading or a list item."""
    return _markers().match(line) is not None


def is_page_furniture(line: str) -> bool:
    """Whether ``line`` is something of the page (下载, 来源：…), not of the text."""
    return len(line) <= 90 and _furniture().fullmatch(line) is not None


def is_garbled(line: str) -> bool:
    """Whether ``line`` was decoded wrongly before it was saved: UTF-8 read as GBK, told by its most frequent wrecks."""
    if WRECK not in line or len(line) < _SHORTEST_GARBLED:
        return False
    return sum(map(line.count, read_data("reading")["characters"]["wrecks"])) > _GARBLED_SHARE * len(line)


@cache
def _markers() -> re.Pattern[str]:
    data = read_data("reading")["markers"]
    each = "|".join(f"(?P<{name}>{data[name]['regex']})" for name in MARKERS)
    return re.compile(f"(?=[{MARKER_STARTS}])(?:{each})")


@cache
def _furniture() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{entry['regex']})" for entry in read_data("reading")["furniture"].values()))
