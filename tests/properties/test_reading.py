"""Whatever the bytes: a document whose every character leads back to the source, or a typed error."""

from hypothesis import given, settings
from hypothesis import strategies as st

from planledger.errors import BinaryDocument, PlanLedgerError, WrongEncoding
from planledger.model.document import Document
from planledger.reading import Overrides, read_document

PIECES = st.sampled_from(
    [
        "全市",
        "生产总值",
        "增长",
        "１２",
        "5.7%",
        "6.8%",
        "，",
        "。",
        ",",
        ";",
        "(",
        ")",
        "（一）",
        "一、",
        "第一章",
        "\n",
        "\r\n",
        " ",
        "\u3000\u3000",
        "\xa0",
        "規(guī)劃",
        "國民經濟",
        "**",
        "- ",
        "◆",
        "<p>",
        "</p>",
        "<td>",
        "<tr>",
        "<html>",
        "<!--",
        "&nbsp;",
        "&#50;",
        "<U+00A0>",
        "?",
        "\ufffd",
        "1,234",
        "2021年",
        "二〇二一年",
        "1 9 9 8",
        "\t",
        "[2]",
        "”",
        "“",
        '"',
        "下载",
        "来源：",
        "\u2028",
        "\x1c",
        "\x00",
        "A",
        "各位代表",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=60).map(lambda pieces: "中" + "".join(pieces))


def check(document: Document) -> None:
    assert "\n".join(document.text[block.start : block.end] for block in document.blocks) == document.text
    listed = [(repair.start, repair.end) for repair in document.repairs]
    last = 0
    for at, character in enumerate(document.text):
        start, end = document.offsets.to_source(at, at + 1)
        assert last <= start <= end <= len(document.source)
        last = start
        if character == "\n" or document.source[start:end] == character:
            continue
        assert any(first <= start and end <= after for first, after in listed), (at, character)
    for problem in document.problems:
        assert 0 <= problem.start < problem.end <= len(document.source)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_every_character_leads_back(text: str) -> None:
    try:
        document = read_document(text.encode(), overrides=Overrides(encoding="utf-8"))
    except (BinaryDocument, WrongEncoding):
        return  # more wrecks than text
    assert document.source == text
    check(document)


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_bytes_give_a_document_or_a_typed_error(data: bytes) -> None:
    try:
        document = read_document(data)
    except PlanLedgerError:
        return
    check(document)


@given(TEXTS, st.sampled_from(["gb18030", "utf-16", "utf-8-sig"]))
@settings(max_examples=60, deadline=None)
def test_the_encoding_does_not_change_what_is_read(text: str, encoding: str) -> None:
    try:
        plain = read_document(text.encode(), overrides=Overrides(encoding="utf-8"))
    except (BinaryDocument, WrongEncoding):
        return
    assert read_document(text.encode(encoding), overrides=Overrides(encoding=encoding)).text == plain.text
