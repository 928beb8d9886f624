"""Where the command line starts, and the only place that decides how a process ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from planledger.cli.app import app
from planledger.cli.language import Language, language_in, usage_text
from planledger.errors import PlanLedgerError

CLEAN, PROBLEMS, WRONG_USAGE, CRASH = 0, 1, 2, 3
_USAGE = ("output.", "ledger.", "document.", "overrides.", "planning.")
"""Beginnings of the codes of errors that say that the command asked for what cannot be."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process: 0 clean, 1 problems found, 2 wrong usage, 3 crash."""
    sys.exit(run_command(sys.argv[1:] if arguments is None else list(arguments)))


def run_command(arguments: list[str]) -> int:
    """Exit code of the command line ``arguments``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # Chinese whatever the locale says
    language = language_in(arguments)
    try:
        code = app.main(arguments, prog_name="planledger", standalone_mode=False)
    except click.ClickException as error:
        click.echo(usage_text(error, language), err=True)
        return WRONG_USAGE
    except click.Abort:
        click.echo({"zh": "已中断", "en": "interrupted"}[language], err=True)
        return 130
    except PlanLedgerError as error:
        click.echo(error.message_zh if language == "zh" else str(error), err=True)
        return WRONG_USAGE if error.code.startswith(_USAGE) else CRASH
    except BrokenPipeError:
        # The reader of our output has seen enough; Python would complain when it flushes the rest at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    except Exception as error:  # noqa: BLE001  # the last place that can say what happened
        _tell_of_crash(error, language)
        return CRASH
    return code if isinstance(code, int) else CLEAN


def _tell_of_crash(error: Exception, language: Language) -> None:
    import traceback

    traceback.print_exception(error, file=sys.stderr)
    said = {
        "zh": "planledger意外出错，请连同以上信息报告。",
        "en": "planledger crashed; please report this with the lines above.",
    }
    click.echo(said[language], err=True)
