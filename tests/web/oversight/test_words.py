"""Every action that code records has a word in the audit trail, in both languages, and no word stands for nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils import translation

import planweb
from planweb.oversight.words import ACTIONS, action_word
from planweb.site.models import Chore

# What code puts behind the dot where it writes f"statement.{action}".
COMPOSED = {
    "statement.": {"confirm", "correct", "reject", "reopen", "merge", "undo"},
    "progress.": {"accept", "return"},
    "ledger.": set(Chore.Kind.values),
}
KINDS = {action.partition(".")[0] for action in ACTIONS}
ACTION = re.compile(r"([a-z]+)\.(?!json)[a-z_]+")


def recorded() -> Iterator[str]:
    """Actions named in modules that write to the trail."""
    for path in Path(planweb.__file__).parent.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        if "record_audit(" not in source and "record_many(" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.JoinedStr) and isinstance(start := node.values[0], ast.Constant):
                if ACTION.fullmatch(f"{start.value}x") and len(node.values) == 2:
                    yield from (f"{start.value}{end}" for end in COMPOSED[start.value])
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found = ACTION.fullmatch(node.value)
                if found and (found[1] in KINDS or _is_recorded(source, node.value)):
                    yield node.value


def _is_recorded(source: str, action: str) -> bool:
    return re.search(rf'record_(audit|many)\([^()]*"{re.escape(action)}"', source) is not None


def test_every_action_has_a_word_and_every_word_an_action() -> None:
    assert set(recorded()) == set(ACTIONS)


def test_every_word_is_there_in_english() -> None:
    with translation.override("en"):
        untranslated = {action: action_word(action) for action in ACTIONS if re.search("[一-鿿]", action_word(action))}
    assert untranslated == {}
