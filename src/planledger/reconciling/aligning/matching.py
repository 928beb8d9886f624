"""Which targets of a plan are of the indicator of another plan's target."""

from __future__ import annotations

from planledger.reconciling.aligning.plans import Plan
from planledger.reconciling.figures import Figure
from planledger.reconciling.likeness import contrast, likeness
from planledger.reconciling.rulebook import settings

Key = tuple[object, ...]


def _key(one: Figure) -> Key:
    """What two indicators that the catalogue lacks must share, besides being alike."""
    said = one.phrase
    return said.increment, said.decrease, said.thresholds, said.grades, said.ordinals, said.season


class GoalIndex:
    """The targets that a plan sets for its own region, found by indicator."""

    def __init__(self, plan: Plan) -> None:
        self._by_thing: dict[str, list[Figure]] = {}
        self._by_core: dict[tuple[Key, str], list[Figure]] = {}
        self._by_key: dict[Key, dict[str, Figure]] = {}
        # In an order of their own, so that which of several is named does not hang on rows or files.
        for one in sorted(plan.goals, key=lambda goal: (goal.measure, goal.first, goal.last, goal.unit, goal.stated)):
            if one.region != plan.region:
                continue
            if one.indicator_id:
                self._by_thing.setdefault(one.thing, []).append(one)
                continue
            self._by_core.setdefault((_key(one), one.phrase.core), []).append(one)
            self._by_key.setdefault(_key(one), {})[one.phrase.core] = one

    def like(self, goal: Figure) -> list[Figure]:
        """Targets of the same indicator: the same in the catalogue, else the same words, else words that are alike."""
        if goal.indicator_id:
            return self._by_thing.get(goal.thing, [])
        same = self._by_core.get((_key(goal), goal.phrase.core))
        return same if same is not None else self._alike(goal)

    def _alike(self, goal: Figure) -> list[Figure]:
        least = settings("alignment")["likeness"]["indicator"]
        ours, found = goal.phrase.core, []
        for core, one in self._by_key.get(_key(goal), {}).items():
            shorter, longer = sorted((len(ours), len(core)))
            if 2 * shorter < least * (shorter + longer):
                continue  # so much longer that they cannot be alike
            if likeness(ours, core).score >= least and contrast(goal.phrase, one.phrase) is None:
                found += self._by_core[_key(goal), core]
        return found
