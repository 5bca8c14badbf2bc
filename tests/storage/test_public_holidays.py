"""The calendar as a company finds it: holidays, the days worked for them, and what its own workbook says instead."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, insert, select, update

from storage import public_holidays
from storage.company_import import import_company
from storage.data_keys import open_ring
from storage.engine import open_engine, read_transaction, write_transaction
from storage.schema import migrate
from storage.tables import calendar_days
from storage.workbook import read_workbook
from tests.engines import MASTER_KEY
from tests.workbooks import save, small_company
from workflow.calendar import DayKind, is_workday

OCTOBER = {date(2026, 10, day) for day in range(1, 8)}


@pytest.fixture
def fresh(empty_url: str) -> Iterator[Engine]:
    """A database in which no company is yet."""
    engine = open_engine(empty_url)
    migrate(engine)
    open_ring(engine, MASTER_KEY)
    yield engine
    engine.dispose()


def kinds(engine: Engine) -> dict[date, DayKind]:
    with read_transaction(engine) as connection:
        return {row.day: DayKind(row.kind) for row in connection.execute(select(calendar_days))}


def load(engine: Engine) -> None:
    with write_transaction(engine) as connection:
        public_holidays.load(connection)


def test_the_october_week_rests_and_is_made_up_for(fresh: Engine) -> None:
    known = kinds(fresh)
    assert {day for day in OCTOBER if known[day] is DayKind.REST} == OCTOBER, "its weekend, too"
    made_up = [date(2026, 9, 20), date(2026, 10, 10)]
    assert [known[day] for day in made_up] == [DayKind.WORK] * 2
    assert all(is_workday(day, known.get(day)) for day in (*made_up, date(2026, 10, 8), date(2026, 10, 9)))
    assert not any(is_workday(day, known.get(day)) for day in (*OCTOBER, date(2026, 10, 11), date(2026, 9, 19)))


def test_a_year_nobody_has_announced_is_plain_weekdays_and_is_not_known(fresh: Engine) -> None:
    with read_transaction(fresh) as connection:
        assert public_holidays.is_known(connection, 2026)
        assert not public_holidays.is_known(connection, 2099)
    assert is_workday(date(2099, 10, 1), kinds(fresh).get(date(2099, 10, 1))), "a Thursday"


@pytest.mark.parametrize(
    ("first", "last", "known"),
    [
        (date(2099, 3, 16), date(2099, 3, 16), False),
        (date(2099, 7, 6), date(2099, 7, 31), False),
        (date(2099, 1, 1), date(2099, 4, 30), True),
    ],
    ids=["one day", "a summer without work", "days all over the year"],
)
def test_a_year_is_known_by_its_holidays_and_not_by_a_day(
    first: date, last: date, *, known: bool, fresh: Engine
) -> None:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    with write_transaction(fresh) as connection:
        connection.execute(insert(calendar_days), [{"day": day, "kind": "rest"} for day in days])
        assert public_holidays.is_known(connection, 2099) == known


@pytest.mark.parametrize("year", [2025, 2026])
def test_what_is_announced_would_be_enough_were_it_the_company_s_own(fresh: Engine, year: int) -> None:
    """As of a company that has written the whole plan into its workbook before a release brought it."""
    with write_transaction(fresh) as connection:
        connection.execute(update(calendar_days).values(shipped=False))
        assert public_holidays.is_known(connection, year)
        free = select(calendar_days.c.day).where(calendar_days.c.kind == "rest").order_by(calendar_days.c.day)
        weekdays = [day for day in connection.execute(free).scalars() if day.year == year and day.weekday() < 5]
        enough = weekdays[: 1 - public_holidays.STATUTORY_DAYS] or weekdays
        connection.execute(delete(calendar_days).where(calendar_days.c.day.in_(enough)))
        assert not public_holidays.is_known(connection, year), "twelve are fewer than the law gives"


def test_what_the_workbook_says_of_a_day_stands_before_and_stays(fresh: Engine, tmp_path: Path) -> None:
    sheets = small_company()
    sheets["calendar"] = [{"day": date(2026, 10, 10), "kind": "休息"}, {"day": date(2026, 10, 6), "kind": "上班"}]
    import_company(fresh, read_workbook(save(sheets, tmp_path)))
    load(fresh)
    known = kinds(fresh)
    assert (known[date(2026, 10, 10)], known[date(2026, 10, 6)]) == (DayKind.REST, DayKind.WORK)
    assert known[date(2026, 10, 7)] is DayKind.REST, "what it leaves out is as announced"


def test_what_is_announced_anew_takes_the_place_of_what_was(fresh: Engine) -> None:
    """As when the holidays were made longer in the spring of 2020."""
    withdrawn, moved = date(2026, 11, 21), date(2026, 10, 7)
    with write_transaction(fresh) as connection:
        connection.execute(insert(calendar_days), {"day": withdrawn, "kind": "work", "shipped": True})
        connection.execute(update(calendar_days).where(calendar_days.c.day == moved).values(kind="work"))
        connection.execute(delete(calendar_days).where(calendar_days.c.day == date(2026, 10, 1)))
    load(fresh)
    known = kinds(fresh)
    assert withdrawn not in known
    assert known[moved] is known[date(2026, 10, 1)] is DayKind.REST
