"""From the units of a PDF to those of the page as shown: origin at the top left corner, turned upright."""

from __future__ import annotations

from typing import NamedTuple

from planledger.model.places import Box


class Frame(NamedTuple):
    """A page turned clockwise by ``turn`` degrees (0, 90, 180, 270); the bounds are those of the PDF, y upwards."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the PDF as shown."""
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def back(self, x: float, y: float) -> tuple[float, float]:
        """The point of the PDF that is shown at ``x``, ``y``."""
        if self.turn == 90:
            return y + self.left, x + self.bottom
        if self.turn == 180:
            return self.right - x, y + self.bottom
        if self.turn == 270:
            return self.right - y, self.top - x
        return x + self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the PDF as shown."""
        if self.turn == 0 and left <= right and bottom <= top:  # nearly always
            return Box(left - self.left, self.top - top, right - self.left, self.top - bottom)
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def turned(self, turn: int) -> Frame:
        """The same page turned by ``turn`` degrees altogether."""
        return self._replace(turn=turn % 360)
