"""The way through the years."""

from __future__ import annotations

from fractions import Fraction

import pytest

from planledger.planning.decomposing.goals import path_of_years, window_of
from planledger.planning.decomposing.records import Aim

YEARS = [2021, 2022, 2023, 2024, 2025]


def aim(low: float, **said: object) -> Aim:
    return Aim("指标", 2020, 2025, Fraction(str(low)), **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "levels"),
    [
        ("even_steps", [120, 140, 160, 180, 200]),
        ("even_growth", [115, 132, 152, 174, 200]),
        ("front", [127, 150, 170, 187, 200]),
        ("back", [113, 130, 150, 173, 200]),
        ("s_curve", [110, 135, 165, 190, 200]),
    ],
)
def test_levels_by_shape(path: str, levels: list[int]) -> None:
    assert list(path_of_years(aim(200, base=Fraction(100), path=path), {}).values()) == levels


def test_a_profile_counts_only_in_proportion() -> None:
    sizes = tuple(map(Fraction, (1, 1, 2, 4, 2)))
    one = aim(200, base=Fraction(100), path="profile", profile=sizes)
    assert list(path_of_years(one, {}).values()) == [110, 120, 140, 180, 200]


def test_amounts_sum_to_the_target() -> None:
    for path in ("even_steps", "front", "back", "s_curve"):
        assert sum(path_of_years(aim(1003, measure="cumulative", path=path), {}).values()) == 1003


def test_amounts_that_grow_evenly_start_from_the_base() -> None:
    # 100 grows by a tenth a year: 110 + 121 + 133.1 + 146.41 + 161.051
    growing = aim(671.561, measure="cumulative", base=Fraction(100), path="even_growth", digits=3)
    assert list(path_of_years(growing, {}).values()) == [110000, 121000, 133100, 146410, 161051]


def test_average_growth_compounds_to_the_end() -> None:
    growing = aim(10, measure="growth", base=Fraction(100), path="even_growth", digits=1)
    assert list(path_of_years(growing, {}).values()) == [1100, 1210, 1331, 1464, 1611]


def test_what_was_reached_moves_the_rest() -> None:
    assert path_of_years(aim(100, measure="cumulative"), {2021: 40}) == {2022: 15, 2023: 15, 2024: 15, 2025: 15}
    assert path_of_years(aim(200, base=Fraction(100)), {2021: 80}) == {2022: 110, 2023: 140, 2024: 170, 2025: 200}


def test_nothing_is_left_where_the_target_is_reached_already() -> None:
    assert path_of_years(aim(30, measure="cumulative"), {2021: 40}) == dict.fromkeys(YEARS[1:], 0)


def test_binding_years_are_rounded_to_the_safe_side() -> None:
    plain, binding = aim(101, base=Fraction(100)), aim(101, base=Fraction(100), binding=True)
    assert list(path_of_years(plain, {}).values()) == [100, 100, 101, 101, 101]
    assert list(path_of_years(binding, {}).values()) == [101, 101, 101, 101, 101]
    falling = aim(99, base=Fraction(100), binding=True, direction="less", bound="at_most")
    assert list(path_of_years(falling, {}).values()) == [99, 99, 99, 99, 99]


@pytest.mark.parametrize(
    ("bound", "said", "window"),
    [
        ("at_least", {}, (100, None)),
        ("at_most", {}, (None, 100)),
        ("exact", {}, (100, 100)),
        ("range", {"high": Fraction(110)}, (100, 110)),
        ("about", {"latitude": Fraction(3, 100)}, (97, 103)),
        ("about", {"latitude": Fraction(3, 100), "binding": True}, (100, 103)),
    ],
)
def test_what_a_bound_leaves_open(bound: str, said: dict[str, object], window: tuple[int | None, int | None]) -> None:
    found = window_of(aim(100, bound=bound, **said))
    assert (found.low, found.high) == window
