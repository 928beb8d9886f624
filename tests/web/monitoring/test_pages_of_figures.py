"""Pages of figures and reports: what they take, whom they let in, and what they cost."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from planledger.planning import periods_of
from planweb.accounts.models import Body, User
from planweb.evidence.models import Document, Statement
from planweb.monitoring.actions import figures as actions
from planweb.monitoring.models import Contest, Figure, Progress, Reminder, Round
from planweb.registry.models import Indicator, Plan, PlanIndicator

LogIn, MakePerson, MakeFigure = Callable[[User | None], Client], Callable[..., User], Callable[..., Figure]


@pytest.fixture(autouse=True)
def _documents(tmp_path: Any, settings: Any) -> None:
    settings.DOCUMENTS = tmp_path / "documents"


def test_a_figure_is_entered_with_its_unit(wanted: list[PlanIndicator], planner: User, log_in: LogIn) -> None:
    client = log_in(planner)
    said = {"indicator": wanted[0].indicator_id, "region": "220200", "period": "2025Q1", "measure": "level"}
    page = client.post("/figures/new/", {**said, "value": "很多", "kind": "final"})
    assert "请填写数字" in page.content.decode()
    page = client.post("/figures/new/", {**said, "period": "2025年", "value": "1", "kind": "final"})
    assert "时期写作" in page.content.decode()
    client.post("/figures/new/", {**said, "value": "1,205,000 万元", "kind": "final"})
    made = Figure.objects.get()
    assert (made.value, made.unit, made.kind, made.state) == (120.5, "亿元", "final", "accepted")
    page = client.post("/figures/new/", {**said, "value": "7", "kind": "final"})
    assert "人员planner已填报120.5亿元" in page.content.decode()


def test_a_figure_is_revised_contested_and_resolved(
    figure: MakeFigure, planner: User, owner: User, industry: Body, log_in: LogIn
) -> None:
    first = actions.enter_figure(figure(reported_by=industry), by=planner)
    client, other = log_in(planner), log_in(owner)
    client.post(f"/figures/{first.pk}/revise/", {"value": "1210000万元", "why": "年报核实"})
    now = Figure.objects.get(state="accepted")
    assert (now.value, now.replaces) == (121.0, first)
    page = client.post(f"/figures/{first.pk}/revise/", {"value": "5", "why": "再改"})
    assert page.status_code == 403  # replaced figures are not revised
    other.post(f"/figures/{now.pk}/contest/", {"reason": "口径", "source": "年鉴第3页", "other_value": "1250000万元"})
    contest = Contest.objects.get()
    assert contest.other_value == 125.0
    page = client.post(f"/contests/{contest.pk}/resolve/", {"upheld": "yes", "resolution": "采纳", "value": ""})
    assert "请填写正确的数值" in page.content.decode()
    client.post(f"/contests/{contest.pk}/resolve/", {"upheld": "yes", "resolution": "采纳", "value": "125"})
    page = client.get(f"/figures/{first.pk}/").content.decode()
    assert "现行数据是 125 亿元" in page
    assert Figure.objects.get(state="accepted").value == 125.0


def test_decisions_without_script_and_with_it(
    figure: MakeFigure, planner: User, owner: User, industry: Body, log_in: LogIn
) -> None:
    first = actions.enter_figure(figure(reported_by=industry), by=owner)
    client = log_in(planner)
    assert client.post(f"/figures/{first.pk}/return/", {"to": "queue"}).headers["Location"] == "/reports/queue/"
    assert "请说明退回理由" in client.get("/reports/queue/").content.decode()
    part = client.post(f"/figures/{first.pk}/accept/", headers={"HX-Request": "true"}).content.decode()
    assert part.startswith("<tr")
    assert "已采用" in part
    again = client.post(f"/figures/{first.pk}/accept/")
    assert again.status_code == 403
    part = client.post(f"/figures/{first.pk}/undo/", headers={"HX-Request": "true"}).content.decode()
    assert 'class="accept"' in part


def test_bulk_leaves_out_what_is_odd_and_what_is_elsewhere(
    figure: MakeFigure, planner: User, owner: User, industry: Body, person: MakePerson, log_in: LogIn
) -> None:
    actions.enter_figure(figure(100, period="2024Q4"), by=planner)
    odd = actions.enter_figure(figure(120500, reported_by=industry), by=owner)
    fine = actions.enter_figure(figure(120, kind="estimate", reported_by=industry), by=owner)
    elsewhere = Figure.objects.create(
        indicator=odd.indicator, region_id="220100", period="2025Q1", through=odd.through, value=1, unit="亿元"
    )
    client = log_in(planner)
    page = client.get("/reports/queue/").content.decode()
    assert "与上期相差10倍以上" in page
    assert f'name="figures" value="{fine.pk}"' in page
    client.post("/figures/accept/", {"figures": f"{fine.pk},{elsewhere.pk},x,999999"})
    fine.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (fine.state, elsewhere.state) == ("accepted", "submitted")
    client.post("/figures/undo/", {"figures": str(fine.pk)})
    fine.refresh_from_db()
    assert fine.state == "submitted"
    assert log_in(owner).post("/figures/accept/", {"figures": str(fine.pk)}).status_code == 403


def test_a_report_is_entered_and_told_of_what_others_did(
    wanted: list[PlanIndicator], quarter: Round, owner: User, planner: User, industry: Body, log_in: LogIn
) -> None:
    client, path = log_in(owner), f"/reports/{quarter.pk}/{industry.pk}/"
    keys = [of.pk for of in wanted]
    typed = {f"kind-{key}": "preliminary" for key in keys} | {f"seen-{key}": "" for key in keys}
    answer = client.post(path, {**typed, f"value-{keys[0]}": "120.5", f"text-{keys[0]}": "顺利"})
    assert answer.headers["Location"].endswith("?submitted=1")
    page = client.post(path, {**typed, f"value-{keys[0]}": "99"}).content.decode()
    assert "已被他人改为120.5" in page
    assert 'value="99"' in page  # nothing that was typed is lost
    assert Figure.objects.get().value == 120.5
    evidence = SimpleUploadedFile("证明.pdf", b"%PDF-1.7")
    seen = {f"seen-{keys[0]}": Figure.objects.get().pk}
    client.post(path, {**typed, **seen, f"text-{keys[0]}": "更顺利", f"file-{keys[0]}": evidence})
    report = Progress.objects.get()
    assert (report.text, report.evidence_name) == ("更顺利", "证明.pdf")
    page = client.post(path, {**typed, **seen, f"kind-{keys[1]}": "x", f"note-{keys[1]}": "长" * 501}).content.decode()
    assert "没有这种性质" in page
    assert "最多500字" in page


def test_evidence_is_for_who_may_see_the_report(
    wanted: list[PlanIndicator], owner: User, industry: Body, person: MakePerson, log_in: LogIn, settings: Any
) -> None:
    (settings.DOCUMENTS / "evidence").mkdir(parents=True)
    (settings.DOCUMENTS / "evidence" / "a.pdf").write_bytes(b"%PDF-1.7")
    said = {"evidence": "evidence/a.pdf", "evidence_name": "证明.pdf", "by": owner, "body": industry}
    report = Progress.objects.create(of=wanted[0], period="2025Q1", text="顺利", **said)
    answer = log_in(owner).get(f"/progress/{report.pk}/evidence/")
    assert b"".join(answer) == b"%PDF-1.7"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    stranger = person("stranger", "planner", region="220100")
    assert log_in(stranger).get(f"/progress/{report.pk}/evidence/").status_code == 403
    (settings.DOCUMENTS / "evidence" / "a.pdf").unlink()
    assert log_in(owner).get(f"/progress/{report.pk}/evidence/").status_code == 404


def test_pages_of_another_region_are_closed(
    figure: MakeFigure, planner: User, person: MakePerson, quarter: Round, industry: Body, log_in: LogIn
) -> None:
    made = actions.enter_figure(figure(), by=planner)
    client = log_in(person("stranger", "planner", region="220100"))
    for path in (
        f"/figures/{made.pk}/",
        f"/figures/{made.pk}/revise/",
        f"/figures/{made.pk}/contest/",
        f"/rounds/{quarter.pk}/",
        f"/rounds/{quarter.pk}/edit/",
        f"/reports/{quarter.pk}/{industry.pk}/",
        f"/reports/{quarter.pk}/{industry.pk}/template/",
    ):
        assert client.get(path).status_code == 403, path
    assert "工业总产值" not in client.get("/figures/").content.decode()
    assert b"120.5" not in b"".join(client.get("/figures/?export=csv"))
    assert "吉林市" not in client.get("/rounds/").content.decode().split("<tbody>")[-1]


def test_rounds_are_made_changed_and_closed_on_the_page(planner: User, log_in: LogIn) -> None:
    client = log_in(planner)
    said = {"region": "220200", "year": "2026", "frequency": "month", "days": "8"}
    client.post("/rounds/new/", said)
    assert Round.objects.count() == 12
    assert client.post("/rounds/new/", {**said, "region": "220100"}).status_code == 200
    assert Round.objects.count() == 12
    first = Round.objects.get(period="2026-01")
    assert first.due_on == dt.date(2026, 2, 8)
    client.post(f"/rounds/{first.pk}/edit/", {"opens_on": "2026-02-01", "due_on": "2026-02-15"})
    first.refresh_from_db()
    assert first.due_on == dt.date(2026, 2, 15)
    client.post(f"/rounds/{first.pk}/close/")
    assert f'action="/rounds/{first.pk}/reopen/"' in client.get(f"/rounds/{first.pk}/").content.decode()
    client.post(f"/rounds/{first.pk}/reopen/")
    first.refresh_from_db()
    assert first.closed_at is None


def test_results_of_a_document_are_taken_on_its_page(planner: User, log_in: LogIn) -> None:
    document = Document.objects.create(
        name="a.txt", kind="communique", region_id="220200", sha256="0" * 64, file="x", state="read"
    )
    place = {"start": 0, "end": 9, "sentence_start": 0, "sentence_end": 9, "sentence": "地区生产总值320亿元。"}
    said = {"indicator": "地区生产总值", "indicator_id": "gdp", "measure": "level", "role": "actual", "unit": "亿元"}
    statement = Statement.objects.create(
        document=document,
        text="320亿元",
        low=320,
        high=320,
        period="2024",
        region_id="220200",
        bound="exact",
        state="proposed",
        confidence=0.9,
        **place,
        **said,
    )
    client, path = log_in(planner), f"/documents/{document.pk}/figures/"
    assert "没有可取用的完成值" in client.get(path).content.decode()
    assert 'name="take"' in client.get(path, {"confidence": "0.8"}).content.decode()
    client.post(path, {"confidence": "0.8", "take": [statement.pk, "x"]})
    assert Figure.objects.get().statement == statement
    page = client.get(f"/figures/{Figure.objects.get().pk}/").content.decode()
    assert "地区生产总值320亿元。" in page


def test_reminders_are_listed_and_marked_as_read(
    owner: User, quarter: Round, industry: Body, log_in: LogIn, wanted: list[PlanIndicator]
) -> None:
    Reminder.objects.create(round=quarter, body=industry, user=owner, days=3, text="提醒")
    client = log_in(owner)
    assert "提醒（1）" in client.get("/reports/").content.decode()
    client.post("/reminders/")
    assert Reminder.objects.get().seen_at is not None
    assert "提醒（1）" not in client.get("/reports/").content.decode()


def test_everything_is_said_in_english_too(
    wanted: list[PlanIndicator], owner: User, planner: User, quarter: Round, industry: Body, figure: MakeFigure
) -> None:
    Indicator.objects.update(name="Output", unit="t")
    PlanIndicator.objects.update(name="Output", unit="t")
    Body.objects.update(name="Agency", short_name="Agency")
    User.objects.update(name="Ada")
    Plan.objects.update(title="Plan")
    made = actions.enter_figure(
        Figure(indicator=Indicator.objects.all()[0], region_id="220200", period="2025Q1", value=2, unit="t"),
        by=User.objects.get(username="planner"),
    )
    contest = actions.contest_figure(made, reason="Scope", source="Book", by=planner)
    for who, paths in {
        planner: [
            f"/figures/{made.pk}/",
            f"/figures/{made.pk}/revise/",
            f"/figures/{made.pk}/contest/",
            f"/contests/{contest.pk}/resolve/",
            f"/rounds/{quarter.pk}/",
            f"/rounds/{quarter.pk}/edit/",
            "/reports/",
            "/reports/overdue/",
        ],
        owner: ["/reports/", f"/reports/{quarter.pk}/{industry.pk}/", "/reminders/"],
    }.items():
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        client.force_login(who)
        for path in paths:
            page = client.get(path).content.decode().replace("中文", "", 1).replace("吉林市", "")
            assert re.findall("[\u4e00-\u9fff]+", page) == [], path


@pytest.fixture
def much(body: Callable[..., Body], person: MakePerson) -> dict[str, Any]:
    """Forty indicators of two bodies with two years of figures, and the rounds of a year, all late."""
    bodies = [body("示例市甲局"), body("示例市乙局")]
    users = {"owner": person("o", "owner", body=bodies[0]), "planner": person("p", "planner", region="220200")}
    plan = Plan.objects.create(
        title="规划", tier="development", region_id="220200", first_year=2021, last_year=2030, status="in_force"
    )
    made = [Indicator.objects.create(code=f"own-{at}", name=f"指标{at}", unit="亿元") for at in range(40)]
    for at, indicator in enumerate(made):
        PlanIndicator.objects.create(
            plan=plan, indicator=indicator, name=indicator.name, frequency="quarter", lead=bodies[at % 2], unit="亿元"
        )
    periods = [*periods_of(2025, "quarter"), *periods_of(2026, "quarter")]
    said = {"region_id": "220200", "unit": "亿元", "value": 5, "entered_by": users["owner"]}
    Figure.objects.bulk_create(
        Figure(
            indicator=indicator,
            period=str(period),
            through=period.through,
            reported_by=bodies[at % 2],
            state="accepted" if period.year == 2025 else "submitted",
            **said,
        )
        for at, indicator in enumerate(made)
        for period in periods[:-2]
    )
    day = timezone.localdate() - dt.timedelta(days=5)
    Round.objects.bulk_create(
        Round(region_id="220200", period=str(period), frequency="quarter", opens_on=day, due_on=day)
        for period in periods
    )
    return {**users, "body": bodies[0]}


@pytest.mark.parametrize(
    ("who", "path", "queries"),
    [
        ("planner", "/figures/", 6),
        ("planner", "/figures/?indicator=指标&region=吉林&body=甲", 6),
        ("planner", "/figures/{figure}/", 10),
        ("planner", "/rounds/", 6),
        ("planner", "/rounds/{round}/", 11),
        ("planner", "/reports/", 14),
        ("planner", "/reports/overdue/", 8),
        ("planner", "/reports/queue/", 10),
        ("owner", "/reports/", 22),
        ("owner", "/reports/{round}/{body}/", 11),
        ("owner", "/figures/", 6),
    ],
)
def test_pages_cost_the_same_whatever_there_is(
    who: str, path: str, queries: int, much: dict[str, Any], log_in: LogIn, django_assert_max_num_queries: Any
) -> None:
    client = log_in(much[who])
    names = {"figure": Figure.objects.filter(reported_by=much["body"]).first(), "round": Round.objects.first()}
    path = path.format(**{name: row.pk for name, row in names.items() if row}, body=much["body"].pk)
    with django_assert_max_num_queries(queries):
        assert client.get(path).status_code == 200
