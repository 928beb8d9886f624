"""The targets of a plan as plain rows, which a version keeps, and what differs between two sets of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from planweb.registry.models import Plan, Target
from planweb.registry.wording import with_unit

Row = dict[str, Any]
_VALUE = ("low", "high", "bound", "striving", "reference", "unit", "attribute")


class Difference(NamedTuple):
    """One target that two versions have differently; ``kind`` is ``added``, ``changed`` or ``removed``."""

    kind: str
    earlier: Row | None
    later: Row | None

    @property
    def row(self) -> Row:
        """The one that says what it is of."""
        found = self.later or self.earlier
        assert found is not None
        return found

    @property
    def word(self) -> str:
        """What people call the kind."""
        return {"added": _("新增"), "changed": _("调整"), "removed": _("删去")}[self.kind]

    @property
    def mark(self) -> str:
        """Symbol before the word."""
        return {"added": "good", "changed": "late", "removed": "bad"}[self.kind]


def rows_of(plan: Plan) -> list[Row]:
    """Every target of ``plan`` as it is now."""
    targets = Target.objects.filter(of__plan=plan).select_related("of__indicator", "region", "body")
    return [_row(target) for target in targets.order_by("of__position", "of", "year", "pk")]


def find_differences(earlier: Iterable[Row], later: Sequence[Row]) -> list[Difference]:
    """What was added, changed and removed, in the order of the later version, what was removed at the end."""
    before = {_key(row): row for row in earlier}
    after = {_key(row): row for row in later}
    found = [
        Difference("changed" if key in before else "added", before.get(key), row)
        for key, row in after.items()
        if key not in before or any(before[key].get(name) != row.get(name) for name in _VALUE)
    ]
    return found + [Difference("removed", row, None) for key, row in before.items() if key not in after]


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("of", "kind", "year", "first_year", "region", "body", "measure"))


def _row(target: Target) -> Row:
    return {
        "of": target.of_id,
        "code": target.of.indicator.code,
        "name": target.of.name,
        "attribute": target.of.attribute,
        "unit": target.of.unit,
        "kind": target.kind,
        "year": target.year,
        "first_year": target.first_year,
        "region": target.region_id,
        "body": target.body_id,
        "whose": str(target.body or target.region or ""),
        "measure": target.measure,
        "low": target.low,
        "high": target.high,
        "bound": target.bound,
        "striving": target.striving,
        "reference": target.reference,
        "text": with_unit(target, target.of),
        "statement": target.statement_id,
    }
