"""Promises held against results: pairs, what pages say of them, and keeping in step with the review."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries
from tests.web.evidence.making import read_text

from planweb.accounts.models import User
from planweb.accounts.policies import Denied
from planweb.audit.models import AuditEntry
from planweb.evidence import following
from planweb.evidence.actions.comparisons import choose_pair, mark_changed, redo_comparison, store_fulfilments
from planweb.evidence.comparing import fulfilments_of
from planweb.evidence.following import catch_up, compute_comparison, examine_document, find_unfollowed
from planweb.evidence.models import Comparison, Contradiction, Document, Examination, Fulfilment, Statement
from planweb.evidence.quoting import quoted
from planweb.evidence.records import store_reading
from planweb.evidence.signals import document_read, review_changed

MakePerson, LogIn = Callable[..., User], Callable[[User | None], Client]
PROMISES = """吉林市2023年政府工作报告
二、2023年工作安排
主要预期目标是：地区生产总值增长6%以上，规模以上工业增加值增长7%以上，粮食产量达到90亿斤以上，城镇新增就业4万人以上。
开工建设环城铁路。新建示例公园12个。
"""
RESULTS = """吉林市2024年政府工作报告
一、2023年工作回顾
2023年，地区生产总值增长6.2%，规模以上工业增加值增长5.1%，城镇新增就业4.2万人。
环城铁路开工建设。
二、2024年工作安排
主要预期目标是：地区生产总值增长5.5%左右，城镇新增就业4万人以上。
"""
CONFUSED = """吉林市2022年政府工作报告
一、2021年工作回顾
2021年，地区生产总值完成1500亿元，城镇新增就业4.2万人。
二、主要成绩
2021年，地区生产总值完成1600亿元。
"""


@pytest.fixture
def bring_in(db: None, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> Callable[..., Document]:
    """Brings a text in and reads it, with everything that follows in the background."""

    def bring(text: str, name: str, **fields: Any) -> Document:
        outcome = read_text(tmp_path, text, name=name)
        assert outcome.document is not None
        assert outcome.extraction is not None
        made = Document.objects.create(name=f"{name}.txt", sha256=name, file=name, **fields)
        made = store_reading(made, outcome.document, outcome.extraction)
        with django_capture_on_commit_callbacks(execute=True):
            document_read.send(Document, document=made)
        return made

    return bring


@pytest.fixture
def comparison(bring_in: Callable[..., Document]) -> Comparison:
    bring_in(PROMISES, "report-2023")
    bring_in(RESULTS, "report-2024")
    return Comparison.objects.get()


def row_of(comparison: Comparison, indicator: str) -> Fulfilment:
    return comparison.fulfilments.get(indicator__contains=indicator)


def rows_on(page: str) -> list[str]:
    return re.findall(r'<tr[^>]*id="row-\d+">(.*?)</tr>', page, re.DOTALL)


def test_documents_that_follow_each_other_are_paired_when_they_are_read(comparison: Comparison) -> None:
    assert (comparison.promises.year, comparison.results.year) == (2023, 2024)
    assert comparison.state == "done"
    assert comparison.made_at is not None
    assert AuditEntry.objects.filter(action="comparison.create", who="").count() == 1
    gdp, industry = row_of(comparison, "地区生产总值"), row_of(comparison, "工业增加值")
    assert (gdp.verdict, gdp.margin, gdp.unit) == ("met", pytest.approx(0.2), "个百分点")
    assert (industry.verdict, industry.margin) == ("missed", pytest.approx(-1.9))
    assert row_of(comparison, "粮食产量").verdict == "not_reported"
    assert row_of(comparison, "环城铁路").verdict == "met"
    assert gdp.promise == Statement.objects.get(document=comparison.promises, indicator_id="gdp")
    assert gdp.result is not None
    assert gdp.result.document == comparison.results
    assert gdp.next_target["value"] == "增长5.5%左右"
    assert comparison.counts == {
        verdict: comparison.fulfilments.filter(verdict=verdict).count() for verdict in comparison.counts
    }
    assert comparison.total == comparison.fulfilments.count()


def test_reading_again_makes_no_second_pair(comparison: Comparison, bring_in: Callable[..., Document]) -> None:
    document_read.send(Document, document=comparison.results)
    assert Comparison.objects.count() == 1
    bring_in(PROMISES.replace("吉林市", "通化市"), "other-2023")
    assert Comparison.objects.count() == 1


def test_the_page_says_the_state_first_and_what_was_dropped_on_top(
    comparison: Comparison, person: MakePerson, log_in: LogIn
) -> None:
    page = log_in(person("leader", "leader")).get(f"/comparisons/{comparison.pk}/").content.decode()
    assert "吉林市 2023年 政府工作报告 → 2024年 政府工作报告" in page
    assert re.search(rf"共 {comparison.total} 项承诺：兑现 \d 项、.*未兑现 1 项、未报告 2 项。", page)
    rows = rows_on(page)
    assert len(rows) == comparison.total
    assert ["未报告" in row for row in rows[:3]] == [True, True, False]
    gdp = next(row for row in rows if "<strong>地区生产总值</strong>" in row)
    assert "+0.2 个百分点" in gdp
    assert "<mark>6%以上</mark>" in gdp or "<mark>6</mark>" in gdp
    assert gdp.count("<blockquote>") == 2
    row = row_of(comparison, "地区生产总值")
    assert (
        f"/documents/{comparison.promises_id}/?at={row.promise_start}&amp;to={row.promise_end}#s{row.promise_id}" in gdp
    )
    assert f"/documents/{comparison.results_id}/?at={row.result_start}&amp;to={row.result_end}#s{row.result_id}" in gdp
    assert "下一年目标" in gdp
    assert row.reason_zh in gdp


def test_the_page_speaks_english(comparison: Comparison, administrator: User) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(administrator)
    page = client.get(f"/comparisons/{comparison.pk}/").content.decode()
    gdp = next(row for row in rows_on(page) if "<strong>地区生产总值</strong>" in row)
    assert "met" in gdp
    assert "+0.2 points" in gdp
    assert "growth of at least 6%" in gdp
    assert row_of(comparison, "地区生产总值").reason in gdp.replace("&#x27;", "'")
    assert f"{comparison.total} promises: " in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"verdict": "missed"}, ["规模以上工业增加值"]),
        ({"words": "粮食产量达到"}, None),
        ({"kind": "commitment", "words": "环城"}, ["环城铁路"]),
        ({"category": "none", "words": "公园"}, ["公园"]),
        ({"words": "没有这样的词"}, []),
    ],
)
def test_rows_are_filtered(
    query: dict[str, str], expected: list[str] | None, comparison: Comparison, administrator: User, log_in: LogIn
) -> None:
    page = log_in(administrator).get(f"/comparisons/{comparison.pk}/", query).content.decode()
    rows = rows_on(page)
    if expected is None:
        assert all("粮食产量达到" in re.sub(r"<[^>]+>", "", row) for row in rows)
        assert rows
        return
    assert len(rows) == len(expected)
    assert all(word in row for word, row in zip(expected, rows, strict=True))
    assert rows or "没有符合筛选条件的承诺" in page


def test_the_export_is_what_is_seen(comparison: Comparison, administrator: User, log_in: LogIn) -> None:
    answer = log_in(administrator).get(f"/comparisons/{comparison.pk}/", {"verdict": "missed", "export": "csv"})
    head, row = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))  # type: ignore[call-overload]
    said = dict(zip(head, row, strict=True))
    assert said["结论"] == "未兑现"
    assert said["目标"] == "增长7%以上"
    assert said["完成值"] == "增长5.1%"
    assert "规模以上工业增加值增长5.1%" in said["结果原文"]


def test_a_review_makes_it_stale_and_it_is_computed_again(
    comparison: Comparison,
    administrator: User,
    log_in: LogIn,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    row = row_of(comparison, "工业增加值")
    assert row.result is not None
    Statement.objects.filter(pk=row.result_id).update(low=7.5, high=7.5, base_low=7.5, base_high=7.5, state="corrected")
    asked: list[int] = []
    monkeypatch.setattr(following.compute_comparison.__class__, "enqueue", lambda task, pk: asked.append(pk))
    for _ in range(3):  # each reviewed statement tells, and one computation is enough
        review_changed.send(Document, document=comparison.results, statements=[row.result_id])
    assert asked == [comparison.pk, comparison.results_id]  # and one examination
    comparison.refresh_from_db()
    assert comparison.state == "stale"
    page = log_in(administrator).get(f"/comparisons/{comparison.pk}/").content.decode()
    assert "正在重新计算；以下是" in page
    assert len(rows_on(page)) == comparison.total  # the last result meanwhile
    monkeypatch.undo()
    compute_comparison.call(comparison.pk)
    comparison.refresh_from_db()
    assert comparison.state == "done"
    assert row_of(comparison, "工业增加值").verdict == "met"


def test_a_statement_that_was_rejected_answers_nothing(comparison: Comparison) -> None:
    row = row_of(comparison, "工业增加值")
    Statement.objects.filter(pk=row.result_id).update(state="rejected")
    review_changed.send(Document, document=comparison.results, statements=[row.result_id])
    comparison.refresh_from_db()
    assert comparison.state == "done"  # the tests' tasks are done at once
    assert row_of(comparison, "工业增加值").result_start is None


def test_a_review_while_it_is_computed_is_not_missed(comparison: Comparison) -> None:
    under_way = Comparison.objects.get()
    rows = fulfilments_of(under_way)
    mark_changed(comparison.results)
    assert store_fulfilments(under_way, rows) is False
    assert Comparison.objects.get().state == "stale"
    assert store_fulfilments(Comparison.objects.get(), fulfilments_of(under_way)) is True
    assert Comparison.objects.get().state == "done"
    assert Comparison.objects.get().total == Fulfilment.objects.count()


def test_a_failure_is_told_and_keeps_the_last_result(
    comparison: Comparison, administrator: User, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_comparison: Comparison) -> list[Fulfilment]:
        raise ValueError("nothing fits")

    monkeypatch.setattr(following, "fulfilments_of", broken)
    compute_comparison.call(comparison.pk)
    page = log_in(administrator).get(f"/comparisons/{comparison.pk}/").content.decode()
    assert "上次计算没有成功：ValueError: nothing fits" in page
    assert len(rows_on(page)) == comparison.total
    monkeypatch.undo()
    review_changed.send(Document, document=comparison.promises, statements=[])
    comparison.refresh_from_db()
    assert (comparison.state, comparison.problem) == ("done", "")


def test_a_person_chooses_two_documents(
    bring_in: Callable[..., Document], planner: User, log_in: LogIn, django_capture_on_commit_callbacks: Any
) -> None:
    promises, results = bring_in(RESULTS, "report-2024"), bring_in(CONFUSED, "report-2022")
    assert not Comparison.objects.exists()
    client = log_in(planner)
    page = client.get("/comparisons/new/").content.decode()
    assert "吉林市 2024" in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/comparisons/new/", {"promises": promises.pk, "results": results.pk})
    made = Comparison.objects.get()
    assert answer.headers["Location"] == f"/comparisons/{made.pk}/"
    assert (made.state, made.chosen_by) == ("done", planner)
    again = client.post("/comparisons/new/", {"promises": promises.pk, "results": results.pk})
    assert again.headers["Location"] == f"/comparisons/{made.pk}/"
    assert AuditEntry.objects.filter(action="comparison.create").count() == 1
    page = client.post("/comparisons/new/", {"promises": promises.pk, "results": promises.pk}).content.decode()
    assert "请选择两份不同的文献" in page


def test_a_document_that_is_not_read_is_not_compared(
    bring_in: Callable[..., Document], make_document: Callable[..., Document], administrator: User
) -> None:
    with pytest.raises(ValidationError, match="还没有读取完成"):
        choose_pair(bring_in(PROMISES, "report-2023"), make_document(region_id="220200"), by=administrator)


def test_only_who_may_see_both_documents_sees_a_comparison(
    comparison: Comparison, bring_in: Callable[..., Document], person: MakePerson, log_in: LogIn, administrator: User
) -> None:
    elsewhere = bring_in(RESULTS.replace("吉林市", "通化市"), "other-2024")
    mixed = choose_pair(comparison.promises, elsewhere, by=administrator)
    here, there = person("here", "planner", region="220200"), person("there", "leader", region="220500")
    assert log_in(here).get(f"/comparisons/{comparison.pk}/").status_code == 200
    for user, pk in ((here, mixed.pk), (there, mixed.pk), (there, comparison.pk), (person("none"), comparison.pk)):
        assert log_in(user).get(f"/comparisons/{pk}/").status_code == 403
    listed = log_in(here).get("/comparisons/").content.decode()
    assert f'href="/comparisons/{comparison.pk}/"' in listed
    assert f'href="/comparisons/{mixed.pk}/"' not in listed
    assert log_in(there).get(f"/documents/{comparison.promises_id}/contradictions/").status_code == 403
    with pytest.raises(Denied):
        choose_pair(comparison.promises, elsewhere, by=here)
    with pytest.raises(Denied):
        redo_comparison(comparison, by=there)


def test_computing_again_is_asked_for_by_a_person(
    comparison: Comparison, planner: User, log_in: LogIn, django_capture_on_commit_callbacks: Any
) -> None:
    Fulfilment.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        log_in(planner).post(f"/comparisons/{comparison.pk}/redo/")
    comparison.refresh_from_db()
    assert comparison.state == "done"
    assert comparison.fulfilments.count() == comparison.total
    entry = AuditEntry.objects.get(action="comparison.redo")
    assert entry.who_id == planner.pk


def test_contradictions_within_a_document_are_shown_with_both_sentences(
    bring_in: Callable[..., Document], administrator: User, log_in: LogIn
) -> None:
    confused, sound = bring_in(CONFUSED, "report-2022"), bring_in(PROMISES, "report-2023")
    client = log_in(administrator)
    page = client.get(f"/documents/{confused.pk}/contradictions/").content.decode()
    assert "有 1 处数字不能同时成立" in page
    assert page.count("<blockquote>") == 2
    assert "1500亿元" in page
    assert "1600亿元" in page
    for side in Contradiction.objects.get().sides:
        assert f"/documents/{confused.pk}/?at={side['start']}&amp;" in page
    assert "没有发现不能同时成立的数字" in client.get(f"/documents/{sound.pk}/contradictions/").content.decode()
    wrong = Statement.objects.get(document=confused, low=1600)
    Statement.objects.filter(pk=wrong.pk).update(state="rejected")
    review_changed.send(Document, document=confused, statements=[wrong.pk])
    assert not Contradiction.objects.filter(document=confused).exists()
    mark_changed(confused)
    assert Examination.objects.get(pk=confused.pk).stale
    assert "正在重新检查" in client.get(f"/documents/{confused.pk}/contradictions/").content.decode()
    examine_document.call(confused.pk)
    assert not Examination.objects.get(pk=confused.pk).stale


def test_what_a_killed_process_left_is_taken_up(comparison: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_unfollowed() == []
    later = timezone.now()
    Document.objects.filter(pk=comparison.promises_id).update(read_at=later)
    Statement.objects.filter(document=comparison.results_id).update(reviewed_at=later)
    assert {document.pk for document in find_unfollowed()} == {comparison.promises_id, comparison.results_id}
    Comparison.objects.update(state="stale")
    Fulfilment.objects.all().delete()
    catch_up()
    assert find_unfollowed() == []
    comparison.refresh_from_db()
    assert comparison.state == "done"
    assert comparison.fulfilments.count() == comparison.total
    Comparison.objects.all().delete()
    Examination.objects.all().delete()
    catch_up()
    assert Comparison.objects.count() == 1


def test_empty_lists_teach(administrator: User, person: MakePerson, log_in: LogIn) -> None:
    page = log_in(administrator).get("/comparisons/").content.decode()
    assert "还没有对照" in page
    assert "/comparisons/new/" in page
    assert "/comparisons/new/" not in log_in(person("leader", "leader")).get("/comparisons/").content.decode()
    assert "至少要有两份读取完成的文献" in log_in(administrator).get("/comparisons/new/").content.decode()


def test_a_comparison_that_waits_says_so(
    make_document: Callable[..., Document], administrator: User, log_in: LogIn
) -> None:
    first = make_document(region_id="220200", year=2023, state="read")
    second = make_document(region_id="220200", year=2024, state="read", sha256="1")
    made = Comparison.objects.create(promises=first, results=second)
    page = log_in(administrator).get(f"/comparisons/{made.pk}/").content.decode()
    assert "正在对照" in page
    assert rows_on(page) == []


def test_markup_in_a_sentence_stays_text(comparison: Comparison, administrator: User, log_in: LogIn) -> None:
    comparison.fulfilments.update(
        promise_sentence="<script>alert(1)</script>增长6%以上", reason_zh="<b>", indicator="<img src=x>"
    )
    page = log_in(administrator).get(f"/comparisons/{comparison.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("path", ["/comparisons/{pk}/", "/comparisons/{pk}/?verdict=met&words=增", "/comparisons/"])
def test_pages_take_few_queries(
    path: str,
    comparison: Comparison,
    administrator: User,
    log_in: LogIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    row = comparison.fulfilments.filter(result__isnull=False).first()
    assert row is not None
    for position in range(100, 160):
        row.pk, row.position = None, position
        row.save()
    client = log_in(administrator)
    with django_assert_max_num_queries(16):
        assert client.get(path.format(pk=comparison.pk)).status_code == 200


@pytest.mark.parametrize(
    ("sentence", "text", "near", "expected"),
    [
        ("增长5%，投资增长5%。", "5%", 7, "增长5%，投资增长[5%]。"),
        ("增长5%，投资增长5%。", "5％", 0, "增长[5%]，投资增长5%。"),
        ("完成1303.96亿元。", "1,303.96", 0, "完成[1303.96]亿元。"),
        ("增长5%以上。", "5\n%以\n上", 0, "增长[5%以上]。"),
        ("没有这个数。", "7%", 0, "没有这个数。"),
        ("没有这个数。", "", 0, "没有这个数。"),
        ("", "5%", 0, ""),
    ],
)
def test_what_a_sentence_is_quoted_for_is_marked(sentence: str, text: str, near: int, expected: str) -> None:
    pieces = quoted(sentence, text, near=near)
    assert "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces) == expected


def test_words_of_verdicts_are_those_of_the_library() -> None:
    from planweb.evidence.comparison_rows import verdict_word

    assert verdict_word("met") == "兑现"
    with translation.override("en"):
        assert verdict_word("not_reported") == "not reported"


def test_the_list_tells_reports_of_the_same_title_apart(
    comparison: Comparison, administrator: User, log_in: LogIn
) -> None:
    Document.objects.filter(pk=comparison.promises_id).update(title="政府工作报告", year=2022)
    assert "政府工作报告（2022年）" in log_in(administrator).get("/comparisons/").content.decode()
