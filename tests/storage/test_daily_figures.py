"""The kept figures are those that counting every case anew gives: after any history, followed at any moments."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, insert, select, update

from storage import daily_figures, tables
from storage.daily_figures import BATCH, follow, follow_all
from storage.engine import read_transaction, write_transaction
from tests.unguarded import unguard
from workflow.ids import new_id
from workflow.library import Grade
from workflow.lifecycle import OPEN, State
from workflow.metrics import Figures, History, figures
from workflow.reach import Reach
from workflow.standing import DONE, OWED, Standing

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 9, 1, tzinfo=UTC)
DAYS = 45
COMPANY = Reach("", company=True)
ENDS = (State.CLOSED, State.INVALID, State.MERGED)


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


@dataclass
class Case:
    """A case in the making: how it stands, and what has been recorded of it."""

    id: str
    received_at: datetime
    practice: bool
    recurs: bool
    stands: Standing
    steps: list[tuple[datetime, Standing]] = field(default_factory=list)


class Register:
    """Cases with their events, put straight into the tables as turns put them there."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.engine = engine
        self.chance = Random(seed)
        self.cases: list[Case] = []
        with read_transaction(engine) as connection:
            self.departments = list(connection.execute(select(tables.departments.c.id)).scalars())[:4]
            self.place = connection.execute(select(tables.areas.c.id, tables.areas.c.path).limit(1)).one()

    def reports(self, at: datetime, **facts: Any) -> Case:
        stands = Standing(State.REPORTED, None, Grade.GENERAL, None, None)
        case = Case(new_id(), at, facts.get("practice", False), facts.pop("recurs", False), stands)
        self.cases.append(case)
        row = {**_PLAIN, "id": case.id, "number": f"YH-{len(self.cases)}", **self._columns(case)}
        row |= {"area_id": self.place.id, "area_path": self.place.path, "found_at": at, **facts}
        with write_transaction(self.engine) as connection:
            connection.execute(insert(tables.hazards), row)
        self.becomes(case, stands, at)
        return case

    def becomes(self, case: Case, stands: Standing, at: datetime, *, told: bool = True) -> None:
        """told: the event says how the case stands, as all have done since figures are kept."""
        case.stands = stands
        case.steps.append((at, stands))
        named = {"subject_kind": "hazard", "subject_id": case.id, "version": len(case.steps)}
        event = {"id": new_id(), **named, "kind": "anything", "actor_id": None, "at": at}
        with write_transaction(self.engine) as connection:
            repeats = {"suggested_repeats": "YH-0"} if case.recurs and len(case.steps) == 1 else {}
            facts = {**repeats, "stands": stands.facts} if told else {}
            connection.execute(insert(tables.events), {**event, "facts": facts})
            of_case = update(tables.hazards).where(tables.hazards.c.id == case.id)
            connection.execute(of_case.values(self._columns(case)))

    def _columns(self, case: Case) -> dict[str, Any]:
        stands = case.stands
        limit = {"due_at": stands.due_at or case.received_at + timedelta(days=3), "closed_at": stands.closed_at}
        where = {"state": stands.state, "department_id": stands.department_id, "company_grade": stands.grade}
        return {**limit, **where, "version": max(len(case.steps), 1), "received_at": case.received_at}

    def anything_happens(self, at: datetime) -> None:
        """A report, or a change that a turn could make to a case, in whatever order."""
        if not self.cases or self.chance.random() < 0.25:
            self.reports(at, practice=self.chance.random() < 0.05, recurs=self.chance.random() < 0.2)
            return
        case = self.chance.choice(self.cases)
        state = self.chance.choice([*OPEN, *OWED, *OWED, *ENDS])
        due = at + timedelta(hours=self.chance.randint(-200, 400)) if state in OWED else None
        department = self.chance.choice([None, *self.departments, *self.departments])
        grade = self.chance.choice([Grade.GENERAL, Grade.GENERAL, Grade.MAJOR])
        area, category = self.chance.choice("ab"), self.chance.choice(["fire", "height"])
        limit = due or (at + timedelta(hours=self.chance.randint(-200, 400)) if state in DONE else None)
        more = (area, category, limit, self.chance.randint(0, 5000))
        closed_at = at if state == State.CLOSED else None
        self.becomes(case, Standing(state, department, grade, due, closed_at, *more), at)

    def follows(self) -> int:
        with write_transaction(self.engine) as connection:
            return follow(connection, day_of)

    def kept(self, today: date, right: Reach = COMPANY) -> Figures:
        with write_transaction(self.engine) as connection:
            follow_all(connection, day_of)
            return daily_figures.figures(connection, right, today)

    def counted(self, today: date, within: frozenset[str] | None = None) -> Figures:
        return figures(self.histories(), within, today, day_of)

    def histories(self) -> list[History]:
        return [History(case.received_at, case.steps, case.practice, case.recurs) for case in self.cases]


_PLAIN = {
    "version": 1,
    "category": "mechanical",
    "statutory_grade": "general",
    **dict.fromkeys(("requirement", "requirement_en", "law", "law_en"), ""),
    "source_kind": "worker",
    "reporter_id": new_id(),
    "repairers": [],
}


def moments(chance: Random) -> Iterator[datetime]:
    """Busy hours and quiet days."""
    at = START
    while at < START + timedelta(days=DAYS):
        at += timedelta(hours=chance.choice([0.1, 3, 9, 30]))
        yield at


@pytest.mark.parametrize("seed", range(4))
def test_kept_figures_are_the_counted_ones(engine: Engine, seed: int) -> None:
    register = Register(engine, seed)
    followed_at = Random(seed).uniform(0, 0.3)
    for at in moments(register.chance):
        register.anything_happens(at)
        if register.chance.random() < followed_at:
            register.follows()
        if register.chance.random() < 0.03:
            same_for_everybody(register, day_of(at))
    same_for_everybody(register, day_of(at))


def same_for_everybody(register: Register, today: date) -> None:
    assert register.kept(today) == register.counted(today)
    few = frozenset(register.departments[:2])
    assert register.kept(today, Reach("", department_ids=few)) == register.counted(today, few)
    assert register.kept(today, Reach("")) == register.counted(today, frozenset())


def test_what_is_followed_twice_is_counted_once(engine: Engine) -> None:
    register = Register(engine, 1)
    register.reports(START)
    assert register.follows() == 1
    assert register.follows() == 0
    assert register.kept(day_of(START) + timedelta(days=1)).new == 1


def test_what_a_slow_transaction_leaves_behind_the_newest_event_is_counted_too(engine: Engine) -> None:
    """Events bear ids in the order of their making and are committed in any order."""
    register = Register(engine, 1)
    early = new_id()
    register.reports(START)
    register.follows()
    case = register.reports(START)
    with write_transaction(engine) as connection:
        unguard(connection)
        connection.execute(update(tables.events).where(tables.events.c.subject_id == case.id).values(id=early))
    assert register.follows() == 1
    assert register.kept(day_of(START) + timedelta(days=1)).new == 2


def test_more_than_one_batch_is_followed_to_its_end(engine: Engine) -> None:
    register = Register(engine, 1)
    case = register.reports(START)
    limit = Standing(State.ASSIGNED, register.departments[0], Grade.GENERAL, START + timedelta(days=1), None)
    for hour in range(BATCH + 10):
        register.becomes(case, limit, START + timedelta(minutes=hour))
    assert [register.follows() for _ in range(3)] == [BATCH, 11, 0]
    assert register.kept(day_of(START) + timedelta(days=3)).overdue == 1


def test_what_was_recorded_before_figures_were_kept_counts_as_it_stands(engine: Engine) -> None:
    register = Register(engine, 1)
    today = day_of(START) + timedelta(days=9)
    open_, shut, practice = (register.reports(START, practice=n == 2) for n in range(3))
    late = Standing(State.RECTIFYING, register.departments[0], Grade.MAJOR, START + timedelta(days=2), None)
    register.becomes(open_, late, START + timedelta(days=1))
    register.becomes(shut, Standing(State.CLOSED, None, Grade.GENERAL, None, START), START, told=False)
    register.becomes(practice, late, START, told=False)
    with write_transaction(engine) as connection:
        unguard(connection)
        connection.execute(update(tables.events).values(facts={}))
    kept = register.kept(today)
    assert (kept.open, kept.major, kept.overdue, kept.closed) == (1, 1, 1, 0)
    assert sum(day.closed for day in kept.trend) == 1
    assert kept.departments == register.counted(today).departments


def test_a_case_that_changes_between_reading_and_counting_is_caught_up_with(engine: Engine) -> None:
    register = Register(engine, 1)
    case = register.reports(START)
    register.follows()
    shut = Standing(State.CLOSED, register.departments[0], Grade.GENERAL, None, START + timedelta(hours=1))
    register.becomes(case, shut, START + timedelta(hours=1))
    kept = register.kept(day_of(START) + timedelta(days=1))
    assert (kept.new, kept.closed, kept.open) == (1, 1, 0)
