"""A board shows what counting every case anew gives, within its reach and no further; each figure opens its cases."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select, update

from storage import tables
from storage.board import Board, board
from storage.board_cases import LISTS, PAGE, Chosen, cases, moments
from storage.daily_figures import follow_all
from storage.engine import read_transaction, write_transaction
from storage.queries import Viewer, light
from tests.storage.test_daily_figures import COMPANY, DAYS, START, ZONE, Case, Register, day_of
from workflow.board import days_back, days_over, spans
from workflow.calendar import Calendar
from workflow.ids import new_id
from workflow.library import Category, Grade
from workflow.lifecycle import OPEN, State
from workflow.metrics import METRICS, as_of
from workflow.people import Language, Person
from workflow.periods import heat, heat_map, sums
from workflow.reach import Reach
from workflow.standing import OWED, Counted, counted, standing

NOW = START + timedelta(days=DAYS, hours=10, minutes=7)
TODAY = day_of(NOW)
AT = moments(NOW, days_back(TODAY), Calendar(ZONE))
VIEWER = Viewer(Person("", "", "", Language.ZH_CN), NOW, TODAY)


class Plant(Register):
    """Cases as turns leave them: of every kind, place, owner and state, with whatever is asked for in them."""

    def __init__(self, engine: Engine, seed: int) -> None:
        super().__init__(engine, seed)
        with read_transaction(engine) as connection:
            self.people = list(connection.execute(select(tables.people.c.id).limit(5)).scalars())
            self.areas = list(connection.execute(select(tables.areas.c.id).limit(5)).scalars())
            self.entries = list(connection.execute(select(tables.library_entries.c.code).limit(6)).scalars())

    def settles(self) -> None:
        at = NOW - timedelta(hours=self.chance.choice([self.chance.uniform(0, 10), self.chance.uniform(0, 24 * DAYS)]))
        self.is_told(self.reports(at, practice=self.chance.random() < 0.05))

    def is_told(self, case: Case) -> None:
        """What becomes of a case, all at once and on the spot, with the event that says how it stands then."""
        of_case = tables.hazards.c.id == case.id
        with write_transaction(self.engine) as connection:
            changed = {**self._anything(case.received_at), "version": 2}
            connection.execute(update(tables.hazards).where(of_case).values(changed))
            stands = standing(connection.execute(select(tables.hazards).where(of_case)).one())  # type: ignore[arg-type]
            event = {"subject_kind": "hazard", "subject_id": case.id, "version": 2, "kind": "anything"}
            event |= {"id": new_id(), "actor_id": None, "at": case.received_at, "facts": {"stands": stands.facts}}
            connection.execute(insert(tables.events), event)
        case.steps.append((case.received_at, stands))

    def _anything(self, at: Any) -> dict[str, Any]:
        pick, chance = self.chance.choice, self.chance.random
        state = pick([*OPEN, *OWED, State.CLOSED, State.CLOSED, State.INVALID, State.MERGED])
        return {
            "state": state,
            "category": pick(list(Category)[:4]),
            "company_grade": pick(list(Grade)),
            "area_id": pick(self.areas),
            "department_id": pick([None, *self.departments]),
            "library_code": pick([None, *self.entries]),
            "owner_id": pick(self.people) if state != State.REPORTED else None,
            "acceptor_id": pick(self.people),
            "due_at": at + timedelta(hours=self.chance.uniform(1, 24 * 20)),
            "closed_at": at + (NOW - at) * chance() if state == State.CLOSED else None,
            "danger": pick(["", "", "", "running", "held"]),
            "outside_until": at + timedelta(days=self.chance.randint(1, 30)) if state == State.OUTSIDE else None,
            "due_locked": chance() < 0.2,
            "asked_until": pick([None, None, None, NOW]),
            "money_with": pick(["", "", "", "executive"]),
            "helper_department_id": pick([None, None, None, self.departments[0]]),
        }

    def shown(self, right: Reach) -> Board:
        with write_transaction(self.engine) as connection:
            follow_all(connection, day_of)
        with read_transaction(self.engine) as connection:
            return board(connection, VIEWER, right, AT)

    def rows(self, right: Reach) -> list[Any]:
        """The real cases of a reach, one by one."""
        with read_transaction(self.engine) as connection:
            every = connection.execute(select(tables.hazards)).all()
        within = [row for row in every if right.company or row.department_id in right.department_ids]
        return [row for row in within if not row.practice]

    def number(self, right: Reach, which: str, **narrowed: str) -> int:
        with read_transaction(self.engine) as connection:
            return cases(connection, VIEWER, right, AT, Chosen(which, narrowed)).total


@pytest.fixture
def plant(engine: Engine) -> Plant:
    plant = Plant(engine, 7)
    for _ in range(150):
        plant.settles()
    return plant


@pytest.fixture(params=["company", "departments"])
def right(request: pytest.FixtureRequest, plant: Plant) -> Reach:
    return COMPANY if request.param == "company" else Reach("", department_ids=frozenset(plant.departments[:2]))


def lit(row: Any) -> str:
    due = row.outside_until if row.state == State.OUTSIDE and not row.due_locked else row.due_at
    return light(row.state, row.received_at, due, NOW, row.danger)


def is_open(rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if row.state in OPEN]


def count_of(row: Any) -> Counted | None:
    return counted(standing(row), row.received_at, day_of)


def test_open_cases_stand_on_the_board_by_grade_and_light_and_each_number_opens_its_list(
    plant: Plant, right: Reach
) -> None:
    stands, rows = plant.shown(right).standing, plant.rows(right)
    by_light = Counter((str(row.company_grade), lit(row)) for row in is_open(rows))
    assert stands.lights == by_light
    assert len(by_light) >= 6, "the plant has too little on it to try this"
    for (grade, colour), number in by_light.items():
        assert plant.number(right, "open", grade=grade, light=colour) == number
    for name in ("open", "major", "overdue", "due_today"):
        counts = [case for row in rows if (case := count_of(row)) is not None]
        number = sum(METRICS[name].counts(case, TODAY) for case in counts)
        assert getattr(stands, name) == number == plant.number(right, name), name
    assert stands.overdue > 0


def test_what_came_and_went_today_is_what_the_lists_hold(plant: Plant, right: Reach) -> None:
    today, rows = plant.shown(right).today, plant.rows(right)
    cases_ = [case for row in rows if (case := count_of(row)) is not None]
    assert today.new == sum(case.received_on == TODAY for case in cases_) == plant.number(right, "new") > 0
    assert today.closed == sum(case.closed_on == TODAY for case in cases_) == plant.number(right, "closed")


def test_trends_are_those_of_counting_every_case_anew(plant: Plant, right: Reach) -> None:
    shown, within = plant.shown(right).trends, None if right.company else right.department_ids
    histories = plant.histories()
    assert {name: [each.period for each in of] for name, of in shown.items()} == spans(TODAY)
    for each in (*shown["month"][-3:], *shown["quarter"][-3:], *shown["year"][-3:]):
        slow = sums(histories, within, each.period, TODAY, day_of)
        assert (each.new, each.closed, each.late) == (slow.new, slow.closed, slow.late), each.period


def test_the_map_and_the_shares_count_the_same_cases_and_open_them(plant: Plant, right: Reach) -> None:
    shown, within = plant.shown(right), None if right.company else right.department_ids
    slow = heat(plant.histories(), within, days_back(TODAY), TODAY, day_of)
    assert shown.heat == heat_map(slow, 12, 8)
    (area, category), number = max(slow.items(), key=lambda each: each[1])
    assert plant.number(right, "came", area=area, category=category) == number > 1
    came = [row for row in plant.rows(right) if count_of(row) and days_back(TODAY).has(day_of(row.received_at))]
    assert shown.shares == Counter((str(row.category), row.library_code) for row in came)
    for (kind, entry), how_many in shown.shares.items():
        assert plant.number(right, "came", category=kind, entry=entry or "none") == how_many
    assert [share.cases for share in shown.of_categories] == sorted(
        Counter(str(row.category) for row in came).values(), reverse=True
    )


def test_departments_are_ranked_by_the_limits_they_met(plant: Plant, right: Reach) -> None:
    shown = plant.shown(right).ranking
    real = [history for history in plant.histories() if not history.practice]
    now = as_of(real, None, TODAY, day_of)
    for each in shown:
        theirs = [case for case in now if (case.department_id or "") == each.department_id]
        assert each.open == sum(case.is_open for case in theirs)
        assert each.overdue == sum(case.due_on is not None and case.due_on < TODAY for case in theirs)
        limits = [case for case in theirs if days_over(TODAY).has(case.limit_on)]
        assert (each.sums.limits, each.sums.kept) == (len(limits), sum(case.in_time for case in limits))
    sure = [each.rate or 0 for each in shown if not each.is_small]
    assert sure == sorted(sure, reverse=True)
    assert sure, "no department has limits enough to be ranked"


def test_whoever_waits_stands_beside_whom_they_wait_for_and_the_number_opens_those_cases(
    plant: Plant, right: Reach
) -> None:
    waits = plant.shown(right).standing.waits
    assert {"accept", "work", "take", "money", "help"} & {each.what for each in waits}
    for each in waits:
        parties = {"for": each.whom, "waiting": each.waits}
        narrowed = {"what": each.what, **{name: who for name, who in parties.items() if who}}
        assert plant.number(right, "open", **narrowed) == each.cases
    rows = [row for row in is_open(plant.rows(right)) if row.state == State.AWAITING_ACCEPTANCE]
    free = [r for r in rows if not r.money_with and r.asked_until is None and r.helper_department_id is None]
    accepted = Counter((row.owner_id, row.acceptor_id) for row in free)
    for each in waits:
        if each.what == "accept":
            assert accepted[each.waits, each.whom] == each.cases


def test_overdue_cases_are_told_by_name_the_longest_first(plant: Plant, right: Reach) -> None:
    shown = plant.shown(right)
    dues = [item["due_at"] for item in shown.overdue.items]
    assert dues == sorted(dues)
    assert len(dues) == min(shown.overdue.total, 10)
    assert all(item["grade"] == Grade.MAJOR for item in shown.major.items)


def test_a_list_is_told_a_page_at_a_time_and_no_case_twice(plant: Plant) -> None:
    found: list[str] = []
    with read_transaction(plant.engine) as connection:
        total = cases(connection, VIEWER, COMPANY, AT, Chosen("came")).total
        for page in range(-(-total // PAGE)):
            found += [item["id"] for item in cases(connection, VIEWER, COMPANY, AT, Chosen("came"), page=page).items]
    assert total == len(found) == len(set(found)) > PAGE


def test_a_department_s_board_holds_nothing_of_another(plant: Plant) -> None:
    mine, other = plant.departments[0], plant.departments[1]
    right = Reach("", department_ids=frozenset({mine}))
    shown = plant.shown(right)
    assert {each.department_id for each in shown.ranking} == {mine}
    for which in LISTS:
        assert plant.number(right, which, department=other) == 0
        assert plant.number(right, which, department=mine) == plant.number(right, which)
    nothing = plant.shown(Reach("", department_ids=frozenset({new_id()})))
    assert (nothing.standing.open, nothing.heat.cells, nothing.shares, nothing.ranking) == (0, (), {}, [])


@pytest.mark.parametrize(
    ("which", "narrowed"),
    [
        ("nothing", {}),
        ("open", {"grade": "huge"}),
        ("open", {"light": "blue"}),
        ("open", {"area": "' OR 1=1"}),
        ("open", {"what": "%"}),
        ("open", {"for": "anybody"}),
    ],
)
def test_a_list_that_there_is_not_is_refused(which: str, narrowed: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no such list"):
        Chosen(which, narrowed)


def test_weeks_and_months_of_a_trend_join_without_a_gap_and_end_today() -> None:
    for today in (date(2026, 11, 23), date(2027, 1, 1), date(2028, 2, 29), TODAY):
        for periods in spans(today).values():
            assert periods[-1].last == today
            for one, following in pairwise(periods):
                assert following.first - one.last == timedelta(days=1)
        assert [len(periods) for periods in spans(today).values()] == [30, 13, 12]
