"""The figures that are read are those that looking through every case gives: for anybody, by anything, of any day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, update

from storage import tables
from storage.engine import read_transaction, write_transaction
from storage.figure_cases import behind
from storage.indicators import tallies, tally
from storage.queries import Viewer
from storage.staff import keep_staff
from tests.storage.lives import START, ZONE, Lives, day_of
from workflow import recount
from workflow.indicators import FIGURES, Dimension, Only, Tally
from workflow.people import Language, Membership, Person, Role
from workflow.reach import Reach
from workflow.spans import Sight, Unit, period_of, sight

SINCE = date(2020, 1, 1)
COMPANY = Reach("", company=True)


@dataclass
class Eyes:
    """Somebody who looks, and how far they see."""

    viewer: Viewer
    right: Reach


def eyes(lives: Lives, role: Role, *departments: str) -> Eyes:
    held = tuple(Membership(role, id_, "/", SINCE) for id_ in departments or [None])
    someone = Person("someone", "P0", "某人", Language.ZH_CN, held)
    today = day_of(START)
    right = Reach("someone", department_ids=frozenset(departments)) if departments else COMPANY
    return Eyes(Viewer(someone, START, today), right)


def moments(chance: Random, days: int) -> Iterator[datetime]:
    at = START
    while at < START + timedelta(days=days):
        at += timedelta(hours=chance.choice([0.1, 2, 5, 20]))
        yield at


@pytest.mark.parametrize("seed", range(3))
def test_what_is_read_is_what_counting_everything_again_gives(engine: Engine, seed: int) -> None:
    lives = Lives(engine, seed)
    for at in moments(lives.chance, 90):
        lives.goes_on(at)
        if lives.chance.random() < 0.2:
            lives.follows()
    lives.follows_all(day_of(at))
    chance = Random(seed)
    for _ in range(6):
        as_of = day_of(START + timedelta(days=chance.randint(5, 100)))
        unit = chance.choice(list(Unit))
        within = period_of(unit, as_of - timedelta(days=chance.choice([0, 0, 7, 30])))
        same(lives, sight(within, as_of, ZONE), chance)


def same(lives: Lives, seen: Sight, chance: Random) -> None:
    everybody = eyes(lives, Role.SAFETY_OFFICER)
    head = eyes(lives, Role.DEPARTMENT_HEAD, *lives.departments[:2])
    worker = eyes(lives, Role.WORKER, lives.departments[0])
    worker.right = Reach("someone")
    with read_transaction(lives.engine) as connection:
        for who in (everybody, head, worker):
            assert whole(tally(connection, who.viewer, seen)) == whole(recount.tally(lives.books, who.right, seen))
        for by in Dimension:
            read = tallies(connection, everybody.viewer, seen, by)
            assert each(read) == each(recount.tallies(lives.books, COMPANY, seen, by))
            if read:
                only = (Only(by, chance.choice(sorted(read))),)
                narrow = tally(connection, head.viewer, seen, only)
                assert whole(narrow) == whole(recount.tally(lives.books, head.right, seen, only))
        for name in FIGURES:
            found = all_behind(connection, everybody.viewer, seen, name)
            assert found == recount.behind(lives.books, COMPANY, seen, name), name


def each(tallies_: Mapping[str, Tally]) -> dict[str, Any]:
    return {key: whole(its) for key, its in tallies_.items()}


def whole(its: Tally) -> Any:
    """Without what is nothing."""
    medians = {step: median for step, median in its.medians.items() if median.of}
    return {name: n for name, n in its.numbers.items() if n}, medians


def all_behind(connection: Any, viewer: Viewer, seen: Sight, figure: str) -> set[str]:
    found: set[str] = set()
    page = 0
    while True:
        shown = behind(connection, viewer, seen, figure, page)
        assert shown.hidden == 0, "a safety officer may see them all"
        found |= {item["id"] for item in shown.page.items}
        if not shown.page.more:
            assert len(found) == shown.page.total, "none stands on two pages"
            return found
        page += 1


def test_what_was_shown_on_a_day_is_shown_again_whatever_has_come_since(engine: Engine) -> None:
    lives = Lives(engine, 7)
    officer = eyes(lives, Role.SAFETY_OFFICER).viewer
    shown: dict[Sight, Any] = {}
    today = day_of(START)
    for at in moments(lives.chance, 60):
        if day_of(at) != today:
            lives.follows_all(today)
            look = sight(period_of(Unit.MONTH, today), today, ZONE)
            shown[look] = everything(lives, officer, look)
            today = day_of(at)
        lives.goes_on(at)
    lives.follows_all(today)
    assert len(shown) > 40
    for look, then in shown.items():
        assert everything(lives, officer, look) == then, look.as_of


def everything(lives: Lives, viewer: Viewer, seen: Sight) -> Any:
    with read_transaction(lives.engine) as connection:
        told = [each(tallies(connection, viewer, seen, by)) for by in Dimension]
        return whole(tally(connection, viewer, seen)), told


def test_whoever_comes_and_goes_counts_from_the_day_on_which_it_was_known(engine: Engine) -> None:
    lives = Lives(engine, 1)
    officer = eyes(lives, Role.SAFETY_OFFICER).viewer
    first, second, third = (day_of(START) + timedelta(days=n) for n in range(3))
    staff(lives, first)
    everybody = people(lives, officer, first)
    leave(lives, first - timedelta(days=30))
    staff(lives, second)
    assert people(lives, officer, first) == everybody, "it was not known yet"
    assert people(lives, officer, second) == everybody - 1
    leave(lives, None)
    staff(lives, third)
    assert [people(lives, officer, day) - everybody for day in (first, second, third)] == [0, -1, 0]


def staff(lives: Lives, today: date) -> None:
    with write_transaction(lives.engine) as connection:
        keep_staff(connection, today)


def leave(lives: Lives, on: date | None) -> None:
    with write_transaction(lives.engine) as connection:
        theirs = tables.people.c.id == lives.staff[0].person_id
        connection.execute(update(tables.people).where(theirs).values(left_on=on))


def people(lives: Lives, viewer: Viewer, day: date) -> int:
    with read_transaction(lives.engine) as connection:
        return tally(connection, viewer, sight(period_of(Unit.MONTH, day), day, ZONE))["people"]
