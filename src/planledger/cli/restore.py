"""``planledger restore``: the whole ledger of the web application out of a backup."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from planledger.cli.backup import DATA
from planledger.cli.language import Both
from planledger.cli.options import language_of, option, spoken_command
from planledger.cli.serve import web_application


@spoken_command(
    "restore",
    Both(
        "从备份文件 FILE 恢复整个台账。先核对校验和，后核验审计记录；要么全部恢复，要么保持原样。\n\n"
        "已有台账时拒绝执行，除非用 --replace。恢复后大家须重新登录。",
        "Restore the whole ledger from the backup FILE. Checksums are checked before, the audit trail after; all of it"
        " is restored or nothing is changed.\n\n"
        "Refused where there is a ledger, unless --replace is given. Everybody logs in again afterwards.",
    ),
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@option("--data", default=None, type=click.Path(path_type=Path, file_okay=False), metavar="DIR", say=DATA)
@option(
    "--replace", is_flag=True, say=Both("以备份取代已有的台账。", "Put the backup in place of the ledger there is.")
)
@click.pass_context
def command(context: click.Context, /, file: Path, data: Path | None, replace: bool) -> int:
    """Restore the backup."""
    language = language_of(context)
    serving = web_application(language)
    environment = import_module("planweb.settings.environment")
    archive = import_module("planweb.site.backups.archive")
    try:
        serving.connect(data)
        restoring = import_module("planweb.site.backups.restoring")
        done = restoring.restore_backup(file, replace=replace)
    except (environment.WrongSetting, archive.BrokenBackup, archive.NotRestored) as error:
        raise click.UsageError(str(error)) from error
    said = Both(
        f"已恢复 {done.made_at} 的备份：{done.rows} 行，文献文件 {done.documents} 份；"
        f"审计记录 {done.entries} 条，核验完整。请重新登录。",
        f"restored the backup of {done.made_at}: {done.rows} rows, {done.documents} document files;"
        f" {done.entries} audit entries, verified. Log in again.",
    )
    click.echo(said.of(language))
    return 0
