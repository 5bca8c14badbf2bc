"""Restoring: what comes back is what was backed up; where it is not, it is said, and what was there is still there."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, select

from storage import postgres_copy, restore_journal, restoring
from storage.backup_errors import BackupError
from storage.backup_manifest import read_manifest
from storage.data_keys import open_ring
from storage.engine import read_transaction, write_transaction
from storage.restore_place import Place, is_empty
from storage.tables import audit_records, invitations, people, web_sessions
from tests.conftest import only_postgres, only_sqlite
from tests.storage.backed_up import MASTER, BackedUp, files, topic_of
from workflow.ids import new_id

OPEN_UNTIL = datetime(2099, 1, 1, tzinfo=UTC)


def test_what_was_backed_up_comes_back_in_an_empty_place(lives: BackedUp) -> None:
    lives.rename("南岸化工")
    made = lives.back_up()
    there = lives.aside()
    assert is_empty(there)
    copy = lives.restore(made.name, there)
    assert copy.holds() == lives.holds()
    assert not is_empty(there)
    assert not (there.data_dir / "restoring").exists()
    with copy.engine() as engine, read_transaction(engine) as connection:
        [noted] = connection.execute(select(audit_records.c.facts).where(audit_records.c.kind == "restore")).scalars()
    assert noted == {"backup": made.name}


def test_nobody_comes_in_by_what_was_open_then(lives: BackedUp) -> None:
    """A session, a link or an invitation may have been ended since."""
    with lives.engine() as engine:
        open_ring(engine, MASTER)
        let_in(engine)
    copy = lives.restore(lives.back_up().name, lives.aside())
    with copy.engine() as engine, read_transaction(engine) as connection:
        assert [row.ended_at is not None for row in connection.execute(select(web_sessions))] == [True]
        assert connection.execute(select(invitations.c.until)).scalar_one() < OPEN_UNTIL


def let_in(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        who, until = new_id(), OPEN_UNTIL
        person = {"id": who, "code": "li", "name": "李强", "name_en": "Li", "language": "zh_CN", "phone": ""}
        connection.execute(insert(people), person)
        used = {"token_digest": "t", "opened_at": until, "used_at": until, "until": until, "browser": ""}
        for digest, more in (("a", {}), ("b", used)):
            row = {"id": new_id(), "person_id": who, "link_digest": digest, "link_until": until}
            connection.execute(insert(web_sessions).values(row | more))
        offered = {"id": new_id(), "digest": "d", "made_by_id": who, "made_at": until, "until": until}
        connection.execute(insert(invitations), offered)


def test_a_restored_company_is_backed_up_without_copying_its_pictures_again(lives: BackedUp, tmp_path: Path) -> None:
    copy = lives.restore(lives.back_up().name, lives.aside())
    before = files(tmp_path / "target" / "media")
    copy.back_up()
    assert files(tmp_path / "target" / "media") == before


def test_over_a_company_the_old_data_are_kept_beside(lives: BackedUp) -> None:
    made = lives.back_up()
    before = lives.holds()
    lives.rename("later")
    lives.take_picture()
    later = lives.holds()
    lives.restore(made.name, lives.place)
    assert lives.holds() == before
    assert kept(lives).holds() == later
    assert str(kept(lives).place.data_dir) in lives.kept
    assert lives.place.file is not None or kept(lives).place.url.database in lives.kept.split(", ")


def kept(lives: BackedUp) -> BackedUp:
    """What was in the place before the restore."""
    [folder] = lives.place.data_dir.glob("before-*")
    if lives.place.file is not None:
        [file] = lives.place.file.parent.glob(f"before-*/{lives.place.file.name}")
        return BackedUp(Place(folder, f"sqlite:///{file}"), lives.target)
    stamp = folder.name.removeprefix("before-")
    url = lives.place.url.set(database=postgres_copy.kept_name(lives.place.url, stamp))
    return BackedUp(Place(folder, url.render_as_string(hide_password=False)), lives.target)


def test_a_trial_leaves_nothing_behind(lives: BackedUp) -> None:
    made = lives.back_up()
    before = lives.holds(), sorted(lives.place.data_dir.rglob("*"))
    lives.try_out(made.name)
    assert (lives.holds(), sorted(lives.place.data_dir.rglob("*"))) == before


@only_sqlite
def test_a_changed_byte_anywhere_in_a_backup_is_found(lives: BackedUp, tmp_path: Path) -> None:
    made = lives.back_up()
    chance = random.Random(3)
    streams = [path for path in (tmp_path / "target").rglob("*") if path.is_file()]
    assert len(streams) == 8
    for path in streams:
        content = path.read_bytes()
        for part in range(4):
            place = chance.randrange(part * len(content) // 4, (part + 1) * len(content) // 4)
            changed = bytearray(content)
            changed[place] ^= 1 << chance.randrange(8)
            path.write_bytes(changed)
            wanted = {"backup.altered", "backup.wrong_key", "backup.unknown_version"}
            assert topic_of(lambda: lives.try_out(made.name)) in wanted, (path, place)
        path.write_bytes(content[: len(content) * 2 // 3])
        assert topic_of(lambda: lives.try_out(made.name)) == "backup.altered"
        path.unlink()
        assert topic_of(lambda: lives.try_out(made.name)) == "backup.missing"
        path.write_bytes(content)
    lives.try_out(made.name)


@only_sqlite
def test_a_stream_of_another_backup_in_its_place_is_found(lives: BackedUp, tmp_path: Path) -> None:
    one, other = lives.back_up(), lives.back_up()
    folder = tmp_path / "target" / "backups"
    for end in ("database", "manifest"):
        content = (folder / f"{one.name}.{end}").read_bytes()
        (folder / f"{one.name}.{end}").write_bytes((folder / f"{other.name}.{end}").read_bytes())
        assert topic_of(lambda: lives.try_out(one.name)) == "backup.wrong_key"
        (folder / f"{one.name}.{end}").write_bytes(content)


def test_under_another_key_nothing_opens_and_what_was_there_stays(lives: BackedUp) -> None:
    made = lives.back_up()
    before = lives.holds()
    assert topic_of(lambda: read_manifest(lives.target, made.name, bytes(32))) == "backup.wrong_key"
    assert lives.holds() == before


@pytest.mark.parametrize("at", ["compare", "_note", "restore_journal.commit"])
def test_a_restore_that_fails_leaves_all_as_it_was(lives: BackedUp, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    made = lives.back_up()
    lives.rename("later")
    before = lives.holds()

    def fail(*arguments: object) -> None:
        raise BackupError("backup.differs")

    monkeypatch.setattr(f"storage.restoring.{at}", fail)
    assert topic_of(lambda: lives.restore(made.name, lives.place)) == "backup.differs"
    assert lives.holds() == before
    assert not list(lives.place.data_dir.glob("restor*"))
    monkeypatch.undo()
    lives.restore(made.name, lives.place)


def test_what_was_begun_is_ended_by_whoever_opens_the_place_next(
    lives: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = lives.back_up()
    before = lives.holds()
    lives.rename("later")
    for step in range(4):
        broken = _stopping_after(step)
        monkeypatch.setattr(restore_journal, "_rename", broken)
        with pytest.raises(KeyboardInterrupt):
            lives.restore(made.name, lives.place)
        monkeypatch.undo()
        assert restore_journal.is_unfinished(lives.place.data_dir)
        restore_journal.finish(lives.place.data_dir, lives.place.database)
        assert lives.holds() == before, step
        if step >= steps_of(lives):
            break


def steps_of(lives: BackedUp) -> int:
    return 2 if lives.place.file is not None else 1


def _stopping_after(step: int) -> Callable[[restore_journal.Step], None]:
    done = 0
    real = restore_journal._rename

    def rename(wanted: restore_journal.Step) -> None:
        nonlocal done
        if done == step:
            raise KeyboardInterrupt
        done += 1
        real(wanted)

    return rename


@only_postgres
def test_a_database_that_somebody_uses_is_not_replaced(lives: BackedUp, monkeypatch: pytest.MonkeyPatch) -> None:
    made = lives.back_up()
    monkeypatch.setattr(postgres_copy, "LEAVE_SECONDS", 0.2)
    with lives.engine() as engine, read_transaction(engine) as connection:
        connection.exec_driver_sql("SELECT 1")
        assert topic_of(lambda: lives.restore(made.name, lives.place)) == "backup.database_in_use"
    assert not restore_journal.is_unfinished(lives.place.data_dir)


@only_sqlite
def test_a_disk_without_room_is_told_before_anything_is_written(
    lives: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = lives.back_up()
    monkeypatch.setattr(restoring, "ROOM", 1 << 60)
    assert topic_of(lambda: lives.restore(made.name, lives.place)) == "backup.no_room"


@only_sqlite
def test_a_backup_of_another_engine_or_of_a_later_program_is_refused(lives: BackedUp, tmp_path: Path) -> None:
    made = lives.back_up()
    elsewhere = Place(tmp_path / "else", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert topic_of(lambda: lives.restore(made.name, elsewhere)) == "backup.other_engine"
    with lives.engine() as engine, engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert topic_of(lambda: lives.try_out(lives.back_up().name)) == "backup.newer_program"
