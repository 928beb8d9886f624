"""The text of a paragraph run by run: tracked changes as accepted, fields by their results (文字块)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from planledger.errors import LimitExceeded
from planledger.reading.limits import Limits
from planledger.reading.word.names import (
    ALTERNATE,
    BOX,
    MATH,
    OFF,
    PROPERTIES,
    RUN,
    RUN_PROPERTIES,
    VALUE,
    WORD,
    chosen,
)
from planledger.reading.word.styles import Styles
from planledger.reading.word.symbols import has_signs, symbol

_DROPPED = frozenset(
    WORD + name
    for name in (
        "del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt", "rubyPr", "instrText", "delText", "delInstrText",
        "fldData", "annotationRef", "separator", "continuationSeparator", "sectPr",
    )
)  # fmt: skip
_FIXED = {
    WORD + "tab": " ",
    WORD + "ptab": " ",
    WORD + "br": "\n",
    WORD + "cr": "\n",
    WORD + "noBreakHyphen": "-",
}
_FIELD_TYPE, _FONT, _CODE, _ID = (WORD + name for name in ("fldCharType", "font", "char", "id"))
_STYLE, _FONTS, _VANISH, _ASCII, _OTHER = (WORD + name for name in ("rStyle", "rFonts", "vanish", "ascii", "hAnsi"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_AS_SPACE = str.maketrans("\t\n\r\x0b\x0c\u2028\u2029\x85", " " * 8)

# Two wide spaces inside a text stand where paragraphs lost their break; in a paragraph of Word they only part words,
# but behind the end of a sentence.
_WIDE_GAP = re.compile("(?<![。！？；：”])\u3000{2,}")


class Run(NamedTuple):
    """What a run says, and its number in the paragraph, from 1."""

    text: str
    number: int


class Note(NamedTuple):
    """A reference to a note: ``footnote`` or ``endnote``, and the identifier of its text."""

    kind: str
    identifier: str


class RunReader:
    """Reads paragraphs in their order; fields may go over several of them.

    Attributes:
        boxes: Text boxes met and not yet read.
        notes: Notes referred to, in order.
        in_contents: How many characters of the last paragraph stand in the field of a table of contents.
    """

    def __init__(self, styles: Styles, limits: Limits, name: str) -> None:
        self._styles, self._limits, self._name = styles, limits, name
        self.boxes: list[Any] = []
        self.notes: list[Note] = []
        self.in_contents = 0
        self._closed: set[Any] = set()
        self._fields: list[list[str]] = []  # of each open field: phase, instruction
        self._runs: list[Run] = []
        self._number, self._hidden, self._hides, self._font = 0, False, False, ""
        self._actions: dict[str, Callable[[Any, int], None]] = {
            RUN: self._read_run,
            MATH + "r": self._read_run,
            WORD + "t": self._read_text,
            MATH + "t": self._read_text,
            MATH + "f": self._read_fraction,
            WORD + "sym": self._read_symbol,
            WORD + "fldChar": self._read_field,
            WORD + "drawing": self._find_boxes,
            WORD + "pict": self._find_boxes,
            WORD + "object": self._find_boxes,
            ALTERNATE: self._read_choice,
            WORD + "footnoteReference": self._read_reference,
            WORD + "endnoteReference": self._read_reference,
        }

    def open_part(self, root: Any) -> None:
        """Begin a part: fields that are never closed in it are not fields."""
        self._fields.clear()
        self._closed.clear()
        opened: list[Any] = []
        for mark in root.iter(WORD + "fldChar"):
            kind = mark.get(_FIELD_TYPE)
            if kind == "begin":
                opened.append(mark)
            elif kind == "end" and opened:
                self._closed |= {opened.pop(), mark}

    def read(self, paragraph: Any, *, hidden: bool = False) -> list[Run]:
        """Runs of ``paragraph`` that show text; a line break inside stands as one."""
        self._runs, self._number, self._hides, self.in_contents = [], 0, hidden, 0
        self._walk(paragraph, 0)
        return self._runs

    def _walk(self, element: Any, depth: int) -> None:
        if depth > self._limits.depth:
            raise LimitExceeded(self._name, f"depth: {self._limits.depth}")
        for child in element:
            tag = child.tag
            if action := self._actions.get(tag):
                action(child, depth + 1)
            elif tag in _FIXED:
                self._show(_FIXED[tag])
            elif tag not in _DROPPED:
                self._walk(child, depth + 1)

    def _show(self, text: str) -> None:
        if not text or self._hidden or any(phase == "instruction" for phase, _ in self._fields):
            return
        self._runs.append(Run(text, max(1, self._number)))
        if any(words.startswith("TOC") for _, words in self._fields):
            self.in_contents += len(text)

    def _read_run(self, run: Any, depth: int) -> None:
        self._number += 1
        self._hidden, self._font = self._hides, ""
        for properties in run.iterchildren(RUN_PROPERTIES):
            self._read_properties(properties)
        self._walk(run, depth)
        self._hidden = False

    def _read_properties(self, properties: Any) -> None:
        hidden, styled = None, self._hides
        for one in properties.iterchildren(_STYLE, _FONTS, _VANISH):
            if one.tag == _FONTS:
                font = one.get(_ASCII) or one.get(_OTHER) or ""
                self._font = font if has_signs(font) else ""
            elif one.tag == _STYLE:
                styled = styled or self._styles.hides(one.get(VALUE, ""))
            else:
                hidden = one.get(VALUE, "") not in OFF
        self._hidden = styled if hidden is None else hidden

    def _read_text(self, element: Any, _: int) -> None:
        text = (element.text or "").translate(_AS_SPACE)
        if element.get(_SPACE) != "preserve":
            text = text.strip(" ")
        if "\u3000\u3000" in text:
            text = _WIDE_GAP.sub("\u3000", text)
        self._show(symbol(text, self._font) if self._font else text)

    def _read_symbol(self, element: Any, _: int) -> None:
        try:
            sign = chr(int(element.get(_CODE, ""), 16))
        except (ValueError, OverflowError):
            return
        self._show(symbol(sign if sign > "\xff" else chr(0xF000 + ord(sign)), element.get(_FONT, "")))

    def _read_fraction(self, element: Any, depth: int) -> None:
        for number, part in enumerate(element.iterchildren(MATH + "num", MATH + "den")):
            self._show("/" if number else "")
            self._walk(part, depth)

    def _read_field(self, mark: Any, _: int) -> None:
        kind = mark.get(_FIELD_TYPE)
        if kind == "begin" and mark in self._closed:
            words = "".join(one.text or "" for one in _instruction(mark))
            self._fields.append(["instruction", words.strip().upper()])
        elif kind == "separate" and self._fields:
            self._fields[-1][0] = "result"
        elif kind == "end" and self._fields and mark in self._closed:
            self._fields.pop()

    def _read_choice(self, alternate: Any, depth: int) -> None:
        branch = chosen(alternate)
        if branch is not None:
            self._walk(branch, depth)

    def _read_reference(self, element: Any, _: int) -> None:
        if not self._hidden:
            self.notes.append(Note(element.tag[len(WORD) : -len("Reference")], element.get(_ID, "")))

    def _find_boxes(self, drawing: Any, _: int) -> None:
        if self._hidden:
            return
        below = [drawing]
        while below:
            element = below.pop()
            if element.tag == BOX:
                self.boxes.append(element)
            elif element.tag == ALTERNATE:
                branch = chosen(element)
                below += () if branch is None else (branch,)
            else:
                below += reversed(element)


def _instruction(begin: Any) -> list[Any]:
    """The elements right behind the begin of a field that hold what it is to do."""
    found: list[Any] = []
    run = begin.getparent()
    while run is not None and len(found) < 8:
        found += run.findall(WORD + "instrText")
        if any(mark.get(_FIELD_TYPE) != "begin" for mark in run.findall(WORD + "fldChar")):
            break
        run = run.getnext()
    return found


def is_mark_deleted(paragraph: Any) -> bool:
    """Whether the end of ``paragraph`` was deleted, so that the next one goes on with it."""
    marks = paragraph.find(PROPERTIES + "/" + RUN_PROPERTIES)
    return marks is not None and any(marks.find(WORD + name) is not None for name in ("del", "moveFrom"))
