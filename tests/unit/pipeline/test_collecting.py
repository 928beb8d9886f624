import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planledger.ledger import published
from planledger.pipeline import collect_files
from planledger.reading import Overrides


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.HTML", "sub/c.htm", "~$b.docx"):
        (tmp_path / name).write_text("正文", encoding="utf-8")
    return tmp_path


def names(paths: list[Path | str], **options: Overrides) -> list[str]:
    return [job.name for job in collect_files(paths, **options).jobs]


def test_a_folder_gives_its_documents_in_order(folder: Path) -> None:
    assert names([folder]) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "suffix",
    ["txt", "htm", "pdf", "docx", "DOC", "wps", "rtf", "odt", "xlsx", "xls", "et", "csv", "png", "jpg", "jpeg", "tif",
     "tiff", "bmp"],
)  # fmt: skip
def test_a_folder_is_searched_for_every_kind_that_can_be_read(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a.{suffix}").write_bytes(b"x")
    assert names([tmp_path]) == ["a"]


def test_what_an_earlier_run_wrote_is_no_document(folder: Path) -> None:
    with published(folder / "out") as staging:
        (staging / "tables").mkdir()
        (staging / "tables" / "statements.csv").write_text("指标", encoding="utf-8")
    (folder / "out" / "own.txt").write_text("正文", encoding="utf-8")
    assert names([folder]) == ["a", "b", "own", "c"]


def test_files_of_other_kinds_are_told(folder: Path) -> None:
    for name in ("slides.pptx", "report.ofd", "notes.md", ".hidden", "Thumbs.db", "~$open.docx", "documents.yaml"):
        (folder / name).write_text("", encoding="utf-8")
    (folder / "gone.pdf").symlink_to("nowhere.pdf")
    [told] = collect_files([folder]).problems
    assert told.code == "folder.passed_over"
    assert told.message_zh.endswith("有4个其他类型的文件未读：gone.pdf、notes.md、report.ofd、slides.pptx")


def test_a_named_file_is_taken_whatever_its_suffix(folder: Path) -> None:
    (folder / "notes.md").write_text("正文", encoding="utf-8")
    assert names([folder / "notes.md"]) == ["notes"]


def test_a_pattern_is_expanded(folder: Path) -> None:
    assert names([str(folder / "*.txt")]) == ["b"]
    assert names([str(folder / "**" / "*.htm")]) == ["c"]


def test_a_file_named_twice_is_read_once(folder: Path) -> None:
    assert names([folder / "b.txt", folder]) == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("path", "code"), [("gone.txt", "file.missing"), ("empty", "folder.empty"), ("*.pptx", "pattern.empty")]
)
def test_what_is_not_there_is_told_and_the_rest_goes_on(folder: Path, path: str, code: str) -> None:
    (folder / "empty").mkdir()
    collected = collect_files([folder / path, folder / "b.txt"])
    assert [problem.code for problem in collected.problems] == [code]
    assert str(folder / path) in collected.problems[0].message
    assert str(folder / path) in collected.problems[0].message_zh
    assert [job.name for job in collected.jobs] == ["b"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator opens every folder")
def test_a_closed_folder_is_told_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "closed").mkdir(mode=0o000)
    collected = collect_files([folder])
    assert [problem.code for problem in collected.problems] == ["folder.unreadable"]
    assert {job.name for job in collected.jobs} >= {"a", "b"}


def test_a_folder_that_the_system_does_not_open_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(path: Path, onerror: Callable[[OSError], None]) -> Iterator[tuple[str, list[str], list[str]]]:
        onerror(PermissionError(errno.EACCES, "Permission denied", f"{path}/closed"))
        yield str(path), ["closed"], ["b.txt"]

    monkeypatch.setattr(os, "walk", walk)
    collected = collect_files([folder])
    assert [problem.code for problem in collected.problems] == ["folder.unreadable"]
    assert "没有权限" in collected.problems[0].message_zh
    assert [job.name for job in collected.jobs] == ["b"]


def test_files_of_one_name_get_names_of_their_own(folder: Path) -> None:
    (folder / "sub" / "b.html").write_text("正文", encoding="utf-8")
    collected = collect_files([folder])
    assert [job.name for job in collected.jobs] == ["a", "b", "b-2", "c"]
    assert [problem.code for problem in collected.problems] == ["documents.same_name"]


def test_documents_yaml_speaks_for_the_files_beside_it(folder: Path) -> None:
    (folder / "documents.yaml").write_text("b: {region: '220200', year: 2021}\nc: {year: 2019}\n", encoding="utf-8")
    jobs = {job.name: job.overrides for job in collect_files([folder]).jobs}
    assert jobs["b"] == Overrides(region="220200", year=2021)
    assert jobs["c"] == Overrides()


def test_the_command_line_goes_before_documents_yaml(folder: Path) -> None:
    (folder / "documents.yaml").write_text("b: {region: '220200', year: 2021}\n", encoding="utf-8")
    jobs = {job.name: job.overrides for job in collect_files([folder], overrides=Overrides(year=2022)).jobs}
    assert jobs["b"] == Overrides(region="220200", year=2022)
    assert jobs["a"] == Overrides(year=2022)


@pytest.mark.parametrize("text", ["b: [", "- b", "b: {yaer: 2021}", "b: {year: soon}", "b: {region: 999999}"])
def test_broken_documents_yaml_is_told_once_and_the_files_are_read(folder: Path, text: str) -> None:
    (folder / "documents.yaml").write_text(text, encoding="utf-8")
    collected = collect_files([folder / "a.HTML", folder / "b.txt"])
    assert [problem.code for problem in collected.problems] == ["overrides.broken"]
    assert [job.overrides for job in collected.jobs] == [Overrides(), Overrides()]


def test_a_name_in_documents_yaml_that_fits_no_file_is_told(folder: Path) -> None:
    (folder / "documents.yaml").write_text('b: {year: 2021}\n"a*": {year: 2022}\nbb: {year: 2023}\n', encoding="utf-8")
    [told] = collect_files([folder / "b.txt"]).problems
    assert told.code == "overrides.idle"
    assert "没有名为bb的文件" in told.message_zh


def test_a_key_may_be_the_whole_name_of_a_file_which_is_the_more_exact(folder: Path) -> None:
    (folder / "documents.yaml").write_text("b: {year: 2020, title: 甲}\nb.txt: {year: 2021}\n", encoding="utf-8")
    collected = collect_files([folder / "b.txt"])
    assert not collected.problems
    assert (collected.jobs[0].overrides.year, collected.jobs[0].overrides.title) == (2021, "甲")
