"""Levels of headings: from the bookmarks of the file, else from how they are set."""

from __future__ import annotations

from collections.abc import Sequence

from planledger.reading.printed.measuring import Manner
from planledger.reading.printed.outline import Outline
from planledger.reading.printed.paragraphs import Paragraph

_DEEPEST = 6
_SHORTEST = 3


def find_levels(paragraphs: Sequence[Paragraph], outline: Outline, manner: Manner) -> dict[int, int]:
    """Level of every heading by the ``id`` of its paragraph, 1 for the highest."""
    levels = _styled(paragraphs, manner)
    levels.update(_bookmarked(paragraphs, outline))
    return levels


def _styled(paragraphs: Sequence[Paragraph], manner: Manner) -> dict[int, int]:
    """Levels by size: the largest type is the highest."""
    headings = [one for one in paragraphs if one.heading]
    ratios = {id(one): _ratio(one, manner) for one in headings}
    ranked = sorted(set(ratios.values()), reverse=True)
    return {key: min(ranked.index(ratio) + 1, _DEEPEST) for key, ratio in ratios.items()}


def _ratio(paragraph: Paragraph, manner: Manner) -> float:
    row = paragraph.rows[0]
    return round(4 * row.size / max(manner.size.get(row.page, row.size), 1e-6)) / 4


def _bookmarked(paragraphs: Sequence[Paragraph], outline: Outline) -> dict[int, int]:
    """Levels of the paragraphs that a bookmark leads to, which begin with its title."""
    if not outline.bookmarks:
        return {}
    by_page: dict[int, list[Paragraph]] = {}
    for one in paragraphs:
        for page in {row.page for row in one.rows}:
            by_page.setdefault(page, []).append(one)
    levels: dict[int, int] = {}
    for bookmark in outline.bookmarks:
        title = bookmark.title
        if len(title) < _SHORTEST:
            continue
        for page in (bookmark.page, bookmark.page + 1):
            match = next((one for one in by_page.get(page, ()) if one.text.replace(" ", "") == title), None)
            if match is not None:
                levels[id(match)] = min(bookmark.level, _DEEPEST)
                break
    return levels
