"""The chapters of a document, and where in them a passage stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from planweb.evidence.models import Document, Reading
from planweb.evidence.records import read_again
from planweb.registry.models import Chapter

_DEEPEST = 3  # 章, 节, 一、; what is set in deeper is no chapter that people look for


class Heading(NamedTuple):
    """One heading; ``parent`` is the position of the one above it, ``start`` its place in the source."""

    title: str
    level: int
    parent: int | None
    start: int


def headings_of(document: Document) -> list[Heading]:
    """The headings of a document that was read, in its order; empty for one that has none."""
    reading = Reading.objects.filter(document=document).first()
    if reading is None:
        return []
    read, _extraction = read_again(reading)
    blocks = [block for block in read.blocks if block.kind == "heading" and block.level >= 1]
    levels = sorted({block.level for block in blocks})[:_DEEPEST]
    found: list[Heading] = []
    open_ones: list[int] = []  # positions of the headings that the next may stand under
    for block in blocks:
        if block.level not in levels:
            continue
        level = levels.index(block.level) + 1
        while open_ones and found[open_ones[-1]].level >= level:
            open_ones.pop()
        title = read.text[block.start : block.end].strip()
        start = read.offsets.to_source(block.start, block.end).start
        found.append(Heading(title, level, open_ones[-1] if open_ones else None, start))
        open_ones.append(len(found) - 1)
    return found


def place_of(section: Sequence[str], chapters: Sequence[Chapter]) -> Chapter | None:
    """The innermost of ``chapters`` that ``section``, the headings above a passage, names; None when it names none."""
    wanted, found = list(section), None
    paths: dict[int, list[str]] = {}
    for chapter in chapters:
        above = paths.get(chapter.parent_id or 0, [])
        paths[chapter.pk] = path = [*above, chapter.title]
        if all(title in wanted for title in path) and (found is None or len(path) >= len(paths[found.pk])):
            found = chapter
    return found
