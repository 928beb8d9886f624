"""Collects the texts of the web application into each app's English catalogue and compiles it, without gettext's tools.

Texts are written in Chinese where they are used; ``locale/en/LC_MESSAGES/django.po`` of the app says them in English.
With ``--check`` nothing is written: what is untranslated or out of date is listed.
"""

from __future__ import annotations

import ast
import datetime as dt
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

WEB = Path(__file__).parents[1] / "src" / "planweb"
KEYWORDS = {"_": None, "_now": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}
STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALLS = re.compile(rf"(?:\b_|gettext)\(\s*{STRING}\s*\)|ngettext\(\s*{STRING}\s*,\s*{STRING}")
HEADER = "# Made by 'make messages' but for the translations."
DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # equal texts give equal files

Message = str | tuple[str, ...]


def texts_of(app: Path) -> Iterator[Message]:
    """Every text of an app that is to be translated."""
    for path in sorted(app.rglob("*.py")):
        with path.open("rb") as file:
            for _line, found, _comments, _context in extract("python", file, keywords=KEYWORDS):
                yield found
    for path in sorted((app / "templates").rglob("*.*")):
        for one, singular, plural in CALLS.findall(templatize(path.read_text(encoding="utf-8"))):
            if singular:
                yield ast.literal_eval(singular), ast.literal_eval(plural)
            else:
                yield ast.literal_eval(one)


def catalogue_of(app: Path) -> tuple[Catalog, list[str]]:
    """The catalogue of an app, with what was translated before, and the texts that are not."""
    path = po_of(app)
    known = Catalog(locale="en")
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale="en")
    made = Catalog(locale="en", header_comment=HEADER, project="planledger", creation_date=DAY, revision_date=DAY)
    missing = []
    for text in texts_of(app):
        key = text if isinstance(text, str) else text[0]
        before = known.get(key)
        said = before.string if before else ""
        if not said or (isinstance(said, tuple) and not all(said)):
            missing += [key] if key not in missing else []
        made.add(text, said or None, flags=(before.flags - {"fuzzy"}) if before else ())
    made.fuzzy = False
    return made, missing


def po_of(app: Path) -> Path:
    """Where an app keeps its English."""
    return app / "locale" / "en" / "LC_MESSAGES" / "django.po"


def files_of(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as text and compiled."""
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, catalogue, width=120, sort_output=True, no_location=True)
    write_mo(compiled, catalogue)
    return text.getvalue(), compiled.getvalue()


def main() -> int:
    """Write the catalogues, or list what is wrong with them."""
    check = "--check" in sys.argv
    wrong = []
    for app in sorted(path.parent for path in WEB.glob("*/apps.py")):
        catalogue, missing = catalogue_of(app)
        if not len(catalogue):
            continue
        path = po_of(app)
        wrong += [f"{app.name}: not translated: {text}" for text in missing]
        for file, content in zip((path, path.with_suffix(".mo")), files_of(catalogue), strict=True):
            if check and (not file.exists() or file.read_bytes() != content):
                wrong.append(f"{app.name}: {file.name} is out of date: run 'make messages'")
            elif not check:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
