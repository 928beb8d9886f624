"""The ``planledger`` command and the list of its commands."""

from __future__ import annotations

import click

from planledger.cli.language import Both, SpokenGroup, SpokenOption
from planledger.version import __version__

COMMANDS = {
    "run": Both("读入文献，生成台账和报告", "Read documents into a ledger and a report"),
    "read": Both("列出文献中的量化表述", "List the quantified statements of documents"),
    "tables": Both("列出文献中的表格及各列的读法", "List the tables of documents and how they were read"),
    "compare": Both("对照承诺与结果", "Hold promises against results"),
    "decompose": Both("把规划目标分解到年度和县区", "Split the targets of a plan over years and parts"),
    "check": Both("检查规划是否前后一致", "Check a plan for consistency"),
    "align": Both("检查规划与上级、相邻规划是否衔接", "Hold plans against those above and beside them"),
    "forecast": Both("预测目标能否实现，并预警", "Foretell whether targets are reached, and warn"),
    "show": Both("显示一条表述及其原文", "Show a statement with its source"),
    "explain": Both("说明一条表述为何这样读出", "Say why a statement was read so"),
    "allocate": Both("安排项目、资金和要素", "Choose projects and split money and land among them"),
    "serve": Both("启动网页应用", "Start the web application"),
    "backup": Both("备份网页应用的台账", "Back the web application's ledger up"),
    "restore": Both("从备份恢复台账", "Restore the ledger from a backup"),
    "export": Both("导出网页应用的台账", "Export the web application's ledger"),
    "import": Both("把台账导入网页应用", "Import a ledger into the web application"),
    "benchmark": Both("测量读入的速度和内存", "Measure the speed and memory of reading"),
}

app = SpokenGroup(
    name="planledger",
    package=__package__,
    table=COMMANDS,
    no_args_is_help=True,
    say=Both(
        "规划台账：把规划文献变成承诺与结果的台账，每个数字都能回到原句。\n\n"
        "数据写到标准输出，进度写到标准错误。退出码：0 正常，1 有问题，2 用法有误，3 程序出错。",
        "Planledger turns planning documents into a ledger of promises and results; every number leads back to its"
        " sentence.\n\n"
        "Data goes to standard output, progress to standard error. Exit codes: 0 clean, 1 problems found, 2 wrong"
        " usage, 3 crash.",
    ),
    params=[
        SpokenOption(
            ["--lang"],
            type=click.Choice(["zh", "en"]),
            default="zh",
            expose_value=False,
            say=Both(
                "界面语言：zh 中文（默认），en 英文；也可写在命令之后。",
                "Language: zh Chinese (default), en English; may follow the command.",
            ),
        ),
    ],
)


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(f"planledger {__version__}")
        context.exit()


app.params.append(
    SpokenOption(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_print_version,
        say=Both("显示版本。", "Show the version."),
    )
)
