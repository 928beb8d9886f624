"""Everything is found by those who may see it, and no longer than it is there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from planweb.accounts.actions.bodies import rename_body
from planweb.accounts.models import Body, User
from planweb.evidence.models import Commitment, Document, Statement
from planweb.evidence.signals import document_read, review_changed
from planweb.registry.models import Indicator, Plan, PlanIndicator
from planweb.registry.signals import targets_changed
from planweb.search import indexing
from planweb.search.kinds import NumberTaken, SearchKind, register_searchable, search_kind
from planweb.search.models import Entry

MakePerson, LogIn = Callable[..., User], Callable[[User | None], Client]
Make = Callable[..., Any]


def rebuild(*kinds: str) -> None:
    call_command("rebuild_search", *kinds, stdout=io.StringIO())


def shown(page: str) -> list[str]:
    """Titles of the hits of a page."""
    lists = re.findall(r'<ol class="hits".*?</ol>', page, re.DOTALL)
    hits = [hit for one in lists for hit in re.findall(r'<li><a href="[^"]+">(.*?)</a>', one, re.DOTALL)]
    return [re.sub(r"<[^>]+>", "", hit) for hit in hits]


def ask(client: Client, words: str, **filters: object) -> str:
    response = client.get("/search/", {"q": words, **filters})
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.fixture
def reader(person: MakePerson, log_in: LogIn) -> Client:
    """Somebody who may see everything."""
    return log_in(person("leader", "leader"))


@pytest.fixture
def city(document: Make, statement: Make) -> Document:
    made: Document = document()
    statement(made, "城镇新增就业", "城镇新增就业4.65万人，完成投资1,303.96亿元。", period="2023")
    statement(made, "规模以上工业增加值", "成就事业，规模以上工业增加值增长8%。", period="2024")
    statement(made, "零就业家庭", "零就业家庭动态清零。", period="2022", state="rejected")
    rebuild()
    return made


def test_two_characters_and_numbers_are_found(city: Document, reader: Client) -> None:
    assert shown(ask(reader, "就业")) == ["城镇新增就业"]
    assert "<mark>就业</mark>" in ask(reader, "就业")
    for number in ("1303.96", "1,303.96", "１３０３．９６", "1303.96亿元"):
        assert shown(ask(reader, number)) == ["城镇新增就业"], number
    assert shown(ask(reader, "1303")) == []
    assert shown(ask(reader, "就業 4.65")) == ["城镇新增就业"]
    assert shown(ask(reader, "业")) == ["规模以上工业增加值", "城镇新增就业"]
    assert shown(ask(reader, "工作报告")) == ["示例市2024年政府工作报告"]


def test_what_has_the_words_in_its_title_stands_first_and_then_the_latest(
    document: Make, statement: Make, reader: Client
) -> None:
    made = document()
    for year in (2021, 2023, 2022):
        statement(made, f"投资{year}", "带动就业。", period=str(year))
        statement(made, f"就业{year}", period=str(year))
    rebuild()
    names = ["就业2023", "就业2022", "就业2021", "投资2023", "投资2022", "投资2021"]
    assert shown(ask(reader, "就业", kind="statement")) == names
    assert shown(ask(reader, "就业")) == names[:5]
    assert shown(ask(reader, "就业", kind="statement", year=2022)) == ["就业2022", "投资2022"]


def test_the_statement_with_the_number_stands_before_those_that_share_its_sentence(
    document: Make, statement: Make, reader: Client
) -> None:
    made = document()
    sentence = "地区生产总值1652.8亿元，粮食产量277万吨，实现新增就业4.2万人。"
    for name, value, unit in (("地区生产总值", 1652.8, "亿元"), ("粮食产量", 277, "万吨"), ("新增就业", 4.2, "万人")):
        statement(made, name, sentence, low=value, high=value, unit=unit)
    rebuild()
    for number, first in (
        ("1652.8", "地区生产总值 1652.8亿元"),
        ("277万吨", "粮食产量 277万吨"),
        ("4.2", "新增就业 4.2万人"),
    ):
        assert shown(ask(reader, number, kind="statement"))[0] == first
    assert shown(ask(reader, "就业 1652.8")) == ["新增就业 4.2万人", "粮食产量 277万吨", "地区生产总值 1652.8亿元"]


def test_a_commitment_is_named_without_what_a_page_put_between_its_characters(document: Make, reader: Client) -> None:
    words = dict.fromkeys(("start", "end", "sentence_start", "sentence_end"), 0)
    said = {
        "text": "零就業(yè)家庭動(dòng)態(tài)清零",
        "sentence": "零就业家庭动态清零。",
        "object": "零就业家庭",
        "action": "动态清零",
    }
    Commitment.objects.create(document=document(), role="target", stage="complete", **said, **words)
    rebuild()
    assert shown(ask(reader, "就业", kind="commitment")) == ["零就业家庭动态清零"]


def test_pages_follow_each_other_without_a_gap(document: Make, statement: Make, reader: Client) -> None:
    made = document()
    for number in range(25):
        statement(made, f"就业{number}")
    for number in range(20):
        statement(made, f"收入{number}", "促进就业。")
    rebuild()
    pages = [shown(ask(reader, "就业", kind="statement", page=page)) for page in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({name for page in pages for name in page}) == 45
    assert all(name.startswith("就业") for name in [*pages[0], *pages[1][:5]])
    assert all(name.startswith("收入") for name in [*pages[1][5:], *pages[2]])
    assert shown(ask(reader, "就业", kind="statement", page="999")) == pages[2]
    for nonsense in ("-1", "x", "²", "9" * 30):
        assert shown(ask(reader, "就业", kind="statement", page=nonsense))


def test_people_find_what_their_roles_let_them_see(
    document: Make, statement: Make, body: Make, person: MakePerson, log_in: LogIn
) -> None:
    here, there, nowhere = document(), document(region_id="220100"), document(region_id=None)
    for made, name in ((here, "甲地就业"), (there, "乙地就业"), (nowhere, "无地就业")):
        statement(made, name)
    office = body("就业服务局", region="220100")
    rebuild()
    seen = {
        "everywhere": {"甲地就业", "乙地就业", "无地就业", "就业服务局"},
        "province": {"甲地就业", "乙地就业", "就业服务局"},
        "city": {"甲地就业", "就业服务局"},
        "none": {"就业服务局"},
        "body": {"乙地就业", "就业服务局"},
    }
    people = {
        "everywhere": person("everywhere", "leader"),
        "province": person("province", "leader", region="220000"),
        "city": person("city", "auditor", region="220200"),
        "none": person("none"),
        "body": person("body", "owner", body=office),
    }
    for who, user in people.items():
        assert set(shown(ask(log_in(user), "就业"))) == seen[who], who
        export = b"".join(log_in(user).get("/search/", {"q": "就业", "export": "csv"}))  # type: ignore[call-overload]
        rows = list(csv.reader(io.StringIO(export.decode("utf-8-sig"))))
        assert {row[1] for row in rows[1:]} == seen[who], who
    assert set(shown(ask(log_in(people["everywhere"]), "就业", region="220100"))) == {"乙地就业", "就业服务局"}
    assert shown(ask(log_in(people["city"]), "就业", region="220100")) == ["就业服务局"]


def test_an_owner_finds_the_indicators_of_their_body_and_region(body: Make, person: MakePerson, log_in: LogIn) -> None:
    office, elsewhere = body(region="220100"), body(region="220100", name="别处")
    plan = Plan.objects.create(title="示例规划", tier="special", region_id="220200", first_year=2021, last_year=2025)
    kind = Indicator.objects.create(code="own-1", name="甲")
    PlanIndicator.objects.create(plan=plan, indicator=kind, name="技能培训人次", lead=office)
    PlanIndicator.objects.create(plan=plan, indicator=kind, name="培训机构数量")
    rebuild("target")
    assert shown(ask(log_in(person("owner", "owner", body=office)), "培训")) == ["技能培训人次"]
    assert shown(ask(log_in(person("other", "owner", body=elsewhere)), "培训")) == []
    here = body(region="220200", name="此处")
    assert len(shown(ask(log_in(person("here", "owner", body=here)), "培训"))) == 2
    leader = log_in(person("leader", "leader"))
    assert set(shown(ask(leader, "培训"))) == {"技能培训人次", "培训机构数量"}


def test_the_index_follows_what_people_do(
    document: Make,
    statement: Make,
    body: Make,
    planner: User,
    reader: Client,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        office = body("工业局")
    assert shown(ask(reader, "工业局")) == ["工业局"]
    with django_capture_on_commit_callbacks(execute=True):
        rename_body(office, name="信息化局", short_name="", by=planner)
    assert shown(ask(reader, "工业局")) == []
    assert shown(ask(reader, "信息化局")) == ["信息化局"]
    with django_capture_on_commit_callbacks(execute=True):
        made = document()
    first, second = statement(made, "粮食产量"), statement(made, "粮食单产")
    done = {
        "start": 0,
        "end": 1,
        "role": "target",
        "sentence": "建成粮食仓库。",
        "sentence_start": 0,
        "sentence_end": 5,
    }
    Commitment.objects.bulk_create(
        [Commitment(document=made, text="建成粮食仓库", action="建成", object="粮食仓库", stage="complete", **done)]
    )
    with django_capture_on_commit_callbacks(execute=True):
        document_read.send(Document, document=made)
    assert set(shown(ask(reader, "粮食"))) == {"粮食产量", "粮食单产", "建成粮食仓库"}
    Statement.objects.filter(pk=first.pk).update(state="rejected")
    Statement.objects.filter(pk=second.pk).update(indicator="棉花单产", period="2025")
    Commitment.objects.filter(document=made).update(state="rejected")
    with django_capture_on_commit_callbacks(execute=True):
        review_changed.send(Document, document=made, statements=[first.pk, second.pk])
    assert shown(ask(reader, "粮食")) == ["棉花单产"]  # its sentence still says so
    assert shown(ask(reader, "棉花", year=2025)) == ["棉花单产"]
    Document.objects.filter(pk=made.pk).update(state="withdrawn")
    made.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        made.save()
    assert shown(ask(reader, "棉花")) == []
    assert shown(ask(reader, "工作报告")) == []


def test_targets_that_change_in_bulk_are_followed(reader: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        plan = Plan.objects.create(title="规划", tier="special", region_id="220200", first_year=2021, last_year=2025)
        kind = Indicator.objects.create(code="own-1", name="绿地面积", english="Green area")
        made = PlanIndicator.objects.create(plan=plan, indicator=kind, name="公园绿地面积")
    assert shown(ask(reader, "green")) == ["绿地面积"]
    PlanIndicator.objects.filter(pk=made.pk).update(name="人均公园面积")
    with django_capture_on_commit_callbacks(execute=True):
        targets_changed.send(PlanIndicator, plan_indicators=[made.pk])
    assert "人均公园面积" in shown(ask(reader, "人均公园"))
    with django_capture_on_commit_callbacks(execute=True):
        made.delete()
    assert shown(ask(reader, "人均公园")) == []


def test_a_failure_of_the_index_does_not_undo_the_write(
    body: Make, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any, reader: Client
) -> None:
    def broken(*_args: Any, **_said: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched, django_capture_on_commit_callbacks(execute=True):
        patched.setattr(indexing, "refresh", broken)
        body("统计局")
        callbacks = connection.run_on_commit[:]
        connection.run_on_commit.clear()
        for _sids, callback, _robust in callbacks:
            callback()
    assert Body.objects.filter(name="统计局").exists()
    assert shown(ask(reader, "统计局")) == []
    rebuild("body")
    assert shown(ask(reader, "统计局")) == ["统计局"]


def test_a_rebuild_can_be_repeated_and_forgets_what_is_gone(city: Document, reader: Client) -> None:
    before = sorted(Entry.objects.values_list("pk", "title", "grams"))
    rebuild()
    assert sorted(Entry.objects.values_list("pk", "title", "grams")) == before
    keys = list(Statement.objects.values_list("pk", flat=True))
    Statement.objects.filter(pk__in=keys)._raw_delete("default")  # type: ignore[attr-defined]  # no signal tells of it
    stray = Entry.objects.get(kind="document")
    stray.pk, stray.kind, stray.key = 5, "gone", 77
    stray.save(force_insert=True)
    rebuild()
    assert set(Entry.objects.values_list("kind", flat=True)) - {"indicator"} == {"document"}
    assert shown(ask(reader, "就业")) == []
    with pytest.raises(CommandError, match="no such kind: nothing"):
        rebuild("nothing")


def test_what_is_as_it_was_is_not_written_again(city: Document) -> None:
    with CaptureQueriesContext(connection) as asked:
        indexing.refresh("statement", Statement.objects.exclude(state="rejected").values_list("pk", flat=True))
    assert asked.captured_queries
    assert not [query["sql"] for query in asked if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]


def test_two_kinds_do_not_share_a_number() -> None:
    body = search_kind("body")
    other = SearchKind("other", body.number, "", "body", body.rows, body.entries, body.address)
    with pytest.raises(NumberTaken):
        register_searchable(other)


def test_no_result_says_what_would_help(city: Document, reader: Client) -> None:
    page = ask(reader, "就业", year=2019, kind="statement")
    assert "没有找到“就业”" in page
    assert f'href="/search/?q={quote("就业")}&amp;kind=statement"' in page
    assert "“就业” · 不限年份" in page
    page = ask(reader, "就业 火箭")
    assert f'href="/search/?q={quote("就业")}"' in page
    assert quote("火箭") not in page.split("这样能找到")[1].split("</ul>")[0]
    assert "换一个较短的词" in ask(reader, "火箭")
    assert "请输入汉字" in ask(reader, "，。")
    assert "两个字就够" in ask(reader, "")


def test_an_empty_ledger_teaches(db: None, reader: Client) -> None:
    Entry.objects.all().delete()
    assert "台账中还没有可以查找的内容" in ask(reader, "")


@pytest.mark.parametrize(
    "words", ['"', "'", "*", "就业*", "AND", 'a" OR "b', "就业) OR (", "%", "\\", "x" * 500, "\0就业"]
)
def test_no_query_breaks_the_page(words: str, city: Document, reader: Client) -> None:
    page = ask(reader, words)
    assert "<h1>" in page


def test_markup_in_what_is_found_stays_text(document: Make, reader: Client) -> None:
    document("<script>alert(1)</script>就业")
    rebuild("document")
    page = ask(reader, "就业")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("filters", [{}, {"kind": "statement"}, {"region": "220200", "year": "2024"}, {"year": "1950"}])
def test_the_page_takes_few_queries_however_much_there_is(
    filters: dict[str, str],
    document: Make,
    statement: Make,
    body: Make,
    reader: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    made = document()
    for number in range(60):
        statement(made, f"就业{number}")
        body(f"就业局{number}")
    rebuild()
    with django_assert_max_num_queries(12):
        assert reader.get("/search/", {"q": "就业", **filters}).status_code == 200


def test_the_export_is_for_spreadsheets(document: Make, reader: Client) -> None:
    document("=1+1就业")
    rebuild("document")
    content = b"".join(reader.get("/search/", {"q": "就业", "export": "csv"})).decode("utf-8-sig")  # type: ignore[call-overload]
    head, row = list(csv.reader(io.StringIO(content)))
    assert head[:3] == ["种类", "名称", "内容"]
    assert row[1] == "'=1+1就业"
    assert row[5].startswith("http://testserver/documents/")
