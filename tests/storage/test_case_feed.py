"""No change to a case is missed, however late it was committed, and what was followed is not read again."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from storage.case_feed import LATE, NEVER, CaseFeed, changed_since, newest_event
from storage.engine import read_transaction
from tests.storage.test_similar_cases import Register


@pytest.fixture
def register(engine: Engine) -> Register:
    return Register(engine)


def since(register: Register, event_id: str) -> dict[str, int]:
    with read_transaction(register.engine) as connection:
        return changed_since(connection, event_id)


def followed(feed: CaseFeed, register: Register) -> list[str] | None:
    with read_transaction(register.engine) as connection, feed.changes(connection) as changed:
        return changed


def earlier(event_id: str, by: timedelta) -> str:
    """An id made so long before another one."""
    made = int(event_id[:8] + event_id[9:13], 16) - int(by.total_seconds() * 1000)
    return f"{made:012x}"[:8] + "-" + f"{made:012x}"[8:] + event_id[13:]


def test_what_has_changed_is_told_with_its_version(register: Register) -> None:
    one, other = register.enter(), register.enter()
    first = register.happens(one, 1)
    register.happens(one, 2)
    register.happens(other, 1)
    assert since(register, first) == {one: 2, other: 1}
    assert since(register, NEVER) == {one: 2, other: 1}


def test_what_was_made_before_the_newest_and_committed_after_it_is_not_missed(register: Register) -> None:
    one, late = register.enter(), register.enter()
    newest = register.happens(one, 1)
    register.happens(late, 1, earlier(newest, LATE - timedelta(seconds=1)))
    assert late in since(register, newest)


def test_what_was_read_long_ago_is_not_read_again(register: Register) -> None:
    one, other = register.enter(), register.enter()
    newest = register.happens(one, 1)
    register.happens(other, 1, earlier(newest, LATE + timedelta(seconds=1)))
    assert since(register, newest) == {one: 1}


def test_the_newest_event_is_the_one_made_last(register: Register) -> None:
    with read_transaction(register.engine) as connection:
        assert newest_event(connection) == NEVER
    last = register.happens(register.enter(), 1)
    register.happens(register.enter(), 1, earlier(last, timedelta(seconds=1)))
    with read_transaction(register.engine) as connection:
        assert newest_event(connection) == last


def test_at_first_all_cases_are_to_be_read_then_those_that_changed(register: Register) -> None:
    feed, case = CaseFeed(), register.enter()
    register.happens(case, 1)
    assert not feed.has_begun
    assert followed(feed, register) is None
    assert feed.has_begun
    assert followed(feed, register) == [case]  # perhaps it was committed while all were read
    assert followed(feed, register) == []
    register.happens(case, 2)
    assert followed(feed, register) == [case]


@pytest.mark.parametrize("begun", [False, True])
def test_what_could_not_be_read_is_told_again(register: Register, begun: bool) -> None:
    feed = CaseFeed()
    if begun:
        followed(feed, register)
    case = register.enter()
    register.happens(case, 1)

    def fails() -> None:
        with read_transaction(register.engine) as connection, feed.changes(connection):
            raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        fails()
    assert followed(feed, register) == ([case] if begun else None)
