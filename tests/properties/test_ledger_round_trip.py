"""Any ledger comes back from its files as it went in."""

from __future__ import annotations

import tempfile
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planledger.ledger import read_ledger, write_ledger
from planledger.model import (
    Box,
    Commitment,
    Contradiction,
    Document,
    Extraction,
    Fulfilment,
    GridCell,
    Guess,
    Ledger,
    NearMiss,
    Problem,
    Project,
    Relation,
    Statement,
    TableReading,
)
from planledger.model.findings import Verdict

WORDS = st.text(max_size=12) | st.sampled_from(["", "=1", "增长5%", "a\u2028b\r\nc", "\x00\x1f", "\U00020000"])
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
OPEN = st.none() | NUMBERS


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type as the records use them."""
    plain = {str: WORDS, int: st.integers(-1, 2**40), float: NUMBERS, bool: st.booleans(), float | None: OPEN}
    if hint in plain:
        return plain[hint]
    if hint == Box | None:
        return st.none() | st.builds(Box, *[NUMBERS] * 4)
    if hint is GridCell:
        return st.builds(GridCell, *[st.integers(0, 99)] * 6)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is tuple:
        return st.lists(values(inner[0]), max_size=2).map(tuple)
    if origin is Guess:
        return st.builds(Guess, values(inner[0]), NUMBERS, WORDS)
    return records(hint) if is_dataclass(hint) else st.sampled_from(inner)


def records(kind: Any) -> st.SearchStrategy[Any]:
    """Records of any content; their ids are set where they are put together."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: values(hints[field.name]) for field in fields(kind)})


def problems(document: str, code: str) -> st.SearchStrategy[tuple[Problem, ...]]:
    """Problems of a document; the code keeps those of reading apart from those of extracting."""
    named = records(Problem).map(lambda problem: replace(problem, document=document, code=code))
    return st.lists(named, max_size=2).map(tuple)


@st.composite
def extractions(draw: st.DrawFn, name: str) -> Extraction:
    def some(kind: type, mark: str) -> tuple[Any, ...]:
        drawn = draw(st.lists(records(kind), max_size=2))
        return tuple(replace(one, id=f"{name}#{mark}{n}", document=name) for n, one in enumerate(drawn))

    tables = draw(st.lists(records(TableReading), max_size=2))
    return Extraction(
        name,
        some(Statement, ""),
        some(Relation, "r"),
        some(Commitment, "c"),
        draw(problems(name, "extracting")),
        some(Project, "p"),
        tuple(replace(table, document=name, number=n) for n, table in enumerate(tables, 1)),
    )


@st.composite
def documents(draw: st.DrawFn, name: str) -> Document:
    one = draw(records(Document))
    return replace(one, id=name, problems=draw(problems(name, "reading")))


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    names = draw(st.lists(st.sampled_from(["甲", "b", "c-3"]), unique=True, max_size=2))
    read = [draw(documents(name)) for name in names]
    found = [draw(extractions(name)) for name in names]
    only_quoted = draw(extractions("quoted"))  # what reconciling found on its own lies in no extraction
    every = [one for e in (*found, only_quoted) for one in (*e.statements, *e.relations, *e.commitments)]
    later = [one for one in every if not isinstance(one, Commitment)]
    near = st.builds(NearMiss, st.sampled_from(every), WORDS, WORDS) if every else st.nothing()
    fulfilment = st.builds(
        Fulfilment,
        promise=st.sampled_from(every) if every else st.nothing(),
        result=st.none() | (st.sampled_from(every) if every else st.nothing()),
        verdict=st.sampled_from(get_args(Verdict)),
        margin=OPEN,
        share=OPEN,
        reason=WORDS,
        reason_zh=WORDS,
        confidence=NUMBERS,
        pair=WORDS,
        next_target=st.none() | (st.sampled_from(later) if later else st.nothing()),
        near_misses=st.lists(near, max_size=2).map(tuple),
    )
    statements = [statement for extraction in found for statement in extraction.statements]
    some = st.lists(st.sampled_from(statements), max_size=3).map(tuple) if statements else st.just(())
    contradiction = st.builds(Contradiction, statements=some, reason=WORDS, reason_zh=WORDS)
    of_run = draw(problems("none.txt", "run"))
    return Ledger(
        documents=tuple(read),
        extractions=tuple(found),
        fulfilments=draw(st.lists(fulfilment, max_size=2).map(tuple)) if every else (),
        contradictions=draw(st.lists(contradiction, max_size=2).map(tuple)),
        problems=(*of_run, *(p for d in read for p in d.problems), *(p for e in found for p in e.problems)),
        version=draw(WORDS),
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ledger=ledgers(), form=st.sampled_from(["jsonl", "parquet"]))
def test_a_ledger_comes_back_as_it_was(ledger: Ledger, form: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_ledger(ledger, Path(folder), formats=[form, "csv", "xlsx"])
        assert read_ledger(Path(folder)) == ledger
