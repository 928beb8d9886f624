"""The outline of the plan in force as a document, since no file of ``samples/`` is of the years around the day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from planweb.accounts.models import User
from planweb.evidence.models import Document, Statement
from planweb.registry.models import Plan, PlanIndicator, Target
from planweb.site.demo.city import Calendar
from planweb.site.demo.documents import bring_in, review

_BOUNDS = {"at_least": "{}以上", "at_most": "{}以内", "about": "{}左右", "exact": "{}"}


def bring_outline_in(plan: Plan, city: dict[str, Any], calendar: Calendar, by: User) -> Document:
    """The outline, read, reviewed and made the document of ``plan``, whose targets and bases cite its sentences."""
    from planledger.pipeline import run

    with TemporaryDirectory() as folder:
        path = Path(folder) / f"yunling-{calendar.first}-five-year-outline.txt"
        path.write_text("\n".join(outline_lines(plan.title, city, calendar)), encoding="utf-8")
        brought = bring_in(run([path]), city=city["city"], by=by)
    review(brought, by)
    [document] = brought.values()
    plan.versions.get().documents.add(document)
    _cite(plan, document)
    return document


def outline_lines(title: str, city: dict[str, Any], calendar: Calendar) -> Iterator[str]:
    """The lines of the outline: what was reached, then what shall be, a chapter for each of the plan."""
    listed = city["indicators"]
    yield title
    yield f"（{calendar.first}年3月）"
    yield "一、发展基础"
    levels = [one for one in listed if one.get("measure") != "growth"]
    yield "".join(f"{calendar.first - 1}年，{one['name']}{one['base']}{one['unit']}。" for one in levels)
    for number, chapter in enumerate(city["chapters"]):
        yield f"{'二三四五六七八九十'[number]}、{chapter}"
        said = "；".join(_clause(one) for one in listed if one["chapter"] == chapter)
        yield f"到{calendar.last}年，{said}。"


def _clause(said: dict[str, Any]) -> str:
    name = str(said["name"])
    if said.get("target") is None:
        return f"{name}{said['reference']}"
    value = _BOUNDS[said["bound"] if said["target"] > 0 else "at_least"].format(f"{abs(said['target'])}{said['unit']}")
    if said.get("total"):
        return f"{name.removesuffix('降低')}五年累计{'降低' if said['target'] < 0 else '达到'}{value}"
    if said.get("measure") == "growth":
        return f"{name.removesuffix('增长')}年均增长{value}"
    return f"{name}{'控制在' if said['bound'] == 'at_most' else '达到'}{value}"


def _cite(plan: Plan, document: Document) -> None:
    """Give targets for the end of ``plan``, and bases, the statements of ``document`` that say them."""
    said: dict[tuple[str, str, str, float], Statement] = {}
    for one in document.statements.all():
        # What is of a part of the place, as 中心城区, has no indicator of the catalogue.
        said[one.indicator_id or one.indicator, one.role, one.measure, abs(one.value or 0)] = one
    rows = PlanIndicator.objects.filter(plan=plan).select_related("indicator").prefetch_related("targets")
    for row in rows:
        for name in (row.name, row.indicator.code):
            row.base_statement = said.get((name, "actual", row.measure, abs(row.base_value or 0)), row.base_statement)
            for target in row.targets.all():
                if target.kind == Target.Kind.FIVE_YEAR:
                    found = said.get((name, "target", row.measure, abs(target.value or 0)))
                    target.statement = found or target.statement
                    target.save(update_fields=["statement"])
        row.save(update_fields=["base_statement"])
