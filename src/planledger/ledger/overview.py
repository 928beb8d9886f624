"""The workbook's first sheet: what the ledger says, in words and counts, and where to look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from planledger.ledger.columns import load_sheets, load_tables, load_words
from planledger.ledger.tables import Row, Tables

Line = list[tuple[Any, tuple[str, ...]]]
NAME = "概况"
WIDTHS = (28, 14, 14, 14, 14, 14, 14, 14, 60)


def overview_lines(tables: Tables, counts: dict[str, int], version: str) -> Iterator[Line]:
    """Lines of the overview; a cell is its value and style. ``counts`` are the rows of each other sheet."""
    yield [("规划台账 Planledger", ("title",))]
    yield [(_sentence(tables), ("strong",))]
    yield [(f"由 planledger {version} 生成；每个数字都可在所在行找到原句与位置。", ("plain",))]
    yield [("Every number stands beside its sentence and its place in the source.", ("plain",))]
    yield []
    yield from _verdict_lines(tables["fulfilments"])
    yield _heads("工作表 Sheet", "行数 Rows", "说明 What it holds")
    for sheet in load_sheets():
        table = load_tables()[sheet.table]
        link = (sheet.chinese, ("plain", "link"))
        count = (counts[sheet.chinese], ("whole",))
        yield [link, count, (f"{sheet.english}: {table.about_zh} {table.about}", ("plain",))]
    yield []
    yield _heads("代码 Code", "中文", "English", "所在列 Column")
    for name, words in load_words().items():
        for word in words.values():
            texts = (f"{word.symbol} {word.chinese}".strip(), word.chinese, word.english, name)
            yield [(text, ("plain",)) for text in texts]


def _sentence(tables: Tables) -> str:
    roles = Counter(row["role"] for row in tables["statements"])
    verdicts = Counter(row["verdict"] for row in tables["fulfilments"])
    words = load_words()["verdict"]
    told = "，".join(f"{words[code].chinese} {verdicts[code]} 项" for code in words if verdicts[code])
    promises = f"；对照承诺 {sum(verdicts.values())} 项：{told}" if verdicts else ""
    projects = f"，项目 {len(tables['projects'])} 个" if tables["projects"] else ""
    return (
        f"共读入文献 {len(tables['documents'])} 份，量化表述 {len(tables['statements'])} 条"
        f"（目标 {roles['target']} 条，完成值 {roles['actual']} 条）{projects}{promises}。"
    )


def _verdict_lines(fulfilments: list[Row]) -> Iterator[Line]:
    """A table of promises by pair of documents and verdict; nothing when no documents were held against each other."""
    if not fulfilments:
        return
    words = load_words()["verdict"]
    by_pair = Counter((row["pair"], row["verdict"]) for row in fulfilments)
    yield [
        ("承诺与兑现 Promises", ("head",)),
        *((f"{word.symbol} {word.chinese}", ("verdict", word.colour)) for word in words.values()),
        ("合计 All", ("head",)),
        ("文献对 Documents", ("head",)),
    ]
    pairs = list(dict.fromkeys(row["pair"] for row in fulfilments))
    for number, pair in enumerate(pairs, 1):
        yield _counted(f"第 {number} 对", [by_pair[pair, code] for code in words], pair)
    totals = [sum(by_pair[pair, code] for pair in pairs) for code in words]
    if len(pairs) > 1:
        yield _counted("合计 All", totals, "")
    shares: Line = [(total / sum(totals), ("percent",)) for total in totals]
    yield [("占比 Share", ("plain",)), *shares]
    yield []


def _counted(head: str, counts: list[int], pair: str) -> Line:
    numbers: Line = [(count, ("whole",)) for count in (*counts, sum(counts))]
    return [(head, ("plain",)), *numbers, (pair, ("plain",))]


def _heads(*texts: str) -> Line:
    return [(text, ("head",)) for text in texts]
