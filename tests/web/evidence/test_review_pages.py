"""Pages of the review: what they show, what they post, and what two people at once see."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.web.evidence.making import stored

from planweb.accounts.models import Grant, User
from planweb.audit.models import AuditEntry
from planweb.audit.verifying import verify_chain
from planweb.evidence.guessing import guessed
from planweb.evidence.models import Commitment, Document, Reading, Statement
from planweb.evidence.passages import passages_of, text_of

LogIn = Callable[[User | None], Client]
HTMX = {"HX-Request": "true"}


def gdp(document: Document) -> Statement:
    return document.statements.filter(indicator="地区生产总值", role="target").get()


def at(document: Document, rest: str = "") -> str:
    return f"/documents/{document.pk}/review/{rest}"


def fields_of_form(page: str) -> dict[str, str]:
    """What a browser would send of the form on ``page``, which has no checked boxes."""
    said = dict(re.findall(r'<input type="(?:hidden|text|number)" name="(\w+)"(?: value="([^"]*)")?', page))
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', page, flags=re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        said[name] = chosen[1] if chosen else ""
    return said


def test_the_page_has_the_text_and_everything_found_in_step(
    document: Document, planner: User, log_in: LogIn, django_assert_max_num_queries: Any
) -> None:
    client = log_in(planner)
    with django_assert_max_num_queries(12):
        page = client.get(at(document)).content.decode()
    rows = [*document.statements.all(), *document.commitments.all()]
    assert len(rows) >= 10
    for row in rows:
        assert f'id="item-{row.key}"' in page
        assert f'data-keys="{row.key}' in page or f" {row.key}" in page
    assert f"已审核 0 / {len(rows)}" in page
    assert page.count('aria-current="true"') == 1


def test_marks_cover_what_was_said_and_nothing_of_the_text_is_lost(document: Document) -> None:
    text = text_of(document)
    assert text is not None
    rows = [*document.statements.all(), *document.commitments.all()]
    pages = list(passages_of(text, rows))
    shown = "\n".join(re.sub("<.*?>", "", passage.html) for passage in pages)
    assert shown.replace("&quot;", '"') == text.text
    html = "".join(passage.html for passage in pages)
    for row in rows:
        pieces = re.findall(rf'data-keys="(?:[^"]* )?{row.key}(?: [^"]*)?">(.*?)</span>', html)
        assert "".join(pieces) == text.text[slice(*text.clean(row.start, row.end))]


def test_text_with_markup_is_shown_not_run(document: Document, planner: User, log_in: LogIn) -> None:
    evil = "<script>alert(1)</script>"
    Statement.objects.filter(pk=gdp(document).pk).update(indicator=evil, sentence=evil, note=evil, period="<b>")
    document.reading.text = document.reading.text.replace("各位代表：", "<b>位表：")
    document.reading.save()
    row, client = gdp_by_note(document, evil), log_in(planner)
    for path in ("", f"{row.key}/correct/", f"{row.key}/merge/", "bulk/"):
        page = client.get(at(document, path)).content.decode()
        assert "<script>alert" not in page
        assert "<b>位表" not in page


def gdp_by_note(document: Document, note: str) -> Statement:
    return document.statements.get(note=note)


def test_one_key_confirms_and_answers_with_the_row(
    document: Document, planner: User, log_in: LogIn, django_assert_max_num_queries: Any
) -> None:
    row, client = gdp(document), log_in(planner)
    with django_assert_max_num_queries(20):
        response = client.post(at(document, f"{row.key}/confirm/"), {"revision": "0", "filters": ""}, headers=HTMX)
    page = response.content.decode()
    assert f'id="item-{row.key}"' in page
    assert 'data-revision="1"' in page
    assert "已审核 1 /" in page
    assert "已确认：地区生产总值" in page
    assert "<html" not in page
    row.refresh_from_db()
    assert row.state == "confirmed"


def test_without_script_the_next_page_is_at_what_waits_next(document: Document, planner: User, log_in: LogIn) -> None:
    client = log_in(planner)
    first, second = document.statements.filter(role="target")[:2]
    said = {"revision": "0", "filters": "role=target&kind=statement"}
    page = client.post(at(document, f"{first.key}/confirm/"), said, follow=True)
    assert page.request["QUERY_STRING"] == f"kind=statement&role=target&after={first.key}"
    html = page.content.decode()
    assert f'item={second.key}" aria-current="true"' in html
    assert f'action="{at(document)}{second.key}/confirm/"' in html
    assert "已确认" in html
    page = client.post(at(document, "undo/"), {"filters": ""}, follow=True)
    assert "已撤销" in page.content.decode()
    first.refresh_from_db()
    assert first.state == "proposed"


@pytest.mark.parametrize("verb", ["confirm", "reject", "reopen"])
def test_a_form_without_the_revision_changes_nothing(
    document: Document, planner: User, log_in: LogIn, verb: str
) -> None:
    row = gdp(document)
    client = log_in(planner)
    assert client.post(at(document, f"{row.key}/{verb}/"), follow=True).content.decode().count("请刷新页面") == 1
    assert client.post(at(document, f"{row.key}/{verb}/"), {"revision": "x"}).status_code == 409
    row.refresh_from_db()
    assert row.state == "proposed"


def test_rows_of_other_documents_are_not_found(
    document: Document, make_document: Any, planner: User, log_in: LogIn
) -> None:
    other = make_document(region_id="220200", state="read")
    client = log_in(planner)
    for key in (gdp(document).key, "s0", "x1", "s", "s99999999999999999999999", "c-1"):
        assert client.post(at(other, f"{key}/confirm/"), {"revision": "0"}).status_code == 404
    assert client.get("/documents/0/review/").status_code == 404


def test_filters_hold_back_rows_but_not_the_text(document: Document, planner: User, log_in: LogIn) -> None:
    client = log_in(planner)
    row = gdp(document)
    Statement.objects.filter(pk=row.pk).update(confidence=0.5)
    for query, shown in {
        "kind=commitment": False,
        "role=actual": False,
        "state=confirmed": False,
        "below=0.4": False,
        "section=一、2023年工作回顾": False,
        "kind=statement&role=target&state=proposed&below=0.6&section=二、2024年工作安排": True,
        "role=nonsense&below=x&section=nowhere": True,
    }.items():
        page = client.get(f"{at(document)}?{query}").content.decode()
        assert (f'id="item-{row.key}"' in page) is shown, query
        assert f'data-keys="{row.key}"' in page


def test_a_correction_by_form(document: Document, planner: User, log_in: LogIn) -> None:
    row, client = gdp(document), log_in(planner)
    address = at(document, f"{row.key}/correct/")
    said = fields_of_form(client.get(address).content.decode())
    assert (said["low"], said["unit"], said["catalogue"], said["region"]) == ("6", "%", "地区生产总值", "220200")
    wrong = client.post(address, {**said, "unit": "尺寸", "note": "打错"})
    assert wrong.status_code == 422
    assert "尺寸" in wrong.content.decode()
    assert 'value="打错"' in wrong.content.decode()  # nothing typed is lost
    page = client.post(address, {**said, "low": "６．５", "high": "", "bound": "about"}, follow=True)
    row.refresh_from_db()
    assert (row.low, row.high, row.state, row.indicator_id) == (6.5, 6.5, "corrected", "gdp")
    assert "<del>6</del> → <ins>6.5</ins>" in page.content.decode()


def test_another_phrase_gets_its_own_indicator(document: Document, planner: User, log_in: LogIn) -> None:
    row, client = gdp(document), log_in(planner)
    address = at(document, f"{row.key}/correct/")
    said = fields_of_form(client.get(address).content.decode())
    client.post(address, {**said, "indicator": "社会消费品零售总额"})
    row.refresh_from_db()
    assert row.indicator_id == "retail_sales"
    said = fields_of_form(client.get(address).content.decode())
    assert client.post(address, {**said, "catalogue": "没有的指标"}).status_code == 422
    client.post(address, {**said, "catalogue": ""})
    row.refresh_from_db()
    assert row.indicator_id == ""


def test_a_commitment_is_corrected_by_form(document: Document, planner: User, log_in: LogIn) -> None:
    row, client = document.commitments.get(body="市发展改革委"), log_in(planner)
    address = at(document, f"{row.key}/correct/")
    said = fields_of_form(client.get(address).content.decode())
    client.post(address, {**said, "supporting": "市财政局、 市交通运输局,", "deadline": "2025年"})
    row.refresh_from_db()
    assert (row.supporting, row.deadline, row.state) == (["市财政局", "市交通运输局"], "2025", "corrected")
    assert client.post(address, {**said, "revision": "1", "deadline": "明年"}).status_code == 422


def test_names_are_suggested_while_one_types(planner: User, person: Any, log_in: LogIn) -> None:
    page = log_in(planner).get("/indicators/names/", {"catalogue": "零售"}).content.decode()
    assert "社会消费品零售总额" in page
    assert log_in(planner).get("/indicators/names/").content.decode().strip() == ""
    assert log_in(person("reader", "reader")).get("/indicators/names/").status_code == 403


def test_merging_by_form(document: Document, planner: User, log_in: LogIn) -> None:
    first, second = document.statements.all()[:2]
    client = log_in(planner)
    address = at(document, f"{first.key}/merge/")
    assert f'value="{second.key}"' in client.get(address).content.decode()
    assert client.post(address, {"revision": "0"}, headers=HTMX).status_code == 422
    client.post(address, {"revision": "0", "into": second.key})
    first.refresh_from_db()
    assert first.merged_into == second


def test_what_was_missed_is_added_from_the_selected_text(document: Document, planner: User, log_in: LogIn) -> None:
    text = text_of(document)
    assert text is not None
    row, client = gdp(document), log_in(planner)
    start = text.text.index("地区生产总值增长6%左右")
    Statement.objects.filter(pk=row.pk).delete()
    query = {"start": start, "end": start + len("地区生产总值增长6%左右"), "filters": "role=target"}
    page = client.get(at(document, "add/"), query).content.decode()
    said = fields_of_form(page)
    assert (said["indicator"], said["low"], said["unit"], said["role"]) == ("地区生产总值", "6", "%", "target")
    assert (said["catalogue"], said["measure"], said["bound"]) == ("地区生产总值", "growth", "about")
    response = client.post(at(document, "add/"), said)
    added = gdp(document)
    assert (added.state, added.by_hand, added.text, added.start) == ("confirmed", True, "6", row.start)
    assert (added.section, added.part, added.sentence_start) == (row.section, row.part, row.sentence_start)
    assert response.headers["Location"] == f"{at(document)}?role=target&item={added.key}"
    assert client.post(at(document, "add/"), said).status_code == 422  # it is there already


def test_a_passage_is_found_by_its_words_too(document: Document, planner: User, log_in: LogIn) -> None:
    client = log_in(planner)
    assert "照抄" in client.get(at(document, "add/")).content.decode()
    page = client.get(at(document, "add/"), {"passage": "开工建设环城铁路"})
    assert "环城铁路" in page.content.decode()
    said = fields_of_form(page.content.decode())
    assert said["kind"] == "commitment"
    for wrong in ("没有的话", "增长", ""):
        assert client.get(at(document, "add/"), {"passage": wrong}).status_code == 422
    assert client.get(at(document, "add/"), {"start": "5", "end": "4"}).status_code == 422
    assert client.get(at(document, "add/"), {"start": "5", "end": "99999"}).status_code == 422


def test_a_guess_falls_back_on_the_numeral(document: Document) -> None:
    text = text_of(document)
    assert text is not None
    start = text.text.index("2024年1月10日")
    row = guessed(document, text, start, start + 9, kind=Statement)
    assert isinstance(row, Statement)
    assert row.document == document
    row = guessed(document, text, start, start + 9, kind=Commitment)
    assert isinstance(row, Commitment)


def test_bulk_shows_the_count_first_and_confirms_only_that(document: Document, planner: User, log_in: LogIn) -> None:
    client = log_in(planner)
    count = document.statements.filter(role="target").count()
    page = client.get(at(document, "bulk/"), {"kind": "statement", "role": "target"}).content.decode()
    assert f"将确认 {count} 条" in page
    said = {"kind": "statement", "role": "target", "least": "0.9", "section": ""}
    page = client.post(at(document, "bulk/"), {**said, "expected": str(count - 1)})
    assert page.status_code == 409
    assert not document.statements.filter(state="confirmed").exists()
    page = client.post(at(document, "bulk/"), {**said, "expected": str(count)}, follow=True)
    assert f"已确认 {count} 条" in page.content.decode()
    page = client.post(at(document, "undo/"), follow=True)
    assert f"已撤销：{count} 条" in page.content.decode()
    assert not document.statements.filter(state="confirmed").exists()
    assert client.get(at(document, "bulk/"), {"least": "2"}).status_code == 200


def test_the_next_document_waiting_is_offered(
    document: Document, make_document: Any, planner: User, log_in: LogIn
) -> None:
    client = log_in(planner)
    assert "下一份待审核文献" not in client.get(at(document)).content.decode()
    far, near = (make_document(region_id=code, state="read") for code in ("220100", "220200"))
    for other in (far, near):
        row = gdp(document)
        row.pk, row.document = None, other
        row.save()
    page = client.get(at(document)).content.decode()
    assert f'href="{at(near)}"' in page
    assert f'href="{at(far)}"' not in page


def test_a_document_that_was_not_read_says_so(make_document: Any, planner: User, log_in: LogIn) -> None:
    waiting = make_document(region_id="220200")
    client = log_in(planner)
    assert "等待读取" in client.get(at(waiting)).content.decode()
    assert client.get(at(waiting, "add/"), headers=HTMX).status_code == 422
    assert client.post(at(waiting, "undo/"), headers=HTMX).status_code == 422


def test_the_second_of_two_people_keeps_the_input_and_sees_both(
    document: Document, planner: User, person: Any, log_in: LogIn
) -> None:
    row, first, second = gdp(document), log_in(planner), log_in(person("second", "planner"))
    address = at(document, f"{row.key}/correct/")
    said = fields_of_form(first.get(address).content.decode())
    first.post(address, {**said, "low": "6.5", "high": ""})
    late = second.post(address, {**said, "low": "7", "high": "", "note": "以公报为准"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "人员planner改动" in page
    assert "<td>6.5</td><td>7</td>" in page  # theirs and mine
    assert 'value="以公报为准"' in page
    row.refresh_from_db()
    assert row.low == 6.5
    again = fields_of_form(page)
    assert (again["low"], again["revision"]) == ("7", "1")
    assert second.post(address, again).status_code == 302
    row.refresh_from_db()
    assert (row.low, row.note, row.read["low"]) == (7.0, "以公报为准", 6.0)


def test_the_place_on_the_page_is_shown_where_there_are_pages(
    document: Document, planner: User, log_in: LogIn, django_assert_max_num_queries: Any
) -> None:
    paged, client = stored(), log_in(planner)
    row = gdp(paged)
    with django_assert_max_num_queries(14):
        page = client.get(at(paged, f"?item={row.key}")).content.decode()
    picture = f"/documents/{paged.pk}/pages/1/picture/"
    assert page.count(f'<image href="{picture}"') == 1
    part = client.get(at(paged, f"{row.key}/picture/"), headers=HTMX).content.decode()
    assert f'<image href="{picture}"' in part
    assert "<rect" in part
    assert 'id="sight"' not in client.get(at(document)).content.decode()
    assert "<svg" not in client.get(at(document, f"{gdp(document).key}/picture/"), headers=HTMX).content.decode()


def test_every_text_is_in_english_too(make_document: Any) -> None:
    user = User.objects.create_user("ada", name="Ada")
    Grant.objects.create(user=user, role="planner")
    read = make_document(name="a.txt", title="Report", state="read")
    Reading.objects.create(document=read, source="Up by 6.", text="Up by 6.")
    said = {"document": read, "start": 6, "end": 7, "text": "6", "sentence": "Up by 6.", "role": "target"}
    said |= {"sentence_start": 0, "sentence_end": 8, "confidence": 0.95}
    value = {"indicator": "Output", "measure": "growth", "bound": "exact", "low": 6.0, "high": 6.0, "unit": "%"}
    row, other = (Statement.objects.create(**said, **value) for _ in range(2))
    promise = Commitment.objects.create(**said, action="Build", object="a bridge", stage="complete")
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(user)
    pages = [client.get(at(read, path)) for path in ("", "bulk/", "add/", "add/?start=0&end=2", "add/?passage=x")]
    for one in (row, promise):
        pages += [client.get(at(read, f"{one.key}/{path}/")) for path in ("correct", "merge")]
    form = {"revision": "0", "low": "7", "note": "x", "indicator": "Output"}
    pages.append(client.post(at(read, f"{row.key}/correct/"), {**form, "unit": "cubits", "bound": "range"}))
    pages += [
        client.post(at(read, f"{row.key}/{verb}/"), {"revision": "0"}, follow=True) for verb in ("confirm", "reject")
    ]
    pages += [client.post(at(read, f"{other.key}/merge/"), {"revision": "0", "into": row.key}, follow=True)]
    pages += [client.post(at(read, "undo/"), follow=True) for _ in range(3)]
    for answer in pages:
        page = answer.content.decode().replace("中文", "", 1)
        page = re.sub(r'<select name="region".*?</select>', "", page, flags=re.DOTALL)
        assert re.findall("[\u3000-\u9fff]+", page) == [], answer.request["PATH_INFO"]


def test_what_others_did_meanwhile_comes_along(
    document: Document, planner: User, person: Any, log_in: LogIn, django_assert_max_num_queries: Any
) -> None:
    first, second = log_in(planner), log_in(person("second", "planner"))
    mine, theirs, promise = *document.statements.all()[:2], document.commitments.all()[0]
    seen = re.search(r'data-seen="([^"]+)"', first.get(at(document)).content.decode())
    assert seen
    for row in (theirs, promise):
        second.post(at(document, f"{row.key}/reject/"), {"revision": "0"})
    with django_assert_max_num_queries(23):
        said = {"revision": "0", "seen": seen[1]}
        page = first.post(at(document, f"{mine.key}/confirm/"), said, headers=HTMX).content.decode()
    assert page.count("<li ") == 3
    for row in (theirs, promise):
        assert f'id="item-{row.key}" class="item {row.role} rejected"' in page
    for wrong in ("", "x", "2026-01-01", "2026-13-40T25:00:00+00:00", "9" * 99):
        said = {"revision": "1", "seen": wrong}
        assert first.post(at(document, f"{mine.key}/reopen/"), said, headers=HTMX).status_code in {200, 409}


def at_once(*posts: Callable[[], Any]) -> list[Any]:
    """What each gives, all begun at the same moment."""
    start, answers = threading.Barrier(len(posts)), [None] * len(posts)

    def run(number: int) -> None:
        try:
            start.wait()
            answers[number] = posts[number]()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(posts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_two_at_the_same_moment_one_wins_and_nothing_is_lost(
    transactional_db: None, document: Document, person: Any, log_in: LogIn
) -> None:
    clients = [log_in(person(name, "planner")) for name in ("first", "second")]
    rows = list(document.statements.all())
    for row in rows:
        address = at(document, f"{row.key}/correct/")
        said = fields_of_form(clients[0].get(address).content.decode())
        values = [{**said, "low": number, "high": "", "bound": "exact", "note": number} for number in ("11", "22")]
        answers = at_once(*(partial(clients[number].post, address, values[number]) for number in (0, 1)))
        assert sorted(answer.status_code for answer in answers) == [302, 409]
        lost = next(number for number in (0, 1) if answers[number].status_code == 409)
        row.refresh_from_db()
        assert (row.low, row.revision) == (float(values[1 - lost]["low"]), 1)
        assert f'value="{values[lost]["note"]}"' in answers[lost].content.decode()
    assert AuditEntry.objects.filter(action="statement.correct").count() == len(rows)
    assert verify_chain()[0] == []


def test_bulk_single_and_undo_at_the_same_moment_leave_every_row_whole(
    transactional_db: None, document: Document, person: Any, log_in: LogIn
) -> None:
    clients = [log_in(person(name, "planner")) for name in ("first", "second", "third")]
    said = {"kind": "statement", "least": "0", "expected": "999"}
    for number in range(3):
        row = document.statements.all()[number]
        answers = at_once(
            lambda: clients[0].post(at(document, "bulk/"), said),
            lambda row=row: clients[1].post(at(document, f"{row.key}/reject/"), {"revision": str(row.revision)}),
            lambda: clients[2].post(at(document, "undo/"), headers=HTMX),
        )
        assert {answer.status_code for answer in answers} <= {200, 302, 409, 422}
        clients[0].post(at(document, "undo/"))
        clients[1].post(at(document, "undo/"))
    entries = AuditEntry.objects.filter(object_kind="evidence.statement")
    for row in document.statements.all():
        assert (row.reviewed_by is None) == (row.state == "proposed")
        assert row.revision == entries.filter(object_id=str(row.pk)).count()
    assert verify_chain()[0] == []
