"""Files that prove what a body reports, kept by what is in them."""

from __future__ import annotations

import zipfile
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from planweb.evidence.files import keep, name_of, suffix_of

LARGEST = 20 * 2**20
# What a file of a kind begins with; nothing that a browser would run is among them.
BEGINNINGS = {
    ".pdf": (b"%PDF-",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
}
_INSIDE = {".docx": "word/", ".xlsx": "xl/"}


def keep_evidence(file: Any) -> tuple[str, str]:
    """Name of ``file`` under ``settings.DOCUMENTS``, which is its hash, and the name that people know it by."""
    name = name_of(str(file.name))
    suffix = suffix_of(name)
    if suffix not in BEGINNINGS:
        raise ValidationError({"file": _("请上传 PDF、Word（docx）、Excel（xlsx）、JPG 或 PNG 文件。")}, code="type")
    if file.size > LARGEST:
        raise ValidationError({"file": _("文件不能超过20 MB。")}, code="size")
    if not file.read(8).startswith(BEGINNINGS[suffix]) or not _holds_what_it_says(file, suffix):
        raise ValidationError({"file": _("文件内容与扩展名不符。")}, code="content")
    file.seek(0)
    return keep(file.chunks(), name, under="evidence/").file, name


def _holds_what_it_says(file: Any, suffix: str) -> bool:
    if suffix not in _INSIDE:
        return True
    try:
        file.seek(0)
        with zipfile.ZipFile(file) as archive:
            return any(name.startswith(_INSIDE[suffix]) for name in archive.namelist())
    except zipfile.BadZipFile:
        return False
