"""Who reads a digest, of what, and when it comes: at the hour of the site, also where clocks are put forward."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.digest import (
    CLOCK,
    DAILY_DIGEST,
    MONTHLY_DIGEST,
    USUAL,
    WEEKLY_DIGEST,
    ChooseDigest,
    bounds,
    edition,
    has_read,
    next_morning,
    scope,
    without_scope,
)
from workflow.people import Language, Membership, Person, Role

TODAY = date(2026, 11, 23)
SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def holding(role: Role, department: str | None = None, until: date | None = None) -> Person:
    held = Membership(role, department, "", date(2020, 1, 1), until)
    return Person("p", "p", "孙主任", Language.ZH_CN, (held,))


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.SAFETY_DIRECTOR])
def test_who_answers_for_the_company_reads_of_all_of_it(role: Role) -> None:
    right = scope(holding(role), TODAY)
    assert right is not None
    assert right.company


def test_a_head_reads_of_the_own_department() -> None:
    right = scope(holding(Role.DEPARTMENT_HEAD, "paint"), TODAY)
    assert right is not None
    assert not right.company
    assert right.department_ids == {"paint"}


@pytest.mark.parametrize("role", [Role.WORKER, Role.TEAM_LEADER, Role.SAFETY_OFFICER, Role.UNION, Role.ADMINISTRATOR])
def test_nobody_else_reads_one(role: Role) -> None:
    assert scope(holding(role, "paint"), TODAY) is None
    assert without_scope(holding(role), TODAY) is None


def test_a_head_of_nothing_has_no_scope() -> None:
    head = holding(Role.DEPARTMENT_HEAD)
    assert scope(head, TODAY) is None
    assert without_scope(head, TODAY) == head.memberships[0]
    assert without_scope(holding(Role.DEPARTMENT_HEAD, "paint"), TODAY) is None
    assert without_scope(holding(Role.DEPARTMENT_HEAD, until=date(2026, 11, 22)), TODAY) is None


def test_it_comes_at_the_next_such_hour_of_the_site() -> None:
    before = datetime(2026, 11, 22, 23, 29, tzinfo=UTC)  # 07:29 in Shanghai
    assert next_morning(before, USUAL, SHANGHAI) == before + timedelta(minutes=1)
    assert next_morning(before + timedelta(minutes=1), USUAL, SHANGHAI) == before + timedelta(days=1, minutes=1)
    assert next_morning(before, USUAL, BERLIN) == datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def test_where_clocks_are_changed_it_still_comes_once_a_day_at_the_hour_that_they_show() -> None:
    moment, rung = datetime(2026, 3, 27, 12, tzinfo=UTC), []
    for _ in range(4):
        moment = next_morning(moment, time(7, 30), BERLIN)
        rung.append(moment.astimezone(BERLIN))
    assert [at.date().day for at in rung] == [28, 29, 30, 31]
    assert {at.time() for at in rung} == {time(7, 30)}
    skipped = next_morning(datetime(2026, 3, 29, 0, tzinfo=UTC), time(2, 30), BERLIN)
    assert skipped.astimezone(BERLIN).date() == date(2026, 3, 29)


def test_a_day_lasts_from_midnight_to_midnight_there() -> None:
    begins, ends = bounds(date(2026, 3, 29), BERLIN)
    assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=23)


def test_a_manager_chooses_the_hour_and_to_have_none(plant: Plant) -> None:
    clock = ("person", "sun", CLOCK)
    plant.does("sun", ChooseDigest("06:30"))
    assert plant.desk.digests == {"sun": (time(6, 30), False)}
    assert plant.desk.live[clock].astimezone(SHANGHAI).time() == time(6, 30)
    plant.does("sun", ChooseDigest("06:30", off=True))
    assert plant.desk.digests == {"sun": (time(6, 30), True)}
    assert clock not in plant.desk.live


def test_whoever_manages_nothing_chooses_nothing(plant: Plant) -> None:
    with refused("not_yours"):
        plant.does("li", ChooseDigest("06:30"))
    assert not plant.desk.digests


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def editions(first: date, days: int, free: frozenset[date] = frozenset()) -> dict[date, str]:
    """The days on which it is not the usual one."""

    def works(day: date) -> bool:
        return weekdays(day) and day not in free

    all_ = {first + timedelta(days=n): edition(first + timedelta(days=n), works) for n in range(days)}
    return {day: which for day, which in all_.items() if which != DAILY_DIGEST}


def test_the_weeks_on_mondays_and_the_months_on_its_first_working_day() -> None:
    assert editions(date(2026, 11, 23), 21) == {
        date(2026, 11, 23): WEEKLY_DIGEST,
        date(2026, 11, 30): WEEKLY_DIGEST,
        date(2026, 12, 1): MONTHLY_DIGEST,
        date(2026, 12, 7): WEEKLY_DIGEST,
    }


def test_where_both_are_due_the_weeks_comes_a_day_later() -> None:
    assert editions(date(2026, 6, 1), 7) == {date(2026, 6, 1): MONTHLY_DIGEST, date(2026, 6, 2): WEEKLY_DIGEST}


def test_after_a_holiday_week_they_come_on_the_days_that_are_worked() -> None:
    """The days of National Day: the first to the eighth of October are free."""
    free = frozenset(date(2026, 10, day) for day in range(1, 9))
    assert editions(date(2026, 9, 28), 14, free) == {
        date(2026, 9, 28): WEEKLY_DIGEST,
        date(2026, 10, 9): MONTHLY_DIGEST,
    }


def test_every_week_and_every_month_has_its_own_over_a_year() -> None:
    found = list(editions(date(2026, 1, 1), 365).values())
    assert found.count(MONTHLY_DIGEST) == 12
    assert found.count(WEEKLY_DIGEST) == 53 - 1  # the year ends on a Thursday; its first week begins with the month's


def after_outage(first: date, days: int, lost: Collection[date]) -> dict[date, str]:
    """What is told day by day, from a first day that had one, where some days are lost."""
    told = {first}
    found = {}
    for day in (first + timedelta(days=n) for n in range(1, days)):
        if weekdays(day) and day not in lost:
            found[day] = edition(day, has_read(weekdays, {*told, day}))
            told.add(day)
    return {day: which for day, which in found.items() if which != DAILY_DIGEST}


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        ({23}, {24: WEEKLY_DIGEST, 30: WEEKLY_DIGEST}),
        ({23, 24, 25}, {26: WEEKLY_DIGEST, 30: WEEKLY_DIGEST}),
        ({23, 24, 25, 26, 27}, {30: WEEKLY_DIGEST}),  # of the week before last there is none any more
        ({25}, {23: WEEKLY_DIGEST, 30: WEEKLY_DIGEST}),
    ],
)
def test_that_of_a_week_lost_to_an_outage_is_told_with_the_next_and_once(lost: set[int], told: dict[int, str]) -> None:
    found = after_outage(date(2026, 11, 19), 12, [date(2026, 11, day) for day in lost])
    assert found == {date(2026, 11, day): which for day, which in told.items()}


def test_where_both_are_lost_the_months_comes_first_and_the_weeks_a_day_later() -> None:
    lost = [date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)]
    assert after_outage(date(2026, 11, 20), 20, lost) == {
        date(2026, 11, 23): WEEKLY_DIGEST,
        date(2026, 12, 3): MONTHLY_DIGEST,
        date(2026, 12, 4): WEEKLY_DIGEST,
        date(2026, 12, 7): WEEKLY_DIGEST,
    }


def test_a_new_manager_is_owed_nothing_of_the_time_before() -> None:
    wednesday = date(2026, 11, 25)
    assert edition(wednesday, has_read(weekdays, {wednesday})) == DAILY_DIGEST


def test_whoever_works_on_no_day_reads_the_days() -> None:
    assert edition(TODAY, lambda day: False) == DAILY_DIGEST
