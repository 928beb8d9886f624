"""``documents.yaml``: what it may say, and what is said when it says something else."""

from pathlib import Path

import pytest

from planledger.errors import BrokenOverrides
from planledger.reading import Overrides, read_overrides


def written(folder: Path, content: str) -> Path:
    path = folder / "documents.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def test_names_and_patterns(tmp_path: Path) -> None:
    table = read_overrides(
        written(
            tmp_path, "'qinghe-*': {region: '220100', type: digest}\nqinghe-2021: {year: 2021, type: plan_report}\n"
        )
    )
    assert table["qinghe-2021"] == Overrides(region="220100", year=2021, kind="plan_report")
    assert table["qinghe-2020"] == Overrides(region="220100", kind="digest")
    assert table.get("other", Overrides()) == Overrides()
    assert "qinghe-1" in table
    assert "other" not in table


def test_an_empty_file_sets_nothing(tmp_path: Path) -> None:
    assert len(read_overrides(written(tmp_path, "# nothing yet\n"))) == 0


def test_a_code_without_quotes_is_a_code(tmp_path: Path) -> None:
    assert read_overrides(written(tmp_path, "a: {region: 220100}"))["a"].region == "220100"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a: [", "line 1"),
        ("- a\n- b", "must map"),
        ("a: 5", "a: must hold"),
        ("a: {colour: red}", "unknown setting 'colour'"),
        ("a: {year: soon}", "year must be"),
        ("a: {year: true}", "year must be"),
        ("a: {type: novel}", "unknown type 'novel'"),
        ("a: {encoding: utf-9}", "unknown encoding 'utf-9'"),
        ("a: {date: yesterday}", "date must be"),
    ],
)
def test_what_cannot_be_meant_is_said(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(BrokenOverrides, match=r"documents\.yaml") as caught:
        read_overrides(written(tmp_path, content))
    assert said in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BrokenOverrides):
        read_overrides(tmp_path / "documents.yaml")
