"""What could not be sent for hours heeds the rest and the budget of its reader when it can be."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from storage import claims, deliveries, digests, late, tables
from storage.engine import read_transaction, write_transaction
from tests.storage.test_budget import MORNING, MOST, SHANGHAI, add, change, id_of, notice
from workflow.digest import DAILY_DIGEST
from workflow.ids import new_id
from workflow.notice import Lane

HOUR = timedelta(hours=1)
NIGHT = MORNING + 14.5 * HOUR  # half past eleven


@pytest.fixture(autouse=True)
def at_rest(engine: Engine) -> None:
    change(engine, quiet=True, notices_a_day=MOST)


def claimed(engine: Engine, now: Any) -> list[str]:
    """What goes out after an outage, and of what it tells."""
    with write_transaction(engine) as connection:
        return [each.cause for each in claims.claim(connection, now, 100)]


def states(engine: Engine) -> dict[str, int]:
    with read_transaction(engine) as connection:
        counted = select(tables.notices.c.state, func.count()).group_by(tables.notices.c.state)
        return {state: count for state, count in connection.execute(counted)}


def test_the_reminder_of_a_morning_waits_at_night_for_the_next_shift(engine: Engine) -> None:
    reminder = notice(id_of(engine, "张伟"))
    add(engine, reminder)
    assert claimed(engine, NIGHT) == []
    with read_transaction(engine) as connection:
        goes = connection.execute(select(tables.notices.c.not_before)).scalar_one()
    assert goes.astimezone(SHANGHAI) == MORNING.replace(hour=8) + timedelta(days=1)
    assert claimed(engine, goes) == [reminder["cause"]]


def test_whoever_is_at_work_is_told_at_once(engine: Engine) -> None:
    reminder = notice(id_of(engine, "张伟"))
    add(engine, reminder)
    assert claimed(engine, MORNING + 5 * HOUR) == [reminder["cause"]]


def test_what_three_days_had_room_for_has_the_room_of_one(engine: Engine) -> None:
    zhang = id_of(engine, "张伟")
    for days in range(3):
        add(engine, *(notice(zhang) for _ in range(5)), now=MORNING + timedelta(days=days))
    back = MORNING + timedelta(days=2, hours=5)
    assert len(claimed(engine, back)) == MOST - 1, "and the list"
    assert states(engine) == {"pending": MOST - 1, "gathered": 10}
    assert claimed(engine, back + HOUR / 60) == [], "they are in hand"


@pytest.mark.parametrize(
    "more",
    [
        {"lane": Lane.ANSWER},
        {"lane": Lane.EMERGENCY},
        {"lane": Lane.MAJOR},
        {"private": True},
        {"to_group": True, "bot": "stub", "address": "g"},
        {"replaces": new_id()},
        {"attempts": 1},
    ],
    ids=["an answer", "an emergency", "a major hazard", "in private", "a group's", "in the place of one", "tried"],
)
def test_what_waits_for_nobody_goes_as_late_as_it_is(more: dict[str, Any], engine: Engine) -> None:
    told = notice(id_of(engine, "张伟"), **more)
    add(engine, told)
    assert claimed(engine, NIGHT) == [told["cause"]]


def test_a_minute_before_an_hour_it_is_not_late(engine: Engine) -> None:
    """An evening's last is sent after the end of the shift: so is what a platform was slow with."""
    last = notice(id_of(engine, "张伟"))
    add(engine, last, now=MORNING + 8.5 * HOUR)
    assert claimed(engine, MORNING + 9.49 * HOUR) == [last["cause"]]


@pytest.mark.parametrize(("hours", "becomes"), [(14.5, "cancelled"), (5, "pending"), (24, "cancelled")])
def test_a_digest_that_nobody_could_send_gives_way_to_the_next(hours: float, becomes: str, engine: Engine) -> None:
    """By night it wakes nobody, by day it is read late, and on the next day there is another."""
    timer = new_id()
    digest = notice(id_of(engine, "周建国"), topic=DAILY_DIGEST, lane=Lane.BULK, choices=[], timer_id=timer)
    add(engine, digest)
    claimed(engine, MORNING + hours * HOUR)
    assert states(engine) == {becomes: 1}
    with read_transaction(engine) as connection:
        told = digests.told_on(connection, timer, SHANGHAI, MORNING.date())
    assert bool(told) is (becomes == "pending"), "what it was the edition of is owed still"


def test_more_than_is_weighed_at_once_waits_for_its_turn(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("张伟", "李强"):
        add(engine, notice(id_of(engine, name)))
    few = late._SOME.limit(1).scalar_subquery()
    taken = update(tables.notices).where(tables.notices.c.id.in_(few)).values(state="late").returning(tables.notices)
    monkeypatch.setattr(late, "_TAKE_OUT", taken)
    back = MORNING + 5 * HOUR
    assert [len(claimed(engine, back)) for _ in range(3)] == [1, 1, 0]


def test_what_is_written_in_time_is_nobodys_concern(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        deliveries.add(connection, [notice(id_of(engine, "张伟"))], MORNING)
        late.weigh_anew(connection, MORNING + HOUR)
        goes = connection.execute(select(tables.notices.c.not_before)).scalar_one()
    assert goes == MORNING
