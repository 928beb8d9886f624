"""The permission table as a page of the documentation."""

from __future__ import annotations

from planweb.accounts.models import Role
from planweb.accounts.permissions import EVERYONE, HOLDERS, ONESELF, Kind, load_table

_HEAD = """\
# Permissions 权限

This page is made by `make docs` from `src/planweb/accounts/permissions.yaml`. What is not marked is refused; only
people who are logged in and active get any of it.

A role counts where it was granted: for a region with all below it (地区), for a body (单位), for both, or everywhere
(全部范围). Where an action is marked *region*, a role for a body counts for everything in the body's region.
Users, sessions and the audit trail lie in no region, so for them only a role that holds everywhere counts.
`everyone` 所有登录者 is whoever is logged in, `oneself` 本人 the person whom the object belongs to.
"""
_WORDS = {**{role.value: str(role.label) for role in Role}, EVERYONE: "所有登录者", ONESELF: "本人"}


def permission_page() -> str:
    """The table in Markdown, one section for each kind of object."""
    return "\n".join([_HEAD, *(_section(code, kind) for code, kind in load_table().items())])


def _section(code: str, kind: Kind) -> str:
    heads = ["action", "states", *(f"`{holder}` {_WORDS[holder]}" for holder in HOLDERS)]
    lines = [f"## `{code}` {kind.name}", "", f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    for name, action in kind.actions.items():
        states = ", ".join(f"`{state}` {word}" for state, word in kind.states.items() if state in action.states)
        marks = ["●" if {holder, EVERYONE} & action.roles else "" for holder in HOLDERS]
        lines.append(
            f"| `{name}` {action.name}{' (*region*)' if action.wide else ''} | {states} | {' | '.join(marks)} |"
        )
    return "\n".join(lines) + "\n"
