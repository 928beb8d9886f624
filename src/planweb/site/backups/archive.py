"""The file of a backup: a ZIP of tables and documents, and a manifest with a checksum of each."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

FORMAT = 1
MANIFEST, KEY = "manifest.json", "audit.key"
_BLOCK = 2**20


class BrokenBackup(Exception):
    """The file is no backup, is damaged, or is of a later version than this one."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class NoLedger(Exception):
    """There is nothing to back up."""


class NotRestored(Exception):
    """A backup is not restored here; nothing was changed."""


@dataclass(slots=True)
class Manifest:
    """What a backup holds.

    Attributes:
        version: Version of Planledger that made it.
        made_at: When, ISO 8601.
        database: ``sqlite`` or ``postgresql``, from which it was made.
        migrations: App and last migration, for every app.
        tables: Rows of each table.
        documents: How many files.
        audit: Number and hash of the last entry of the audit trail.
        checksums: SHA-256 of every member but the manifest.
    """

    version: str
    made_at: str
    database: str
    migrations: list[tuple[str, str]]
    tables: dict[str, int] = field(default_factory=dict)
    documents: int = 0
    audit: tuple[int, str] = (0, "")
    checksums: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(self.tables.values())


class Writer:
    """Adds members to a backup and keeps their checksums."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive, self._manifest = archive, manifest

    def add(self, name: str, parts: Iterable[bytes]) -> int:
        """How many parts went into the member ``name``."""
        digest, count = hashlib.sha256(), 0
        with self._archive.open(name, "w", force_zip64=True) as member:
            for part in parts:
                digest.update(part)
                member.write(part)
                count += 1
        self._manifest.checksums[name] = digest.hexdigest()
        return count


@contextmanager
def written_archive(path: Path, manifest: Manifest) -> Iterator[Writer]:
    """A backup at ``path``, whole or not at all, that only its owner may read."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=2) as archive:
                yield Writer(archive, manifest)
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


class Backup:
    """A backup that is read; ``check`` comes before anything in it is believed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._archive = zipfile.ZipFile(path)
            said = json.loads(self._archive.read(MANIFEST))
            if said.get("format") != FORMAT:
                raise BrokenBackup(path, f"format {said.get('format')}")
            self.manifest = Manifest(**said)
        except OSError as error:
            raise BrokenBackup(path, error.strerror or str(error)) from error
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
            raise BrokenBackup(path, "不是备份文件或已损坏 no backup, or damaged") from error

    def close(self) -> None:
        """Close the file."""
        self._archive.close()

    def check(self) -> None:
        """Raises ``BrokenBackup`` unless every member is there and as it was written."""
        names = set(self._archive.namelist()) - {MANIFEST}
        if names != set(self.manifest.checksums):
            raise BrokenBackup(self.path, "内容与清单不符 members and manifest differ")
        for name, expected in self.manifest.checksums.items():
            digest = hashlib.sha256()
            try:
                for block in self.blocks(name):
                    digest.update(block)
            except (zipfile.BadZipFile, OSError, EOFError) as error:
                raise BrokenBackup(self.path, f"{name}: 已损坏 damaged") from error
            if digest.hexdigest() != expected:
                raise BrokenBackup(self.path, f"{name}: 校验和不符 checksum differs")

    def open(self, name: str) -> IO[bytes]:
        """The member ``name``."""
        return self._archive.open(name)

    def blocks(self, name: str) -> Iterator[bytes]:
        """The content of the member ``name``."""
        with self.open(name) as member:
            while block := member.read(_BLOCK):
                yield block

    def names(self, folder: str) -> list[str]:
        """Members in ``folder``."""
        return [name for name in self.manifest.checksums if name.startswith(f"{folder}/")]

    @property
    def audit_key(self) -> str:
        """Key of the seal on the audit trail; empty where the environment gave it."""
        return self._archive.read(KEY).decode("ascii").strip() if KEY in self.manifest.checksums else ""
