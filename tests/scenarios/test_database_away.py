"""The database is locked or cut off in the middle of something: it is waited for, and nothing is lost or done twice."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event, make_url, select

from handlers.messages import Outgoing, Photo, Receipt
from storage import inbox, tables
from storage.sealed_types import ring_of
from tests.conftest import administer, only_postgres, only_sqlite
from tests.photographs import photograph
from tests.scenarios.living import live, states_of
from tests.world import World, by_id, case_of, kinds_of

WORDS = "冲压2号机防护罩松了"


class Holder(logging.Handler):
    """Somebody else holds the SQLite file locked until a log tells that what it is held from waits for it."""

    def __init__(self, url: str, log: str, waits: str) -> None:
        super().__init__()
        self._connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
        self._log = logging.getLogger(log)
        self._waits = waits
        self.let_go = False

    def hold(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        self._log.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        if self._waits not in record.getMessage():
            return  # another step has met the lock, and tries again
        self.let_go = True
        self._log.removeHandler(self)
        self._connection.execute("ROLLBACK")


@only_sqlite
@pytest.mark.usefixtures("hurried")
def test_a_turn_waits_for_a_locked_database(quick_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    li, holder = quick_world.person("李强"), Holder(quick_world.url, "bot.intake", "waits for the database")
    download = quick_world.platform.download

    ring_of(quick_world.company.engine).prepare("media")  # else the first picture waits for its key

    async def download_as_it_is_locked(photo: Photo) -> bytes:
        holder.hold()
        return await download(photo)

    monkeypatch.setattr(quick_world.platform, "download", download_as_it_is_locked)
    picture = quick_world.upload(photograph(1, size=(320, 240)))
    live(quick_world, quick_world.envelope(li.code, text=WORDS, photos=[picture]))
    assert holder.let_go
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 1
    assert len(quick_world.rows(select(tables.media))) == 1


@only_sqlite
@pytest.mark.usefixtures("hurried")
def test_what_was_delivered_while_the_database_is_locked_is_written_down_and_not_sent_again(
    quick_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    li, holder = quick_world.person("李强"), Holder(quick_world.url, "bot.written_down", "wait to be written down")
    send = quick_world.platform.send

    async def send_as_it_is_locked(outgoing: Outgoing) -> Receipt:
        holder.hold()
        return await send(outgoing)

    monkeypatch.setattr(quick_world.platform, "send", send_as_it_is_locked)
    live(quick_world, quick_world.envelope(li.code, text="帮助"))
    assert holder.let_go
    li.hears("help.main")
    assert len(quick_world.platform.sent) == 1


@only_sqlite
@pytest.mark.usefixtures("hurried")
def test_a_message_that_finds_the_database_locked_is_not_acknowledged(quick_world: World) -> None:
    li, holder = quick_world.person("李强"), Holder(quick_world.url, "bot.lease", "cannot be had")
    holder.hold()
    live(quick_world, quick_world.envelope(li.code, text="帮助"))
    assert states_of(quick_world) == ["done"]
    li.hears("help.main")


@contextmanager
def cut_off(world: World, beginning: str) -> Iterator[list[str]]:
    """As soon as a statement begins like this, every connection to the PostgreSQL database is cut, once."""
    cut: list[str] = []
    name = make_url(world.url).database

    def cut_all(connection: Any, cursor: Any, statement: str, *others: Any) -> None:
        if statement.startswith(beginning) and not cut:
            cut.append(statement)
            administer(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608

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
    assert states_of(quick_world) == ["done", "done"]
    owner = by_id(quick_world, case_of(quick_world).owner_id)
    owner.hears("task.new")
    assert kinds_of(quick_world, case_of(quick_world).id) == ["reported", "assigned"]


@only_postgres
@pytest.mark.usefixtures("hurried")
def test_an_album_whose_parts_are_looked_for_meanwhile_is_read_all_the_same(
    quick_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    li, look = quick_world.person("李强"), inbox.waiting_of
    name = make_url(quick_world.url).database
    cut: list[str] = []

    def look_as_it_is_cut(connection: Connection, bot: str, sender: str, limit: int) -> list[inbox.Waiting]:
        if not cut:
            cut.append(sender)
            administer(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
        return look(connection, bot, sender, limit)

    monkeypatch.setattr(inbox, "waiting_of", look_as_it_is_cut)
    picture = quick_world.upload(photograph(1, size=(320, 240)))
    live(quick_world, quick_world.envelope(li.code, text=WORDS, photos=[picture], album={"id": "a", "size": 1}))
    assert len(cut) == 1
    assert states_of(quick_world) == ["done"]
    li.hears("report.confirm")
