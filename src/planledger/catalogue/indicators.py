"""Indicators of planning documents: names, aliases, and what looks alike but is another thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from planledger.errors import BrokenData, UndefinedIndicator

Direction = Literal["more", "less", "neutral"]
IndicatorKind = Literal["stock", "flow", "rate", "index"]
Binding = Literal["binding", "anticipatory"]


@dataclass(frozen=True, slots=True)
class Category:
    """A field of planning (领域), such as 财政."""

    id: str
    chinese: str
    english: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator (指标).

    Attributes:
        id: Stable snake_case name.
        chinese: Standard Chinese name.
        english: English name.
        category: Field of planning.
        dimension: What its level is measured in: ``money``, ``ratio``, ``person`` …, as in ``data/units.yaml``.
        direction: ``more`` is better, ``less`` is better, or ``neutral``.
        kind: ``stock`` at a time, ``flow`` over a period, ``rate``, ``index``.
        binding: ``binding`` 约束性 or ``anticipatory`` 预期性, as plans usually have it.
        aliases: Other phrases for the same thing.
        unlike: Indicators and phrases that look alike and are another thing (``not`` in the data).
    """

    id: str
    chinese: str
    english: str
    category: Category
    dimension: str
    direction: Direction
    kind: IndicatorKind
    binding: Binding
    aliases: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


@dataclass(frozen=True)
class Indicators(Mapping[str, Indicator]):
    """All indicators by id."""

    by_id: Mapping[str, Indicator]
    categories: tuple[Category, ...]

    @classmethod
    def from_data(cls, files: Iterable[tuple[str, Mapping[str, Any]]], dimensions: Mapping[str, str]) -> Indicators:
        """Indicators of the files ``data/indicators/*.yaml``, given with their names."""
        by_id: dict[str, Indicator] = {}
        categories = []
        for file, content in files:
            category = Category(**content["category"])
            categories.append(category)
            for key, entry in content["indicators"].items():
                if key in by_id:
                    raise BrokenData(file, key, f"is also in category {by_id[key].category.id}")
                if entry["dimension"] not in dimensions:
                    raise BrokenData(file, key, f"dimension {entry['dimension']!r} is not in units.yaml")
                by_id[key] = _indicator(key, entry, category)
        return cls(by_id, tuple(categories))

    def __getitem__(self, key: str) -> Indicator:
        try:
            return self.by_id[key]
        except KeyError:
            raise UndefinedIndicator(key) from None

    def __contains__(self, key: object) -> bool:
        return key in self.by_id

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_id)

    def __len__(self) -> int:
        return len(self.by_id)

    @cached_property
    def by_phrase(self) -> dict[str, str]:
        """Indicator id by Chinese name and alias, as written."""
        phrases: dict[str, str] = {}
        for key, indicator in self.by_id.items():
            for phrase in (indicator.chinese, *indicator.aliases):
                if phrases.setdefault(phrase, key) != key:
                    raise BrokenData("indicators", key, f"{phrase!r} is also a name of {phrases[phrase]}")
        return phrases


def _indicator(key: str, entry: Mapping[str, Any], category: Category) -> Indicator:
    return Indicator(
        key,
        entry["chinese"],
        entry["english"],
        category,
        entry["dimension"],
        entry["direction"],
        entry["kind"],
        entry["binding"],
        tuple(entry.get("aliases", ())),
        tuple(entry.get("not", ())),
    )
