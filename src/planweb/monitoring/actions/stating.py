"""Figures out of what documents say."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from planledger.catalogue import load_catalogue
from planweb.accounts.models import User
from planweb.audit.recording import record_audit
from planweb.evidence.models import Document, Statement
from planweb.monitoring.actions.figures import CURRENT, IDENTITY, complete, enter_figure
from planweb.monitoring.measuring import WrongUnit
from planweb.monitoring.models import Figure
from planweb.registry.models import Indicator

NEW, THERE, CONFLICT, UNUSABLE = "new", "there", "conflict", "unusable"


@dataclass(slots=True)
class Candidate:
    """A statement of a result, and the figure that it would be.

    Attributes:
        statement: What the document says.
        figure: The figure, not saved; None when the statement cannot be one.
        status: ``new``, ``there`` already, in ``conflict`` with ``current``, or ``unusable``.
        current: The figure that is there.
        reason: Why it cannot be one.
    """

    statement: Statement
    figure: Figure | None
    status: str
    current: Figure | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the statements of a document."""

    figures: list[Figure]
    conflicts: list[Candidate]


def propose_figures(document: Document, *, min_confidence: float | None = None) -> list[Candidate]:
    """Every result that ``document`` states of a catalogue indicator, with what would become of it.

    Args:
        document: As it was read.
        min_confidence: Take unreviewed statements from this confidence on too; None for reviewed ones alone.
    """
    reviewed = Q(state__in=("confirmed", "corrected"))
    if min_confidence is not None:
        reviewed |= Q(state="proposed", confidence__gte=min_confidence)
    rows = Statement.objects.filter(reviewed, document=document, role="actual", merged_into=None, part="")
    statements = list(rows.exclude(indicator_id="").filter(measure__in=("level", "growth")).select_related("region"))
    codes = {statement.indicator_id for statement in statements}
    indicators = {row.code: row for row in Indicator.objects.filter(code__in=codes)}
    candidates = [_candidate(document, statement, indicators) for statement in statements]
    return _held_against_what_is_there(candidates)


@transaction.atomic
def take_figures(
    document: Document,
    *,
    statements: Collection[int],
    replacing: Collection[int] = (),
    min_confidence: float | None = None,
    by: User,
) -> Taken:
    """Figures of the chosen statements; those in conflict only where the person said so.

    Args:
        document: As it was read.
        statements: Keys of the statements to take.
        replacing: Keys of those that revise the figure that is there.
        min_confidence: As in ``propose_figures``.
        by: Who takes them.
    """
    taken = Taken([], [])
    for candidate in propose_figures(document, min_confidence=min_confidence):
        key, figure = candidate.statement.pk, candidate.figure
        if figure is None or key not in {*statements, *replacing} or candidate.status == THERE:
            continue
        if candidate.status == CONFLICT and key not in replacing:
            taken.conflicts.append(candidate)
            continue
        if figure.indicator._state.adding:  # noqa: SLF001  # what Django documents
            figure.indicator = _kept(figure.indicator, by)
        why = _("取自文献：%(document)s") % {"document": document}
        taken.figures.append(enter_figure(figure, by=by, replacing=candidate.current, why=why))
    return taken


def _kept(indicator: Indicator, by: User) -> Indicator:
    kept, new = Indicator.objects.get_or_create(
        code=indicator.code,
        defaults={
            name: getattr(indicator, name) for name in ("name", "english", "category", "unit", "direction", "kind")
        },
    )
    if new:
        record_audit(by, "indicator.create", kept, after={"code": kept.code, "name": kept.name, "unit": kept.unit})
    return kept


def _candidate(document: Document, statement: Statement, indicators: dict[str, Indicator]) -> Candidate:
    value = statement.value
    exact = statement.bound in {"exact", "about"} and statement.low == statement.high
    if not exact or value is None:
        return Candidate(statement, None, UNUSABLE, reason=_("不是一个确定的数值。"))
    if statement.region is None:
        return Candidate(statement, None, UNUSABLE, reason=_("没有地区。"))
    indicator = indicators.get(statement.indicator_id) or _from_catalogue(statement, indicators)
    if indicator is None:
        return Candidate(statement, None, UNUSABLE, reason=_("目录中没有这个指标。"))
    figure = Figure(
        indicator=indicator,
        region=statement.region,
        period=statement.period,
        measure=statement.measure,
        value=value,
        unit=statement.unit,
        kind=_kind(document, statement),
        source=Figure.Source.STATEMENT,
        statement=statement,
        note=_("约数") if statement.bound == "about" else "",
    )
    try:
        complete(figure)
    except (ValidationError, WrongUnit) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return Candidate(statement, None, UNUSABLE, reason=words)
    return Candidate(statement, figure, NEW)


def _kind(document: Document, statement: Statement) -> str:
    if statement.estimate:
        return str(Figure.Kind.ESTIMATE)
    final = document.kind == Document.Kind.COMMUNIQUE
    return str(Figure.Kind.FINAL if final else Figure.Kind.PRELIMINARY)


def _from_catalogue(statement: Statement, indicators: dict[str, Indicator]) -> Indicator | None:
    """An indicator of the catalogue, not saved, which takes the unit that the document uses for its level."""
    catalogue = load_catalogue().indicators
    if statement.indicator_id not in catalogue:
        return None
    known = catalogue[statement.indicator_id]
    made = Indicator(
        code=known.id,
        name=known.chinese,
        english=known.english,
        category=known.category.id,
        unit=statement.unit if statement.measure == "level" else "",
        direction=known.direction,
        kind=known.kind,
    )
    if statement.measure == "level":
        indicators[known.id] = made  # the next statement of it has the same unit
    return made


def _held_against_what_is_there(candidates: list[Candidate]) -> list[Candidate]:
    """The same, with what is there; a document that says two values of one thing is in conflict with itself."""
    usable = [candidate for candidate in candidates if candidate.figure is not None]
    there = _rows_there(usable)
    first: dict[tuple[object, ...], Candidate] = {}
    for candidate in usable:
        assert candidate.figure is not None
        identity = _identity(candidate.figure)
        before = first.setdefault(identity, candidate)
        candidate.current = there.get(identity)
        against = candidate.current or (before.figure if before is not candidate else None)
        if against is None:
            continue
        same = (against.value, against.unit) == (candidate.figure.value, candidate.figure.unit)
        if same and (candidate.current is None or candidate.current.state in CURRENT):
            candidate.status = THERE
        elif candidate.current is not None:
            candidate.status = CONFLICT
        else:
            candidate.status, candidate.figure = UNUSABLE, None
            candidate.reason = _("同一文献中还有另一个数值：%(value)s") % {"value": before.statement.text}
    return candidates


def _rows_there(candidates: Iterable[Candidate]) -> dict[tuple[object, ...], Figure]:
    figures = [candidate.figure for candidate in candidates if candidate.figure is not None]
    rows = Figure.objects.filter(
        indicator__in={figure.indicator_id for figure in figures if figure.indicator_id},
        region__in={figure.region_id for figure in figures},
        period__in={figure.period for figure in figures},
        body=None,
    ).exclude(state="replaced")
    # Of several the last, and before any that was returned one that counts.
    found = sorted(rows.select_related("indicator"), key=lambda row: (row.state != Figure.State.RETURNED, row.pk))
    return {_identity(row): row for row in found}


def _identity(figure: Figure) -> tuple[object, ...]:
    return (figure.indicator.code, *(str(getattr(figure, name)) for name in IDENTITY[1:]))
