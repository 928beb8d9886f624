import pytest

from planledger.cli.app import COMMANDS
from planledger.cli.language import language_in

HAN = range(0x4E00, 0x9FFF)


def has_chinese(text: str) -> bool:
    return any(ord(character) in HAN for character in text)


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        ([], "zh"),
        (["--lang", "en"], "en"),
        (["read", "a.txt", "--lang=en"], "en"),
        (["read", "--lang", "zh"], "zh"),
        (["read", "--lang"], "zh"),
    ],
)
def test_language_is_known_before_parsing(arguments: list[str], language: str) -> None:
    assert language_in(arguments) == language


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_in_one_language(call, command: str) -> None:
    arguments = [command] if command else []
    chinese, english = call(*arguments, "--help"), call(*arguments, "--lang", "en", "--help")
    assert chinese.code == english.code == 0
    assert chinese.out.startswith("用法：planledger")
    assert "选项：" in chinese.out
    assert "Show" not in chinese.out
    assert english.out.startswith("Usage: planledger")
    assert not has_chinese(english.out)


def test_the_list_of_commands_is_there_in_both_languages(call) -> None:
    for language in ("zh", "en"):
        assert all(f"  {name} " in call("--lang", language, "--help").out for name in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (["read", "--nope"], "没有选项--nope", "No such option"),
        (["compare", "a.txt"], "缺少RESULTS", "Missing argument 'RESULTS'"),
        (["read", "a.txt", "--year", "21"], "--year的值有误", "Invalid value for '--year'"),
        (["read", "a.txt", "--type", "poem"], "--type的值有误", "Invalid value for '--type'"),
        (["nonsense"], "没有命令nonsense", "No such command 'nonsense'"),
        (["run", "x", "--year", "1700"], "范围内，不是1700", "is not in the range"),
        (["run", "x", "--out", __file__], "是文件，不是文件夹", "is a file"),
    ],
)
def test_wrong_usage_is_said_in_the_language_and_gives_2(call, arguments, chinese, english) -> None:
    answer = call(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert chinese in answer.err
    assert "错误：" in answer.err
    answer = call(*arguments, "--lang", "en")
    assert (answer.code, answer.out) == (2, "")
    assert english in answer.err


def test_version(call) -> None:
    answer = call("--version")
    assert answer.code == 0
    assert answer.out.startswith("planledger ")
