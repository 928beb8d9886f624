"""What pages show of comparisons and contradictions, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from planweb.accounts.models import User
from planweb.evidence.comparing import VERDICTS, verdict_words
from planweb.evidence.models import Comparison, Contradiction, Document, Fulfilment
from planweb.evidence.phrasing import category_name
from planweb.evidence.places import passage_address
from planweb.evidence.queries import visible_documents
from planweb.evidence.quoting import Piece, quoted
from planweb.layout.wording import grouped, in_english

MARKS: Mapping[str, str] = {
    "met": "good",
    "partly": "late",
    "missed": "bad",
    "progress": "going",
    "not_reported": "off",
    "not_comparable": "apart",
}
"""Verdict to the mark of the style sheet, which draws the symbol of ``data/columns.yaml``."""
_POINTS = "个百分点"


@dataclass(frozen=True, slots=True)
class Passage:
    """One side of a fulfilment: a value, the sentence that says it, and the address of both."""

    indicator: str
    value: str
    pieces: list[Piece]
    address: str


@dataclass(frozen=True, slots=True)
class Miss:
    """Something similar that was not linked, and why."""

    passage: Passage
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A fulfilment in the language of the page."""

    row: Fulfilment
    mark: str
    verdict: str
    promise: Passage
    result: Passage | None
    margin: str
    share: str
    reason: str
    category: str
    next_target: Passage | None
    misses: list[Miss]


def verdict_word(verdict: str) -> str:
    """What a verdict is called in the language of the page."""
    word = verdict_words()[verdict]
    return word.english if in_english() else word.chinese


def comparable_documents(user: User) -> QuerySet[Document]:
    """Documents that were read and that ``user`` may view."""
    rows = visible_documents(user).filter(state=Document.State.READ)
    return rows.order_by("region__path", "-year", "kind", "pk")


def visible_comparisons(user: User) -> QuerySet[Comparison]:
    """Comparisons of documents that ``user`` may view, both of them."""
    seen = visible_documents(user).exclude(state=Document.State.WITHDRAWN).order_by().values("pk")
    rows = Comparison.objects.select_related("promises__region", "results__region")
    return rows.filter(promises__in=seen, results__in=seen)


def fulfilments_in(comparison: Comparison) -> QuerySet[Fulfilment]:
    """Its promises: those that nothing is said of first, those that were kept last."""
    return comparison.fulfilments.order_by("rank", "position")


def categories_in(comparison: int) -> list[tuple[str, str, int]]:
    """Fields of the promises of the comparison with this key: code, name and how many there are."""
    rows = (
        Fulfilment.objects.filter(comparison=comparison).order_by().values_list("category").annotate(number=Count("pk"))
    )
    named = [(code, category_name(code) or _("未归类"), number) for code, number in rows]
    return sorted(named, key=lambda one: (not one[0], -one[2], one[0]))


def heading(comparison: Comparison) -> str:
    """Both documents by region, year and kind, which is shorter than their titles."""
    first, second = comparison.promises, comparison.results
    same = first.region_id == second.region_id
    return f"{_short(first)} → {_short(second, region=not same)}"


def _short(document: Document, *, region: bool = True) -> str:
    where = str(document.region) if region and document.region else ""
    year = _("%(year)d年") % {"year": document.year} if document.year else ""
    if not (where or year):
        return str(document)
    return " ".join(filter(None, (where, year, str(document.get_kind_display()))))


def state_sentence(comparison: Comparison) -> str:
    """The state in one sentence: how many promises there are and what became of them."""
    counts = comparison.counts
    if not comparison.total:
        return _("没有找到可以对照的承诺。")
    told = [
        _("%(verdict)s %(number)d 项") % {"verdict": verdict_word(verdict), "number": counts[verdict]}
        for verdict in reversed(VERDICTS)
        if counts.get(verdict)
    ]
    said = {"total": comparison.total, "told": _("、").join(told)}
    return _("共 %(total)d 项承诺：%(told)s。") % said


def shown(row: Fulfilment, comparison: Comparison) -> Shown:
    """``row`` in the language of the page."""
    english = in_english()
    results = comparison.results_id
    return Shown(
        row=row,
        mark=MARKS[row.verdict],
        verdict=verdict_word(row.verdict),
        promise=_passage_of(comparison.promises_id, _side(row, "promise")),
        result=_passage_of(results, _side(row, "result")) if row.result_start is not None else None,
        margin=margin_text(row),
        share="" if row.share is None else f"{row.share:.0%}",
        reason=row.reason if english else row.reason_zh,
        category=category_name(row.category),
        next_target=_passage_of(results, row.next_target) if row.next_target else None,
        misses=[
            Miss(_passage_of(results, near), near["reason" if english else "reason_zh"]) for near in row.near_misses
        ],
    )


def margin_text(row: Fulfilment) -> str:
    """How far the result is from the target, with a sign and its unit; empty without."""
    if row.margin is None:
        return ""
    number = ("+" if row.margin > 0 else "") + grouped(row.margin, decimals=4)
    unit = _("个百分点") if row.unit == _POINTS else row.unit
    return f"{number} {unit}".strip()


def value_of(row: Fulfilment, side: str) -> str:
    """The value of a side in the language of the page."""
    value = str(getattr(row, f"{side}_value"))
    return str(getattr(row, f"{side}_value_english") or value) if in_english() else value


@dataclass(frozen=True, slots=True)
class ShownContradiction:
    """A contradiction in the language of the page."""

    row: Contradiction
    mark: str
    reason: str
    sides: list[Passage]


def shown_contradiction(row: Contradiction) -> ShownContradiction:
    """``row`` in the language of the page."""
    mark = "bad" if row.severity == Contradiction.Severity.CERTAIN else "late"
    sides = [_passage_of(row.document_id, side) for side in row.sides]
    return ShownContradiction(row, mark, row.reason if in_english() else row.reason_zh, sides)


def _side(row: Fulfilment, side: str) -> dict[str, Any]:
    names = ("value", "value_english", "text", "start", "end", "sentence", "sentence_start")
    statement, commitment = getattr(row, f"{side}_id"), getattr(row, f"{side}_commitment_id")
    anchor = f"s{statement}" if statement else f"c{commitment}" if commitment else "here"
    indicator = row.indicator if side == "promise" else row.result_indicator
    return {"indicator": indicator, "anchor": anchor, **{name: getattr(row, f"{side}_{name}") for name in names}}


def _passage_of(document: int, said: Mapping[str, Any]) -> Passage:
    near = said["start"] - (said["sentence_start"] or 0)
    value = (said["value_english"] if in_english() else "") or said["value"]
    address = passage_address(document, said["start"], end=said["end"], anchor=said["anchor"])
    pieces = quoted(said["sentence"] or said["text"], said["text"], near=near)
    return Passage(said["indicator"], value, pieces, address)
