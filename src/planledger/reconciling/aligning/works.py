"""Projects, tasks and directions of a plan held against those of its superior and its neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from planledger.model import Finding
from planledger.reconciling.aligning.plans import Heading, Plan, Work
from planledger.reconciling.likeness import contrast, likeness
from planledger.reconciling.rulebook import finding, settings, words
from planledger.reconciling.wording import wording

_LEAST_SHARED = 4


def same_work(first: Work, second: Work) -> bool:
    """Whether two names are of one project or task: alike, not told apart by a word or number, and not of anything."""
    ours, theirs = first.phrase, second.phrase
    if ours.ordinals != theirs.ordinals or contrast(ours, theirs) is not None:
        return False
    if ours.core == theirs.core:
        return True
    alike = likeness(ours.core, theirs.core)
    own = max((len(wording().generic.sub("", run)) for run in alike.common), default=0)
    return alike.score >= settings("alignment")["likeness"]["project"] and own >= _LEAST_SHARED


def _alike(work: Work, plan: Plan) -> list[Work]:
    """Works of the plan that are the same, those of the same words first."""
    found = [one for one in plan.works if same_work(work, one)]
    return sorted(found, key=lambda one: (one.phrase.core != work.phrase.core, one.name, one.year))


def works_below(superior: Plan, plan: Plan) -> Iterator[Finding]:
    """Works that the superior places here and the plan lacks, has later or elsewhere."""
    for work in superior.works:
        here = plan.region in work.places or plan.region_name in work.places
        same = _alike(work, plan)
        if work.places and not here:
            yield from _elsewhere(work, [one for one in same if _claims(one, plan)], plan)
        elif same:
            yield from _year(work, same[0], plan)
            if here:
                moved = [one for one in same if one.places and not set(one.places) & {plan.region, plan.region_name}]
                yield from _elsewhere(work, moved if len(moved) == len(same) else [], plan)
        elif here or (work.for_all and not work.places):
            yield _missing(work, plan, here=here)


def _claims(one: Work, plan: Plan) -> bool:
    """Whether the plan has it in its own region: it says so, or says nothing else."""
    return not one.places or plan.region in one.places or plan.region_name in one.places


def _missing(work: Work, plan: Plan, *, here: bool) -> Finding:
    project = work.kind == "project" or here
    return finding(
        "align.project_missing" if project else "align.task_missing",
        work.name,
        (work.citation,),
        (f"上级规划的“{work.name}”未列入{plan.name}", f"{work.name} of the superior plan is not in {plan.name}"),
        plan=plan.id,
    )


def _year(work: Work, one: Work, plan: Plan) -> Iterator[Finding]:
    if work.year and one.year > work.year:
        yield finding(
            "align.project_year",
            work.name,
            (work.citation, one.citation),
            (f"上级为{work.year}年，本规划为{one.year}年", f"{work.year} above, {one.year} here"),
            plan=plan.id,
        )


def _elsewhere(work: Work, claimed: list[Work], plan: Plan) -> Iterator[Finding]:
    for one in claimed[:1]:
        where = "、".join(work.places)
        here = "、".join(one.places) or plan.region_name
        yield finding(
            "align.project_elsewhere",
            work.name,
            (work.citation, one.citation),
            (f"上级安排在{where}，本规划为{here}", f"placed in {where} above, in {here} here"),
            plan=plan.id,
        )


def works_beside(first: Plan, second: Plan) -> Iterator[Finding]:
    """Works that two neighbours have in common and set for different years, or each in a place of its own."""
    for work in first.works:
        alike = _alike(work, second)
        if not alike:
            continue
        same = alike[0]
        if work.year and same.year and work.year != same.year:
            told = words(
                f"{first.name}为{work.year}年，{second.name}为{same.year}年",
                f"{work.year} in {first.name}, {same.year} in {second.name}",
            )
            cited = (work.citation, same.citation)
            yield finding("align.neighbour_year", work.name, cited, told, plan=second.id)
        if work.places and same.places and not set(work.places) & set(same.places):
            here, there = "、".join(work.places), "、".join(same.places)
            told = words(
                f"{first.name}在{here}，{second.name}在{there}",
                f"in {here} by {first.name}, in {there} by {second.name}",
            )
            cited = (work.citation, same.citation)
            yield finding("align.neighbour_place", work.name, cited, told, plan=second.id)


def directions_below(superior: Plan, plan: Plan) -> Iterator[Finding]:
    """What the plan enlarges and its superior reduces, or the other way round."""
    for heading, one in _contrary(superior, plan):
        told = words(
            f"上级“{heading.word}{heading.thing}”，本规划“{one.word}{one.thing}”",
            f"“{heading.word}{heading.thing}” above, “{one.word}{one.thing}” here",
        )
        yield finding("align.direction", heading.thing, (heading.citation, one.citation), told, plan=plan.id)


def directions_beside(first: Plan, second: Plan) -> Iterator[Finding]:
    """What one of two neighbours enlarges and the other reduces."""
    for heading, one in _contrary(first, second):
        told = words(
            f"{first.name}“{heading.word}{heading.thing}”，{second.name}“{one.word}{one.thing}”",
            f"“{heading.word}{heading.thing}” in {first.name}, “{one.word}{one.thing}” in {second.name}",
        )
        cited = (heading.citation, one.citation)
        yield finding("align.neighbour_direction", heading.thing, cited, told, plan=second.id)


def _contrary(first: Plan, second: Plan) -> Iterator[tuple[Heading, Heading]]:
    for heading in first.headings:
        for one in sorted(second.headings, key=lambda heading: (heading.thing, heading.word)):
            if one.way != heading.way and _same_object(heading, one):
                yield heading, one
                break


def _same_object(first: Heading, second: Heading) -> bool:
    if first.thing == second.thing:
        return True
    alike = likeness(first.thing, second.thing)
    longest = len(alike.common[0]) if alike.common else 0
    return alike.score >= settings("alignment")["likeness"]["direction"] and longest >= _LEAST_SHARED
