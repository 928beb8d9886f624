"""Rows of a review as people read them: what they are about, their fields, what a correction changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, cast

from django.db import models
from django.utils.translation import gettext as _

from planledger.catalogue import load_catalogue
from planledger.ledger.phrasing import number_text
from planweb.evidence.models import Commitment, Said, Statement
from planweb.evidence.valuing import indicator_name

CORRECTABLE: Mapping[type[Said], tuple[str, ...]] = {
    Statement: (
        *("indicator", "indicator_id", "subject", "measure", "low", "high", "unit", "bound", "role", "striving"),
        *("estimate", "period", "region_id", "attribute"),
    ),
    Commitment: ("action", "object", "stage", "role", "striving", "deadline", "body", "supporting"),
}
"""Fields that a person corrects; base values follow from them."""


class Difference(NamedTuple):
    """One field that two versions of a row have otherwise."""

    label: str
    before: str
    after: str


def subject_of(row: Said) -> str:
    """What a row is about."""
    if isinstance(row, Commitment):
        verb_first = -1 < row.text.find(row.action) < row.text.find(row.object)
        return row.action + row.object if verb_first else row.object + row.action
    return cast("Statement", row).indicator


def fields_of(row: Said) -> dict[str, Any]:
    """The fields of ``row`` that a person corrects, as they are."""
    return {name: getattr(row, name) for name in CORRECTABLE[type(row)]}


def differences(kind: type[Said], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The fields that two versions of a row of ``kind`` have otherwise, in words."""
    changed = [name for name in CORRECTABLE[kind] if name in before and name in after and before[name] != after[name]]
    if {"low", "high"} <= set(changed) and before["low"] == before["high"] and after["low"] == after["high"]:
        changed.remove("high")  # one value, said once
    labels = {"low": _("数值")} if "low" in changed and "high" not in changed else {}
    return [
        Difference(
            labels.get(name) or label_of(kind, name), shown(kind, name, before[name]), shown(kind, name, after[name])
        )
        for name in changed
    ]


def corrections_of(row: Said) -> list[Difference]:
    """What a person corrected in ``row``, against what the reader had read."""
    return differences(type(row), row.read, fields_of(row)) if row.read else []


def label_of(kind: type[Said], name: str) -> str:
    """What people call a field."""
    return str(_field(kind, name).verbose_name)


def shown(kind: type[Said], name: str, value: Any) -> str:
    """A value of a field as people read it."""
    if value in (None, "", []):
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, int | float):
        return number_text(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(map(str, value))
    if name == "indicator_id":
        return indicator_name(value)
    if name == "region_id":
        regions = load_catalogue().regions.by_code
        return regions[value].name if value in regions else str(value)
    return str(dict(_field(kind, name).flatchoices).get(value, value))


@cache
def _field(kind: type[Said], name: str) -> models.Field:
    return next(field for field in kind._meta.concrete_fields if name in {field.name, field.attname})  # noqa: SLF001
