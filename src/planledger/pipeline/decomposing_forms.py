"""A filled form of decomposition as a task, and what of it cannot be used, by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from planledger.forms import Filled, FormRow
from planledger.model import Problem
from planledger.planning.decomposing import Aim, Ceiling, Limit, Part, Reached, Task, Use
from planledger.planning.decomposing.records import Direction
from planledger.planning.decomposing.words import number
from planledger.planning.rules import load_rules

_FEWEST_OF_INDEX = 2
_MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for.

    Attributes:
        task: To decompose.
        problems: What cannot be used, by cell.
        document: The file that it came from, for problems that the engine finds.
    """

    task: Task
    problems: tuple[Problem, ...] = ()
    document: str = ""


def read_task(filled: Filled, *, document: str = "") -> Asked:
    """The task of a filled form."""
    return _Reading(filled, document).asked()


def exact(value: Any) -> Fraction | None:
    """A number as it was written; None where nothing was.

    >>> exact(5.3)
    Fraction(53, 10)
    """
    return None if value is None else Fraction(Decimal(repr(value)))


def decimals(value: Any) -> int:
    """How many decimals a number was written with.

    >>> decimals(5.25), decimals(3.0), decimals(None)
    (2, 0, 0)
    """
    if value is None:
        return 0
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


class _Reading:
    """One form being read."""

    def __init__(self, filled: Filled, document: str) -> None:
        self._rows, self._document = filled.rows, document
        self._problems: list[Problem] = []
        self._aims: dict[str, FormRow] = {row["indicator"]: row for row in self._rows["targets"]}
        self._parts = self._own_parts()

    def asked(self) -> Asked:
        """Everything that can be used."""
        results = list(self._reached())
        limits = list(self._limits())
        aims = tuple(self._aim(row) for row in self._aims.values())
        uses, ceilings = list(self._uses()), list(self._ceilings())
        parts = tuple(part for parts in self._parts.values() for part in parts.values())
        task = Task(aims, tuple(limits), tuple(results), parts, tuple(uses), tuple(ceilings))
        self._look_at_idle_cells()
        self._look_at_sums(task)
        return Asked(task, tuple(self._problems), self._document)

    def _tell(self, row: FormRow, column: str, code: str, said: tuple[str, str]) -> None:
        self._problems.append(row.problem(column, code, *said))

    def _aim(self, row: FormRow) -> Aim:
        measure, bound = row["measure"], row["bound"]
        growth, rules = measure == "growth", load_rules().about
        points = growth or row["combining"] == "mean"
        direction: Direction = row["direction"] or ("less" if bound == "at_most" else "more")
        fields = {"name": "indicator", "low": "target", "high": "upper"}
        named = ("base", "end_year", "profile", "max_rise", "max_fall", "max_growth", "min_growth")
        return Aim(
            name=row["indicator"],
            base_year=row["base_year"],
            end_year=row["end_year"],
            low=exact(row["target"]) or Fraction(0),
            high=exact(row["upper"]) if bound == "range" else None,
            base=exact(row["base"]),
            digits=self._digits(row),
            measure=measure,
            bound=bound,
            direction=direction,
            binding=row["binding"],
            combining=row["combining"],
            path=row["path"] or ("even_growth" if growth else "even_steps"),
            profile=self._profile(row),
            rule=row["rule"],
            max_rise=exact(row["max_rise"]),
            max_fall=exact(row["max_fall"]),
            max_growth=exact(row["max_growth"]),
            min_growth=exact(row["min_growth"]),
            latitude=exact(rules.points if points else rules.relative) or Fraction(0),
            unit=row["unit"],
            places={field: row.place(column) for field, column in fields.items()} | {n: row.place(n) for n in named},
        )

    def _digits(self, row: FormRow) -> int:
        """As stated; else as many decimals as the numbers given have, and two of an index."""
        if row["digits"] is not None:
            return int(row["digits"])
        said = [row["base"]]
        if row["measure"] != "growth":
            said += [row["target"], row["upper"]]
        name = row["indicator"]
        said += [one["value"] for one in self._rows["reached"] if one["indicator"] == name]
        said += [one["base"] for one in self._rows["parts"] if one["indicator"] == name]
        fewest = _FEWEST_OF_INDEX if row["measure"] == "growth" and row["base"] is None else 0
        return min(_MOST_DIGITS, max(fewest, *map(decimals, said)))

    def _profile(self, row: FormRow) -> tuple[Fraction, ...]:
        found = []
        for text in row["profile"] or ():
            try:
                found.append(Fraction(Decimal(text)))
            except (ArithmeticError, ValueError):
                self._tell(row, "profile", "decompose.profile", (f"{text} is not a number", f"{text}不是数"))
                return ()
        return tuple(found)

    def _own_parts(self) -> dict[str, dict[str, Part]]:
        """Parts by indicator; those without an indicator are for all that have none of their own."""
        own: dict[str, dict[str, Part]] = {name: {} for name in self._aims}
        shared = [row for row in self._rows["parts"] if not row["indicator"]]
        for row in self._rows["parts"]:
            if row["indicator"] and self._known(row):
                own[row["indicator"]][row["part"]] = _part(row, row["indicator"])
        for name, parts in own.items():
            if not parts:
                parts |= {row["part"]: _part(row, name) for row in shared}
        return own

    def _known(self, row: FormRow) -> bool:
        """Whether the row speaks of an indicator of the targets, in its unit."""
        aim = self._aims.get(row["indicator"])
        if aim is None:
            said = "no such indicator among the targets", "目标表中没有此指标"
            self._tell(row, "indicator", "decompose.unknown_indicator", said)
            return False
        unit = row.get("unit") or ""
        if unit and unit != aim["unit"]:
            told = f"{unit} is not the unit of the target, {aim['unit'] or 'which has none'}"
            told_zh = f"单位{unit}与目标的单位{aim['unit'] or '（未填）'}不同"
            self._tell(row, "unit", "decompose.unit_mixed", (told, told_zh))
            return False
        return True

    def _placed(self, row: FormRow) -> bool:
        """Whether part and year of the row are among those of the plan."""
        aim = self._aims[row["indicator"]]
        if row["part"] and row["part"] not in self._parts[row["indicator"]]:
            self._tell(row, "part", "decompose.unknown_part", ("no such part of the indicator", "分解对象中没有此项"))
            return False
        year = row["year"]
        if year is not None and not aim["base_year"] < year <= aim["end_year"]:
            said = f"{year} is not a year of the plan", f"{year}年不在规划期内"
            self._tell(row, "year", "decompose.year_outside", said)
            return False
        return True

    def _limits(self) -> Iterator[Limit]:
        for row in self._rows["limits"]:
            if not self._known(row) or not self._placed(row):
                continue
            if row["floor"] is None and row["ceiling"] is None:
                self._tell(row, "floor", "decompose.no_limit", ("neither floor nor ceiling", "下限和上限都没有填"))
                continue
            places = {"low": row.place("floor"), "high": row.place("ceiling")}
            low, high = exact(row["floor"]), exact(row["ceiling"])
            yield Limit(row["indicator"], row["part"], row["year"], low, high, places)

    def _reached(self) -> Iterator[Reached]:
        for row in self._rows["reached"]:
            if self._known(row) and self._placed(row):
                value = exact(row["value"]) or Fraction(0)
                yield Reached(row["indicator"], row["year"], value, row["part"], row.place("value"))

    def _uses(self) -> Iterator[Use]:
        limited = {row["resource"] for row in self._rows["ceilings"]}
        for row in self._rows["uses"]:
            if not self._known(row):
                continue
            if row["resource"] not in limited:
                self._tell(row, "resource", "decompose.no_ceiling", ("no ceiling is stated for it", "没有给出它的上限"))
            yield Use(
                row["indicator"], row["resource"], exact(row["amount"]) or Fraction(0), row["of"], row.place("amount")
            )

    def _ceilings(self) -> Iterator[Ceiling]:
        used = {row["resource"] for row in self._rows["uses"]}
        for row in self._rows["ceilings"]:
            if row["resource"] not in used:
                self._tell(row, "resource", "decompose.no_use", ("no indicator uses it", "没有指标消耗它"))
            yield Ceiling(row["resource"], row["year"], exact(row["ceiling"]) or Fraction(0), row.place("ceiling"))

    def _look_at_idle_cells(self) -> None:
        """What was filled in though its row has no use for it."""
        for row in self._aims.values():
            if row["upper"] is not None and row["bound"] != "range":
                said = "counts for a range only; not used", "只用于区间，未采用"
                self._tell(row, "upper", "decompose.idle_cell", said)
            if row["profile"] and row["path"] != "profile":
                said = "counts for the path profile only; not used", "只用于“给定曲线”路径，未采用"
                self._tell(row, "profile", "decompose.idle_cell", said)

    def _look_at_sums(self, task: Task) -> None:
        """What parts say that their whole does not; the work goes on, with each as stated."""
        for aim in task.aims:
            parts, row = list(self._parts[aim.name].values()), self._aims[aim.name]
            if aim.combining != "sum" or not parts:
                continue
            bases = [part.base for part in parts if part.base is not None]
            if aim.base is not None and len(bases) == len(parts) and sum(bases) != aim.base:
                said = _differs("base values of the parts", "各对象基期值", sum(bases, Fraction(0)), aim.base)
                self._tell(row, "base", "decompose.bases_differ", said)
            self._look_at_results(aim, task.reached, len(parts))

    def _look_at_results(self, aim: Aim, reached: Iterable[Reached], count: int) -> None:
        own: dict[int, list[Fraction]] = {}
        wholes: dict[int, Fraction] = {}
        for one in reached:
            if one.aim == aim.name and one.part:
                own.setdefault(one.year, []).append(one.value)
            elif one.aim == aim.name:
                wholes[one.year] = one.value
        for row in self._rows["reached"]:
            year = row["year"]
            if row["indicator"] != aim.name or row["part"] or len(own.get(year, ())) != count or year not in wholes:
                continue
            if sum(own[year]) != wholes[year]:
                said = _differs("results of the parts", "各对象完成值", sum(own[year], Fraction(0)), wholes[year])
                self._tell(row, "value", "decompose.results_differ", said)


def _differs(what: str, what_zh: str, total: Fraction, whole: Fraction) -> tuple[str, str]:
    return (
        f"{what} sum to {number(total)}, not to {number(whole)}",
        f"{what_zh}之和为{number(total)}，与{number(whole)}不等",
    )


def _part(row: Mapping[str, Any], name: str) -> Part:
    assert isinstance(row, FormRow)
    places = {"name": row.place("part")} | {column: row.place(column) for column in ("weight", "base", "capacity")}
    return Part(name, row["part"], exact(row["weight"]), exact(row["base"]), exact(row["capacity"]), places)
