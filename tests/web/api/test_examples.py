"""The examples of the how-to page, run by a shell against a server."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import CITY

from planweb.accounts.actions.tokens import create_token
from planweb.accounts.models import Grant, Region, User
from planweb.accounts.regions import load_regions
from planweb.api.problems import KINDS
from planweb.monitoring.models import Figure
from planweb.registry.models import Indicator

PAGE = (Path(__file__).parents[3] / "docs" / "howto" / "use-the-api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def shell(live_server: Any, tmp_path: Path) -> Callable[[str], str]:
    """Runs an example as somebody who made a token."""
    load_regions()  # a test that empties the database takes them away
    user = User.objects.create_user("clerk", name="李明")
    Grant.objects.create(user=user, role="planner", region=Region.objects.get(pk=CITY))
    Indicator.objects.get_or_create(code="gdp", defaults={"name": "地区生产总值", "unit": "亿元"})
    secret = create_token(user, name="示例", access="write", days=1, by=user).secret
    variables = {**os.environ, "LEDGER": live_server.url, "TOKEN": secret, "NO_PROXY": "*", "no_proxy": "*"}

    def run(script: str) -> str:
        done = subprocess.run(
            ["sh", "-euc", script], cwd=tmp_path, env=variables, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


@pytest.mark.skipif(shutil.which("curl") is None, reason="the examples need curl")
def test_the_examples_run(shell: Callable[[str], str]) -> None:
    variables, me, figures, pages, push, lines = EXAMPLES
    assert set(re.findall(r"export (\w+)=", variables)) == {"LEDGER", "TOKEN"}
    assert json.loads(shell(me))["username"] == "clerk"
    assert sum(map(int, shell(pages).split())) == Region.objects.count()
    assert json.loads(shell(push))["created"] == 1
    assert json.loads(shell(push))["unchanged"] == 1
    assert json.loads(shell(lines))["created"] == 1
    assert [item["value"] for item in json.loads(shell(figures))["items"]] == [361.5, 402]
    assert Figure.objects.count() == 2


def test_every_error_is_described() -> None:
    rows = dict(re.findall(r"^\| (\d{3}) \| `(\w+)` \|", PAGE, re.MULTILINE))
    assert {int(status): code for status, code in rows.items()} == {status: code for status, (code, _) in KINDS.items()}
