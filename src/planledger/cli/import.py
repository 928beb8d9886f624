"""``planledger import``: the documents of a ledger that ``planledger run`` wrote into the web application."""

# ruff: noqa: N999  # the command is called so
from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from planledger.cli.backup import DATA
from planledger.cli.language import Both
from planledger.cli.options import language_of, option, spoken_command
from planledger.cli.serve import web_application


@spoken_command(
    "import",
    Both(
        "把 planledger run 写出的台账 LEDGER（文件夹或 ZIP）中的文献及其表述导入网页应用，等待审核。"
        "文本已在其中的文献不会重复导入。",
        "Import the documents of LEDGER, a folder or ZIP that planledger run wrote, with their statements into the web"
        " application, to be reviewed there. A document whose text is there already does not come twice.",
    ),
)
@click.argument("ledger", type=click.Path(path_type=Path, exists=True))
@option("--data", default=None, type=click.Path(path_type=Path, file_okay=False), metavar="DIR", say=DATA)
@click.pass_context
def command(context: click.Context, /, ledger: Path, data: Path | None) -> int:
    """Import."""
    language = language_of(context)
    serving = web_application(language)
    environment = import_module("planweb.settings.environment")
    try:
        serving.set_up(data)
    except environment.WrongSetting as error:
        raise click.UsageError(str(error)) from error
    done = import_module("planweb.site.ledgers.importing").import_ledger(ledger, by=None)
    said = Both(
        f"新文献 {done.documents} 份，量化表述 {done.statements} 条；已有 {done.known} 份",
        f"{done.documents} new documents with {done.statements} statements; {done.known} were there",
    )
    click.echo(said.of(language))
    return 0
