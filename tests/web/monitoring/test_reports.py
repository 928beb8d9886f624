"""Reporting: dates, what is due, reports in one go, templates, reminders, and what passes to successors."""

from __future__ import annotations

import datetime as dt
import io
import threading
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from openpyxl import load_workbook
from tests.web.conftest import CITY

from planweb.accounts import policies
from planweb.accounts.actions.bodies import merge_bodies
from planweb.accounts.models import Body, Region, User
from planweb.audit.models import AuditEntry
from planweb.layout.workbooks import WrongFile
from planweb.monitoring.actions import figures, reports, rounds
from planweb.monitoring.actions.reports import Entry, RefusedEntries, submit_report
from planweb.monitoring.models import Figure, Progress, Round
from planweb.monitoring.queries.due import due_for, due_in, overdue_bodies, parts_of, returned_to
from planweb.monitoring.sheets import make_template, read_template
from planweb.registry.actions.plans import edit_plan
from planweb.registry.models import Indicator, PlanIndicator, Target

PDF = b"%PDF-1.7\n%invented\n"
MakePerson, MakeFigure = Callable[..., User], Callable[..., Figure]


@pytest.fixture(autouse=True)
def _documents(tmp_path: Any, settings: Any) -> None:
    settings.DOCUMENTS = tmp_path / "documents"


def test_the_rounds_of_a_year_are_made_once(planner: User) -> None:
    city = Region.objects.get(pk="220200")
    made = rounds.create_rounds(city, year=2026, frequency="quarter", days=10, by=planner)
    assert [(row.period, row.opens_on, row.due_on) for row in made][:1] == [
        ("2026Q1", dt.date(2026, 4, 1), dt.date(2026, 4, 10))
    ]
    assert len(made) == 4
    assert rounds.create_rounds(city, year=2026, frequency="quarter", days=15, by=planner) == []
    with pytest.raises(policies.Denied):
        rounds.create_rounds(Region.objects.get(pk="220100"), year=2026, frequency="month", days=10, by=planner)
    with pytest.raises(ValidationError):
        rounds.create_rounds(city, year=2027, frequency="month", days=0, by=planner)


def test_a_round_moves_ends_and_opens_again(planner: User, owner: User, quarter: Round) -> None:
    rounds.edit_round(quarter, opens_on=quarter.opens_on, due_on=dt.date(2025, 4, 20), by=planner)
    with pytest.raises(ValidationError):
        rounds.edit_round(quarter, opens_on=quarter.opens_on, due_on=dt.date(2025, 3, 1), by=planner)
    with pytest.raises(policies.Denied):
        rounds.close_round(quarter, by=owner)
    closed = rounds.close_round(quarter, by=planner)
    assert closed.permission_state == "closed"
    with pytest.raises(policies.Denied):
        rounds.edit_round(quarter, opens_on=quarter.opens_on, due_on=quarter.due_on, by=planner)
    assert rounds.reopen_round(quarter, by=planner).closed_at is None


def test_what_is_due_and_who_is_late(
    wanted: list[PlanIndicator], owner: User, planner: User, quarter: Round, industry: Body, figure: MakeFigure
) -> None:
    last = figures.enter_figure(figure(1100000, period="2024Q4", unit="万元"), by=planner)
    today = dt.date(2025, 4, 12)
    dues = due_for(owner, today=today)
    assert [(due.of.name, due.state, due.unit) for due in dues] == [
        ("工业总产值", "due", "亿元"),
        ("高技术产业占比", "due", "%"),
        ("工业增加值", "due", "%"),
    ]
    assert (dues[0].last, dues[0].last_value) == (last, 110.0)
    assert dues[0].target is not None
    assert dues[0].target.low == 100
    late = overdue_bodies(planner, today=today)
    assert [(row.body, row.round, row.missing, row.days) for row in late] == [(industry, quarter, 3, 2)]
    waiting = figures.enter_figure(figure(reported_by=industry), by=owner)
    assert [due.state for due in due_for(owner, today=today)] == ["submitted", "due", "due"]
    assert overdue_bodies(planner, today=today)[0].missing == 2
    figures.return_figure(waiting, reason="请核对", by=planner)
    assert due_for(owner, today=today)[0].missing
    assert overdue_bodies(planner, today=today)[0].missing == 3
    assert returned_to(owner) == [waiting]
    assert due_for(owner, today=dt.date(2025, 3, 1)) == []
    assert overdue_bodies(owner, today=today) == []


def test_who_is_late_owes_what_the_round_shows(
    wanted: list[PlanIndicator], planner: User, quarter: Round, industry: Body
) -> None:
    growth, plan = wanted[2], wanted[0].plan
    PlanIndicator.objects.filter(pk=growth.pk).update(indicator=wanted[0].indicator)  # a level and its growth
    today = dt.date(2025, 4, 12)
    assert [row.missing for row in overdue_bodies(planner, today=today)] == [len(due_in([quarter]))] == [3]
    plan.first_year, plan.last_year = 2026, 2030
    edit_plan(plan, by=planner)
    assert (due_in([quarter]), overdue_bodies(planner, today=today)) == ([], [])


def test_a_value_is_not_missing_while_one_counts(
    wanted: list[PlanIndicator], planner: User, owner: User, quarter: Round, industry: Body, figure: MakeFigure
) -> None:
    today = dt.date(2025, 4, 12)

    def missing() -> tuple[int, int]:
        """As the page of the round counts, and as the list of late bodies does."""
        dues = due_in([quarter])
        assert sum(part.missing for part in parts_of(dues, today=today)) == sum(due.missing for due in dues)
        return sum(due.missing for due in dues), sum(row.missing for row in overdue_bodies(planner, today=today))

    first = figures.accept_figure(figures.enter_figure(figure(reported_by=industry), by=owner), by=planner)
    figures.enter_figure(figure(119, kind="estimate", reported_by=industry), by=owner)  # beside it, not counted twice
    assert missing() == (2, 2)
    Figure.objects.filter(kind="estimate").delete()
    second = figures.revise_figure(first, value=121, unit="亿元", by=owner)
    figures.return_figure(second, reason="请核对", by=planner)
    assert missing() == (2, 2)  # the first counts
    figures.accept_figure(second, by=planner)
    figures.return_figure(second, reason="仍有误", by=planner)
    assert missing() == (2, 2)  # and again
    assert [due.state for due in due_in([quarter])] == ["returned", "due", "due"]  # the body is told why all the same
    figures.return_figure(first, reason="都有误", by=planner)
    assert missing() == (3, 3)


def test_what_other_plans_and_rounds_hold_is_not_counted(
    wanted: list[PlanIndicator],
    planner: User,
    person: MakePerson,
    quarter: Round,
    figure: MakeFigure,
    body: Callable[..., Body],
) -> None:
    other = Indicator.objects.create(code="own-other", name="别的指标", unit="亿元")
    figures.enter_figure(figure(indicator=other), by=planner)  # of no plan
    figures.enter_figure(figure(period="2025Q2"), by=planner)
    figures.enter_figure(figure(region_id="220100"), by=person("everywhere", "planner"))
    figures.enter_figure(figure(body=body("示例市农业局")), by=planner)  # a share
    figures.enter_figure(figure(5, measure="growth", unit="%"), by=planner)  # growth of what is wanted as a level
    assert [row.missing for row in overdue_bodies(planner, today=dt.date(2025, 4, 12))] == [3]


def test_an_owner_is_told_only_of_what_is_missing(
    wanted: list[PlanIndicator], owner: User, quarter: Round, industry: Body, log_in: Callable[[User | None], Client]
) -> None:
    for year in (2026, 2030):
        Target.objects.create(of=wanted[0], kind="annual", year=year, low=year)
    PlanIndicator.objects.exclude(pk__in=[wanted[0].pk, wanted[1].pk]).delete()
    client, address = log_in(owner), f"/reports/{quarter.pk}/{industry.pk}/"
    page = client.get("/").content.decode()
    assert f'href="{address}"' in page
    assert "还有 2 项未报，共 2 项" in page
    for of in wanted[:2]:
        figures.enter_figure(
            Figure(
                indicator=of.indicator, region_id=CITY, period="2025Q1", value=5, unit=of.unit, reported_by=industry
            ),
            by=owner,
        )
    assert address not in client.get("/").content.decode()
    page = client.get(address).content.decode()
    assert "都已报齐" in page
    assert "逾期" not in page
    Figure.objects.update(state="accepted")
    page = client.get("/reports/").content.decode()
    assert "100以上 <small>2025</small>" in page  # of the year of the figure, not the last of the plan


def test_an_indicator_of_two_plans_is_due_once(wanted: list[PlanIndicator], quarter: Round, industry: Body) -> None:
    plan = wanted[0].plan
    plan.pk, plan.title, plan.tier = None, "示例市2025年计划", "annual"
    plan.save()
    PlanIndicator.objects.create(
        plan=plan, indicator=wanted[0].indicator, name="工业总产值", frequency="quarter", lead=industry
    )
    assert len(due_in([quarter])) == 3
    PlanIndicator.objects.filter(plan=plan).update(frequency="month")
    plan.status = "draft"
    plan.save()
    assert len(due_in([quarter])) == 3


def test_a_report_is_taken_whole_or_not_at_all(
    wanted: list[PlanIndicator], owner: User, quarter: Round, industry: Body
) -> None:
    entries = [
        Entry(wanted[0], 1205000, "万元", text="一季度开工12个项目。", next_step="二季度投产。"),
        Entry(wanted[1], 23.5, "亿元"),
        Entry(wanted[2], text="", next_step="只有下一步"),
    ]
    with pytest.raises(RefusedEntries) as refused:
        submit_report(quarter, industry, entries, by=owner)
    assert list(refused.value.errors) == [(wanted[1].pk, "unit"), (wanted[2].pk, "text")]
    assert not Figure.objects.exists()
    assert not Progress.objects.exists()
    entries[1:] = [Entry(wanted[1], 23.5, "%")]
    done = submit_report(quarter, industry, entries, by=owner)
    assert (len(done.figures), len(done.progress)) == (2, 1)
    assert Figure.objects.get(indicator=wanted[0].indicator).value == 120.5
    again = [
        Entry(wanted[0], 120.5, "亿元", seen=done.figures[0], text="一季度开工12个项目。", next_step="二季度投产。"),
        Entry(wanted[1], 24, "%", seen=done.figures[1]),
    ]
    second = submit_report(quarter, industry, again, by=owner)
    assert (len(second.figures), len(second.progress)) == (1, 0)
    assert [entry.action for entry in AuditEntry.objects.all()][-1] == "figure.revise"


def test_a_report_comes_from_the_body_that_owes_it_while_the_round_is_open(
    wanted: list[PlanIndicator], owner: User, planner: User, quarter: Round, industry: Body, body: Callable[..., Body]
) -> None:
    other = body("示例市农业局")
    with pytest.raises(policies.Denied):
        submit_report(quarter, other, [Entry(wanted[0], 1, "亿元")], by=owner)
    rounds.close_round(quarter, by=planner)
    with pytest.raises(ValidationError):
        submit_report(quarter, industry, [Entry(wanted[0], 1, "亿元")], by=owner)
    assert not Figure.objects.exists()


def test_progress_is_returned_and_written_again(
    wanted: list[PlanIndicator], owner: User, planner: User, quarter: Round, industry: Body
) -> None:
    def report(text: str) -> Progress:
        return submit_report(quarter, industry, [Entry(wanted[0], text=text)], by=owner).progress[0]

    first = report("进展顺利")
    with pytest.raises(policies.Denied):
        reports.accept_progress(first, by=owner)
    with pytest.raises(ValidationError):
        reports.return_progress(first, reason="", by=planner)
    returned = reports.return_progress(first, reason="请写具体", by=planner)
    assert returned.reason == "请写具体"
    again = report("已开工12个项目")
    assert (again.pk, again.state, again.reason) == (first.pk, "submitted", "")
    reports.accept_progress(again, by=planner)
    assert reports.undo_progress(again, by=planner).state == "submitted"
    with pytest.raises(policies.Denied):
        reports.undo_progress(again, by=owner)


def test_evidence_is_kept_by_its_hash(wanted: list[PlanIndicator], owner: User, quarter: Round, industry: Body) -> None:
    def send(name: str, content: bytes) -> Any:
        entry = Entry(wanted[0], text=f"见附件{name}", file=SimpleUploadedFile(name, content))
        return submit_report(quarter, industry, [entry], by=owner).progress[0]

    report = send("../../证明.pdf", PDF)
    assert report.evidence.startswith("evidence/")
    assert report.evidence_name == "证明.pdf"
    assert (settings.DOCUMENTS / report.evidence).read_bytes() == PDF
    for name, content in (
        ("run.html", b"<script>"),
        ("a.pdf", b"MZ"),
        ("a.docx", b"PK\x03\x04broken"),
        ("none", PDF),
        ("a.exe", PDF),
    ):
        with pytest.raises(RefusedEntries) as refused:
            send(name, content)
        assert list(refused.value.errors) == [(wanted[0].pk, "file")]
    assert [path.name[:1] for path in settings.DOCUMENTS.rglob("*") if path.is_file()] != ["."]


def _filled(content: bytes, **cells: Any) -> SimpleUploadedFile:
    book = load_workbook(io.BytesIO(content))
    for address, value in cells.items():
        book.worksheets[0][address] = value
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("report.xlsx", out.getvalue())


def test_a_template_is_filled_and_read(
    wanted: list[PlanIndicator], owner: User, quarter: Round, industry: Body
) -> None:
    PlanIndicator.objects.filter(pk=wanted[0].pk).update(name="=1+1")
    dues = due_in([quarter], bodies=[industry])
    content = make_template(quarter, industry, dues)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.protection.sheet
    assert (sheet["B4"].protection.locked, sheet["F4"].protection.locked) == (True, False)
    assert (sheet["B4"].value, sheet["B4"].data_type) == ("=1+1", "s")
    assert len(sheet.data_validations.dataValidation) == 2
    filled = read_template(
        _filled(content, F4=120.5, G4="年报数", F5="1,234.5", I5="=HYPERLINK", I4="开工12个"), quarter, industry, dues
    )
    assert filled.rows == {
        wanted[0].pk: {"value": "120.5", "kind": "final", "text": "开工12个"},
        wanted[1].pk: {"value": "1,234.5", "kind": "preliminary"},
        wanted[2].pk: {"kind": "preliminary"},
    }
    assert [(error.cell, error.value) for error in filled.errors] == [("I5", "=HYPERLINK")]


def test_what_is_wrong_in_a_template_is_told_by_cell(
    wanted: list[PlanIndicator], owner: User, quarter: Round, industry: Body
) -> None:
    dues = due_in([quarter], bodies=[industry])
    content = make_template(quarter, industry, dues)
    wrong = _filled(content, F4="=SUM(1,2)", F5="约两成", F6=dt.date(2025, 1, 1), G6="随便", A6=999999, F9=3)
    errors = {error.cell: error for error in read_template(wrong, quarter, industry, dues).errors}
    assert set(errors) == {"F4", "F5", "A6", "F9"}
    assert errors["F5"].value == "约两成"
    assert all(error.text for error in errors.values())


def test_other_files_are_no_template(
    wanted: list[PlanIndicator], quarter: Round, industry: Body, body: Callable[..., Body]
) -> None:
    dues = due_in([quarter], bodies=[industry])
    content = make_template(quarter, industry, dues)
    for file, owner in (
        (SimpleUploadedFile("a.xlsx", b"not a workbook"), industry),
        (SimpleUploadedFile("a.xlsx", content[:2000]), industry),
        (SimpleUploadedFile("a.xlsx", content), body("示例市农业局")),
    ):
        with pytest.raises(WrongFile):
            read_template(file, quarter, owner, dues)


def test_what_is_open_passes_to_the_successor(
    wanted: list[PlanIndicator],
    owner: User,
    planner: User,
    quarter: Round,
    industry: Body,
    body: Callable[..., Body],
) -> None:
    entry = Entry(wanted[0], 120.5, "亿元", text="顺利")
    submit_report(quarter, industry, [entry], by=owner)
    into = Body(name="示例市工信局", kind="department", region=industry.region, valid_from=dt.date(2025, 5, 1))
    merge_bodies([industry, body("示例市信息办")], into=into, by=planner)
    assert Figure.objects.get().reported_by == into
    assert Progress.objects.get().body == into


def test_of_two_reports_at_once_one_is_taken_and_the_other_told(
    transactional_db: None, wanted: list[PlanIndicator], person: MakePerson, quarter: Round, industry: Body
) -> None:
    people = [person(f"o{number}", "owner", body=industry) for number in (1, 2)]
    start, done = threading.Barrier(2), list[str]()

    def report(by: User, value: float) -> None:
        entries = [Entry(of, value, "%" if of.measure == "growth" else of.unit) for of in wanted]
        try:
            start.wait(20)
            submit_report(quarter, industry, entries, by=by)
            done.append("taken")
        except RefusedEntries as refused:
            done.append(f"told of {len(refused.errors)}")
        finally:
            connection.close()

    threads = [threading.Thread(target=report, args=(by, at + 1.0)) for at, by in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(done) == ["taken", "told of 3"]
    assert Figure.objects.count() == 3
    assert len(set(Figure.objects.values_list("value", flat=True))) == 1


def test_a_workbook_that_grows_when_it_is_read_is_refused(
    wanted: list[PlanIndicator], quarter: Round, industry: Body
) -> None:
    dues = due_in([quarter], bodies=[industry])
    source = zipfile.ZipFile(io.BytesIO(make_template(quarter, industry, dues)))
    bombs = {
        "xl/extra.xml": b" " * (70 * 2**20),
        "xl/worksheets/sheet1.xml": b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 30) for at in range(8))
        + b"]><worksheet><sheetData><row><c><v>&i;</v></c></row></sheetData></worksheet>",
    }
    for name, content in bombs.items():
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for entry in source.namelist():
                if entry != name:
                    made.writestr(entry, source.read(entry))
            made.writestr(name, content)
        with pytest.raises(WrongFile):
            read_template(SimpleUploadedFile("a.xlsx", out.getvalue()), quarter, industry, dues)
