"""The inbox: stored once, answered in order, kept when unreadable."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, event, select

from storage import inbox, tables
from storage.engine import read_transaction, write_transaction

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def _store(engine: Engine, *keys: str, sender: str = "li") -> list[str | None]:
    with write_transaction(engine) as connection:
        stored = inbox.store(connection, [("bot", key, sender, "{}") for key in keys], NOW)
    return [message.id if message else None for message in stored]


def test_the_same_key_is_stored_once_even_within_one_batch(engine: Engine) -> None:
    first, again, other = _store(engine, "a", "a", "b")
    assert (first is None) != (again is None)
    assert other is not None
    assert _store(engine, "a", "c")[0] is None
    with read_transaction(engine) as connection:
        assert len(inbox.waiting(connection, ["bot"], 10)) == 3


def test_messages_of_one_sender_end_in_order_only(engine: Engine) -> None:
    first, second = _store(engine, "a", "b")
    assert first
    assert second
    with write_transaction(engine) as connection:
        assert not inbox.finish(connection, [second], "bot", "li", NOW)
        assert inbox.finish(connection, [first, second], "bot", "li", NOW)
        assert not inbox.finish(connection, [first], "bot", "li", NOW)


def test_an_unreadable_message_is_kept_and_stands_in_nobodys_way(engine: Engine) -> None:
    broken, good = _store(engine, "a", "b")
    assert broken
    assert good
    with write_transaction(engine) as connection:
        inbox.set_aside(connection, broken, "unparsable", "x" * 900, NOW)
        assert inbox.finish(connection, [good], "bot", "li", NOW)
        row = connection.execute(select(tables.inbox).where(tables.inbox.c.id == broken)).one()
    assert (row.state, len(row.note), row.body) == ("unparsable", 500, "{}")


def test_what_a_retired_bot_has_left_hides_nothing_of_the_others(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        inbox.store(connection, [("retired", key, "li", "{}") for key in "abc"], NOW)
    (live,) = _store(engine, "d")
    with read_transaction(engine) as connection:
        assert [message.id for message in inbox.waiting(connection, ["bot"], 3)] == [live]
        assert inbox.waiting(connection, [], 3) == []


def test_looking_for_what_waits_does_not_walk_through_what_is_done(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        return  # PostgreSQL chooses by its statistics
    ran: list[tuple[str, Any]] = []
    with read_transaction(engine) as connection:
        event.listen(connection, "before_cursor_execute", lambda c, cursor, sql, given, *_: ran.append((sql, given)))
        inbox.waiting(connection, ["bot"], 10)
        [(sql, values)] = ran
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values).all()
    assert any("ix_inbox_waiting" in row[3] for row in plan)


def test_what_is_kept_of_a_key_names_nobody_and_still_knows_it(engine: Engine) -> None:
    _store(engine, "liqiang:client-1")
    with read_transaction(engine) as connection:
        (key,) = connection.execute(select(tables.inbox.c.key)).scalars()
    assert "liqiang" not in key
    assert _store(engine, "liqiang:client-1") == [None]


def test_an_erased_message_tells_the_day_and_nothing_else_and_is_known_again(engine: Engine) -> None:
    (first, waiting) = _store(engine, "a", "b")
    assert first
    assert waiting
    with write_transaction(engine) as connection:
        assert inbox.finish(connection, [first], "bot", "li", NOW)
        inbox.erase(connection, [first, waiting], NOW)
    with read_transaction(engine) as connection:
        rows = {row.state: row for row in connection.execute(select(tables.inbox))}
    erased, kept = rows["done"], rows["new"]
    day = NOW.replace(hour=0)
    assert (erased.sender, erased.body, erased.received_at, erased.done_at) == ("", "", day, day)
    assert erased.id != first
    assert (kept.id, kept.sender) == (waiting, "li"), "what waits for its turn is not lost"
    assert _store(engine, "a") == [None]


def test_a_part_that_comes_late_finds_the_last_one_of_its_album(engine: Engine) -> None:
    first, second, late = _store(engine, "a", "b", "c")
    assert first
    assert second
    assert late
    with write_transaction(engine) as connection:
        assert inbox.answered_part(connection, "bot", "li", "a1") is None
        assert inbox.finish(connection, [first, second], "bot", "li", NOW, album="a1")
        found = inbox.answered_part(connection, "bot", "li", "a1")
        assert found is not None
        assert (found.id, found.part_of) == (second, second)
        assert inbox.answered_part(connection, "bot", "wang", "a1") is None
        inbox.erase(connection, [first, second], NOW)
        assert inbox.answered_part(connection, "bot", "li", "a1") is None


def test_what_was_answered_as_one_goes_on_as_several(engine: Engine) -> None:
    first, second = _store(engine, "a", "b")
    assert first
    assert second
    with write_transaction(engine) as connection:
        inbox.finish(connection, [first, second], "bot", "li", NOW)
        assert inbox.parts_of(connection, second) == 2
        inbox.part_ways(connection, [first, second])
        assert [inbox.parts_of(connection, message) for message in (first, second)] == [1, 1]


def test_of_what_cannot_be_read_each_is_shown_once(engine: Engine) -> None:
    for message in _store(engine, "a", "b"):
        assert message
        with write_transaction(engine) as connection:
            inbox.set_aside(connection, message, "unparsable", "x", NOW)
    with write_transaction(engine) as connection:
        assert inbox.unshown(connection) == ["bot"]
        assert inbox.show(connection, "bot", NOW) == (2, NOW)
        assert inbox.show(connection, "bot", NOW) is None
        assert inbox.unshown(connection) == []
