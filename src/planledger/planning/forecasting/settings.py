"""The published constants of ``data/forecast.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from planledger.catalogue import read_data
from planledger.errors import BrokenData
from planledger.planning.forecasting.scales import SCALES

NAME = "forecast"


@dataclass(frozen=True, slots=True)
class Alone:
    """Constants for a series without others beside it; see the comments of ``data/forecast.yaml``."""

    persistence: float
    lasting: float
    spread: float
    spread_weight: float
    mean_doubt: float
    width: float
    jump_share: float
    jump_size: float
    clip: float


@dataclass(frozen=True, slots=True)
class Shared:
    """Constants for a series with similar regions beside it; see the comments of ``data/forecast.yaml``."""

    persistence: float
    shock: float
    shock_weight: float
    mean_doubt: float
    own_persistence: float
    lasting: float
    spread_weight: float
    width: float
    jump_share: float
    jump_weight: float
    jump_size: float
    clip: float


@dataclass(frozen=True, slots=True)
class Within:
    """What the rest of a year leaves open; see the comments of ``data/forecast.yaml``."""

    known: float
    even: float
    growth: float
    weight: float


@dataclass(frozen=True, slots=True)
class Settings:
    """All constants of the forecast."""

    window: int
    enough: int
    tested_years: int
    most_years: int
    fewest_regions: int
    fewest_years: int
    outlier: float
    alone: Mapping[str, Alone]
    shared: Mapping[str, Shared]
    within: Within


@cache
def load_settings() -> Settings:
    """The constants, read once.

    Raises:
        BrokenData: When one is missing.
    """
    try:
        return settings_from(read_data(NAME))
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenData(f"{NAME}.yaml", "settings", str(error)) from error


def settings_from(said: Mapping[str, Any]) -> Settings:
    """The constants of a file's content."""
    return Settings(
        **{name: int(said[name]) for name in ("window", "enough", "tested_years", "most_years")},
        fewest_regions=int(said["fewest_regions"]),
        fewest_years=int(said["fewest_years"]),
        outlier=float(said["outlier"]),
        alone={scale: Alone(**_numbers(said["alone"][scale])) for scale in SCALES},
        shared={scale: Shared(**_numbers(said["shared"][scale])) for scale in SCALES},
        within=Within(**_numbers(said["within"])),
    )


def _numbers(said: Mapping[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in said.items()}
