"""Where people are reached: the latest address, and none that is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, insert, select

from storage import directory, reached
from storage.engine import write_transaction
from storage.tables import addresses, people
from workflow.ids import new_id

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def anybody(engine: Engine) -> str:
    """Somebody with a chat on each of two platforms, in neither of which they have written yet."""
    with write_transaction(engine) as connection:
        person = str(connection.execute(select(people.c.id).order_by(people.c.code)).scalars().first())
        connection.execute(addresses.delete())
        for bot in ("telegram:1", "wecom:2"):
            connection.execute(insert(addresses), {"id": new_id(), "person_id": person, "bot": bot, "address": "a"})
    return person


def is_news(connection: Connection, bot: str) -> bool:
    found = reached.sender_at(connection, bot, "a")
    assert found is not None
    return found[1]


def test_where_they_write_is_where_they_are_told(engine: Engine, anybody: str) -> None:
    with write_transaction(engine) as connection:
        assert is_news(connection, "wecom:2")
        assert reached.arrive(connection, "wecom:2", "a", NOW) is None
        assert directory.address_of(connection, anybody) == ("wecom:2", "a")
        assert not is_news(connection, "wecom:2")
        assert is_news(connection, "telegram:1")
        reached.arrive(connection, "telegram:1", "a", NOW + timedelta(minutes=1))
        assert directory.address_of(connection, anybody) == ("telegram:1", "a")


def test_a_lost_address_is_passed_over_until_they_write_there_again(engine: Engine, anybody: str) -> None:
    with write_transaction(engine) as connection:
        reached.arrive(connection, "wecom:2", "a", NOW)
        assert reached.lose(connection, "wecom:2", "a", "blocked", NOW) == anybody
        assert reached.lose(connection, "wecom:2", "a", "blocked", NOW) is None, "once for each loss"
        assert directory.address_of(connection, anybody) == ("telegram:1", "a")
        assert reached.lose(connection, "telegram:1", "a", "blocked", NOW) == anybody
        assert directory.address_of(connection, anybody) is None
        assert is_news(connection, "wecom:2")
        assert reached.arrive(connection, "wecom:2", "a", NOW + timedelta(days=1)) == NOW
        assert directory.address_of(connection, anybody) == ("wecom:2", "a")


def test_who_has_one_chat_is_no_news(engine: Engine, anybody: str) -> None:
    with write_transaction(engine) as connection:
        connection.execute(addresses.delete().where(addresses.c.bot == "wecom:2"))
        assert not is_news(connection, "telegram:1")


def test_an_address_of_nobody(engine: Engine, anybody: str) -> None:
    with write_transaction(engine) as connection:
        assert reached.sender_at(connection, "telegram:1", "b") is None
        assert reached.lose(connection, "telegram:1", "b", "blocked", NOW) is None
