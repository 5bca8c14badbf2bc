"""Notices wait, are claimed in order, settled once; tokens name them and nobody can make one up."""

import re
import string
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select, update

from storage import claims, clocks, deliveries, tables
from storage.deliveries import CLAIM, Delivered, Outgone, token
from storage.engine import open_engine, read_transaction, write_transaction
from workflow.ids import new_id
from workflow.notice import Lane

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LI, WANG = new_id(), new_id()


def notice(topic: str, recipient: str = LI, **more: Any) -> dict[str, Any]:
    return {"cause": f"event:{topic}", "topic": topic, "recipient_id": recipient, "lane": 2, **more}


def _add(engine: Engine, *rows: dict[str, Any]) -> None:
    with write_transaction(engine) as connection:
        deliveries.add(connection, rows, NOW)


def _claim(engine: Engine, now: datetime = NOW, last: Lane = Lane.BULK) -> list[str]:
    with write_transaction(engine) as connection:
        return [claimed.topic for claimed in claims.claim(connection, now, 10, last)]


def test_nobody_is_told_the_same_thing_twice(engine: Engine) -> None:
    _add(engine, notice("a"), notice("a"), notice("a", WANG))
    _add(engine, notice("a"))
    with read_transaction(engine) as connection:
        assert len(connection.execute(select(tables.notices)).all()) == 2


def test_answers_go_before_notices_and_older_before_newer(engine: Engine) -> None:
    _add(engine, notice("old"), notice("new"), notice("answer", lane=0))
    assert _claim(engine) == ["answer", "old", "new"]


def test_who_is_being_served_is_left_alone_until_the_claim_runs_out(engine: Engine) -> None:
    _add(engine, notice("a"))
    assert _claim(engine) == ["a"]
    _add(engine, notice("b"), notice("c", WANG))
    assert _claim(engine) == ["c"]
    assert _claim(engine, NOW + CLAIM + timedelta(seconds=1)) == ["a", "b", "c"]


def test_to_claim_is_not_to_walk_through_all_that_its_reader_was_told(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by its statistics")
    ran: list[tuple[str, Any]] = []
    with write_transaction(engine) as connection:
        event.listen(connection, "before_cursor_execute", lambda c, cursor, sql, given, *_: ran.append((sql, given)))
        claims.claim(connection, NOW, 10)
        plan = [
            row for sql, values in ran[:] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        ]
    read = [row[3] for row in plan if re.search(r"\b(held|failed)\b|SCAN notices", row[3])]
    assert len(read) == 4, "what is late, what is due, and what holds that up"
    assert all("ix_notices_pending" in step for step in read)


def _add_claimed(engine: Engine, *rows: dict[str, Any], now: datetime = NOW) -> Outgone:
    with write_transaction(engine) as connection:
        return deliveries.add_claimed(connection, rows, now)


def test_what_a_turn_writes_is_claimed_as_it_is_written(engine: Engine) -> None:
    outgone = _add_claimed(engine, notice("task", WANG), notice("answer", lane=0, facts={"due": "18:00"}))
    assert [claimed.topic for claimed in outgone.claimed] == ["answer", "task"]
    assert outgone.claimed[0].facts == {"due": "18:00"}
    assert not outgone.others
    assert _claim(engine) == []
    assert _claim(engine, NOW + CLAIM + timedelta(seconds=1)) == ["answer", "task"]


def test_who_has_something_waiting_gets_the_new_after_it(engine: Engine) -> None:
    _add(engine, notice("older"))
    outgone = _add_claimed(engine, notice("newer"), notice("other", WANG))
    assert [claimed.topic for claimed in outgone.claimed] == ["other"]
    assert outgone.others
    assert _claim(engine) == ["older", "newer"]


def test_what_waits_for_later_holds_nothing_back(engine: Engine) -> None:
    _add(engine, notice("tomorrow", not_before=NOW + timedelta(days=1)))
    assert [claimed.topic for claimed in _add_claimed(engine, notice("now")).claimed] == ["now"]


def test_what_was_told_before_is_not_handed_over_again(engine: Engine) -> None:
    (told,) = _add_claimed(engine, notice("a")).claimed
    with write_transaction(engine) as connection:
        deliveries.settle(connection, [Delivered(told.id, "bot", "li", "17")], NOW)
    outgone = _add_claimed(engine, notice("a"), notice("b"))
    assert [claimed.topic for claimed in outgone.claimed] == ["b"]
    assert not outgone.others


def test_what_is_not_yet_due_or_of_a_lane_without_room_waits(engine: Engine) -> None:
    _add(engine, notice("later", not_before=NOW + timedelta(hours=1)), notice("digest", WANG, lane=Lane.BULK))
    assert _claim(engine, last=Lane.NOTICE) == []
    assert _claim(engine) == ["digest"]


def test_an_answer_waits_for_nothing_less_urgent_that_is_in_hand(engine: Engine) -> None:
    _add(engine, notice("digest", lane=Lane.BULK))
    assert _claim(engine) == ["digest"]
    _add(engine, notice("answer", lane=Lane.ANSWER), notice("next digest", lane=Lane.BULK))
    assert _claim(engine) == ["answer"]
    _add(engine, notice("major", lane=Lane.MAJOR), notice("alarm", lane=Lane.EMERGENCY))
    assert _claim(engine) == ["alarm"], "the other one comes after the answer"


def test_what_a_process_writes_that_does_not_send_is_for_the_one_that_does(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        assert deliveries.add_unclaimed(connection, [notice("a")], NOW) == Outgone()
    assert _claim(engine) == ["a"]


def test_whoever_takes_over_frees_what_was_in_hand_and_hears_where_it_may_have_gone(engine: Engine) -> None:
    with read_transaction(engine) as connection:
        known = connection.execute(select(tables.addresses)).first()
    assert known is not None
    _add(engine, notice("said", WANG, bot="bot", address="wang"), notice("told", known.person_id), notice("later"))
    with write_transaction(engine) as connection:
        claims.claim(connection, NOW, 2)
        held = [("bot", "wang", 1, NOW), (known.bot, known.address, 1, NOW)]
        assert sorted(claims.release_all(connection, NOW, NOW - MINUTE)) == sorted(held)
    assert _claim(engine) == ["said", "told", "later"]


def test_whoever_takes_over_next_still_hears_of_what_may_have_gone_before(engine: Engine) -> None:
    """The same notice may have arrived twice, once from each that was killed."""
    _add(engine, notice("said", WANG, bot="bot", address="wang"))
    went, heard = ("bot", "wang", 1), []
    for age in range(4):
        now = NOW + age * MINUTE / 2
        with write_transaction(engine) as connection:
            assert claims.claim(connection, now, 1)
            heard.append(sorted(claims.release_all(connection, now, now - MINUTE)))
    half = NOW + MINUTE / 2
    assert heard[:2] == [[(*went, NOW)], [(*went, NOW), (*went, half)]]
    assert heard[3] == [(*went, half), (*went, NOW + MINUTE), (*went, NOW + 3 * MINUTE / 2)]


def test_of_what_may_have_gone_a_group_and_what_failed_are_known_too_with_all_their_messages(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        area = connection.execute(select(tables.areas.c.id)).scalars().first()
        group = new_id()
        row = {"id": group, "bot": "bot", "address": "-7", "area_id": area, "since": NOW}
        connection.execute(tables.groups.insert(), row)
    _add(engine, notice("post", group, to_group=True), notice("failed", WANG, bot="bot", address="wang"))
    with write_transaction(engine) as connection:
        post, failed = claims.claim(connection, NOW, 10)
        claims.becomes(connection, post.id, 3)
        claims.postpone(connection, [failed.id], NOW, counted=True)
        may_have_gone = claims.release_all(connection, NOW, NOW - MINUTE)
        assert sorted(may_have_gone) == [("bot", "-7", 3, NOW), ("bot", "wang", 1, NOW)]


def test_what_went_out_lately_is_read_backwards(engine: Engine) -> None:
    _add(engine, notice("a"), notice("b"), notice("c"))
    with write_transaction(engine) as connection:
        taken = claims.claim(connection, NOW, 10)
        for minutes, each in enumerate(taken):
            claims.becomes(connection, each.id, minutes + 1)
            done = Delivered(each.id, "bot", each.topic, "17")
            deliveries.settle(connection, [done], NOW + timedelta(minutes=minutes))
        lately = [(went.address, went.messages) for went in claims.sent_since(connection, NOW + timedelta(seconds=30))]
    assert lately == [("c", 3), ("b", 2)]


def test_a_delivery_is_written_down_and_ends_the_notice(engine: Engine) -> None:
    _add(engine, notice("a"), notice("b"))
    with write_transaction(engine) as connection:
        first, second = claims.claim(connection, NOW, 10)
        done = [Delivered(first.id, "bot", "li", "17"), Delivered(second.id, "bot", "li", error="blocked")]
        deliveries.settle(connection, done, NOW)
        states = connection.execute(select(tables.notices.c.state).order_by(tables.notices.c.id)).scalars().all()
        receipt = deliveries.receipt_of(connection, first.id)
    assert states == ["sent", "failed"]
    assert receipt is not None
    assert receipt.message_id == "17"


def test_a_notice_put_off_comes_back_with_one_more_attempt(engine: Engine) -> None:
    _add(engine, notice("a"))
    with write_transaction(engine) as connection:
        (claimed,) = claims.claim(connection, NOW, 10)
        claims.postpone(connection, [claimed.id], NOW + timedelta(minutes=1), counted=True)
        assert claims.claim(connection, NOW, 10) == []
        (again,) = claims.claim(connection, NOW + timedelta(minutes=2), 10)
    assert again.attempts == 1


def test_what_failed_is_not_overtaken_in_its_lane_and_holds_up_nothing_else(engine: Engine) -> None:
    (failed,) = _add_claimed(engine, notice("failed")).claimed
    with write_transaction(engine) as connection:
        claims.postpone(connection, [failed.id], NOW + timedelta(minutes=1), counted=True)
    outgone = _add_claimed(engine, notice("after"), notice("answer", lane=0), notice("other", WANG))
    assert ([claimed.topic for claimed in outgone.claimed], outgone.others) == (["other"], True)
    assert _claim(engine) == ["answer"], "an answer waits for no reminder"
    later = NOW + CLAIM + timedelta(minutes=1)
    assert _claim(engine, later) == ["answer", "failed", "after", "other"]


def test_what_a_clock_told_waits_until_that_has_rung_but_not_for_ever(engine: Engine) -> None:
    """Both may be due as a shift begins, and the later one takes the place of the earlier."""
    with write_transaction(engine) as connection:
        timer = clocks.start(connection, "hazard", new_id(), "taking", NOW)
    reminder = notice("reminder", cause=f"timer:{timer}:1", timer_id=timer)
    _add(engine, reminder, notice("event", WANG, timer_id=timer))
    assert _claim(engine) == ["event"], "what tells of an event is heard in any case"
    assert _claim(engine) == []
    with write_transaction(engine) as connection:
        connection.execute(update(tables.timers).values(due_at=NOW + timedelta(days=1)))
    assert _claim(engine) == ["reminder"], "it has rung, and told nothing new"


def test_a_clock_that_cannot_ring_holds_up_nothing_for_long(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        timer = clocks.start(connection, "hazard", new_id(), "taking", NOW)
    _add(engine, notice("reminder", cause=f"timer:{timer}:1", timer_id=timer))
    assert _claim(engine, NOW + claims.RINGING + timedelta(seconds=1)) == ["reminder"]


def test_a_token_names_its_notice_and_choice(engine: Engine) -> None:
    choice = {"value": "yes", "label": "submit", "text": "", "opens": None}
    _add(engine, notice("a", choices=[choice]))
    with read_transaction(engine) as connection:
        (row,) = connection.execute(select(tables.notices)).all()
        found = deliveries.offered(connection, token(row.id, 0))
        assert found is not None
        assert found[1] == choice
        assert deliveries.offered(connection, token(row.id, 1)) is None
        assert deliveries.offered(connection, token(new_id(), 0)) is None


def test_a_token_fits_the_narrowest_platform() -> None:
    assert len(token(new_id(), 99).encode()) <= 64


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('tokens') / 'x.db'}")
    tables.metadata.create_all(engine)
    return engine


@given(st.one_of(st.text(max_size=80), st.text(string.ascii_letters + string.digits + "-_.=", max_size=40)))
def test_no_made_up_token_finds_anything_or_fails(empty: Engine, made_up: str) -> None:
    with read_transaction(empty) as connection:
        assert deliveries.offered(connection, made_up) is None
