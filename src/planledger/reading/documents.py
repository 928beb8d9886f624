"""A file to a ``Document``: decoded, repaired, structured, identified."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

from planledger.errors import DocumentTooLarge, UndefinedRegion, UnreadableDocument, reason_of
from planledger.model.document import Block, Document, Guess, Kind
from planledger.model.places import Grid
from planledger.reading.blocks import find_lines, section_paths, with_levels
from planledger.reading.characters import repair_characters
from planledger.reading.damage import find_damage
from planledger.reading.html_tables import find_html_grids
from planledger.reading.identity import (
    find_date,
    find_issuer,
    find_kind,
    find_plan_period,
    find_title,
    find_year,
    is_plan,
)
from planledger.reading.lifting import Lifted, lift
from planledger.reading.limits import Limits
from planledger.reading.lines import join_lines
from planledger.reading.markup import Page, read_markup
from planledger.reading.overriding import Overrides
from planledger.reading.parts import find_parts, part_of_heading
from planledger.reading.region import find_region, region_of
from planledger.reading.repairing import Draft
from planledger.reading.repeats import part_garbled, remove_repeats
from planledger.reading.spacing import (
    remove_annotations,
    remove_emphasis,
    remove_footnote_marks,
    remove_thousands,
    repair_spaces,
)

_NOTHING = Overrides()
_LIMITS = Limits()
_BULLETS = re.compile(r"[-*+•·◆●■◇○▲★►]\W{0,4}$")


def read_document(
    source: Path | bytes, *, name: str | None = None, overrides: Overrides = _NOTHING, limits: Limits = _LIMITS
) -> Document:
    r"""The document in a file: text, HTML, PDF, picture, Word, Excel or CSV.

    Args:
        source: The file, or its bytes.
        name: Identifier of the document; the file's stem when left out.
        overrides: What the user has set; wins over every guess.
        limits: What reading may take; a file that asks for more is refused. Time and memory are held by the process
            that reads (``planledger.runners``), not here.

    Raises:
        DocumentError: One of its kinds, when the file gives no document.

    >>> text = "2021年甲市政府工作报告\n各位代表：\n一、2020年工作回顾\n生产总值增长 5．2％。"
    >>> document = read_document(text.encode())
    >>> document.text.splitlines()[-1], document.year.value, document.blocks[-1].part
    ('生产总值增长5.2%。', 2021, 'review')
    """
    identifier = name if name is not None else source.stem if isinstance(source, Path) else "document"
    data = source if isinstance(source, bytes) else _load(source, limits.size)
    if len(data) > limits.size:
        raise DocumentTooLarge(identifier, _sizes(len(data), limits.size))
    suffix = source.suffix.lower() if isinstance(source, Path) else ""
    lifted = lift(data, name=identifier, suffix=suffix, overrides=overrides, limits=limits)
    draft = Draft(lifted.text)
    page = read_markup(draft) if lifted.format == "txt" else Page(title=lifted.title)
    _repair(draft, keep_tabs=page.is_html or lifted.laid_out, joined=lifted.laid_out)
    path = str(source) if isinstance(source, Path) else ""
    parts = _structure(draft, page, lifted, identifier, overrides)
    return Document(
        id=identifier,
        path=path,
        source=lifted.text,
        text=draft.text,
        offsets=draft.offsets,
        encoding=lifted.encoding,
        repairs=tuple(sorted(draft.repairs, key=lambda repair: (repair.start, repair.end))),
        problems=(*lifted.problems, *find_damage(draft, identifier, undecodable=lifted.lossy)),
        format="html" if page.is_html else lifted.format,
        pages=lifted.pages,
        places=lifted.places,
        grids=lifted.grids if lifted.format != "txt" else find_html_grids(lifted.text, limits.cells),
        **parts,
    )


def _load(path: Path, largest: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > largest:
            raise DocumentTooLarge(path.name, _sizes(size, largest))
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(path.name, error.strerror or type(error).__name__, reason_of(error)) from error
    except ValueError as error:  # a name with a null character
        raise UnreadableDocument(path.name, str(error)) from error


def _sizes(size: int, largest: int) -> str:
    return f"{size / 1048576:.1f} MB > {largest / 1048576:.1f} MB"


def _repair(draft: Draft, *, keep_tabs: bool, joined: bool) -> None:
    """Apply every step in its order."""
    remove_annotations(draft)
    repair_characters(draft)
    remove_emphasis(draft)
    remove_footnote_marks(draft)
    repair_spaces(draft, keep_tabs=keep_tabs)
    join_lines(draft, joined=joined)
    part_garbled(draft)
    remove_repeats(draft)
    remove_thousands(draft)


def _structure(draft: Draft, page: Page, lifted: Lifted, name: str, overrides: Overrides) -> dict[str, Any]:
    """The fields of a document that its text tells; what was set apart tells nothing."""
    to_clean = draft.offsets.to_clean
    asides = {to_clean(start): kind for start, kind in lifted.asides.items()}
    text = draft.text[: min(asides)] if asides else draft.text
    headings = {to_clean(start): level for start, level in lifted.headings.items()}
    rows = frozenset(to_clean(start) for start in _row_starts(lifted.grids))
    lines = find_lines(draft.text, bulleted=_bulleted_lines(draft), headings=headings, asides=asides, rows=rows)
    title = _set(overrides.title) or find_title(text, lines, page.title, page.window_title)
    kind = cast("Guess[Kind] | None", _set(overrides.kind)) or find_kind(text, title.value)
    date = _set(overrides.date) or find_date(text, page.date)
    planned = kind.value == "five_year_outline" or is_plan(title.value)
    plan_period = find_plan_period(title.value, text) if planned else ""
    if overrides.year:
        year = Guess(overrides.year, 1.0, "user")
    elif plan_period:
        year = Guess(int(plan_period[:4]), 0.95, "plan period")
    else:
        year = find_year(text, lines, kind=kind.value, title=title.value, date=date, name=name)
    region, region_name = _region(overrides.region) or find_region(text, title.value, site=page.site)
    lines = with_levels(lines, opens_part=lambda heading: bool(part_of_heading(heading, year.value)))
    paths = section_paths(lines)
    parts = find_parts(text, lines, paths, kind.value, year.value)
    return {
        "blocks": tuple(
            Block(line.start, line.end, line.kind, line.level, path, part)
            for line, path, part in zip(lines, paths, parts, strict=True)
        ),
        "title": title,
        "issuer": _set(overrides.issuer) or find_issuer(text, title.value, kind.value, region_name),
        "region": region,
        "region_name": region_name,
        "date": date,
        "year": year,
        "plan_period": plan_period,
        "kind": kind,
    }


def _set(value: str) -> Guess[str] | None:
    return Guess(value, 1.0, "user") if value else None


def _region(value: str) -> tuple[Guess[str], str] | None:
    if not value:
        return None
    try:
        region = region_of(value)
    except UndefinedRegion:
        if value.isdigit():
            raise
        return Guess("", 1.0, "user"), value  # a place that the catalogue lacks is known by its name
    return Guess(region.code, 1.0, "user"), region.short if region.level == "nation" else region.name


def _row_starts(grids: Iterable[Grid]) -> Iterator[int]:
    """Source offsets at which the rows of tables begin to say something."""
    for grid in grids:
        said: dict[int, int] = {}
        for cell in grid.cells:
            said[cell.row] = min(cell.start, said.get(cell.row, cell.start))
        yield from said.values()


def _bulleted_lines(draft: Draft) -> frozenset[int]:
    """Starts of the lines that had a bullet in the source."""
    if not any(repair.step == "emphasis" for repair in draft.repairs):
        return frozenset()
    found, at = set(), 0
    offsets, source = draft.offsets, draft.source
    for line in draft.text.split("\n"):
        start = offsets.to_source(at, at + 1).start if line else 0
        if line and _BULLETS.search(source[max(0, start - 8) : start].rpartition("\n")[2]):
            found.add(at)
        at += len(line) + 1
    return frozenset(found)
