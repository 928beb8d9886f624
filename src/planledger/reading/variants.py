"""Traditional characters to simplified ones, by OpenCC (繁体转简体)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from planledger.catalogue import read_data

_SCANNED = 1 << 13
_ENOUGH = 0.02


def is_traditional(text: str) -> bool:
    """Whether ``text`` is written in traditional characters, by the share of very frequent ones."""
    sample = text if len(text) <= 2 * _SCANNED else text[:_SCANNED] + text[len(text) // 2 : len(text) // 2 + _SCANNED]
    return len(_frequent().findall(sample)) > _ENOUGH * len(sample)


@cache
def _frequent() -> re.Pattern[str]:
    """One pattern of all the very frequent ones: a text is run through once, not once for each of them."""
    return re.compile(f"[{re.escape(read_data('reading')['characters']['traditional'])}]")


def to_simplified(text: str) -> str:
    """``text`` in simplified characters, as long as before."""
    converted = _convert(text)
    if len(converted) == len(text):
        return converted
    # A phrase that changes its length would shift every offset after it: take such lines character by character.
    return "\n".join(map(_line, text.split("\n")))


def _line(line: str) -> str:
    converted = _convert(line)
    if len(converted) == len(line):
        return converted
    return "".join(one if len(one := _convert(character)) == 1 else character for character in line)


def _convert(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> Any:
    import opencc  # costs 15 ms, and few documents need it

    return opencc.OpenCC("t2s")
