"""Silence climbs: who is told of a delay, what has been tried by then, and the owner who asks to be reminded later."""

from datetime import datetime, timedelta

from sqlalchemy import select

from storage import tables
from tests.scenarios.test_to_do import change
from tests.scenarios.test_whole_life import report
from tests.world import Someone, World, by_id, case_of, kinds_of
from workflow.lifecycle import State


def until(world: World, moment: datetime) -> None:
    """It gets so late, and what is due by then is done."""
    world.clock.moment = moment
    world.work()


def taken(world: World) -> Someone:
    owner = report(world)
    owner.hears("task.new")
    owner.taps("take")
    owner.skips()
    return owner


def told_of(world: World, topic: str) -> set[str]:
    rows = world.rows(select(tables.notices.c.recipient_id).where(tables.notices.c.topic == topic))
    return {by_id(world, row.recipient_id).name for row in rows}


def holders(world: World, role: str) -> set[str]:
    held = select(tables.memberships.c.person_id).where(tables.memberships.c.role == role)
    return {by_id(world, row.person_id).name for row in world.rows(held)}


def test_silence_climbs_and_each_message_says_what_has_been_tried(world: World) -> None:
    owner = taken(world)
    due = case_of(world).due_at
    until(world, due - timedelta(days=1))
    owner.hears("task.due_soon")
    assert told_of(world, "overdue.leader") == set()
    until(world, due)
    owner.hears("overdue.owner")
    (leader,) = told_of(world, "overdue.leader")
    heard = world.person(leader)
    assert heard.skips() == ["overdue.leader"]
    assert all(said in heard.words() for said in (owner.name, "接单", "提醒"))
    assert "李强" not in heard.words(), "whoever reported it is named to nobody who need not know"
    until(world, due + timedelta(days=1))
    owner.hears("overdue.told_above")
    (director,) = holders(world, "safety_director") & told_of(world, "overdue.leader")
    words = world.person(director).words()
    assert leader in words
    assert "提醒" in words
    assert holders(world, "executive") & told_of(world, "overdue.leader") == set()
    until(world, due + timedelta(days=3))
    assert holders(world, "executive") <= told_of(world, "overdue.leader")


def test_an_owner_is_reminded_later_and_whoever_is_told_then_reads_why(world: World) -> None:
    owner = taken(world)
    due = case_of(world).due_at
    until(world, due - timedelta(days=1))
    owner.hears("task.due_soon")
    owner.taps("snooze")
    owner.hears("snooze.how_long")
    owner.taps("4")
    owner.hears("snooze.why")
    owner.sends("备件今晚到")
    owner.hears("snooze.done")
    assert case_of(world).due_at == due
    assert kinds_of(world, case_of(world).id)[-1] == "snoozed"
    until(world, due - timedelta(hours=20, minutes=1))
    owner.hears_nothing()
    until(world, due - timedelta(hours=20))
    owner.hears("task.due_soon")
    until(world, due)
    owner.hears("overdue.owner")
    (leader,) = told_of(world, "overdue.leader")
    assert "备件今晚到" in world.person(leader).words()
    owner.sees(case_of(world).number)
    assert "备件今晚到" in owner.words(), "it stands on the timeline"


def test_a_third_time_is_refused_and_after_the_director_has_heard_it_every_time(world: World) -> None:
    owner = taken(world)
    due = case_of(world).due_at
    until(world, due - timedelta(days=1))
    for hours in (2, 2):
        owner.taps("snooze")
        owner.taps(str(hours))
        owner.taps("busy")
        until(world, world.clock.moment + timedelta(hours=hours))
    owner.skips()
    assert "snooze" not in [choice["value"] for choice in owner.everything()[-1].choices]


def test_a_later_reminder_that_waits_for_the_shift_is_not_told_once_it_is_submitted(world: World) -> None:
    owner = taken(world)
    until(world, case_of(world).due_at - timedelta(days=1))
    owner.taps("snooze")
    owner.taps("4")
    owner.taps("busy")
    owner.skips()
    change(world, tables.company, quiet=True)
    until(world, world.clock.moment + timedelta(hours=5))
    owner.hears_nothing()  # it is evening: the reminder waits until they are at work
    waiting = select(tables.notices.c.state).where(
        tables.notices.c.topic == "task.due_soon", tables.notices.c.state != "sent"
    )
    assert [row.state for row in world.rows(waiting)] == ["pending"]
    owner.sees(case_of(world).number)
    owner.picks("submit")
    owner.sends("装好了", photos=1)
    assert [row.state for row in world.rows(waiting)] == ["cancelled"]


def test_what_is_submitted_climbs_no_further_and_what_waits_is_not_told(world: World) -> None:
    owner = taken(world)
    due = case_of(world).due_at
    until(world, due)
    owner.skips()
    owner.taps("submit")
    owner.sends("装好了", photos=1)
    assert case_of(world).state == State.AWAITING_ACCEPTANCE
    until(world, due + timedelta(days=1))
    assert holders(world, "safety_director") & told_of(world, "overdue.leader") == set()
    waiting = world.rows(
        select(tables.notices.c.id).where(tables.notices.c.topic.like("overdue.%"), tables.notices.c.state == "pending")
    )
    assert waiting == []


def test_after_days_without_power_the_present_rung_is_told_once(world: World) -> None:
    owner = taken(world)
    due = case_of(world).due_at
    world.pause()
    until(world, due + timedelta(days=5))
    assert owner.skips() == ["overdue.told_above"]
    assert holders(world, "executive") <= told_of(world, "overdue.leader")
    until(world, due + timedelta(days=5, hours=1))
    owner.hears_nothing()
    until(world, due + timedelta(days=10))
    owner.hears("overdue.told_above")
