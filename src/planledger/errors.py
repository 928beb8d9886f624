"""Every exception of Planledger; imperfect documents do not raise, they give a ``Problem``."""

from __future__ import annotations


class PlanLedgerError(Exception):
    """Base of every error that Planledger raises on purpose; ``code`` is stable, the text tells what to do."""

    code = "error"


class BrokenData(PlanLedgerError):
    """A data file of the package is missing, unreadable, or not as its schema says."""

    code = "data.broken"

    def __init__(self, file: str, key: str, reason: str = "not as expected") -> None:
        super().__init__(file, key, reason)  # args let a worker process rebuild it
        self.file, self.key, self.reason = file, key, reason

    def __str__(self) -> str:
        return f"data/{self.file}: {self.key}: {self.reason}"


class UndefinedUnit(PlanLedgerError):
    """Something names a unit that ``data/units.yaml`` lacks."""

    code = "unit.undefined"

    def __init__(self, unit: str, used_by: str) -> None:
        super().__init__(unit, used_by)
        self.unit, self.used_by = unit, used_by

    def __str__(self) -> str:
        return f"{self.used_by}: add unit {self.unit!r} to data/units.yaml"


class UndefinedIndicator(PlanLedgerError):
    """Something names an indicator that ``data/indicators`` lacks."""

    code = "indicator.undefined"

    def __init__(self, indicator: str) -> None:
        super().__init__(indicator)
        self.indicator = indicator

    def __str__(self) -> str:
        return f"no indicator {self.indicator!r} in data/indicators"


class UndefinedRegion(PlanLedgerError):
    """Something names a region code that ``data/regions.yaml`` lacks."""

    code = "region.undefined"

    def __init__(self, region: str) -> None:
        super().__init__(region)
        self.region = region

    def __str__(self) -> str:
        return f"no region {self.region!r} in data/regions.yaml"
