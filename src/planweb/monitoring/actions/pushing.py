"""Many figures at once, from a program or a file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planweb.accounts import policies
from planweb.accounts.models import Body, Region, User
from planweb.audit.hashing import canonical_json
from planweb.audit.recording import record_audit
from planweb.monitoring.actions.figures import CURRENT, IDENTITY, announce, answers_for, complete, inherit_contests
from planweb.monitoring.models import Figure
from planweb.registry.models import Indicator

FIELDS = ("key", "indicator", "region", "body", "period", "measure", "value", "unit", "kind", "note")
_AT_ONCE = 2000
_TRIES = 3
_KINDS, _MEASURES = frozenset(Figure.Kind.values), frozenset(Figure.Measure.values)
_WORDS = {
    "indicator": gettext_lazy("没有这个指标代码。"),
    "region": gettext_lazy("没有这个地区代码。"),
    "body": gettext_lazy("没有这个存续单位。"),
    "value": gettext_lazy("请填写数字。"),
    "kind": gettext_lazy("没有这种性质。"),
    "measure": gettext_lazy("没有这种量。"),
    "key": gettext_lazy("键须为1至100个字符。"),
    "note": gettext_lazy("说明最多500字。"),
    "unit": gettext_lazy("单位最多40字。"),
}
_SAME = ("value", "unit", "note")
State = Figure.State


class RowError(NamedTuple):
    """What is wrong with one row: its place from 0, its key, the field, and words for people."""

    row: int
    key: str
    field: str
    code: str
    message: str


class There(NamedTuple):
    """A figure that is in the ledger, as far as a push looks at it."""

    pk: int
    key: str | None
    state: str
    value: float
    unit: str
    note: str
    identity: tuple[object, ...]


@dataclass(slots=True)
class Pushed:
    """What became of a push.

    Attributes:
        created: Rows that were new.
        revised: Rows that stand instead of another value now.
        unchanged: Rows that were there already.
        errors: Rows that cannot be; with any of them nothing was written, unless the push is partial.
        digest: SHA-256 of the rows that were written, as the audit entry has it.
    """

    created: int = 0
    revised: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    digest: str = ""


def push_figures(
    rows: Sequence[Mapping[str, Any]],
    *,
    by: User,
    source: str = Figure.Source.API,
    reported_by: Body | None = None,
    partial: bool = False,
    why: str = "",
) -> Pushed:
    """What became of ``rows``; the same rows again change nothing.

    A row is known by its ``key``, or without one by indicator, region, body, period, measure and kind. Another value
    for the same is a revision. Everything is written in one transaction with one entry in the audit trail: counts, and
    a digest of the rows, since an entry for each would cost more than the rows themselves.

    Args:
        rows: With ``indicator`` (code), ``region`` (code), ``period``, ``value``; and as they wish ``key``, ``body``
            (its number), ``measure``, ``unit``, ``kind``, ``note``.
        by: Who pushes; what they may not accept themselves waits for a planner.
        source: ``api`` or ``import``.
        reported_by: Body that reports them.
        partial: Whether sound rows are written though others are not.
        why: What the trail shall say of it.
    """
    for tried in range(1, _TRIES + 1):
        try:
            with transaction.atomic():
                return _Push(by, source, reported_by).write(rows, partial=partial, why=why)
        except IntegrityError:  # somebody entered one of them meanwhile: now it is there to be seen
            if tried == _TRIES:
                raise ValidationError(_("数据同时被他人改动，请重新推送。"), code="busy") from None
    raise AssertionError


class _Push:
    """One push, with everything that rows refer to, read once."""

    def __init__(self, by: User, source: str, reported_by: Body | None) -> None:
        self.by, self.source, self.reported_by, self.now = by, source, reported_by, timezone.now()
        self.indicators: dict[str, Indicator] = {}
        self.regions: dict[str, Region] = {}
        self.bodies: dict[str, Body] = {}
        self.allowed: dict[tuple[str, int | None], tuple[bool, bool]] = {}
        self.answers: dict[tuple[int, str], bool] = {}

    def write(self, rows: Sequence[Mapping[str, Any]], *, partial: bool, why: str) -> Pushed:
        pushed = Pushed()
        self._read(rows)
        figures = list(self._sound(rows, pushed.errors))
        if pushed.errors and not partial:
            return pushed
        figures.sort(key=lambda figure: (figure.indicator_id, figure.region_id, figure.period))
        digest = hashlib.sha256()
        for batch in _batches(figures):
            self._write_batch(batch, pushed, digest)
        pushed.digest = digest.hexdigest()
        if pushed.created or pushed.revised:
            counts = {"created": pushed.created, "revised": pushed.revised, "unchanged": pushed.unchanged}
            after = {**counts, "digest": pushed.digest, "source": self.source}
            record_audit(self.by, "figure.push", self.by, after=after, why=why)
            announce(figures)
        return pushed

    def _read(self, rows: Sequence[Mapping[str, Any]]) -> None:
        codes = sorted({str(row.get("indicator", "")) for row in rows})
        for start in range(0, len(codes), _AT_ONCE):
            found = Indicator.objects.filter(code__in=codes[start : start + _AT_ONCE])
            self.indicators |= {indicator.code: indicator for indicator in found}
        self.regions = Region.objects.in_bulk(sorted({str(row.get("region", ""))[:6] for row in rows}))
        numbers = {str(row["body"]) for row in rows if row.get("body") not in (None, "")}
        known = Body.objects.current().filter(pk__in=[int(number) for number in numbers if _is_number(number)])
        self.bodies = {str(body.pk): body for body in known}

    def _sound(self, rows: Sequence[Mapping[str, Any]], errors: list[RowError]) -> Iterator[Figure]:
        """The rows as figures, and what is wrong with the others."""
        seen: dict[tuple[object, ...], int] = {}
        for at, row in enumerate(rows):
            try:
                figure = self._figure(row)
                for name in (("key", figure.key), tuple(getattr(figure, name) for name in IDENTITY)):
                    if name != ("key", None) and seen.setdefault(name, at) != at:
                        field = "key" if name[0] == "key" else "period"
                        words = _("与第%(row)s行重复。") % {"row": seen[name] + 1}
                        raise ValidationError({field: ValidationError(words, code="double")})
            except ValidationError as error:
                for field, found in error.error_dict.items():
                    for one in found:
                        code, words = str(one.code or "wrong"), " ".join(one.messages)
                        errors.append(RowError(at, str(row.get("key") or ""), field, code, words))
            else:
                yield figure

    def _figure(self, row: Mapping[str, Any]) -> Figure:
        indicator = self.indicators.get(str(row.get("indicator", "")))
        region = self.regions.get(str(row.get("region", "")))
        number = row.get("body")
        body = self.bodies.get(str(number)) if number not in (None, "") else None
        value, kind, measure = row.get("value"), row.get("kind") or "preliminary", row.get("measure") or "level"
        key, note, unit = row.get("key"), str(row.get("note") or ""), str(row.get("unit") or "")
        wrong = (
            ("indicator", indicator is None),
            ("region", region is None),
            ("body", body is None and number not in (None, "")),
            ("value", isinstance(value, bool) or not isinstance(value, int | float)),
            ("kind", kind not in _KINDS),
            ("measure", measure not in _MEASURES),
            ("key", key is not None and not 0 < len(str(key)) <= 100),
            ("note", len(note) > 500),
            ("unit", len(unit) > 40),
        )
        found = {name: ValidationError(_WORDS[name], code="wrong") for name, bad in wrong if bad}
        if found:
            raise ValidationError(found)
        figure = Figure(
            indicator=indicator,
            region=region,
            body=body,
            period=str(row.get("period", "")),
            measure=measure,
            value=float(value),  # type: ignore[arg-type]  # checked above
            unit=unit,
            kind=kind,
            source=self.source,
            reported_by=self.reported_by,
            entered_by=self.by,
            note=note,
            key=None if key is None else str(key),
        )
        complete(figure)
        self._decide(figure)
        return figure

    def _decide(self, figure: Figure) -> None:
        """Let ``figure`` stand or wait, as ``by`` may; raises where they may not report it."""
        place = (figure.region_id, figure.body_id)
        if place not in self.allowed:
            self.allowed[place] = (
                policies.may(self.by, "create", figure),
                policies.may(self.by, "accept", figure),
            )
        may_create, may_accept = self.allowed[place]
        if not may_create:
            raise ValidationError({"region": ValidationError(_("您不能为该地区或单位填报。"), code="denied")})
        if may_accept:
            figure.state, figure.decided_by, figure.decided_at = State.ACCEPTED, self.by, self.now
            return
        asked = (figure.indicator_id, figure.region_id)
        if asked not in self.answers:
            self.answers[asked] = answers_for(figure)
        if not self.answers[asked]:
            words = _("这项指标在该地区不由您的单位填报。")
            raise ValidationError({"indicator": ValidationError(words, code="not_yours")})

    def _write_batch(self, batch: list[Figure], pushed: Pushed, digest: Any) -> None:
        by_key, by_identity = _rows_there(batch)
        new: list[Figure] = []
        replaced: set[int] = set()
        unkeyed: set[int] = set()
        contested: list[tuple[Figure, int]] = []
        for figure in batch:
            keyed = by_key.get(figure.key) if figure.key else None
            others = by_identity.get(_identity(figure), [])
            moved = keyed is not None and keyed.identity != _identity(figure)
            if keyed is not None and moved and keyed.state != State.REPLACED:
                # The key names another value now: the one before no longer counts.
                others = [keyed, *others]
            latest = others[0] if others else None
            # What was pushed before is not pushed again over what a person made of it since.
            before = keyed is not None and not moved and _equal(figure, keyed) and keyed.state != State.RETURNED
            counting = next((row for row in others if row.state != State.RETURNED), None)
            if before or (counting is not None and _says_the_same(figure, counting)):
                pushed.unchanged += 1
                continue
            if keyed is not None:
                unkeyed.add(keyed.pk)
            gone = [row for row in others if row.state not in CURRENT or figure.state == State.ACCEPTED]
            replaced.update(row.pk for row in gone)
            contested += [(figure, row.pk) for row in gone if row.state == State.CONTESTED]
            figure.replaces_id = latest.pk if latest else None
            pushed.revised, pushed.created = pushed.revised + bool(latest), pushed.created + (not latest)
            digest.update(canonical_json([figure.key, *_identity(figure), figure.value, figure.unit]).encode() + b"\n")
            new.append(figure)
        # One write for those that lose both, as nearly all do: each write of a row writes all its indexes.
        for keys, changes in (
            (replaced & unkeyed, {"state": State.REPLACED, "key": None}),
            (replaced - unkeyed, {"state": State.REPLACED}),
            (unkeyed - replaced, {"key": None}),
        ):
            if keys:
                Figure.objects.filter(pk__in=keys).update(**changes)
        Figure.objects.bulk_create(new, batch_size=_AT_ONCE)
        for figure, row in contested:
            inherit_contests(figure, [row])


def _says_the_same(figure: Figure, other: There) -> bool:
    counts = other.state in CURRENT or (other.state == State.SUBMITTED and figure.state == State.SUBMITTED)
    return counts and _identity(figure) == other.identity and _equal(figure, other)


def _equal(figure: Figure, other: There) -> bool:
    return all(getattr(figure, name) == getattr(other, name) for name in _SAME)


def _rows_there(batch: list[Figure]) -> tuple[dict[str, There], dict[tuple[object, ...], list[There]]]:
    """Rows of the same keys, and the open rows of the same values, the latest first; locked until the end."""
    rows = Figure.objects.select_for_update(of=("self",), no_key=True).order_by("-pk")
    keys = [figure.key for figure in batch if figure.key]
    by_key = {str(row.key): row for row in _read(rows.filter(key__in=keys))} if keys else {}
    same = rows.exclude(state=State.REPLACED).filter(
        indicator__in={figure.indicator_id for figure in batch},
        region__in={figure.region_id for figure in batch},
        period__in={figure.period for figure in batch},
    )
    wanted = {_identity(figure) for figure in batch}
    by_identity: dict[tuple[object, ...], list[There]] = {}
    for row in _read(same):
        if row.identity in wanted:
            by_identity.setdefault(row.identity, []).append(row)
    return by_key, by_identity


def _read(rows: QuerySet[Figure]) -> Iterator[There]:
    # Plain values: to make objects of them would cost as much again as the push.
    for pk, key, state, value, unit, note, *identity in rows.values_list(
        "pk", "key", "state", "value", "unit", "note", *IDENTITY
    ):
        yield There(pk, key, state, value, unit, note, tuple(identity))


def _identity(figure: Figure) -> tuple[object, ...]:
    return (
        figure.indicator_id,
        figure.region_id,
        figure.body_id,
        figure.period,
        str(figure.measure),
        str(figure.kind),
    )


def _batches(figures: list[Figure]) -> Iterator[list[Figure]]:
    rest = iter(figures)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18
