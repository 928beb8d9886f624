"""What ``check`` and ``align`` are given: documents, ledgers of a run, and filled forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planledger.cli.language import Language
from planledger.cli.sources import read_with_progress
from planledger.model import Document, Extraction, Problem

if TYPE_CHECKING:
    from planledger.forms import Filled
    from planledger.reading import Limits

_SHEETS = (".xlsx", ".xlsm", ".csv", ".tsv")
_OF_A_FORM = ("cell.", "row.", "sheet.empty")


@dataclass(frozen=True, slots=True)
class PlanSources:
    """What the paths hold.

    Attributes:
        read: Documents with what was read out of them.
        forms: Filled forms.
        problems: Of reading.
    """

    read: tuple[tuple[Document, Extraction], ...]
    forms: tuple[Filled, ...]
    problems: tuple[Problem, ...]


def gather(
    paths: Sequence[Path], form_name: str, language: Language, *, limits: Limits | None = None, **said: Any
) -> PlanSources:
    """Documents, ledgers and forms behind ``paths``; a spreadsheet that is no filled form is read as a document."""
    from planledger.ledger import read_ledger

    read: list[tuple[Document, Extraction]] = []
    problems: list[Problem] = []
    ledgers = [path for path in paths if path.is_dir() and _is_ledger(path)]
    for folder in ledgers:
        ledger = read_ledger(folder)
        read += zip(ledger.documents, ledger.extractions, strict=True)
    forms, rest = _forms([path for path in paths if path not in ledgers], form_name)
    if rest:
        read += read_with_progress(rest, problems, language, limits=limits, **said)
    return PlanSources(tuple(_with_own_names(read)), forms, tuple(problems))


def _is_ledger(folder: Path) -> bool:
    return any((inner / "ledger.json").is_file() for inner in (folder, folder / "ledger"))


def _forms(paths: Sequence[Path], form_name: str) -> tuple[tuple[Filled, ...], list[Path]]:
    """Filled forms, of which CSV files that lie together are one, and the other paths."""
    from planledger.forms import load_form, read_form

    form = load_form(form_name)
    sheets = [path for path in paths if path.is_file() and path.suffix.lower() in _SHEETS]
    books = [[path] for path in sheets if path.suffix.lower() in _SHEETS[:2]]
    flat = [path for path in sheets if path.suffix.lower() in _SHEETS[2:]]
    found, taken = [], []
    for group in (*books, *([flat] if flat else [])):
        filled = read_form(form, group)
        if any(filled.rows.values()) or any(one.code.startswith(_OF_A_FORM) for one in filled.problems):
            found.append(filled)
            taken += group
    return tuple(found), [path for path in paths if path not in taken]


def _with_own_names(read: Sequence[tuple[Document, Extraction]]) -> list[tuple[Document, Extraction]]:
    """Each document once, the first of a name."""
    seen: dict[str, tuple[Document, Extraction]] = {}
    for document, extraction in read:
        seen.setdefault(document.id, (document, extraction))
    return list(seen.values())
