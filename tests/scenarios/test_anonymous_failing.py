"""Anonymous reports when something goes wrong: what fails leaves no name behind, and without its key nothing starts."""

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import delivering
from bot.keys import check_pseudonyms, with_demo_keys
from bot.settings import BadSettings, Settings
from handlers.lookups import LOOKUPS
from handlers.messages import Envelope
from handlers.platform import NotDelivered, NotFetched
from handlers.wanted import Suggest
from storage import pseudonyms, tables
from storage.engine import write_transaction
from tests.scenarios.hiding import columns_with, files
from tests.scenarios.unnamed import anonymous_report, camera_photograph, reporter
from tests.world import World, by_id, case_of


def test_a_message_that_fails_by_our_fault_is_not_kept_either(
    quick_world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, hurried: None
) -> None:
    def fails(*arguments: Any) -> Any:
        raise ValueError(f"row of liqiang: {arguments}")

    li = reporter(quick_world)
    li.sends("匿名上报")
    monkeypatch.setitem(LOOKUPS, Suggest, fails)
    li.sends("我是李强，冲压2号机防护罩松了")
    li.reads("anonymous.our_fault")
    assert columns_with(quick_world, "防护罩松了", "李强") == set()
    assert not [name for name in (*li.names(), "防护罩") if name in caplog.text]
    states = quick_world.rows(select(tables.inbox.c.state, tables.inbox.c.sender))
    assert [tuple(row) for row in states] == [("done", ""), ("failed", "")]


def test_a_chat_that_cannot_be_reached_stands_in_no_log_and_no_row(
    quick_world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "FIRST_WAIT", delivering.FIRST_WAIT * 0)
    li, owner = anonymous_report(quick_world)
    owner.taps("take")
    owner.sends("修好了", photos=1)
    acceptor = by_id(quick_world, case_of(quick_world).acceptor_id)
    owner.taps("submit")
    busy = NotDelivered(f"chat {li.code} is busy", permanent=False)
    gone = NotDelivered(f"chat {li.code} is gone", permanent=True)
    acceptor.taps("accept")

    async def refuses(outgoing: Any) -> Any:
        if outgoing.address == li.code:
            raise failing.pop(0)
        return await send(outgoing)

    send, failing = quick_world.platform.send, [busy, gone]
    quick_world.platform.send = refuses  # type: ignore[method-assign]
    acceptor.taps("on_site")
    quick_world.clock.passes(minutes=5)
    quick_world.work()
    assert failing == []
    assert not [name for name in li.names() if name in caplog.text]
    rows = quick_world.rows(select(tables.deliveries).where(tables.deliveries.c.address == ""))
    assert {(row.state, row.error, row.message_id) for row in rows} == {("sent", None, None), ("failed", None, None)}


def test_what_cannot_be_read_in_the_middle_of_it_is_not_kept(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    world.send(Envelope("stub", "broken", li.code, "{李强"))
    assert columns_with(world, "李强", "liqiang") == set()


def test_a_kill_between_commit_and_removal_leaves_no_original_behind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    li = reporter(world)
    li.sends("冲压2号机防护罩松了", files=(camera_photograph(li.name_en),))
    ((original, _),) = files(world.folder / "media" / "sealed")
    monkeypatch.setattr("storage.media.MediaStore.forget", lambda *arguments: None)
    li.sends("匿名")
    assert original.exists()
    os.utime(original, (0, 0))
    asyncio.run(world.company.clock._sweep())
    assert not original.exists()
    assert len(list(files(world.folder / "media" / "clean"))) == 1


def test_a_picture_that_comes_later_is_as_bare(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    world.platform.fails.append(NotFetched("busy", permanent=False))
    li.sends("冲压2号机防护罩松了", files=(camera_photograph(li.name_en),))
    li.taps("submit")
    world.clock.passes(minutes=1)
    world.work()
    (picture,) = world.rows(select(tables.attachments))
    assert (picture.state, picture.person_id, picture.bot, picture.remote, picture.latitude) == ("ready", *(None,) * 4)
    assert not list((world.folder / "media" / "sealed").rglob("*-*"))


def test_whoever_has_left_reports_nothing(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了")
    with write_transaction(world.company.engine) as connection:
        left = world.clock.moment.date().replace(day=1)
        connection.execute(update(tables.people).where(tables.people.c.id == li.id).values(left_on=left))
    li.taps("submit")
    li.reads("refused.not_employed")
    assert world.rows(select(tables.hazards)) == []
    assert world.rows(select(tables.pseudonyms)) == []


def test_without_a_key_it_is_off_and_nothing_is_reported_under_a_name(world: World) -> None:
    world.pseudonym_key = None
    li = world.person("李强")
    for text in ("匿名上报", "匿名上报：冲压2号机防护罩松了"):
        li.sends(text, photos=int("防护罩" in text))
        assert "匿名上报还没开通" in li.words()
        assert "吴静" in li.words() or "韩磊" in li.words()
    assert world.rows(select(tables.hazards)) == []
    assert columns_with(world, *("防护罩", li.id, li.code)) == set()


def test_another_key_stops_the_start(world: World) -> None:
    anonymous_report(world)
    engine = world.company.engine
    check_pseudonyms(engine, Settings().with_pseudonyms(bytes(range(32))))
    for settings in (Settings(), Settings().with_pseudonyms(bytes(32))):
        with pytest.raises(BadSettings, match="HAZARDLINE_PSEUDONYM_KEY"):
            check_pseudonyms(engine, settings)


def test_the_demo_makes_itself_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    key = with_demo_keys(settings).pseudonyms
    assert key == with_demo_keys(settings).pseudonyms == (tmp_path / "pseudonym.key").read_bytes()
    assert (tmp_path / "pseudonym.key").stat().st_mode & 0o777 == 0o600
    assert key is not None
    assert key.hex() not in repr(with_demo_keys(settings))


def test_a_sealed_link_that_was_moved_to_another_case_stays_shut(world: World) -> None:
    li, _ = anonymous_report(world)
    li.sends("匿名上报")
    li.sends("3号冲床漏油了")
    li.taps("submit")
    one, other = world.rows(select(tables.pseudonyms))
    engine = world.company.engine
    with write_transaction(engine) as connection:
        moved = update(tables.pseudonyms).where(tables.pseudonyms.c.id == one.id)
        connection.execute(moved.values(sealed=other.sealed))
    with engine.connect() as connection:
        assert pseudonyms.behind(connection, world.company.house.pseudonyms, one.id) is None
        assert pseudonyms.behind(connection, world.company.house.pseudonyms, other.id) == li.id
