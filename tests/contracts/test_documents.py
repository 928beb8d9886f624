"""What the documents say is what the code does."""

import doctest
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import planledger
from planledger import errors
from planledger.cli.app import COMMANDS
from planledger.cli.entry import run_command
from planledger.pipeline import messages

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "samples").glob("*.md")])
OWN_PAGES = [page for page in PAGES if page.name != "CHANGELOG.md"]
EXAMPLES = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.mark.parametrize("page", ["README.md", "docs/reference/api.md"])
def test_examples_of_pages_run(page: str) -> None:
    failed, tried = doctest.testfile(str(ROOT / page), module_relative=False, optionflags=EXAMPLES, encoding="utf-8")
    assert tried > 2
    assert failed == 0


def test_examples_of_the_package_run() -> None:
    failed, tried = doctest.testmod(planledger, optionflags=EXAMPLES)
    assert tried > 2
    assert failed == 0


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, f"run 'make docs': {done.stdout}{done.stderr}"


@pytest.mark.parametrize("page", OWN_PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", OWN_PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_in_documents_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for target in re.findall(r"(?:^|`)make ([a-z]+)", text, re.MULTILINE):
        assert target in targets, f"{page.name} names make {target}"
    for command in re.findall(r"(?:^|`|bin/)planledger ([a-z]+)", text, re.MULTILINE):
        assert command in COMMANDS, f"{page.name} names planledger {command}"


@pytest.mark.parametrize("page", OWN_PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_options_in_documents_exist(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command, rest in re.findall(
        r"(?:^|`|bin/)planledger ([a-z]+)([^`\n]*)", page.read_text(encoding="utf-8"), re.MULTILINE
    ):
        run_command([command, "--help"])
        known = capsys.readouterr().out
        for option in re.findall(r"(?<=\s)--[a-z-]+", rest):
            assert option in known, f"{page.name}: planledger {command} has no {option}"


def test_every_problem_code_is_documented() -> None:
    from planledger.reading import damage

    page = (ROOT / "docs" / "reference" / "problems.md").read_text(encoding="utf-8")
    classes = [found for found in vars(errors).values() if isinstance(found, type) and issubclass(found, Exception)]
    codes = {found.code for found in classes} - {"error", "document.error"}
    codes |= set(messages._MESSAGES) | set(damage._MESSAGES)
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "src" / "planledger").rglob("*.py")]
    codes |= {code for source in sources for code in re.findall(r"\bcode=\"([a-z_.]+)\"", source)}
    # What forms tell of cells stands behind the cell: row.problem("low", "target.crossed", …).
    kinds = "allocate|cell|column|decompose|figure|form|row|rule|rules|sheet|target"
    codes |= {code for source in sources for code in re.findall(rf"\"((?:{kinds})\.[a-z_]+)\"", source)}
    firsts = re.findall(r"^\| (`[a-z_.]+`(?:, `[a-z_.]+`)*) \|", page, re.MULTILINE)
    documented = {code for first in firsts for code in re.findall(r"`([a-z_.]+)`", first)}
    assert documented == codes


def test_errors_pickle_and_speak_both_languages() -> None:
    import inspect
    import pickle

    for found in vars(errors).values():
        if isinstance(found, type) and issubclass(found, errors.PlanLedgerError):
            parameters = [
                parameter
                for parameter in inspect.signature(found.__init__).parameters.values()
                if parameter.kind is parameter.POSITIONAL_OR_KEYWORD and parameter.name != "self"
            ]
            error = found(*(parameter.name for parameter in parameters))
            again = pickle.loads(pickle.dumps(error))
            assert (type(again), str(again), again.message_zh) == (found, str(error), error.message_zh)


def test_public_names_are_there_and_documented() -> None:
    page = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    for name in planledger.__all__:
        assert getattr(planledger, name) is not None
        if not name.startswith("__"):
            assert f"`{name}" in page, name
    assert set(planledger.__all__) <= set(dir(planledger))
    with pytest.raises(AttributeError, match="nonsense"):
        _ = planledger.nonsense


def test_the_package_and_help_load_nothing_heavy() -> None:
    code = (
        "import sys; from planledger.cli.entry import run_command; run_command(['--help']);"
        "heavy = {'polars', 'openpyxl', 'yaml', 'opencc', 'planledger.extracting', 'planledger.reading'};"
        "heavy &= set(sys.modules);"
        "sys.exit(' '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def test_locks_name_no_place_and_hold_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for file, groups in (("requirements.txt", ["build"]), ("requirements-dev.txt", ["dev"])):
        lock = (ROOT / file).read_text(encoding="utf-8")
        assert "://" not in lock
        assert "--index" not in lock
        locked = {name.lower() for name in re.findall(r"^([A-Za-z0-9_.-]+)==", lock, re.MULTILINE)}
        extras = project["optional-dependencies"]
        own = [extras[extra] for extra in ("pdf", "word", "excel", "ocr")]
        wanted = [*project["dependencies"], *(line for lines in (*own, *map(extras.get, groups)) for line in lines)]
        assert {re.split(r"[<>=!~ \[]", line)[0].lower() for line in wanted} - {"planledger"} <= locked
        entries = re.split(r"\n(?=\S)", lock.strip())
        assert all("--hash=sha256:" in entry for entry in entries)


def test_every_page_can_be_reached() -> None:
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        seen.add(page)
        links = re.findall(r"\]\(([^)#\s]+\.md)", page.read_text(encoding="utf-8"))
        waiting += [path for link in links if (path := (page.parent / link).resolve()).exists() and path not in seen]
    assert {page for page in PAGES if (ROOT / "docs") in page.parents} <= seen


def test_the_example_of_the_readme_is_what_comes_out(capsys: pytest.CaptureFixture[str]) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```text\n(结论.*?)```", text, re.DOTALL)
    samples = ROOT / "samples" / "documents"
    sides = [str(samples / f"yunling-{year}-work-report.txt") for year in (2022, 2023)]
    run_command(["compare", *sides])
    printed = [re.split(r"\s{2,}", line) for line in capsys.readouterr().out.splitlines()]
    rows = [re.split(r"\s{2,}", line) for line in block.splitlines()[2:]]
    assert len(rows) > 4
    for row in rows:
        assert row in printed
