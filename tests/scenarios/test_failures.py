"""What fails outside and inside: platforms, disk, database, our own scripts. Nothing is lost, and it is said."""

import asyncio
import contextlib
import json
import logging
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, make_url, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from bot import courier, intake
from bot.app import working
from handlers import help, routing
from handlers.messages import Envelope, NotDelivered, Outgoing, Photo, Receipt
from handlers.routing import Row
from storage import engine as database
from storage import tables
from storage.engine import read_transaction, write_transaction
from tests.conftest import POSTGRES
from tests.conftest import _administer as administer
from tests.photographs import photograph
from tests.scenarios import books
from tests.scenarios.test_whole_life import report
from tests.world import World, by_id, case_of, kinds_of
from workflow.ids import new_id


WORDS = "冲压2号机防护罩松了"


def states(world: World) -> list[str]:
    """What has become of the messages, in order."""
    return [row.state for row in world.rows(select(tables.inbox.c.state).order_by(tables.inbox.c.id))]


def deliveries_of(world: World, topic: str) -> list[Any]:
    made = select(tables.deliveries).join(tables.notices).where(tables.notices.c.topic == topic)
    return world.rows(made)


# --- the platform ---


def busy(retry_after: float | None = None) -> NotDelivered:
    return NotDelivered("busy", permanent=False, retry_after=retry_after)


def test_what_cannot_be_sent_now_is_sent_later_in_its_order(world: World) -> None:
    li = world.person("李强")
    world.platform.fails.append(busy())
    world.send(world.envelope(li.code, text="帮助"), world.envelope(li.code, text=WORDS))
    li.hears_nothing()
    world.work()
    li.hears_nothing()
    world.clock.passes(seconds=2)
    world.work()
    li.hears("help.main", "report.confirm")


def test_a_platform_is_not_asked_again_before_the_time_it_named(world: World) -> None:
    li = world.person("李强")
    world.platform.fails.append(busy(retry_after=60))
    li.sends("帮助")
    world.clock.passes(seconds=59)
    world.work()
    li.hears_nothing()
    world.clock.passes(seconds=1)
    world.work()
    li.hears("help.main")


def test_one_persons_trouble_holds_back_nobody_else(quick_world: World) -> None:
    li, wang = quick_world.person("李强"), quick_world.person("王芳")
    quick_world.platform.fails.append(busy())
    quick_world.send(quick_world.envelope(li.code, text="帮助"), quick_world.envelope(wang.code, text="帮助"))
    assert sorted([li.skips(), wang.skips()]) == [[], ["help.main"]]


def refuses(world: World, code: str) -> None:
    """The platform takes nothing for this address."""
    send = world.platform.send

    async def refuse(outgoing: Outgoing) -> Receipt:
        if outgoing.address == code:
            raise busy()
        return await send(outgoing)

    world.platform.send = refuse  # type: ignore[method-assign]


def test_what_never_goes_out_is_given_up_and_written_down(quick_world: World) -> None:
    li = quick_world.person("李强")
    refuses(quick_world, li.code)
    li.sends("帮助")
    for _ in range(courier.MOST_ATTEMPTS):
        assert deliveries_of(quick_world, "help.main") == []
        quick_world.clock.passes(seconds=courier.LONGEST_WAIT.total_seconds())
        quick_world.work()
    (made,) = deliveries_of(quick_world, "help.main")
    assert (made.state, made.error, made.address) == ("failed", "busy", li.code)
    del quick_world.platform.send  # type: ignore[attr-defined]
    li.sends("帮助")
    li.hears("help.main")


def test_a_platform_that_never_answers_is_given_up_too(quick_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(outgoing: Outgoing) -> Receipt:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(courier, "SEND_SECONDS", 0)
    monkeypatch.setattr(quick_world.platform, "send", hang)
    quick_world.person("李强").sends("帮助")
    for _ in range(courier.MOST_ATTEMPTS):
        quick_world.clock.passes(seconds=courier.LONGEST_WAIT.total_seconds())
        quick_world.work()
    (made,) = deliveries_of(quick_world, "help.main")
    assert made.state == "failed"


def test_what_is_refused_for_good_is_written_down_at_once_and_those_behind_it_go_out(world: World) -> None:
    li = world.person("李强")
    world.platform.fails.append(NotDelivered("blocked by the user", permanent=True))
    world.send(world.envelope(li.code, text="帮助"), world.envelope(li.code, text=WORDS))
    li.hears("report.confirm")
    (made,) = deliveries_of(world, "help.main")
    assert (made.state, made.error) == ("failed", "blocked by the user")


def test_a_reminder_that_waits_is_not_sent_once_it_has_become_untrue(world: World) -> None:
    owner = report(world)
    owner.skips()
    world.clock.passes(hours=9)
    world.platform.fails.append(busy())
    world.work()  # the reminder is made and cannot be sent
    owner.taps("take")
    world.clock.passes(minutes=1)
    world.work()
    owner.hears("task.taken")


def test_a_reminder_is_checked_once_more_before_it_goes_out(quick_world: World) -> None:
    """Two reminders are in the courier's hands; while the first is being sent, the second becomes untrue."""
    owner = report(quick_world)
    quick_world.person("李强").sends("冲压3号机防护罩松了")
    quick_world.person("李强").taps("submit")
    owner.skips()
    token = owner.latest("take").token("take")
    quick_world.clock.passes(hours=9)
    send, company = quick_world.platform.send, quick_world.company

    async def send_and_be_overtaken(outgoing: Outgoing) -> Receipt:
        quick_world.platform.send = send  # type: ignore[method-assign]
        await company.intake.accept(quick_world.envelope(owner.code, choice=token))
        await company.intake.settle()
        return await send(outgoing)

    quick_world.platform.send = send_and_be_overtaken  # type: ignore[method-assign]
    quick_world.work()
    owner.hears("task.not_taken", "task.taken")


# --- the disk ---


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


# --- the database ---


def live(world: World, *envelopes: Envelope) -> None:
    """The company as it really runs, until all of it is answered and carried; what is not acknowledged comes again."""

    async def lives() -> None:
        async with working(world.company), asyncio.timeout(30):
            for envelope in envelopes:
                while not await acknowledged(world, envelope):
                    await asyncio.sleep(0.01)
            while not is_quiet(world):
                await asyncio.sleep(0.01)
                world.clock.passes(seconds=1)

    asyncio.run(lives())


async def acknowledged(world: World, envelope: Envelope) -> bool:
    try:
        await world.company.intake.accept(envelope)
    except OperationalError:
        return False
    return True


def is_quiet(world: World) -> bool:
    try:
        with read_transaction(world.company.engine) as connection:
            return books.is_quiet(connection)
    except OperationalError:
        return False


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for a second try."""
    monkeypatch.setattr(intake, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(courier, "IDLE_SECONDS", 0.01)
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)


class Holder(logging.Handler):
    """Somebody else holds the SQLite file locked until a log tells that somebody waits for it."""

    def __init__(self, url: str, log: str) -> None:
        super().__init__()
        self._connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        self._log = logging.getLogger(log)
        self.waited_for: list[str] = []

    def hold(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._log.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.waited_for.append(record.getMessage())
        self._log.removeHandler(self)
        self._connection.execute("ROLLBACK")


only_sqlite = pytest.mark.parametrize("demo_url", ["sqlite"], indirect=True)
only_postgres = pytest.mark.parametrize("demo_url", ["postgresql"] if POSTGRES else [], indirect=True)


@only_sqlite
@pytest.mark.usefixtures("hurried")
def test_a_turn_waits_for_a_locked_database(quick_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    li, holder = quick_world.person("李强"), Holder(quick_world.url, "bot.intake")
    download = quick_world.platform.download

    async def download_as_it_is_locked(photo: Photo) -> bytes:
        holder.hold()
        return await download(photo)

    monkeypatch.setattr(quick_world.platform, "download", download_as_it_is_locked)
    picture = quick_world.upload(photograph(1, size=(320, 240)))
    live(quick_world, quick_world.envelope(li.code, text=WORDS, photos=[picture]))
    assert "waits for the database" in holder.waited_for[0]
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 1
    assert len(quick_world.rows(select(tables.media))) == 1


@only_sqlite
@pytest.mark.usefixtures("hurried")
def test_what_was_delivered_while_the_database_is_locked_is_written_down_and_not_sent_again(
    quick_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    li, holder = quick_world.person("李强"), Holder(quick_world.url, "bot.courier")
    send = quick_world.platform.send

    async def send_as_it_is_locked(outgoing: Outgoing) -> Receipt:
        holder.hold()
        return await send(outgoing)

    monkeypatch.setattr(quick_world.platform, "send", send_as_it_is_locked)
    live(quick_world, quick_world.envelope(li.code, text="帮助"))
    assert "wait to be written down" in holder.waited_for[0]
    li.hears("help.main")
    assert len(quick_world.platform.sent) == 1


@only_sqlite
@pytest.mark.usefixtures("hurried")
def test_a_message_that_finds_the_database_locked_is_not_acknowledged(quick_world: World) -> None:
    li, holder = quick_world.person("李强"), Holder(quick_world.url, "bot.courier")
    holder.hold()
    live(quick_world, quick_world.envelope(li.code, text="帮助"))
    assert states(quick_world) == ["done"]
    li.hears("help.main")


@contextmanager
def cut_off(world: World, beginning: str) -> Iterator[list[str]]:
    """As soon as a statement begins like this, every connection to the PostgreSQL database is cut, once."""
    cut: list[str] = []

    def cut_all(connection: Any, cursor: Any, statement: str, *others: Any) -> None:
        if statement.startswith(beginning) and not cut:
            cut.append(statement)
            administer(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                f"WHERE datname = '{make_url(world.url).database}'"
            )

    event.listen(world.company.engine, "before_cursor_execute", cut_all)
    yield cut
    event.remove(world.company.engine, "before_cursor_execute", cut_all)


@only_postgres
@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    "beginning",
    ["INSERT INTO inbox", "UPDATE inbox", "INSERT INTO events", "UPDATE notices", "INSERT INTO deliveries"],
)
def test_connections_cut_in_the_middle_lose_nothing(quick_world: World, beginning: str) -> None:
    li = quick_world.person("李强")
    li.sends(WORDS, photos=1)
    li.hears("report.confirm")
    submit = quick_world.envelope(li.code, choice=li.latest("submit").token("submit"))
    with cut_off(quick_world, beginning) as cut:
        live(quick_world, submit)
    assert len(cut) == 1
    li.hears("report.done")
    assert states(quick_world) == ["done", "done"]
    owner = by_id(quick_world, case_of(quick_world).owner_id)
    owner.hears("task.new")
    assert kinds_of(quick_world, case_of(quick_world).id) == ["reported", "assigned"]


# --- our own faults ---


def breaking(error: Exception) -> Row:
    async def break_(asker: help.Asker) -> None:
        raise error

    return Row(break_, help.Asker, light=True)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("error", [ZeroDivisionError(), IntegrityError("INSERT", {}, Exception())])
def test_a_script_that_breaks_is_tried_three_times_and_set_aside(
    quick_world: World, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setitem(routing.SCRIPTS, "show_help", breaking(error))
    li = quick_world.person("李强")
    live(quick_world, quick_world.envelope(li.code, text="帮助"), quick_world.envelope(li.code, text=WORDS))
    li.hears("unknown.our_fault", "report.confirm")
    assert states(quick_world) == ["failed", "done"]
    (kept,) = quick_world.rows(select(tables.inbox).where(tables.inbox.c.state == "failed"))
    assert kept.note == type(error).__name__
    assert "帮助" in json.loads(kept.body)["text"]


@pytest.mark.usefixtures("hurried")
def test_a_picture_that_breaks_our_reading_is_set_aside_and_those_behind_it_go_on(
    quick_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def break_(photo: Photo) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr(quick_world.platform, "download", break_)
    li = quick_world.person("李强")
    picture = quick_world.upload(photograph(1, size=(320, 240)))
    live(
        quick_world,
        quick_world.envelope(li.code, text=WORDS, photos=[picture]),
        quick_world.envelope(li.code, text="帮助"),
    )
    li.hears("unknown.our_fault", "help.main")
    assert states(quick_world) == ["failed", "done"]


def test_a_timer_that_breaks_does_not_hold_up_those_behind_it(quick_world: World) -> None:
    owner = report(quick_world)
    owner.skips()
    broken = {"id": new_id(), "subject_kind": "hazard", "subject_id": case_of(quick_world).id, "step": 0}
    with write_transaction(quick_world.company.engine) as connection:
        row = {**broken, "clock": "of another version", "due_at": quick_world.clock()}
        connection.execute(insert(tables.timers), row)
    quick_world.clock.passes(hours=9)
    quick_world.work()
    owner.hears("task.not_taken")
