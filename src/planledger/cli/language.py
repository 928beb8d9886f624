"""A command line in two languages: help, headings and errors of click in Chinese or English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Literal, NamedTuple

import click

Language = Literal["zh", "en"]


class Both(NamedTuple):
    """A text in Chinese and in English."""

    zh: str
    en: str

    def of(self, language: Language) -> str:
        """The text in ``language``."""
        return self.zh if language == "zh" else self.en


def language_in(arguments: Sequence[str]) -> Language:
    """The language that ``arguments`` ask for; it must be known before they are parsed, since errors need it."""
    for at, argument in enumerate(arguments):
        if argument == "--lang=en" or (argument == "--lang" and list(arguments[at + 1 : at + 2]) == ["en"]):
            return "en"
    return "zh"


def language_of(context: click.Context) -> Language:
    """The language of a command under way."""
    found: Language = context.find_root().meta.get("planledger.language", "zh")
    return found


_HEADINGS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}


class _ChineseFormatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix="用法：" if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")


class _Context(click.Context):
    def make_formatter(self) -> click.HelpFormatter:
        kind = _ChineseFormatter if language_of(self) == "zh" else click.HelpFormatter
        return kind(width=self.terminal_width, max_width=self.max_content_width or 100)


class SpokenOption(click.Option):
    """An option whose help is said in the language of the command line."""

    def __init__(self, *args: Any, say: Both, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.say = say

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Name and help for the list of options."""
        self.help = self.say.of(language_of(ctx))
        return super().get_help_record(ctx)


class _Spoken(click.Command):
    """What commands and groups share; ``say`` is the help in both languages."""

    context_class = _Context

    def __init__(self, *args: Any, say: Both, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self.say = say

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse ``args``; the outermost command learns its language first."""
        if ctx.parent is None:
            ctx.meta["planledger.language"] = language_in(args)
        return super().parse_args(ctx, args)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language of the command line."""
        self.help = self.say.of(language_of(ctx))
        super().format_help_text(ctx, formatter)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, said in the language of the command line."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = Both("显示本说明。", "Show this message.").of(language_of(ctx))
        return option


class SpokenCommand(_Spoken):
    """A command whose help is said in the language of the command line."""


class SpokenGroup(_Spoken, click.Group):
    """Commands that are imported when they are called, listed without being imported."""

    def __init__(self, *args: Any, table: Mapping[str, Both], package: str, **attributes: Any) -> None:
        super().__init__(*args, **attributes)
        self._table, self._package = dict(table), package

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, in the order in which one meets them."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name from the module of that name."""
        if cmd_name not in self._table:
            return None
        command: click.Command = import_module(f"{self._package}.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        language = language_of(ctx)
        with formatter.section("Commands"):
            formatter.write_dl([(name, say.of(language)) for name, say in self._table.items()])


def usage_text(error: click.ClickException, language: Language) -> str:
    """What is wrong with the way the command was called, with its usage."""
    context = getattr(error, "ctx", None)
    usage = f"{context.get_usage()}\n" if context else ""
    if language == "en":
        hint = f"See '{context.command_path} --help'." if context else ""
        return f"{usage}Error: {error.format_message()} {hint}".rstrip()
    hint = f"见“{context.command_path} --help”。" if context else ""
    return f"{usage}错误：{_in_chinese(error)}{hint}"


def _in_chinese(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"，是否为{'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"没有选项{error.option_name}{near}。"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else (error.param_hint or "")
        return f"缺少{name}。"
    if isinstance(error, click.BadParameter):
        hint = error.param.opts[0] if error.param else (error.param_hint or "")
        return f"{hint}的值有误：{_translated(error.message)}"
    said = error.format_message()
    told = _translated(said)
    return told if told != said else said + " " * bool(getattr(error, "ctx", None))


# What click says of values and commands; the quotes and commas of a list of choices stay as they are.
_CLICK = (
    (re.compile(r"'?(?P<a>.+?)'? is not one of (?P<b>.+)\."), "应为{b}之一，不是{a}。"),
    (re.compile(r"(?P<a>\S+) is not in the range (?P<b>.+)\."), "应在{b}的范围内，不是{a}。"),
    (re.compile(r"'(?P<a>.+)' is not a valid integer( range)?\."), "应为整数，不是{a}。"),
    (re.compile(r"'(?P<a>.+)' is not a valid float( range)?\."), "应为数字，不是{a}。"),
    (re.compile(r"\w+ '(?P<a>.+)' does not exist\."), "{a}不存在。"),
    (re.compile(r"\w+ '(?P<a>.+)' is a file\."), "{a}是文件，不是文件夹。"),
    (re.compile(r"\w+ '(?P<a>.+)' is a directory\."), "{a}是文件夹，不是文件。"),
    (re.compile(r"No such command '(?P<a>.+?)'\.(?: Did you mean .*)?"), "没有命令{a}。"),
    (re.compile(r"Got unexpected extra arguments? \((?P<a>.+)\)"), "多出了{a}。"),
)


def _translated(said: str) -> str:
    for pattern, words in _CLICK:
        if match := pattern.fullmatch(said):
            return words.format(**match.groupdict())
    return said
