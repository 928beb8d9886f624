"""Plans out of documents: goals from statements and relations, works from commitments and projects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from planledger.catalogue import Catalogue
from planledger.model import Citation, Commitment, Document, Extraction, Project
from planledger.reconciling.aligning.plans import LEVELS, Heading, Plan, Work
from planledger.reconciling.figures import Figure, figures_of, thing_of
from planledger.reconciling.pairing import place_of
from planledger.reconciling.phrases import parse_phrase
from planledger.reconciling.rulebook import settings
from planledger.reconciling.timing import years
from planledger.reconciling.wording import any_of

_CLAUSE = re.compile(r"[^，,；;。！？!?\n]+")
_LEAST_OBJECT = 3
_NO_OBJECT = re.compile(r"^(?:在|到|至|了|为|不|\d)|\d")
_TAIL = re.compile(r"(?:等|规模|总量|力度|工作|项目|建设|水平)+$")


def plan_of(document: Document, extraction: Extraction, catalogue: Catalogue, *, above: str = "") -> Plan:
    """A document as a plan; what it reports of the past gives bases, what it sets gives goals and works."""
    figures = figures_of(document, extraction, catalogue)
    period = years(document.plan_period) if document.kind.value == "five_year_outline" else None
    first, last = (period.first, period.last) if period else (document.year.value, document.year.value)
    code = document.region.value
    region = catalogue.regions.by_code.get(code)
    name = region.name if region else document.region_name
    return Plan(
        id=document.id,
        name=document.title.value or document.id,
        region=place_of(document),
        region_name=name,
        level=LEVELS.index(region.level) if region else len(LEVELS),
        first=first,
        last=last,
        goals=tuple(one for one in figures if one.role == "target" and one.last >= first),
        bases=tuple(one for one in figures if one.role in ("baseline", "actual")),
        related=frozenset(
            thing_of(one.indicator_id, parse_phrase(one.indicator))
            for one in extraction.relations
            if one.role == "target"
        ),
        works=tuple(_works(extraction, catalogue, code)),
        headings=tuple(_headings(document)),
        main=frozenset(
            one.order for one in _main_goals(document, figures) if one.last == last and (one.first >= first)
        ),
        above=above,
    )


def _main_goals(document: Document, figures: Sequence[Figure]) -> Iterator[Figure]:
    """Targets that stand where the document lists its main goals, or with 约束性 or 预期性 beside them.

    Main are only known indicators: what else a text counts is its own affair.
    """
    words = any_of(settings("alignment")["main"])
    spans = [
        document.offsets.to_source(block.start, block.end) for block in document.blocks
        if words.search(document.text, block.start, block.end) or any(words.search(head) for head in block.section[-2:])
    ]  # fmt: skip
    for one in figures:
        if one.role != "target" or not one.sure or one.work:
            continue
        if one.kind == "flow" and one.measure == "level" and one.unit == "percent":
            continue  # growth without its verb (经济增长预期目标6%), read as a level
        listed = any(start <= one.order < end for start, end in spans)
        if one.attribute or (one.indicator_id and listed):
            yield one


def _works(extraction: Extraction, catalogue: Catalogue, own: str) -> Iterator[Work]:
    for one in extraction.commitments:
        if one.role == "target":
            yield _work(one, catalogue, own)
    for project in extraction.projects:
        yield _work(project, catalogue, own)


def _work(one: Commitment | Project, catalogue: Catalogue, own: str) -> Work:
    if isinstance(one, Project):
        name, kind, period, text, sentence = one.name, "project", one.period, one.name, one.row
    else:
        name, kind, period, text, sentence = one.object, "task", one.deadline, one.text, one.sentence
    span = years(period)
    mentioned = catalogue.regions.mentions(text)
    codes = [region.code for mention in mentioned for region in mention.regions if not region.until]
    inside = [code for code in codes if own and own in (above.code for above in catalogue.regions.ancestors(code))]
    return Work(
        name,
        parse_phrase(name),
        kind,
        tuple(dict.fromkeys(inside)),
        span.last if span else 0,
        Citation(one.document, "", sentence, one.id, one.start, one.end, name),
        for_all=bool(_addressed().search(sentence)),
    )


@cache
def _addressed() -> re.Pattern[str]:
    return any_of(settings("alignment")["addressed"])


@cache
def _direction_pattern() -> re.Pattern[str]:
    words = {
        way: sorted(entry["words"], key=len, reverse=True) for way, entry in settings("alignment")["directions"].items()
    }
    listed = "|".join(f"(?P<{way}>{'|'.join(map(re.escape, of))})" for way, of in words.items())
    return re.compile(f"(?:{listed})(?P<thing>[\\u4e00-\\u9fffA-Za-z]{{3,16}})")


def find_direction(clause: str) -> tuple[str, str, str] | None:
    """Way, word and object of a clause that enlarges or reduces something; None of any other.

    >>> find_direction("压减电解铝产能"), find_direction("提高服务质量")
    (('down', '压减', '电解铝产能'), None)
    """
    found = _direction_pattern().search(clause)
    if not found:
        return None
    way = "up" if found["up"] else "down"
    thing = _TAIL.sub("", found["thing"]) or found["thing"]
    if len(thing) < _LEAST_OBJECT or _NO_OBJECT.match(thing):
        return None
    return way, found[way], thing


def _headings(document: Document) -> Iterator[Heading]:
    for block in document.blocks:
        if block.part == "review" or block.kind in ("title", "heading", "furniture", "footnote"):
            continue
        for clause in _CLAUSE.finditer(document.text, block.start, block.end):
            found = find_direction(clause.group())
            if found:
                start, end = document.offsets.to_source(clause.start(), clause.end())
                yield Heading(*found, Citation(document.id, "", clause.group().strip(), "", start, end))
