"""Timers as rows: what a clock that is stopped takes back of what it was to tell."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from storage import clocks, deliveries, tables
from storage.engine import read_transaction, write_transaction
from workflow.ids import new_id
from workflow.notice import Lane

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def timer(engine: Engine) -> str:
    with write_transaction(engine) as connection:
        return clocks.start(connection, "hazard", new_id(), "taking", NOW)


def _told(engine: Engine, stopped: str, cause: str, **more: Any) -> str:
    """What becomes of a notice of a clock, its own unless another is named, when a clock stops."""
    with read_transaction(engine) as connection:
        somebody = connection.scalar(select(tables.people.c.id))
    row = {"cause": f"{cause}:{new_id()}", "topic": "a", "recipient_id": somebody, "lane": Lane.NOTICE}
    with write_transaction(engine) as connection:
        deliveries.add(connection, [{**row, "timer_id": stopped, **more}], NOW)
        clocks.cancel(connection, stopped)
        state = connection.scalar(select(tables.notices.c.state).where(tables.notices.c.cause == row["cause"]))
    return str(state)


def test_nobody_is_reminded_any_more(engine: Engine, timer: str) -> None:
    assert _told(engine, timer, "timer") == "cancelled"


def test_what_waits_for_a_shift_is_not_told_any_more(engine: Engine, timer: str) -> None:
    assert _told(engine, timer, "event", not_before=NOW + timedelta(hours=8)) == "cancelled"


def test_what_may_be_with_its_reader_already_stays_as_it_is(engine: Engine, timer: str) -> None:
    assert _told(engine, timer, "event") == "pending"


def test_what_another_clock_tells_is_left_alone(engine: Engine, timer: str) -> None:
    assert _told(engine, timer, "timer", timer_id=new_id()) == "pending"


@pytest.mark.parametrize(
    ("cause", "topic", "state"),
    [
        ("timer", "b", "cancelled"),  # it has climbed meanwhile
        ("timer", "a", "pending"),  # the same once more: it goes out once
        ("event", "b", "pending"),  # what it began with is heard first
    ],
)
def test_an_earlier_ring_gives_way_to_what_the_timer_tells_now(
    engine: Engine, timer: str, cause: str, topic: str, state: str
) -> None:
    with read_transaction(engine) as connection:
        somebody, another = connection.scalars(select(tables.people.c.id).limit(2))
    row = {"topic": "a", "lane": Lane.NOTICE, "timer_id": timer}
    theirs, other = f"{cause}:{new_id()}", f"{cause}:{new_id()}"
    with write_transaction(engine) as connection:
        rows = [{**row, "cause": theirs, "recipient_id": somebody}, {**row, "cause": other, "recipient_id": another}]
        deliveries.add(connection, rows, NOW)
        clocks.overtake(connection, timer, {somebody: topic})
        found = {told.cause: told.state for told in connection.execute(select(tables.notices))}
    assert found[theirs] == state
    assert found[other] == "pending", "they are told nothing new"


def test_what_a_courier_has_sent_meanwhile_is_not_taken_back(engine: Engine, timer: str) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets one write at a time")
    with read_transaction(engine) as connection:
        somebody = connection.scalar(select(tables.people.c.id))
    row = {"cause": f"timer:{new_id()}", "topic": "a", "recipient_id": somebody, "lane": Lane.NOTICE, "timer_id": timer}
    with write_transaction(engine) as connection:
        deliveries.add(connection, [row], NOW)
        told = str(connection.scalar(select(tables.notices.c.id).where(tables.notices.c.cause == row["cause"])))

    def sent_now(_: Any, cursor: Any, sql: str, *__: Any) -> None:
        if sql.startswith("UPDATE notices"):
            with write_transaction(engine) as another:
                deliveries.settle(another, [deliveries.Delivered(told, "webchat", "li", "1")], NOW)

    with write_transaction(engine) as connection:
        event.listen(connection, "before_cursor_execute", sent_now)
        clocks.overtake(connection, timer, {str(somebody): "b"})
    with read_transaction(engine) as connection:
        assert connection.scalar(select(tables.notices.c.state).where(tables.notices.c.id == told)) == "sent"


def test_to_find_the_timers_of_a_case_is_not_to_walk_through_all_there_are(engine: Engine, timer: str) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by its statistics")
    ran: list[tuple[str, Any]] = []
    with write_transaction(engine) as connection:
        event.listen(connection, "before_cursor_execute", lambda c, cursor, sql, given, *_: ran.append((sql, given)))
        clocks.ids_of(connection, "hazard", timer, "taking")
        [(sql, values)] = ran
        [step] = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()]
    assert "USING INDEX ix_timers_subject_id" in step
