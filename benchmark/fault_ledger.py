"""A small ledger with people, documents and a plan, and everything that the faults ask of its server."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

CITY = "220200"
WHAT = ("upload", "review", "push", "rename", "adopt", "report", "chore")
# Of what takes the worker seconds, so many in the life of a server: what is left is done after the last kill.
MOST = {"upload": 2, "chore": 1}
_CSRF = "a" * 32
_ROWS, _REVIEWED, _PACKED = 25, 30, 8
_FORM = "application/x-www-form-urlencoded"
_OUTLINE = """示例市国民经济和社会发展第十四个五年规划纲要
第一章 发展基础
2020年，粮食产量达到85亿斤，国家高新技术企业达到216户。
第二章 创新发展
到2025年，国家高新技术企业达到600户以上。社会消费品零售总额年均增长7%左右。
到2025年，粮食产量达到100亿斤，其中2022年达到90亿斤。
第三章 民生福祉
“十四五”期间，城镇登记失业率控制在4.5%以内，城镇新增就业30万人以上。
"""
_CHOSEN = ["hightech_firms", "retail_sales", "grain_output", "registered_unemployment", "new_urban_jobs"]
Ask = Callable[[str, bytes, dict[str, str]], int]


@dataclass
class Accepted:
    """What the server said that it did."""

    uploads: set[str] = field(default_factory=set)  # digests
    reviews: set[int] = field(default_factory=set)  # keys of statements
    pushes: list[int] = field(default_factory=list)
    renames: list[str] = field(default_factory=list)
    adoptions: Counter[str] = field(default_factory=Counter)  # by action
    reports: list[int] = field(default_factory=list)
    chores: Counter[str] = field(default_factory=Counter)  # by kind
    asked: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each were accepted."""
        return {
            "upload": len(self.uploads),
            "review": len(self.reviews),
            "push": len(self.pushes),
            "rename": len(self.renames),
            "adoption": sum(self.adoptions.values()),
            "report": len(self.reports),
            **dict(self.chores),
        }


class Ledger:
    """What is in the ledger before the first kill, and what is asked of its server."""

    def __init__(self, data: Path) -> None:
        from planweb.accounts.actions.tokens import create_token
        from planweb.accounts.models import Body, Grant, Region, User
        from planweb.registry.models import Indicator

        self.accepted, self.number = Accepted(), 0
        self.region = Region.objects.get(pk=CITY)
        day = time.strftime("%Y-%m-%d")
        self.body = Body.objects.create(name="局0", kind="department", region=self.region, valid_from=day)
        people = [User.objects.create_user(name, name=name) for name in ("planner", "admin", "owner")]
        self.planner, self.admin, self.owner = people
        Grant.objects.create(user=self.planner, role="planner")
        Grant.objects.create(user=self.admin, role="administrator")
        Grant.objects.create(user=self.owner, role="owner", body=self.body)
        self.secret = create_token(self.planner, name="faults", access="write", days=30, by=self.planner).secret
        self.cookies = {user.pk: _cookie(user) for user in people}
        self.indicator = Indicator.objects.get_or_create(code="gdp", defaults={"name": "地区生产总值"})[0].code
        self.packed = [_packed(number, data) for number in range(_PACKED)]
        for number in range(_REVIEWED):
            _read(_said(900_000 + 100 * number, 40))
        self._make_plan()
        self._make_round()
        from planweb.evidence.models import Document

        self.seeded = Document.objects.count()

    def upload(self, ask: Ask) -> None:
        """A document that nobody brought in before."""
        number = self.next_number()
        content = _said(number, 6)
        sent, kind = _file("documents", f"{number}.txt", content)
        if ask("/documents/new/", sent, self.form(self.planner, kind)) == 302:
            self.accepted.uploads.add(hashlib.sha256(content).hexdigest())
        time.sleep(0.8)  # all are read at the end

    def review(self, ask: Ask) -> None:
        """A statement that is proposed, confirmed."""
        from planweb.evidence.models import Statement

        row = Statement.objects.filter(state="proposed", document__state="read").order_by("?").first()
        if row is None:
            time.sleep(0.05)
            return
        path = f"/documents/{row.document_id}/review/{row.key}/confirm/"
        if ask(path, _encoded(revision=row.revision), self.form(self.planner)) in {200, 302}:
            self.accepted.reviews.add(row.pk)

    def push(self, ask: Ask) -> None:
        """Figures, pushed through the API: the same cells each time, so that each push revises the last."""
        number = self.next_number()
        same = {"indicator": self.indicator, "region": CITY, "value": number}
        rows = [{"key": f"{row}", "period": f"{1949 + row}-01", **same} for row in range(_ROWS)]
        headers = {"Authorization": f"Bearer {self.secret}", "Content-Type": "application/json"}
        if ask("/api/v1/figures/bulk", json.dumps({"figures": rows}).encode(), headers) == 200:
            self.accepted.pushes.append(number)

    def rename(self, ask: Ask) -> None:
        """The body under another name."""
        name = f"局{self.next_number()}"
        sent = _encoded(name=name, short_name="", why="试")
        if ask(f"/bodies/{self.body.pk}/rename/", sent, self.form(self.planner)) == 302:
            self.accepted.renames.append(name)

    def adopt(self, ask: Ask) -> None:
        """Targets of the outline, adopted into the plan or taken back."""
        from planweb.registry.models import Adoption

        batch = Adoption.objects.filter(plan=self.plan).values_list("batch", flat=True).first()
        if batch is None:
            sent = urlencode({"take": _CHOSEN}, doseq=True).encode()
            path, action = f"/plans/{self.plan.pk}/adopt/{self.outline.pk}/", "plan.adopt"
        else:
            sent, path, action = _encoded(batch=batch), f"/plans/{self.plan.pk}/adopt/undo/", "plan.undo_adopt"
        if ask(path, sent, self.form(self.planner)) == 302:
            self.accepted.adoptions[action] += 1

    def report(self, ask: Ask) -> None:
        """A filled template, uploaded, and the table that it fills, submitted."""
        from planweb.monitoring.queries.due import due_in

        number, path = self.next_number(), f"/reports/{self.round.pk}/{self.body.pk}/"
        sent, kind = _file("workbook", "report.xlsx", self._filled(number))
        if ask(f"{path}upload/", sent, self.form(self.owner, kind)) != 200:
            return
        fields: dict[str, object] = {}
        for due in due_in([self.round], bodies=[self.body]):
            seen = due.figure.pk if due.figure else ""
            fields |= {f"value-{due.of.pk}": number, f"kind-{due.of.pk}": "final", f"seen-{due.of.pk}": seen}
            fields[f"text-{due.of.pk}"] = f"进展{number}"
        if ask(path, _encoded(**fields), self.form(self.owner)) == 302:
            self.accepted.reports.append(number)

    def chore(self, ask: Ask) -> None:
        """A backup, an import, an export or a check of the trail, which the worker does."""
        time.sleep(1.5)
        number = self.next_number()
        kind = ("backup", "import", "export", "backup", "import", "verify")[number % 6]
        sent, form = b"", _FORM
        if kind == "import":
            sent, form = _file("ledger", "ledger.zip", self.packed[number % _PACKED])
        if ask(f"/manage/system/{kind}/", sent, self.form(self.admin, form)) == 302:
            self.accepted.chores[kind] += 1

    def next_number(self) -> int:
        """A number that nobody had."""
        self.number += 1
        return self.number

    def form(self, user: Any, kind: str = _FORM) -> dict[str, str]:
        """Headers of a form that ``user`` sends."""
        return {"Cookie": self.cookies[user.pk], "X-CSRFToken": _CSRF, "Content-Type": kind}

    def _make_plan(self) -> None:
        from planweb.evidence.models import Statement
        from planweb.registry.actions.adopting import adopt_targets, undo_adoption
        from planweb.registry.actions.plans import create_plan
        from planweb.registry.actions.versions import attach_document
        from planweb.registry.models import Plan

        self.outline = _read(_OUTLINE.encode())
        Statement.objects.filter(document=self.outline).update(state="confirmed")
        plan = Plan(title="示例市规划纲要", tier="development", region=self.region, first_year=2021, last_year=2025)
        self.plan = create_plan(plan, by=self.planner)
        attach_document(self.plan.versions.get(), self.outline, by=self.planner)
        made = adopt_targets(self.plan, self.outline, chosen=_CHOSEN, by=self.planner)
        self.adopted = self.rows_of_plan()
        undo_adoption(self.plan, made.batch, by=self.planner)

    def rows_of_plan(self) -> tuple[int, int, int]:
        """How many indicators, targets and adoptions the plan has."""
        from planweb.registry.models import Adoption, Target

        targets = Target.objects.filter(of__plan=self.plan).count()
        return self.plan.indicators.count(), targets, Adoption.objects.filter(plan=self.plan).count()

    def _make_round(self) -> None:
        from planweb.monitoring.models import Round
        from planweb.monitoring.queries.due import due_in
        from planweb.monitoring.sheets import make_template
        from planweb.registry.models import Indicator, Plan, PlanIndicator

        span = {"first_year": 2021, "last_year": 2025}
        plan = Plan.objects.create(title="在用规划", tier="development", region=self.region, status="in_force", **span)
        for position in range(3):
            indicator = Indicator.objects.create(code=f"own-{position}", name=f"指标{position}", unit="亿元")
            row = {"name": indicator.name, "position": position, "unit": "亿元", "frequency": "quarter"}
            PlanIndicator.objects.create(plan=plan, indicator=indicator, lead=self.body, **row)
        dates = {"opens_on": "2025-04-01", "due_on": "2025-04-10"}
        made = Round.objects.create(region=self.region, period="2025Q1", frequency="quarter", **dates)
        self.round = Round.objects.get(pk=made.pk)
        self.template = make_template(self.round, self.body, due_in([self.round], bodies=[self.body]))

    def _filled(self, number: int) -> bytes:
        from openpyxl import load_workbook

        book, out = load_workbook(io.BytesIO(self.template)), io.BytesIO()
        for row in range(4, 7):
            book.worksheets[0][f"F{row}"] = number
        book.save(out)
        return out.getvalue()


def keep_asking(ledger: Ledger, what: str, address: str, stop: threading.Event) -> None:
    """Ask for ``what`` again and again until the server is gone, or as often as is enough."""
    from django.db import connections

    host = urlsplit(address)

    def ask(path: str, body: bytes, headers: dict[str, str]) -> int:
        ledger.accepted.asked[what] += 1
        connection = http.client.HTTPConnection(str(host.hostname), host.port, timeout=30)
        try:
            connection.request("POST", path, body, headers)
            response = connection.getresponse()
            said = response.read()
        finally:
            connection.close()
        if response.status >= 500 or response.status in {400, 401, 403, 404, 413, 422}:
            ledger.accepted.wrong.append(f"{what}: {response.status} {said[:300].decode(errors='replace')}")
        return response.status

    before = ledger.accepted.asked[what]
    while not stop.is_set() and ledger.accepted.asked[what] - before < MOST.get(what, sys.maxsize):
        try:
            getattr(ledger, what)(ask)
        except (OSError, http.client.HTTPException):
            time.sleep(0.01)
        except Exception as error:  # noqa: BLE001  # told at the end
            ledger.accepted.wrong.append(f"{what}: {error!r}")
            time.sleep(0.1)
    connections.close_all()


def _cookie(user: Any) -> str:
    from django.test import Client

    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={_CSRF}"


def _encoded(**fields: object) -> bytes:
    return urlencode(fields).encode()


def _file(field_name: str, name: str, content: bytes) -> tuple[bytes, str]:
    edge = "----edge"
    head = f'Content-Disposition: form-data; name="{field_name}"; filename="{name}"'
    sent = f"--{edge}\r\n{head}\r\n\r\n".encode() + content + f"\r\n--{edge}--\r\n".encode()
    return sent, f"multipart/form-data; boundary={edge}"


def _said(number: int, sentences: int) -> bytes:
    said = "".join(f"{2010 + n % 14}年，全市就业{number + n}人，增长{n}.{number % 10}%。\n" for n in range(sentences))
    return f"某市{number}年计划报告\n{said}\n".encode()


def _read(content: bytes) -> Any:
    """A document with that text, as the worker would have read it."""
    from planledger.pipeline import Job, read_file
    from planledger.reading import Overrides
    from planweb.evidence.files import keep, path_of
    from planweb.evidence.models import Document
    from planweb.evidence.records import identifier_of, store_reading

    kept = keep([content], "text.txt")
    fields = {"sha256": kept.sha256, "size": kept.size, "file": kept.file}
    document = Document.objects.create(name="text.txt", region_id=CITY, **fields)
    outcome = read_file(Job(path_of(kept.file), identifier_of(document), Overrides()))
    return store_reading(document, outcome.document, outcome.extraction)


def _packed(number: int, data: Path) -> bytes:
    """A ledger of documents that are not in this one, as a file to import."""
    from django.db import transaction

    from planweb.site.ledgers.exporting import export_ledger

    path = data / "packed.zip"
    with transaction.atomic():
        for one in range(4):
            _read(_said(800_000 + 100 * number + 10 * one, 12))
        export_ledger(path)
        transaction.set_rollback(True)
    content = path.read_bytes()
    path.unlink()
    return content
