"""The published rules of ``data/lights.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from planledger.catalogue import read_data
from planledger.errors import BrokenData
from planledger.planning.schedule import Latitude

NAME = "lights"


@dataclass(frozen=True, slots=True)
class Band:
    """How far behind is still green, and still amber."""

    green: float
    amber: float


@dataclass(frozen=True, slots=True)
class Chance:
    """Probabilities of reaching a target below which a light is no better than amber, and red."""

    amber: float
    red: float


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds of the lights; see the comments of ``data/lights.yaml``."""

    profile: tuple[float, ...]
    tolerance: Mapping[str, Mapping[str, Band]]
    nearly: Mapping[str, Mapping[str, float]]
    about: Latitude
    grace_days: Mapping[str, int]
    amber_after: int
    grey_after: int
    falls: int
    chances: Mapping[str, Chance]

    def band(self, *, binding: bool, scale: str) -> Band:
        """How far behind an indicator may be."""
        return self.tolerance["binding" if binding else "anticipatory"][scale]

    def chance(self, *, binding: bool) -> Chance:
        """How probable reaching the target must be."""
        return self.chances["binding" if binding else "anticipatory"]

    def near(self, *, binding: bool, scale: str) -> float:
        """By how much the end may be missed and still be amber."""
        return self.nearly["binding" if binding else "anticipatory"][scale]


@cache
def load_rules() -> Rules:
    """The rules, read once.

    Raises:
        BrokenData: When a key is missing.
    """
    try:
        return _rules(read_data(NAME))
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenData(f"{NAME}.yaml", "rules", str(error)) from error


def _rules(said: Mapping[str, Any]) -> Rules:
    return Rules(
        profile=tuple(map(float, said["profile"])),
        tolerance={
            kind: {scale: Band(float(band["green"]), float(band["amber"])) for scale, band in bands.items()}
            for kind, bands in said["tolerance"].items()
        },
        nearly={kind: {scale: float(size) for scale, size in sizes.items()} for kind, sizes in said["nearly"].items()},
        about=Latitude(float(said["about"]["relative"]), float(said["about"]["points"])),
        grace_days=said["freshness"]["grace_days"],
        amber_after=said["freshness"]["amber"],
        grey_after=said["freshness"]["grey"],
        falls=said["trend"]["falls"],
        chances={kind: Chance(float(one["amber"]), float(one["red"])) for kind, one in said["probability"].items()},
    )
