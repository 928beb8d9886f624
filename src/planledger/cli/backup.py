"""``planledger backup``: the whole ledger of the web application in one file."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from planledger.cli.language import Both
from planledger.cli.options import language_of, option, spoken_command
from planledger.cli.serve import web_application

DATA = Both("存放数据库和密钥的文件夹。", "Folder of the database and the keys.")


@spoken_command(
    "backup",
    Both(
        "把网页应用的整个台账（数据库、文献、审计密钥）写入一个文件 FILE，服务可以照常运行。\n\n"
        "FILE 是文件夹时，文件以时间命名。文件含全部数据，应妥善保管。",
        "Write the whole ledger of the web application (database, documents, audit key) into one FILE, while the server"
        " goes on.\n\nWhen FILE is a folder the file is named for the time. It holds everything: keep it safe.",
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@option("--data", default=None, type=click.Path(path_type=Path, file_okay=False), metavar="DIR", say=DATA)
@click.pass_context
def command(context: click.Context, /, file: Path, data: Path | None) -> int:
    """Make the backup."""
    language = language_of(context)
    serving = web_application(language)
    environment = import_module("planweb.settings.environment")
    archive = import_module("planweb.site.backups.archive")
    try:
        serving.connect(data)
        making = import_module("planweb.site.backups.making")
        path = file / making.default_name() if file.is_dir() else file
        made = making.make_backup(path)
        making.note_backup(path, made)
    except (environment.WrongSetting, archive.NoLedger) as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"{error.filename or file}: {error.strerror or error}") from error
    entries = made.audit[0]
    said = Both(
        f"{path}：{made.rows} 行，文献文件 {made.documents} 份，审计记录 {entries} 条，{path.stat().st_size} 字节",
        f"{path}: {made.rows} rows, {made.documents} document files, {entries} audit entries,"
        f" {path.stat().st_size} bytes",
    )
    click.echo(said.of(language))
    return 0
