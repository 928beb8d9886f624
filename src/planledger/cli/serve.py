"""``planledger serve``: the web application on this machine."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from planledger.cli.language import Both, Language
from planledger.cli.options import language_of, option, spoken_command
from planledger.errors import reason_of

MISSING = Both(
    "网页应用是可选组件，请运行 pip install 'planledger[web]'。",
    "The web application is an optional part: pip install 'planledger[web]'.",
)


@spoken_command(
    "serve",
    Both(
        "启动网页应用，直到按 Ctrl-C。\n\n"
        "首次启动会建立数据库，并印出创建系统管理员的一次性链接。数据默认存入用户的数据文件夹（SQLite）；"
        "PLANLEDGER_DATABASE_URL 可改用 PostgreSQL。",
        "Start the web application, until Ctrl-C.\n\n"
        "The first start makes the database and prints a one-time link that makes the administrator. Data goes to the"
        " user's data folder (SQLite); PLANLEDGER_DATABASE_URL names a PostgreSQL instead.",
    ),
)
@option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    say=Both("监听的网络地址；默认只有本机能访问。", "Network address to listen at; this machine only when not given."),
)
@option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(0, 65535),
    metavar="N",
    say=Both("端口；0 由系统选择。", "Port; 0 lets the system choose."),
)
@option(
    "--data",
    default=None,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    say=Both("存放数据库和密钥的文件夹。", "Folder of the database and the keys."),
)
@option(
    "--watch",
    default=None,
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    say=Both(
        "把放进该文件夹的文献读入台账；documents.yaml 可说明地区和年份。",
        "Bring in the documents that are put into this folder; documents.yaml may say their region and year.",
    ),
)
@option(
    "--verify-audit",
    is_flag=True,
    say=Both("不启动，只核验审计记录（退出码1表示有问题）。", "Only verify the audit trail (exit 1 when damaged)."),
)
@click.pass_context
def command(
    context: click.Context, host: str, port: int, data: Path | None, watch: Path | None, verify_audit: bool
) -> int:
    """Serve, or verify the audit trail."""
    language = language_of(context)
    serving = _serving(language)
    environment = import_module("planweb.settings.environment")
    try:
        if verify_audit:
            serving.set_up(data)
            return 0 if serving.verify_audit() else 1
        serving.serve(host=host, port=port, data=data, watch=watch, tell=lambda started: _tell(started, language))
    except environment.WrongSetting as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        reason = reason_of(error) if language == "zh" else error.strerror
        raise click.UsageError(f"{host}:{port}: {reason or error}") from error
    except KeyboardInterrupt:
        pass
    return 0


def _serving(language: Language) -> Any:
    """The module that starts the application; it and Django are not there without the extra."""
    try:
        import_module("django")
        import_module("waitress")
    except ModuleNotFoundError as error:
        raise click.UsageError(MISSING.of(language)) from error
    return import_module("planweb.site.serving")


def _tell(started: Any, language: Language) -> None:
    said = [
        (Both("规划台账", "Planledger"), started.address),
        (Both("数据文件夹", "data folder"), started.data),
        (Both("创建系统管理员（一次性链接）", "make the administrator (one-time link)"), started.first_run),
    ]
    for label, value in said:
        if value:
            click.echo(f"{label.of(language)}: {value}", err=True)
    sys.stderr.flush()
