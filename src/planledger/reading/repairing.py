"""The text under repair: every step applied, its offset map kept, what it did recorded."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain, compress, count, pairwise
from operator import add, ne

from planledger.model.document import Repair
from planledger.model.offsets import Edit, OffsetMap, StepMap

SHOWN = 40  # characters of a passage that a record shows
_PIECES = 12
_PROBE = 16


class Draft:
    """A text on its way from source to cleaned: the text now, the maps back, the repairs so far."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.text = source
        self.maps: list[StepMap] = []
        self.repairs: list[Repair] = []

    @property
    def offsets(self) -> OffsetMap:
        """From the text now to the source."""
        return OffsetMap(tuple(self.maps))

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Source stretch behind ``[start, end)`` of the text now."""
        for step in reversed(self.maps):
            start, end = step.to_input(start, end)
        return start, end

    def substitute(self, step: str, changed: str) -> None:
        """Take ``changed``, which has the text's length, as the text now: a repair character by character.

        One record a line, from its first changed character on.
        """
        if changed == self.text:
            return
        found = list(_differing_lines(self.text, changed))
        self._record_all(step, found, [changed[start : start + min(end - start, SHOWN + 1)] for start, end in found])
        self.text = changed

    def remove(self, step: str, spans: Sequence[tuple[int, int]]) -> None:
        """Take out ``spans``, sorted and apart from one another; one record a line."""
        if not spans:
            return
        text = self.text
        bounds = [0, *chain.from_iterable(spans), len(text)]
        self.remove_pieces(step, [text[start:end] for start, end in pairwise(bounds)])

    def remove_pieces(self, step: str, pieces: Sequence[str]) -> None:
        """Take out every second of ``pieces``, which make up the text, as ``re.split`` with a group gives them."""
        self.replace_pieces(step, pieces, ())

    def replace_pieces(self, step: str, pieces: Sequence[str], stand_ins: Sequence[str]) -> None:
        """Put ``stand_ins`` in the place of every second of ``pieces``, which make up the text; nothing when empty.

        Nothing is done stretch by stretch, so that thousands of them cost little; one record a line.
        """
        kept = pieces[::2]
        if len(kept) == 1:
            return
        text, bounds = self.text, list(accumulate(map(len, pieces), initial=0))
        starts, ends = bounds[1:-1:2], bounds[2::2]
        found, texts = [], []
        for first, last in _by_line(text, starts):
            shown = min(last, first + _PIECES + 1)
            between = (*kept[first + 1 : shown], "…" if shown < last else "")
            found.append((starts[first], ends[last - 1]))
            texts.append("".join(_in_turn(stand_ins[first:shown], between) if stand_ins else between))
        self._record_all(step, found, texts)
        length = tuple(map(len, kept))
        advance = map(add, length, map(len, stand_ins)) if stand_ins else length[:-1]
        self.maps.append(StepMap(tuple(accumulate(advance, initial=0)), tuple(bounds[:-1:2]), length))
        self.text = "".join(_in_turn(kept, (*stand_ins, "")) if stand_ins else kept)

    def replace(self, step: str, edits: Sequence[Edit], *, listed: Callable[[Edit], bool] | None = None) -> None:
        """Apply ``edits``, sorted and apart from one another.

        Args:
            step: Name of the step.
            edits: What to change.
            listed: Which edits to record; all when left out.
        """
        if not edits:
            return
        text = self.text
        for edit in edits:
            if listed is None or listed(edit):
                self._record(step, edit.start, edit.end, text[edit.start : edit.end], edit.text)
        pieces, at = [], 0
        for start, end, new in edits:
            pieces.append(text[at:start])
            pieces.append(new)
            at = end
        pieces.append(text[at:])
        self.maps.append(StepMap.from_edits(edits, len(text)))
        self.text = "".join(pieces)

    def _record_all(self, step: str, found: Sequence[tuple[int, int]], texts: Sequence[str]) -> None:
        """Record that each stretch of ``found``, none of them empty, became the text beside it."""
        passages = self.source if self.maps else self.text
        for (start, end), after in zip(self.offsets.to_sources(found), texts, strict=True):
            before = passages[start : min(end, start + SHOWN + 1)]
            self.repairs.append(Repair(step, start, end, shortened(before), shortened(after)))

    def _record(self, step: str, start: int, end: int, before: str, after: str) -> None:
        if self.maps:
            start, end = self.to_source(start, end)
            before = self.source[start : min(end, start + SHOWN + 1)]
        self.repairs.append(Repair(step, start, end, shortened(before), shortened(after)))


def shortened(passage: str) -> str:
    """``passage``, cut to what a record shows."""
    return passage if len(passage) <= SHOWN else passage[: SHOWN - 1] + "…"


def _in_turn(first: Sequence[str], second: Sequence[str]) -> Iterator[str]:
    return chain.from_iterable(zip(first, second, strict=True))


def _differing_lines(old: str, new: str) -> Iterator[tuple[int, int]]:
    """Stretch from the first changed character to the end of every line that differs."""
    at = 0
    for before, after in zip(old.split("\n"), new.split("\n"), strict=True):
        if before != after:
            skipped = 0
            while before[skipped : skipped + _PROBE] == after[skipped : skipped + _PROBE]:
                skipped += _PROBE
            differing = map(ne, before[skipped : skipped + _PROBE], after[skipped : skipped + _PROBE])
            yield at + skipped + next(compress(count(), differing)), at + len(before)
        at += len(before) + 1


def _by_line(text: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Index ranges of ``starts`` that lie in one line of ``text`` each."""
    first, number = 0, len(starts)
    while first < number:
        line_end = text.find("\n", starts[first])
        if line_end < 0:
            line_end = len(text)
        last = bisect_left(starts, line_end, first + 1)
        yield first, last
        first = last
