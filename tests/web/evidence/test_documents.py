"""A document is brought in, read, corrected, withdrawn; and who sees what of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from tests.web.evidence.making import TEXT, stored

from planweb.accounts.models import Region, User
from planweb.audit.models import AuditEntry
from planweb.evidence import text
from planweb.evidence.files import path_of
from planweb.evidence.models import Document, Statement
from planweb.evidence.signals import document_read

MakePerson, LogIn = Callable[..., User], Callable[[User | None], Client]


@pytest.fixture
def client(planner: User, log_in: LogIn) -> Client:
    return log_in(planner)


def file_of(content: str | bytes = TEXT, name: str = "jilin-2024.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def upload(client: Client, *files: SimpleUploadedFile, **said: Any) -> str:
    response = client.post("/documents/new/", {"documents": list(files), **said}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_a_file_becomes_a_document_with_statements(client: Client, planner: User) -> None:
    page = upload(client, file_of())
    document = Document.objects.get()
    assert (document.state, document.region_id, document.year) == ("read", "220200", 2024)
    assert document.brought_by == planner
    assert path_of(document.file).read_text() == TEXT
    assert path_of(document.file).stem == document.sha256
    assert document.statements.filter(state="proposed").count() >= 7
    assert "已上传" in page
    assert 'class="said target proposed" id="s' in page
    actions = list(AuditEntry.objects.order_by("number").values_list("action", "who"))
    assert [action for action, _who in actions[-2:]] == ["document.create", "document.read"]
    assert actions[-1][1] == ""  # the application itself


def test_what_cannot_be_read_is_said_and_the_others_are_taken(client: Client) -> None:
    page = upload(client, file_of(b"MZ", "setup.exe"), file_of(b"", "empty.txt"), file_of())
    assert "setup.exe：不能读取这种文件" in page
    assert "empty.txt：文件是空的" in page
    assert Document.objects.count() == 1
    assert "请选择文件" in upload(client)


def test_a_file_that_is_too_large_is_not_taken(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from planledger.reading import Limits
    from planweb.evidence.forms import documents as forms

    monkeypatch.setattr(forms, "LIMITS", Limits(size=2**20))
    assert "上限是 1 MB" in upload(client, file_of(b"x" * (2**20 + 1), "large.txt"))
    assert not Document.objects.exists()


@pytest.mark.parametrize("name", ["../../evil.txt", "C:\\x\\evil.txt", "/etc/evil.txt"])
def test_a_name_is_never_a_path(client: Client, name: str) -> None:
    file = file_of()
    file._name = name  # as a hostile browser sends it
    upload(client, file)
    document = Document.objects.get()
    assert document.name == "evil.txt"
    assert path_of(document.file).resolve().is_relative_to(Path(settings.DOCUMENTS).resolve())


def test_the_same_file_leads_to_its_document(client: Client) -> None:
    upload(client, file_of())
    document = Document.objects.get()
    response = client.post("/documents/new/", {"documents": [file_of(name="other.txt")]})
    assert response.headers["Location"] == f"/documents/{document.pk}/"
    assert Document.objects.count() == 1
    client.post(f"/documents/{document.pk}/withdraw/")
    assert "后来撤回了" in upload(client, file_of())


def test_a_file_of_another_region_is_not_given_away(client: Client, person: MakePerson, log_in: LogIn) -> None:
    upload(client, file_of())
    elsewhere = log_in(person("elsewhere", "planner", region="220100"))
    page = upload(elsewhere, file_of(), region="220100")
    assert "已经上传过" not in page
    assert Document.objects.count() == 2
    assert Document.objects.latest("pk").region_id == "220100"


def test_nobody_uploads_for_a_region_that_is_not_theirs(client: Client) -> None:
    assert "选择一个有效的选项" in upload(client, file_of(), region="220100")
    assert not Document.objects.exists()


def test_the_own_region_is_the_default(client: Client) -> None:
    page = client.get("/documents/new/").content.decode()
    assert '<option value="220200" selected>' in page


def test_a_file_that_cannot_be_read_says_why_in_both_languages(client: Client) -> None:
    page = upload(client, file_of(b"%PDF-1.7\nnothing", "报告.pdf"))
    document = Document.objects.get()
    assert document.state == "failed"
    assert "这份文献没有读成" in page
    assert document.problem.startswith("报告.pdf")
    assert str(settings.DOCUMENTS) not in document.problem + document.problem_english
    client.post("/language/", {"language": "en"})
    assert document.problem_english.partition("(")[0] in client.get(f"/documents/{document.pk}/").content.decode()
    assert AuditEntry.objects.latest("number").action == "document.fail"


def test_a_reading_that_fails_later_leaves_what_was_read(client: Client) -> None:
    upload(client, file_of())
    document = Document.objects.get()
    path_of(document.file).unlink()
    client.post(f"/documents/{document.pk}/reread/")
    document.refresh_from_db()
    assert document.state == "read"
    assert document.statements.exists()
    page = client.get(f"/documents/{document.pk}/").content.decode()
    assert "上次重新读取没有成功" in page
    assert "said target" in page


def test_what_a_person_sets_is_read_again_and_can_be_undone(client: Client) -> None:
    upload(client, file_of())
    document = Document.objects.get()
    said = {"region": "220200", "year": "2030", "kind": "digest", "title": "速览", "why": "标题有误"}
    page = client.post(f"/documents/{document.pk}/correct/", said, follow=True).content.decode()
    document.refresh_from_db()
    assert (document.year, document.kind, document.title) == (2030, "digest", "速览")
    assert "2029" in document.statements.values_list("period", flat=True)
    assert "撤销" in page
    client.post(f"/documents/{document.pk}/correct/", {"region": "220200"})
    document.refresh_from_db()
    assert document.year == 2024


def test_withdrawing_can_be_undone(client: Client) -> None:
    document = stored()
    number = client.get("/statements/").content.decode().count('<th scope="row">')
    assert number > 0
    page = client.post(f"/documents/{document.pk}/withdraw/", follow=True).content.decode()
    assert f'action="/documents/{document.pk}/restore/"' in page
    assert "共 0 行" in page  # the list leaves it out
    assert "共 1 行" in client.get("/documents/?state=withdrawn").content.decode()
    assert "共 0 行" in client.get("/statements/").content.decode()
    client.post(f"/documents/{document.pk}/restore/")
    document.refresh_from_db()
    assert document.state == "read"
    assert client.get("/statements/").content.decode().count('<th scope="row">') == number


def test_people_see_what_lies_in_their_regions(person: MakePerson, log_in: LogIn) -> None:
    document = stored()
    statement = document.statements.all()[0]
    paths = [
        f"/documents/{document.pk}/",
        f"/documents/{document.pk}/file/",
        f"/documents/{document.pk}/reading/",
        f"/documents/{document.pk}/pages/1/",
        f"/documents/{document.pk}/pages/1/picture/",
        f"/statements/{statement.pk}/",
    ]
    above, elsewhere = person("above", "leader", region="220000"), person("elsewhere", "leader", region="220100")
    for user, status, rows in ((above, 200, "共 1 行"), (elsewhere, 403, "共 0 行")):
        visitor = log_in(user)
        assert rows in visitor.get("/documents/").content.decode()
        for path in paths:
            response = visitor.get(path)
            if response.streaming:
                b"".join(response.streaming_content)  # type: ignore[arg-type]
            assert response.status_code == status, path
    assert "共 0 行" in log_in(elsewhere).get("/statements/").content.decode()
    assert str(document.statements.count()) in log_in(above).get("/statements/").content.decode()


def test_the_file_is_saved_and_never_shown(client: Client) -> None:
    document = stored(name='报告".html')
    response = client.get(f"/documents/{document.pk}/file/")
    assert b"".join(response.streaming_content).decode() == TEXT  # type: ignore[arg-type]
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_markup_in_a_document_stays_text(client: Client) -> None:
    odd = TEXT.replace("各位代表：", "<script>alert(1)</script><img src=x onerror=alert(1)>各位代表：")
    upload(client, file_of(odd, "<b>odd.txt"))
    document = Document.objects.get()
    for path in (f"/documents/{document.pk}/", f"/documents/{document.pk}/reading/", "/documents/", "/statements/"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>odd" not in page


def test_a_link_leads_to_the_place(client: Client) -> None:
    document = stored()
    relation = TEXT.index("居民收入与经济增长同步")
    page = client.get(f"/documents/{document.pk}/?at={relation}&to={relation + 11}").content.decode()
    assert '<mark class="here" id="here">居民收入与经济增长同步</mark>' in page
    statement = document.statements.get(text="90")
    page = client.get(f"/documents/{document.pk}/?at={statement.start}").content.decode()
    assert f'id="s{statement.pk}"' in page
    assert 'id="here"' not in page  # the statement is marked already
    assert client.get(f"/documents/{document.pk}/?at=99999999999&part=x").status_code == 200


def test_a_long_document_comes_in_parts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    document = stored()
    monkeypatch.setattr(text, "MOST_MARKS", 4)
    first = client.get(f"/documents/{document.pk}/").content.decode()
    assert 'href="?part=2"' in first
    last = document.statements.order_by("-start")[0]
    assert f'id="s{last.pk}"' not in first
    assert f'id="s{last.pk}"' in client.get(f"/documents/{document.pk}/?at={last.start}").content.decode()
    shown = "".join(client.get(f"/documents/{document.pk}/?part={part}").content.decode() for part in range(1, 6))
    for statement in document.statements.all():
        assert f'id="s{statement.pk}"' in shown


def test_tables_are_shown_as_tables(client: Client) -> None:
    table = "指标,单位,2023年,2025年目标\n地区生产总值,亿元,1500,1700\n城镇化率,%,62.1,64\n"
    upload(client, file_of(table, "figures.csv"), region="220200")
    document = Document.objects.get()
    page = client.get(f"/documents/{document.pk}/").content.decode()
    assert '<table class="read"' in page
    assert "<th>指标</th>" in page
    assert document.statements.filter(role="target").exists()


def test_a_statement_shows_its_sentence_and_its_place(client: Client) -> None:
    document = stored()
    statement = document.statements.get(text="90")
    alone = client.get(f"/statements/{statement.pk}/", headers={"HX-Target": "statement"}).content.decode()
    assert "<html" not in alone
    assert "<mark>90</mark>" in alone
    assert "第1页" in alone
    assert "viewBox" in alone
    assert f"/documents/{document.pk}/?at={statement.start}#s{statement.pk}" in alone
    page = client.get(f"/documents/{document.pk}/pages/1/?statement={statement.pk}").content.decode()
    assert 'class="target chosen"' in page
    assert client.get(f"/documents/{document.pk}/pages/2/").status_code == 404


def test_statements_are_filtered_and_exported(client: Client) -> None:
    stored()
    page = client.get("/statements/?indicator=粮食&role=target").content.decode()
    assert "共 1 行" in page
    assert "90亿斤以上" in page
    assert "共 0 行" in client.get("/statements/?confidence=unsure&state=confirmed").content.decode()
    response = client.get("/statements/?indicator=粮食&export=json")
    assert '"value": "90亿斤以上"' in b"".join(response.streaming_content).decode()  # type: ignore[arg-type]


def test_progress_is_told_and_ends_with_the_page(client: Client) -> None:
    document = stored()
    Document.objects.filter(pk=document.pk).update(state="reading", progress=40)
    page = client.get(f"/documents/{document.pk}/progress/")
    assert "40%" in page.content.decode()
    assert "HX-Refresh" not in page.headers
    assert "正在读取" in client.get("/documents/").content.decode()
    Document.objects.filter(pk=document.pk).update(state="read")
    assert client.get(f"/documents/{document.pk}/progress/").headers["HX-Refresh"] == "true"
    response = client.get(f"/documents/under-way/?before={document.pk}")
    assert response.headers["HX-Trigger"] == "documents-read"
    assert "hx-get" not in response.content.decode()  # nothing more to ask for


def test_features_above_hear_of_it(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    heard: list[Document] = []

    def hear(document: Document, **_more: Any) -> None:
        heard.append(document)

    document_read.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            upload(client, file_of())
    finally:
        document_read.disconnect(hear)
    assert heard == [Document.objects.get()]


@pytest.mark.parametrize(
    ("path", "queries"),
    [("/documents/", 9), ("/documents/{one}/", 14), ("/statements/", 7), ("/documents/{one}/pages/1/", 8)],
)
def test_pages_cost_the_same_however_much_there_is(
    path: str, queries: int, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    documents = [stored() for _ in range(6)]
    for document in documents:
        Statement.objects.bulk_create(
            [
                Statement(
                    **{f.attname: getattr(row, f.attname) for f in Statement._meta.concrete_fields if f.name != "id"}
                )
                for row in document.statements.all()
                for _ in range(10)
            ]
        )
    with django_assert_max_num_queries(queries):
        assert client.get(path.format(one=documents[0].pk)).status_code == 200


def test_a_region_that_reading_does_not_know_is_the_documents(client: Client, planner: User) -> None:
    Region.objects.create(
        code="220299", name="松江新区", level="county", parent_id="220200", path="000000/220000/220200/220299/"
    )
    text = TEXT.replace("吉林市", "松江新区")
    upload(client, file_of(text, "new-area.txt"), region="220299")
    document = Document.objects.get()
    assert (document.state, document.region_id) == ("read", "220299"), document.problem
    assert document.statements.count() >= 7
