"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from planledger.cli.language import Both, SpokenCommand, SpokenOption, language_of

if TYPE_CHECKING:
    from planledger.reading import Limits, Overrides

F = TypeVar("F", bound=Callable[..., Any])


class _KindType(click.ParamType[str]):
    """A document type by code or by its Chinese name."""

    name = "type"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "TYPE"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from planledger.ledger.columns import load_words
        from planledger.model.document import Kind

        words = load_words()["kind"]
        for code in get_args(Kind):
            if value in {code, words[code].chinese}:
                return str(code)
        return self.fail("，".join(f"{code}（{words[code].chinese}）" for code in get_args(Kind)), param, ctx)


class _LimitType(click.ParamType[tuple[str, float]]):
    """A limit as ``NAME=VALUE``."""

    name = "limit"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        from planledger.reading.limits import Limits, limit_from, limit_texts

        try:
            return limit_from(value)
        except ValueError as error:
            known = " ".join(limit_texts(Limits()))
            return self.fail(f"{error!s} （{known}）", param, ctx)


class _LimitOption(SpokenOption):
    """An option whose help ends with the limits that hold when nothing is said."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        from planledger.reading.limits import Limits, limit_texts

        found = super().get_help_record(ctx)
        return (found[0], f"{found[1]} {' '.join(limit_texts(Limits()))}") if found else None


def option(*names: str, say: Both, **attributes: Any) -> Callable[[F], F]:
    """A decorator that adds an option whose help is ``say``."""
    return click.option(*names, cls=SpokenOption, say=say, **attributes)


def file_option(name: str, say: Both) -> Callable[[F], F]:
    """A decorator that adds an option for a file that is written."""
    return option(name, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", say=say)


def spoken_command(name: str, say: Both) -> Callable[[Callable[..., Any]], SpokenCommand]:
    """A decorator that makes a command whose help is ``say``, with ``--lang``."""

    def make(function: Callable[..., Any]) -> SpokenCommand:
        decorated = option(
            "--lang",
            type=click.Choice(["zh", "en"]),
            default="zh",
            expose_value=False,
            say=Both("界面语言：zh（默认）或 en。", "Language: zh (default) or en."),
        )(function)
        return click.command(name, cls=SpokenCommand, say=say)(decorated)

    return make


def overriding(function: F) -> F:
    """Adds the options that say of all documents what reading would otherwise guess."""
    decorators = (
        option(
            "--region",
            default="",
            metavar="REGION",
            say=Both("文献的地区：六位代码或名称。", "Region of the documents: six-digit code or name."),
        ),
        option(
            "--year",
            default=None,
            type=click.IntRange(1949, 2100),
            metavar="YEAR",
            say=Both(
                "报告年：所定目标的年份；五年规划为首年。",
                "Report year: whose targets they set; of a five-year plan its first.",
            ),
        ),
        option(
            "--type",
            "kind",
            default=None,
            type=_KindType(),
            metavar="TYPE",
            say=Both("文献类型，如 work_report 或 政府工作报告。", "Document type, such as work_report."),
        ),
        encoding_option,
    )
    for decorator in reversed(decorators):
        function = decorator(function)
    return function


results_option = file_option(
    "--out", Both("写出结果：.xlsx、.json或.csv。", "Write the results: .xlsx, .json or .csv.")
)
encoding_option = option(
    "--encoding",
    default="",
    metavar="NAME",
    say=Both("文本编码，如 gb18030；默认自动判断。", "Encoding, such as gb18030; found out when not given."),
)
limit_option = click.option(
    "--limit",
    "limits",
    cls=_LimitOption,
    multiple=True,
    type=_LimitType(),
    callback=lambda _context, _option, said: _limits_from(said),
    metavar="NAME=VALUE",
    say=Both(
        "读取一个文件的上限，可多次给出，如 --limit seconds=600 --limit memory=4GB。默认：",
        "What reading one file may take; may be repeated: --limit seconds=600 --limit memory=4GB. When not given:",
    ),
)
strict_option = option(
    "--strict",
    is_flag=True,
    say=Both("文中存疑之处也算问题（退出码1）。", "Doubtful passages inside documents count as problems too (exit 1)."),
)


def overrides_from(
    *, region: str = "", year: int | None = None, kind: str | None = None, encoding: str = ""
) -> Overrides:
    """What the shared options say of all documents."""
    from planledger.reading import Overrides

    return Overrides(region=region, year=year or 0, kind=kind or "", encoding=encoding)


def _limits_from(said: tuple[tuple[str, Any], ...]) -> Limits | None:
    if not said:
        return None  # so that nothing has to be loaded
    from planledger.reading import Limits

    return Limits(**dict(said))


__all__ = [
    "encoding_option",
    "file_option",
    "language_of",
    "limit_option",
    "option",
    "overrides_from",
    "overriding",
    "results_option",
    "spoken_command",
    "strict_option",
]
