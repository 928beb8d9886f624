"""A later version of a document: what was added, changed, removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.evidence.making import TEXT, read_text, stored

from planweb.accounts.models import User
from planweb.evidence.changes import compare_statements, compare_texts
from planweb.evidence.models import Document

LATER = (
    TEXT.replace("粮食产量达到90亿斤以上", "粮食产量达到95亿斤以上")
    .replace("规模以上工业增加值增长7%以上，", "")
    .replace("力争城镇新增就业4万人。", "力争城镇新增就业4万人。新建改建农村公路300公里。")
)


def test_a_new_version_is_compared_with_the_one_before(planner: User, log_in: Callable[[User | None], Client]) -> None:
    first, client = stored(), log_in(planner)
    same = client.post(f"/documents/{first.pk}/versions/new/", {"file": SimpleUploadedFile("v.txt", TEXT.encode())})
    assert "已经是本文献的一个版本" in same.content.decode()
    client.post(f"/documents/{first.pk}/versions/new/", {"file": SimpleUploadedFile("v2.txt", LATER.encode())})
    later = Document.objects.latest("pk")
    assert (later.version, later.version_of, later.state) == (2, first, "read")
    assert f"/documents/{later.pk}/changes/{first.pk}/" in client.get(f"/documents/{first.pk}/").content.decode()
    page = client.get(f"/documents/{later.pk}/changes/{first.pk}/").content.decode()
    assert "改变 1，增加 1，删去 1" in page
    assert "<b>90亿斤以上</b>" in page
    assert "<b>95亿斤以上</b>" in page
    assert "<del>90</del><ins>95</ins>" in page or "<del>0</del><ins>5</ins>" in page
    third = client.post(
        f"/documents/{later.pk}/versions/new/", {"file": SimpleUploadedFile("v3.txt", b"x" + LATER.encode())}
    )
    assert third.status_code == 302
    assert Document.objects.latest("pk").version == 3
    assert client.get(f"/documents/{first.pk}/changes/{first.pk}/").status_code == 404
    assert client.get(f"/documents/{stored().pk}/changes/{first.pk}/").status_code == 404


def test_statements_that_only_moved_are_the_same(tmp_path: Path, db: None) -> None:
    before, after = stored(), stored()
    found = compare_statements(list(before.statements.all()), list(after.statements.all()))
    assert (found.changed, found.added, found.removed, found.moved) == ([], [], [], [])
    assert found.same == before.statements.count()
    one, other = read_text(tmp_path).document, read_text(tmp_path, LATER).document
    assert one is not None
    assert other is not None
    assert compare_texts(one, one) == []
    passages = compare_texts(one, other)
    assert passages is not None
    assert {passage.kind for passage in passages} == {"changed"}
