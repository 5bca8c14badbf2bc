"""The nightly backup: at its hour, by the process that leads, and told to be missing where it was killed."""

import asyncio
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, select

from bot.company import house_of
from bot.nightly import Nightly
from storage.engine import read_transaction
from storage.tables import backup_nights, notices, people
from tests.conftest import only_sqlite

SHANGHAI = ZoneInfo("Asia/Shanghai")
WELL, KILLED = "", "import os; os.kill(os.getpid(), 9)"


def look(engine: Engine, hour: int, script: str = WELL, *, leads: bool = True) -> list[str]:
    """What became of the night's backup; at seven minutes past an hour."""

    def now() -> datetime:
        return datetime(2026, 11, 27, hour, 7, tzinfo=SHANGHAI).astimezone(UTC)

    asyncio.run(Nightly(house_of(engine), 3, lambda: leads, now, (sys.executable, "-c", script)).look())
    with read_transaction(engine) as connection:
        return list(connection.execute(select(backup_nights.c.outcome)).scalars())


@only_sqlite
def test_it_begins_at_its_hour_and_only_where_messages_are_sent(engine: Engine) -> None:
    assert look(engine, 2) == []
    assert look(engine, 3, leads=False) == []
    assert look(engine, 3) == ["running"], "what became of it the process itself writes down"
    assert look(engine, 4, KILLED) == ["running"], "no second one"


@only_sqlite
def test_one_that_is_killed_is_known_to_have_failed(engine: Engine) -> None:
    assert look(engine, 5, KILLED) == ["failed"]


@only_sqlite
def test_the_administrator_hears_once_that_a_night_has_gone_wrong(engine: Engine) -> None:
    def told() -> list[tuple[str, dict[str, str]]]:
        topics = select(people.c.code, notices.c.facts).join_from(
            notices, people, notices.c.recipient_id == people.c.id
        )
        with read_transaction(engine) as connection:
            found = connection.execute(topics.where(notices.c.topic == "attention.backup")).all()
        return [(row.code, row.facts) for row in found]

    for hour in (3, 4):
        look(engine, hour, KILLED)
        assert told() == [], "it is tried again"
    for hour in (5, 6):
        look(engine, hour, KILLED)
        assert told() == [("dingyi", {"day": "2026-11-27", "outcome": "failed"})]


@only_sqlite
def test_a_program_that_is_not_there_is_a_line_of_the_log(engine: Engine) -> None:
    night = Nightly(house_of(engine), 0, lambda: True, lambda: datetime.now(UTC), ("/nowhere/python",))
    asyncio.run(night.look())
