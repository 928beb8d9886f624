"""The text of a document as people read it, with what was found marked in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from planledger.model import OffsetMap
from planledger.model.offsets import StepMap
from planweb.evidence.models import Document, Reading, Said, Statement


class Passage(NamedTuple):
    """One block of the text; ``start`` is its offset in the cleaned text."""

    kind: str
    level: int
    start: int
    html: SafeString


class Text(NamedTuple):
    """The cleaned text of a document with its blocks, and the way back to the source."""

    text: str
    blocks: Sequence[dict[str, Any]]
    offsets: OffsetMap

    def clean(self, start: int, end: int) -> tuple[int, int]:
        """Where source ``[start, end)`` stands in the cleaned text."""
        return self.offsets.to_clean(start), self.offsets.to_clean(end)

    def sentence_at(self, start: int, end: int) -> tuple[int, int]:
        """The sentence, or run of sentences, of the cleaned text that holds ``[start, end)``, inside one block."""
        block = self.block_at(start)
        first, last = (block["start"], block["end"]) if block else (start, end)
        left = max((self.text.rfind(stop, first, start) for stop in _STOPS), default=-1)
        after = [at for stop in _STOPS if (at := self.text.find(stop, max(end - 1, start), last)) >= 0]
        return (left + 1 if left >= 0 else first), (min(after) + 1 if after else last)

    def block_at(self, at: int) -> dict[str, Any] | None:
        """The block that holds the character at ``at``."""
        number = bisect_right(self.blocks, at, key=lambda block: block["start"]) - 1
        block = self.blocks[number] if number >= 0 else None
        return block if block and at < block["end"] else None


_STOPS = "。！？；\n"


def text_of(document: Document) -> Text | None:
    """The text of ``document``; None while it was not read."""
    found = Reading.objects.filter(pk=document.pk).values_list("text", "tables__blocks", "tables__offsets").first()
    if found is None:
        return None
    text, blocks, offsets = found
    steps = tuple(StepMap(tuple(step["after"]), tuple(step["before"]), tuple(step["length"])) for step in offsets or ())
    return Text(text, blocks or [{"start": 0, "end": len(text), "kind": "paragraph", "level": 0}], OffsetMap(steps))


def passages_of(text: Text, rows: Iterable[Said]) -> Iterator[Passage]:
    """The blocks of a text in order, with every one of ``rows`` marked."""
    spans = []
    for row in rows:
        start, end = text.clean(row.start, row.end)
        spans.append((start, max(end, start + 1), row))
    spans.sort(key=lambda span: span[:2])
    starts = [span[0] for span in spans]
    longest = max((end - start for start, end, _row in spans), default=0)
    for block in text.blocks:
        first = bisect_left(starts, block["start"] - longest)
        last = bisect_left(starts, block["end"])
        mine = [span for span in spans[first:last] if span[1] > block["start"]]
        html = _marked(text.text, block["start"], block["end"], mine)
        yield Passage(block["kind"], min(block.get("level") or 0, 4), block["start"], html)


def _marked(text: str, start: int, end: int, spans: Sequence[tuple[int, int, Said]]) -> SafeString:
    """Text ``[start, end)``, cut where a mark begins or ends, so that marks may overlap."""
    cuts = sorted({start, end, *(max(span[0], start) for span in spans), *(min(span[1], end) for span in spans)})
    pieces = []
    for left, right in pairwise(cuts):
        held = [row for first, last, row in spans if first <= left and right <= last]
        if not held:
            pieces.append((format_html("{}", text[left:right]),))
            continue
        # A number inside a commitment looks like a number.
        top = next((row for row in held if isinstance(row, Statement)), held[0])
        look = f"said {top.letter} {top.role} {top.state}"
        keys = " ".join(row.key for row in held)
        pieces.append((format_html('<span class="{}" data-keys="{}">{}</span>', look, keys, text[left:right]),))
    return format_html_join("", "{}", pieces)
