"""The gold of the sample documents is what its format says, and comes from the clean sources byte by byte."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "samples"
NAMES = sorted(path.stem for path in (HERE / "statements").glob("*.jsonl"))
VALUES = {
    "measure": {"level", "growth", "change", "rank"},
    "bound": {"exact", "about", "at_least", "at_most", "range"},
    "role": {"actual", "target", "baseline", "context"},
}
VERDICTS = {"met", "missed", "partly", "progress", "not_reported", "not_comparable"}
PERIOD = re.compile(r"(20\d\d(/20\d\d)?)?")
PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
FULL_WIDTH = {ord("．"): ".", **{0xFF10 + digit: str(digit) for digit in range(10)}}


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def source_of(name: str) -> str:
    (path,) = (SAMPLES / "documents").glob(f"{name}.*")
    raw = path.read_bytes()
    return raw.decode("gb18030" if name == "yunling-2022-plan-report" else "utf-8-sig")


@pytest.fixture(scope="module")
def maker() -> Any:
    sys.path.insert(0, str(SAMPLES))
    try:
        import damage
    finally:
        sys.path.remove(str(SAMPLES))
    return damage


def test_there_is_enough() -> None:
    statements = [row for name in NAMES for row in rows_of(HERE / "statements" / f"{name}.jsonl")]
    assert sum(row["kind"] == "stmt" for row in statements) >= 1000
    assert {row["bound"] for row in statements if "bound" in row} == VALUES["bound"]
    assert {row["role"] for row in statements if "role" in row} == VALUES["role"]
    assert {row["measure"] for row in statements if "measure" in row} == VALUES["measure"]


def test_documents_and_gold_are_as_the_clean_sources_make_them(maker: Any) -> None:
    stale = [path.name for path, made in maker.everything().items() if path.read_bytes() != made]
    assert not stale, "run python samples/damage.py"


@pytest.mark.parametrize("name", NAMES)
def test_spans_read_back_as_their_text(name: str) -> None:
    source, end = source_of(name), 0
    for row in rows_of(HERE / "statements" / f"{name}.jsonl"):
        assert row["start"] >= end, "sorted, and no two overlap"
        end = row["end"]
        assert row["text"] == source[row["start"] : end]
        assert row["kind"] in {"stmt", "optional", "damaged"}


@pytest.mark.parametrize("name", NAMES)
def test_fields_are_those_of_the_format(name: str) -> None:
    for row in rows_of(HERE / "statements" / f"{name}.jsonl"):
        if row["kind"] != "stmt":
            continue
        for field, allowed in VALUES.items():
            assert {row[field], *row.get(f"alt_{field}", [])} <= allowed, row
        periods = [row["period"], *row.get("alt_period", [])]
        assert all(PERIOD.fullmatch(period) for period in periods), row
        assert row["unit"], row
        assert row["indicator"], row
        missing = {"at_least": (False, True), "at_most": (True, False)}.get(row["bound"], (False, False))
        assert (row["low"] is None, row["high"] is None) == missing, row
        assert row["bound"] != "range" or row["low"] < row["high"], row


@pytest.mark.parametrize("name", NAMES)
def test_values_are_those_of_the_numerals(name: str) -> None:
    for row in rows_of(HERE / "statements" / f"{name}.jsonl"):
        printed = re.sub(r"\s", "", row["text"]).translate(FULL_WIDTH)
        if row["kind"] == "stmt" and PLAIN.fullmatch(printed):
            value = row["low"] if row["low"] is not None else row["high"]
            assert abs(value) == abs(float(printed)), row


def test_links_lead_to_their_places() -> None:
    for row in rows_of(HERE / "fulfilment.jsonl"):
        promises, results = row["pair"].split("->")
        answers = [row[key] for key in ("result", "next_target") if row.get(key)] + row.get("alt_results", [])
        assert row["promise"]["doc"] == promises
        assert {side["doc"] for side in answers} <= {results}
        for side in (row["promise"], *answers):
            assert source_of(side["doc"])[side["start"] : side["end"]] == side["text"]
        assert {row["verdict"], *row.get("alt_verdict", [])} <= VERDICTS
        assert (row["result"] is None) == (row["verdict"] == "not_reported"), row


def test_every_verdict_and_kind_of_promise_occurs() -> None:
    rows = rows_of(HERE / "fulfilment.jsonl")
    assert {row["verdict"] for row in rows} == VERDICTS
    assert {row["promise"]["type"] for row in rows} == {"quantified", "relational", "qualitative"}


def test_the_answer_key_tells_what_the_documents_print(maker: Any) -> None:
    clean = SAMPLES / "clean"
    sources = [(clean / (sample.name + sample.suffix)).read_text(encoding="utf-8") for sample in maker.SAMPLES]
    printed = "".join(maker.parse(source).text for source in sources)
    key = (SAMPLES / "README.md").read_text(encoding="utf-8").split("## 答案")[1].split("## 怎样生成")[0]
    computed = {"286", "410", "101.0", "78.7", "8.6"}
    told = set(re.findall(r"[0-9]+(?:\.[0-9]+)?", key)) - computed
    assert not {number for number in told if number not in printed}
