"""Which cases each figure counts: on the edges of a day, in which department, and after every kind of end."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from workflow.library import Grade
from workflow.lifecycle import State
from workflow.metrics import METRICS, Figures, History, figures
from workflow.standing import Standing, of_facts

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 7, 30, tzinfo=ZONE)
GIVEN = Standing(State.RECTIFYING, "paint", Grade.GENERAL, NOW + timedelta(days=5), None)


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def back(days: float) -> datetime:
    return NOW - timedelta(days=days)


def case(*steps: tuple[float, Standing], practice: bool = False) -> History:
    """What happened so many days ago, the report first."""
    return History(back(steps[0][0]), [(back(days), stands) for days, stands in steps], practice)


def told(*cases: History, within: frozenset[str] | None = None) -> Figures:
    return figures(cases, within, TODAY, day_of)


def owed(due_at: datetime, department: str = "paint") -> Standing:
    return replace(GIVEN, due_at=due_at, department_id=department)


def closed(days: float) -> Standing:
    return replace(GIVEN, state=State.CLOSED, due_at=None, closed_at=back(days))


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (datetime(2026, 11, 21, 23, 59, tzinfo=ZONE), 0),
        (datetime(2026, 11, 22, 0, 0, tzinfo=ZONE), 1),
        (datetime(2026, 11, 22, 23, 59, tzinfo=ZONE), 1),
        (datetime(2026, 11, 23, 0, 0, tzinfo=ZONE), 0),
        (datetime(2026, 11, 21, 17, 0, tzinfo=UTC), 1),  # the next day at the site already
    ],
)
def test_new_is_what_came_in_on_the_day_before_at_the_site(at: datetime, counts: int) -> None:
    assert told(History(at, [(at, GIVEN)])).new == counts


def test_what_is_late_and_what_is_due_today_share_no_case_and_leave_none_out() -> None:
    yesterday, morning, evening = (NOW.replace(day=day, hour=hour) for day, hour in ((22, 23), (23, 6), (23, 18)))
    stands = told(*(case((3, owed(due))) for due in (yesterday, morning, evening, NOW + timedelta(days=1))))
    assert (stands.overdue, stands.due_today, stands.open) == (1, 2, 4)


@pytest.mark.parametrize("state", [State.INVALID, State.MERGED])
def test_what_was_no_hazard_was_never_new(state: State) -> None:
    stands = told(case((1, GIVEN), (0.1, replace(GIVEN, state=state, due_at=None))))
    assert (stands.new, stands.open, stands.closed) == (0, 0, 0)


def test_an_exercise_counts_nowhere() -> None:
    assert told(case((1, GIVEN), practice=True)) == told()


def test_what_was_closed_and_opened_again_is_not_closed() -> None:
    assert told(case((3, GIVEN), (1, closed(1)))).closed == 1
    again = told(case((3, GIVEN), (1, closed(1)), (0.1, GIVEN)))
    assert (again.closed, again.open) == (0, 1)


def test_only_a_limit_that_counts_makes_late() -> None:
    waits = replace(GIVEN, state=State.AWAITING_ACCEPTANCE, due_at=None)
    assert told(case((9, owed(back(4))), (2, waits))).overdue == 0
    assert [day.late for day in told(case((9, owed(back(4))), (2, waits))).trend[-6:]] == [0, 0, 1, 1, 0, 0]


def test_a_major_hazard_counts_until_it_is_closed() -> None:
    major = replace(GIVEN, grade=Grade.MAJOR)
    assert told(case((3, major))).major == 1
    assert told(case((3, major), (1, replace(closed(1), grade=Grade.MAJOR)))).major == 0


def test_a_head_sees_the_own_department_and_a_case_goes_where_it_is_given_to() -> None:
    moved = case((9, owed(back(4), "paint")), (2, owed(back(4), "store")))
    assert told(moved, within=frozenset({"paint"})).overdue == 0
    assert [day.late for day in told(moved, within=frozenset({"paint"})).trend[-5:]] == [0, 1, 1, 0, 0]
    assert [day.late for day in told(moved, within=frozenset({"store"})).trend[-5:]] == [0, 0, 0, 1, 1]
    assert told(moved, within=frozenset()) == told()


def test_departments_come_with_the_most_overdue_first() -> None:
    late = owed(back(1), "store")
    stands = told(case((3, GIVEN)), case((3, GIVEN)), case((3, late)), case((3, replace(GIVEN, department_id=None))))
    assert [(each.department_id, each.open, each.overdue) for each in stands.departments] == [
        ("store", 1, 1),
        ("paint", 2, 0),
        (None, 1, 0),
    ]


def test_how_a_case_stands_is_kept_in_its_event_and_read_back() -> None:
    for stands in (GIVEN, closed(1), replace(GIVEN, department_id=None)):
        assert of_facts(stands.facts) == stands


def test_every_figure_says_what_of_a_case_it_goes_by() -> None:
    columns = {"received_at", "closed_at", "state", "company_grade", "due_at"}
    assert {metric.source for metric in METRICS.values()} == columns
