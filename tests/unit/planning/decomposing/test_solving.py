"""Decompositions that a planner would check by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from planledger.planning.decomposing import (
    Aim,
    Ceiling,
    Decomposed,
    Limit,
    Part,
    Reached,
    Task,
    Use,
    broken_constraints,
    conflict_words,
    decompose,
)

FOREST = Aim("造林", 2020, 2025, Fraction(100), measure="cumulative", bound="exact", places={"low": "目标!E2"})
PARTS = tuple(Part("造林", name, Fraction(weight)) for name, weight in (("东县", 3), ("西县", 2), ("南区", 1)))


def years(found: Decomposed, name: str = "造林") -> list[float]:
    return [float(one.value) for one in found.years if one.aim == name]


def part(found: Decomposed, name: str) -> list[float]:
    return [float(one.value) for one in found.parts if one.part == name]


def test_years_and_parts_close_in_both_directions() -> None:
    task = Task((FOREST,), parts=PARTS)
    found = decompose(task)
    assert years(found) == [20, 20, 20, 20, 20]
    assert {name: sum(part(found, name)) for name in ("东县", "西县", "南区")} == {"东县": 50, "西县": 33, "南区": 17}
    assert broken_constraints(task, found) == []


def test_replanning_gives_a_part_less_that_has_done_more() -> None:
    done = {"东县": 20, "西县": 5, "南区": 0}
    reached = [Reached("造林", 2021, Fraction(25))]
    reached += [Reached("造林", 2021, Fraction(value), name) for name, value in done.items()]
    found = decompose(Task((FOREST,), reached=tuple(reached), parts=PARTS))
    assert {name: sum(part(found, name)) for name in done} == {"东县": 30, "西县": 28, "南区": 17}


def test_a_limit_is_shared_by_the_other_years() -> None:
    found = decompose(Task((FOREST,), limits=(Limit("造林", year=2023, high=Fraction(12)),)))
    assert sum(years(found)) == 100
    assert years(found)[2] == 12
    assert all(21 <= value <= 23 for at, value in enumerate(years(found)) if at != 2)


def test_indicators_that_share_money_make_room_for_each_other() -> None:
    roads = Aim("公路", 2020, 2025, Fraction(50), measure="cumulative", bound="exact")
    uses = (Use("造林", "资金", Fraction(2)), Use("公路", "资金", Fraction(4)))
    task = Task((FOREST, roads), uses=uses, ceilings=(Ceiling("资金", 2022, Fraction(70)),))
    found = decompose(task)
    assert 2 * years(found)[1] + 4 * years(found, "公路")[1] <= 70
    assert sum(years(found)) == 100
    assert sum(years(found, "公路")) == 50


def test_a_target_of_growth_is_told_as_growth() -> None:
    growing = Aim(
        "产值", 2020, 2025, Fraction(13, 2), measure="growth", base=Fraction(100), max_growth=Fraction(5), unit="亿元"
    )
    [conflict] = decompose(Task((growing,))).conflicts
    chinese, english = conflict_words(conflict)
    assert "产值的规划目标年均增长6.5%" in chinese
    assert "the plan's target of 产值, 6.5% a year" in english


def test_a_conflict_names_the_fewest_conditions_with_their_cells() -> None:
    limits = [
        Limit("造林", year=year, high=Fraction(19), places={"high": f"限制!E{year - 2019}"})
        for year in range(2021, 2026)
    ]
    other = Limit("造林", year=2022, low=Fraction(3), places={"low": "限制!D9"})
    found = decompose(Task((FOREST,), (*limits, other)))
    assert not found.years
    (conflict,) = found.conflicts
    assert [one.kind for one in conflict.conditions] == ["ceiling"] * 5 + ["target"]
    chinese, english = conflict_words(conflict)
    assert chinese.startswith("以下6项约束不能同时满足：1. 造林2021年不高于19（限制!E2）")
    assert chinese.endswith("6. 造林的规划目标100（目标!E2）。放宽其中任一项即可满足其余各项。")
    assert "the plan's target of 造林, 100 (目标!E2)" in english
    assert "限制!D9" not in chinese


def test_limits_of_parts_that_conflict_with_the_whole_are_named() -> None:
    limits = tuple(
        Limit("造林", name, high=Fraction(30), places={"high": f"限制!E{at}"})
        for at, name in enumerate(("东县", "西县", "南区"), 2)
    )
    (conflict,) = decompose(Task((FOREST,), limits, parts=PARTS)).conflicts
    assert {one.part for one in conflict.conditions} == {"东县", "西县", "南区", ""}


def test_limits_of_years_and_parts_that_only_conflict_together_are_found() -> None:
    """Each year and each part has room; only the table as a whole has none."""
    aim = replace(FOREST, end_year=2022, low=Fraction(20))
    limits = (
        *(Limit("造林", year=year, low=Fraction(10), high=Fraction(10)) for year in (2021, 2022)),
        Limit("造林", "东县", 2021, high=Fraction(2)), Limit("造林", "西县", 2021, high=Fraction(2)),
        Limit("造林", "南区", 2022, low=Fraction(9)), Limit("造林", "南区", high=Fraction(14)),
    )  # fmt: skip
    found = decompose(Task((aim,), limits, parts=PARTS))
    assert len(found.conflicts) == 1
    assert found.conflicts[0].proved


def test_means_that_are_short_block_all_who_share_them() -> None:
    roads = Aim("公路", 2020, 2025, Fraction(50), measure="cumulative", bound="exact")
    uses = (Use("造林", "用地", Fraction(1)), Use("公路", "用地", Fraction(0)))
    ceilings = tuple(Ceiling("用地", year, Fraction(10)) for year in range(2021, 2026))
    found = decompose(Task((FOREST, roads), uses=uses, ceilings=ceilings))
    assert [one.kind for one in found.conflicts[0].conditions].count("means") == 5
    assert years(found, "公路")  # it takes nothing of it


def test_rates_of_parts_average_to_the_whole() -> None:
    rate = Aim(
        "城镇化率",
        2020,
        2022,
        Fraction(66),
        base=Fraction("61.25"),
        digits=2,
        combining="mean",
        rule="gap",
        binding=True,
    )
    parts = tuple(
        Part("城镇化率", name, Fraction(weight), Fraction(base))
        for name, weight, base in (
            ("东县", 42, "52.4"),
            ("西县", 31, "47.9"),
            ("南区", 55, "68.5"),
            ("高新区", 17, "84"),
        )
    )
    task = Task((rate,), parts=parts)
    found = decompose(task)
    assert broken_constraints(task, found) == []
    assert part(found, "高新区") == [84, 84]  # who is ahead waits, and need not go back
    assert part(found, "西县")[-1] > 47.9


def test_small_counts_never_turn_back_to_close_a_year() -> None:
    schools = Aim("学校", 2020, 2025, Fraction(12), base=Fraction(5), bound="exact", rule="weights")
    counties = tuple(Part("学校", f"县{at}", Fraction(1), Fraction(at % 2)) for at in range(10))
    found = decompose(Task((schools,), parts=counties))
    for at in range(10):
        own = part(found, f"县{at}")
        assert own == sorted(own)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"end_year": 2020}, "decompose.years"),
        ({"measure": "level"}, "decompose.no_base"),
        ({"low": Fraction(-1)}, "decompose.negative"),
        ({"path": "profile", "profile": (Fraction(1),)}, "decompose.profile"),
        ({"bound": "range"}, "decompose.range"),
        ({"digits": 6, "low": Fraction(10**9)}, "decompose.too_fine"),
        ({"path": "even_growth"}, "decompose.no_base"),
    ],
)
def test_what_is_missing_is_named_and_nothing_guessed(change: dict[str, object], code: str) -> None:
    found = decompose(Task((replace(FOREST, **change),)))
    assert not found.years
    assert [one.code for one in found.refusals] == [code]


def test_numbers_beyond_the_solver_are_said_to_be_undecided() -> None:
    limits = (Limit("造林", year=2022, high=Fraction(10**300)), Limit("造林", year=2023, high=Fraction(12)))
    assert [one.code for one in decompose(Task((FOREST,), limits)).refusals] == ["decompose.undecided"]


def test_parts_without_what_their_rule_needs_are_left_out_and_the_years_stay() -> None:
    found = decompose(Task((FOREST,), parts=(*PARTS, Part("造林", "北旗", places={"weight": "分解对象!C5"}))))
    assert years(found)
    assert not found.parts
    assert [(one.code, one.place) for one in found.refusals] == [("decompose.no_weight", "分解对象!C5")]
