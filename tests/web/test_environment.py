"""What the environment may say, and the folder with the keys."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from planweb.settings.databases import database_settings
from planweb.settings.environment import WrongSetting, default_data_folder, read_environment
from planweb.settings.preparing import key_in, prepare_data_folder


def test_defaults_are_safe() -> None:
    environment = read_environment({})
    assert not environment.debug
    assert environment.hosts == ["127.0.0.1", "localhost", "[::1]"]
    assert not environment.encrypted
    assert environment.smtp is None


def test_an_address_adds_its_host_and_https_secures_cookies() -> None:
    environment = read_environment({"PLANLEDGER_ADDRESS": "https://plan.example.org"})
    assert "plan.example.org" in environment.hosts
    assert environment.encrypted


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PLANLEDGER_ADDRESS", "plan.example.org"),
        ("PLANLEDGER_ADDRESS", "ftp://plan.example.org"),
        ("PLANLEDGER_SMTP", "mail.example.org:25"),
        ("PLANLEDGER_LOG_LEVEL", "loud"),
    ],
)
def test_what_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=name):
        read_environment({name: value})


def test_the_database() -> None:
    sqlite = database_settings("", Path("/data"))
    assert sqlite["NAME"] == Path("/data/planledger.sqlite3")
    assert sqlite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    postgres = database_settings("postgresql://me:p%40ss@db:5433/plans?sslmode=require", Path())
    assert (postgres["USER"], postgres["PASSWORD"], postgres["HOST"], postgres["PORT"], postgres["NAME"]) == (
        *("me", "p@ss", "db", "5433", "plans"),
    )
    assert postgres["OPTIONS"]["sslmode"] == "require"
    assert "jit=off" in postgres["OPTIONS"]["options"]
    for wrong in ("mysql://x/y", "postgresql://host"):
        with pytest.raises(WrongSetting):
            database_settings(wrong, Path())


def test_keys_are_made_once_and_kept_to_their_owner(tmp_path: Path) -> None:
    environment = read_environment({"PLANLEDGER_DATA": str(tmp_path / "data")})
    folder = prepare_data_folder(environment)
    keys = {path.name: path.read_text() for path in folder.iterdir()}
    assert set(keys) == {"secret.key", "audit.key"}
    assert all(len(key) > 50 for key in keys.values())
    if sys.platform != "win32":
        assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    prepare_data_folder(environment)
    assert {path.name: path.read_text() for path in folder.iterdir()} == keys


def test_without_a_folder_a_key_holds_for_this_process_only(tmp_path: Path) -> None:
    assert key_in(tmp_path / "no.key") != key_in(tmp_path / "no.key")


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_each_system_has_its_data_folder(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert default_data_folder({}).name == "planledger"


def test_the_data_folder_of_linux_may_be_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert default_data_folder({"XDG_DATA_HOME": "/x"}) == Path("/x/planledger")


def test_the_requests_of_a_token_are_a_number(tmp_path: Path) -> None:
    assert read_environment({"PLANLEDGER_DATA": str(tmp_path)}).api_requests == 600
    assert read_environment({"PLANLEDGER_DATA": str(tmp_path), "PLANLEDGER_API_REQUESTS": "60"}).api_requests == 60
    for wrong in ("0", "-1", "many", "１", "9999999999"):
        with pytest.raises(WrongSetting, match="PLANLEDGER_API_REQUESTS"):
            read_environment({"PLANLEDGER_API_REQUESTS": wrong})
