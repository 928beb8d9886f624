"""A DOCX to its text: paragraphs, lists, tables, text boxes in order; notes and running heads set apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planledger.errors import LimitExceeded
from planledger.model.document import BlockKind
from planledger.reading.composing import Composition, LaidCell, Piece, joined, text_of
from planledger.reading.framing import table_rows
from planledger.reading.lifting import Lifted
from planledger.reading.limits import Limits
from planledger.reading.packed import Packed
from planledger.reading.word.breaks import lines_of
from planledger.reading.word.names import ALTERNATE, PARAGRAPH, PROPERTIES, TABLE, VALUE, WORD, chosen
from planledger.reading.word.numbering import Numbering
from planledger.reading.word.runs import Note, Run, RunReader, is_mark_deleted
from planledger.reading.word.styles import Style, Styles
from planledger.reading.word.tables import WordCell, rows_of

_WRAPPERS = frozenset(WORD + name for name in ("sdtContent", "customXml", "ins", "moveTo", "moveToRangeStart"))
_COUNTED = ("textbox", "header", "footer")
_GALLERY = f".//{WORD}docPartGallery"
_UNREAL = frozenset(("separator", "continuationSeparator", "continuationNotice"))


class Body:
    """The reading of one DOCX."""

    def __init__(self, package: Packed, name: str, limits: Limits) -> None:
        self._package, self._name, self._limits = package, name, limits
        self._main = package.main
        self._parts: dict[str, list[str]] = {}
        for relation in package.relations(self._main).values():
            if relation.part in package:
                self._parts.setdefault(relation.kind, []).append(relation.part)
        self._styles = Styles(self._tree("styles"))
        self._numbering = Numbering(self._tree("numbering"))
        self._runs = RunReader(self._styles, limits, name)
        self._text = Composition()
        self._aside: BlockKind | None = None
        self._carried: list[Piece] = []
        self._paragraphs = self._tables = self._boxes = self._cells = 0
        self._title: list[str] = []

    def _tree(self, kind: str) -> Any | None:
        parts = self._parts.get(kind)
        return self._package.tree(parts[0]) if parts else None

    def read(self) -> Lifted:
        """The text of the document with its places, headings and tables."""
        root = self._package.tree(self._main)
        body = root.find(WORD + "body")
        self._runs.open_part(root)
        if body is not None:
            self._read_blocks(body, "", 0)
        self._put(self._carried)
        self._read_notes()
        for kind in ("header", "footer"):
            self._read_running(kind)
        return self._text.lifted("docx", title="".join(self._title))

    def _blocks(self, container: Any, depth: int, contents: bool = False) -> Iterator[tuple[Any, bool]]:
        """Paragraphs and tables in ``container``, and whether they are of a table of contents."""
        self._refuse_depth(depth)
        for child in container:
            if child.tag in (PARAGRAPH, TABLE):
                yield child, contents
            elif child.tag == WORD + "sdt":
                gallery = child.find(_GALLERY)
                listed = contents or (gallery is not None and gallery.get(VALUE) == "Table of Contents")
                yield from self._blocks(child, depth + 1, listed)
            elif child.tag in _WRAPPERS:
                yield from self._blocks(child, depth + 1, contents)
            elif child.tag == ALTERNATE and (branch := chosen(child)) is not None:
                yield from self._blocks(branch, depth + 1, contents)

    def _refuse_depth(self, depth: int) -> None:
        if depth > self._limits.depth:
            raise LimitExceeded(self._name, f"depth: {self._limits.depth}")

    def _read_blocks(self, container: Any, place: str, depth: int) -> None:
        """Every block of ``container``; ``place`` is the locator of what it is, empty for the body."""
        for number, (element, contents) in enumerate(self._blocks(container, depth), 1):
            if element.tag == TABLE:
                self._read_table(element, depth + 1)
            elif not place:
                self._paragraphs += 1
                self._read_paragraph(element, f"paragraph:{self._paragraphs}", contents, by_run=True)
            else:
                counted = place.startswith(_COUNTED)
                self._read_paragraph(element, f"{place}:{number}" if counted else place, contents)
            self._read_boxes(depth)

    def _read_paragraph(self, element: Any, place: str, contents: bool, *, by_run: bool = False) -> None:
        pieces, style = self._pieces(element, place, by_run=by_run)
        pieces = self._carried + pieces
        self._carried = pieces if is_mark_deleted(element) else []
        if self._carried:
            return
        length = sum(len(piece.text) for piece in pieces)
        if contents or style.contents or self._runs.in_contents * 2 > length:
            self._text.set_apart(joined(lines_of(pieces)), "furniture")
            return
        lines = lines_of(pieces)
        if style.title and by_run and self._paragraphs <= 12:
            self._title += [text_of(line).strip() for line in lines]
        for line in lines:
            self._put(line, heading=style.level if len(lines) == 1 else 0)

    def _pieces(self, element: Any, place: str, *, by_run: bool = False) -> tuple[list[Piece], Style]:
        """What a paragraph says, its automatic number first, and its style."""
        identifier, style = self._styles.of_paragraph(element.find(PROPERTIES))
        runs = self._runs.read(element, hidden=style.hidden)
        if style.number and not is_mark_deleted(element) and (runs or place.startswith("table")):
            level = style.number_level
            if level < 0:
                level = self._numbering.level_of_style(style.number, identifier)
            runs = [Run(self._numbering.next_label(style.number, level), runs[0].number if runs else 1), *runs]
        return [Piece(run.text, f"{place}:{run.number}" if by_run else place) for run in runs], style

    def _put(self, line: list[Piece], *, heading: int = 0) -> None:
        if self._aside:
            self._text.set_apart(line, self._aside)
        else:
            self._text.add_line(line, heading=heading)

    def _read_table(self, table: Any, depth: int) -> None:
        self._refuse_depth(depth)
        self._tables += 1
        number = self._tables
        rows = rows_of(table)
        self._cells += sum(map(len, rows))
        if self._cells > self._limits.cells:
            raise LimitExceeded(self._name, f"cells: {self._limits.cells}")
        holding = [[(cell, cell.words) for cell in row if cell.holds] for row in rows]
        first, last = table_rows(holding)
        self._text.open_grid()
        for at, row in enumerate(rows):
            if len(holding[at]) == 1 and (not first <= at < last or _is_box(holding[at][0][0])):
                # A title, a note, or a box around paragraphs rather than a row of figures.
                self._read_blocks(holding[at][0][0].element, _place(number, holding[at][0][0]), depth + 1)
            elif holding[at]:
                self._read_row(row, number, depth)
        self._text.close_grid()

    def _read_row(self, row: list[WordCell], number: int, depth: int) -> None:
        nested: list[Any] = []
        cells = []
        for cell in row:
            place, lines = _place(number, cell), []
            for element, _ in self._blocks(cell.element, depth + 1):
                if element.tag == TABLE:
                    nested.append(element)
                else:
                    lines.append(self._pieces(element, place)[0])
            cells.append(LaidCell(joined(lines), cell.row, cell.column, cell.rows, cell.columns))
        if self._aside:
            self._put(joined([cell.pieces for cell in cells]))
        else:
            self._text.add_row(cells)
        for table in nested:
            self._read_table(table, depth + 1)
        self._read_boxes(depth)

    def _read_boxes(self, depth: int) -> None:
        boxes, self._runs.boxes = self._runs.boxes, []
        for box in boxes:
            self._boxes += 1
            self._read_blocks(box, f"textbox:{self._boxes}", depth + 1)

    def _read_notes(self) -> None:
        """Notes in the order in which the text refers to them."""
        self._aside = "footnote"
        notes = list(dict.fromkeys(self._runs.notes))
        for kind in ("footnote", "endnote"):
            referred = [note for note in notes if note.kind == kind]
            root = self._tree(f"{kind}s") if referred else None
            if root is None:
                continue
            self._runs.open_part(root)
            elements = {
                Note(kind, element.get(WORD + "id", "")): element
                for element in root.findall(WORD + kind)
                if element.get(WORD + "type") not in _UNREAL
            }
            for number, note in enumerate(referred, 1):
                if note in elements:
                    self._read_blocks(elements[note], f"{kind}:{number}", 1)

    def _read_running(self, kind: str) -> None:
        """Headers or footers; each says the same on every page, so each is read once."""
        self._aside = "furniture"
        for number, part in enumerate(sorted(set(self._parts.get(kind, ()))), 1):
            root = self._package.tree(part)
            self._runs.open_part(root)
            self._read_blocks(root, f"{kind}:{number}", 1)


def _is_box(cell: WordCell) -> bool:
    """Whether the only cell of a row that holds anything is a box around paragraphs rather than a head or a label."""
    return len(cell.element.findall(PARAGRAPH)) != 1 or "。" in cell.words


def _place(table: int, cell: WordCell) -> str:
    return f"table:{table}:{cell.row + 1}:{cell.column + 1}"
