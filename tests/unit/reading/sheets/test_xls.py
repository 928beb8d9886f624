"""Workbooks of the old kind, written record by record: nothing that writes them is kept up any more."""

from __future__ import annotations

import struct

import pytest

from planledger.errors import DamagedDocument, EncryptedDocument, LimitExceeded
from planledger.reading.limits import Limits
from planledger.reading.sheets import lift_xls

FORMATS = ("General", "0.0%", '0"个"')


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def text(words: str, length: str = "<H") -> bytes:
    return struct.pack(length, len(words)) + b"\x01" + words.encode("utf-16-le")


def begin(kind: int) -> bytes:
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 1997, 0, 6))


def sheet(rows: list[list[str | float | tuple[float, int] | None]], more: bytes = b"") -> bytes:
    cells = b""
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str):
                cells += record(0x204, struct.pack("<HHH", row, column, 0) + text(value))
            elif value is not None:
                number, form = value if isinstance(value, tuple) else (value, 0)
                cells += record(0x203, struct.pack("<HHHd", row, column, form, number))
    return begin(0x10) + cells + more + record(0x0A)


def workbook(sheets: dict[str, bytes], *, hidden: tuple[str, ...] = (), first: bytes = b"") -> bytes:
    head = begin(0x05) + first + record(0x42, struct.pack("<H", 1200)) + record(0x22, b"\0\0")
    head += record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + text("Arial", "<B")) * 5
    for number, form in enumerate(FORMATS):
        head += record(0x41E, struct.pack("<H", 164 + number) + text(form))
    for number in range(len(FORMATS)):
        head += record(0xE0, struct.pack("<HHHBBBBIiH", 0, 164 + number, 1, 0, 0, 0, 0, 0, 0, 0))
    listed = [(name, int(name in hidden)) for name in sheets]
    length = len(head) + sum(12 + 2 * len(name) for name, _ in listed) + 4
    body = b""
    for name, state in listed:
        head += record(0x85, struct.pack("<IBB", length + len(body), state, 0) + text(name, "<B"))
        body += sheets[name]
    return head + record(0x0A) + body


def test_an_old_workbook_reads_like_a_new_one() -> None:
    merged = record(0xE5, struct.pack("<HHHHH", 1, 1, 2, 0, 0))
    rows = [["类别", "指标", "增长"], ["经济", "产值", (0.065, 1)], [None, "企业", (12.0, 2)]]
    data = workbook({"主要指标": sheet(rows, merged), "旧表": sheet([["旧"]])}, hidden=("旧表",))
    found = lift_xls(data, "甲市", Limits())
    assert found.text == "主要指标\n类别\t指标\t增长\n经济\t产值\t6.5%\n企业\t12个"
    assert {found.text[one.start : one.end]: one[2:] for one in found.grids[0].cells}["经济"] == (1, 0, 2, 1)
    assert found.places[-1].locator == "cell:主要指标:C3"
    assert [problem.code for problem in found.problems] == ["sheet.hidden"]
    assert found.format == "xls"


def test_old_workbooks_that_give_nothing() -> None:
    data = workbook({"表": sheet([["指标", 1.0]] * 20)})
    with pytest.raises(LimitExceeded, match="cells"):
        lift_xls(data, "甲市", Limits(cells=10))
    with pytest.raises(DamagedDocument):
        lift_xls(data[:60], "甲市", Limits())
    with pytest.raises(EncryptedDocument):
        lift_xls(workbook({}, first=record(0x2F, bytes(54))), "甲市", Limits())
