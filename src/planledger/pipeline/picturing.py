"""Pictures of the pages that records stand on, for the report and for people who check a number (原页)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from planledger.errors import DocumentError, PlanLedgerError
from planledger.model import Commitment, Document, Extraction, Format, Ledger, Page, Problem, Relation, Statement
from planledger.pipeline.messages import problem_of
from planledger.pipeline.reading_files import Mapper
from planledger.reading.progress import tell_page
from planledger.reading.rendering import marked, page_picture, picture_bytes

LONGEST = 1500
"""Pixels of the longer side of a page in the report: small print stays readable, a page takes some 60 KB."""
_LONGEST_SHOWN = 2000
FOLDER = "pages"


@dataclass(frozen=True, slots=True)
class PictureJob:
    """Pages of one file to draw, and where to.

    Attributes:
        path: The file.
        name: Document identifier.
        kind: ``pdf`` or ``picture``.
        pages: The pages.
        folder: Where the pictures go.
    """

    path: Path
    name: str
    kind: Format
    pages: tuple[Page, ...]
    folder: Path


@dataclass(frozen=True, slots=True)
class Pictures:
    """What a job gave: the file of each page that was drawn, by page number, or why there is none."""

    name: str
    files: Mapping[int, str]
    problem: Problem | None = None


def draw_pages(job: PictureJob) -> Pictures:
    """Draw the pages of ``job`` into its folder; a file that cannot be drawn gives a problem."""
    files: dict[int, str] = {}
    try:
        for done, page in enumerate(job.pages):
            tell_page(done, len(job.pages))
            picture = page_picture(job.path, job.kind, page, longest=LONGEST)
            file = f"{job.name}-{page.number}.webp"
            (job.folder / file).write_bytes(picture_bytes(picture, "webp"))
            files[page.number] = f"{FOLDER}/{file}"
    except PlanLedgerError as error:
        return Pictures(job.name, files, problem_of(error, str(job.path)))
    return Pictures(job.name, files)


def draw_ledger(ledger: Ledger, folder: Path, *, mapper: Mapper = map) -> Iterator[Pictures]:
    """Pictures, below ``folder``, of every page on which a record of ``ledger`` stands."""
    jobs = list(_jobs(ledger, folder / FOLDER))
    if jobs:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for job, answer in zip(jobs, mapper(draw_pages, jobs), strict=True):
        if isinstance(answer, DocumentError):
            yield Pictures(job.name, {}, problem_of(answer, str(job.path)))
        else:
            yield answer


def _jobs(ledger: Ledger, folder: Path) -> Iterator[PictureJob]:
    for document, extraction in zip(ledger.documents, ledger.extractions, strict=True):
        wanted = _pages_with_records(document, extraction)
        if wanted:
            yield PictureJob(Path(document.path), document.id, document.format, wanted, folder)


def _pages_with_records(document: Document, extraction: Extraction) -> tuple[Page, ...]:
    records: list[Statement | Relation | Commitment]
    records = [*extraction.statements, *extraction.relations, *extraction.commitments]
    numbers = {place.page for record in records for place in document.places_of(record.start, record.end)}
    return tuple(page for page in document.pages if page.number in numbers)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document's source, to be shown on its page."""

    document: Document
    start: int
    end: int


def draw_passage(passage: Passage) -> bytes:
    """PNG of the page on which ``passage`` begins, with it marked; empty for a file without pages.

    Raises:
        DocumentError: The page cannot be drawn.
    """
    document, start, end = passage.document, passage.start, passage.end
    places = [place for place in document.places_of(start, end) if place.page and place.box]
    if not places:
        return b""
    page = next(page for page in document.pages if page.number == places[0].page)
    boxes = [box for place in places if place.page == page.number and (box := place.box_of(start, end))]
    picture = page_picture(Path(document.path), document.format, page, longest=_LONGEST_SHOWN)
    return picture_bytes(marked(picture, page, boxes), "png")
