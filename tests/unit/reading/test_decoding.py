"""Encodings, and files that give no document."""

import pickle
from pathlib import Path

import pytest

from planledger.errors import (
    BinaryDocument,
    DamagedDocument,
    DocumentError,
    DocumentTooLarge,
    EmptyDocument,
    NoChineseText,
    UnknownEncoding,
    UnreadableDocument,
    WrongEncoding,
)
from planledger.reading import Limits, Overrides, read_document

TEXT = (
    "二〇二一年清河市政府工作报告\r\n各位代表：\r\n"
    "过去的一年，全市生产总值增长5%，财政收入稳定增长，人民生活不断改善。\r\n"
)
TRADITIONAL = "清河市政府工作報告\n各位代表：\n過去的一年，全市國民經濟與社會事業繼續發展，人民生活不斷改善。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_encoding_is_found(encoding: str) -> None:
    document = read_document(TEXT.encode(encoding))
    assert document.source == TEXT
    assert document.encoding.confidence > 0.5


def test_big5_is_found() -> None:
    document = read_document(TRADITIONAL.encode("big5"))
    assert document.source == TRADITIONAL
    assert document.encoding.value == "big5"
    assert "国民经济与社会事业继续发展" in document.text


def test_a_byte_order_mark_is_certain() -> None:
    assert read_document(TEXT.encode("utf-8-sig")).encoding.reason == "bom"


def test_the_user_knows_better() -> None:
    document = read_document(TRADITIONAL.encode("big5"), overrides=Overrides(encoding="gbk"))
    assert (document.encoding.value, document.encoding.confidence, document.encoding.reason) == ("gb18030", 1.0, "user")


def test_bad_bytes_in_a_good_file_are_listed() -> None:
    data = TEXT.encode("gb18030").replace("生活".encode("gb18030"), b"\xff\xff")
    document = read_document(data)
    assert "\ufffd" in document.source
    assert {problem.code for problem in document.problems} == {"text.undecodable"}


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyDocument),
        (b" \r\n\t", EmptyDocument),
        (b"\xef\xbb\xbf\n", EmptyDocument),
        (b"%PDF-1.7 ...", DamagedDocument),
        (b"PK\x03\x04....", BinaryDocument),
        (bytes(range(256)) * 20, BinaryDocument),
        (b"plain English only", NoChineseText),
    ],
)
def test_what_is_no_document_says_so(data: bytes, error: type[DocumentError]) -> None:
    with pytest.raises(error) as caught:
        read_document(data, name="某文件")
    assert "某文件" in str(caught.value)
    assert "某文件" in caught.value.message_zh
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument):
        read_document(tmp_path / "missing.txt")
    with pytest.raises(UnreadableDocument):
        read_document(tmp_path)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_text("大" * 1000, encoding="utf-8")
    with pytest.raises(DocumentTooLarge):
        read_document(path, limits=Limits(size=1000))
    assert read_document(path, limits=Limits(size=3000)).text == "大" * 1000


def test_an_encoding_that_does_not_exist() -> None:
    with pytest.raises(UnknownEncoding):
        read_document(TEXT.encode(), overrides=Overrides(encoding="utf-9"))


def test_an_encoding_that_is_not_the_files() -> None:
    with pytest.raises(WrongEncoding, match="utf-8"):
        read_document("全市地区生产总值增长6.5%。".encode("gb18030"), overrides=Overrides(encoding="utf-8"))
