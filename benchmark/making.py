"""Files made from known text, so that what is read can be held against it: PDF, Word, scans."""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planledger.catalogue import load_catalogue
from planledger.extracting import extract
from planledger.model import Document, Statement
from planledger.reading import read_document

FACE = "Noto Sans CJK TC"
NOTE = "按可比价格计算，为初步统计数。"
HEAD = "云岭市政府公报"
_PAGE = """\
#set page(paper: "a4", margin: (x: 2.6cm, y: 2.5cm), columns: {columns}, header: {head}, footer: {foot})
#set text(font: "{face}", lang: "zh", size: 10.5pt)
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 0.9em)
"""


@dataclass(frozen=True)
class Known:
    """A text whose reading is known: its lines, whether each is a heading, and its statements."""

    name: str
    lines: tuple[str, ...]
    headings: frozenset[int]
    statements: tuple[Statement, ...]

    @property
    def text(self) -> str:
        """All of it, white space left out."""
        return bare("\n".join(self.lines))


def known_text(path: Path, *, characters: int = 0) -> Known:
    """The cleaned lines of a document, the first ``characters`` of it or all, and what is read out of them as text."""
    document = read_document(path)
    blocks, length = [], 0
    for block in document.blocks:
        if block.kind not in ("furniture", "table_row") and (not characters or length < characters):
            blocks.append(block)
            length += block.end - block.start
    lines = tuple(document.text[block.start : block.end] for block in blocks)
    headings = frozenset(at for at, block in enumerate(blocks) if block.kind in ("heading", "title"))
    return Known(path.stem, lines, headings, statements_of(read_document("\n".join(lines).encode(), name=path.stem)))


def statements_of(document: Document) -> tuple[Statement, ...]:
    """The statements of a document."""
    return extract(document, load_catalogue()).statements


def pdf_of(known: Known, *, columns: int, dressed: bool) -> bytes:
    """A typeset PDF; ``dressed`` ones have running heads, page numbers and footnotes."""
    import cvttf_NotoSansCJK_Regular
    import typst

    head, foot = ("none", "none")
    if dressed:
        head = f'align(center, text(size: 8pt, "{HEAD}"))'
        foot = 'context align(center, text(size: 8pt, "— " + counter(page).display() + " —"))'
    parts = [_PAGE.format(columns=columns, head=head, foot=foot, face=FACE)]
    for at, line in enumerate(known.lines):
        said = '#"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'
        if at in known.headings:
            parts.append(f"#align(center, text(size: 13pt)[{said}])")
        else:
            parts.append(said + (f'#footnote("{NOTE}")' if dressed and at % 9 == 4 else ""))
    folder = str(Path(cvttf_NotoSansCJK_Regular.__file__).parent)
    made: bytes = typst.compile("\n\n".join(parts).encode(), font_paths=[folder], ignore_system_fonts=True)
    return made


def docx_of(known: Known) -> bytes:
    """A Word file with headings by style, a running head and a page foot."""
    import docx

    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = HEAD
    for at, line in enumerate(known.lines):
        made.add_paragraph(line, style="Heading 2" if at in known.headings else None)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def scan_of(pdf: bytes, *, seed: int) -> bytes:
    """The PDF as it comes from a scanner at 200 dpi: pictures only, slightly turned, grey, grainy, compressed."""
    import pypdfium2
    from PIL import Image, ImageFilter

    chance = random.Random(seed)
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for number in range(len(document)):
        picture = document[number].render(scale=200 / 72).to_pil().convert("L")
        turned = picture.rotate(chance.uniform(-0.7, 0.7), fillcolor=255, resample=Image.Resampling.BICUBIC)
        blurred = turned.filter(ImageFilter.GaussianBlur(0.6))
        grain = Image.effect_noise(blurred.size, 18)
        pages.append(Image.blend(blurred, grain, 0.12))
    document.close()
    written = io.BytesIO()
    pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], resolution=200, quality=70)
    return written.getvalue()


def bare(text: str) -> str:
    """``text`` without white space."""
    return "".join(text.split())


def body_of(document: Document) -> str:
    """What the document says, without what was set apart."""
    kept = (block for block in document.blocks if block.kind not in ("furniture", "footnote"))
    return bare("".join(document.text[block.start : block.end] for block in kept))


def character_error(expected: str, found: str) -> float:
    """Edits between the two, as a share of what was expected."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(expected, found) / max(1, len(expected))


def agreement(expected: Sequence[Statement], found: Sequence[Statement]) -> float:
    """F1 of statements that say the same of the same thing, wherever they stand."""
    first, second = Counter(map(_said, expected)), Counter(map(_said, found))
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0


def _said(one: Statement) -> tuple[object, ...]:
    return one.indicator, one.measure, one.low, one.high, one.unit, one.bound, one.role, one.period
