"""The permission table of ``permissions.yaml``, loaded and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from planweb.accounts.models import Role

EVERYONE, ONESELF = "everyone", "oneself"
HOLDERS = (*Role.values, EVERYONE, ONESELF)


class UnknownPermission(Exception):
    """Code asks for an action that the permission table does not have."""


class BrokenTable(Exception):
    """The permission table names a state or a role that does not exist."""


@dataclass(frozen=True, slots=True)
class Action:
    """One action on a kind of object: in which states, to whom, and how far a role for a body reaches.

    Attributes:
        name: What people call it.
        states: States of the object in which it is allowed.
        roles: Who may do it.
        wide: Whether a role for a body counts for everything in the body's region.
    """

    name: str
    states: frozenset[str]
    roles: frozenset[str]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of object with its states and actions."""

    name: str
    states: Mapping[str, str]
    actions: Mapping[str, Action]


class Rule(NamedTuple):
    """One cell of the table."""

    kind: str
    action: str
    state: str
    role: str
    allowed: bool


@cache
def load_table() -> Mapping[str, Kind]:
    """Every kind of object by its code."""
    content = yaml.safe_load((Path(__file__).parent / "permissions.yaml").read_text(encoding="utf-8"))
    return {code: _kind(code, entry) for code, entry in content.items()}


def find_action(kind: str, action: str) -> Action:
    """The action of the table; raises ``UnknownPermission`` when there is none."""
    try:
        return load_table()[kind].actions[action]
    except KeyError:
        raise UnknownPermission(f"{kind}.{action}") from None


def rules() -> Iterator[Rule]:
    """Every cell of the table, the refusals too."""
    for code, kind in load_table().items():
        for name, action in kind.actions.items():
            for state in kind.states:
                for role in HOLDERS:
                    allowed = state in action.states and (role in action.roles or EVERYONE in action.roles)
                    yield Rule(code, name, state, role, allowed)


def _kind(code: str, entry: Mapping[str, object]) -> Kind:
    states, listed = entry["states"], entry["actions"]
    assert isinstance(states, dict)
    assert isinstance(listed, dict)
    actions = {
        name: Action(said["name"], frozenset(said["states"]), frozenset(said["roles"]), said.get("wide", False))
        for name, said in listed.items()
    }
    for name, action in actions.items():
        unknown = (action.states - states.keys()) | (action.roles - set(HOLDERS))
        if unknown or not action.states or not action.roles:
            raise BrokenTable(f"{code}.{name}: {', '.join(sorted(unknown)) or 'nobody, nowhere'}")
    return Kind(str(entry["name"]), states, actions)
