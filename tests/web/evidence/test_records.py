"""What is read goes into rows and comes back the same, but for what people made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.web.evidence.making import TEXT, read_text

from planledger.model import Document as Read
from planledger.model import Extraction
from planledger.pipeline import read_file
from planledger.pipeline.reading_files import Job
from planledger.reading import Overrides
from planweb.evidence.models import Commitment, Document, Statement
from planweb.evidence.records import identifier_of, restored, store_reading

MakeDocument = Callable[..., Document]


def both(folder: Path, text: str = TEXT, **more: Any) -> tuple[Read, Extraction]:
    outcome = read_text(folder, text, **more)
    assert outcome.document is not None
    assert outcome.extraction is not None
    return outcome.document, outcome.extraction


def again(document: Document) -> tuple[Read, Extraction]:
    return restored(Document.objects.get(pk=document.pk))


def test_a_document_knows_what_reading_found(tmp_path: Path, make_document: MakeDocument) -> None:
    document = store_reading(make_document(), *both(tmp_path))
    assert (document.title, document.kind) == ("吉林市2024年政府工作报告", "work_report")
    assert (document.region_id, document.year, document.issued) == ("220200", 2024, "2024-01-10")
    assert (document.state, document.progress, document.format) == ("read", 100, "txt")
    assert document.statements.count() >= 7
    assert set(document.statements.values_list("state", flat=True)) == {"proposed"}
    assert document.commitments.filter(body="市发展改革委").exists()


def test_what_a_person_said_goes_before_what_reading_found(tmp_path: Path, make_document: MakeDocument) -> None:
    said = {"region": "220100", "year": 2023, "kind": "digest"}
    document = store_reading(make_document(said_by_user=said), *both(tmp_path))
    assert (document.region_id, document.year, document.kind) == ("220100", 2023, "digest")


LINES = [line for line in TEXT.splitlines() if line]
ODD = [
    "",
    "单位：亿元",
    "=1+1，增长5%",
    "增长\x00 5．2％。",
    "<b>全市粮食产量达到30亿斤</b>以上。",
    "一、",
    "2025年，投资增长－3%。",
    "项目\t10亿元",
]


@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(lines=st.lists(st.sampled_from(LINES + ODD), min_size=1, max_size=25))
def test_what_nobody_reviewed_comes_back_as_read(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    outcome = read_text(tmp_path_factory.mktemp("read"), "\n".join(lines).replace("\x00", " "))
    if outcome.document is None or outcome.extraction is None:
        return
    document = Document.objects.create(name="jilin-2024.txt", sha256="0" * 64, file="x.txt")
    store_reading(document, outcome.document, outcome.extraction)
    read, extraction = again(document)
    assert replace(read, path=outcome.document.path) == outcome.document
    assert extraction == outcome.extraction


def test_tables_of_other_files_come_back_as_read(tmp_path: Path, make_document: MakeDocument) -> None:
    path = tmp_path / "figures.csv"
    path.write_text("指标,单位,2023年,2025年目标\n地区生产总值,亿元,1500,1700\n城镇化率,%,62.1,64\n", encoding="utf-8")
    outcome = read_file(Job(path, "figures", Overrides()))
    assert outcome.document is not None
    assert outcome.extraction is not None
    assert outcome.extraction.statements
    document = store_reading(make_document(name="figures.csv"), outcome.document, outcome.extraction)
    read, extraction = again(document)
    assert replace(read, path=str(path)) == outcome.document
    assert extraction == outcome.extraction


def test_what_people_made_of_it_counts(tmp_path: Path, make_document: MakeDocument) -> None:
    read, extraction = both(tmp_path)
    document = store_reading(make_document(), read, extraction)
    first, second, third = document.statements.all()[:3]
    Statement.objects.filter(pk=first.pk).update(state="rejected")
    Statement.objects.filter(pk=second.pk).update(
        state="corrected", low=9, high=9, read={"low": 8.1, "start": second.start}
    )
    Statement.objects.filter(pk=third.pk).update(merged_into=second)
    fourth = document.statements.all()[3]
    fourth.pk, fourth.by_hand, fourth.start, fourth.end = None, True, 1, 3
    fourth.save()
    Commitment.objects.update(state="rejected")
    ids = [statement.id for statement in extraction.statements]
    _, now = again(document)
    assert [statement.id for statement in now.statements] == [f"{read.id}#w{fourth.pk}", ids[1], *ids[3:]]
    assert now.statements[1].low == 9
    assert now.commitments == ()
    assert now.relations == extraction.relations != ()


def test_reading_again_leaves_reviews_and_keys_alone(tmp_path: Path, make_document: MakeDocument) -> None:
    document = store_reading(make_document(), *both(tmp_path))
    keys = dict(document.statements.values_list("start", "pk"))
    first, second = document.statements.all()[:2]
    Statement.objects.filter(pk=first.pk).update(state="corrected", low=1)
    Statement.objects.filter(pk=second.pk).update(state="rejected")
    store_reading(document, *both(tmp_path, overrides=Overrides(year=2030)))
    assert dict(document.statements.values_list("start", "pk")) == keys
    assert document.statements.get(pk=first.pk).low == 1
    assert document.statements.get(pk=second.pk).state == "rejected"
    proposed = document.statements.filter(state="proposed")
    assert "2029" in proposed.values_list("period", flat=True)
    changed = proposed.filter(period="2029").first()
    assert changed is not None
    assert changed.revision == 1  # who had it open is told


def test_reviews_move_with_their_sentence(tmp_path: Path, make_document: MakeDocument) -> None:
    document = store_reading(make_document(), *both(tmp_path))
    first = document.statements.all()[0]
    Statement.objects.filter(pk=first.pk).update(state="confirmed")
    number = document.statements.count()
    longer = TEXT.replace("各位代表：\n", "各位代表：\n现在，我代表市人民政府作报告，请予审议。\n")
    read, extraction = both(tmp_path, longer)
    store_reading(document, read, extraction)
    moved = document.statements.get(pk=first.pk)
    assert moved.start > first.start
    assert read.source[moved.start : moved.end] == moved.text
    assert document.statements.count() == number


def test_texts_that_a_database_refuses_are_kept_otherwise(tmp_path: Path, make_document: MakeDocument) -> None:
    read, extraction = both(tmp_path)
    statement = replace(extraction.statements[0], indicator="指\x00标" + "长" * 400, rule="\ud800")
    read = replace(read, source="\x00" + read.source[1:], title=replace(read.title, value="题\udfff"))
    document = store_reading(make_document(), read, replace(extraction, statements=(statement,)))
    row = document.statements.get()
    assert row.indicator.startswith("指\ufffd标")
    assert len(row.indicator) == 300
    assert document.reading.source.startswith("\ufffd")


def test_documents_of_one_name_have_identifiers_of_their_own(make_document: MakeDocument) -> None:
    first, second = make_document(name="报告.pdf"), make_document(name="报告.docx")
    assert identifier_of(first) == "报告"
    assert identifier_of(second).startswith("报告-")
    assert not any(letter.isdigit() for letter in identifier_of(second))
