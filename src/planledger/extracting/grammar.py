"""The grammar of quantities, compiled from ``data/grammar.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from planledger.catalogue import read_data
from planledger.errors import BrokenData

_Tree = dict[str, "_Tree"]


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Word classes of ``data/grammar.yaml``, each longest word first.

    Raises:
        BrokenData: When a class is not a list of words.
    """
    loaded = read_data("grammar")
    classes = {}
    for name, entry in loaded["words"].items():
        members = entry["members"]
        if not isinstance(members, list) or not all(isinstance(word, str) and word for word in members):
            raise BrokenData("grammar.yaml", f"words.{name}")
        classes[name] = tuple(sorted(set(members), key=lambda word: (-len(word), word)))
    return classes


def alternation(members: Iterable[str], behind: Mapping[str, str] | None = None) -> str:
    """A regular expression that matches any of ``members``, the longest that fits, by common prefixes.

    Args:
        members: The words.
        behind: For some words, a look-ahead that must hold behind them.

    >>> alternation(["万", "万亿", "亿"])
    '(?:万亿?|亿)'
    """
    tree: _Tree = {}
    for word in members:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {behind.get(word, ""): {}} if behind else {"": {}}
    return _branch(tree)


def _branch(node: _Tree) -> str:
    branches = [re.escape(character) + _branch(below) for character, below in node.items() if character]
    if "" not in node:
        return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    look_ahead = next(iter(node[""]))
    if not branches:
        return look_ahead
    if look_ahead:
        return f"(?:{'|'.join(branches)}|{look_ahead})"
    if len(branches) == 1 and len(branches[0]) == 1:
        return branches[0] + "?"
    return f"(?:{'|'.join(branches)})?"


def either(*names: str) -> str:
    """The alternation of the named word classes."""
    classes = words()
    return alternation(word for name in names for word in classes[name])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern ``name`` of ``data/patterns.yaml``, compiled.

    Raises:
        BrokenData: When there is none of that name, or it is no regular expression.
    """
    entry = read_data("patterns").get(name)
    try:
        return re.compile(entry["regex"])
    except (TypeError, re.error) as error:
        raise BrokenData("patterns.yaml", name, str(error)) from error
