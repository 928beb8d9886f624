"""Whatever stands in the cells of the form, what is wrong is a problem and the rest is allocated."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from planledger.forms import load_form, read_form
from planledger.forms.form import FormColumn
from planledger.pipeline.allocation_form import read_programme
from planledger.pipeline.allocation_sheets import charts_of, result_sheets
from planledger.planning.allocating import Options, allocate, broken_limits, find_faults, prices_of, refusals_of

FORM = load_form("allocate")
FEW = settings(
    max_examples=max(1, int(os.environ.get("PLANLEDGER_EXAMPLES", "100")) // 2),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
RIGHT = {
    "text": ("甲", "乙", "丙", "里程"),
    "number": ("0", "1", "2.5", "40", "100"),
    "integer": ("1", "2", "3"),
    "year": ("2026", "2027", "2028年"),
    "flag": ("是", "否"),
    "list": ("甲", "乙；丙", "丁"),
    "choice": ("用地", "能耗"),
}
WRONG = ("", "-1", "一百", "0.001", "1e9", "#REF!", "2050", "NaN", "甲")


def cell(random: Random, column: FormColumn) -> str:
    if random.random() < 0.02:
        return random.choice(WRONG)
    if not column.required and random.random() < 0.5:
        return ""
    said = random.choice(RIGHT[column.kind])
    return f"{said}%" if column.unit == "%" and random.random() < 0.5 else said


def written(folder: Path, seed: int) -> list[Path]:
    """The form filled in at random, as CSV files."""
    random = Random(seed)
    paths = []
    for sheet in FORM.sheets:
        rows = 1 if sheet.name == "period" else random.randint(1, 6)
        path = folder / f"{sheet.title.zh}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.head.zh for column in sheet.columns])
            made = [[cell(random, column) for column in sheet.columns] for _ in range(rows)]
            keys = [at for at, column in enumerate(sheet.columns) if column.name in sheet.key]
            writer.writerows({tuple(row[at] for at in keys): row for row in made}.values() if keys else made)
        paths.append(path)
    return paths


@FEW
@given(seed=st.integers(0, 2**40))
def test_no_content_of_the_form_breaks_allocation(tmp_path: Path, seed: int) -> None:
    read = read_programme(read_form(FORM, written(tmp_path, seed)))
    assert all(problem.message and problem.message_zh for problem in read.problems)
    event("nothing to allocate" if read.programme is None else "a programme")
    if read.programme is None:
        assert read.problems
        return
    assert find_faults(read.programme) == ()
    found = allocate(read.programme, Options(seconds=2))
    if found.feasible:
        assert broken_limits(read.programme, found.starts, found.payments) == []
        prices = prices_of(found)
        refusals = refusals_of(found, prices)
        assert {one.project for one in refusals} == {one.id for one in read.programme.projects} - found.starts.keys()
        assert result_sheets(found, detailed=3, refusals=refusals, prices=prices, effects=(), language="zh")
        assert charts_of(found, (), "en")
