"""The budget of a person and a day: what counts, what never does, and what is gathered once it runs out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, insert, select, text, update

from storage import budget, clocks, deliveries, gathered, held_back, tables
from storage.engine import read_transaction, write_transaction
from tests.conftest import only_postgres
from tests.named import called
from workflow.budget import CLOCK, GATHERING
from workflow.digest import CLOCK as DIGEST
from workflow.digest import DAILY_DIGEST
from workflow.ids import new_id
from workflow.notice import Lane

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=SHANGHAI)  # of a Monday
MOST = 6
TAKE = [{"value": "take", "label": "take", "text": "", "opens": None}]
LOOK = [{"value": "show", "label": "show", "text": "", "opens": None}]
# Others of this database that wait for a lock.
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


@pytest.fixture(autouse=True)
def counting(engine: Engine) -> None:
    change(engine, notices_a_day=MOST)


def change(engine: Engine, **company: Any) -> None:
    with write_transaction(engine) as connection:
        connection.execute(update(tables.company).values(company))


def id_of(engine: Engine, name: str) -> str:
    with read_transaction(engine) as connection:
        return str(connection.execute(select(tables.people.c.id).where(called(connection, name))).scalar_one())


def notice(recipient: str, **more: Any) -> dict[str, Any]:
    """One that tells of a case and asks for something."""
    told = {"cause": f"test:{new_id()}", "topic": "task.new", "recipient_id": recipient, "lane": Lane.NOTICE}
    return {**told, "choices": TAKE, "subject_kind": "hazard", "subject_id": new_id(), **more}


def add(engine: Engine, *rows: dict[str, Any], now: datetime = MORNING) -> list[str]:
    """What becomes of notices that are written now."""
    with write_transaction(engine) as connection:
        deliveries.add(connection, rows, now)
        found = select(tables.notices.c.cause, tables.notices.c.state)
        states = {row.cause: row.state for row in connection.execute(found)}
    return [states[row["cause"]] for row in rows]


def one_by_one(engine: Engine, recipient: str, count: int, now: datetime = MORNING, **more: Any) -> list[str]:
    return [state for _ in range(count) for state in add(engine, notice(recipient, **more), now=now)]


def timers_of(engine: Engine, person_id: str) -> list[Any]:
    with read_transaction(engine) as connection:
        theirs = (tables.timers.c.subject_id == person_id, tables.timers.c.clock == CLOCK)
        return list(connection.execute(select(tables.timers).where(*theirs)))


def test_the_last_of_the_budget_is_the_list(engine: Engine) -> None:
    zhang = id_of(engine, "张伟")
    assert one_by_one(engine, zhang, 8) == ["pending"] * 5 + ["gathered"] * 3
    (timer,) = timers_of(engine, zhang)
    assert timer.due_at == MORNING + GATHERING
    assert one_by_one(engine, id_of(engine, "李强"), 1) == ["pending"], "everybody has their own"


def test_news_leave_room_for_what_asks_for_something(engine: Engine) -> None:
    zhang = id_of(engine, "张伟")
    assert one_by_one(engine, zhang, 4, choices=LOOK) == ["pending"] * 3 + ["gathered"]
    assert one_by_one(engine, zhang, 3) == ["pending"] * 2 + ["gathered"]


def test_of_what_is_written_at_once_what_asks_goes_first(engine: Engine) -> None:
    zhang = id_of(engine, "张伟")
    one_by_one(engine, zhang, 2)
    assert add(engine, notice(zhang, choices=LOOK), notice(zhang)) == ["gathered", "pending"]


FREE = [
    ({"lane": Lane.ANSWER}, "an answer"),
    ({"lane": Lane.MAJOR}, "a major hazard"),
    ({"lane": Lane.EMERGENCY}, "an emergency"),
    ({"private": True}, "what is said in private"),
    ({"to_group": True, "bot": "stub", "address": "g"}, "a group's"),
    ({"replaces": True}, "what takes the place of a message"),
]


@pytest.mark.parametrize("more", [more for more, _ in FREE], ids=[name for _, name in FREE])
def test_what_does_not_count_is_never_held_and_takes_nobodys_place(more: dict[str, Any], engine: Engine) -> None:
    zhang = id_of(engine, "张伟")
    more = {**more, "replaces": new_id()} if more.get("replaces") else more
    assert one_by_one(engine, zhang, 7, **more) == ["pending"] * 7
    assert one_by_one(engine, zhang, 6) == ["pending"] * 5 + ["gathered"]
    assert one_by_one(engine, zhang, 2, **more) == ["pending"] * 2


@pytest.mark.parametrize(
    "more",
    [{"subject_kind": None, "subject_id": None}, {"question": {"dialogue": "d", "key": "k", "n": 0}}],
    ids=["about no case", "a question"],
)
def test_what_no_list_could_open_waits_for_the_next_shift(more: dict[str, Any], engine: Engine) -> None:
    zhang = id_of(engine, "张伟")
    assert [state for _ in range(7) for state in add(engine, notice(zhang, **more))] == ["pending"] * 7
    assert one_by_one(engine, zhang, 1) == ["gathered"]
    with read_transaction(engine) as connection:
        goes = connection.execute(select(tables.notices.c.not_before).order_by(tables.notices.c.id)).scalars().all()
    assert {moment.astimezone(SHANGHAI) for moment in goes[:MOST]} == {MORNING}
    assert goes[MOST].astimezone(SHANGHAI) == MORNING.replace(hour=8) + timedelta(days=1)


def test_it_waits_for_a_shift_of_a_day_that_has_room(engine: Engine) -> None:
    """Somebody is on watch by night: the morning's shift is of the same day, and the morning after is full."""
    zhang, night = id_of(engine, "张伟"), MORNING.replace(hour=2)
    tomorrow = MORNING.replace(hour=8) + timedelta(days=1)
    news = {"subject_kind": None, "subject_id": None}
    assert one_by_one(engine, zhang, MOST, now=night, **news) == ["pending"] * MOST
    for _ in range(MOST):
        add(engine, notice(zhang, **news, not_before=tomorrow), now=night)
    add(engine, notice(zhang, **news), now=night)
    with read_transaction(engine) as connection:
        goes = connection.execute(select(tables.notices.c.not_before).order_by(tables.notices.c.id)).scalars().all()
    assert goes[-1].astimezone(SHANGHAI) == tomorrow + timedelta(days=1)


def test_a_place_is_kept_for_the_list_of_the_next_shift(engine: Engine) -> None:
    zhang = id_of(engine, "张伟")
    with write_transaction(engine) as connection:
        clocks.start(connection, "person", zhang, "to_do", MORNING + timedelta(hours=6))
    assert one_by_one(engine, zhang, 5) == ["pending"] * 4 + ["gathered"]
    morning = notice(zhang, topic="to_do.daily", subject_kind=None, subject_id=None)
    assert add(engine, morning) == ["pending"]


def test_a_place_is_kept_for_the_digest_of_the_day(engine: Engine) -> None:
    zhou, hour = id_of(engine, "周建国"), MORNING + timedelta(hours=2)
    with write_transaction(engine) as connection:
        clocks.start(connection, "person", zhou, "to_do", MORNING + timedelta(hours=6))
        clocks.start(connection, "person", zhou, DIGEST, hour)
    assert one_by_one(engine, zhou, 4) == ["pending"] * 3 + ["gathered"]
    with write_transaction(engine) as connection:
        tomorrow = update(tables.timers).where(tables.timers.c.clock == DIGEST, tables.timers.c.subject_id == zhou)
        connection.execute(tomorrow.values(due_at=hour + timedelta(days=1)))
    assert add(engine, digest(zhou), now=hour) == ["pending"]
    assert one_by_one(engine, zhou, 1, now=hour) == ["gathered"], "it is one of the day's"


def test_a_place_is_kept_for_the_digest_of_a_later_day_as_well(engine: Engine) -> None:
    """On a Friday evening it is written what Monday's shift begins with."""
    change(engine, quiet=True)
    zhou, friday = id_of(engine, "周建国"), datetime(2026, 11, 27, 19, 0, tzinfo=SHANGHAI)
    with write_transaction(engine) as connection:
        clocks.start(connection, "person", zhou, DIGEST, datetime(2026, 11, 28, 7, 30, tzinfo=SHANGHAI))
    assert one_by_one(engine, zhou, 5, now=friday) == ["pending"] * 4 + ["gathered"]


def test_who_stands_in_for_a_manager_has_a_place_kept_for_that_digest(engine: Engine) -> None:
    zhou, deputy, day = id_of(engine, "周建国"), id_of(engine, "张伟"), MORNING.date()
    away = {"id": new_id(), "person_id": zhou, "deputy_id": deputy, "since": day, "until": day}
    with write_transaction(engine) as connection:
        connection.execute(insert(tables.deputies), away)
        clocks.start(connection, "person", zhou, DIGEST, MORNING + timedelta(hours=2))
    assert one_by_one(engine, deputy, 5) == ["pending"] * 4 + ["gathered"]
    assert one_by_one(engine, deputy, 6, now=MORNING + timedelta(days=1)) == ["pending"] * 5 + ["gathered"]


def test_a_digest_waits_for_no_other_day(engine: Engine) -> None:
    zhou = id_of(engine, "周建国")
    one_by_one(engine, zhou, MOST, subject_kind=None, subject_id=None)
    add(engine, digest(zhou))
    with read_transaction(engine) as connection:
        told = select(tables.notices.c.not_before).where(tables.notices.c.topic == DAILY_DIGEST)
        assert connection.execute(told).scalar_one() == MORNING


def digest(recipient: str) -> dict[str, Any]:
    return notice(recipient, topic=DAILY_DIGEST, lane=Lane.BULK, subject_kind=None, subject_id=None, choices=[])


@pytest.mark.parametrize(
    ("company", "told"),
    [
        ({"demo": True, "notices_a_day": None}, 9),
        ({"demo": True, "notices_a_day": 0}, 9),
        ({"demo": True, "notices_a_day": 3}, 2),
        ({"demo": False, "notices_a_day": None}, 5),
        ({"demo": False, "notices_a_day": 0}, 5),
        ({"demo": False, "notices_a_day": 8}, 7),
        ({"demo": False, "notices_a_day": 1}, 0),
    ],
)
def test_a_company_says_how_many(company: dict[str, Any], told: int, engine: Engine) -> None:
    change(engine, **company, quiet=False)
    assert one_by_one(engine, id_of(engine, "张伟"), 9).count("pending") == told


def test_a_day_ends_at_midnight_of_the_site(engine: Engine) -> None:
    """The stamping shop of 李强 stands in Germany now."""
    site = {"id": new_id(), "code": "EU", "name": "欧洲厂", "time_zone": "Europe/Berlin"}
    with write_transaction(engine) as connection:
        connection.execute(insert(tables.sites), site)
        connection.execute(update(tables.areas).where(tables.areas.c.code == "CY").values(site_id=site["id"]))
    li, other = id_of(engine, "李强"), id_of(engine, "林志远")
    late = datetime(2026, 11, 23, 23, 30, tzinfo=SHANGHAI)
    for person in (li, other):
        assert one_by_one(engine, person, 6, now=late) == ["pending"] * 5 + ["gathered"]
    assert add(engine, notice(other), now=late + timedelta(minutes=30)) == ["pending"]
    assert add(engine, notice(li), now=late + timedelta(minutes=30)) == ["gathered"]
    assert add(engine, notice(li), now=late + timedelta(hours=7, minutes=30)) == ["pending"]


def test_a_night_shift_has_the_budget_of_two_days(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        connection.execute(update(tables.company).values(quiet=True))
        night = update(tables.people).where(called(connection, "张伟"))
        connection.execute(night.values(shift="ZHONG"))
    zhang, evening = id_of(engine, "张伟"), datetime(2026, 11, 23, 23, 0, tzinfo=SHANGHAI)
    assert one_by_one(engine, zhang, 6, now=evening) == ["pending"] * 5 + ["gathered"]
    after = evening + timedelta(hours=2)  # their next shift is at four in the afternoon
    assert one_by_one(engine, zhang, 6, now=after) == ["pending"] * 5 + ["gathered"]
    (timer,) = timers_of(engine, zhang)
    assert timer.due_at == evening + GATHERING, "the earlier of both"


def test_what_waits_for_the_morning_counts_in_the_morning(engine: Engine) -> None:
    change(engine, quiet=True)
    zhang, night = id_of(engine, "张伟"), MORNING + timedelta(hours=13)
    assert one_by_one(engine, zhang, 5) == ["pending"] * 5
    assert one_by_one(engine, zhang, 6, now=night) == ["pending"] * 5 + ["gathered"]
    (timer,) = timers_of(engine, zhang)
    assert timer.due_at == datetime(2026, 11, 24, 8, 0, tzinfo=SHANGHAI) + GATHERING
    with read_transaction(engine) as connection:
        assert budget.left(connection, zhang, MORNING) == 1
        assert budget.left(connection, zhang, night + timedelta(hours=12)) == 1
        assert gathered.waiting(connection, zhang, night) == []


def test_what_was_cancelled_has_cost_nothing(engine: Engine) -> None:
    zhang = id_of(engine, "张伟")
    one_by_one(engine, zhang, 5)
    with write_transaction(engine) as connection:
        connection.execute(update(tables.notices).where(tables.notices.c.topic == "task.new").values(state="cancelled"))
    assert one_by_one(engine, zhang, 1) == ["pending"]


def test_what_is_gathered_can_be_overtaken_as_what_waits(engine: Engine) -> None:
    zhang, timer, subject = id_of(engine, "张伟"), new_id(), new_id()
    one_by_one(engine, zhang, 5)
    add(engine, notice(zhang, timer_id=timer))
    told = notice(zhang, subject_id=subject)
    assert add(engine, told) == ["gathered"]
    with write_transaction(engine) as connection:
        assert clocks.waiting(connection, timer) == {zhang: Lane.NOTICE}, "nobody is reminded of it meanwhile"
        clocks.cancel(connection, timer)
        left = gathered.waiting(connection, zhang, MORNING)
        assert len(left) == 1
        assert held_back.drop(connection, left) == set(left)
        assert gathered.waiting(connection, zhang, MORNING) == []


def test_what_stands_in_a_list_is_not_cancelled_any_more(engine: Engine) -> None:
    zhang, timer = id_of(engine, "张伟"), new_id()
    one_by_one(engine, zhang, 5)
    add(engine, notice(zhang, timer_id=timer))
    with write_transaction(engine) as connection:
        ids = gathered.waiting(connection, zhang, MORNING)
        gathered.tell(connection, ids)
        clocks.cancel(connection, timer)
        states = select(tables.notices.c.state).where(tables.notices.c.id.in_(ids))
        assert connection.execute(states).scalars().all() == ["listed"]
        assert clocks.waiting(connection, timer) == {}


def test_the_same_told_again_costs_nothing(engine: Engine) -> None:
    zhang = id_of(engine, "张伟")
    row = notice(zhang)
    assert [state for _ in range(7) for state in add(engine, row)] == ["pending"] * 7
    assert one_by_one(engine, zhang, 5) == ["pending"] * 4 + ["gathered"]


def test_a_turn_hands_on_only_what_goes_out_by_itself(engine: Engine) -> None:
    zhang = id_of(engine, "张伟")
    one_by_one(engine, zhang, 4)
    with write_transaction(engine) as connection:
        connection.execute(update(tables.notices).where(tables.notices.c.state == "pending").values(state="sent"))
        outgone = deliveries.add_claimed(connection, [notice(zhang), notice(zhang)], MORNING)
    assert len(outgone.claimed) == 1
    assert not outgone.others


def test_the_count_goes_by_its_index(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a table of a few rows in whole")
    day = {"person": "p", "begins": MORNING, "ends": MORNING + timedelta(days=1)}
    asked = str(budget.COUNTED.params(day).compile(engine, compile_kwargs={"literal_binds": True}))
    with read_transaction(engine) as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
    assert "ix_notices_pushed" in str(plan)


def until_one_waits(engine: Engine) -> None:
    for _ in range(1000):
        with read_transaction(engine) as connection:  # a transaction sees what others do as it was at its beginning
            if connection.execute(WAITING).scalar():
                return
            connection.execute(text("SELECT pg_sleep(0.01)"))
    pytest.fail("nobody waits")


@only_postgres
def test_two_processes_do_not_both_push_the_last_one(engine: Engine) -> None:
    """The second one waits for what the first one writes, and counts it."""
    zhang = id_of(engine, "张伟")
    one_by_one(engine, zhang, 4)
    with ThreadPoolExecutor(1) as threads:
        with write_transaction(engine) as connection:
            deliveries.add(connection, [notice(zhang)], MORNING)
            other = threads.submit(add, engine, notice(zhang))
            until_one_waits(engine)
        assert other.result() == ["gathered"]


@only_postgres
def test_whoever_gathers_while_the_clock_rings_sets_another_one(engine: Engine) -> None:
    zhang = id_of(engine, "张伟")
    one_by_one(engine, zhang, 6)
    (timer,) = timers_of(engine, zhang)
    due = clocks.Due(timer.id, "person", zhang, CLOCK, timer.step)
    with ThreadPoolExecutor(1) as threads:
        with write_transaction(engine) as connection:
            assert clocks.stop(connection, due, MORNING)
            other = threads.submit(add, engine, notice(zhang))
            until_one_waits(engine)
        assert other.result() == ["gathered"]
    assert [row.stopped_at is None for row in timers_of(engine, zhang)].count(True) == 1
