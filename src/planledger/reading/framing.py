"""Which rows of a table are its own, and which only frame it: titles and units above, notes below (表题、表注)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

_UNIT = re.compile(r"[（(\s]*(?:计量|金额)?单\s*位")
_NOTE = re.compile(r"[（(【\[*※\s]*(?:注|说明|备注|附注|资料来源|数据来源|来源|填表|制表|审核)|.*[。；]", re.DOTALL)


class Covering(Protocol):
    """A cell that begins in a column and covers some."""

    @property
    def column(self) -> int:
        """Column in which it begins, from 0."""
        ...

    @property
    def columns(self) -> int:
        """How many it covers."""
        ...


def table_rows(rows: Sequence[Sequence[tuple[Covering, str]]]) -> tuple[int, int]:
    """Numbers of the first row that is the table's own and of the one behind its last.

    Args:
        rows: Of every row the cells that hold anything, with what they say.
    """
    own = [len(row) > 1 for row in rows]
    if True not in own:
        return len(rows), len(rows)
    first = own.index(True)
    while first and _is_head(rows[first - 1], rows[first]):
        first -= 1
    last = len(rows)
    while not own[last - 1] and _is_note(rows[last - 1]):
        last -= 1
    return first, last


def _is_head(row: Sequence[tuple[Covering, str]], below: Sequence[tuple[Covering, str]]) -> bool:
    """Whether the one cell of a row is the common head of columns of the table below it, not its title or unit."""
    if not row:
        return False
    cell, said = row[0]
    return cell.columns > 1 and cell.column > min(one.column for one, _ in below) and not _UNIT.match(said)


def _is_note(row: Sequence[tuple[Covering, str]]) -> bool:
    return not row or row[0][0].columns > 1 or _NOTE.match(row[0][1]) is not None
