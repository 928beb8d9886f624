"""Running heads, page numbers and the lines of a table of contents: of the page, not of the text."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence

from planledger.reading.printed.page import PrintedLine, PrintedPage

_MARGIN = 0.13
_DASHES = "-—–－―·•~～_…|/ "
_NUMBER = re.compile(
    rf"[{_DASHES}]*(?:第\s*)?(?:\d{{1,4}}|[ivxlcIVXLC]{{1,6}})(?:\s*页)?[{_DASHES}]*"
    rf"(?:[,，/]?\s*共?\s*\d{{1,4}}\s*页?[{_DASHES}]*)?"
)
_BARE = re.compile(r"\d{1,4}")
_DIGITS = re.compile(r"\d+|[一二三四五六七八九十]+(?=页)")
_LEADER = re.compile(
    r"^(?P<title>.{2,80}?)\s*(?:(?:[.．·•‥・]\s*){3,}|(?:[…⋯]\s*)+)[-—(（]?\s*(?P<page>\d{1,4}|[ivxIVX]{1,5})\s*[-—)）]?$"
)
_CONTENTS = re.compile(r"目\s*[录錄次]")
_ENTRY = re.compile(r"^.{2,60}?\s+\d{1,4}$")
_OF_TABLE = re.compile(r"单位[:：]|^表\s*[\d一二三四五六七八九十]|表(?:[（(][^）)]*[）)])?$")
_WORDS = re.compile("[A-Za-z\u3400-\u9fff]")


def find_furniture(pages: Sequence[PrintedPage]) -> list[set[int]]:
    """Of every page the indexes of the lines that are running heads, running feet or page numbers."""
    found: list[set[int]] = [set() for _ in pages]
    edges = [_marginal(page) for page in pages]
    repeated: dict[tuple[str, int, bool], set[int]] = defaultdict(set)
    for number, (page, marginal) in enumerate(zip(pages, edges, strict=True)):
        for index in marginal:
            repeated[_print_of(page, page.lines[index])].add(number)
    needed = 2 if len(pages) < 4 else 3
    numbered = _numbered(pages, edges)
    for number, (page, marginal) in enumerate(zip(pages, edges, strict=True)):
        for index in marginal:
            line = page.lines[index]
            if index in numbered[number] or (
                len(repeated[_print_of(page, line)]) >= needed
                and len(_WORDS.findall(line.text)) >= 2
                and not _OF_TABLE.search(line.text.replace(" ", ""))
                and not _is_in_grid(page, line)
                and not any(len(repeated[_print_of(page, other)]) < needed for other in _beside_the_text(page, line))
            ):
                found[number].add(index)
    for number, page in enumerate(pages):
        found[number] = _outermost(page, found[number])
    return found


def _marginal(page: PrintedPage) -> list[int]:
    """Lines in the margins above and below the text."""
    top, bottom = _MARGIN * page.height, (1 - _MARGIN) * page.height
    return [
        index
        for index, line in enumerate(page.lines)
        if len(line.text) <= 60 and not line.vertical and (line.box.bottom < top or line.box.top > bottom)
    ]


def _print_of(page: PrintedPage, line: PrintedLine) -> tuple[str, int, bool]:
    """What a running head has in common on its pages: wording but for the figures, height on the page."""
    upper = line.box.top < page.height / 2
    place = line.box.bottom / page.height if upper else line.box.top / page.height
    return _DIGITS.sub("#", line.text.replace(" ", "")), round(place * 60), upper


def _numbered(pages: Sequence[PrintedPage], edges: Sequence[Sequence[int]]) -> list[set[int]]:
    """Of every page the lines that are its number: dressed as one, or bare and counting on with the pages."""
    found: list[set[int]] = [set() for _ in pages]
    offsets: dict[tuple[int, bool], list[tuple[int, int]]] = defaultdict(list)
    for number, (page, marginal) in enumerate(zip(pages, edges, strict=True)):
        for index in marginal:
            line = page.lines[index]
            text = line.text.strip()
            if not _NUMBER.fullmatch(text) or _has_neighbours(page, line) or _is_in_grid(page, line):
                continue
            digits = _BARE.search(text)
            if digits and text != digits.group():
                found[number].add(index)
            if digits:
                offsets[int(digits.group()) - number, line.box.top < page.height / 2].append((number, index))
    for hits in offsets.values():
        if len({number for number, _ in hits}) >= 2 or (len(pages) == 1 and hits):
            for number, index in hits:
                found[number].add(index)
    return found


def _has_neighbours(page: PrintedPage, line: PrintedLine) -> bool:
    """Whether other lines stand close beside a line, as in the row of a table."""
    middle = (line.box.top + line.box.bottom) / 2
    return any(
        other is not line
        and other.box.top < middle < other.box.bottom
        and min(abs(other.box.left - line.box.right), abs(line.box.left - other.box.right)) < 0.12 * page.width
        for other in page.lines
    )


def _beside_the_text(page: PrintedPage, line: PrintedLine) -> list[PrintedLine]:
    """Lines of the same type close to a line on the side of the text, of which it may be the last or first."""
    upper = line.box.top < page.height / 2
    found = []
    for other in page.lines:
        gap = other.box.top - line.box.bottom if upper else line.box.top - other.box.bottom
        across = other.box.left < line.box.right and line.box.left < other.box.right
        if across and -0.3 * line.size < gap < line.size and abs(other.size - line.size) < 0.1 * line.size:
            found.append(other)
    return found


def _is_in_grid(page: PrintedPage, line: PrintedLine) -> bool:
    """Whether vertical rules stand beside a line, as in a table."""
    middle = (line.box.top + line.box.bottom) / 2
    return any(rule.top < middle < rule.bottom for rule in page.rules)


def _outermost(page: PrintedPage, found: set[int]) -> set[int]:
    """Those of ``found`` that no other line of the text separates from the edge of the page."""
    kept = set()
    others = [line.box for index, line in enumerate(page.lines) if index not in found and not line.vertical]
    for index in found:
        box = page.lines[index].box
        upper = box.top < page.height / 2
        middle = (box.top + box.bottom) / 2
        beyond = [other for other in others if (other.bottom < middle if upper else other.top > middle)]
        if not any(other.left < box.right and box.left < other.right for other in beyond):
            kept.add(index)
    return kept


def is_contents_entry(text: str) -> bool:
    """Whether a row is an entry of a table of contents, with dots up to its page number.

    >>> is_contents_entry("一、发展环境……………12"), is_contents_entry("增长12")
    (True, False)
    """
    return _LEADER.match(text) is not None


def find_contents(texts: Sequence[str]) -> set[int]:
    """Indexes of the rows of a table of contents, its heading included."""
    found = {index for index, text in enumerate(texts) if is_contents_entry(text)}
    for index, text in enumerate(texts):
        if not _CONTENTS.fullmatch(text.strip()):
            continue
        at, entries = index + 1, 0
        while at < len(texts) and (at in found or _ENTRY.match(texts[at])):
            at, entries = at + 1, entries + 1
        if entries >= 2:
            found.update(range(index, at))
        elif {index + 1, index + 2} & found:
            found.add(index)
    ordered = sorted(found)
    for first, second in itertools.pairwise(ordered):
        between = range(first + 1, second)
        if 0 < len(between) <= 2 and all(len(texts[at]) <= 60 and not texts[at].endswith("。") for at in between):
            found.update(between)  # the first lines of entries that take two
    return found
