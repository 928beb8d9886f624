"""Files that people bring in: kept under names of our own, unchanged."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import FileResponse, Http404

from planledger.pipeline.collecting import SUFFIXES

LONGEST_NAME = 200
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Kept(NamedTuple):
    """A file that was kept: its name under ``settings.DOCUMENTS``, digest and size."""

    file: str
    sha256: str
    size: int


def name_of(said: str) -> str:
    r"""The name of a file as people see it, of what a browser or a folder says: no folder, nothing unseen in it.

    >>> name_of("C:\\报告\\2024年.pdf"), name_of("../../etc/passwd"), name_of("a\u202egnp.exe")
    ('2024年.pdf', 'passwd', 'agnp.exe')
    """
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", said))[-1]
    name = _UNSEEN.sub("", name).strip() or "document"
    suffix = Path(name).suffix[:10]
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - len(suffix)] + suffix


def suffix_of(name: str) -> str:
    """The suffix of a kind of file that is read; empty for any other."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix in SUFFIXES else ""


def keep(chunks: Iterable[bytes], name: str, *, under: str = "") -> Kept:
    """The file of ``chunks``, written whole before it has its digest for a name, in the folder ``under``, if any."""
    folder = Path(settings.DOCUMENTS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft, digest, size = folder / f".incoming-{secrets.token_hex(8)}", hashlib.sha256(), 0
    try:
        with draft.open("xb") as file:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        sha256 = digest.hexdigest()
        file_name = f"{under}{sha256[:2]}/{sha256}{suffix_of(name)}"
        place = folder / file_name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
    return Kept(file_name, sha256, size)


def path_of(file: str) -> Path:
    """Where a file that was kept lies."""
    return Path(settings.DOCUMENTS) / file


def handed_out(file: str, name: str) -> FileResponse:
    """A file that was kept, to be saved under ``name`` and never to be shown: nobody knows what is in it."""
    folder = Path(settings.DOCUMENTS).resolve()
    place = (folder / file).resolve()
    if not file or not place.is_relative_to(folder) or not place.is_file():
        raise Http404
    said = {"filename": name_of(name), "content_type": "application/octet-stream"}
    response = FileResponse(place.open("rb"), as_attachment=True, **said)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
