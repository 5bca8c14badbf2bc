"""Backups and restores are killed at random moments: nothing is half there, and what was good before is good still."""

import os
import random
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text

from storage import restore_journal
from storage.backup_manifest import names_of, read_manifest
from tests.storage.backed_up import MASTER, BackedUp
from tests.storage.killed import killed

KILLS = int(os.environ.get("HAZARDLINE_TEST_KILLS", "6"))  # of each; `make kill-backups` takes fifty
PICTURES = 25
FOREVER = 600.0


def settled(lives: BackedUp) -> None:
    for _ in range(PICTURES):
        lives.take_picture()


def test_a_backup_that_is_killed_leaves_those_before_it_good(lives: BackedUp, tmp_path: Path) -> None:
    settled(lives)
    target, chance = tmp_path / "target", random.Random(1)
    good = lives.back_up()
    _, takes = killed("backup", lives.place, tmp_path / "elsewhere", "", FOREVER)
    kills = runs = 0
    while kills < KILLS:
        lives.take_picture()
        ended, took = killed("backup", lives.place, target, "", chance.uniform(0, takes))
        takes = min(takes, took) if ended else takes  # the first may have waited for others on the same machine
        kills, runs = kills + (not ended), runs + 1
        for name in names_of(lives.target):
            read_manifest(lives.target, name, MASTER)
        if runs % 6 == 5:
            lives.try_out(good.name)
    last = lives.back_up()
    for name in names_of(lives.target):
        lives.try_out(name)
    left = [file.name for file in lives.place.data_dir.rglob("*") if file.is_file() and "media" not in file.parts]
    assert set(left) <= {"backing-up.lock", "hazardline.db"}
    assert not list(target.rglob("*.under-way"))
    assert last.tables["media"] == 2 + PICTURES + runs
    tell(lives, "backup", takes, f"{len(names_of(lives.target))} backups, all good")


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(lives: BackedUp, tmp_path: Path) -> None:
    settled(lives)
    target, chance = tmp_path / "target", random.Random(2)
    made, new = lives.back_up(), lives.holds()
    ended, takes = killed("restore", lives.place, target, made.name, FOREVER)
    assert ended
    became = {True: 0, False: 0}
    for number in range(KILLS):
        lives.rename(f"later {number}")
        lives.take_picture()
        old = lives.holds()
        killed("restore", lives.place, target, made.name, chance.uniform(0, 1.1 * takes))
        restore_journal.finish(lives.place.data_dir, lives.place.database)  # as whoever opens it next does
        holds = lives.holds()
        assert holds in (old, new), number
        became[holds == new] += 1
    assert KILLS < 50 or all(became.values()), became
    lives.restore(made.name, lives.place)
    assert lives.holds() == new
    tell(lives, "restore", takes, f"{became[False]} left the old data, {became[True]} the new, none a mixture")


def test_a_trial_restore_that_is_killed_touches_nothing_and_what_it_leaves_goes_the_next_time(
    lives: BackedUp, tmp_path: Path
) -> None:
    settled(lives)
    target, chance = tmp_path / "target", random.Random(3)
    made = lives.back_up()
    lives.rename("later")
    holds = lives.holds()
    ended, takes = killed("check", lives.place, target, made.name, FOREVER)
    assert ended
    kills = 0
    for number in range(2 * KILLS):
        kills += not killed("check", lives.place, target, made.name, chance.uniform(0, takes))[0]
        assert not restore_journal.is_unfinished(lives.place.data_dir)
        assert lives.holds() == holds, number
    assert kills
    for _ in range(3):  # on PostgreSQL the process of the last one may be ending still
        lives.try_out(made.name)
        if not lying(lives):
            break
    assert lying(lives) == []
    assert lives.holds() == holds
    tell(lives, "trial restore", takes, f"{kills} in the midst of it; the company is as it was", 2 * KILLS)


def lying(lives: BackedUp) -> list[str]:
    """What trial restores have left beside the company."""
    folders = [str(path) for path in lives.place.data_dir.glob("checking*")]
    if lives.place.file is not None:
        return [*folders, *map(str, lives.place.file.parent.glob("*.checking*"))]
    engine = create_engine(lives.place.url, poolclass=NullPool)
    with engine.connect() as connection:
        named = text("SELECT datname FROM pg_database WHERE starts_with(datname, :ours)")
        there = connection.execute(named, {"ours": f"{(lives.place.url.database or '')[:40]}_checking"}).scalars().all()
    return [*folders, *there]


def tell(lives: BackedUp, what: str, takes: float, found: str, kills: int = KILLS) -> None:
    """For whoever runs this by itself, to see what it was that was killed."""
    print(f"\n{lives.place.url.get_backend_name()}: {kills} kills within a {what} of {takes:.2f} s: {found}")
