"""Statements of all documents, and one of them with all that is known of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planweb.accounts import policies
from planweb.accounts.visitors import visitor
from planweb.evidence import pictures, text
from planweb.evidence.forms.statements import StatementFilter
from planweb.evidence.models import Reading, Statement
from planweb.evidence.phrasing import place_of, value_of
from planweb.evidence.queries import visible_statements
from planweb.evidence.records import as_said
from planweb.layout.tables import Column, Table

MARKS = {"proposed": "off", "confirmed": "good", "corrected": "good", "rejected": "bad"}


def _address(row: Statement) -> str:
    return reverse("evidence:statement", args=[row.pk])


def _in_text(row: Statement) -> str:
    return f"{reverse('evidence:document', args=[row.document_id])}?at={row.start}#s{row.pk}"


COLUMNS = (
    Column("indicator", gettext_lazy("指标"), lambda row: row.indicator, ("indicator",), _address),
    Column("value", gettext_lazy("值"), value_of, ("low", "high"), figures=True),
    Column("period", gettext_lazy("时期"), lambda row: row.period, ("period",), whole=True),
    Column("role", gettext_lazy("角色"), lambda row: row.get_role_display(), ("role",), whole=True),
    Column("region", gettext_lazy("地区"), lambda row: row.region and row.region.name, ("region__path",), whole=True),
    Column(
        "state",
        gettext_lazy("审核状态"),
        lambda row: row.get_state_display(),
        ("state",),
        mark=lambda row: MARKS[row.state],
    ),
    Column("confidence", gettext_lazy("置信度"), lambda row: round(row.confidence, 2), ("confidence",), figures=True),
    Column("document", gettext_lazy("文献"), lambda row: row.document, ("document__title",), _in_text),
    Column("sentence", gettext_lazy("句子"), lambda row: row.sentence),
)


def listing(request: HttpRequest) -> HttpResponseBase:
    """Every statement that the person may see."""
    user = visitor(request)
    if not policies.may_somewhere(user, "view", "statement"):
        raise policies.Denied("view", "statement")
    rows = visible_statements(user).order_by("-document_id", "start", "pk")
    table = Table(request, rows, COLUMNS, filters=StatementFilter, name=_("量化表述"))
    return table.response("evidence/statements.html", {})


def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement: its sentence, how it was read, where it stands; the part alone for htmx."""
    rows = Statement.objects.select_related("document__region", "region", "reviewed_by", "merged_into")
    found = get_object_or_404(rows, pk=pk)
    policies.require(visitor(request), "view", found)
    context = {"statement": found, "document": found.document, "value": value_of(found), "in_text": _in_text(found)}
    context |= _parts(found) | _source(found)
    alone = request.headers.get("HX-Target") == "statement"
    return render(request, "evidence/_statement.html" if alone else "evidence/statement.html", context)


def _parts(found: Statement) -> dict[str, Any]:
    """The sentence in three parts, with the figure in the middle; the figure is looked for near where it stands."""
    sentence = found.sentence
    at = sentence.find(found.text)
    second = sentence.find(found.text, at + 1) if at >= 0 else -1
    if second >= 0:  # the figure stands there more than once: the one nearest to its offset is meant
        wanted = found.start - found.sentence_start
        places = [n for n in range(len(sentence)) if sentence.startswith(found.text, n)]
        at = min(places, key=lambda n: abs(n - wanted))
    if at < 0:
        return {"before": sentence, "figure": "", "after": ""}
    return {"before": sentence[:at], "figure": found.text, "after": sentence[at + len(found.text) :]}


def _source(found: Statement) -> dict[str, Any]:
    """Where the statement stands in its file, what was repaired there, and what the reader had read."""
    if not Reading.objects.filter(pk=found.document_id).exists():
        return {}
    made = text.lifted(found.document)
    read = made.document
    touched = [
        repair for repair in read.repairs if repair.end > found.sentence_start and repair.start < found.sentence_end
    ]
    said = as_said(found)
    before = {name: value for name, value in (found.read or {}).items() if name in said and said[name] != value}
    page = pictures.page_of(read, found.start, found.end)
    rectangles = pictures.rectangles_of(read, page.number, found.start, found.end) if page else []
    return {
        "place": place_of(read, found.start, found.end),
        "repairs": touched[:20],
        "changed": [(name, value, said[name]) for name, value in before.items()],
        "page": page,
        "rectangles": rectangles,
        "cut": pictures.cut_around(page, rectangles) if page else None,
    }
