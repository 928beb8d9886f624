"""Every word class and pattern of extraction proves itself, and the data is as its schemas say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

import planledger
from planledger.catalogue import read_data
from planledger.errors import BrokenData
from planledger.extracting import grammar
from planledger.extracting.affixes import Affixes
from planledger.extracting.distribution import subjects_of

DATA = Path(planledger.__file__).parent / "data"
FILES = ("grammar", "patterns", "shared_heads")
SOURCES: dict[str, dict[str, Any]] = {
    name: yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8")) for name in FILES
}
CLASSES: dict[str, dict[str, Any]] = SOURCES["grammar"]["words"]
PATTERNS = SOURCES["patterns"]
HEADS: list[dict[str, Any]] = SOURCES["shared_heads"]["heads"]
MODULES = sorted((Path(planledger.__file__).parent / "extracting").glob("*.py"))


@pytest.mark.parametrize("name", FILES)
def test_data_is_as_its_schema_says(name: str) -> None:
    schema = json.loads((DATA / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(SOURCES[name], schema)


@pytest.mark.parametrize("name", CLASSES)
def test_word_class_proves_itself(name: str) -> None:
    entry = CLASSES[name]
    affixes, members = Affixes(entry["members"]), frozenset(entry["members"])
    found: dict[str, Callable[[str], object]] = {
        "start": affixes.at_start,
        "end": affixes.at_end,
        "whole": lambda text: text in members,
    }
    find = found[entry["use"]]
    assert [text for text in entry["matches"] if not find(text)] == []
    assert [text for text in entry["rejects"] if find(text)] == []


@pytest.mark.parametrize("name", PATTERNS)
def test_pattern_proves_itself(name: str) -> None:
    entry = PATTERNS[name]
    way = re.Pattern.search if entry["use"] == "search" else re.Pattern.match
    compiled = grammar.pattern(name)
    assert compiled.pattern == entry["regex"]
    assert [text for text in entry["matches"] if not way(compiled, text)] == []
    assert [text for text in entry["rejects"] if way(compiled, text)] == []


@pytest.mark.parametrize("entry", HEADS, ids=lambda entry: str(entry["short"]))
def test_shared_head_proves_itself(entry: dict[str, Any]) -> None:
    short, long = entry["short"], entry["long"]
    for phrase in entry["matches"]:
        assert subjects_of(phrase, len(long)) == [phrase.replace(short, member) for member in long]
    for phrase in entry["rejects"]:
        assert subjects_of(phrase, len(long)) == []


def test_every_pattern_and_class_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    named = set(re.findall(r'"([a-z_.]+)"', code))
    assert [name for name in (*PATTERNS, *CLASSES) if name not in named] == []


def test_every_pattern_and_class_that_code_names_is_there() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    assert set(re.findall(r'(?<!\w)pattern\("([a-z]+\.[^"]+)"\)', code)) <= set(PATTERNS)
    assert set(re.findall(r'words\(\)\["([^"]+)"\]', code)) <= set(CLASSES)


def test_words_are_longest_first() -> None:
    for members in grammar.words().values():
        assert all(len(one) >= len(other) for one, other in pairwise(members))


@pytest.mark.parametrize(
    ("use", "text", "word"),
    [
        ("at_end", "产量增长到", "增长到"),
        ("at_end", "产量", ""),
        ("at_end", "", ""),
        ("at_start", "增长到底", "增长到"),
    ],
)
def test_longest_affix_wins(use: str, text: str, word: str) -> None:
    assert getattr(Affixes(["增长", "增长到", "到"]), use)(text) == word


def test_affixes_are_stripped_again_and_again() -> None:
    assert Affixes(["全市", "累计"]).strip_start("全市累计全市产量") == "产量"
    assert Affixes(["全市", "累计"]).at_start("") == ""


@pytest.mark.parametrize("members", [["万", "万亿", "亿"], ["个", "个百分点", "个月"], ["a+b", "a"], ["家"]])
def test_alternation_matches_every_member_whole(members: list[str]) -> None:
    compiled = re.compile(grammar.alternation(members))
    for member in members:
        match = compiled.match(member + "。")
        assert match is not None
        assert match.group() == member
    assert compiled.match("无") is None


def test_alternation_heeds_what_may_not_follow() -> None:
    compiled = re.compile(grammar.alternation(["名", "户"], {"名": "(?!牌)"}))
    assert compiled.match("名单")
    assert not compiled.match("名牌")
    assert compiled.match("户牌")


def test_unknown_pattern_is_a_typed_error() -> None:
    with pytest.raises(BrokenData):
        grammar.pattern("values.unheard")


def test_word_class_that_is_no_list_is_a_typed_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar, "read_data", lambda _name: {"words": {"up": {"members": "增长"}}})
    with pytest.raises(BrokenData):
        grammar.words.__wrapped__()


def test_compiled_twin_holds_the_same_members() -> None:
    twin = read_data("grammar")["words"]
    assert {name: twin[name]["members"] for name in twin} == {name: CLASSES[name]["members"] for name in CLASSES}
