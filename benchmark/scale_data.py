"""A ledger as large as a province's: invented rows, put straight into the tables of either database."""

from __future__ import annotations

import datetime as dt
import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

Row = dict[str, Any]
FIRST_YEAR, YEARS, THIS_YEAR = 2021, 5, 2026
_NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
_NOUNS = ("产业", "就业", "投资", "粮食", "森林", "公路", "医院", "学位", "水质", "能耗", "创新", "贸易")
_STATES = ("confirmed", "confirmed", "confirmed", "proposed", "corrected")


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    plans: int = 200
    plan_indicators: int = 20_000
    figures: int = 1_000_000
    statements: int = 200_000
    bodies: int = 500
    users: int = 2_000
    documents: int = 2_000
    audit_entries: int = 20_000

    def times(self, share: float) -> Size:
        """The same, smaller or larger."""
        return Size(*(max(int(getattr(self, one.name) * share), 4) for one in fields(self)))


class Filler:
    """Fills the database of the settings."""

    def __init__(self, size: Size) -> None:
        from planweb.accounts.models import Region

        self.size = size
        wanted = max(size.plans // 2, 1)
        self.regions = list(Region.objects.filter(level="prefecture").order_by("code")[:wanted])
        self.each = size.plan_indicators // size.plans

    def fill(self) -> None:
        """Everything, in one transaction."""
        from django.db import transaction

        with transaction.atomic():
            self._people()
            self._documents()
            self._plans()
            self._monitoring()
            self._audit()

    def _people(self) -> None:
        from django.contrib.auth.hashers import make_password

        from planweb.accounts.models import Body, Grant, User

        def bodies() -> Iterator[Row]:
            for n in range(self.size.bodies):
                region = self.regions[n % len(self.regions)]
                name = f"{region.name}{_NOUNS[n // len(self.regions) % len(_NOUNS)]}局{n}"
                kind = ("department", "county", "zone")[n % 3]
                yield {"id": n + 1, "name": name, "short_name": name[-8:], "kind": kind, "region_id": region.pk}

        put(Body, bodies(), valid_from=dt.date(2019, 1, 1))
        password = make_password("规划-ledger-2026")
        put(
            User,
            ({"id": n + 1, "username": f"u{n}", "name": f"人员{n}"} for n in range(self.size.users)),
            password=password,
            is_active=True,
            email="",
            created_at=_NOW,
        )
        put(Grant, self._grants(), granted_at=_NOW)

    def _grants(self) -> Iterator[Row]:
        """u0 administrator, u1 planner and u2 leader of all, u3 planner and u4 leader of the first region; owners."""
        first = self.regions[0].pk
        said = [("administrator", None), ("planner", None), ("leader", None), ("planner", first), ("leader", first)]
        for n in range(self.size.users):
            role, region = said[n] if n < len(said) else ("owner", None)
            body = n % self.size.bodies + 1 if role == "owner" else None
            yield {"id": n + 1, "user_id": n + 1, "role": role, "region_id": region, "body_id": body}

    def _documents(self) -> None:
        from planweb.evidence.models import Document, Reading, Statement

        kinds = ("plan_report", "work_report", "communique", "five_year_outline")

        def documents() -> Iterator[Row]:
            for n in range(self.size.documents):
                region, year = self.regions[n % len(self.regions)], 2015 + n // len(self.regions) % 11
                title = f"{region.name}{year}年{_NOUNS[n % 12]}报告{n}"
                yield {
                    "id": n + 1,
                    "name": f"{n}.txt",
                    "title": title,
                    "kind": kinds[n % 4],
                    "region_id": region.pk,
                    "year": year,
                    "sha256": f"{n:064}",
                    "file": f"00/{n}.txt",
                }

        put(
            Document,
            documents(),
            state="read",
            progress=100,
            brought_by_id=2,
            brought_at=_NOW,
            read_at=_NOW,
            format="txt",
            size=40_000,
            said_by_user={},
            version=1,
        )
        self.each_document = max(self.size.statements // self.size.documents, 1)
        source = "".join(said_in(at) for at in range(self.each_document))
        readings = ({"document_id": n + 1} for n in range(self.size.documents))
        put(Reading, readings, source=source, text=source, tables=_tables_of(source), reader=_version())
        put(
            Statement,
            self._statements(),
            role="target",
            measure="level",
            unit="亿元",
            bound="at_least",
            section=[],
            notes=[],
            confidence=0.9,
            supporting=[],
            base_unit="元",
        )

    def _statements(self) -> Iterator[Row]:
        each = self.each_document
        codes = [one.id for one in _catalogue()[: self.each]]
        for n in range(self.size.statements):
            document, at = n // each % self.size.documents, n % each
            sentence = said_in(at).rstrip("\n")
            begin = at * len(said_in(at))
            value = begin + sentence.index("达到") + 2
            yield {
                "id": n + 1,
                "document_id": document + 1,
                "start": value,
                "end": value + 7,
                "text": sentence[value - begin : value - begin + 7],
                "sentence": sentence,
                "sentence_start": begin,
                "sentence_end": begin + len(sentence),
                "indicator": f"{_NOUNS[at % 12]}增加值",
                "indicator_id": codes[n % len(codes)],
                "low": float(at * 37 % 900 + 100),
                "period": str(2015 + document // len(self.regions) % 11),
                "region_id": self.regions[document % len(self.regions)].pk,
                "state": _STATES[n % 5],
                "role": ("target", "actual")[n % 2],
            }

    def _plans(self) -> None:
        from planweb.registry.models import Indicator, Plan, PlanIndicator, PlanVersion, Target

        self.indicators = _indicator_rows(Indicator, self.each)

        def plans() -> Iterator[Row]:
            for n in range(self.size.plans):
                region, later = self.regions[n // 2 % len(self.regions)], n % 2
                first = FIRST_YEAR + 5 * later
                title = f"{region.name}规划{first}—{first + 4}"
                yield {
                    "id": n + 1,
                    "title": title,
                    "region_id": region.pk,
                    "first_year": first,
                    "last_year": first + 4,
                    "status": "in_force" if later else "superseded",
                }

        put(Plan, plans(), tier="development", created_at=_NOW)
        put(
            PlanVersion,
            ({"id": n + 1, "plan_id": n + 1} for n in range(self.size.plans)),
            number=1,
            status="in_force",
            created_at=_NOW,
        )
        put(PlanIndicator, self._plan_indicators(), unit="亿元", frequency="month", measure="level", direction="more")
        put(Target, self._targets(), bound="at_least", measure="level")

    def _plan_indicators(self) -> Iterator[Row]:
        for n in range(self.size.plans * self.each):
            plan, at = divmod(n, self.each)
            region = plan // 2 % len(self.regions)
            lead = (region + len(self.regions) * (at % 5)) % self.size.bodies + 1
            yield {
                "id": n + 1,
                "plan_id": plan + 1,
                "indicator_id": self.indicators[at].pk,
                "position": at,
                "name": self.indicators[at].name,
                "lead_id": lead,
                "base_value": 100.0 + at,
                "attribute": ("binding", "anticipatory")[at % 3 > 0],
                "base_year": FIRST_YEAR - 1 + 5 * (plan % 2),
            }

    def _targets(self) -> Iterator[Row]:
        number = itertools.count(1)
        for n in range(self.size.plans * self.each):
            plan, at = divmod(n, self.each)
            first = FIRST_YEAR + 5 * (plan % 2)
            for year in range(first, first + YEARS):
                yield {
                    "id": next(number),
                    "of_id": n + 1,
                    "version_id": plan + 1,
                    "kind": "annual",
                    "year": year,
                    "low": 100.0 + at + year - first,
                }
            yield {
                "id": next(number),
                "of_id": n + 1,
                "version_id": plan + 1,
                "kind": "five_year",
                "year": first + YEARS - 1,
                "low": 120.0 + at,
            }

    def _monitoring(self) -> None:
        from planweb.monitoring.models import Figure, Progress, Round, Standing

        put(
            Figure,
            self._figures(),
            measure="level",
            unit="亿元",
            kind="preliminary",
            source="entry",
            entered_at=_NOW,
            entered_by_id=6,
        )
        lights = ("green", "green", "amber", "red", "grey")
        rows = range(self.size.plans * self.each)
        standing = ({"of_id": n + 1, "light": lights[n % 5], "shown": lights[n % 5]} for n in rows)
        put(
            Standing,
            standing,
            rule="schedule",
            reason="by schedule",
            reason_zh="按序时进度",
            numbers={},
            as_of=dt.date(2026, 11, 1),
        )
        said = ({"id": n + 1, "of_id": n * 2 + 1, "body_id": n % self.size.bodies + 1} for n in rows[: len(rows) // 2])
        put(Progress, said, period="2026-10", text="进展正常", state="submitted", by_id=6, at=_NOW)
        put(Round, self._rounds(), frequency="month")

    def _rounds(self) -> Iterator[Row]:
        pairs = itertools.product(self.regions, range(1, 11))
        for n, (region, month) in enumerate(pairs):
            yield {
                "id": n + 1,
                "region_id": region.pk,
                "period": f"2026-{month:02}",
                "opens_on": dt.date(2026, month, 1),
                "due_on": dt.date(2026, month, 28),
            }

    def _figures(self) -> Iterator[Row]:
        each = max(self.size.figures // (len(self.regions) * self.each), 1)
        periods = [(f"{y}-{m:02}", dt.date(y, m, 28)) for y in range(2026, 2000, -1) for m in range(12, 0, -1)]
        periods = [one for one in periods if one[1] < dt.date(2026, 11, 1)][:each]
        cells = itertools.product(range(len(self.regions)), range(self.each), enumerate(periods))
        for n, (region, at, (back, (period, through))) in enumerate(itertools.islice(cells, self.size.figures)):
            lead = (region + len(self.regions) * (at % 5)) % self.size.bodies + 1
            yield {
                "id": n + 1,
                "indicator_id": self.indicators[at].pk,
                "region_id": self.regions[region].pk,
                "period": period,
                "through": through,
                "value": 100.0 + at - back * 0.3,
                "reported_by_id": lead,
                "state": "submitted" if back == 0 and at % 4 == 0 else "accepted",
            }

    def _audit(self) -> None:
        from planweb.audit.hashing import hash_of, seal_of
        from planweb.audit.models import AuditEntry, AuditHead
        from planweb.site.backups.rows import stored_fields

        head = AuditHead.objects.select_for_update().get(pk=1)
        first, last = head.count + 1, head.hash
        names = [field.attname for field in stored_fields(AuditEntry)]
        rows = []
        for number in range(first, first + self.size.audit_entries):
            entry = AuditEntry(
                number=number,
                at=_NOW + dt.timedelta(seconds=number),
                who_id=2,
                who="人员1",
                action="figure.accept",
                object_kind="monitoring.figure",
                object_id=str(number),
                object_label=f"数据{number}",
                before="{}",
                after="{}",
                why="",
                previous_hash=last,
            )
            entry.hash = last = hash_of(entry)
            rows.append({name: getattr(entry, name) for name in names})
        put(AuditEntry, iter(rows))
        head.count, head.hash = first + len(rows) - 1, last
        head.seal = seal_of(head.count, last)
        head.save()


def said_in(at: int) -> str:
    """The line ``at`` of every document; all are of one length."""
    return f"全市{_NOUNS[at % 12]}增加值第{at:04}项达到{at * 37 % 900 + 100}亿元以上，同比增长{at % 90 + 10}%。\n"


def _tables_of(source: str) -> Row:
    """What a reading keeps of a document with this text."""
    from planledger.pipeline import Job, read_file
    from planledger.reading import Limits, Overrides
    from planweb.evidence.records import kept_tables

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.txt"
        path.write_text(source, encoding="utf-8")
        outcome = read_file(Job(path, "document", Overrides(), Limits()))
    assert outcome.document is not None
    assert outcome.extraction is not None
    return kept_tables(outcome.document, outcome.extraction)


def _version() -> str:
    from planledger.version import __version__

    return __version__


def put(model: Any, rows: Iterator[Row], **same: Any) -> None:
    """Insert ``rows``, each with ``same``; what neither says has the default of its field."""
    from planweb.site.backups.rows import insert_rows, reset_sequences, stored_fields

    begin = time.perf_counter()
    columns = stored_fields(model)
    names = [field.attname for field in columns]
    defaults = {field.attname: _default_of(field) for field in columns} | same
    count = insert_rows(model, (tuple([row.get(name, defaults[name]) for name in names]) for row in rows))
    reset_sequences([model])
    print(f"{model.__name__}: {count:,} in {time.perf_counter() - begin:.1f} s", file=sys.stderr)


def _default_of(field: Any) -> Any:
    if field.has_default():
        return field.get_default()
    return None if field.null else "" if field.empty_strings_allowed else 0


def _catalogue() -> list[Any]:
    from planledger.catalogue import load_catalogue

    return list(load_catalogue().indicators.values())


def _indicator_rows(model: Any, number: int) -> list[Any]:
    have = {row.code: row for row in model.objects.all()}
    for known in _catalogue()[:number]:
        if known.id not in have:
            have[known.id] = model.objects.create(code=known.id, name=known.chinese, category=known.category.id)
    return [have[known.id] for known in _catalogue()[:number]]


def timed(name: str, work: Callable[[], Any]) -> float:
    """Seconds that ``work`` takes, told."""
    begin = time.perf_counter()
    work()
    seconds = time.perf_counter() - begin
    print(f"{name}: {seconds:.1f} s", file=sys.stderr)
    return seconds
