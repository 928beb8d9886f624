"""A file to the text it holds, before any repair: one reader a kind of file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module

from planledger.errors import MissingExtra
from planledger.model.document import BlockKind, Guess
from planledger.model.places import Format, Grid, Page, Place
from planledger.model.problem import Problem
from planledger.reading.decoding import decode, refuse_silence
from planledger.reading.formats import format_of
from planledger.reading.limits import Limits
from planledger.reading.overriding import Overrides

_READ = Guess("utf-8", 1.0, "file")


@dataclass(slots=True)
class Lifted:
    """What a reader lifts out of a file.

    Attributes:
        text: The source text: as decoded, or one line a paragraph or table row (cells between tabs), what is set apart
            at the end.
        format: Kind of file.
        encoding: Of a text file; of others there is none to guess.
        lossy: Whether bytes had to be replaced.
        laid_out: Whether each line is a whole paragraph already, so that no lines are to be joined.
        title: What the file itself says its title is (properties, bookmarks), or empty.
        headings: Level by start of line (source offset), where the file says so (styles, bookmarks); 1 is the highest.
        asides: What was set apart, by start of line: ``footnote`` or ``furniture``; all at the end of ``text``.
        pages: See ``Document``.
        places: See ``Document``.
        grids: See ``Document``.
        problems: What could not be read with certainty.
    """

    text: str
    format: Format = "txt"
    encoding: Guess[str] = _READ
    lossy: bool = False
    laid_out: bool = True
    title: str = ""
    headings: Mapping[int, int] = field(default_factory=dict)
    asides: Mapping[int, BlockKind] = field(default_factory=dict)
    pages: tuple[Page, ...] = ()
    places: tuple[Place, ...] = ()
    grids: tuple[Grid, ...] = ()
    problems: tuple[Problem, ...] = ()


Lift = Callable[..., Lifted]
"""A reader: the bytes of a file, the name of the document for messages, the limits; of text also the ``encoding`` that
the user has set. Raises a ``DocumentError``."""

# Module and function of each reader, and the extra that brings what it needs.
_READERS: Mapping[str, tuple[str, str, str]] = {
    "pdf": ("planledger.reading.pdf", "lift_pdf", "pdf"),
    "picture": ("planledger.reading.pictures", "lift_picture", "ocr"),
    "docx": ("planledger.reading.word", "lift_docx", "word"),
    "doc": ("planledger.reading.word", "lift_doc", "word"),
    "xlsx": ("planledger.reading.sheets", "lift_xlsx", "excel"),
    "xls": ("planledger.reading.sheets", "lift_xls", "excel"),
    "csv": ("planledger.reading.sheets", "lift_csv", "excel"),
}


def lift(data: bytes, *, name: str, suffix: str, overrides: Overrides, limits: Limits) -> Lifted:
    """The text that ``data`` holds, by the reader for its kind.

    Args:
        data: The file as it is.
        name: For the messages.
        suffix: Of the file's name, lower case with its dot; decides only where the bytes do not.
        overrides: What the user has set.
        limits: What reading may take.

    Raises:
        DocumentError: One of its kinds, when the file gives no text.
    """
    kind = format_of(data, suffix)
    if kind not in _READERS:
        text, encoding, lossy = decode(data, encoding=overrides.encoding, name=name)
        return Lifted(text, encoding=encoding, lossy=lossy, laid_out=False)
    module, function, extra = _READERS[kind]
    try:
        reader: Lift = getattr(import_module(module), function)
        lifted = reader(data, name, limits, **({"encoding": overrides.encoding} if kind == "csv" else {}))
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("planledger"):
            raise
        raise MissingExtra(name, extra) from error
    refuse_silence(lifted.text, name, kind)
    return lifted
