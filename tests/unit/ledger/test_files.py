"""Files: typed, safe to open in a spreadsheet, the same bytes each time, and readable again."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest
from tests.unit.ledger.sample_ledger import commitment, sample_ledger, with_statement

from planledger.errors import BrokenLedger
from planledger.ledger import ledger_tables, read_ledger, write_ledger
from planledger.ledger.columns import load_tables
from planledger.ledger.reference import reference_page
from planledger.ledger.schema import ledger_schema
from planledger.model import Ledger

REFERENCE = Path(__file__).resolve().parents[3] / "docs/reference/ledger.md"
EMPTY = Ledger((), (), (), (), (), "0.1.0")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("ledger", [sample_ledger(), EMPTY], ids=["sample", "empty"])
@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_what_was_written_is_read_back(tmp_path: Path, ledger: Ledger, form: str) -> None:
    write_ledger(ledger, tmp_path, formats=[form])
    assert read_ledger(tmp_path) == ledger
    assert read_ledger(tmp_path / "ledger") == ledger


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_a_result_that_was_not_extracted_is_kept(tmp_path: Path, form: str) -> None:
    ledger = sample_ledger()
    answer = replace(commitment(), id="report#c1", document="report", role="actual")
    kept = replace(ledger.fulfilments[3], result=answer, verdict="met")
    ledger = replace(ledger, fulfilments=(*ledger.fulfilments[:3], kept))
    write_ledger(ledger, tmp_path, formats=[form])
    assert read_ledger(tmp_path) == ledger


def test_equal_ledgers_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_ledger(sample_ledger(), tmp_path / name)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert {"ledger.xlsx", "ledger/statements.parquet", "ledger/ledger.schema.json"} <= contents(
        tmp_path / "one"
    ).keys()


def test_every_line_is_as_the_schema_says(tmp_path: Path) -> None:
    write_ledger(sample_ledger(), tmp_path, formats=["jsonl"])
    schema = json.loads((tmp_path / "ledger/ledger.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    whole = {
        name: [
            json.loads(line) for line in (tmp_path / f"ledger/{name}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        for name in load_tables()
    }
    jsonschema.validate(whole, schema)
    whole["statements"][0]["role"] = "wish"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(whole, schema)


def test_schema_describes_every_column_in_both_languages() -> None:
    for definition in ledger_schema()["$defs"].values():
        assert all(" " in column["description"] for column in definition["properties"].values())


def test_reference_page_is_current() -> None:
    said = "run: python -m planledger.ledger.reference > docs/reference/ledger.md"
    assert REFERENCE.read_text(encoding="utf-8") == reference_page(), said


def test_empty_parquet_files_have_their_types(tmp_path: Path) -> None:
    write_ledger(EMPTY, tmp_path, formats=["parquet"])
    frame = pl.read_parquet(tmp_path / "ledger/statements.parquet")
    assert frame.height == 0
    assert frame.schema["low"] == pl.Float64
    assert frame.schema["section"] == pl.List(pl.String)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-5%", "@cmd", "\t=1", "＝1"])
def test_csv_text_is_never_a_formula(tmp_path: Path, text: str) -> None:
    write_ledger(with_statement(indicator=text), tmp_path, formats=["csv"])
    assert csv_rows(tmp_path / "ledger/statements.csv")[0]["indicator"] == f"'{text}"


def test_csv_opens_in_excel_and_keeps_numbers(tmp_path: Path) -> None:
    write_ledger(sample_ledger(), tmp_path, formats=["csv"])
    assert (tmp_path / "ledger/fulfilments.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    row = csv_rows(tmp_path / "ledger/fulfilments.csv")[0]
    assert (row["margin"], row["section"], row["striving"]) == ("-1.5", "一、目标 | （一）经济", "false")
    assert not (tmp_path / "ledger/texts.csv").exists()


def test_characters_without_encoding_do_not_stop_the_run(tmp_path: Path) -> None:
    write_ledger(with_statement(sentence="a\ud800b\x00"), tmp_path)
    assert read_ledger(tmp_path).extractions[0].statements[0].sentence == "a\ufffdb\x00"


def damage_line(folder: Path) -> None:
    (folder / "statements.jsonl").write_text("{", encoding="utf-8")


def lose_file(folder: Path) -> None:
    (folder / "repairs.jsonl").unlink()


def lose_row(folder: Path) -> None:
    (folder / "repairs.jsonl").write_text("", encoding="utf-8")


def lose_head(folder: Path) -> None:
    (folder / "ledger.json").unlink()


def change_format(folder: Path) -> None:
    head = json.loads((folder / "ledger.json").read_bytes())
    (folder / "ledger.json").write_text(json.dumps(head | {"format": 99}), encoding="utf-8")


def point_nowhere(folder: Path) -> None:
    path = folder / "fulfilments.jsonl"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"promise_id": "plan#', '"promise_id": "other#'), encoding="utf-8"
    )


@pytest.mark.parametrize("harm", [damage_line, lose_file, lose_row, lose_head, change_format, point_nowhere])
def test_a_damaged_ledger_is_refused_by_name(tmp_path: Path, harm: Any) -> None:
    write_ledger(sample_ledger(), tmp_path, formats=["jsonl"])
    harm(tmp_path / "ledger")
    with pytest.raises(BrokenLedger, match="planledger run"):
        read_ledger(tmp_path)


def test_a_damaged_parquet_file_is_refused(tmp_path: Path) -> None:
    write_ledger(sample_ledger(), tmp_path, formats=["parquet"])
    (tmp_path / "ledger/blocks.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(BrokenLedger):
        read_ledger(tmp_path)


def test_rows_of_equal_ledgers_are_equal() -> None:
    assert ledger_tables(sample_ledger()) == ledger_tables(sample_ledger())
    assert ledger_tables(replace(sample_ledger(), problems=())) != ledger_tables(sample_ledger())


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
