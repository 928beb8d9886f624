"""What a chart shows, not how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Line:
    """A line through one value a label; None leaves a gap. ``dashed`` is for what is planned, not measured."""

    name: str
    values: Values
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Marks without a line: what was measured."""

    name: str
    values: Values


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars beside each other; ``stack`` puts those of one name upon each other."""

    name: str
    values: Values
    stack: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """The room between two values a label: an interval, or limits."""

    name: str
    low: Values
    high: Values


Series = Line | Points | Bars | Band


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart (图).

    Attributes:
        title: What it shows.
        labels: Of the horizontal axis: years, counties, sources.
        series: In the order of the legend.
        unit: Of the values.
        note: Below it: source, what to mind.
        lying: Whether bars lie, for labels that are long or many.
        counts: Whether values are numbers of things, so that the axis has no fractions.
    """

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    note: str = ""
    lying: bool = False
    counts: bool = False

    def columns(self) -> Iterator[tuple[str, Values]]:
        """The data as columns of a table."""
        for one in self.series:
            if isinstance(one, Band):
                yield f"{one.name} ↓", one.low
                yield f"{one.name} ↑", one.high
            else:
                yield one.name, one.values

    def reach(self) -> tuple[float, float]:
        """The smallest and the largest value, with nought where there are bars."""
        values = [value for _, column in self.columns() for value in column if value is not None]
        if any(isinstance(one, Bars) for one in self.series):
            values += [0.0, *self._stacked()]
        return (min(values), max(values)) if values else (0.0, 1.0)

    def _stacked(self) -> Iterator[float]:
        stacks: dict[tuple[str, int, bool], float] = {}
        for one in self.series:
            if isinstance(one, Bars) and one.stack:
                for at, value in enumerate(one.values):
                    key = (one.stack, at, (value or 0) >= 0)
                    stacks[key] = stacks.get(key, 0.0) + (value or 0.0)
        yield from stacks.values()
