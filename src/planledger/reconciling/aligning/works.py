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


def works_below(superior: Plan, plan: Plan) -> Iterator[Finding]:
    """Works that the superior places here and the plan lacks, has later or elsewhere."""
    for work in superior.works:
        here = plan.region in work.places or plan.region_name in work.places
        same = [one for one in plan.works if same_work(work, one)]
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
    """Works that two neighbours have in common and set for different years."""
    for work in first.works:
        for one in second.works:
            if work.year and one.year and work.year != one.year and same_work(work, one):
                yield finding(
                    "align.neighbour_year",
                    work.name,
                    (work.citation, one.citation),
                    words(
                        f"{first.name}为{work.year}年，{second.name}为{one.year}年",
                        f"{work.year} in {first.name}, {one.year} in {second.name}",
                    ),
                    plan=second.id,
                )
                break


def directions_below(superior: Plan, plan: Plan) -> Iterator[Finding]:
    """What the plan enlarges and its superior reduces, or the other way round."""
    for heading in superior.headings:
        for one in plan.headings:
            if one.way != heading.way and _same_object(heading, one):
                yield finding(
                    "align.direction",
                    heading.thing,
                    (heading.citation, one.citation),
                    words(
                        f"上级“{heading.word}{heading.thing}”，本规划“{one.word}{one.thing}”",
                        f"“{heading.word}{heading.thing}” above, “{one.word}{one.thing}” here",
                    ),
                    plan=plan.id,
                )
                break


def _same_object(first: Heading, second: Heading) -> bool:
    if first.thing == second.thing:
        return True
    alike = likeness(first.thing, second.thing)
    longest = len(alike.common[0]) if alike.common else 0
    return alike.score >= settings("alignment")["likeness"]["direction"] and longest >= _LEAST_SHARED
