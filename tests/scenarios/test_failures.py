"""What fails at a platform or in our own code: it is tried again, then given up visibly, and holds nobody else back."""

import asyncio
import json
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot import delivering, line
from handlers import help, routing
from handlers.messages import Outgoing, Photo, Receipt
from handlers.platform import Limits, NotDelivered, Window
from handlers.routing import Row
from storage import tables
from storage.engine import write_transaction
from tests.photographs import photograph
from tests.scenarios.living import live, states_of
from tests.scenarios.test_whole_life import report
from tests.world import World, by_id, case_of
from workflow.ids import new_id
from workflow.permissions import Action

WORDS = "冲压2号机防护罩松了"


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


def test_what_became_several_messages_counts_as_several_after_a_restart_too(world: World) -> None:
    world.platform.limits = Limits((Window("chat", 5, 60),), messages=lambda outgoing: 3)
    li = world.person("李强")
    li.sends("帮助")
    li.hears("help.main")
    li.sends("帮助")
    li.hears_nothing()


def test_a_photograph_that_can_no_longer_be_read_holds_nobody_up(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    for path in (world.folder / "media" / "clean").rglob("*"):
        if path.is_file():
            path.write_bytes(b"no picture any more")
    owner.sends("换好了", photos=1)
    owner.taps("submit")
    acceptor = by_id(world, case_of(world).acceptor_id)
    (card,) = acceptor.hears("accept.new")
    assert card.token("accept")
    acceptor.sends("我的上报")
    acceptor.hears("my.reports_none")


def test_a_reminder_that_fails_holds_up_no_answer(world: World) -> None:
    owner = report(world)
    owner.skips()
    world.clock.passes(hours=9)
    world.platform.fails.append(busy())
    world.work()
    owner.hears_nothing()
    owner.sends("帮助")
    owner.hears("help.main")
    world.clock.passes(seconds=2)
    world.work()
    assert [told.topic for told in owner.everything()][1:2] == ["task.not_taken"]


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
    for _ in range(delivering.MOST_ATTEMPTS):
        assert deliveries_of(quick_world, "help.main") == []
        quick_world.clock.passes(seconds=delivering.LONGEST_WAIT.total_seconds())
        quick_world.work()
    (made,) = deliveries_of(quick_world, "help.main")
    assert (made.state, made.error, made.address) == ("failed", "busy", li.code)
    del quick_world.platform.send
    li.sends("帮助")
    li.hears("help.main")


def test_a_platform_that_never_answers_is_given_up_too(quick_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(outgoing: Outgoing) -> Receipt:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(line, "SEND_SECONDS", 0)
    monkeypatch.setattr(quick_world.platform, "send", hang)
    quick_world.person("李强").sends("帮助")
    for _ in range(delivering.MOST_ATTEMPTS):
        quick_world.clock.passes(seconds=delivering.LONGEST_WAIT.total_seconds())
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


# --- our own faults ---


def breaking(error: Exception) -> Row:
    async def break_(asker: help.Asker) -> None:
        raise error

    return Row(Action.REPORT, break_, help.Asker, light=True)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("error", [ZeroDivisionError(), IntegrityError("INSERT", {}, Exception())])
def test_a_script_that_breaks_is_tried_three_times_and_set_aside(
    quick_world: World, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setitem(routing.SCRIPTS, "show_help", breaking(error))
    li = quick_world.person("李强")
    live(quick_world, quick_world.envelope(li.code, text="帮助"), quick_world.envelope(li.code, text=WORDS))
    li.hears("unknown.our_fault", "report.confirm")
    assert states_of(quick_world) == ["failed", "done"]
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
    assert states_of(quick_world) == ["failed", "done"]


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
