"""Shares, parts and thresholds held against each other, wherever in a document they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from planledger.model import Finding
from planledger.reconciling.figures import Figure
from planledger.reconciling.numbers import multiplier, plain
from planledger.reconciling.rulebook import finding, settings, words
from planledger.reconciling.wording import any_of

Period = tuple[str, str, str, str, int, int]


def _periods(figures: Sequence[Figure]) -> dict[Period, dict[str, Figure]]:
    """Exact levels of catalogue indicators by source, region, role and period."""
    groups: dict[Period, dict[str, Figure]] = {}
    for one in figures:
        plain_name = one.indicator_id and one.thing.strip("|") == one.indicator_id
        if plain_name and one.sure and one.measure == "level" and one.exact and one.span != "each":
            key = (one.source, one.region, one.role, one.measure, one.first, one.last)
            groups.setdefault(key, {}).setdefault(one.indicator_id, one)
    return groups


def whole_parts(figures: Sequence[Figure]) -> Iterator[Finding]:
    """Parts that should make up a whole, by definition, and do not."""
    for group in _periods(figures).values():
        for entry in settings("consistency")["wholes"]:
            parts = [group[part] for part in entry["parts"] if part in group]
            whole = group.get(entry["whole"])
            if len(parts) < len(entry["parts"]) or len({part.unit for part in parts}) > 1:
                continue
            if not entry["whole"]:
                yield from _shares(parts)
            elif whole is not None and whole.unit == parts[0].unit:
                yield from _sum(whole, parts)


def _shares(parts: list[Figure]) -> Iterator[Finding]:
    total = sum(part.value or 0.0 for part in parts)
    if abs(total - 100) > settings("consistency")["tolerance"]["share"] * len(parts) + 1e-9:
        listed, listed_en = _listed(parts)
        yield finding(
            "check.shares",
            parts[0].name,
            tuple(part.citation for part in parts),
            words(
                f"各项比重合计{plain(total)}%，不等于100%：{listed}",
                f"the shares add up to {plain(total)}%, not 100%: {listed_en}",
            ),
        )


def _sum(whole: Figure, parts: list[Figure]) -> Iterator[Finding]:
    total = sum(part.value or 0.0 for part in parts)
    assert whole.value is not None
    if abs(total - whole.value) > whole.grain + sum(part.grain for part in parts):
        listed, listed_en = _listed(parts)
        yield finding(
            "check.parts",
            whole.name,
            (whole.citation, *(part.citation for part in parts)),
            words(
                f"{whole.said}，各部分合计与之相差{plain(abs(total / whole.value - 1) * 100)}%：{listed}",
                f"{whole.name}: {whole.stated_en}, the parts differ from it by"
                f" {plain(abs(total / whole.value - 1) * 100)}%: {listed_en}",
            ),
        )


def _listed(parts: list[Figure]) -> tuple[str, str]:
    return (
        "、".join(part.said for part in parts),
        ", ".join(f"{part.name} {part.stated_en}" for part in parts),
    )


def ratios(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A share that is not its part divided by its whole."""
    for group in _periods(figures).values():
        for entry in settings("consistency")["ratios"]:
            share, part, whole = (group.get(entry[name]) for name in ("share", "part", "whole"))
            if share is None or part is None or whole is None or part.unit != whole.unit or not whole.value:
                continue
            assert share.value is not None
            assert part.value is not None
            implied = part.value / whole.value * 100
            room = settings("consistency")["tolerance"]["share"] + share.grain / 2
            room += implied * (part.grain / max(part.value, 1e-9) + whole.grain / whole.value)
            if abs(implied - share.value) > room:
                yield finding(
                    "check.ratio",
                    share.name,
                    (part.citation, whole.citation, share.citation),
                    words(
                        f"{part.said}占{whole.said}的{plain(round(implied, 2))}%，而所称为{share.stated}",
                        f"{part.name} {part.stated_en} is {plain(round(implied, 2))}% of {whole.name}"
                        f" {whole.stated_en}, but {share.stated_en} is stated",
                    ),
                )


def outside_hundred(figures: Sequence[Figure]) -> Iterator[Finding]:
    """A share or coverage below nothing or above all."""
    book = settings("consistency")
    bounded, unbounded = book["bounded"], any_of(book["unbounded"])
    for one in figures:
        if one.measure != "level" or one.unit not in ("percent", "%") or one.named is None:
            continue
        name = one.phrase.stated.rstrip("以上内")
        if not any(name.endswith(word) for word in bounded) or unbounded.search(name):
            continue
        low, high = one.named
        if low < 0 or high > 100:
            yield finding(
                "check.over_hundred",
                one.name,
                (one.citation,),
                (f"{one.name}为{one.stated}", f"{one.name} is {one.stated_en}"),
            )


_AMOUNT = re.compile(r"^(\d+(?:\.\d+)?)?([十百千万亿]+)$")


def nested_thresholds(figures: Sequence[Figure]) -> Iterator[Finding]:
    """More things above a higher threshold than above a lower one (亿元以上项目多于5000万元以上项目)."""
    groups: dict[tuple[object, ...], list[tuple[float, Figure]]] = {}
    for one in figures:
        height = _height(one)
        if height is not None and one.measure == "level" and one.value is not None and one.bound != "at_most":
            bare = (one.phrase.core, one.phrase.verbs, one.phrase.grades, one.phrase.increment, one.phrase.cumulative)
            key = (one.source, one.region, one.role, one.first, one.last, one.span, *bare, one.phrase.season)
            groups.setdefault(key, []).append((height, one))
    for group in groups.values():
        for (low, wide), (high, narrow) in combinations(sorted(group, key=lambda pair: pair[0]), 2):
            together = wide.sentence == narrow.sentence
            if not together and not (wide.sure and narrow.sure):
                continue
            if low == high or narrow.value is None or wide.value is None or narrow.value <= wide.value:
                continue
            yield finding(
                "check.nested",
                narrow.name,
                (wide.citation, narrow.citation),
                words(
                    f"{narrow.said}，多于{wide.name}的{wide.stated}",
                    f"{narrow.name}: {narrow.stated_en}, more than {wide.name}: {wide.stated_en}",
                ),
                severity="error" if wide.bound == "exact" else "warning",
            )


def _height(one: Figure) -> float | None:
    """The one threshold of a phrase as a number: 5000万元以上 → 50000000."""
    if len(one.phrase.thresholds) != 1:
        return None
    [stated] = one.phrase.thresholds
    found = _AMOUNT.match(stated)
    return float(found[1] or 1) * multiplier(found[2]) if found else None
