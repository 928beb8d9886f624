"""How well statements and links agree with gold: detection, fields, full agreement, links.

The definitions are those of the gold standard: a guess is paired with the gold numeral that it covers, and a
field agrees when it is the gold one or one that the annotator found as good.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
FIELDS = ("measure", "value", "unit", "bound", "role", "period", "indicator")
MULTIPLIERS = {"十": 10.0, "百": 100.0, "千": 1000.0, "万": 1e4, "亿": 1e8}


@dataclass
class Score:
    """Counts of one or more documents.

    Attributes:
        gold: Gold statements that are scored.
        guessed: Guesses that are scored.
        paired: Guesses that cover a gold numeral.
        agreed: How many of the paired ones agree, by field.
        full: How many agree in every field.
        faults: What went wrong, for the message of a failing test.
    """

    gold: int = 0
    guessed: int = 0
    paired: int = 0
    full: int = 0
    agreed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.gold + other.gold,
            self.guessed + other.guessed,
            self.paired + other.paired,
            self.full + other.full,
            self.agreed + other.agreed,
            self.faults + other.faults,
        )

    @property
    def detection(self) -> float:
        return f1(self.paired, self.gold, self.guessed)

    @property
    def full_f1(self) -> float:
        return f1(self.full, self.gold, self.guessed)

    def share(self, name: str) -> float:
        return self.agreed[name] / self.paired if self.paired else 0.0


def f1(hits: int, gold: int, guessed: int) -> float:
    return 2 * hits / (gold + guessed) if gold + guessed else 0.0


def overlap(one: Row, other: Row) -> bool:
    return bool(max(one["start"], other["start"]) < min(one["end"], other["end"]))


def without_multiplier(value: float | None, unit: str) -> tuple[float | None, str]:
    """Value and unit as they compare: no multiplier, one colon, and three tenths (三成) as thirty per cent."""
    factor, unit = (10.0, "%") if unit == "成" else (1.0, unit.replace("∶", ":"))
    while unit and unit[0] in MULTIPLIERS:
        factor, unit = factor * MULTIPLIERS[unit[0]], unit[1:]
    return (None if value is None else value * factor), unit


def same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-6 * max(1.0, abs(one), abs(other))


def likeness(one: str, other: str) -> float:
    first, second = (Counter(re.sub(r"[\W_]", "", phrase)) for phrase in (one, other))
    return f1((first & second).total(), first.total(), second.total())


def agreement(gold: Row, guess: Row) -> dict[str, bool]:
    """Which fields of ``guess`` are right."""
    others, row_unit = gold.get("alt_value", []), gold["unit"]
    low, unit = without_multiplier(gold["low"], gold["unit"])
    high, _ = without_multiplier(gold["high"], gold["unit"])
    guessed_low, guessed_unit = without_multiplier(guess["low"], guess["unit"])
    guessed_high, _ = without_multiplier(guess["high"], guess["unit"])
    units = {unit, *(without_multiplier(1, other)[1] for other in gold.get("alt_unit", []))}
    right = {name: guess[name] in {gold[name], *gold.get(f"alt_{name}", [])} for name in FIELDS[:1] + FIELDS[3:6]}
    values = [
        (low, high),
        *((without_multiplier(a, row_unit)[0], without_multiplier(b, row_unit)[0]) for a, b in others),
    ]
    right["value"] = any(same(a, guessed_low) and same(b, guessed_high) for a, b in values)
    right["unit"] = unit == "" or guessed_unit in units
    names = [gold["indicator"], *gold["aliases"]]
    right["indicator"] = max(likeness(name, guess["indicator"]) for name in names) >= 0.7
    return right


def score_statements(gold: list[Row], guesses: list[Row]) -> Score:
    """Agreement of one document's guesses with its gold."""
    unscored = [row for row in gold if row["kind"] != "stmt"]
    free = [guess for guess in guesses if not any(overlap(guess, row) for row in unscored)]
    statements = [row for row in gold if row["kind"] == "stmt"]
    score = Score(gold=len(statements), guessed=len(free))
    for row in statements:
        candidates = [(agreement(row, guess), guess) for guess in free if overlap(row, guess)]
        if not candidates:
            score.faults.append(f"not found: {row['start']} {row['text']} {row['indicator']}")
            continue
        right, best = max(candidates, key=lambda candidate: sum(candidate[0].values()))
        free.remove(best)
        score.paired += 1
        score.agreed.update(name for name, agrees in right.items() if agrees)
        score.full += all(right.values())
        wrong = [name for name, agrees in right.items() if not agrees]
        if wrong:
            values = {name: best.get(name, (best["low"], best["high"])) for name in wrong}
            score.faults.append(f"differs: {row['start']} {row['text']} {row['indicator']} {values}")
    score.faults += [f"not a statement: {guess['start']} {guess['text']} {guess['indicator']}" for guess in free]
    return score


@dataclass
class Links:
    """Counts of links between promises and results.

    Attributes:
        linked: Promises with a result in gold.
        right: Of these, linked to it.
        wrong: Promises linked to something else, or linked where gold says they must not be.
        verdicts: Right verdicts among the right links.
        faults: What went wrong.
    """

    linked: int = 0
    right: int = 0
    wrong: int = 0
    verdicts: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def link_f1(self) -> float:
        return f1(self.right, self.linked, self.right + self.wrong)

    @property
    def verdict_accuracy(self) -> float:
        return self.verdicts / self.right if self.right else 0.0


def score_links(gold: list[Row], guesses: list[Row], kinds: set[str]) -> Links:
    """Agreement of links, for promises of the given kinds."""
    links = Links()
    for row in gold:
        if row["promise"]["type"] not in kinds:
            continue
        mine = [
            guess for guess in guesses if guess["pair"] == row["pair"] and overlap(guess["promise"], row["promise"])
        ]
        made = [guess for guess in mine if guess["result"] and guess["verdict"] != "not_comparable"]
        name = f"{row['pair'][:24]} {row['promise']['text'][:20]} ({row['promise']['indicator'] or ''})"
        if row["result"] and row["verdict"] != "not_comparable":
            answers = [row["result"], *row.get("alt_results", [])]
            hits = [guess for guess in made if any(overlap(guess["result"], answer) for answer in answers)]
            links.linked += 1
            links.right += bool(hits)
            links.wrong += bool(made) and not hits
            right = any(guess["verdict"] in {row["verdict"], *row.get("alt_verdict", [])} for guess in hits)
            links.verdicts += right
            if not right:
                links.faults.append(f"{row['verdict']}: {name} but {[guess['verdict'] for guess in made]}")
        elif made:
            links.wrong += 1
            links.faults.append(f"{row['verdict']}: {name} but linked to {[g['result']['text'] for g in made]}")
    return links
