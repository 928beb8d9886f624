"""Plans as alignment takes them: goals, bases, works, directions."""

from __future__ import annotations

from dataclasses import dataclass, field

from planledger.model import Citation
from planledger.reconciling.figures import Figure
from planledger.reconciling.phrases import Phrase

LEVELS = ("nation", "province", "prefecture", "county")


@dataclass(frozen=True, slots=True)
class Work:
    """A project, task or measure of a plan (项目, 任务, 措施).

    Attributes:
        name: As people name it.
        phrase: The name taken apart.
        kind: ``project`` or ``task``.
        places: Codes or names of the regions that it is placed in; empty where it says none.
        year: By which it shall be done, 0 where it says none.
        citation: Where the plan says so.
        for_all: Whether it is set for everybody below: a row without place, a sentence that says 各市县.
    """

    name: str
    phrase: Phrase
    kind: str
    places: tuple[str, ...]
    year: int
    citation: Citation
    for_all: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """Which way a plan turns something (方向): ``up`` 扩大 or ``down`` 压减."""

    way: str
    word: str
    thing: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with what others may have to follow.

    Attributes:
        id: Identifier, unique among the plans that are compared.
        name: For people.
        region: Region code, or the name of the region where no code is known.
        region_name: For people.
        level: 0 nation, 1 province, 2 prefecture, 3 county, 4 below.
        first: First year, 0 when unknown.
        last: Last year.
        goals: Its targets.
        bases: Values of its base year.
        related: Indicators that it sets by reference (与经济增长同步), as keys of things.
        works: Projects, tasks, measures.
        headings: What it enlarges and reduces.
        main: Which of its goals, by their places, are among its main ones; empty in a table, where all are.
        above: Identifier of its superior where somebody said which; empty when regions decide.
        explicit: Whether it is a table that names what others must follow, rather than a text.
    """

    id: str
    name: str
    region: str
    region_name: str
    level: int
    first: int
    last: int
    goals: tuple[Figure, ...] = field(default=())
    bases: tuple[Figure, ...] = field(default=())
    related: frozenset[str] = field(default=frozenset())
    works: tuple[Work, ...] = field(default=())
    headings: tuple[Heading, ...] = field(default=())
    main: frozenset[int] = field(default=frozenset())
    above: str = ""
    explicit: bool = False

    @property
    def several(self) -> bool:
        """Whether it is for more than one year."""
        return self.last > self.first

    @property
    def when(self) -> str:
        """Its years in words."""
        return f"{self.first}—{self.last}" if self.several else str(self.last or "")
