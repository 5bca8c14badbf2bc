"""The kept figures of weeks and months are those that counting every case anew gives; and who takes part."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from storage import period_figures, tables
from storage.daily_figures import follow_all
from storage.engine import read_transaction, write_transaction
from storage.period_figures import TookPart, took_part
from tests.storage.test_daily_figures import COMPANY, START, ZONE, Register, day_of, moments
from workflow.digest import bounds
from workflow.ids import new_id
from workflow.periods import Period, heat, sums
from workflow.reach import Reach


@pytest.mark.parametrize("seed", range(4))
def test_kept_periods_are_the_counted_ones(engine: Engine, seed: int) -> None:
    register = Register(engine, seed)
    chance = Random(seed)
    for at in moments(register.chance):
        register.anything_happens(at)
        if chance.random() < 0.2:
            register.follows()
        if chance.random() < 0.02:
            same_for_everybody(register, chance, day_of(at))
    same_for_everybody(register, chance, day_of(at))


def same_for_everybody(register: Register, chance: Random, today: date) -> None:
    first = today - timedelta(days=chance.randint(1, 30))
    period = Period(first, first + timedelta(days=chance.randint(0, (today - first).days)))
    few = frozenset(register.departments[:2])
    for right, within in ((COMPANY, None), (Reach("", department_ids=few), few), (Reach(""), frozenset())):
        same(register, right, within, period, today)


def same(register: Register, right: Reach, within: frozenset[str] | None, period: Period, today: date) -> None:
    histories = register.histories()
    with write_transaction(register.engine) as connection:
        follow_all(connection, day_of)
        kept = period_figures.sums(connection, right, period)
        hot = period_figures.heat(connection, right, period)
        days = [Period(period.first + timedelta(days=n), period.first + timedelta(days=n)) for n in range(3)]
        each = period_figures.of_periods(connection, right, days)
        departments = period_figures.of_departments(connection, right, period)
    assert kept == sums(histories, within, period, today, day_of)
    assert hot == heat(histories, within, period, today, day_of)
    assert [plain(its) for its in each] == [plain(sums(histories, within, day, today, day_of)) for day in days]
    for department, its in departments.items():
        alone = frozenset({department or None})
        assert plain(its) == plain(sums(histories, alone, period, today, day_of))  # type: ignore[arg-type]


def plain(its: Any) -> dict[str, int]:
    return {name: number for name, number in vars(its).items() if name != "took"}


def test_who_takes_part_is_counted_once_among_those_who_belong(engine: Engine) -> None:
    register = Register(engine, 1)
    with read_transaction(engine) as connection:
        members = list(connection.execute(select(tables.memberships.c.person_id).distinct()).scalars())
        theirs = select(tables.memberships.c.department_id).where(tables.memberships.c.person_id == members[0])
        department = next(each for each in connection.execute(theirs).scalars() if each)
    for reporter in (members[0], members[0], new_id()):
        register.reports(START, reporter_id=reporter)
    register.reports(START, reporter_id=members[1], practice=True)
    register.reports(START + timedelta(days=1), reporter_id=members[1])
    whole = counted(engine, COMPANY)
    assert whole == TookPart(1, len(members))
    assert counted(engine, Reach("", department_ids=frozenset({department}))).reported == 1
    assert counted(engine, Reach("", department_ids=frozenset())) == TookPart(0, 0)
    change(engine, update(tables.people).where(tables.people.c.id == members[0]).values(left_on=date(2026, 8, 1)))
    assert counted(engine, COMPANY) == TookPart(0, len(members) - 1)


def counted(engine: Engine, right: Reach) -> TookPart:
    day = day_of(START)
    with read_transaction(engine) as connection:
        return took_part(connection, right, Period(day, day), bounds(day, ZONE))


def change(engine: Engine, statement: Any) -> None:
    with write_transaction(engine) as connection:
        connection.execute(statement)


def test_nothing_is_told_where_nothing_was_counted(engine: Engine) -> None:
    empty = counted_nothing(engine)
    assert (empty.new, empty.took) == (0, {})


def counted_nothing(engine: Engine) -> Any:
    with read_transaction(engine) as connection:
        return period_figures.sums(connection, COMPANY, Period(date(2020, 1, 1), date(2020, 1, 31)))
