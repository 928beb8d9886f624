"""``planledger export``: the ledger of the web application as the files that ``planledger run`` writes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from planledger.cli.backup import DATA
from planledger.cli.language import Both
from planledger.cli.options import language_of, option, spoken_command
from planledger.cli.serve import web_application


@spoken_command(
    "export",
    Both(
        "把网页应用的台账导出为 ZIP 文件 FILE：ledger/ 和 ledger.xlsx 与 planledger run 的输出相同（按审核后的样子），"
        "plans/ 是单位、规划、指标、目标和数据。",
        "Export the ledger of the web application as the ZIP file FILE: ledger/ and ledger.xlsx as planledger run"
        " writes them, as reviewed; plans/ with bodies, plans, indicators, targets and figures.",
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@option("--data", default=None, type=click.Path(path_type=Path, file_okay=False), metavar="DIR", say=DATA)
@click.pass_context
def command(context: click.Context, /, file: Path, data: Path | None) -> int:
    """Export."""
    language = language_of(context)
    serving = web_application(language)
    environment = import_module("planweb.settings.environment")
    try:
        serving.set_up(data)
        counts = import_module("planweb.site.ledgers.exporting").export_ledger(file)
    except environment.WrongSetting as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"{error.filename or file}: {error.strerror or error}") from error
    click.echo(f"{file}: {', '.join(f'{name} {count}' for name, count in counts.items())}")
    return 0
