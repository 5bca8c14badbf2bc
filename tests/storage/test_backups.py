"""Backups of a running company: complete, of one moment, and without what the target has already."""

import errno
import resource
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, insert, select

from storage import backups, data_keys, sqlite_copy
from storage.backup_errors import BackupError, of_disk
from storage.backup_manifest import Stored, names_of, read_manifest
from storage.backup_target import FolderTarget
from storage.backup_thinning import note_outcome, thin_out
from storage.backups import Progress, Source, alone
from storage.database_facts import keys_of
from storage.engine import bare_transaction, read_transaction, write_transaction
from storage.tables import counters
from tests.conftest import only_sqlite
from tests.engines import MASTER_KEY
from tests.storage.backed_up import MASTER, BackedUp, backed_up, files, topic_of


def test_a_manifest_says_what_was_there(lives: BackedUp) -> None:
    made = lives.back_up()
    assert read_manifest(lives.target, made.name, MASTER) == made
    with lives.engine() as engine:
        assert made.engine == engine.dialect.name
    assert made.tables["company"] == 1
    assert made.tables["media"] == 2
    assert len(made.media) == 6
    assert made.revision
    assert (made.lost, made.erased) == ([], [])
    assert not (lives.place.data_dir / "backing-up.db").exists()


def test_pictures_that_the_target_has_are_not_copied_again(lives: BackedUp, tmp_path: Path) -> None:
    lives.back_up()
    before = files(tmp_path / "target" / "media")
    id_ = lives.take_picture()
    stamps = {path: path.stat().st_mtime_ns for path in before}
    second = lives.back_up()
    after = files(tmp_path / "target" / "media")
    assert {path: path.stat().st_mtime_ns for path in before} == stamps
    assert len(after) == len(before) + 3
    assert sum(id_ in path for path in second.media) == 3


def test_a_picture_that_was_altered_or_cut_off_in_the_target_is_copied_again(lives: BackedUp, tmp_path: Path) -> None:
    made = lives.back_up()
    stored = next(iter(made.media.values()))
    (tmp_path / "target" / stored.name).write_bytes(b"cut off")
    lives.back_up()
    lives.try_out(made.name)


def test_nothing_is_readable_in_a_backup_and_no_name_tells_a_picture(lives: BackedUp, tmp_path: Path) -> None:
    lives.rename("南岸化工有限公司")
    made = lives.back_up()
    everything = b"".join(files(tmp_path / "target").values())
    assert "南岸化工".encode() not in everything
    assert MASTER not in everything
    names = {path.name for path in (tmp_path / "target" / "media").rglob("*")}
    assert not names & {stored.sha256 for stored in made.media.values()}


def test_what_is_written_while_it_runs_goes_on_and_is_not_in_it(
    lives: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two rows of each transaction are there or are not; and no writer waits for the whole copy."""
    monkeypatch.setattr(sqlite_copy, "PAGES", 8)
    done, written = threading.Event(), 0

    def write() -> None:
        nonlocal written
        with lives.engine() as engine:
            while not done.is_set():
                pair = [{"name": f"{written}:{side}", "value": written} for side in "ab"]
                with write_transaction(engine) as connection:
                    connection.execute(insert(counters), pair)
                written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = lives.back_up()
        during = written
    finally:
        done.set()
        writer.join()
    assert during > 3
    copy = lives.restore(made.name, lives.aside())
    with copy.engine() as engine, read_transaction(engine) as connection:
        names = list(connection.execute(select(counters.c.name).where(counters.c.name.contains(":"))).scalars())
    assert len(names) == 2 * len({name.partition(":")[0] for name in names})
    assert len(names) == made.tables["counters"] - (len(set(names)) - len(names)) - others(copy)


def others(lives: BackedUp) -> int:
    with lives.engine() as engine, read_transaction(engine) as connection:
        return sum(":" not in name for name in connection.execute(select(counters.c.name)).scalars())


def test_a_picture_without_a_file_is_named_and_one_erased_meanwhile_is_not_missed(lives: BackedUp) -> None:
    gone = lives.take_picture(keep=False)
    made = lives.back_up()
    assert made.lost == [gone]
    assert topic_of(lambda: lives.try_out(made.name)) == "backup.pictures_lost"


@only_sqlite
@pytest.mark.parametrize("rotations", [1, 9])
def test_keys_that_change_meanwhile_are_in_the_backup_with_all_that_they_seal(
    lives: BackedUp, monkeypatch: pytest.MonkeyPatch, rotations: int
) -> None:
    real, left = backups._media, rotations

    def rotating(source: Source, told: Progress) -> Iterator[tuple[str, Stored]]:
        nonlocal left
        if left:
            left -= 1
            with bare_transaction(source.engine) as connection:
                data_keys.make(connection, MASTER_KEY, "media")
        return real(source, told)

    monkeypatch.setattr(backups, "_media", rotating)
    if rotations > backups.MOST_TRIES:
        assert topic_of(lives.back_up) == "backup.keys_rotate"
        return
    made = lives.back_up()
    copy = lives.restore(made.name, lives.aside())
    with lives.engine() as one, copy.engine() as other:
        assert keys(one) == keys(other)


def keys(engine: Engine) -> frozenset[str]:
    with read_transaction(engine) as connection:
        return keys_of(connection)


def test_one_backup_at_a_time(lives: BackedUp) -> None:
    with alone(lives.place.data_dir):
        assert topic_of(lives.back_up) == "backup.under_way"


def test_a_target_that_fills_up_leaves_the_last_backup_as_it_was(
    lives: BackedUp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = lives.back_up()
    before = files(tmp_path / "target")
    lives.rename("x" * 40)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, hard))
    try:
        said = topic_of(lives.back_up)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert said in {"backup.target_full", "backup.disk_full"}
    assert files(tmp_path / "target") == before
    lives.try_out(good.name)


def test_a_real_full_disk(demo_url: str, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", small], capture_output=True)
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        lives = backed_up(demo_url, tmp_path)
        lives.target = FolderTarget(small)
        assert topic_of(lives.back_up) == "backup.target_full"
        assert files(small) == {}
    finally:
        subprocess.run(["umount", small], check=True)


@only_sqlite
def test_a_target_out_of_reach_is_told_by_its_place(lives: BackedUp, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    lives.target = FolderTarget(tmp_path / "file")
    with pytest.raises(BackupError) as refused:
        lives.back_up()
    assert refused.value.topic == "backup.target_away"
    assert refused.value.facts == {"place": str(tmp_path / "file"), "why": "Not a directory"}


@only_sqlite
def test_what_a_killed_backup_has_left_goes_with_the_next(lives: BackedUp, tmp_path: Path) -> None:
    folder = tmp_path / "target" / "backups"
    folder.mkdir(parents=True)
    (folder / "20261101T000000Z-0000.database").write_bytes(b"half")
    (folder / "20261101T000000Z-0000.manifest.0123.under-way").write_bytes(b"half")
    made = lives.back_up()
    assert {file.name for file in folder.iterdir()} == {f"{made.name}.database", f"{made.name}.manifest"}


@only_sqlite
def test_media_of_backups_that_went_go_and_the_last_good_one_stays(lives: BackedUp, tmp_path: Path) -> None:
    good = lives.back_up()
    note_outcome(lives.target, good.name, MASTER, lives.now, good=True)
    lost = lives.take_picture()
    second = lives.back_up()
    for file in lives.place.data_dir.rglob(f"{lost}*"):
        file.unlink()
    for _ in range(40):
        lives.back_up()
    gone = thin_out(lives.target, MASTER, ZoneInfo("Asia/Shanghai"))
    there = names_of(lives.target)
    assert second.name in gone
    assert good.name in there
    assert len(there) == 7 + 5 + 1 - 2 + 1 or len(there) <= 14
    assert len(files(tmp_path / "target" / "media")) == 6
    assert not set(gone) & set(there)


@only_sqlite
def test_beside_a_backup_that_does_not_open_no_media_go(lives: BackedUp, tmp_path: Path) -> None:
    made = lives.back_up()
    lives.back_up()
    shutil.rmtree(lives.place.data_dir / "media")
    path = tmp_path / "target" / "backups" / f"{made.name}.manifest"
    path.write_bytes(path.read_bytes()[:-1])
    lives.back_up()
    thin_out(lives.target, MASTER, ZoneInfo("UTC"))
    assert path.exists()
    assert len(files(tmp_path / "target" / "media")) == 6


def test_errors_of_the_disk_are_told_apart() -> None:
    assert of_disk(OSError(errno.ENOSPC, "No space left on device"), "/x").topic == "backup.disk_full"
    assert of_disk(OSError(errno.EIO, "Input/output error"), "/x").topic == "backup.disk_fault"
