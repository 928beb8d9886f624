"""A document as read: cleaned text, structure, and the way back to the source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from planledger.model.offsets import OffsetMap
from planledger.model.places import Format, Grid, Page, Place
from planledger.model.problem import Problem
from planledger.model.records import quick_record

Kind = Literal["five_year_outline", "plan_report", "work_report", "digest", "communique", "budget_report", "other"]
"""规划纲要, 计划报告, 政府工作报告, 报告摘登(速览), 统计公报, 预算报告, 其他."""

Part = Literal["review", "outlook", ""]
"""review 回顾 (what was), outlook 展望 (what shall be); empty where the text does not decide it."""

BlockKind = Literal["title", "heading", "paragraph", "list_item", "table_row", "furniture", "footnote"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Guess(Generic[T]):
    """A value with the confidence it deserves.

    Attributes:
        value: What was found.
        confidence: 0 (unknown) to 1 (certain; also when the user set it).
        reason: Where it comes from: ``user``, ``title``, ``content``, ``bom`` …
    """

    value: T
    confidence: float
    reason: str


@quick_record
@dataclass(frozen=True, slots=True)
class Repair:
    """One thing a repair step did: what, where, why.

    Attributes:
        step: Name of the step (``annotations``, ``line_breaks`` …); documented in ``docs/reference/repairs.md``.
        start: Source offset of what was changed.
        end: Source offset after it.
        before: The source passage (shortened to 40 characters).
        after: What stands in the cleaned text instead.
    """

    step: str
    start: int
    end: int
    before: str
    after: str


@quick_record
@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row of the cleaned text; no line break inside.

    Attributes:
        start: Offset in ``Document.text``.
        end: Offset after it.
        kind: What it is.
        level: Heading level, 1 for the highest (第X章, 一、); 0 for anything else.
        section: Headings above this block, outermost first, in cleaned text.
        part: Review or outlook.
    """

    start: int
    end: int
    kind: BlockKind
    level: int
    section: tuple[str, ...]
    part: Part


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read.

    Attributes:
        id: File stem; names the document everywhere.
        path: Where the file was, as given.
        source: Decoded source text (BOM not counted, newlines untouched); every span of the ledger lies in it. Of a
            file that is no text it is what the reader lifted out of it, one line a paragraph or table row, what was set
            apart (footnotes, running heads, page numbers) at the end.
        text: Cleaned text: simplified characters, half-width digits, one line a block.
        offsets: From ``text`` to ``source``.
        blocks: In reading order, covering ``text`` but for the line breaks between them.
        encoding: As detected or set.
        title: As printed, or empty.
        issuer: Issuing body (长春市发展和改革委员会), or empty.
        region: Region code (GB/T 2260, six digits), or empty.
        region_name: Region name (长春市), or empty.
        date: ISO date the document was given or published, as far as known (``2021-01-12``, ``2021``), or empty.
        year: Report year: the year whose targets an annual document sets (the review part is of the year before), the
            first year of a five-year plan; of a communiqué the year it reports; 0 when unknown.
        plan_period: ``2021/2025`` for a five-year plan, else empty.
        kind: Document type.
        repairs: Everything that reading changed.
        problems: Everything that reading could not be sure of.
        format: Kind of file.
        pages: Pages of a PDF, or the picture; empty for a file without pages.
        places: Where each stretch of ``source`` stands in the file, in source order, apart from one another; empty for
            text and HTML, whose source is the file.
        grids: Tables of the source, in source order.
    """

    id: str
    path: str
    source: str
    text: str
    offsets: OffsetMap
    blocks: tuple[Block, ...]
    encoding: Guess[str]
    title: Guess[str]
    issuer: Guess[str]
    region: Guess[str]
    region_name: str
    date: Guess[str]
    year: Guess[int]
    plan_period: str
    kind: Guess[Kind]
    repairs: tuple[Repair, ...] = field(default=())
    problems: tuple[Problem, ...] = field(default=())
    format: Format = "txt"
    pages: tuple[Page, ...] = field(default=())
    places: tuple[Place, ...] = field(default=())
    grids: tuple[Grid, ...] = field(default=())

    def places_of(self, start: int, end: int) -> tuple[Place, ...]:
        """The places that source ``[start, end)`` touches, in order; empty for text and HTML."""
        first = bisect_right(self.places, start, key=lambda place: place.end)
        last = bisect_left(self.places, max(end, start + 1), key=lambda place: place.start)
        return self.places[first:last]
