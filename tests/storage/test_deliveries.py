"""Notices wait, are claimed in order, settled once; tokens name them and nobody can make one up."""

import string
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from storage import deliveries, tables
from storage.deliveries import CLAIM, Delivered, Outgone, token
from storage.engine import open_engine, read_transaction, write_transaction
from workflow.ids import new_id

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LI, WANG = new_id(), new_id()


def notice(topic: str, recipient: str = LI, **more: Any) -> dict[str, Any]:
    return {"cause": f"event:{topic}", "topic": topic, "recipient_id": recipient, "lane": 2, **more}


def _add(engine: Engine, *rows: dict[str, Any]) -> None:
    with write_transaction(engine) as connection:
        deliveries.add(connection, rows, NOW)


def _claim(engine: Engine, now: datetime = NOW, busy: tuple[str, ...] = ()) -> list[str]:
    with write_transaction(engine) as connection:
        return [claimed.topic for claimed in deliveries.claim(connection, now, 10, busy)]


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


def test_what_is_not_yet_due_or_belongs_to_a_busy_person_waits(engine: Engine) -> None:
    _add(engine, notice("later", not_before=NOW + timedelta(hours=1)), notice("now", WANG))
    assert _claim(engine, busy=(WANG,)) == []
    assert _claim(engine) == ["now"]


def test_a_delivery_is_written_down_and_ends_the_notice(engine: Engine) -> None:
    _add(engine, notice("a"), notice("b"))
    with write_transaction(engine) as connection:
        first, second = deliveries.claim(connection, NOW, 10, ())
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
        (claimed,) = deliveries.claim(connection, NOW, 10, ())
        deliveries.postpone(connection, [claimed.id], NOW + timedelta(minutes=1), counted=True)
        assert deliveries.claim(connection, NOW, 10, ()) == []
        (again,) = deliveries.claim(connection, NOW + timedelta(minutes=2), 10, ())
    assert again.attempts == 1


def test_what_failed_is_not_overtaken_in_its_lane_and_holds_up_nothing_else(engine: Engine) -> None:
    (failed,) = _add_claimed(engine, notice("failed")).claimed
    with write_transaction(engine) as connection:
        deliveries.postpone(connection, [failed.id], NOW + timedelta(minutes=1), counted=True)
    outgone = _add_claimed(engine, notice("after"), notice("answer", lane=0), notice("other", WANG))
    assert ([claimed.topic for claimed in outgone.claimed], outgone.others) == (["other"], True)
    assert _claim(engine) == ["answer"], "an answer waits for no reminder"
    later = NOW + CLAIM + timedelta(minutes=1)
    assert _claim(engine, later) == ["answer", "failed", "after", "other"]


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
