"""No room for photographs: the message is answered, the photograph follows when there is room, and none is lost."""

import contextlib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select, update

from storage import tables
from storage.engine import write_transaction
from tests.scenarios.test_whole_life import report
from tests.world import World, by_id, case_of

WORDS = "冲压2号机防护罩松了"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte under the photographs."""
    folder = tmp_path / "media"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder: Path) -> Path:
    """Leave no room; the file that takes it."""
    filler = folder / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return filler


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """New photographs cannot be written into their folder."""
    folder.rmdir()
    folder.touch()
    yield
    folder.unlink()
    folder.mkdir()


def reports_without_room_for_the_photo(world: World) -> None:
    li = world.person("李强")
    li.sends(WORDS, photos=1)
    li.hears("report.confirm")
    li.taps("submit")
    li.hears("report.done")
    assert world.rows(select(tables.media)) == []


def the_photo_follows(world: World) -> None:
    world.clock.passes(minutes=1)
    world.work()
    (kept,) = world.rows(select(tables.attachments))
    assert (kept.state, kept.subject_id) == ("ready", case_of(world).id)
    assert world.company.store.path(kept.media_id, "sealed").stat().st_size > 0


def test_on_a_full_disk_the_message_is_answered_and_its_photo_kept_when_there_is_room(
    small_disk: Path, quick_world: World
) -> None:
    assert quick_world.company.store  # its folders are made
    filler = fill(small_disk)
    reports_without_room_for_the_photo(quick_world)
    filler.unlink()
    the_photo_follows(quick_world)
    assert list((small_disk / "incoming").iterdir()) == []


def test_photographs_that_cannot_be_written_follow_later(quick_world: World) -> None:
    assert quick_world.company.store
    with unwritable(quick_world.folder / "media" / "incoming"):
        reports_without_room_for_the_photo(quick_world)
    the_photo_follows(quick_world)


def test_a_card_whose_picture_cannot_be_drawn_now_goes_out_later(quick_world: World) -> None:
    owner = report(quick_world)
    owner.taps("take")
    owner.sends("修好了", photos=1)
    with unwritable(quick_world.folder / "media" / "incoming"):
        owner.taps("submit")
        acceptor = by_id(quick_world, case_of(quick_world).acceptor_id)
        acceptor.hears_nothing()
    quick_world.clock.passes(minutes=1)
    quick_world.work()
    acceptor.hears("accept.new")


def test_a_photo_sent_with_a_step_that_is_refused_is_kept(quick_world: World) -> None:
    owner = report(quick_world)
    owner.taps("take")
    owner.taps("submit")
    with write_transaction(quick_world.company.engine) as connection:
        connection.execute(update(tables.hazards).values(owner_id=quick_world.person("王芳").id))
    owner.sends("换好了", photos=1)
    assert owner.skips()[-1] == "refused.not_yours"
    roles = [row.role for row in quick_world.rows(select(tables.attachments.c.role).order_by(tables.attachments.c.id))]
    assert roles == ["found", "draft"]
