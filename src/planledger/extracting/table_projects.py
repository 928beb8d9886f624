"""Projects of lists of projects (项目清单)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from planledger.catalogue import read_data
from planledger.extracting.bodies import Bodies, read_bodies, split_bodies
from planledger.extracting.table_grid import Cell
from planledger.extracting.table_kinds import filled, project_column, user_of
from planledger.extracting.table_layout import Layout
from planledger.extracting.table_words import pattern
from planledger.model.project import Project, ProjectStage

if TYPE_CHECKING:
    from planledger.model.document import Document

_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT_END = re.compile(r"(?P<from>(?:19|20)\d\d)年?[-—–~～至到]+(?P<to>\d\d)年?$")
_HAN = re.compile("[\u4e00-\u9fff]")
_COUNTED = re.compile(r"[（(](?:共|计)?\d+[个项][）)]$")
_SECTION = re.compile(r"^[（(]?[一二三四五六七八九十]{1,3}[）)、.．]?$")

UnitOf = Callable[[int, Cell], str]
"""Unit of the figure in a cell, by its column and the cell; empty when nothing says it."""


class _Money(NamedTuple):
    value: float | None
    unit: str


def find_projects(document: Document, layout: Layout, unit_of: UnitOf) -> Iterator[Project]:
    """The projects of a list in the order of its rows; sums and headings are none.

    Args:
        document: The document.
        layout: How the table is laid out.
        unit_of: Unit of a figure.
    """
    name_at = project_column(layout)
    group, seen = "", set[int]()
    natures = user_of(layout, "nature")
    telling = [at for at in natures if _tells_stage(layout, at)]
    of_list = _stage(layout.captions[-1]) if layout.captions and not natures else ""
    for number in range(layout.first, len(layout.table.rows)):
        own, cell = layout.table.own(number), layout.table.rows[number][name_at]
        heading = _heading(layout, number, name_at)
        if heading is not None:
            group = heading
            continue
        if cell is None or cell.start in seen or not own or not _names_project(cell):
            continue
        if any(one.column < name_at and pattern("no_row").search(one.text) for one in own):
            continue  # 合计 | 共4项
        seen.add(cell.start)
        said = "".join(filled(layout, number, at) for at in telling)
        stage = _stage(said) or (_stage(group) if not natures else "") or of_list
        yield _project(document, layout, number, cell, (group, stage), unit_of)


def _project(
    document: Document, layout: Layout, number: int, cell: Cell, where: tuple[str, ProjectStage], unit_of: UnitOf
) -> Project:
    span = document.offsets.to_source(cell.start, cell.end)
    own = [one for one in layout.table.rows[number] if one is not None and one.text and one.row == number]
    line = min(one.start for one in own), max(one.end for one in own)
    row = document.offsets.to_source(*line)
    bodies = bodies_of(layout, number)
    total, annual, invested = (_money(layout, number, use, unit_of) for use in ("total", "annual", "invested"))
    money = (total, annual, invested)
    return Project(
        id=f"{document.id}#p{span.start}", document=document.id, start=span.start, end=span.end,
        text=document.source[span.start : span.end],
        name=pattern("numbering").sub("", document.text[cell.start : cell.end]),
        content=_content(document, layout, number), stage=where[1], period=_years(layout, number),
        total_investment=total.value, total_unit=total.unit, annual_investment=annual.value, annual_unit=annual.unit,
        invested=invested.value, invested_unit=invested.unit,
        base_total=None, base_annual=None, base_invested=None, base_unit="",
        body=bodies.lead, supporting=bodies.supporting, group=where[0],
        row=document.text[line[0] : line[1]], row_start=row.start, row_end=row.end,
        section=layout.table.block.section,
        confidence=0.9 if any(one.value is not None and one.unit for one in money) else 0.75,
    )  # fmt: skip


def bodies_of(layout: Layout, number: int) -> Bodies:
    """Who leads and who helps by row ``number``: the leader before the responsible body, that before the builder."""
    helping = [name for at in user_of(layout, "supporting") for name in split_bodies(_who(layout, number, at))]
    for name in ("use_lead", "use_responsible", "use_builder"):
        columns = [at for at in user_of(layout, "body") if pattern(name).search(layout.columns[at].head)]
        told = [text for at in columns for text in [_who(layout, number, at)] if text]
        if not told:
            continue
        lead = read_bodies(told[0])
        if name == "use_lead" and not helping:  # beside who takes the lead, the responsible ones help
            others = (at for at in user_of(layout, "body") if at not in columns)
            others = (at for at in others if pattern("use_responsible").search(layout.columns[at].head))
            helping = [one for at in others for one in split_bodies(_who(layout, number, at)) if one != lead.lead]
        return Bodies(lead.lead, (*lead.supporting, *helping))
    return Bodies("", tuple(helping))


def _who(layout: Layout, number: int, at: int) -> str:
    text = filled(layout, number, at)
    return text if _HAN.search(text) else ""


def _heading(layout: Layout, number: int, name_at: int) -> str | None:
    """The heading that a row is, without its numbering and count; None for a row of a project."""
    own = layout.table.own(number)
    if not own:
        return None
    first, texts = own[0], {cell.text for cell in own}
    index_at = next((at for at, one in enumerate(layout.columns) if one.kind == "index"), -1)
    index = filled(layout, number, index_at)
    text = filled(layout, number, name_at)
    if len(texts) == 1 and first.column <= name_at and (number, first.column) not in layout.figures:
        return _bare(first.text)
    if _SECTION.match(index) and text:
        return _bare(text)
    if pattern("headline").match(text) and (_COUNTED.search(text) or len(own) <= 2):
        return _bare(text)
    reaching = first.columns > 1 and first.column <= name_at < first.column + first.columns
    return _bare(first.text) if reaching and index_at >= 0 and not pattern("no_row").search(first.text) else None


def _bare(text: str) -> str:
    text = _COUNTED.sub("", pattern("numbering").sub("", text)).strip("：:")
    return "" if pattern("no_row").search(text) else text


def _names_project(cell: Cell) -> bool:
    bare = pattern("numbering").sub("", cell.text)
    return len(bare) > 1 and _HAN.search(bare) is not None and not pattern("no_row").search(bare)


def _content(document: Document, layout: Layout, number: int) -> str:
    columns = user_of(layout, "content")
    lasting = [at for at in columns if not _YEAR.search(layout.columns[at].head)]  # what is built, not this year's part
    cells = (layout.table.rows[number][at] for at in lasting or columns)
    return "；".join(document.text[cell.start : cell.end] for cell in cells if cell is not None and cell.text)


def _years(layout: Layout, number: int) -> str:
    """Years of building by all columns that tell them."""
    texts = [filled(layout, number, at) for at in user_of(layout, "years")]
    years = [year for text in texts for year in _YEAR.findall(text)]
    years += [match["from"][:2] + match["to"] for text in texts for match in _SHORT_END.finditer(text)]
    if not years:
        return ""
    first, last = min(years), max(years)
    return last if first == last else f"{first}/{last}"


def _money(layout: Layout, number: int, use: Literal["total", "annual", "invested"], unit_of: UnitOf) -> _Money:
    for at in user_of(layout, use):
        cell = layout.table.rows[number][at]
        figure = layout.figures.get((cell.row, cell.column)) if cell is not None and cell.row == number else None
        if cell is not None and figure is not None and figure.low is not None:
            return _Money(figure.low, unit_of(at, cell))
    return _Money(None, "")


def _stage(text: str) -> ProjectStage:
    """How far a project is by the words for it; empty when none is there."""
    for stage, words in read_data("tables")["stages"].items():
        if any(word in text for word in words):
            return cast("ProjectStage", stage)
    return ""


def _tells_stage(layout: Layout, at: int) -> bool:
    """Whether a column of natures tells how far projects are, not how they are built (新建, 扩建, 改建)."""
    texts = [filled(layout, number, at) for number in range(layout.first, len(layout.table.rows))]
    otherwise = any(word in text for text in texts for word in read_data("tables")["built_otherwise"])
    return not otherwise or any(_stage(text) not in ("", "started") for text in texts)
