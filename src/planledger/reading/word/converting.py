"""Older documents (.doc, .wps, .rtf, .odt) through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from planledger.errors import (
    BinaryDocument,
    DamagedDocument,
    EncryptedDocument,
    LimitExceeded,
    MissingConverter,
)
from planledger.reading.lifting import Lifted
from planledger.reading.limits import Limits
from planledger.reading.word.document import lift_docx

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FILE_MARKS = (b"\xec\xa5", b"\xdc\xa5")
_SECTOR = 512
_ENCRYPTED_FLAG = 0x01
# Less than the whole time, so that the converter is gone before the process that waits for it is ended.
_SHARE_OF_TIME = 0.8
# Never run a macro, fetch a linked picture or refresh a link.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def lift_doc(data: bytes, name: str, limits: Limits) -> Lifted:
    """The text of an older document, converted to DOCX in a folder of its own that is gone afterwards.

    Raises:
        DocumentError: One of its kinds, when the file gives no text.
    """
    suffix = _kind(data, name)
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise MissingConverter(name, suffix)
    with tempfile.TemporaryDirectory(prefix="planledger-", ignore_cleanup_errors=True) as folder:
        converted = _convert(program, data, Path(folder), suffix, limits.seconds * _SHARE_OF_TIME)
        if converted == "late":
            raise LimitExceeded(name, f"seconds: {limits.seconds:.0f}")
        result = Path(folder, "out", "document.docx")
        if not result.is_file():
            raise DamagedDocument(name, "LibreOffice cannot open it")
        if result.stat().st_size > limits.expanded:
            raise LimitExceeded(name, "expanded")
        docx = result.read_bytes()
    return lift_docx(docx, name, limits)


def _kind(data: bytes, name: str) -> str:
    """The suffix that such a file should have; what LibreOffice would only guess at is refused."""
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if data.startswith(b"PK"):
        return ".odt"
    if not data.startswith(_OLE):
        raise DamagedDocument(name, "not a Word document")
    if _utf16("EncryptedPackage") in data:
        raise EncryptedDocument(name)
    if _utf16("WordDocument") not in data:
        if _utf16("PowerPoint Document") in data:
            raise BinaryDocument(name, "PowerPoint")
        raise DamagedDocument(name, "not a Word document")
    for at in range(_SECTOR, min(len(data), 4096 * _SECTOR), _SECTOR):
        # The header of the text says whether the rest is encrypted.
        if data[at : at + 2] in _FILE_MARKS and data[at + 11 : at + 12]:
            if data[at + 11] & _ENCRYPTED_FLAG:
                raise EncryptedDocument(name)
            break
    return ".doc"


def _utf16(word: str) -> bytes:
    return word.encode("utf-16-le")


def _convert(program: str, data: bytes, folder: Path, suffix: str, seconds: float) -> str:
    """How the conversion in ``folder`` ended: empty, or ``late``."""
    source, profile = folder / f"document{suffix}", folder / "profile"
    source.write_bytes(data)
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [
        program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nologo", "--nodefault",
        "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    # It stays in our process group, so that whoever ends this process from outside ends the converter as well.
    process = subprocess.Popen(  # noqa: S603  # no shell, and no part of the command comes from the file
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=os.environ | {"HOME": str(folder)},
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return "late"
    finally:
        for one in _kin(process.pid, os.fsencode(folder)):
            with suppress(ProcessLookupError, PermissionError):
                os.kill(one, signal.SIGKILL)
        process.kill()
        process.wait()
    return ""


def _kin(process: int, folder: bytes) -> set[int]:
    """Processes that ``process`` started, and those that work in ``folder``: LibreOffice is a chain of programs."""
    parents: dict[int, int] = {}
    found: set[int] = set()
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            parents[int(entry.name)] = int((entry / "stat").read_bytes().rpartition(b")")[2].split()[1])
            if folder in (entry / "cmdline").read_bytes():
                found.add(int(entry.name))
    below = {process}
    while below:
        below = {child for child, parent in parents.items() if parent in below} - found
        found |= below
    return found - {os.getpid(), process}
