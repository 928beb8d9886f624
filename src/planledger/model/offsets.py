"""Where a character of the cleaned text stands in the source, through every repair."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open stretch of text, in Python character offsets."""

    start: int
    end: int


class Edit(NamedTuple):
    """One replacement in a repair step's input: ``[start, end)`` became ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class StepMap:
    """The offset map of one repair step: which stretches were copied as they are.

    ``after[i]`` and ``before[i]`` are the starts of copied run ``i`` in the step's output and input, ``length[i]`` is
    its length. What lies between two runs was replaced.
    """

    after: tuple[int, ...]
    before: tuple[int, ...]
    length: tuple[int, ...]

    @classmethod
    def from_edits(cls, edits: Sequence[Edit], input_length: int) -> StepMap:
        """The map of a step that made ``edits`` (sorted, not overlapping) in a text of ``input_length`` characters."""
        after, before, length = [], [], []
        at_input = at_output = 0
        for start, end, text in edits:
            after.append(at_output)
            before.append(at_input)
            length.append(start - at_input)
            at_output += start - at_input + len(text)
            at_input = end
        after.append(at_output)
        before.append(at_input)
        length.append(input_length - at_input)
        return cls(tuple(after), tuple(before), tuple(length))

    def to_input(self, start: int, end: int) -> tuple[int, int]:
        """Input stretch behind output ``[start, end)``; one inside a replacement gives the whole replaced stretch."""
        run = bisect_right(self.after, start) - 1
        at, shift, length = self.after[run], self.before[run] - self.after[run], self.length[run]
        if start < end <= at + length:
            return start + shift, end + shift
        first = min(start, at + length) + shift
        if end <= start:
            return first, first
        run = bisect_right(self.after, end - 1) - 1
        inside = end - self.after[run]
        if inside <= self.length[run]:
            return first, self.before[run] + inside
        return first, self.before[run + 1]

    def to_inputs(self, spans: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
        """The same for many stretches, none of them empty, at a third of the cost."""
        after, before, length = self.after, self.before, self.length
        if len(after) == 1:
            return spans
        moved = []
        for start, end in spans:
            run = bisect_right(after, start) - 1
            first = after[run]
            shift, kept = before[run] - first, first + length[run]
            if end <= kept:
                moved.append((start + shift, end + shift))
                continue
            last = bisect_right(after, end - 1, run) - 1
            inside = end - after[last]
            until = before[last] + inside if inside <= length[last] else before[last + 1]
            moved.append((min(start, kept) + shift, until))
        return moved

    def to_output(self, position: int) -> int:
        """Output offset of input ``position``; inside a replaced stretch, where the replacement starts."""
        run = bisect_right(self.before, position) - 1
        return self.after[run] + min(position - self.before[run], self.length[run])


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """The repair steps' maps in the order in which they were applied; empty when nothing was repaired."""

    steps: tuple[StepMap, ...] = field(default=())

    def to_source(self, start: int, end: int) -> Span:
        """Source stretch behind cleaned ``[start, end)``."""
        for step in reversed(self.steps):
            start, end = step.to_input(start, end)
        return Span(start, end)

    def to_sources(self, spans: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
        """Source stretch behind each cleaned ``(start, end)``, none of them empty; one pass for each repair step."""
        for step in reversed(self.steps):
            spans = step.to_inputs(spans)
        return spans

    def to_clean(self, position: int) -> int:
        """Cleaned offset of source ``position``."""
        for step in self.steps:
            position = step.to_output(position)
        return position
