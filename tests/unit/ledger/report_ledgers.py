"""Ledgers of an invented city for the report: any size, any text, repaired or not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from planledger.model import (
    Block,
    Box,
    Commitment,
    Contradiction,
    Document,
    Extraction,
    Fulfilment,
    Grid,
    GridCell,
    Guess,
    Ledger,
    NearMiss,
    OffsetMap,
    Page,
    Place,
    Problem,
    Repair,
    Statement,
)
from planledger.model.offsets import Edit, StepMap

HOSTILE = (
    '<img src=x onerror="window.hacked=1"></script><script>window.hacked=1</script><!--<script>\'"&amp;\u2028\u2029'
)


def make_document(name: str, lines: list[str], **fields: Any) -> Document:
    """A document of one block a line; full-width digits in it are repaired, as reading would."""
    source = "\n".join(lines) + "\n"
    wide = [index for index, char in enumerate(source) if "０" <= char <= "９"]
    edits = [Edit(index, index + 1, chr(ord(source[index]) - 0xFEE0)) for index in wide]
    text = "".join(chr(ord(char) - 0xFEE0) if "０" <= char <= "９" else char for char in source)
    blocks, start = [], 0
    for number, line in enumerate(lines):
        kind = "title" if number == 0 else "heading" if line.startswith("一、") else "paragraph"
        blocks.append(Block(start, start + len(line), kind, 1 if kind == "heading" else 0, ("一、经济",), "outlook"))
        start += len(line) + 1
    values: dict[str, Any] = {
        "id": name,
        "path": f"papers/{name}.txt",
        "source": source,
        "text": text,
        "offsets": OffsetMap((StepMap.from_edits(edits, len(source)),)),
        "blocks": tuple(blocks),
        "encoding": Guess("utf-8", 1.0, "bom"),
        "title": Guess(lines[0], 0.9, "title"),
        "issuer": Guess("", 0.0, "unknown"),
        "region": Guess("220200", 0.9, "title"),
        "region_name": "临江市",
        "date": Guess("2020-01-12", 0.7, "content"),
        "year": Guess(2020, 1.0, "user"),
        "plan_period": "",
        "kind": Guess("work_report", 0.9, "title"),
        "repairs": tuple(
            Repair("width", index, index + 1, source[index], chr(ord(source[index]) - 0xFEE0)) for index in wide
        ),
    }
    return Document(**{**values, **fields})


def make_statement(document: Document, line: int, value: str, **fields: Any) -> Statement:
    """The statement whose numeral is ``value`` in the source line."""
    block = document.blocks[line]
    # One line a block and repairs that keep lengths, so that places in text and source are the same.
    start = document.source.index(value, block.start)
    number = float("".join(chr(ord(char) - 0xFEE0) if "０" <= char <= "９" else char for char in value))
    values: dict[str, Any] = {
        "id": f"{document.id}#{start}",
        "document": document.id,
        "start": start,
        "end": start + len(value),
        "text": value,
        "indicator": "地区生产总值",
        "subject": "",
        "indicator_id": "",
        "measure": "growth",
        "low": number,
        "high": number,
        "unit": "%",
        "base_low": number,
        "base_high": number,
        "base_unit": "percent",
        "bound": "exact",
        "role": "target",
        "striving": False,
        "estimate": False,
        "period": "2020",
        "region": "220200",
        "sentence": document.text[block.start : block.end],
        "sentence_start": block.start,
        "sentence_end": block.end,
        "section": ("一、经济",),
        "part": "outlook",
        "confidence": 0.9,
        "rule": "growth",
    }
    return Statement(**{**values, **fields})


def make_commitment(document: Document, line: int, text: str) -> Commitment:
    """Work that the source line promises."""
    block = document.blocks[line]
    start = document.source.index(text, block.start)
    return Commitment(
        id=f"{document.id}#c{start}",
        document=document.id,
        start=start,
        end=start + len(text),
        text=text,
        action="建成",
        object=text.removeprefix("建成"),
        stage="complete",
        role="target",
        striving=True,
        deadline="2020",
        body="",
        sentence=document.text[block.start : block.end],
        sentence_start=block.start,
        sentence_end=block.end,
        section=("二、项目",),
        confidence=0.8,
        rule="complete",
    )


def make_fulfilment(
    promise: Statement | Commitment, result: Statement | None, verdict: str, **fields: Any
) -> Fulfilment:
    """A promise of ``plan`` with what ``report`` says of it."""
    values: dict[str, Any] = {
        "promise": promise,
        "result": result,
        "verdict": verdict,
        "margin": None,
        "share": None,
        "reason": f"because {verdict}",
        "reason_zh": f"理由:{verdict}",
        "confidence": 0.9,
        "pair": "plan->report",
    }
    return Fulfilment(**{**values, **fields})


def city_ledger() -> Ledger:
    """Two documents with one of every verdict, a near miss, a contradiction, damage and repairs."""
    plan, report = _city_documents()
    above: dict[str, Any] = {"high": None, "bound": "at_least"}
    gdp = make_statement(plan, 2, "５", indicator_id="gdp", **above)
    revenue = make_statement(plan, 3, "3", indicator="财政收入", **above)
    level: dict[str, Any] = {"measure": "level", "base_unit": ""}
    jobs = make_statement(plan, 4, "8", indicator="城镇新增就业", unit="万人", **level, **above)
    firms = make_statement(plan, 5, "200", indicator="新增在孵企业", unit="户", **level)
    roads = make_statement(plan, 6, "120", indicator="公路建设", unit="公里", bound="about", **level)
    bridge = make_commitment(plan, 7, "建成东环大桥")
    actual: dict[str, Any] = {"role": "actual"}
    gdp_result = make_statement(report, 2, "3.5", estimate=True, **actual)
    revenue_result = make_statement(report, 3, "4.2", indicator="财政收入", **actual)
    firms_result = make_statement(report, 4, "300", indicator="在孵企业", unit="户", **level, **actual)
    following = make_statement(report, 5, "7", bound="about", period="2021")
    revenue_again = make_statement(report, 6, "6.1", indicator="财政收入", **actual)
    return Ledger(
        documents=(plan, report),
        extractions=(
            Extraction("plan", (gdp, revenue, jobs, firms, roads), (), (bridge,), ()),
            Extraction("report", (gdp_result, revenue_result, firms_result, following, revenue_again), (), (), ()),
        ),
        fulfilments=(
            make_fulfilment(gdp, gdp_result, "missed", margin=-1.5, share=0.7, next_target=following),
            make_fulfilment(revenue, revenue_result, "met", margin=1.2),
            make_fulfilment(jobs, None, "not_reported"),
            make_fulfilment(
                firms,
                None,
                "not_comparable",
                near_misses=(NearMiss(firms_result, "a stock for an increment", "存量对增量"),),
            ),
            make_fulfilment(roads, None, "progress"),
            make_fulfilment(bridge, None, "partly"),
        ),
        contradictions=(
            Contradiction("two_values", (revenue_result, revenue_again), "4.2% and 6.1%", "4.2%与6.1%", "certain"),
        ),
        problems=(
            Problem(
                "value.fused",
                "report",
                *_span(report, "3032762810"),
                "3032762810名",
                "two in one",
                "两数相连",
            ),
            Problem("file.missing", "papers/none.txt", -1, -1, "", "no such file", "没有这个文件"),
        ),
        version="0.1.0",
    )


def hostile_ledger() -> Ledger:
    """The same with markup wherever a document or a message could bring it."""
    plan = make_document(
        "plan", [HOSTILE, "一、" + HOSTILE, f"{HOSTILE}地区生产总值增长5%以上{HOSTILE}。"], path=HOSTILE
    )
    plan = replace(plan, region_name=HOSTILE, kind=Guess("work_report", 0.5, HOSTILE), encoding=Guess(HOSTILE, 0.5, ""))
    report = make_document(
        "report", [HOSTILE, "一、" + HOSTILE, f"{HOSTILE}地区生产总值增长3.5%。"], title=Guess("", 0, "")
    )
    marked: dict[str, Any] = {"indicator": HOSTILE, "unit": HOSTILE, "section": (HOSTILE,), "measure": "level"}
    promise = make_statement(plan, 2, "5", **marked)
    result = make_statement(report, 2, "3.5", **marked, role="actual", period=HOSTILE)
    said: dict[str, Any] = {"reason": HOSTILE, "reason_zh": HOSTILE}
    near = (NearMiss(result, HOSTILE, HOSTILE),)
    return Ledger(
        documents=(replace(plan, repairs=(Repair(HOSTILE, 0, 5, HOSTILE, HOSTILE),)), report),
        extractions=(Extraction("plan", (promise,), (), (), ()), Extraction("report", (result,), (), (), ())),
        fulfilments=(make_fulfilment(promise, result, "missed", margin=-1.5, near_misses=near, **said),),
        contradictions=(Contradiction("parts", (promise, result), HOSTILE, HOSTILE, "doubtful"),),
        problems=(Problem(HOSTILE, HOSTILE, 0, 1, HOSTILE, HOSTILE, HOSTILE),),
        version=HOSTILE,
    )


def large_ledger(promises: int, documents: int) -> Ledger:
    """A ledger of ``promises`` fulfilments spread over ``documents`` documents."""
    made, extractions, fulfilments = [], [], []
    verdicts = ("met", "missed", "not_reported", "progress", "partly")
    for number in range(documents):
        count = promises // documents
        lines = ["临江市政府工作报告", *(f"第{line}类产业产值达到{line + 1}亿元。" for line in range(count))]
        document = make_document(f"d{number}", lines, year=Guess(2000 + number, 1.0, "user"))
        fields: dict[str, Any] = {"measure": "level", "unit": "亿元", "base_unit": "yuan"}
        statements = tuple(
            make_statement(document, line + 1, str(line + 1), indicator=f"第{line}类产业产值", **fields)
            for line in range(count)
        )
        made.append(document)
        extractions.append(Extraction(document.id, statements, (), (), ()))
        fulfilments += [
            make_fulfilment(item, None, verdicts[line % 5], pair=f"d{number}->d{(number + 1) % documents}")
            for line, item in enumerate(statements)
        ]
    return Ledger(tuple(made), tuple(extractions), tuple(fulfilments), (), (), "0.1.0")


def single_ledger() -> Ledger:
    """One document alone."""
    whole = city_ledger()
    return Ledger(whole.documents[:1], whole.extractions[:1], (), (), (), whole.version)


def silent_ledger() -> Ledger:
    """One document that says nothing in numbers."""
    document = make_document("empty", ["临江市简介", "山清水秀。"])
    return Ledger((document,), (Extraction("empty", (), (), (), ()),), (), (), (), "0.1.0")


def empty_ledger() -> Ledger:
    """Not one document."""
    return Ledger((), (), (), (), (), "0.1.0")


def _city_documents() -> tuple[Document, Document]:
    plan = make_document(
        "plan",
        [
            "临江市2020年政府工作报告",
            "一、主要目标",
            "𠮷地区生产总值增长５%以上,就业稳定。",
            "财政收入增长3%以上。",
            "城镇新增就业8万人以上。",
            "新增在孵企业200户。",
            "公路建设120公里左右。",
            "建成东环大桥。",
        ],
    )
    report = make_document(
        "report",
        [
            "临江市2021年计划报告",
            "一、上年情况",
            "全年地区生产总值增长3.5%(预计)。",
            "财政收入增长4.2%。",
            "在孵企业达到300户。",
            "地区生产总值增长7%左右。",
            "财政收入增长6.1%。",
            "人口3032762810名。",
        ],
        year=Guess(2021, 1.0, "user"),
        kind=Guess("plan_report", 0.9, "title"),
    )
    return plan, report


def _span(document: Document, text: str) -> tuple[int, int]:
    start = document.source.index(text)
    return start, start + len(text)


def printed_ledger() -> Ledger:
    """The city's ledger, as if its plan had been read from a PDF."""
    ledger = city_ledger()
    plan, *others = ledger.documents
    place = Place(0, len(plan.source), page=3, box=Box(60.0, 400.0, 540.0, 414.0))
    printed = replace(plan, format="pdf", pages=(Page(3, 600.0, 800.0),), places=(place,))
    return replace(ledger, documents=(printed, *others))


def tabled_ledger() -> Ledger:
    """A plan whose figures stand in a table, and one promise of it."""
    plan = make_document("plan", ["临江市计划", "指标\t2020年计划", "粮食产量\t55.5"])
    head, row = plan.blocks[1].start, plan.blocks[2].start
    cells = GridCell(head, head + 2, 0, 0), GridCell(head + 3, head + 10, 0, 1)
    below = GridCell(row, row + 4, 1, 0), GridCell(row + 5, row + 9, 1, 1)
    blocks = (plan.blocks[0], *(replace(block, kind="table_row") for block in plan.blocks[1:]))
    plan = replace(plan, format="xlsx", blocks=blocks, grids=(Grid(cells + below),))
    grain = make_statement(plan, 2, "55.5", indicator="粮食产量", unit="亿斤", measure="level")
    return Ledger(
        documents=(plan,),
        extractions=(Extraction("plan", (grain,), (), (), ()),),
        fulfilments=(make_fulfilment(grain, None, "not_reported"),),
        contradictions=(),
        problems=(),
        version="0.1.0",
    )
