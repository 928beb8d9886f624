"""Every kind of record that the API answers."""

from __future__ import annotations

from planweb.accounts.models import Body, Region
from planweb.api import queries
from planweb.api.resources import Code, Filter, Key, Resource, Year, exactly, in_region, since
from planweb.api.schemas import evidence, monitoring, people, registry

_PERIOD = "2025, 2025H1, 2025Q1 or 2025-03"

RESOURCES = (
    Resource(
        "regions",
        "regions and bodies",
        "Divisions of the catalogue and those that people added, from the nation down; the key is the code.",
        people.RegionOut,
        queries.regions,
        {
            "level": exactly("level", f"one of {', '.join(Region.Level.values)}"),
            "within": Filter(Code, "path__contains", "code of a region; it and those below it", "{}/"),
        },
        key_type=Code,
    ),
    Resource(
        "bodies",
        "regions and bodies",
        "Responsible bodies, also those that have ended.",
        people.BodyOut,
        queries.bodies,
        {
            "region": in_region(),
            "kind": exactly("kind", f"one of {', '.join(Body.Kind.values)}"),
            "current": exactly("valid_to__isnull", "only those that have not ended, or only those that have", bool),
        },
    ),
    Resource(
        "documents",
        "documents",
        "Documents that were brought in.",
        evidence.DocumentOut,
        queries.documents,
        {
            "region": in_region(),
            "year": exactly("year", "year that it is of", Year),
            "kind": exactly("kind", "such as plan_report"),
            "state": exactly("state", "such as read"),
            "sha256": exactly("sha256", "digest of the file"),
        },
    ),
    Resource(
        "statements",
        "documents",
        "Quantities that documents say, with their places in the text.",
        evidence.StatementOut,
        queries.statements,
        {
            "document": exactly("document", "key of a document", Key),
            "region": in_region(),
            "indicator": exactly("indicator_id", "catalogue indicator"),
            "period": exactly("period", "period"),
            "role": exactly("role", "actual, target, baseline or context"),
            "state": exactly("state", "proposed, confirmed, corrected or rejected"),
        },
    ),
    Resource(
        "commitments",
        "documents",
        "Work that documents promise or report without a number.",
        evidence.CommitmentOut,
        queries.commitments,
        {
            "document": exactly("document", "key of a document", Key),
            "role": exactly("role", "actual or target"),
            "state": exactly("state", "proposed, confirmed, corrected or rejected"),
        },
    ),
    Resource(
        "comparisons",
        "documents",
        "Pairs of documents whose promises and results were held against each other.",
        evidence.ComparisonOut,
        queries.comparisons,
        {
            "promises": exactly("promises", "key of the document with the promises", Key),
            "results": exactly("results", "key of the document with the results", Key),
        },
    ),
    Resource(
        "fulfilments",
        "documents",
        "What became of each promise of a comparison.",
        evidence.FulfilmentOut,
        queries.fulfilments,
        {
            "comparison": exactly("comparison", "key of a comparison", Key),
            "verdict": exactly("verdict", "such as met"),
            "indicator": exactly("indicator_id", "catalogue indicator"),
        },
    ),
    Resource(
        "plans",
        "plans and targets",
        "Plans of the plan system.",
        registry.PlanOut,
        queries.plans,
        {
            "region": in_region(),
            "tier": exactly("tier", "such as development"),
            "status": exactly("status", "such as in_force"),
            "year": exactly("first_year__lte", "not later than this the plan has begun", Year),
        },
    ),
    Resource(
        "versions",
        "plans and targets",
        "Versions of plans.",
        registry.VersionOut,
        queries.versions,
        {"plan": exactly("plan", "key of a plan", Key), "status": exactly("status", "such as approved")},
    ),
    Resource(
        "chapters",
        "plans and targets",
        "Headings of the versions of plans.",
        registry.ChapterOut,
        queries.chapters,
        {
            "version": exactly("version", "key of a version", Key),
            "parent": exactly("parent", "key of the heading above", Key),
        },
    ),
    Resource(
        "indicators",
        "plans and targets",
        "Indicators of the catalogue and of the office.",
        registry.IndicatorOut,
        queries.indicators,
        {"code": exactly("code", "code of the catalogue"), "category": exactly("category", "field, such as economy")},
    ),
    Resource(
        "plan-indicators",
        "plans and targets",
        "Indicators in plans, with who answers for them.",
        registry.PlanIndicatorOut,
        queries.plan_indicators,
        {
            "plan": exactly("plan", "key of a plan", Key),
            "indicator": exactly("indicator", "key of an indicator", Key),
            "attribute": exactly("attribute", "binding or anticipatory"),
            "lead": exactly("lead", "key of the body that leads", Key),
        },
    ),
    Resource(
        "targets",
        "plans and targets",
        "What indicators in plans shall reach: five-year, annual, and shares.",
        registry.TargetOut,
        queries.targets,
        {
            "plan_indicator": exactly("of", "key of an indicator in a plan", Key),
            "plan": exactly("of__plan", "key of a plan", Key),
            "kind": exactly("kind", "five_year, annual or share"),
            "year": exactly("year", "year", Year),
            "body": exactly("body", "key of a body", Key),
        },
    ),
    Resource(
        "figures",
        "figures and reports",
        "Observations, also those that wait, were returned or replaced.",
        monitoring.FigureOut,
        queries.figures,
        {
            "indicator": exactly("indicator", "key of an indicator", Key),
            "indicator_code": exactly("indicator__code", "code of an indicator"),
            "region": in_region(),
            "period": exactly("period", _PERIOD),
            "state": exactly("state", "such as accepted"),
            "kind": exactly("kind", "estimate, preliminary or final"),
            "key": exactly("key", "key of the push that brought it"),
            "since": since("entered_at", "entered at this time or later"),
        },
    ),
    Resource(
        "contests",
        "figures and reports",
        "Objections to figures.",
        monitoring.ContestOut,
        queries.contests,
        {
            "figure": exactly("figure", "key of a figure", Key),
            "resolved": exactly("resolved_at__isnull", "", bool),
        },
    ),
    Resource(
        "rounds",
        "figures and reports",
        "Dates by which bodies report.",
        monitoring.RoundOut,
        queries.rounds,
        {
            "region": in_region(),
            "period": exactly("period", _PERIOD),
            "since": since("due_on", "due this day or later"),
        },
    ),
    Resource(
        "progress",
        "figures and reports",
        "What bodies say of how their indicators get on.",
        monitoring.ProgressOut,
        queries.progress,
        {
            "plan_indicator": exactly("of", "key of an indicator in a plan", Key),
            "body": exactly("body", "key of a body", Key),
            "period": exactly("period", _PERIOD),
            "state": exactly("state", "such as accepted"),
        },
    ),
    Resource(
        "standings",
        "figures and reports",
        "Lights of indicators in plans, with the rule and its numbers; the key is that of the indicator in a plan.",
        monitoring.StandingOut,
        queries.standings,
        {
            "plan": exactly("of__plan", "key of a plan", Key),
            "shown": exactly("shown", "green, amber, red or grey"),
        },
    ),
    Resource(
        "light-changes",
        "figures and reports",
        "Changes of lights, so that what was shown on a day can be told later.",
        monitoring.LightChangeOut,
        queries.light_changes,
        {
            "plan_indicator": exactly("standing", "key of an indicator in a plan", Key),
            "became": exactly("after", "green, amber, red or grey"),
            "since": since("at", "at this time or later"),
        },
    ),
    Resource(
        "overrulings",
        "figures and reports",
        "Lights that people set instead of the rule's, with their reasons.",
        monitoring.OverrulingOut,
        queries.overrulings,
        {
            "plan_indicator": exactly("standing", "key of an indicator in a plan", Key),
            "since": since("at", "at this time or later"),
        },
    ),
    Resource(
        "audit-entries",
        "audit trail",
        "Every write; for who may see the audit trail.",
        people.EntryOut,
        queries.entries,
        {
            "action": exactly("action", "such as figure.push"),
            "object_kind": exactly("object_kind", "such as monitoring.figure"),
            "object_id": exactly("object_id", "key of the object"),
            "who": exactly("who_id", "key of a person", Key),
            "since": since("at", "at this time or later"),
        },
    ),
)
