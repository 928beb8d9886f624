"""Extracted records with what the catalogue knows of them: indicator, base unit, region."""

from __future__ import annotations

from dataclasses import replace

from planledger.catalogue import Catalogue
from planledger.errors import UndefinedUnit
from planledger.model.document import Document
from planledger.model.problem import Problem
from planledger.model.project import Project
from planledger.model.statement import Extraction, Relation, Statement
from planledger.normalising.indicators import match_indicator
from planledger.normalising.quantities import to_base_unit

_COUNTED = ("money", "count", "person", "person_time")


def normalise(extraction: Extraction, document: Document, catalogue: Catalogue) -> Extraction:
    """``extraction`` with indicator ids, values in base units and the regions that phrases name.

    A unit that the catalogue lacks leaves the base values empty and is listed as a ``Problem``, never taken for another
    one.
    """
    problems: list[Problem] = []
    statements = tuple(_statement(statement, document, catalogue, problems) for statement in extraction.statements)
    relations = tuple(_relation(relation, document, catalogue) for relation in extraction.relations)
    return replace(
        extraction,
        statements=statements,
        relations=relations,
        problems=(*extraction.problems, *problems),
        projects=tuple(_project(project, catalogue) for project in extraction.projects),
    )


def _statement(statement: Statement, document: Document, catalogue: Catalogue, problems: list[Problem]) -> Statement:
    region = _region(statement.indicator, document, catalogue)
    try:
        low, unit = _based(statement.low, statement.unit, catalogue)
        same = statement.high == statement.low
        high, unit = (low, unit) if same else _based(statement.high, statement.unit, catalogue)
    except UndefinedUnit:
        low, high, unit = None, None, ""
        problems.append(_unknown_unit(statement, document))
    indicator_id = match_indicator(statement.indicator, catalogue, region=document.region.value)
    if not unit and low is not None and statement.unit and statement.measure == "level":
        unit = _left_out(indicator_id, catalogue)
    return replace(
        statement,
        indicator_id=indicator_id,
        base_low=low,
        base_high=high,
        base_unit=unit,
        region=region,
    )


def _left_out(indicator_id: str, catalogue: Catalogue) -> str:
    """The base unit of what a mere multiplier counts: 地区生产总值突破万亿 is of yuan, 接待游客5000万 of people.

    Empty where the customary unit is not the base unit: 耕地500万 is of 亩, not of hectares.
    """
    indicator = catalogue.indicators.by_id.get(indicator_id)
    return catalogue.units.dimensions[indicator.dimension] if indicator and indicator.dimension in _COUNTED else ""


def _based(value: float | None, unit: str, catalogue: Catalogue) -> tuple[float | None, str]:
    if value is None:
        return None, to_base_unit(0.0, unit, catalogue)[1]
    return to_base_unit(value, unit, catalogue)


def _unknown_unit(statement: Statement, document: Document) -> Problem:
    return Problem(
        code="unit.undefined",
        document=document.id,
        start=statement.start,
        end=statement.end,
        text=f"{statement.text}{statement.unit}",
        message=f"The catalogue lacks the unit {statement.unit!r}; the value is kept as stated, without a base value.",
        message_zh=f"单位目录中没有“{statement.unit}”；数值按原文保留，未折算。",
    )


def _region(phrase: str, document: Document, catalogue: Catalogue) -> str:
    """Code of a region inside the document's own that ``phrase`` begins with, else the document's own."""
    own = document.region.value
    for mention in catalogue.regions.mentions(phrase):
        if mention.start > 0:
            break
        for region in (region for region in mention.regions if not region.until):
            above = catalogue.regions.ancestors(region.code) if own and region.code != own else ()
            if any(one.code == own for one in above):
                return region.code
        break
    return own


def _relation(relation: Relation, document: Document, catalogue: Catalogue) -> Relation:
    own = document.region.value
    return replace(
        relation,
        indicator_id=match_indicator(relation.indicator, catalogue, region=own),
        reference_id=relation.reference_id or match_indicator(relation.reference, catalogue, region=own),
    )


def _project(project: Project, catalogue: Catalogue) -> Project:
    """The project with its money in base units; a unit that the catalogue lacks gives none."""
    stated = (
        (project.total_investment, project.total_unit),
        (project.annual_investment, project.annual_unit),
        (project.invested, project.invested_unit),
    )
    based = [_money(value, unit, catalogue) for value, unit in stated]
    unit = next((unit for value, unit in based if value is not None), "")
    total, annual, invested = (value for value, _ in based)
    return replace(project, base_total=total, base_annual=annual, base_invested=invested, base_unit=unit)


def _money(value: float | None, unit: str, catalogue: Catalogue) -> tuple[float | None, str]:
    if value is None or not unit:
        return None, ""
    try:
        return to_base_unit(value, unit, catalogue)
    except UndefinedUnit:
        return None, ""
