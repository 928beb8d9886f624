"""Outputs that appear whole or not at all, in folders that may hold other people's files.

A run writes into a staging folder inside the output folder. Renaming that to ``.planledger-ready`` is the moment of
truth: before it nothing has changed, after it any later run completes the move. ``.planledger.json`` lists what we
wrote with its digest, so that only our own files are replaced and one that was edited since is kept under another name.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from planledger.errors import OutputBusy, OutputNotWritten, OutputOccupied, reason_of

STAGING = ".planledger-new"
READY = ".planledger-ready"
LISTING = ".planledger.json"


@contextmanager
def published(folder: Path) -> Iterator[Path]:
    """A staging folder whose files replace those of ``folder`` when the block ends without an error.

    Raises:
        OutputNotWritten: The system refused; ``folder`` is as it was.
        OutputOccupied: A file that we did not write stands in the way.
        OutputBusy: Another run holds ``folder``.
    """
    created = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _held(folder):
            _complete(folder)
            staging = folder / STAGING
            shutil.rmtree(staging, ignore_errors=True)
            staging.mkdir()
            try:
                yield staging
                _commit(folder, staging)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise OutputNotWritten(str(error.filename or folder), error.strerror or str(error), reason_of(error)) from error
    finally:
        if created:
            with suppress(OSError):
                folder.rmdir()  # only when nothing came of it: a folder with files stays


def complete_publishing(folder: Path) -> None:
    """Finish what a killed run had committed to ``folder``; nothing to do is fine."""
    if not (folder / READY).is_dir():
        return
    try:
        with _held(folder):
            _complete(folder)
    except OSError as error:
        raise OutputNotWritten(str(error.filename or folder), error.strerror or str(error), reason_of(error)) from error


def published_files(folder: Path) -> frozenset[Path]:
    """Outputs that earlier runs left in ``folder``; empty where none wrote to it."""
    return frozenset(folder / name for name in _listed(folder / LISTING))


def replace_file(path: Path, content: bytes) -> None:
    """Write one file whole or not at all; its folder is made when missing."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise OutputNotWritten(str(path), error.strerror or str(error), reason_of(error)) from error


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold ``folder`` against other runs; the system lets go when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows has no such lock
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise OutputBusy(str(folder)) from None
    except OSError:
        pass  # a file system without locks
    try:
        yield
    finally:
        os.close(handle)


def _commit(folder: Path, staging: Path) -> None:
    written = {path.relative_to(staging).as_posix(): _digest(path) for path in _files(staging)}
    ours = _listed(folder / LISTING)
    for name in written:
        _refuse_foreign(folder, name, ours)
    text = json.dumps({"written_by": "planledger", "files": written}, indent=1, sort_keys=True)
    (staging / LISTING).write_text(text + "\n", encoding="utf-8", newline="\n")
    staging.rename(folder / READY)
    _complete(folder)


def _refuse_foreign(folder: Path, name: str, ours: dict[str, str]) -> None:
    target = folder / name
    if target.is_dir() or (os.path.lexists(target) and name not in ours):
        raise OutputOccupied(str(target))
    parent = target.parent
    while parent != folder:
        if os.path.lexists(parent) and not parent.is_dir():
            raise OutputOccupied(str(parent))
        parent = parent.parent


def _complete(folder: Path) -> None:
    """Move a committed run into place; may be cut off and called again at any point."""
    ready = folder / READY
    if not ready.is_dir():
        return
    if (ready / LISTING).exists():
        old, new = _listed(folder / LISTING), _listed(ready / LISTING)
        for path in _files(ready):
            name = path.relative_to(ready).as_posix()
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists() and _digest(target) not in {old.get(name), new.get(name)}:
                target.replace(_free_name(target))
            path.replace(target)
        for name in old.keys() - new.keys():
            if (folder / name).is_file() and _digest(folder / name) == old[name]:
                (folder / name).unlink()
        (ready / LISTING).replace(folder / LISTING)
    shutil.rmtree(ready)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != LISTING)


def _listed(path: Path) -> dict[str, str]:
    try:
        files = json.loads(path.read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return files if isinstance(files, dict) else {}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _free_name(path: Path) -> Path:
    """``ledger-edited.xlsx``, or the first such name with a number that is free."""
    number = 1
    while True:
        tail = "-edited" if number == 1 else f"-edited-{number}"
        candidate = path.with_name(f"{path.stem}{tail}{path.suffix}")
        if not os.path.lexists(candidate):
            return candidate
        number += 1
