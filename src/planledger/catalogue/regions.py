"""Divisions of China by code and by name, with those that have gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, count
from operator import add
from typing import Any, Literal, NamedTuple

from planledger.errors import BrokenData, UndefinedRegion

Level = Literal["nation", "province", "prefecture", "county"]
NATION = "000000"


@dataclass(frozen=True, slots=True)
class Region:
    """One division (行政区划).

    Attributes:
        code: Six digits of GB/T 2260; ``000000`` for the nation.
        name: Full name (吉林市).
        short: Name without its kind (吉林).
        level: ``nation``, ``province``, ``prefecture``, ``county``.
        parent: Code of the division above; empty for the nation.
        abbreviation: One character, provinces only (吉).
        aliases: Other names.
        english: English name, provinces only.
        until: Last year of this name when it has gone, else 0.
        now: Code of the division that it has become, else empty.
    """

    code: str
    name: str
    short: str
    level: Level
    parent: str
    abbreviation: str = ""
    aliases: tuple[str, ...] = ()
    english: str = ""
    until: int = 0
    now: str = ""


class Mention(NamedTuple):
    """A place where a text names a region, and the regions that it may mean."""

    start: int
    end: int
    regions: tuple[Region, ...]


@dataclass(frozen=True)
class Regions:
    """All divisions by code; ``former`` ones apart, because their codes may have been given again."""

    by_code: Mapping[str, Region]
    former: tuple[Region, ...]

    @classmethod
    def from_data(cls, content: Mapping[str, Any]) -> Regions:
        """Regions of ``data/regions.yaml``."""
        by_code = {
            NATION: Region(NATION, "中华人民共和国", "全国", "nation", "", aliases=("中国", "国家"), english="China")
        }
        for code, entry in content["regions"].items():
            by_code[code] = _region(code, entry)
        former = tuple(_region(entry["code"], entry) for entry in content["former"])
        for region in (*by_code.values(), *former):
            for key in (region.parent, region.now):
                if key and key not in by_code:
                    raise BrokenData("regions.yaml", region.code, f"no region {key!r}")
        return cls(by_code, former)

    def get(self, code: str) -> Region:
        """The division with ``code``; an unknown one raises ``UndefinedRegion``."""
        try:
            return self.by_code[code]
        except KeyError:
            raise UndefinedRegion(code) from None

    def named(self, name: str) -> tuple[Region, ...]:
        """Divisions that ``name`` may mean, higher levels first, gone ones last: 吉林 is a province and a city."""
        return self._by_name.get(name, ())

    def children(self, code: str) -> tuple[Region, ...]:
        """Divisions right below ``code``, in order of code."""
        return self._children.get(self.get(code).code, ())

    def ancestors(self, code: str) -> tuple[Region, ...]:
        """Divisions above ``code``, the nearest first; the nation is the last."""
        above = []
        region = self.get(code)
        while region.parent:
            region = self.by_code[region.parent]
            above.append(region)
        return tuple(above)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Every place where ``text`` (a phrase, a title) names a division by full or short name, in text order."""
        found, heads, free = [], self._heads, 0
        for at in compress(count(), map(heads.__contains__, map(add, text, text[1:]))):
            if at < free:
                continue
            for name in heads[text[at : at + 2]]:
                if text.startswith(name, at):
                    free = at + len(name)
                    found.append(Mention(at, free, self._by_name[name]))
                    break
        return tuple(found)

    def best_of(self, text: str, *, year: int = 0) -> Region | None:
        """The one division that ``text`` (a title, a head line) is about, or None when it leaves a choice.

        The lowest of a chain wins (吉林省吉林市 is the city). A gone division counts only for years in which it was.
        """
        chosen: Region | None = None
        for mention in self.mentions(text):
            fitting = [region for region in mention.regions if not region.until or 0 < year <= region.until]
            fitting = fitting or [self.by_code[region.now] for region in mention.regions if region.now]
            inside = [region for region in fitting if chosen and region.parent == chosen.code]
            if inside:
                chosen = inside[0]
            elif chosen is None and len(fitting) == 1:
                chosen = fitting[0]
            elif chosen is None:
                return None
        return chosen

    def without_name(self, text: str, code: str) -> str:
        """``text`` without a name of region ``code`` in front; as it is when it does not begin with one."""
        region = self.by_code.get(code)
        if region is None:
            return text
        for name in (region.name, *region.aliases, region.short):
            if text.startswith(name):
                return text[len(name) :]
        return text

    @cached_property
    def _by_name(self) -> dict[str, tuple[Region, ...]]:
        order = {"nation": 0, "province": 1, "prefecture": 2, "county": 3}
        names: dict[str, list[Region]] = {}
        for region in (*sorted(self.by_code.values(), key=lambda r: (order[r.level], r.code)), *self.former):
            for name in {region.name, region.short, region.abbreviation, *region.aliases} - {""}:
                names.setdefault(name, []).append(region)
        return {name: tuple(found) for name, found in names.items()}

    @cached_property
    def _children(self) -> dict[str, tuple[Region, ...]]:
        below: dict[str, list[Region]] = {}
        for code in sorted(self.by_code):
            below.setdefault(self.by_code[code].parent, []).append(self.by_code[code])
        return {code: tuple(found) for code, found in below.items()}

    @cached_property
    def _heads(self) -> dict[str, tuple[str, ...]]:
        """Names by their first two characters, longest first; a regular expression of all takes 25 ms to compile."""
        # One character (吉, 新) is a word of its own too often to count as a mention; 国家 and 全国 are no place names.
        heads: dict[str, list[str]] = {}
        for name in sorted(self._by_name, key=len, reverse=True):
            if len(name) > 1 and name not in {"全国", "国家"}:
                heads.setdefault(name[:2], []).append(name)
        return {head: tuple(names) for head, names in heads.items()}


def _region(code: str, entry: Mapping[str, Any]) -> Region:
    if code[2:] == "0000":
        level, parent = "province", NATION
    elif code[4:] == "00":
        level, parent = "prefecture", code[:2] + "0000"
    else:
        level, parent = "county", code[:4] + "00" if code[2:4] != "90" else code[:2] + "0000"
    return Region(
        code,
        entry["name"],
        entry["short"],
        level,  # type: ignore[arg-type]
        parent,
        entry.get("abbreviation", ""),
        tuple(entry.get("aliases", ())),
        entry.get("english", ""),
        entry.get("until", 0),
        entry.get("now", ""),
    )
