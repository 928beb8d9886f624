"""Writes the reference pages that follow from the code, or says which are out of date (``--check``)."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path

from planledger.catalogue import load_catalogue
from planledger.catalogue.document import catalogue_page
from planledger.cli.app import COMMANDS, app
from planledger.ledger.reference import reference_page
from planledger.reconciling.rule_reference import rules_page

REFERENCE = Path(__file__).parent / "reference"
WIDTH = 100


def help_text(command: str, language: str) -> str:
    """What ``planledger COMMAND --help`` says."""
    arguments = [*([command] if command else []), "--lang", language, "--help"]
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        app.main(arguments, prog_name="planledger", standalone_mode=False, terminal_width=WIDTH)
    return said.getvalue().strip()


def command_page() -> str:
    """The page of the command line: every command's help in both languages."""
    parts = [
        "# Command line 命令行",
        "This page is made by `make docs` from what `--help` says.",
        EXIT_CODES,
    ]
    for name in ("", *COMMANDS):
        parts.append(f"## {('planledger ' + name).strip()}")
        parts += [f"```text\n{help_text(name, language)}\n```" for language in ("zh", "en")]
    return "\n\n".join(parts) + "\n"


def permissions_text() -> str:
    """The page of the permission table, which lies in the web application."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "planweb.settings.application"
    import django

    django.setup()
    from django.utils import translation

    from planweb.accounts.reference import permission_page

    with translation.override("zh-hans"):
        return permission_page()


def openapi_page() -> str:
    """The description of the API, which lies in the web application."""
    permissions_text()  # sets Django up
    from planweb.api.reference import openapi_text

    return openapi_text()


EXIT_CODES = """\
## Exit codes 退出码

| code | means | 含义 |
|---|---|---|
| 0 | clean; doubtful passages inside documents are listed in the outputs | 正常；文中存疑之处列在输出中 |
| 1 | problems found: a file could not be read or compared; with `--strict`, a passage | 有问题：有文件未能读入或对照 |
| 2 | wrong usage: a file, folder or setting is not there or cannot be used | 用法有误：文件、文件夹或设置不能用 |
| 3 | crash: please report it | 程序出错：请报告 |

With several problems the highest code is given; the other files are read all the same."""


def main() -> int:
    """Write the pages; with ``--check`` write nothing and return 1 when one is out of date."""
    pages = {
        REFERENCE / "catalogue.md": catalogue_page(load_catalogue()),
        REFERENCE / "cli.md": command_page(),
        REFERENCE / "ledger.md": reference_page(),
        REFERENCE / "openapi.json": openapi_page(),
        REFERENCE / "permissions.md": permissions_text(),
        REFERENCE / "rules.md": rules_page(),
    }
    stale = [path for path, text in pages.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" not in sys.argv:
        for path in stale:
            path.write_text(pages[path], encoding="utf-8", newline="\n")
    for path in stale:
        sys.stdout.write(f"{path.name}\n")
    return int("--check" in sys.argv and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
