import json
import os
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

GOLD_FIELDS = {
    "text",
    "start",
    "end",
    "kind",
    "indicator",
    "aliases",
    "measure",
    "low",
    "high",
    "unit",
    "bound",
    "role",
}
GOLD_FIELDS |= {"striving", "period"}


def rows_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_jsonl_has_a_file_a_document_with_the_annotation_fields(call, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    answer = call("read", folder / "report-2021.txt", folder / "report-2022.txt", "--jsonl", out)
    assert (answer.code, answer.out) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == ["report-2021.jsonl", "report-2022.jsonl"]
    source = (folder / "report-2021.txt").read_text(encoding="utf-8")
    rows = rows_of(out / "report-2021.jsonl")
    assert all(row.keys() >= GOLD_FIELDS for row in rows)
    assert [source[row["start"] : row["end"]] for row in rows] == [row["text"] for row in rows]
    [target] = [row for row in rows if row["low"] == 6 and row["unit"] == "%"]
    assert (target["bound"], target["role"], target["period"], target["high"]) == ("at_least", "target", "2021", None)


def test_offsets_leave_out_the_mark_and_keep_the_line_ends(call, folder: Path, tmp_path: Path) -> None:
    text = (folder / "report-2021.txt").read_text(encoding="utf-8").replace("\n", "\r\n")
    (folder / "marked.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert call("read", folder / "marked.txt", "--jsonl", tmp_path / "out").code == 0
    rows = rows_of(tmp_path / "out" / "marked.jsonl")
    assert rows
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)


def test_a_second_call_leaves_the_files_of_the_first(call, folder: Path, tmp_path: Path) -> None:
    call("read", folder / "report-2021.txt", "--jsonl", tmp_path / "out")
    call("read", folder / "report-2022.txt", "--jsonl", tmp_path / "out")
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_without_jsonl_a_table_is_printed(call, folder: Path) -> None:
    answer = call("read", folder / "report-2021.txt")
    assert answer.code == 0
    assert "指标" in answer.out
    assert "目标" in answer.out
    assert "增长6%以上" in answer.out
    assert "indicator" in call("read", folder / "report-2021.txt", "--lang", "en").out


def test_encoding_and_year_can_be_set(call, folder: Path, tmp_path: Path) -> None:
    text = (folder / "report-2021.txt").read_text(encoding="utf-8").replace("2021年1月15日", "日前")
    (folder / "old.txt").write_bytes(text.replace("2021年", "").replace("2020年", "").encode("gb18030"))
    answer = call("read", folder / "old.txt", "--encoding", "gb18030", "--year", "2019", "--jsonl", tmp_path / "out")
    assert answer.code == 0
    assert {row["period"] for row in rows_of(tmp_path / "out" / "old.jsonl") if row["role"] == "target"} == {"2019"}


def zipped(*parts: str) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for part in parts:
            archive.writestr(part, "增长6%以上")
    return content.getvalue()


BAD = {
    "gone.txt": (None, 2, "文件不存在"),
    "empty.txt": (b"", 1, "空"),
    "binary.txt": (b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 8, 1, "不是可以读取的文件类型"),
    "packed.docx": (zipped("notes.txt"), 1, "ZIP压缩包，请解压"),
    "layout.pdf": (zipped("OFD.xml"), 1, "不能读取OFD文件"),
    "portable.txt": (b"%PDF-1.7\n\x00\x01", 1, "已损坏"),
    "latin.txt": (b"Nothing in this file is Chinese, not one character of it.\n" * 5, 1, "中文"),
    "quiet.txt": ("这份文件里只有文字，没有任何数量。我们将继续努力工作。\n".encode() * 3, 1, "量化表述"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_and_the_other_file_is_read(call, folder: Path, tmp_path: Path, name: str) -> None:
    content, code, said = BAD[name]
    if content is not None:
        (folder / name).write_bytes(content)
    answer = call("read", folder / name, folder / "report-2022.txt", "--jsonl", tmp_path / "out")
    assert answer.code == code
    assert name in answer.err
    assert said in answer.err
    assert (tmp_path / "out" / "report-2022.jsonl").exists()


def test_every_bad_input_has_a_message_of_its_own(call, folder: Path) -> None:
    said = set()
    for name, (content, _, _) in BAD.items():
        if content is not None:
            (folder / name).write_bytes(content)
        said.add(call("read", folder / name, "--lang", "en").err.replace(str(folder / name), "").replace(name, ""))
    assert len(said) == len(BAD)


def test_an_encoding_that_does_not_exist(call, folder: Path) -> None:
    answer = call("read", folder / "report-2021.txt", "--encoding", "klingon")
    assert answer.code == 2
    assert "klingon" in answer.err


def test_a_file_that_may_not_be_read_is_told_and_the_other_is_read(call, folder: Path) -> None:
    (folder / "report-2021.txt").chmod(0)
    if os.access(folder / "report-2021.txt", os.R_OK):
        pytest.skip("this user may read everything")
    answer = call("read", folder / "report-2021.txt", folder / "report-2022.txt")
    assert answer.code == 1
    assert "打不开" in answer.err
    assert "report-2022" in answer.out


def test_an_empty_folder(call, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    answer = call("read", tmp_path / "none")
    assert (answer.code, answer.out) == (2, "")
    assert "没有文档" in answer.err


def test_files_that_a_folder_holds_besides_are_told_but_are_no_fault(call, folder: Path) -> None:
    (folder / "slides.pptx").write_bytes(zipped("ppt/presentation.xml"))
    answer = call("read", folder)
    assert answer.code == 0
    assert "有1个其他类型的文件未读：slides.pptx" in answer.err


def test_broken_settings_are_told_and_the_files_are_read(call, folder: Path) -> None:
    (folder / "documents.yaml").write_text("report-2021: [", encoding="utf-8")
    answer = call("read", folder / "report-2021.txt")
    assert answer.code == 2
    assert "documents.yaml" in answer.err
    assert "增长6%以上" in answer.out


def test_a_file_over_the_limit_is_refused(call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    answer = call("read", folder / "huge.txt")
    assert answer.code == 1
    assert "太大" in answer.err
