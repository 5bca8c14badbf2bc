"""When people of a company are at work: by their shift or team, at the clock of their own site, by its calendar."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, insert, select, update

from storage import tables
from storage.engine import read_transaction, write_transaction
from storage.shifts import hours_of
from tests.named import called
from workflow.calendar import Calendar
from workflow.ids import new_id
from workflow.shifts import USUAL, Hours, Shift

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 9, 30, 10, 0, tzinfo=UTC)  # 18:00 in Shanghai, 12:00 in Berlin: the eve of the holidays


def hours(engine: Engine, name: str) -> Hours:
    with read_transaction(engine) as connection:
        (person_id,) = connection.execute(select(tables.people.c.id).where(called(connection, name))).scalars()
        return hours_of(connection, Calendar(SHANGHAI), [person_id], NOW)[person_id]


def put(engine: Engine, name: str, shift: str) -> None:
    with write_transaction(engine) as connection:
        connection.execute(update(tables.people).where(called(connection, name)).values(shift=shift))


@pytest.mark.parametrize(
    ("shift", "next_day"),
    [("BAI", 8), ("", 8), ("长白班", 8), ("ZAO", 8), ("JIA", 1)],
    ids=["by the week", "none", "words of an older workbook", "with Saturdays", "in rotation"],
)
def test_a_shift_begins_again_after_the_holidays_and_that_of_a_team_in_them(
    shift: str, next_day: int, engine: Engine
) -> None:
    put(engine, "李强", shift)
    then = hours(engine, "李强").next_start(NOW)
    assert then.astimezone(SHANGHAI).date() == date(2026, 10, next_day)


def test_whoever_has_no_shift_has_the_usual_one(engine: Engine) -> None:
    put(engine, "李强", "")
    assert hours(engine, "李强").pattern is USUAL
    assert isinstance(hours(engine, "张伟").pattern, Shift)


def test_the_clock_is_that_of_the_site_at_which_their_area_lies(engine: Engine) -> None:
    """李强 works in the stamping shop, which stands in Europe now; 周建国 has no area: the company's clock."""
    berlin = {"id": new_id(), "code": "EU", "name": "欧洲厂", "time_zone": "Europe/Berlin"}
    with write_transaction(engine) as connection:
        connection.execute(insert(tables.sites), berlin)
        stamping = tables.areas.c.code == "CY"
        connection.execute(update(tables.areas).where(stamping).values(site_id=berlin["id"]))
    assert hours(engine, "李强").zone == ZoneInfo("Europe/Berlin")
    assert hours(engine, "李强").on_shift(NOW)
    assert hours(engine, "周建国").zone == SHANGHAI
    assert not hours(engine, "周建国").on_shift(NOW)


def test_an_area_that_was_theirs_is_theirs_no_more(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        connection.execute(update(tables.sites).values(time_zone="Europe/Berlin"))
        connection.execute(update(tables.memberships).values(until=date(2026, 9, 29)))
    assert hours(engine, "李强").zone == SHANGHAI


def test_who_is_nobody_of_the_company_has_no_hours(engine: Engine) -> None:
    with read_transaction(engine) as connection:
        assert hours_of(connection, Calendar(SHANGHAI), [new_id()], NOW) == {}


def test_hours_stand_in_the_tables_as_the_workbook_tells_them(engine: Engine) -> None:
    put(engine, "李强", "ZHONG")
    assert hours(engine, "李强").pattern == Shift(time(16), time(0), frozenset(range(6)))
