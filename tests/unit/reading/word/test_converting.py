"""Older documents go through LibreOffice where it is there, and nothing of it stays behind."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import pytest
from tests.unit.reading.word.packages import docx, paragraph

from planledger.errors import (
    BinaryDocument,
    DamagedDocument,
    DocumentError,
    EncryptedDocument,
    LimitExceeded,
    MissingConverter,
)
from planledger.reading.limits import Limits
from planledger.reading.word import lift_doc

RICH = rb"{\rtf1\ansi 5%}"


def older(stream: str, sector: bytes = b"") -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    return head + sector.ljust(512, b"\0") + stream.encode("utf-16-le") + bytes(512)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A converter whose work a test writes, alone on the path; ``{out}`` is where it is to write."""
    if sys.platform == "win32":
        pytest.skip("a script is no program here")
    monkeypatch.setenv("PATH", f"{tmp_path}")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    return tmp_path / "soffice"


def write(program: Path, lines: str) -> None:
    head = f"#!{sys.executable}\nimport os, sys, time, subprocess\nout = sys.argv[sys.argv.index('--outdir') + 1]\n"
    program.write_text(head + lines, encoding="utf-8")
    program.chmod(0o755)


def leftovers(program: Path) -> list[Path]:
    return list((program.parent / "temporary").iterdir())


def test_without_libreoffice_the_message_says_what_to_install(program: Path) -> None:
    with pytest.raises(MissingConverter) as told:
        lift_doc(older("WordDocument"), "甲市", Limits())
    assert "LibreOffice" in str(told.value)
    assert ".doc" in told.value.message_zh


def test_what_is_converted_is_read_and_the_rest_is_gone(program: Path, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(docx(paragraph("增长5%。")))
    write(
        program,
        f"os.mkdir(out); open(out + '/document.docx', 'wb').write(open('{tmp_path}/made.docx', 'rb').read())\n"
        "assert any(one.startswith('-env:UserInstallation=file://') for one in sys.argv)\n",
    )
    for data in (older("WordDocument"), RICH):
        assert lift_doc(data, "甲市", Limits()).text == "增长5%。"
    assert not leftovers(program)


def test_a_converter_that_hangs_is_ended_with_what_it_started(program: Path, tmp_path: Path) -> None:
    write(
        program,
        f"child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open('{tmp_path}/child', 'w').write(str(child.pid)); time.sleep(60)\n",
    )
    started = time.monotonic()
    with pytest.raises(LimitExceeded, match="seconds"):
        lift_doc(RICH, "甲市", Limits(seconds=2.0))
    assert time.monotonic() - started < 20
    assert not leftovers(program)
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    for _ in range(50):
        if not _runs(child):
            break
        time.sleep(0.1)
    assert not _runs(child)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or ") Z " not in state.read_text(encoding="utf-8")


def test_a_converter_that_makes_nothing_means_a_damaged_file(program: Path) -> None:
    write(program, "sys.exit(1)\n")
    with pytest.raises(DamagedDocument):
        lift_doc(RICH, "甲市", Limits())
    assert not leftovers(program)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (older("EncryptedPackage"), EncryptedDocument),
        (older("WordDocument", b"\xec\xa5\xc1\0" + bytes(7) + b"\x01"), EncryptedDocument),
        (older("PowerPoint Document"), BinaryDocument),
        (older("Something"), DamagedDocument),
        (b"neither", DamagedDocument),
    ],
)
def test_what_needs_no_converter_to_be_refused(data: bytes, error: type[DocumentError], program: Path) -> None:
    with pytest.raises(error):
        lift_doc(data, "甲市", Limits())
