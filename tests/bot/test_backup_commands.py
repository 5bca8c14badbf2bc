"""`hazardline backup`, `backups`, `restore` and `keys split`, as somebody types them."""

import fcntl
import re
import shutil
from base64 import b64encode
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot import backing_up, backup_commands
from bot.company import utc_now
from storage import audit, chain, heads
from storage.case_feed import NEVER
from storage.chain import Head
from storage.engine import read_transaction, write_transaction
from storage.links import FIRST
from storage.restore_journal import JOURNAL
from storage.sealed_types import ring_of
from storage.tables import audit_records, backup_nights, company
from tests import engines
from tests.bot.command_line import CommandLine
from tests.engines import MASTER_KEY
from tests.unguarded import unguard

TARGET = ("--to", "target")
FROM = ("--from", "target")


@pytest.fixture
def line(hazardline: CommandLine, demo_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """In a folder with the demo company, whose master key is set."""
    data = hazardline.folder / "data"
    data.mkdir()
    shutil.copy(demo_sqlite, data / "hazardline.db")
    monkeypatch.setenv("HAZARDLINE_MASTER_KEY", b64encode(MASTER_KEY).decode())
    monkeypatch.setattr(backup_commands, "LANGUAGE", "en")
    monkeypatch.setattr(backing_up, "LOW", 0)  # this process has other tests to run
    return hazardline


def name_in(said: str) -> str:
    [name] = re.findall(r"\d{8}T\d{6}Z-[0-9a-f]{4}", said)
    return str(name)


def halves(line: CommandLine) -> list[str]:
    one, other = re.findall(r"half: +(\S+)", line.says("keys", "split"))
    return ["--key-half", one, "--key-half", other]


def test_a_backup_is_made_listed_tried_and_restored(line: CommandLine) -> None:
    name = name_in(line.says("backup", *TARGET))
    assert "not tried yet" in line.says("backups", *FROM)
    assert f"Backup {name} was tried by a restore and is good" in line.says("restore", "--check", *FROM)
    assert "tried by a restore: good" in line.says("backups", *FROM)
    said = line.says("restore", name[:8], *FROM, "--to-data-dir", "another")
    assert said.startswith("Restored: another now holds the data of")
    assert (line.folder / "another" / "hazardline.db").exists()


def test_a_night_is_tried_and_kept_for_the_digest(line: CommandLine) -> None:
    line.says("backup", *TARGET, "--nightly")
    engine = engines.opened(f"sqlite:///{line.folder / 'data' / 'hazardline.db'}")
    with read_transaction(engine) as connection:
        assert connection.execute(select(backup_nights.c.outcome)).scalar_one() == "good"
    engine.dispose()
    assert "tried by a restore: good" in line.says("backups", *FROM)


def test_over_data_both_halves_of_the_right_key_are_needed(line: CommandLine) -> None:
    line.says("backup", *TARGET)
    mine, another = halves(line), halves(line)
    for wanted, said in (
        ([], "holds data, which was left alone"),
        (mine[:2], "Two halves of the key are needed"),
        ([*mine[:2], *another[:2]], "the master key is not its own"),
        ([*mine[:2], "--key-half", "abc"], "That is no half of a key"),
    ):
        assert said in line.says("restore", *FROM, *wanted, status=1)
    assert "What was there before is kept in data/before-" in line.says("restore", *FROM, *mine)


def test_both_halves_do_without_the_key_itself(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    line.says("backup", *TARGET)
    both = halves(line)
    monkeypatch.delenv("HAZARDLINE_MASTER_KEY")
    assert "Restored" in line.says("restore", *FROM, *both, "--to-data-dir", "another")


def test_heads_of_the_chain_say_that_a_restore_has_given_up_what_came_later(
    line: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = line.folder / "heads.jsonl"
    monkeypatch.setenv("HAZARDLINE_AUDIT_HEADS", str(file))
    line.says("backup", *TARGET)
    heads.append(file, Head(70, "f" * 64), utc_now(), {})
    line.says("restore", *FROM, *halves(line))
    assert [(written.head.position, written.restored) for written in heads.read(file)] == [(70, False), (0, True)]
    assert heads.standing(file) == ({0: FIRST}, 1)


def test_a_half_by_itself_is_another_each_time(line: CommandLine) -> None:
    assert len({half for _ in range(5) for half in halves(line)[1::2]}) == 10
    assert b64encode(MASTER_KEY).decode() not in line.says("keys", "split")


def test_what_is_doubtful_ends_with_status_1_and_is_marked(line: CommandLine) -> None:
    name = name_in(line.says("backup", *TARGET))
    path = line.folder / "target" / "backups" / f"{name}.database"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    said = line.says("restore", "--check", *FROM, status=1)
    assert said.startswith(f"backups/{name}.database is cut off or was altered")
    assert said.count("\n") == 1
    assert "🔴 tried by a restore: not good" in line.says("backups", *FROM)


def test_what_was_changed_behind_the_back_of_the_audit_does_not_pass_a_trial_restore(line: CommandLine) -> None:
    engine = engines.opened(f"sqlite:///{line.folder / 'data' / 'hazardline.db'}")
    with write_transaction(engine) as connection:
        for _ in range(3):
            changed = audit.record(connection, audit.Kind.LOGIN, utc_now())
    with write_transaction(engine) as connection:
        chain.append(connection, chain.next_links(connection, ring_of(engine).key("chain"), NEVER).links)
    line.says("backup", *TARGET)
    assert "and is good" in line.says("restore", "--check", *FROM)
    with write_transaction(engine) as connection:
        unguard(connection)
        connection.execute(update(audit_records).where(audit_records.c.id == changed).values(kind="export"))
    engine.dispose()
    name = name_in(line.says("backup", *TARGET))
    said = line.says("restore", name, "--check", *FROM, status=1)
    assert said.startswith("The restored data are not what the audit has on record. Doubts: 1, the first: altered")
    assert changed in said
    [listed] = [each for each in line.says("backups", *FROM).splitlines() if name in each]
    assert listed.endswith("not good")


def test_where_backups_are_has_to_be_said(line: CommandLine) -> None:
    assert "set HAZARDLINE_BACKUP_TO" in line.says("backup", status=1)
    assert "There is no backup in" in line.says("backups", *FROM, status=1)
    line.says("backup", *TARGET)
    assert "has a name that begins with 1999" in line.says("restore", "1999", *FROM, "--check", status=1)


def test_a_running_company_is_not_replaced(line: CommandLine) -> None:
    line.says("backup", *TARGET)
    with (line.folder / "data" / "running.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "in use by another Hazardline" in line.says("restore", *FROM, *halves(line), status=1)


def test_a_restore_that_was_killed_in_the_middle_is_ended_by_the_next_command(
    line: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.says("backup", *TARGET)
    both = halves(line)
    engine = engines.opened(f"sqlite:///{line.folder / 'data' / 'hazardline.db'}")
    with write_transaction(engine) as connection:
        connection.execute(company.update().values(name="later"))
    engine.dispose()
    with monkeypatch.context() as patch:
        patch.setattr("storage.restore_journal.finish", lambda *place: None)
        line.says("restore", *FROM, *both)
    assert (line.folder / "data" / JOURNAL).exists()
    line.says("migrate")
    assert not (line.folder / "data" / JOURNAL).exists()
    engine = engines.opened(f"sqlite:///{line.folder / 'data' / 'hazardline.db'}")
    with read_transaction(engine) as connection:
        assert connection.execute(select(company.c.name)).scalar_one() != "later"
    engine.dispose()
