"""Characters of a page to lines of text: what stands on one line without a wide gap, doubled print once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from planledger.model.places import Box
from planledger.reading.pdf.glyphs import Glyph
from planledger.reading.printed.page import PrintedLine, Rule

_SAME_BASE = 0.2
_WIDE = 1.3
_BESIDE_A_START = 0.45
_SHARED = 4
_NEIGHBOURS = (1, 2, 3, -1, -2)  # lines of other columns may lie between a mark and its line
_WIDE_BETWEEN_FIGURES = 0.7
_FIGURES = frozenset("0123456789.,%-")
_OPENING = frozenset("“‘（《〈「『【〔")
_MARKS = frozenset("“‘（《〈「『【〔，。、；：！？”’）》〉」』】〕")
_RAISED = dict(zip("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", strict=True))
# Chinese marks that a font gives the codes of Latin ones, told by their width.
_CHINESE_MARKS = dict(zip(",.:;!?()", "，。：；！？（）", strict=True))
_FULL_WIDTH = 0.85
_ABOVE_BASE, _BELOW_BASE = 0.88, 0.12  # of the square that a Chinese character fills


def set_lines(glyphs: Sequence[Glyph], rules: Iterable[Rule]) -> list[PrintedLine]:
    """The lines that ``glyphs`` stand on; a vertical rule between two characters parts them."""
    walls = sorted(
        (rule.left, rule.top, rule.bottom) for rule in rules if rule.bottom - rule.top > rule.right - rule.left
    )
    standing, flat = _part_vertical([glyph for glyph in glyphs if glyph.size > 0])
    lines = [_vertical_line(column) for column in standing]
    bands = [_once(band) for band in _bands(flat)]
    starts = _shared_starts(bands)
    for band in bands:
        size = max(glyph.size for glyph in band)
        middle = median(glyph.base for glyph in band) - 0.35 * size
        crossing = [x for x, top, bottom in walls if top < middle < bottom]
        lines.extend(_horizontal_line(stretch) for stretch in _stretches(band, crossing, starts))
    return lines


def _part_vertical(glyphs: Sequence[Glyph]) -> tuple[list[list[Glyph]], list[Glyph]]:
    """Columns of characters set from top to bottom, and the rest."""
    columns, flat, chain = [], [], []
    for index, glyph in enumerate(glyphs):
        chain.append(glyph)
        if index + 1 < len(glyphs) and _stands_above(glyph, glyphs[index + 1]):
            continue
        whole = len({one.piece for one in chain}) == 1
        if len(chain) >= (2 if whole else 3):
            columns.append([one for one in chain if one.text != " "])
        else:
            flat.extend(chain)
        chain = []
    return [column for column in columns if column], flat


def _stands_above(glyph: Glyph, following: Glyph) -> bool:
    """Whether ``following`` goes on below ``glyph`` in one vertical line."""
    if abs(glyph.left + glyph.right - following.left - following.right) > 0.5 * glyph.size:
        return False
    fall = (following.top + following.bottom - glyph.top - glyph.bottom) / 2
    if not 0.6 * glyph.size <= fall <= 1.35 * glyph.size or abs(glyph.size - following.size) > 0.1 * glyph.size:
        return False
    return glyph.piece == following.piece or (glyph.text > "⺀" and following.text > "⺀")


def _vertical_line(column: Sequence[Glyph]) -> PrintedLine:
    edges = [*(glyph.top for glyph in column), column[-1].bottom]
    left, right = min(glyph.left for glyph in column), max(glyph.right for glyph in column)
    return PrintedLine(
        "".join(glyph.text for glyph in column),
        Box(left, edges[0], right, edges[-1]),
        (*tuple(edge for glyph, edge in zip(column, edges, strict=False) for _ in glyph.text), edges[-1]),
        median(glyph.size for glyph in column),
        sum(glyph.bold for glyph in column) * 2 > len(column),
        vertical=True,
    )


def _bands(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters by the base line that they share, raised and lowered marks with the line that they belong to."""
    bands: list[list[Glyph]] = []
    anchor = size = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.base):
        if not bands or glyph.base - anchor > _SAME_BASE * min(size, glyph.size):
            bands.append([])
            anchor = glyph.base
            size = glyph.size
        bands[-1].append(glyph)
        size = max(size, glyph.size)  # a mark of smaller type beside it must be nearer
    bands = [part for band in bands for part in _with_strays_apart(band)]
    for band in bands:
        _sort_across(band)
    sizes = [max(glyph.size for glyph in band) for band in bands]
    for index, band in enumerate(bands):
        for step in _NEIGHBOURS:
            other = index + step
            if 0 <= other < len(bands) and bands[other] and band and sizes[index] < 0.8 * sizes[other]:
                _attach(band, bands[other], sizes[other])
    return [band for band in bands if band]


def _with_strays_apart(band: list[Glyph]) -> list[list[Glyph]]:
    """A band, and the smaller characters on its base line that adjoin none of its own: marks of another column."""
    size = max(glyph.size for glyph in band)
    small = [glyph for glyph in band if glyph.size < 0.8 * size]
    if not small:
        return [band]
    large = [glyph for glyph in band if glyph.size >= 0.8 * size and glyph.text != " "]
    strays: list[Glyph] = []
    for group in _split(sorted(small, key=lambda glyph: glyph.left), 0.3 * size):
        near = 0.5 * size
        left, right = group[0].left, group[-1].right
        if all(left - glyph.right > near or glyph.left - right > near for glyph in large):
            strays += group
    gone = set(map(id, strays))
    return [strays, [glyph for glyph in band if id(glyph) not in gone]] if strays else [band]


def _attach(band: list[Glyph], line: list[Glyph], size: float) -> None:
    """Move to ``line`` what of the smaller ``band`` adjoins one of its characters; raised figures become ¹²³."""
    base = median(glyph.base for glyph in line)
    moved = []
    for group in _split(band, 0.5 * size):
        distance = base - group[0].base
        if not -0.3 * size < distance < 0.8 * size:
            continue
        reach = 0.5 * size
        if any(
            abs(group[0].left - glyph.right) < reach or abs(glyph.left - group[-1].right) < reach
            for glyph in line
            if glyph.text != " "
        ):
            moved += group
    if moved:
        gone = set(map(id, moved))
        band[:] = [glyph for glyph in band if id(glyph) not in gone]
        if moved[0].base < base and all(glyph.text in _RAISED for glyph in moved):  # [1] is a mark already
            moved = [glyph._replace(text=_RAISED[glyph.text]) for glyph in moved]
        line += moved
        _sort_across(line)


def _sort_across(band: list[Glyph]) -> None:
    """Sort a band from left to right; marks that were set into each other's blank half stay in the file's order."""
    band.sort(key=lambda glyph: glyph.left)
    for at in range(len(band) - 1):
        first, second = band[at], band[at + 1]
        if first.order == second.order + 1 and second.left - first.left < 0.6 * first.size and first.text in _MARKS:
            band[at], band[at + 1] = second, first


def _split(glyphs: Sequence[Glyph], gap: float) -> Iterator[list[Glyph]]:
    start = 0
    for index, (glyph, following) in enumerate(pairwise(glyphs), 1):
        if following.left - glyph.right > gap:
            yield list(glyphs[start:index])
            start = index
    if glyphs:
        yield list(glyphs[start:])


def _once(band: Sequence[Glyph]) -> list[Glyph]:
    """A band in which a character that was printed again at nearly the same place, to look bold, stands once."""
    kept: list[Glyph] = []
    for glyph in band:
        for at in range(len(kept) - 1, max(len(kept) - 4, -1), -1):
            twin = kept[at]
            if glyph.piece == twin.piece and glyph.left == twin.left and glyph.right == twin.right:
                continue  # one glyph that stands for several characters
            if twin.text == glyph.text and glyph.left - twin.left < 0.35 * max(twin.right - twin.left, 0.1):
                if glyph.piece != twin.piece and glyph.text != " ":
                    kept[at] = twin._replace(bold=True)
                break
        else:
            kept.append(glyph)
    return kept


def _shared_starts(bands: Iterable[Sequence[Glyph]]) -> frozenset[int]:
    """Where several lines go on behind a wide gap: left edges of columns, beside which a narrower gap parts too."""
    starts: dict[int, int] = {}
    for band in bands:
        printed = [glyph for glyph in band if glyph.text != " "]
        for glyph, following in pairwise(printed):
            if following.left - glyph.right > _WIDE * max(glyph.size, following.size):
                at = round(following.left)
                starts[at] = starts.get(at, 0) + 1
    return frozenset(near for at, count in starts.items() if count >= _SHARED for near in (at - 1, at, at + 1))


def _edge_of(glyph: Glyph) -> int:
    """Where a line that begins with ``glyph`` begins: an opening mark stands with its blank half outside the line."""
    return round(glyph.left + (0.5 * glyph.size if glyph.text in _OPENING else 0))


def _stretches(band: Sequence[Glyph], walls: Sequence[float], starts: frozenset[int]) -> Iterator[list[Glyph]]:
    """A band parted at wide gaps and at the vertical rules that cross it; blanks at the ends of each part go."""
    stretch: list[Glyph] = []
    last: Glyph | None = None
    spacing = _letter_spacing(band)
    for glyph in band:
        if glyph.text == " ":
            if stretch and glyph.right - glyph.left > 0.01:  # PDFium makes up blanks without width
                stretch.append(glyph)
            continue
        if last is not None and (
            _is_parted(last, glyph, walls, spacing)
            or (glyph.left - last.right > _BESIDE_A_START * glyph.size and _edge_of(glyph) in starts)
        ):
            yield _trimmed(stretch)
            stretch = []
        stretch.append(glyph)
        last = glyph
    if last is not None:
        yield _trimmed(stretch)


def _trimmed(stretch: list[Glyph]) -> list[Glyph]:
    while stretch[-1].text == " ":
        stretch.pop()
    return stretch


def _letter_spacing(glyphs: Sequence[Glyph]) -> float:
    """The white between characters of a line that is spaced out evenly, 0 for others."""
    printed = [glyph for glyph in glyphs if glyph.text != " "]
    if len(printed) < 6 or sum(glyph.text > "⺀" for glyph in printed) * 2 < len(printed):
        return 0.0
    gaps = sorted(following.left - glyph.right for glyph, following in pairwise(printed))
    usual, size = gaps[len(gaps) // 2], printed[0].size
    even = gaps[len(gaps) * 3 // 4] - gaps[len(gaps) // 4] < 0.25 * size
    return usual if even and 0.08 * size < usual < 1.2 * size else 0.0


def _is_parted(glyph: Glyph, following: Glyph, walls: Sequence[float], spacing: float) -> bool:
    gap, size = following.left - glyph.right - spacing, max(glyph.size, following.size)
    figures = glyph.text in _FIGURES and following.text in _FIGURES
    if gap > (_WIDE_BETWEEN_FIGURES if figures else _WIDE) * size:
        return True
    low, high = (glyph.left + glyph.right) / 2, (following.left + following.right) / 2
    return bisect_right(walls, low) < bisect_right(walls, high)


def _horizontal_line(stretch: Sequence[Glyph]) -> PrintedLine:
    text: list[str] = []
    edges: list[float] = []
    last: Glyph | None = None
    blank = False
    spacing = _letter_spacing(stretch)
    stretch = _with_chinese_marks(stretch)
    printed = [glyph for glyph in stretch if glyph.text != " "]
    for glyph in stretch:
        if glyph.text == " ":
            blank = True
            continue
        if last is not None and _is_spaced(last, glyph, blank, spacing):
            text.append(" ")
            edges.append(last.right)
        step = (glyph.right - glyph.left) / len(glyph.text)
        text.append(glyph.text)
        edges.extend(glyph.left + step * at for at in range(len(glyph.text)))
        last, blank = glyph, False
    size = median(glyph.size for glyph in printed)
    edges.append(max(glyph.right for glyph in printed))
    base = median(glyph.base for glyph in printed)
    return PrintedLine(
        "".join(text),
        Box(edges[0], base - _ABOVE_BASE * size, edges[-1], base + _BELOW_BASE * size),
        tuple(edges),
        size,
        sum(glyph.bold for glyph in printed) * 2 > len(printed),
    )


def _with_chinese_marks(stretch: Sequence[Glyph]) -> Sequence[Glyph]:
    """A line in which wide marks with Latin codes are the Chinese ones that they look like."""
    if not any(glyph.text in _CHINESE_MARKS and _is_wide(glyph) for glyph in stretch):
        return stretch
    found = list(stretch)
    for at, glyph in enumerate(found):
        if glyph.text in _CHINESE_MARKS and _is_wide(glyph):
            before = found[at - 1].text if at else ""
            behind = found[at + 1].text if at + 1 < len(found) else ""
            if not (glyph.text in ".,:" and before.isdigit() and behind.isdigit()):
                found[at] = glyph._replace(text=_CHINESE_MARKS[glyph.text])
    return found


def _is_wide(glyph: Glyph) -> bool:
    return glyph.right - glyph.left > _FULL_WIDTH * glyph.size


def _is_spaced(glyph: Glyph, following: Glyph, blank: bool, spacing: float) -> bool:
    """Whether a reader sees a space between two characters."""
    gap, size = following.left - glyph.right - spacing, max(glyph.size, following.size)
    if blank:
        return gap > 0.12 * size
    latin = glyph.text.isascii() and following.text.isascii()
    return gap > (0.2 if latin and glyph.text.isalpha() and following.text.isalpha() else 0.6) * size
