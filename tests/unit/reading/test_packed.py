"""Zipped office files that mean harm, or are broken."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from tests.unit.reading.word.packages import cell, docx, paragraph, table

from planledger.errors import DamagedDocument, EmptyDocument, EncryptedDocument, LimitExceeded, NoChineseText
from planledger.reading import Overrides
from planledger.reading.lifting import Lifted, lift
from planledger.reading.limits import Limits
from planledger.reading.packed import Packed


def read(data: bytes, *, suffix: str = ".docx", limits: Limits | None = None) -> Lifted:
    return lift(data, name="甲市", suffix=suffix, overrides=Overrides(), limits=limits or Limits())


def test_what_is_declared_too_large_is_refused() -> None:
    with pytest.raises(LimitExceeded, match="expanded"):
        read(docx(paragraph("增长5%。"), others={"word/media/a.bin": bytes(200_000)}), limits=Limits(expanded=100_000))


def test_sizes_are_counted_and_not_believed() -> None:
    data = bytearray(docx(paragraph("增长5%。" * 20_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        real = archive.getinfo("word/document.xml").file_size
    data = bytearray(bytes(data).replace(struct.pack("<L", real), struct.pack("<L", 100)))
    with pytest.raises((LimitExceeded, DamagedDocument)):
        read(bytes(data), limits=Limits(expanded=50_000))


def test_a_part_that_expands_as_no_text_does_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(40 << 20))
    with pytest.raises(LimitExceeded, match="times"):
        Packed(out.getvalue(), "甲市", Limits())


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "增长"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_document_types_are_refused(declared: str) -> None:
    for body in (paragraph("增长5%。"), paragraph("增长&amp;5%。")):
        with pytest.raises(DamagedDocument, match="document type"):
            read(docx(body, head=declared))


def test_deep_nesting_is_refused() -> None:
    nested = paragraph("增长5%。")
    for _ in range(40):
        nested = table(cell(nested, paragraph()))
    assert "增长" in read(docx(nested)).text
    with pytest.raises(LimitExceeded, match="depth"):
        read(docx(nested), limits=Limits(depth=16))
    for element in ("w:smartTag", "w:sdt", "w:tbl"):
        deep = f"<{element}>" * 5000 + f"</{element}>" * 5000
        with pytest.raises(LimitExceeded, match="depth"):
            read(docx(f"<w:p>{deep}</w:p>"))


def test_cells_are_counted() -> None:
    with pytest.raises(LimitExceeded, match="cells"):
        read(docx(table(*[cell("1") * 10] * 20)), limits=Limits(cells=100))


def test_absurd_spans_stay_small() -> None:
    row = cell("指标", properties='<w:gridSpan w:val="2147483647"/>') + cell(
        "目标", properties='<w:gridSpan w:val="-3"/>'
    )
    before = '<w:trPr><w:gridBefore w:val="999999999"/></w:trPr>'
    found = read(docx(table(before + row, row)))
    assert max(one.column + one.columns for one in found.grids[0].cells) < 200


def test_a_cut_off_file_is_damaged() -> None:
    data = docx(paragraph("增长5%。"), styles="")
    for cut in (len(data) - 10, len(data) // 2, 40):
        for suffix in (".docx", ""):
            if cut > 100 or suffix:
                with pytest.raises(DamagedDocument):
                    read(data[:cut], suffix=suffix)


def test_broken_markup_is_damaged() -> None:
    with pytest.raises(DamagedDocument):
        read(docx("<w:p><w:r>"))


def test_an_encrypted_file_asks_for_its_password() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    for suffix in (".docx", ".xlsx", ".xls", ""):
        with pytest.raises(EncryptedDocument):
            read(ole, suffix=suffix)


def test_a_file_that_says_nothing_is_told_from_one_without_chinese() -> None:
    with pytest.raises(EmptyDocument):
        read(docx(paragraph()))
    with pytest.raises(NoChineseText):
        read(docx(paragraph("only English")))


def test_links_outside_are_never_followed() -> None:
    assert all(
        "invalid" not in one.part for one in Packed(docx(""), "甲市", Limits()).relations("word/document.xml").values()
    )
