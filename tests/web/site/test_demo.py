"""The demonstration: filled once and whole, never into a real ledger, with a link that logs in once."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.web.test_serve import COMMAND, ENV

from planledger.cli.entry import run_command
from planweb.accounts import policies
from planweb.accounts.models import Body, Region, Role, User
from planweb.audit.verifying import verify_chain
from planweb.evidence.models import Document, Statement
from planweb.monitoring.actions.figures import answers_for
from planweb.monitoring.models import Contest, Figure, Progress, Round
from planweb.registry.models import Plan, PlanIndicator, Target
from planweb.site.demo import filling
from planweb.site.demo.city import calendar_on
from planweb.site.demo.documents import read_samples
from planweb.site.demo.folder import MARK, NotADemo, issue_link, mark_demo, redeem_link

TODAY = dt.date(2026, 11, 27)


@pytest.fixture
def demo_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of a demonstration, in place of the one of the tests."""
    data = tmp_path / "data"
    mark_demo(data)
    monkeypatch.setattr(settings, "DATA", data)
    monkeypatch.setattr(settings, "DOCUMENTS", data / "documents")
    return data


def test_it_has_something_of_everything(db: None, demo_folder: Path) -> None:
    assert filling.fill(today=TODAY)
    assert {grant.role for user in User.objects.all() for grant in user.grants.all()} == set(Role.values)
    assert set(Plan.objects.values_list("status", flat=True)) == set(Plan.Status.values)
    in_force = PlanIndicator.objects.filter(plan__status="in_force")
    assert in_force.filter(attribute="binding").exists()
    assert all(one.lead and one.targets.filter(kind="annual").count() == 5 for one in in_force)
    assert Target.objects.filter(kind="share").exists()
    assert Target.objects.filter(of__plan__status="superseded", statement__isnull=False).exists()
    promised = Target.objects.filter(of__plan__status="in_force", kind="five_year")
    assert not promised.filter(reference="", statement=None).exists()  # every number leads to its sentence
    assert not in_force.filter(measure="level", base_statement=None).exists()
    for target in promised.filter(reference="").select_related("of", "statement"):
        assert target.statement is not None
        assert target.of.name.removesuffix("增长").removesuffix("降低") in target.statement.sentence
    assert all(policies.may(one.by, "contest", one.figure) for one in Contest.objects.select_related("by", "figure"))
    assert set(Figure.objects.values_list("state", flat=True)) == set(Figure.State.values)
    assert max(Figure.objects.values_list("through", flat=True)) <= TODAY
    for county in Region.objects.filter(parent="990100"):  # there is something to compare
        assert Figure.objects.filter(region=county, period="2025", indicator__code="gdp").exists()
        share = Target.objects.get(kind="share", region=county, year=2026)
        reported = Figure.objects.filter(region=county, indicator=share.of.indicator, period__startswith="2026")
        assert all(answers_for(figure) for figure in reported)
        assert reported.exists()
    assert Contest.objects.exists()
    assert Progress.objects.exists()
    assert Round.objects.filter(due_on__lt=TODAY, closed_at=None).exists()
    assert Round.objects.filter(due_on__gte=TODAY, opens_on__lte=TODAY).exists()
    assert Document.objects.filter(state="read", region="990100").count() == 11
    assert Statement.objects.filter(state="confirmed").exists()
    assert Statement.objects.filter(state="proposed", document__name="yunling-2024-work-report.pdf").exists()
    for document in Document.objects.all():
        assert (demo_folder / "documents" / document.file).stat().st_size == document.size
    assert verify_chain()[0] == []
    assert not filling.fill(today=TODAY)


def test_a_start_that_is_cut_short_leaves_nothing(
    transactional_db: None, demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = read_samples()
    monkeypatch.setattr(filling, "read_samples", lambda: ledger)
    with monkeypatch.context() as patched:
        patched.setattr(filling.Reporter, "rounds", lambda _self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            filling.fill(today=TODAY)
    assert not User.objects.exists()
    assert not Body.objects.exists()
    assert not Document.objects.exists()
    assert filling.fill(today=TODAY)
    assert Round.objects.exists()


@pytest.mark.parametrize("today", [dt.date(2026, 1, 2), dt.date(2028, 2, 29), dt.date(2031, 7, 1)])
def test_it_lies_around_any_day(db: None, demo_folder: Path, monkeypatch: pytest.MonkeyPatch, today: dt.date) -> None:
    monkeypatch.setattr(filling, "read_samples", lambda: None)
    assert filling.fill(today=today)
    plan = Plan.objects.get(status="in_force")
    assert plan.first_year <= today.year <= plan.last_year
    assert Round.objects.filter(due_on__gte=today).exists()


def test_plans_are_called_by_their_number() -> None:
    assert calendar_on(TODAY).name == "十五五"
    assert calendar_on(dt.date(2033, 1, 1)).name == "十六五"
    assert calendar_on(dt.date(2052, 1, 1)).name == "二十五"


def test_a_folder_in_use_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "planledger.sqlite3").write_bytes(b"")
    with pytest.raises(NotADemo):
        mark_demo(tmp_path)
    assert not (tmp_path / MARK).exists()
    assert run_command(["serve", "--demo", "--data", str(tmp_path)]) == 2
    assert "no demonstration" in capsys.readouterr().err
    assert run_command(["serve", "--demo", "--host", "0.0.0.0", "--data", str(tmp_path / "new")]) == 2
    assert not (tmp_path / "new").exists()


def test_a_link_logs_in_once_and_soon(db: None, demo_folder: Path, administrator: User) -> None:
    token = issue_link(demo_folder, "admin")
    client = Client()
    assert Client(REMOTE_ADDR="10.0.0.8").get(f"/demo/{token}/").status_code == 403
    assert client.get(f"/demo/{token}/").headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Client().get(f"/demo/{token}/").status_code == 403
    old = issue_link(demo_folder, "admin")
    for path in (demo_folder / "demo-links").iterdir():
        os.utime(path, (0, 0))
    assert Client().get(f"/demo/{old}/").status_code == 403
    assert redeem_link(demo_folder, "../../demo.json") is None


def test_outside_a_demonstration_nobody_gets_in(db: None, tmp_path: Path, administrator: User) -> None:
    token = issue_link(Path(settings.DATA), "admin")
    assert Client().get(f"/demo/{token}/").status_code == 403


def _serve(*arguments: str, **env: str) -> Any:
    command = [*COMMAND, *arguments]
    return subprocess.run(command, env=ENV | env, capture_output=True, encoding="utf-8", check=False, timeout=120)


@pytest.mark.skipif("PLANLEDGER_TEST_DATABASE_URL" in os.environ, reason="is always on a database of its own")
def test_one_command_from_nothing_to_the_home_page_and_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    start = ("--demo", "--background", "--port", "18765", "--data", str(data))
    url = {"PLANLEDGER_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/real"}  # which it must not touch
    first = _serve(*start, **url)
    try:
        assert first.returncode == 0, first.stderr
        assert "/demo/" in first.stdout
        assert "planner" in first.stdout
        second = _serve(*start)
        assert second.returncode == 0, second.stderr
        pid = json.loads((data / "server.json").read_text())["pid"]
        os.kill(pid, 9)
        assert _serve(*start).returncode == 0
    finally:
        stopped = _serve("--stop", "--data", str(data))
    assert "已停止" in stopped.stdout
    assert "没有在运行" in _serve("--stop", "--data", str(data)).stdout
