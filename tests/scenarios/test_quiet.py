"""Nights, weekends and holidays: what is not urgent waits for its reader's shift; what is overtaken is dropped."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from storage import tables
from storage.engine import write_transaction
from tests.named import called
from tests.scenarios.enrolling import asks_to_join, officer
from tests.scenarios.test_digest import change
from tests.scenarios.test_whole_life import report
from tests.scenarios.unnamed import anonymous_report
from tests.world import Someone, World, by_id, case_of

FIVE_IN_THE_MORNING = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)  # of Tuesday, in Shanghai
FRIDAY_EVENING = datetime(2026, 11, 27, 11, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 0, 0, tzinfo=UTC)  # eight o'clock in Shanghai


@pytest.fixture
def world(world: World) -> World:
    """A company that lets people rest, at five in the morning."""
    with write_transaction(world.company.engine) as connection:
        connection.execute(update(tables.company).values(quiet=True))
    world.clock.moment = FIVE_IN_THE_MORNING
    world.pause()
    return world


def at(world: World, moment: datetime) -> None:
    """It gets later, and what is due is done hour by hour, as where a process runs all the time."""
    while world.clock.moment + timedelta(hours=1) < moment:
        world.clock.passes(hours=1)
        world.work()
    world.clock.moment = moment
    world.work()


def morning(world: World) -> None:
    at(world, FIVE_IN_THE_MORNING + timedelta(hours=3))


def heard(someone: Someone) -> list[str]:
    return [each.topic for each in someone.everything()]


def test_a_task_of_the_night_is_told_when_its_owner_begins(world: World) -> None:
    """Whoever reports it is answered at once, whatever the hour."""
    owner = report(world)
    owner.hears_nothing()
    at(world, FIVE_IN_THE_MORNING + timedelta(hours=2, minutes=59))
    owner.hears_nothing()
    morning(world)
    owner.hears("task.new")


def test_who_has_seen_it_by_themselves_is_not_told_in_the_morning(world: World) -> None:
    owner = report(world)
    owner.sees(case_of(world).number)
    owner.taps("take")
    owner.skips()
    morning(world)
    owner.hears_nothing()


def test_a_task_that_was_passed_on_in_the_night_is_told_to_the_new_owner_only(world: World) -> None:
    owner = report(world)
    owner.sees(case_of(world).number)
    owner.taps("pass_on")
    other = by_id(world, owner.everything()[-1].choices[0]["value"])
    owner.taps(other.id)
    owner.taps("no_skill")
    owner.skips()
    other.hears_nothing()
    morning(world)
    owner.hears_nothing()
    other.hears("task.new")


def test_what_was_sent_back_and_then_given_to_another_is_not_told_to_the_former_owner(world: World) -> None:
    world.clock.moment = FIVE_IN_THE_MORNING + timedelta(hours=4)
    owner = report(world)
    owner.taps("take")
    owner.sends("换好了", photos=1)
    owner.taps("submit")
    acceptor, chooser = by_id(world, case_of(world).acceptor_id), world.person("吴静")
    world.clock.moment = FIVE_IN_THE_MORNING + timedelta(hours=20)
    acceptor.taps("send_back")
    acceptor.sends("还是松的")
    owner.skips()
    chooser.sees(case_of(world).number)
    chooser.taps("assign")
    other = next(name for name in ("David Miller", "彭飞") if name != owner.name)
    chooser.sends(other)
    chooser.taps(world.person(other).id)
    assert case_of(world).owner_id == world.person(other).id
    at(world, FIVE_IN_THE_MORNING + timedelta(days=2))
    assert "task.sent_back" not in heard(owner)
    assert "task.new" in heard(world.person(other))


def test_a_delay_of_a_weekend_is_told_once_on_monday(world: World) -> None:
    """The limit is on Friday at six, when the owner has gone; the clock rings on Saturday and Sunday, too."""
    world.clock.moment = FIVE_IN_THE_MORNING + timedelta(hours=4)
    owner = report(world)
    owner.taps("take")
    owner.skips()
    due = case_of(world).due_at
    assert due < MONDAY
    at(world, FRIDAY_EVENING)
    before = owner.skips().count("overdue.owner")
    at(world, MONDAY - timedelta(minutes=1))
    owner.hears_nothing()
    at(world, MONDAY)
    assert owner.skips() == ["overdue.told_above"], "as it stands on Monday, not as it stood on Friday"
    assert before == (due < FRIDAY_EVENING - timedelta(hours=1))


def test_who_did_not_take_it_is_told_of_the_delay_alone(world: World) -> None:
    """Eight hours after it was given its owner has gone home, and on Monday its limit is over."""
    world.clock.moment = FRIDAY_EVENING - timedelta(hours=4)
    owner = report(world)
    owner.skips()
    at(world, FRIDAY_EVENING + timedelta(hours=5))
    (held,) = world.rows(select(tables.notices).where(tables.notices.c.topic == "task.not_taken"))
    assert held.state == "pending"
    change(world, update(tables.hazards).values(due_at=MONDAY - timedelta(hours=38)))
    change(
        world, update(tables.timers).where(tables.timers.c.clock == "due").values(due_at=MONDAY - timedelta(hours=38))
    )
    at(world, MONDAY)
    assert [topic for topic in owner.skips() if topic.startswith(("task", "overdue"))] == ["overdue.told_above"]


def test_what_is_repaired_before_the_morning_is_no_delay_any_more(world: World) -> None:
    world.clock.moment = FIVE_IN_THE_MORNING + timedelta(hours=4)
    owner = report(world)
    owner.taps("take")
    owner.skips()
    world.clock.moment = case_of(world).due_at
    world.work()
    (held,) = world.rows(select(tables.notices).where(tables.notices.c.topic == "overdue.owner"))
    assert held.state == "pending"
    owner.sees(case_of(world).number)
    owner.taps("submit")
    owner.sends(photos=1)
    owner.skips()
    at(world, held.not_before + timedelta(minutes=1))
    owner.hears_nothing()


def test_what_cannot_be_stopped_wakes_people(world: World) -> None:
    world.person("李强").sends("冲压2号机防护罩松了", photos=1)
    world.person("李强").taps("running")
    woken = [someone for someone in world.people() if "danger.running" in heard(someone)]
    assert world.person("孙立军") in woken
    assert world.person("马海涛") in woken, "who has the watch"


def test_what_is_nobodys_in_the_night_is_told_to_whoever_has_the_watch(world: World) -> None:
    """张伟, whom the matrix names, has left; the officers hear it when they begin, and choose."""
    with write_transaction(world.company.engine) as connection:
        gone = update(tables.people).where(called(connection, "张伟"))
        connection.execute(gone.values(left_on=date(2026, 11, 1)))
    world.pause()
    world.person("李强").sends("冲压2号机防护罩松了", photos=1)
    world.person("李强").taps("submit")
    assert case_of(world).owner_id is None
    officer(world).hears_nothing()
    world.person("马海涛").hears("choose.watch")
    assert case_of(world).number in world.person("马海涛").words()
    world.person("周强").hears_nothing()
    morning(world)
    officer(world).hears("choose.new")
    world.person("马海涛").hears_nothing()


def test_a_request_to_join_that_was_settled_on_the_weekend_is_not_shown_on_monday(world: World) -> None:
    world.clock.moment = FRIDAY_EVENING
    asks_to_join(world)
    officer(world).hears_nothing()
    officer(world).sends("/requests")
    officer(world).taps(_grant(officer(world)))
    assert officer(world).skips()
    at(world, MONDAY + timedelta(hours=1))
    officer(world).hears_nothing()
    assert not [topic for topic in heard(world.person("吴静")) if topic.startswith("enrol.")]


def test_nor_is_the_reminder_of_one_and_its_card_shows_at_once_what_became_of_it(world: World) -> None:
    """Both have seen the card on Friday morning; on Friday evening a working day has passed."""
    world.clock.moment = FRIDAY_EVENING - timedelta(days=1)
    asks_to_join(world)
    other = world.person("吴静")
    at(world, FRIDAY_EVENING + timedelta(hours=2))
    assert other.skips() == ["enrol.asked"]
    theirs = world.rows(select(tables.notices).where(tables.notices.c.recipient_id == other.id))
    (reminder,) = (row for row in theirs if row.facts.get("late"))
    assert reminder.not_before == MONDAY
    officer(world).sends("/requests")
    officer(world).taps(_grant(officer(world)))
    other.hears("enrol.settled")
    at(world, MONDAY + timedelta(hours=1))
    other.hears_nothing()


def _grant(someone: Someone) -> str:
    return str(next(choice["value"] for choice in someone.everything()[-1].choices if choice["value"] != "more"))


def test_an_anonymous_reporter_hears_in_anybodys_hours(world: World) -> None:
    """李强 begins at four in the afternoon: a message that waits until then would tell who they are."""
    with write_transaction(world.company.engine) as connection:
        connection.execute(update(tables.people).where(called(connection, "李强")).values(shift="ZHONG"))
    world.pause()
    _, owner = anonymous_report(world)
    owner.sees(case_of(world).number)
    owner.taps("take")
    owner.taps("submit")
    owner.sends("换好了", photos=1)
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.sees(case_of(world).number)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    closed = select(tables.notices).where(tables.notices.c.topic == "report.closed")
    (told,) = world.rows(closed)
    assert told.private
    assert told.not_before == FIVE_IN_THE_MORNING + timedelta(hours=3)
    morning(world)
    assert [row.state for row in world.rows(closed)] == ["sent"]


def test_a_reminder_of_a_draft_waits_and_goes_when_the_report_is_made(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", photos=1)
    li.hears("report.confirm")
    world.clock.passes(minutes=31)
    world.work()
    li.hears_nothing()
    li.taps("submit")
    assert "report.done" in li.skips()
    morning(world)
    assert "report.nudge" not in heard(li)
