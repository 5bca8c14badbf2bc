"""Nobody is pestered: what is too much for one day comes in one message, at the latest when the next shift begins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from handlers.platform import Can
from handlers.ring import ring
from storage import clocks, deliveries, tables
from storage.engine import read_transaction, write_transaction
from tests.conftest import only_postgres
from tests.world import START, Heard, Someone, World, by_id
from workflow.budget import CLOCK

MORNING = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # eight o'clock in Shanghai
LIST = "gathered.list"


@pytest.fixture
def world(told: World) -> World:
    """A company that tells people at most three things a day, and lets them rest."""
    with write_transaction(told.company.engine) as connection:
        connection.execute(update(tables.company).values(quiet=True, notices_a_day=3))
    told.pause()
    return told


def reports(world: World, count: int = 1) -> Someone:
    """So many hazards of one owner."""
    li = world.person("李强")
    for _ in range(count):
        li.sends("冲压2号机防护罩松了", "guard of press 2 is loose", photos=1)
        li.taps("submit")
    return by_id(world, cases(world)[-1].owner_id)


def cases(world: World) -> list[Any]:
    return world.rows(select(tables.hazards).order_by(tables.hazards.c.number))


def at(world: World, moment: datetime) -> None:
    world.clock.moment = moment
    world.work()


def told_to(someone: Someone, topic: str = LIST) -> list[Heard]:
    return [heard for heard in someone.everything() if heard.topic == topic]


def gathered(world: World) -> list[Any]:
    return world.rows(select(tables.notices).where(tables.notices.c.state == "gathered"))


def live(world: World) -> list[Any]:
    running = (tables.timers.c.clock == CLOCK, tables.timers.c.stopped_at.is_(None))
    return world.rows(select(tables.timers).where(*running))


def test_what_is_too_much_is_told_in_one_list_which_opens_each_case(world: World) -> None:
    owner = reports(world, 5)
    owner.hears("task.new", "task.new")
    at(world, START + timedelta(minutes=59))
    owner.hears_nothing()
    at(world, START + timedelta(hours=1))
    (told,) = owner.hears(LIST)
    assert told.facts["total"] == 3
    assert [item["number"] for item in told.facts["items"]] == [case.number for case in cases(world)[2:]]
    assert {item["about"] for item in told.facts["items"]} == {"task"}
    assert owner.words().splitlines()[0].startswith({"zh_CN": "还有 3 件", "en": "3 more"}[world.language])
    assert not live(world)
    owner.taps("2")
    assert owner.skips() == ["case.card"]
    owner.taps("take")
    assert cases(world)[3].state == "rectifying"


def test_a_number_answers_the_list_where_there_are_no_buttons(world: World) -> None:
    world.platform.numbers = True
    owner = reports(world, 4)
    owner.sends("帮助", "help")
    at(world, START + timedelta(hours=1))
    owner.skips()
    owner.sends("2")
    assert owner.skips() == ["case.card"]
    assert cases(world)[3].number in owner.words()


def test_more_of_them_take_the_place_of_the_list(world: World) -> None:
    owner = reports(world, 3)
    at(world, START + timedelta(hours=1))
    owner.hears("task.new", "task.new", LIST)
    reports(world)
    owner.hears_nothing()
    at(world, START + timedelta(hours=2))
    (told,) = owner.hears(LIST)
    assert told.facts["total"] == 2
    assert len(world.platform.replaced) == 1
    reports(world)
    at(world, START + timedelta(hours=3))
    (told,) = owner.hears(LIST)
    assert told.facts["total"] == 3
    assert len(world.platform.replaced) == 2
    assert world.platform.replaced[0] != world.platform.replaced[1]


def test_what_has_ended_since_it_was_listed_is_not_on_the_list_that_takes_its_place(world: World) -> None:
    owner = reports(world, 5)
    at(world, START + timedelta(hours=1))
    owner.hears("task.new", "task.new", LIST)
    owner.taps("1")
    owner.skips()
    owner.taps("take")
    owner.skips()
    with write_transaction(world.company.engine) as connection:
        over = update(tables.hazards).where(tables.hazards.c.number == cases(world)[3].number)
        connection.execute(over.values(state="closed"))
    reports(world)
    at(world, START + timedelta(hours=2))
    told = told_to(owner)[-1]
    assert len(world.platform.replaced) == 1
    assert [item["number"] for item in told.facts["items"]] == [cases(world)[4].number, cases(world)[5].number]
    assert (told.facts["total"], len(told.facts["notices"])) == (2, 2)


def test_what_ended_while_it_waited_is_not_on_the_first_list(world: World) -> None:
    owner = reports(world, 4)
    owner.skips()
    with write_transaction(world.company.engine) as connection:
        over = update(tables.hazards).where(tables.hazards.c.number == cases(world)[2].number)
        connection.execute(over.values(state="merged"))
    at(world, START + timedelta(hours=1))
    (told,) = owner.hears(LIST)
    assert [item["number"] for item in told.facts["items"]] == [cases(world)[3].number]
    assert not gathered(world)


def test_where_nothing_can_be_edited_the_rest_waits_for_the_next_shift(world: World) -> None:
    world.platform.can = Can(edit=False)
    owner = reports(world, 3)
    at(world, START + timedelta(hours=1))
    owner.skips()
    reports(world)
    for hours in range(2, 22):
        at(world, START + timedelta(hours=hours))
    owner.hears_nothing()
    at(world, MORNING + timedelta(minutes=9))
    assert len(told_to(owner)) == 1
    at(world, MORNING + timedelta(minutes=10))
    _, told = told_to(owner)
    assert cases(world)[3].number in {item["number"] for item in told.facts["items"]}
    assert not world.platform.replaced


def test_what_is_gathered_at_the_end_of_a_shift_is_told_when_the_next_one_begins(world: World) -> None:
    world.clock.moment = START + timedelta(hours=8, minutes=55)
    owner = reports(world, 3)
    owner.hears("task.new", "task.new")
    at(world, START + timedelta(hours=10))
    owner.hears_nothing()
    at(world, MORNING + timedelta(minutes=10))
    (told,) = told_to(owner)
    assert cases(world)[2].number in {item["number"] for item in told.facts["items"]}


def test_what_somebody_has_seen_by_themselves_is_not_on_the_list(world: World) -> None:
    owner = reports(world, 4)
    owner.skips()
    owner.sees(cases(world)[2].number)
    owner.taps("take")
    owner.skips()
    at(world, START + timedelta(hours=1))
    (told,) = owner.hears(LIST)
    assert [item["number"] for item in told.facts["items"]] == [cases(world)[3].number]


def test_a_list_of_nothing_is_not_told(world: World) -> None:
    owner = reports(world, 3)
    owner.skips()
    owner.sees(cases(world)[2].number)
    owner.taps("take")
    owner.skips()
    at(world, START + timedelta(hours=1))
    owner.hears_nothing()
    assert not live(world)


def test_a_process_that_was_away_tells_the_list_once(world: World) -> None:
    owner = reports(world, 4)
    owner.skips()
    at(world, START + timedelta(days=2))
    (told,) = told_to(owner)
    assert [item["number"] for item in told.facts["items"]] == [case.number for case in cases(world)[2:]]
    at(world, START + timedelta(days=2, seconds=1))
    assert len(told_to(owner)) == 1


def test_who_has_left_is_told_nothing_and_nobody_hears_that_they_are_not_reached(world: World) -> None:
    owner = reports(world, 4)
    owner.skips()
    with write_transaction(world.company.engine) as connection:
        gone = update(tables.people).where(tables.people.c.id == owner.id)
        connection.execute(gone.values(left_on=START.date() - timedelta(days=1)))
    world.pause()
    at(world, START + timedelta(hours=1))
    owner.hears_nothing()
    assert not gathered(world)
    assert not live(world)
    assert not world.rows(select(tables.notices).where(tables.notices.c.state == "failed"))


def test_a_long_list_goes_on_from_its_button(world: World) -> None:
    owner = reports(world, 9)
    at(world, START + timedelta(hours=1))
    (told,) = told_to(owner)
    assert (told.facts["total"], len(told.facts["items"]), told.choices[-1]["value"]) == (7, 5, "more")
    owner.skips()
    owner.taps("more")
    owner.hears("my.gathered")
    owner.taps("more")
    (rest,) = owner.hears("my.gathered")
    assert [item["number"] for item in rest.facts["items"]] == [case.number for case in cases(world)[7:]]
    owner.taps("1")
    assert owner.skips() == ["case.card"]


def test_emergencies_and_what_cannot_be_stopped_come_at_once(world: World) -> None:
    owner = reports(world, 4)
    leader = world.person("孙立军")
    for _ in range(4):
        world.person("李强").sends("冲压2号机防护罩松了", "guard of press 2 is loose", photos=1)
        world.person("李强").taps("running")
    assert [heard.topic for heard in leader.everything()].count("danger.running") == 4
    owner.skips()


def test_an_answer_comes_at_once_however_much_was_told(world: World) -> None:
    owner = reports(world, 4)
    owner.skips()
    for _ in range(4):
        owner.sends("待办", "to do")
        owner.hears("my.to_do")


def test_a_ring_that_dies_leaves_the_list_for_the_next_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was gathered is marked in the transaction that writes the list."""
    owner = reports(world, 4)
    owner.skips()

    def dies(*given: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "_write", dies)
        at(world, START + timedelta(hours=1))
    owner.hears_nothing()
    assert len(gathered(world)) == 2
    at(world, START + timedelta(hours=1, seconds=1))
    owner.hears(LIST)


@only_postgres
def test_two_processes_tell_a_list_once(quick_world: World) -> None:
    """Both have seen that it is due; whoever moves the clock on tells it."""
    with write_transaction(quick_world.company.engine) as connection:
        connection.execute(update(tables.company).values(notices_a_day=3))
    owner = reports(quick_world, 5)
    quick_world.clock.moment = START + timedelta(hours=1)
    house, now = quick_world.company.house, quick_world.clock.moment
    with read_transaction(house.engine) as connection:
        due = next(timer for timer in clocks.due(connection, now, 10) if timer.clock == CLOCK)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: ring(house, due, now), range(4)))
    quick_world.work()
    assert [told.facts["total"] for told in told_to(owner)] == [3]
    assert not live(quick_world)
