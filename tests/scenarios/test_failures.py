"""What fails outside and inside: platforms, disk, database, our own scripts. Nothing is lost, and it is said."""

import asyncio
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot import courier, intake
from handlers import help, routing
from handlers.messages import Envelope, NotDelivered, Outgoing, Receipt
from handlers.questions import Option, Question, ask
from handlers.routing import Row
from storage import engine as database
from storage import tables
from storage.attachments import Arrived
from tests.conftest import POSTGRES
from tests.photographs import photograph
from tests.scenarios.test_whole_life import report
from tests.world import StubPlatform, World, by_id, case_of

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


def test_a_message_is_answered_while_its_photo_cannot_be_kept_and_the_photo_follows(world: World) -> None:
    li = world.person("李强")
    with no_room_in(world.folder / "media" / "incoming"):
        li.sends(WORDS, photos=1)
        li.hears("report.confirm")
        li.taps("submit")
        li.hears("report.done")
    assert world.rows(select(tables.media)) == []
    world.clock.passes(minutes=1)
    world.work()
    (kept,) = world.rows(select(tables.attachments))
    assert (kept.state, kept.subject_id) == ("ready", case_of(world).id)
    assert world.company.store.path(kept.media_id, "sealed").stat().st_size > 0
