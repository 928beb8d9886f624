"""A push of figures, and its answer."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import ConfigDict, StringConstraints

from planweb.api.problems import Detail

MOST_FIGURES = 10_000
_Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]


class FigureIn(Schema):
    """One value of an indicator, for a region or one body in it, and a period."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    indicator: Annotated[_Text, StringConstraints(min_length=1, max_length=80)] = Field(
        ..., description="code of an indicator"
    )
    region: str = Field(..., pattern=r"^[0-9]{6}$", description="code of a region")
    period: str = Field(
        ..., pattern=r"^(19|20)[0-9]{2}(H[12]|Q[1-4]|-(0[1-9]|1[0-2]))?$", description="2025, 2025H1, 2025Q1 or 2025-03"
    )
    value: float = Field(..., description="in the unit that is said, else in that of the indicator")
    unit: Annotated[_Text, StringConstraints(max_length=40)] = Field("", description="such as 万元")
    measure: Literal["level", "growth"] = "level"
    kind: Literal["estimate", "preliminary", "final"] = "preliminary"
    body: int | None = Field(None, ge=1, le=2**63 - 1, description="key of a body, for the share of one body")
    key: Annotated[_Text, StringConstraints(min_length=1, max_length=100)] | None = Field(
        None, description="name of the value in your system; without it indicator, region, body, period, measure, kind"
    )
    note: Annotated[_Text, StringConstraints(max_length=500)] = ""


class PushIn(Schema):
    """Figures to be written."""

    model_config = ConfigDict(extra="forbid")

    figures: list[FigureIn] = Field(..., min_length=1, max_length=MOST_FIGURES)


class PushOut(Schema):
    """What became of a push; ``errors`` holds the rows that were left out of a partial one."""

    created: int
    revised: int
    unchanged: int
    failed: int
    digest: str
    errors: list[Detail]
