"""Who leads and who helps, as tables and brackets say it (牵头单位, 配合单位)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from planledger.model.statement import Commitment

if TYPE_CHECKING:
    from planledger.model.document import Document

_MARKED = re.compile(
    r"(?P<what>牵头|主办|主责|责任|负责|承办|落实|配合|协办|协同|参与|参加|协助)(?:责任)?(?:单位|部门|领导)?[:：](?P<who>[^:：；;。]+?)"
    r"(?=[；;。]|[，、]?(?:牵头|主办|主责|责任|负责|承办|配合|协办|协同|参与|参加|协助|完成)(?:责任)?(?:单位|部门|领导|时限|时间)[:：]|$)"
)
_LEADS = ("牵头", "主办", "主责")
_SHARES = ("责任", "负责", "承办", "落实")
_SPOKEN_LEAD = re.compile(r"^(?:由)?(?P<who>[^，；;:：]+?)(?:负责牵头|牵头(?:负责|落实|组织实施)?|主办)(?P<rest>.*)$")
_SPOKEN_HELP = re.compile(
    r"(?:^|[，；;、])(?P<who>[^，；;:：]+?)(?:等)?(?:单位|部门)?(?:配合|协助|协办|参与|参加|(?:按(?:照)?(?:各自)?职责(?:分工)?)(?:分别)?(?:负责|落实|配合)?|分工负责)"
)
_SPOKEN_ALL = re.compile(
    r"^(?:由)?(?P<who>[^，；;:：]+?)(?:等)?(?:按(?:照)?(?:各自)?职责(?:分工)?(?:分别)?负责|分别负责|分工负责|负责(?:落实)?|组织实施)$"
)
_LEAD_SIGN = re.compile(r"[（(](?:牵头|牵头单位|主办)[）)]")
_PARTED = re.compile(r"[、，,；;\s]+(?![^（(]*[）)])")
_BODY = re.compile(
    r"(?:局|委|办|厅|部|院|会|府|团|司|署|中心|公司|集团|处|站|队|银行|行|校|大学|学院|区|县|市|镇|乡|街道|单位|部门|组|社|馆|所|园)"
    r"(?:[（(][^（）()]*[）)])?$"
)
_BRACKET = re.compile(r"[（(](?P<inner>(?:[^（）()\n]|[（(][^（）()\n]{0,20}[）)]){3,200})[）)]")
_TELLING = re.compile("牵头|责任单位|责任部门|配合|负责|协办|主办")
_DEADLINE = re.compile(r"(?:完成)?(?:时限|时间)[:：](?P<when>[^；;，。）)]{2,20})")


class Bodies(NamedTuple):
    """Who leads, as stated, and who helps."""

    lead: str
    supporting: tuple[str, ...]


def read_bodies(text: str) -> Bodies:
    """Who leads and who helps by a text without spaces; a mere list of bodies leads together.

    >>> read_bodies("市工信局牵头，市财政局、市科技局配合")
    Bodies(lead='市工信局', supporting=('市财政局', '市科技局'))
    >>> read_bodies("责任单位：市发展改革委；配合单位：市财政局")
    Bodies(lead='市发展改革委', supporting=('市财政局',))
    >>> read_bodies("市教育局（牵头）、市财政局")
    Bodies(lead='市教育局', supporting=('市财政局',))
    """
    marked = [(match["what"], match["who"].strip("，、；; ")) for match in _MARKED.finditer(text)]
    if marked:
        return _of_marks(marked)
    if _LEAD_SIGN.search(text):
        names = split_bodies(text)
        leads = [_LEAD_SIGN.sub("", name) for name in names if _LEAD_SIGN.search(name)]
        return Bodies("、".join(leads), tuple(name for name in names if not _LEAD_SIGN.search(name)))
    if match := _SPOKEN_LEAD.match(text):
        helping = _SPOKEN_HELP.finditer(match["rest"])
        supporting = tuple(name for one in helping for name in split_bodies(one["who"]))
        return Bodies(match["who"], supporting)
    if match := _SPOKEN_ALL.match(text):
        return Bodies(match["who"], ())
    return Bodies(text.strip("，、；;。"), ())


def split_bodies(text: str) -> tuple[str, ...]:
    """The bodies of a list; what stands in brackets parts none.

    >>> split_bodies("市财政局、各县（市、区）政府等")
    ('市财政局', '各县（市、区）政府')
    """
    names = (name.removesuffix("等单位").removesuffix("等部门").removesuffix("等") for name in _PARTED.split(text))
    return tuple(name for name in names if name)


def _of_marks(marked: list[tuple[str, str]]) -> Bodies:
    leads = [who for what, who in marked if what in _LEADS]
    shares = [who for what, who in marked if what in _SHARES]
    helping = [who for what, who in marked if what not in (*_LEADS, *_SHARES)]
    if not leads:
        leads, shares = shares, []
    if len(leads) == 1 and _LEAD_SIGN.search(leads[0]):
        inner = read_bodies(leads[0])
        leads, shares = [inner.lead], [*inner.supporting, *shares]
    return Bodies("、".join(leads), tuple(name for who in (*shares, *helping) for name in split_bodies(who)))


def with_bodies(document: Document, commitments: Iterable[Commitment]) -> tuple[Commitment, ...]:
    """``commitments`` with the bodies that a bracket behind them names: （责任单位：…；配合单位：…）."""
    commitments = tuple(commitments)
    text = document.text
    told = _told_in(text) if commitments and _TELLING.search(text) else []
    if not told:
        return commitments
    starts = [one.start for one in told]
    to_clean = document.offsets.to_clean
    found = []
    for one in commitments:
        at = to_clean(one.start)
        number = bisect_left(starts, at)
        behind = number < len(told) and "\n" not in text[at : starts[number]]
        found.append(_assigned(document, one, told[number]) if behind else one)
    return tuple(found)


class _Told(NamedTuple):
    """A bracket that names bodies, by its stretch of the cleaned text."""

    start: int
    bodies: Bodies
    deadline: str


def _told_in(text: str) -> list[_Told]:
    found = []
    for match in _BRACKET.finditer(text):
        inner = match["inner"]
        bodies = _told(inner) if _TELLING.search(inner) else None
        if bodies is not None:
            when = _DEADLINE.search(inner)
            found.append(_Told(match.start(), bodies, when["when"] if when else ""))
    return found


def _assigned(document: Document, one: Commitment, told: _Told) -> Commitment:
    """``one`` as the bracket behind it assigns it; the bracket itself is no part of it."""
    changes: dict[str, Any] = {"body": told.bodies.lead or one.body, "supporting": told.bodies.supporting}
    if told.deadline and one.role == "target" and not one.deadline:
        changes["deadline"] = deadline_of(told.deadline, document)
    end = document.offsets.to_source(told.start - 1, told.start).end
    if one.start < end < one.end:
        thing = re.split("[（(]", one.object)[0]
        changes |= {"end": end, "text": document.source[one.start : end], "object": thing}
    return replace(one, **changes)


def _told(inner: str) -> Bodies | None:
    """The bodies of a bracket; None where it says something else."""
    bodies = read_bodies(_DEADLINE.sub("", inner).strip("，；;。"))
    names = (*split_bodies(bodies.lead), *bodies.supporting)
    return bodies if names and all(_BODY.search(name) for name in names) else None


_YEAR = re.compile(r"(?:19|20)\d\d")
_THIS_YEAR = re.compile(r"(?:1[0-2]|0?[1-9])月|年内|年底|年末|今年|当年|本年|全年|季度|半年")
_WHOLE_PLAN = re.compile("规划期|“?十[一二三四五六]五”?")


def deadline_of(text: str, document: Document) -> str:
    """The period by which, as a statement writes it; empty for 长期坚持 and the like.

    A month or quarter without a year is of the year that the document sets targets for.
    """
    years = _YEAR.findall(text)
    if years:
        first, last = min(years), max(years)
        return last if first == last else f"{first}/{last}"
    if document.plan_period:
        return document.plan_period if _WHOLE_PLAN.search(text) else ""
    return str(document.year.value) if document.year.value and _THIS_YEAR.search(text) else ""
