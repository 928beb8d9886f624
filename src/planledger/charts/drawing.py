"""A chart as SVG: readable in black and white, told to screen readers, without script and outside fonts."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from planledger.charts.chart import Band, Bars, Chart, Line, Points, Values
from planledger.charts.scale import shown, ticks

WIDTH = 760
FONT = '"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif'
# Okabe and Ito, "Color Universal Design" (2008): apart for the colour blind, darkened where white is behind thin lines.
COLOURS = ("#0072b2", "#c25500", "#007f5f", "#a2467c", "#8a6d00", "#3f7fb5", "#555555", "#b03a2e")
_DASHES = ("", "7 4", "2 3", "9 3 2 3")
_INK, _GRID, _QUIET = "#1f2933", "#d9dee4", "#52606d"
_PLOT_HEIGHT, _BAR_ROW = 250, 20
_LETTER = 12


class Frame(NamedTuple):
    """Where the plot lies on the picture, and what its value axis spans."""

    left: float
    top: float
    right: float
    bottom: float
    low: float
    high: float
    slots: int
    lying: bool

    def along(self, at: float) -> float:
        """Where the middle of label ``at`` lies on its axis."""
        start, end = (self.top, self.bottom) if self.lying else (self.left, self.right)
        return start + (end - start) * (at + 0.5) / max(self.slots, 1)

    def of(self, value: float) -> float:
        """Where ``value`` lies on its axis."""
        share = (value - self.low) / (self.high - self.low)
        return (
            self.left + (self.right - self.left) * share
            if self.lying
            else self.bottom - (self.bottom - self.top) * share
        )

    @property
    def slot(self) -> float:
        """Room of one label."""
        return ((self.bottom - self.top) if self.lying else (self.right - self.left)) / max(self.slots, 1)


def chart_svg(chart: Chart) -> str:
    """``chart`` as one SVG element, ``WIDTH`` wide; it can stand in a page or in a file of its own."""
    body, height = drawn(chart)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}"'
        f' height="{height:.0f}" role="img" aria-label="{escape(said(chart))}" font-family=\'{FONT}\' font-size="12">'
        f'<rect width="100%" height="100%" fill="#fff"/>{body}</svg>'
    )


def said(chart: Chart) -> str:
    """The chart in one sentence, for those who do not see it."""
    unit = f" ({chart.unit})" if chart.unit else ""
    return f"{chart.title}{unit}: {', '.join(one.name for one in chart.series)}"


def drawn(chart: Chart) -> tuple[str, float]:
    """What stands inside the SVG element, and how high it is."""
    legend, below_legend = _legend(chart)
    frame = _frame(chart, top=below_legend + (24 if chart.unit and not chart.lying else 10))
    parts = [_text(12, 22, chart.title, title=True), legend, *_grid(chart, frame), *_labels(chart, frame)]
    for number, one in enumerate(chart.series):
        if isinstance(one, Band):
            parts.append(_band(one, frame, number))
    parts += _bars(chart, frame)
    for number, one in enumerate(chart.series):
        if isinstance(one, Line):
            parts += _line(one, frame, number)
        elif isinstance(one, Points):
            parts += _points(one.values, frame, number, one.name, chart)
    height = frame.bottom + (30 if not chart.lying else 26)
    for line in _wrapped(chart.note, WIDTH - 24):
        height += 16
        parts.append(_text(12, height - 6, line, fill=_QUIET))
    return "".join(parts), height + 6


def _frame(chart: Chart, *, top: float) -> Frame:
    axis = _axis(chart)
    if chart.lying:
        left = 16 + min(max((_width(label) for label in chart.labels), default=0), 240)
        height = max(len(chart.labels), 1) * max(_BAR_ROW, 8 * _groups(chart) + 6)
        return Frame(left, top, WIDTH - 60, top + height, axis[0], axis[-1], len(chart.labels), lying=True)
    left = 16 + max(_width(shown(value)) for value in axis)
    return Frame(left, top, WIDTH - 16, top + _PLOT_HEIGHT, axis[0], axis[-1], len(chart.labels), lying=False)


def _axis(chart: Chart) -> list[float]:
    return ticks(*chart.reach(), least=1.0 if chart.counts else 0.0)


def _groups(chart: Chart) -> int:
    """How many bars stand beside each other at one label."""
    bars = [one for one in chart.series if isinstance(one, Bars)]
    return len({one.stack or f"\0{number}" for number, one in enumerate(bars)}) or 1


def _grid(chart: Chart, frame: Frame) -> Iterator[str]:
    for value in _axis(chart):
        at, strong = frame.of(value), value == 0
        ink = _QUIET if strong else _GRID
        if frame.lying:
            yield f'<path d="M{at:.1f} {frame.top:.1f}V{frame.bottom:.1f}" stroke="{ink}"/>'
            yield _text(at, frame.bottom + 16, shown(value), anchor="middle", fill=_QUIET)
        else:
            yield f'<path d="M{frame.left:.1f} {at:.1f}H{frame.right:.1f}" stroke="{ink}"/>'
            yield _text(frame.left - 6, at + 4, shown(value), anchor="end", fill=_QUIET)
    if chart.unit:
        if frame.lying:
            yield _text(WIDTH - 8, frame.bottom + 16, chart.unit, anchor="end", fill=_QUIET)
        else:
            yield _text(frame.left, frame.top - 8, chart.unit, anchor="start", fill=_QUIET)


def _labels(chart: Chart, frame: Frame) -> Iterator[str]:
    widest = max((_width(label) for label in chart.labels), default=0)
    every = 1 if frame.lying else max(1, -(-int(widest + 6) // max(int(frame.slot), 1)))
    for at, label in enumerate(chart.labels):
        if at % every:
            continue
        if frame.lying:
            yield _text(frame.left - 6, frame.along(at) + 4, _cut(label, 240), anchor="end")
        else:
            yield _text(frame.along(at), frame.bottom + 18, _cut(label, max(frame.slot * every, 60)), anchor="middle")


def _legend(chart: Chart) -> tuple[str, float]:
    parts, across, down = [], 12.0, 44.0
    if len(chart.series) == 1 and chart.series[0].name in ("", chart.title):
        return "", 34.0
    for number, one in enumerate(chart.series):
        wide = _width(one.name) + 40
        if across + wide > WIDTH - 12 and across > 12:
            across, down = 12.0, down + 18
        parts.append(_swatch(one, number, across, down))
        parts.append(_text(across + 26, down, one.name))
        across += wide
    return "".join(parts), down + 8


def _swatch(one: object, number: int, across: float, down: float) -> str:
    colour, middle = _colour(number), down - 4
    if isinstance(one, Band):
        place = f'x="{across}" y="{down - 10}" width="20" height="11"'
        return f'<rect {place} fill="{colour}" fill-opacity=".18" stroke="{colour}"/>'
    if isinstance(one, Bars):
        return f'<rect x="{across + 4}" y="{down - 10}" width="12" height="11" fill="{colour}"{_opacity(number)}/>'
    if isinstance(one, Points):
        return _mark(across + 10, middle, number)
    dash = _dash(number, dashed=getattr(one, "dashed", False))
    return f'<path d="M{across} {middle}h20" stroke="{colour}" stroke-width="2.5"{dash}/>'


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]


def _opacity(number: int) -> str:
    # Beyond the palette the same colours come again, lighter.
    return ' fill-opacity=".55"' if number >= len(COLOURS) else ""


def _dash(number: int, *, dashed: bool) -> str:
    pattern = _DASHES[1 + number % 3] if dashed else ""
    return f' stroke-dasharray="{pattern}"' if pattern else ""


def _mark(x: float, y: float, number: int) -> str:
    colour = _colour(number)
    if number % 2:
        place = f'x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"'
        return f'<rect {place} fill="#fff" stroke="{colour}" stroke-width="2"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="#fff" stroke="{colour}" stroke-width="2"/>'


def _title(name: str, label: str, value: float, unit: str) -> str:
    return f"<title>{escape(f'{name} {label}: {shown(value)}{unit}')}</title>"


def _line(one: Line, frame: Frame, number: int) -> Iterator[str]:
    runs: list[list[str]] = [[]]
    for at, value in enumerate(one.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{frame.along(at):.1f} {frame.of(value):.1f}")
    dash = _dash(number, dashed=one.dashed)
    for run in runs:
        if len(run) == 1:
            x, y = map(float, run[0].split())
            yield _mark(x, y, number)
        elif run:
            yield f'<path d="M{"L".join(run)}" fill="none" stroke="{_colour(number)}" stroke-width="2.5"{dash}/>'


def _points(values: Values, frame: Frame, number: int, name: str, chart: Chart) -> Iterator[str]:
    for at, value in enumerate(values):
        if value is not None:
            mark = _mark(frame.along(at), frame.of(value), number)
            yield f"<g>{_title(name, chart.labels[at], value, chart.unit)}{mark}</g>"


def _band(one: Band, frame: Frame, number: int) -> str:
    both = [
        (at, low, high)
        for at, (low, high) in enumerate(zip(one.low, one.high, strict=True))
        if low is not None and high is not None
    ]
    if not both:
        return ""
    forth = [f"{frame.along(at):.1f} {frame.of(high):.1f}" for at, _, high in both]
    back = [f"{frame.along(at):.1f} {frame.of(low):.1f}" for at, low, _ in reversed(both)]
    colour = _colour(number)
    path = "L".join(forth + back)
    return f'<path d="M{path}Z" fill="{colour}" fill-opacity=".18" stroke="{colour}" stroke-opacity=".5"/>'


def _bars(chart: Chart, frame: Frame) -> Iterator[str]:
    groups = _groups(chart)
    thick = min(frame.slot * 0.8 / groups, 46.0)
    places: dict[str, int] = {}
    heights: dict[tuple[str, int, bool], float] = {}
    for number, one in enumerate(chart.series):
        if not isinstance(one, Bars):
            continue
        stack = one.stack or f"\0{number}"
        place = places.setdefault(stack, len(places))
        for at, value in enumerate(one.values):
            if not value:
                continue
            key = (stack, at, value > 0)
            start = heights.get(key, 0.0)
            heights[key] = start + value
            middle = frame.along(at) + (place - (groups - 1) / 2) * thick
            yield _bar(
                frame,
                middle,
                thick,
                (start, start + value),
                number,
                _title(one.name, chart.labels[at], value, chart.unit),
            )


def _bar(frame: Frame, middle: float, thick: float, reach: tuple[float, float], number: int, title: str) -> str:
    low, high = sorted(frame.of(value) for value in reach)
    thick = max(thick - 1, 1)
    x, y, wide, high_ = (
        (low, middle - thick / 2, high - low, thick) if frame.lying else (middle - thick / 2, low, thick, high - low)
    )
    shape = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high_:.1f}" stroke="#fff" stroke-width=".5"'
    return f'<rect {shape} fill="{_colour(number)}"{_opacity(number)}>{title}</rect>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", title: bool = False, fill: str = _INK) -> str:
    big = ' font-size="15" font-weight="600"' if title else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}"{big}>{escape(text)}</text>'


def _width(text: str) -> float:
    return sum(_LETTER if ord(sign) > 0x2000 else 7.3 for sign in text)


def _cut(text: str, room: float) -> str:
    if _width(text) <= room:
        return text
    while text and _width(text) > room - _LETTER:
        text = text[:-1]
    return text + "…"


def _wrapped(text: str, room: float) -> Iterator[str]:
    line = ""
    for word in text.replace("\n", " \n ").split(" ") if text.isascii() else text:
        joined = f"{line} {word}".strip() if text.isascii() else line + word
        if line and (_width(joined) > room or word == "\n"):
            yield line
            joined = word.strip()
        line = joined
    if line:
        yield line
