"""``planledger serve``: the web application on this machine."""

from __future__ import annotations

import os
import sys
import webbrowser
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import click

from planledger.cli.language import Both, Language
from planledger.cli.options import language_of, option, spoken_command
from planledger.errors import reason_of

MISSING = Both(
    "网页应用是可选组件，请运行 pip install 'planledger[web]'。",
    "The web application is an optional part: pip install 'planledger[web]'.",
)

NAME, LOG = Both("规划台账", "Planledger"), Both("日志", "log")
FIRST_RUN = Both("创建系统管理员（一次性链接）", "make the administrator (one-time link)")
DEMO = Path("demo-out") / "data"


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
    "--next-port",
    is_flag=True,
    say=Both("端口被占用时改用下一个空闲端口。", "Take the next free port when the port is taken."),
)
@option(
    "--data",
    default=None,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    say=Both("存放数据库和密钥的文件夹。", "Folder of the database and the keys."),
)
@option(
    "--demo",
    is_flag=True,
    say=Both(
        "填入虚构城市的台账供试用，印出一次性登录链接和账户；数据默认存入 demo-out/data。",
        "Fill in the ledger of an invented city to try, and print a one-time log-in link and the accounts; data goes to"
        " demo-out/data when --data is not given.",
    ),
)
@option(
    "--background",
    is_flag=True,
    say=Both("在后台运行，能访问后即返回。", "Run in the background; returns once it answers."),
)
@option(
    "--stop",
    is_flag=True,
    say=Both("停止该数据文件夹的服务。", "Stop the server of the data folder."),
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
    context: click.Context, /, host: str, port: int, data: Path | None, watch: Path | None, **said: bool
) -> int:
    """Serve, stop, or verify the audit trail."""
    language = language_of(context)
    serving = web_application(language)
    environment = import_module("planweb.settings.environment")
    folder = import_module("planweb.site.demo.folder")
    data = data or (DEMO if said["demo"] else None)
    try:
        if said["stop"]:
            return _stop(data or environment.read_environment().data, language)
        if said["verify_audit"]:
            serving.set_up(data)
            return 0 if serving.verify_audit() else 1
        start = Start(host, port, data, watch, demo=said["demo"], next_port=said["demo"] or said["next_port"])
        if said["background"]:
            return _in_background(start, language)
        _in_foreground(start, serving, language)
    except (environment.WrongSetting, folder.NotADemo) as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        reason = reason_of(error) if language == "zh" else error.strerror
        raise click.UsageError(f"{host}:{port}: {reason or error}") from error
    except KeyboardInterrupt:
        pass
    return 0


class Start(NamedTuple):
    """How the server is to be started."""

    host: str
    port: int
    data: Path | None
    watch: Path | None
    demo: bool
    next_port: bool

    @property
    def arguments(self) -> list[str]:
        """The same for another process."""
        said = ["--host", self.host, "--port", str(self.port)]
        for name, folder in (("--data", self.data), ("--watch", self.watch)):
            said += [name, str(folder)] if folder else []
        return said + (["--next-port"] if self.next_port else [])


def _in_foreground(start: Start, serving: Any, language: Language) -> None:
    data = _prepared_demo(start, language) if start.demo else start.data

    def tell(started: Any) -> None:
        _tell(started, language)
        if start.demo:
            _tell_demo(started.address, started.data, language)

    serving.serve(host=start.host, port=start.port, data=data, watch=start.watch, tell=tell, any_port=start.next_port)


def _in_background(start: Start, language: Language) -> int:
    """Start another process and wait until it answers; of a demonstration, until somebody is logged in."""
    background, running = import_module("planweb.site.background"), import_module("planweb.site.running")
    data = _prepared_demo(start, language) if start.demo else import_module("planweb.site.serving").set_up(start.data)
    running.stop_server(data)
    try:
        found = background.start_in_background(start._replace(data=data).arguments, data)
    except background.NotStarted as error:
        raise click.UsageError(str(error)) from error
    if start.demo:
        demo = import_module("planweb.site.demo.starting")
        if background.arrives_at(demo.way_in(found.address, data)) != "/":
            click.echo(Both("登录未成功。", "The log-in did not work.").of(language), err=True)
            return 1
    click.echo(f"{NAME.of(language)}: {found.address}")
    click.echo(f"{LOG.of(language)}: {data / running.LOG_FILE}")
    if start.demo:
        _tell_demo(found.address, data, language, err=False)
    elif first_run := import_module("planweb.site.serving").first_run_at(found.address):
        click.echo(f"{FIRST_RUN.of(language)}: {first_run}")
    stop = "make stop" if os.environ.get("MAKELEVEL") else f"planledger serve --stop --data {data}"
    click.echo(f"{Both('停止', 'stop').of(language)}: {stop}")
    return 0


def _stop(data: Path, language: Language) -> int:
    stopped = import_module("planweb.site.running").stop_server(data)
    text = Both("已停止", "stopped") if stopped else Both("没有在运行", "not running")
    click.echo(f"{text.of(language)}: {stopped.address if stopped else data}")
    return 0


def _prepared_demo(start: Start, language: Language) -> Path:
    demo = import_module("planweb.site.demo.starting")
    said = {
        "documents": Both("读取示例文献 …", "reading the sample documents …"),
        "people": Both("建立单位和账户 …", "making bodies and accounts …"),
        "plans": Both("建立规划和目标 …", "making plans and targets …"),
        "figures": Both("填入数据和报送 …", "filling in figures and reports …"),
    }
    assert start.data is not None
    try:
        found: Path = demo.prepare_demo(
            start.data, start.host, tell=lambda what: click.echo(said[what].of(language), err=True)
        )
    except demo.TooOpen as error:
        raise click.UsageError(str(error)) from error
    return found


def _tell_demo(address: str, data: Path, language: Language, *, err: bool = True) -> None:
    """Print the way in and the accounts, and open it where there is a screen."""
    demo = import_module("planweb.site.demo.starting")
    link = demo.way_in(address, data)
    click.echo(
        f"{Both('直接登录（一次性，15分钟内有效）', 'log in (once, within 15 minutes)').of(language)}: {link}", err=err
    )
    people, password = demo.accounts_of(data)
    click.echo(f"{Both('账户（密码均为', 'accounts (password of all:').of(language)} {password}）", err=err)
    for one in people:
        click.echo(f"  {one.username}  {one.name}  {one.role}", err=err)
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "darwin":
        webbrowser.open(link)


def web_application(language: Language) -> Any:
    """The module that starts the application; it and Django are not there without the extra."""
    try:
        import_module("django")
        import_module("waitress")
    except ModuleNotFoundError as error:
        raise click.UsageError(MISSING.of(language)) from error
    return import_module("planweb.site.serving")


def _tell(started: Any, language: Language) -> None:
    said = [
        (NAME, started.address),
        (Both("数据文件夹", "data folder"), started.data),
        (FIRST_RUN, started.first_run),
    ]
    for label, value in said:
        if value:
            click.echo(f"{label.of(language)}: {value}", err=True)
    sys.stderr.flush()
