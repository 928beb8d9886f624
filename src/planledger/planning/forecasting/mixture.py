"""A distribution as a mixture of normal ones: tails as heavy as needed, and everything in closed form.

A Student t is a scale mixture of normals, so a few normals of stated scales stand for it without random numbers; its
continuous ranked probability score is that of Grimit, Gneiting, Berrocal & Johnson, "The continuous ranked probability
score for circular variables" (2006), for normal mixtures, after Gneiting & Raftery, "Strictly proper scoring rules"
(2007).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

_STANDARD = NormalDist()
_STEPS, _CLOSE = 80, 1e-12
_ROOT_TWO_PI = math.sqrt(2 * math.pi)


class Part(NamedTuple):
    """One normal distribution of a mixture."""

    weight: float
    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class Mixture:
    """A mixture of normal distributions whose weights sum to one."""

    parts: tuple[Part, ...]

    @property
    def mean(self) -> float:
        """Its expected value."""
        return math.fsum(part.weight * part.mean for part in self.parts)

    def below(self, value: float) -> float:
        """Probability of a value at or below ``value``.

        >>> Mixture((Part(0.5, 0.0, 1.0), Part(0.5, 0.0, 9.0))).below(0.0)
        0.5
        """
        total = math.fsum(
            part.weight * math.erfc((part.mean - value) / math.sqrt(2 * part.variance)) / 2 for part in self.parts
        )
        return min(max(total, 0.0), 1.0)

    def quantile(self, probability: float) -> float:
        """The value below which ``probability`` lies.

        >>> round(Mixture((Part(1.0, 10.0, 4.0),)).quantile(0.975), 2)
        13.92
        """
        z = _STANDARD.inv_cdf(probability)
        ends = [part.mean + z * math.sqrt(part.variance) for part in self.parts]
        low, high = min(ends), max(ends)  # the mixture's quantile lies between those of its parts
        near, middle = _CLOSE * (high - low), (low + high) / 2
        for _ in range(_STEPS):
            if high - low <= near:
                break
            gap = self.below(middle) - probability
            low, high = (low, middle) if gap >= 0 else (middle, high)
            density = self.density(middle)
            # Newton's step where it stays inside, else half the way.
            step = middle - gap / density if density > 0 else low
            if abs(step - middle) <= near:
                return step
            middle = step if low < step < high else (low + high) / 2
        return middle

    def density(self, value: float) -> float:
        """The probability density at ``value``."""
        return math.fsum(part.weight * _density(value - part.mean, part.variance) for part in self.parts)

    def crps(self, value: float) -> float:
        """Continuous ranked probability score of ``value``: the absolute error of a whole distribution.

        >>> round(Mixture((Part(1.0, 0.0, 1.0),)).crps(0.0), 4)
        0.2337
        """
        near = math.fsum(part.weight * _distance(value - part.mean, part.variance) for part in self.parts)
        apart = math.fsum(
            one.weight * other.weight * _distance(one.mean - other.mean, one.variance + other.variance)
            for one in self.parts
            for other in self.parts
        )
        return near - apart / 2

    def widened(self, variance: float) -> Mixture:
        """The same with an independent normal error added."""
        return Mixture(tuple(part._replace(variance=part.variance + variance) for part in self.parts))

    def shifted(self, by: float, *, shrunk: float = 1.0) -> Mixture:
        """The same moved ``by``, each variance multiplied with ``shrunk``."""
        return Mixture(tuple(Part(part.weight, part.mean + by, part.variance * shrunk) for part in self.parts))

    def given(self, value: float, variance: float) -> Mixture:
        """What is left after a measurement of ``value`` with a normal error (Bayes' rule, part by part).

        >>> round(Mixture((Part(1.0, 0.0, 1.0),)).given(2.0, 1.0).mean, 9)
        1.0
        """
        found = []
        for part in self.parts:
            total = part.variance + variance
            log = math.log(part.weight) - (value - part.mean) ** 2 / (2 * total) - math.log(total) / 2
            mean = (part.mean * variance + value * part.variance) / total
            found.append((log, mean, part.variance * variance / total))
        top = max(log for log, _, _ in found)
        return weighted((math.exp(log - top), mean, spread) for log, mean, spread in found)


def weighted(parts: Iterable[tuple[float, float, float]]) -> Mixture:
    """A mixture from parts whose weights need not sum to one; parts without weight are left out."""
    kept = [part for part in parts if part[0] > 0]
    total = math.fsum(weight for weight, _, _ in kept)
    return Mixture(tuple(Part(weight / total, mean, variance) for weight, mean, variance in kept))


def scale_nodes(freedom: float, count: int) -> tuple[float, ...]:
    """Factors of a variance estimated with ``freedom`` degrees of freedom, equally likely.

    They are ``freedom`` / chi-square at the middles of ``count`` equal shares, by Wilson & Hilferty, "The distribution
    of chi-square" (1931). Normals with these variances, mixed, come close to Student's t.

    >>> [round(factor, 2) for factor in scale_nodes(10, 3)]
    [1.73, 1.07, 0.71]
    """
    nodes = []
    for at in range(count):
        z = _STANDARD.inv_cdf((at + 0.5) / count)
        share = (1 - 2 / (9 * freedom) + z * math.sqrt(2 / (9 * freedom))) ** 3
        nodes.append(1 / max(share, 1e-3))
    return tuple(nodes)


def _density(distance: float, variance: float) -> float:
    return math.exp(-distance * distance / (2 * variance)) / (_ROOT_TWO_PI * math.sqrt(variance))


def _distance(distance: float, variance: float) -> float:
    """Expected absolute value of a normal variable with this mean and variance."""
    size = math.sqrt(variance)
    z = distance / size
    return 2 * size * math.exp(-z * z / 2) / _ROOT_TWO_PI + distance * math.erf(z / math.sqrt(2))
