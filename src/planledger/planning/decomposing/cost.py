"""What it costs to leave the path: nothing at it, and the more for each step the further it is left.

The slopes double from stretch to stretch, as a square's would rise, so that several years leave it a little rather than
one by much; yet every cost is a fraction of whole numbers and the program stays linear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

SLOPES = (1, 3, 7, 15, 31, 63, 127, 255, 511)
"""Cost of a step on each stretch; the first stretch is ``width`` steps, each further one twice the one before."""
SHORT = 4
"""How much more a step on the wrong side of the path of a binding indicator costs."""
FINE = 200
"""A stretch is a 200th of the value, 0.5 %, or one step."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What it costs to leave ``path``.

    Attributes:
        path: Where it is free.
        below: Factor of what lies below.
        above: Factor of what lies above.
    """

    path: int
    below: int = 1
    above: int = 1

    @property
    def width(self) -> int:
        """Steps of the first stretch."""
        return max(1, abs(self.path) // FINE)

    def stretches(self) -> Iterator[tuple[int | None, Fraction]]:
        """Each stretch with its length in steps, None for the last, and its cost a step."""
        for at, slope in enumerate(SLOPES):
            yield (None if at == len(SLOPES) - 1 else self.width * 2**at), Fraction(slope, self.width)

    def cost(self, value: int) -> Fraction:
        """What ``value`` costs.

        >>> Leaving(10).cost(10), Leaving(10).cost(12), Leaving(10, below=4).cost(9)
        (Fraction(0, 1), Fraction(4, 1), Fraction(4, 1))
        """
        left, total = abs(value - self.path), Fraction(0)
        for length, slope in self.stretches():
            step = left if length is None else min(left, length)
            total += step * slope
            left -= step
        return total * (self.below if value < self.path else self.above)
