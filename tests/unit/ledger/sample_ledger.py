"""A small ledger of an invented city that has one of everything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from planledger.model import (
    Block,
    Box,
    ColumnReading,
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
    Project,
    Relation,
    Repair,
    Statement,
    TableReading,
)
from planledger.model.offsets import Edit, StepMap

PLAN = "临江市2020年计划：地区生产总值增长 5%以上，新增在孵企业20户，居民收入与经济增长同步，建成东环大桥。\n"
REPORT = "临江市2021年计划：上年地区生产总值增长3.5%，在孵企业达到300户，财政收入下降2.5%。\n"


def statement(document: str, source: str, text: str, **fields: Any) -> Statement:
    start = source.index(text)
    values: dict[str, Any] = {
        "id": f"{document}#{start}",
        "document": document,
        "start": start,
        "end": start + len(text),
        "text": text,
        "indicator": "地区生产总值",
        "subject": "",
        "indicator_id": "gdp",
        "measure": "growth",
        "low": 5.0,
        "high": None,
        "unit": "%",
        "base_low": 5.0,
        "base_high": None,
        "base_unit": "percent",
        "bound": "at_least",
        "role": "target",
        "striving": False,
        "estimate": False,
        "period": "2020",
        "region": "220200",
        "sentence": source.strip(),
        "sentence_start": 0,
        "sentence_end": len(source) - 1,
        "section": ("一、目标", "（一）经济"),
        "part": "outlook",
        "confidence": 0.9,
        "rule": "growth",
        "notes": ("增长: growth", "以上: at_least"),
    }
    return Statement(**{**values, **fields})


def relation() -> Relation:
    text = "居民收入与经济增长同步"
    start = PLAN.index(text)
    return Relation(
        id=f"plan#r{start}-1",
        document="plan",
        start=start,
        end=start + len(text),
        text=text,
        indicator="居民收入",
        indicator_id="",
        measure="growth",
        comparison="in_step",
        reference="经济增长",
        reference_id="gdp",
        margin=None,
        margin_unit="",
        role="target",
        striving=True,
        period="2020",
        sentence=PLAN.strip(),
        sentence_start=0,
        sentence_end=len(PLAN) - 1,
        section=(),
        confidence=0.8,
        rule="in_step",
    )


def commitment() -> Commitment:
    text = "建成东环大桥"
    start = PLAN.index(text)
    return Commitment(
        id=f"plan#c{start}",
        document="plan",
        start=start,
        end=start + len(text),
        text=text,
        action="建成",
        object="东环大桥",
        stage="complete",
        role="target",
        striving=False,
        deadline="2020",
        body="",
        sentence=PLAN.strip(),
        sentence_start=0,
        sentence_end=len(PLAN) - 1,
        section=(),
        confidence=0.7,
        rule="complete",
    )


def project() -> Project:
    text = "东环大桥"
    start = PLAN.index(text)
    return Project(
        id=f"plan#p{start}", document="plan", start=start, end=start + len(text), text=text, name=text,
        content="全长1200米", stage="building", period="2019/2021", total_investment=5.6, total_unit="亿元",
        annual_investment=2000.0, annual_unit="万元", invested=None, invested_unit="", base_total=5.6e8,
        base_annual=2e7, base_invested=None, base_unit="元", body="市交通局", supporting=("市财政局",), group="",
        row=PLAN.strip(), row_start=0, row_end=len(PLAN) - 1, section=(), confidence=0.9,
    )  # fmt: skip


def table() -> TableReading:
    columns = (
        ColumnReading(1, "项目名称", "label", "", "", "", ""),
        ColumnReading(2, "总投资（亿元）", "value", "", "", "亿元", "总投资", "total", set_by_user=True),
    )
    return TableReading("plan", 1, 0, len(PLAN) - 1, "重点项目表", "projects", "", 1, columns, 1, 1, 0.9)


def document(name: str, source: str, year: int) -> Document:
    step = StepMap.from_edits([Edit(3, 4, ""), Edit(6, 8, "X")], len(source))
    return Document(
        id=name,
        path=f"papers/{name}.txt",
        source=source,
        text=source[:3] + source[4:],
        offsets=OffsetMap((step,)),
        blocks=(Block(0, len(source) - 1, "paragraph", 0, ("一、目标",), "outlook"),),
        encoding=Guess("gb18030", 0.95, "content"),
        title=Guess("临江市计划", 1.0, "title"),
        issuer=Guess("", 0.0, "unknown"),
        region=Guess("220200", 0.9, "title"),
        region_name="临江市",
        date=Guess("2020-01-12", 0.9, "content"),
        year=Guess(year, 1.0, "user"),
        plan_period="",
        kind=Guess("plan_report", 0.9, "title"),
        repairs=(Repair("annotations", 3, 4, "規(guī)", "规"),),
        problems=(Problem("text.damaged", name, 1, 2, "=1+1", "lost characters", "缺字"),),
        format="pdf",
        pages=(Page(1, 595.0, 842.0), Page(2, 595.0, 842.0, recognised=True, confidence=0.9)),
        places=(
            Place(0, 12, page=1, box=Box(72.0, 80.0, 216.0, 92.0)),
            Place(12, len(source) - 1, page=2, box=Box(72.0, 100.0, 500.0, 112.0), confidence=0.9),
        ),
        grids=(Grid((GridCell(0, 3, 0, 0), GridCell(3, 6, 0, 1, 2, 1)), page=1),),
    )


def sample_ledger() -> Ledger:
    target = statement("plan", PLAN, "5%以上")
    stock = statement("plan", PLAN, "20户", indicator="新增在孵企业", measure="level", low=20, high=20, unit="户")
    growth = statement("report", REPORT, "3.5%", low=3.5, high=3.5, bound="exact", role="actual")
    firms = statement(
        "report", REPORT, "300户", indicator="在孵企业", measure="level", low=300, high=300, unit="户", role="actual"
    )
    fall = statement(
        "report", REPORT, "2.5%", indicator="财政收入", low=-2.5, high=-2.5, bound="exact", role="baseline"
    )
    pair = "plan->report"
    fused = Problem("value.fused", "report", 4, 9, "=SUM(A1)", "fused", "数值粘连")
    missing = Problem("file.missing", "papers/none.txt", -1, -1, "", "no such file", "没有这个文件")
    documents = (document("plan", PLAN, 2020), document("report", REPORT, 2021))
    return Ledger(
        documents=documents,
        extractions=(
            Extraction("plan", (target, stock), (relation(),), (commitment(),), (), (project(),), (table(),)),
            Extraction("report", (growth, firms, fall), (), (), (fused,)),
        ),
        fulfilments=(
            Fulfilment(target, growth, "missed", -1.5, 0.7, "3.5 < 5", "3.5 低于 5", 0.9, pair, next_target=target),
            Fulfilment(
                stock, None, "not_comparable", None, None, "a stock", "存量", 0.8, pair,
                near_misses=(NearMiss(firms, "a stock for an increment", "以存量对增量"),),
            ),
            Fulfilment(relation(), growth, "met", None, None, "in step", "同步", 0.6, pair),
            Fulfilment(commitment(), None, "not_reported", None, None, "nothing found", "没有报告", 0.5, pair),
        ),
        contradictions=(Contradiction("two_values", (growth, fall), "3.5 != -2.5", "两数不同", "doubtful"),),
        problems=(missing, *documents[0].problems, *documents[1].problems, fused),
        version="0.1.0",
    )  # fmt: skip


def with_statement(**fields: Any) -> Ledger:
    """The sample with these fields in its first statement and nothing that refers to it."""
    ledger = sample_ledger()
    first = ledger.extractions[0]
    changed = replace(first, statements=(replace(first.statements[0], **fields), *first.statements[1:]))
    return replace(ledger, extractions=(changed, ledger.extractions[1]), fulfilments=(), contradictions=())
