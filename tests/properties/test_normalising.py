"""Units scale as their multipliers say, and matching never guesses."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planledger.catalogue import load_catalogue
from planledger.errors import UndefinedUnit
from planledger.normalising import match_indicator, to_base_unit

CATALOGUE = load_catalogue()
UNITS = sorted(CATALOGUE.units.by_name)
MULTIPLIERS = st.text(alphabet="十百千万亿", max_size=3)
VALUES = st.floats(min_value=-1e9, max_value=1e9, allow_nan=False)


@given(VALUES, st.sampled_from(UNITS))
def test_base_unit_and_back(value: float, unit: str) -> None:
    base, name = to_base_unit(value, unit, CATALOGUE)
    found = CATALOGUE.units.get(unit)
    assert name == found.unit.base
    assert abs(base * found.denominator / found.numerator - value) <= 1e-9 * max(1, abs(value))


@given(VALUES, MULTIPLIERS, st.sampled_from(UNITS))
def test_multiplier_multiplies(value: float, multiplier: str, unit: str) -> None:
    factor = 1
    for character in multiplier:
        factor *= CATALOGUE.units.multipliers[character]
    stated = CATALOGUE.units.find(multiplier + unit)
    assert stated is not None
    # 千 and 瓦 make another unit, 千瓦; the amount of power is the same.
    expected = to_base_unit(value, unit, CATALOGUE)[0] * factor
    assert abs(to_base_unit(value, multiplier + unit, CATALOGUE)[0] - expected) <= 1e-9 * max(1, abs(expected))


@given(st.text(max_size=12))
def test_unit_is_known_or_typed_error(unit: str) -> None:
    try:
        _, base = to_base_unit(1, unit, CATALOGUE)
    except UndefinedUnit:
        assert CATALOGUE.units.find(unit) is None
    else:
        assert CATALOGUE.units.find(unit) is not None or (base == "" and not set(unit.strip()) - set("十百千万亿"))


@given(st.text(max_size=30))
def test_any_text_is_matched_or_not(phrase: str) -> None:
    key = match_indicator(phrase, CATALOGUE)
    assert key == "" or key in CATALOGUE.indicators


@given(st.sampled_from(sorted(CATALOGUE.indicators.by_phrase)), st.sampled_from(["甲集团", "乙开发区", "民营经济"]))
def test_unknown_subject_is_never_matched_as_the_same(name: str, subject: str) -> None:
    key = match_indicator(subject + name, CATALOGUE)
    assert key != CATALOGUE.indicators.by_phrase[name] or subject + name in CATALOGUE.indicators.by_phrase
