"""The text of a document as people read it: blocks and tables, with what it says marked in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from planledger import model
from planledger.ledger.report.grids import grids_payload
from planledger.ledger.report.places import Place, Places
from planweb.evidence.models import Commitment, Document, Reading, Said, Statement
from planweb.evidence.phrasing import Words
from planweb.evidence.records import read_again

LONGEST_PART, MOST_BLOCKS, MOST_MARKS = 100_000, 2_500, 1_000
"""What one page of a long document holds: characters, blocks, marks."""
_OUTLINE = frozenset({"title", "heading"})


class Span(NamedTuple):
    """A stretch of the cleaned text that is marked, and the row that says something there; None for a passage."""

    start: int
    end: int
    row: Said | None


class Heading(NamedTuple):
    """An entry of the contents."""

    anchor: str
    level: int
    text: str
    part: int


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a document: the numbers of its first block and of the one behind its last, and its source."""

    number: int
    first: int
    last: int
    start: int
    end: int


class Characters(Places):
    """Places in characters of Python, where the report counts as browsers do."""

    def of_clean(self, start: int, end: int) -> Place:
        """Place of cleaned ``[start, end)``."""
        length = len(self._document.text)
        start = min(max(start, 0), length)
        return Place(start, min(max(end, start), length))


@dataclass(frozen=True)
class Lifted:
    """A document with its tables and the source offsets of its blocks, made once however often it is looked at."""

    document: model.Document
    extraction: model.Extraction
    grids: list[list[Any]]
    places: Characters
    starts: list[int]

    def begins(self, number: int) -> int:
        """Source offset at which block ``number`` begins; of one behind the last, the end."""
        return self.starts[number] if number < len(self.starts) else len(self.document.source)


def lifted(document: Document) -> Lifted:
    """The ``planledger`` document of ``document``, with the way from its source into its text."""
    return _lifted(document.pk, document.read_at)


@lru_cache(maxsize=8)
def _lifted(pk: int, _read_at: object) -> Lifted:
    read, extraction = read_again(Reading.objects.get(pk=pk))
    places = Characters(read)
    starts = [start for start, _end in read.offsets.to_sources([(block.start, block.end) for block in read.blocks])]
    return Lifted(read, extraction, grids_payload(read, places), places, starts)


def parts_of(made: Lifted, starts: Sequence[int]) -> list[Part]:
    """The pages of a document in whose source marks begin at ``starts``; broken at a heading where there is one."""
    blocks, parts, first = made.document.blocks, list[Part](), 0
    whole = {number for begin, end, *_ in made.grids for number in range(begin + 1, end + 1)}
    while first < len(blocks):
        last = bisect_right(blocks, blocks[first].start + LONGEST_PART, key=lambda block: block.start)
        marks = bisect_left(starts, made.starts[first])
        if marks + MOST_MARKS < len(starts):
            last = min(last, bisect_right(made.starts, starts[marks + MOST_MARKS]))
        last = min(max(last, first + 1), first + MOST_BLOCKS, len(blocks))
        if last < len(blocks):
            half = first + (last - first) // 2
            last = next((n for n in range(last, half, -1) if blocks[n].kind in _OUTLINE and n not in whole), last)
            last = next((n for n in range(last, half, -1) if n not in whole), last)
        parts.append(Part(len(parts) + 1, first, last, made.begins(first), made.begins(last)))
        first = last
    return parts or [Part(1, 0, 0, 0, 0)]


def spans_of(made: Lifted, rows: Iterable[Said]) -> list[Span]:
    """Where ``rows`` stand in the cleaned text, in its order."""
    found = [Span(*clean_span(made, row.start, row.end), row) for row in rows]
    return sorted(found, key=lambda span: (span.start, -span.end))


def clean_span(made: Lifted, start: int, end: int) -> tuple[int, int]:
    """The cleaned stretch behind source ``[start, end)``, at least one character long."""
    place = made.places.of_source(start, end)
    return place.start, max(place.end, min(place.start + 1, len(made.document.text)))


def contents_of(made: Lifted, parts: Sequence[Part]) -> list[Heading]:
    """The headings of the two highest levels that there are."""
    blocks, text = made.document.blocks, made.document.text
    levels = sorted({block.level for block in blocks if block.kind == "heading"})[:2]
    return [
        Heading(f"b{number}", levels.index(block.level), text[block.start : block.end], part.number)
        for part in parts
        for number in range(part.first, part.last)
        if (block := blocks[number]).kind == "heading" and block.level in levels
    ]


def html_of(made: Lifted, part: Part, spans: Sequence[Span]) -> SafeString:
    """The page ``part`` with ``spans`` marked."""
    painter = _Painter(made.document.text, spans)
    grids = {grid[0]: grid for grid in made.grids}
    pieces, number = list[str](), part.first
    while number < part.last:
        grid = grids.get(number)
        if grid is not None:
            pieces.append(painter.table(number, grid[2], grid[3]))
            number = grid[1] + 1
        else:
            pieces.append(painter.block(number, made.document.blocks[number]))
            number += 1
    return mark_safe("\n".join(pieces))  # noqa: S308  # every text in it was escaped


class _Painter:
    """Writes stretches of the text with what is said there marked."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self._text = text
        self._spans = spans
        self._starts = [span.start for span in spans]
        self._longest = max((span.end - span.start for span in spans), default=0)
        self._words = Words()
        self._done: set[tuple[type[Said], int]] = set()
        self._here = False
        self._level = 1  # of the last heading; the page has one above the text

    def block(self, number: int, block: model.Block) -> str:
        """A heading, paragraph, list item or line."""
        said = self.stretch(block.start, block.end)
        if block.kind in _OUTLINE:
            level = min(2 if block.kind == "title" else block.level + 2, self._level + 1, 6)  # none is left out
            self._level = level
            return f'<h{level} class="{block.kind}" id="b{number}">{said}</h{level}>'
        return f'<p class="{block.kind}" id="b{number}">{said}</p>'

    def table(self, number: int, heads: int, rows: Sequence[Sequence[Sequence[int]]]) -> str:
        """A table of the document."""
        lines = []
        for at, row in enumerate(rows):
            cell = "th" if at < heads else "td"
            lines.append("<tr>" + "".join(self._cell(cell, *place) for place in row) + "</tr>")
        return f'<div class="scroll" tabindex="0"><table class="read" id="b{number}">{"".join(lines)}</table></div>'

    def _cell(self, cell: str, start: int, end: int, columns: int, rows: int) -> str:
        wide = (f' colspan="{columns}"' if columns > 1 else "") + (f' rowspan="{rows}"' if rows > 1 else "")
        return f"<{cell}{wide}>{self.stretch(start, end)}</{cell}>"

    def stretch(self, start: int, end: int) -> str:
        """``[start, end)`` of the text; where marks overlap, the longer one is written in pieces."""
        over = list(self._spans_in(start, end))
        if not over:
            return escape(self._text[start:end])
        cuts = sorted({start, end, *(min(max(at, start), end) for span in over for at in (span.start, span.end))})
        return "".join(
            self._piece(begin, until, [span for span in over if span.start <= begin and until <= span.end])
            for begin, until in pairwise(cuts)
        )

    def _spans_in(self, start: int, end: int) -> Iterator[Span]:
        first = bisect_left(self._starts, start - self._longest)
        for span in self._spans[first : bisect_left(self._starts, end)]:
            if span.end > start:
                yield span

    def _piece(self, start: int, end: int, spans: Sequence[Span]) -> str:
        said = str(escape(self._text[start:end]))
        statement = next((span.row for span in reversed(spans) if isinstance(span.row, Statement)), None)
        if statement is not None:
            said = self._statement(statement, said)
        for span in spans:
            if isinstance(span.row, Commitment):
                anchor = self._anchor(span.row, "c")
                said = f'<span class="promise {span.row.state}"{anchor}>{said}</span>'
            elif span.row is None:
                anchor = "" if self._here else ' id="here"'
                self._here = True
                said = f'<mark class="here"{anchor}>{said}</mark>'
        return said

    def _statement(self, row: Statement, said: str) -> str:
        title = escape(" · ".join(filter(None, (self._words.roles[row.role], row.indicator, row.period))))
        kind, address = f"said {row.role} {row.state}", reverse("evidence:statement", args=[row.pk])
        return f'<a class="{kind}"{self._anchor(row, "s")} href="{address}" title="{title}">{said}</a>'

    def _anchor(self, row: Said, letter: str) -> str:
        key = (type(row), row.pk)
        if key in self._done:
            return ""
        self._done.add(key)
        return f' id="{letter}{row.pk}"'
