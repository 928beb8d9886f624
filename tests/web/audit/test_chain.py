"""The audit trail notices whatever is done to it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from planweb.accounts.models import User
from planweb.audit.models import AppendOnly, AuditEntry, AuditHead
from planweb.audit.recording import OutsideTransaction, record_audit
from planweb.audit.verifying import Anchor, keep_anchor, read_anchor, verify_chain


@pytest.fixture
def chain(administrator: User) -> User:
    """Ten entries."""
    for number in range(10):
        with transaction.atomic():
            record_audit(administrator, "user.edit", administrator, before={"n": number}, after={"n": "一"}, why="测试")
    return administrator


def codes(anchor: Anchor | None = None) -> list[str]:
    return [finding.code for finding in verify_chain(anchor)[0]]


def sql(statement: str, *values: Any) -> None:
    """What somebody with the database in hand does."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_chain_as_written_is_sound(chain: User) -> None:
    findings, end = verify_chain()
    assert findings == []
    assert end == Anchor(10, AuditEntry.objects.get(pk=10).hash)


def test_an_empty_chain_is_sound(db: None) -> None:
    assert verify_chain() == ([], Anchor(0, ""))


@pytest.mark.parametrize("column", ["who", "action", "object_label", "object_id", "before", "after", "why"])
def test_an_edited_row_is_noticed(chain: User, column: str) -> None:
    sql(f"UPDATE audit_auditentry SET {column} = '9999' WHERE number = 5")
    assert codes() == ["edited"]


def test_a_row_edited_with_its_hash_is_noticed(chain: User) -> None:
    from planweb.audit.hashing import hash_of

    entry = AuditEntry.objects.get(pk=5)
    entry.why = "别的理由"
    sql("UPDATE audit_auditentry SET why = %s, hash = %s WHERE number = 5", entry.why, hash_of(entry))
    assert codes() == ["unlinked"]


def test_a_chain_rewritten_to_its_end_is_noticed(chain: User) -> None:
    from planweb.audit.hashing import hash_of

    previous = ""
    for entry in AuditEntry.objects.order_by("number"):
        entry.previous_hash, entry.why = previous, "改写"
        previous = hash_of(entry)
        sql(
            "UPDATE audit_auditentry SET why = %s, previous_hash = %s, hash = %s WHERE number = %s",
            *(entry.why, entry.previous_hash, previous, entry.number),
        )
    assert codes() == ["end"]
    sql("UPDATE audit_audithead SET hash = %s", previous)
    assert codes() == ["seal"]  # which takes the audit key


def test_removed_rows_are_noticed(chain: User) -> None:
    sql("DELETE FROM audit_auditentry WHERE number = 5")
    assert codes() == ["removed"]


def test_a_truncated_tail_is_noticed(chain: User) -> None:
    sql("DELETE FROM audit_auditentry WHERE number > 7")
    assert codes() == ["truncated"]
    sql("UPDATE audit_audithead SET count = 7, hash = (SELECT hash FROM audit_auditentry WHERE number = 7)")
    assert codes() == ["seal"]


def test_an_added_row_is_noticed(chain: User) -> None:
    from planweb.audit.hashing import hash_of

    entry = AuditEntry.objects.get(pk=10)
    entry.number, entry.previous_hash = 11, entry.hash
    entry.hash = hash_of(entry)
    entry._state.adding = True
    entry.save()
    assert codes() == ["added"]


def test_a_row_inserted_in_the_middle_is_noticed(chain: User) -> None:
    for number in range(10, 4, -1):
        sql("UPDATE audit_auditentry SET number = %s WHERE number = %s", number + 1, number)
    entry = AuditEntry.objects.get(pk=4)
    entry.number, entry._state.adding = 5, True
    entry.save()
    assert {"edited", "unlinked"} <= set(codes())


def test_a_removed_end_is_noticed(chain: User) -> None:
    sql("DELETE FROM audit_audithead")
    assert codes() == ["headless"]
    with pytest.raises(AuditHead.DoesNotExist), transaction.atomic():
        record_audit(None, "user.edit", chain)


def test_an_older_copy_of_the_database_is_noticed(chain: User, tmp_path: Path) -> None:
    old_end = AuditHead.objects.get()
    with transaction.atomic():
        record_audit(chain, "user.edit", chain)
    keep_anchor(tmp_path / "anchor", verify_chain()[1])
    sql("DELETE FROM audit_auditentry WHERE number = 11")
    sql("UPDATE audit_audithead SET count = 10, hash = %s, seal = %s", old_end.hash, old_end.seal)
    assert codes() == []
    assert codes(read_anchor(tmp_path / "anchor")) == ["anchor"]


def test_the_command_says_so(chain: User, capsys: pytest.CaptureFixture[str], settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_ANCHOR = tmp_path / "anchor.json"
    end = AuditEntry.objects.get(pk=10).hash
    call_command("verify_audit", expect=f"10:{end}")
    assert f"10:{end}" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("verify_audit", expect="10:0000")
    sql("DELETE FROM audit_auditentry WHERE number = 3")
    with pytest.raises(CommandError):
        call_command("verify_audit")
    assert "4: " in capsys.readouterr().out


def test_entries_are_only_added(chain: User) -> None:
    entry = AuditEntry.objects.get(pk=1)
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        entry.delete()
    with pytest.raises(AppendOnly):
        AuditEntry.objects.all().delete()
    with pytest.raises(AppendOnly):
        AuditEntry.objects.update(why="")


@pytest.mark.django_db(transaction=True)
def test_recording_needs_a_transaction(transactional_db: None) -> None:
    user = User.objects.create_user("a", name="甲")
    with pytest.raises(OutsideTransaction):
        record_audit(user, "user.edit", user)


def test_an_entry_falls_with_its_write(transactional_db: None) -> None:
    user = User.objects.create_user("a", name="甲")
    with transaction.atomic():
        record_audit(user, "user.edit", user)
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == 0
    assert verify_chain()[0] == []


def test_writers_at_the_same_time_take_turns(transactional_db: None) -> None:
    user = User.objects.create_user("a", name="甲")
    failures: list[Exception] = []

    def write() -> None:
        try:
            for _ in range(15):
                with transaction.atomic():
                    record_audit(user, "user.edit", user, after={"thread": threading.get_ident()})
        except Exception as error:  # noqa: BLE001
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert verify_chain()[1].number == 60
    assert verify_chain()[0] == []
