"""The ladder: every rung of every grade, across weekends, make-up days, holidays, shifts, zones and clock changes."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.workflow.cast import SHANGHAI
from tests.workflow.desk import as_desk
from tests.workflow.plant import Plant
from workflow import notices
from workflow.calendar import Calendar, DayKind
from workflow.escalation import LADDERS, ladder_of, rings_first, rings_next
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.lifecycle import State
from workflow.notices import Lane, Notice
from workflow.people import Role
from workflow.rungs import Ladder, Rung
from workflow.shifts import USUAL, Hours, Rotation, Shift

BERLIN = ZoneInfo("Europe/Berlin")
OFFICERS = ("feng", "qian")


def case_of(plant: Plant, grade: Grade, due: datetime) -> Hazard:
    """A case that Zhang has taken, with a limit."""
    case = plant.case_in(State.RECTIFYING)
    case.company_grade, case.due_at = grade, due
    return case


def at(zone: ZoneInfo, *moment: int) -> datetime:
    return datetime(*moment, tzinfo=zone)  # type: ignore[misc,arg-type]


def rung(plant: Plant, case: Hazard) -> list[Notice]:
    return notices.of_ring(as_desk(plant.desk), case, "due", 0, "t1")


def told(plant: Plant, case: Hazard) -> list[tuple[str, str]]:
    return [(notice.recipient_id, notice.topic) for notice in rung(plant, case)]


def climbs(plant: Plant, case: Hazard, times: int) -> list[datetime]:
    """When the clock rings so many times, one ring after another."""
    desk, moments = as_desk(plant.desk), [rings_first(as_desk(plant.desk), case, plant.now)]
    while len(moments) < times:
        plant.comes(moments[-1])
        moments.append(rings_next(desk, case, moments[-1]))
    return moments


def days_from(case: Hazard, moments: list[datetime], zone: ZoneInfo = SHANGHAI) -> list[int]:
    """Calendar days from the limit; each at the time of day at which it is."""
    due = case.due_at.astimezone(zone)
    local = [moment.astimezone(zone) for moment in moments]
    assert {moment.time() for moment in local} == {due.time()}
    return [(moment.date() - due.date()).days for moment in local]


# Who is told when


def leaders(topic: str, *names: str) -> list[tuple[str, str]]:
    return [(name, topic) for name in names]


SAFETY = ("feng", "qian", "wu", "he")
OWNER_SOON = [("zhang", "task.due_soon")]
ABOVE = [("zhang", "overdue.told_above")]
TOLD: dict[Grade, dict[int, list[tuple[str, str]]]] = {
    Grade.GENERAL: {
        -1: OWNER_SOON,
        0: [("zhang", "overdue.owner"), ("ma", "overdue.leader")],
        1: [*ABOVE, *leaders("overdue.leader", "ma", *SAFETY)],
        3: [*ABOVE, *leaders("overdue.leader", *SAFETY, "zhou")],
        10: [*ABOVE, *leaders("overdue.leader", *SAFETY, "zhou")],
    },
    Grade.LARGER: {
        -3: OWNER_SOON,
        -1: OWNER_SOON,
        0: [*ABOVE, *leaders("overdue.leader", "ma", *SAFETY)],
        1: [*ABOVE, *leaders("overdue.leader", *SAFETY, "zhou")],
        8: [*ABOVE, *leaders("overdue.leader", *SAFETY, "zhou")],
    },
    Grade.MAJOR: {
        -2: [*OWNER_SOON, *leaders("overdue.coming", "he", "zhou")],
        -1: [*OWNER_SOON, *leaders("overdue.coming", "he", "zhou")],
        0: [*ABOVE, *leaders("overdue.leader", "ma", "he", "zhou")],
        1: [*ABOVE, *leaders("overdue.leader", "ma", "he", "zhou")],
    },
}


@pytest.mark.parametrize(("grade", "days"), [(grade, days) for grade, rows in TOLD.items() for days in rows])
def test_each_rung_tells_exactly_its_people(plant: Plant, grade: Grade, days: int) -> None:
    case = case_of(plant, grade, plant.now + timedelta(days=20))
    plant.comes(case.due_at + timedelta(days=days))
    assert told(plant, case) == TOLD[grade][days]
    expected = Lane.MAJOR if grade is Grade.MAJOR else Lane.NOTICE
    assert {notice.lane for notice in rung(plant, case)} == {expected}


RINGS_AT: dict[Grade, list[int]] = {
    Grade.GENERAL: [-1, 0, 1, 3, 10, 17, 24],
    Grade.LARGER: [-3, -1, 0, 1, 8, 15, 22],
    Grade.MAJOR: [-4, -3, -2, -1, 0, 1, 2, 3],
}
LIMITS = {
    "a plain week": at(SHANGHAI, 2026, 11, 26, 18),
    "over a weekend": at(SHANGHAI, 2026, 11, 30, 18),
    "in the holiday week of October": at(SHANGHAI, 2026, 10, 5, 18),
    "at noon": at(SHANGHAI, 2026, 11, 26, 12, 30),
    "as the clocks go back": at(BERLIN, 2026, 10, 25, 18),
    "as the clocks go forward": at(BERLIN, 2026, 3, 29, 18),
    "at a time of day that a day of the ladder does not have": at(BERLIN, 2026, 3, 30, 18),
}


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("grade", Grade)
def test_the_rungs_are_calendar_days_from_the_limit_by_the_clock_on_the_wall(grade: Grade, limit: str) -> None:
    plant = Plant()
    due = LIMITS[limit]
    assert isinstance(due.tzinfo, ZoneInfo)
    plant.desk.calendar = Calendar(due.tzinfo)
    plant.comes((due - timedelta(days=4, hours=5)).astimezone(UTC))
    case = case_of(plant, grade, due.astimezone(UTC))
    plant.comes((due - timedelta(days=4, hours=5)).astimezone(UTC))
    moments = climbs(plant, case, len(RINGS_AT[grade]))
    assert days_from(case, moments, due.tzinfo) == RINGS_AT[grade]
    assert case.due_at == due, "the limit never moves"


def test_a_night_on_which_the_clock_changes_is_no_shorter_a_day(plant: Plant) -> None:
    """The reminder is 25 hours before a limit behind the night that is longer, and 23 behind the shorter one."""
    plant.desk.calendar = Calendar(BERLIN)
    for due, hours in ((at(BERLIN, 2026, 10, 25, 18), 25), (at(BERLIN, 2026, 3, 29, 18), 23)):
        plant.comes((due - timedelta(days=2)).astimezone(UTC))
        case = case_of(plant, Grade.GENERAL, due.astimezone(UTC))
        assert case.due_at - rings_first(as_desk(plant.desk), case, plant.now) == timedelta(hours=hours)


# Reminders and shifts: what comes before the limit comes while its owner is at work


REST, WORK = DayKind.REST, DayKind.WORK
NATIONAL_DAY = {date(2026, 10, day): REST for day in range(1, 8)} | {date(2026, 10, 10): WORK}
FOUR_TEAMS = Rotation(
    [Shift(time(8), time(16)), Shift(time(16), time(0)), Shift(time(0), time(8)), None], date(2026, 11, 23)
)
NIGHTS = Shift(time(20), time(8), frozenset(range(7)))


@pytest.mark.parametrize(
    ("kinds", "pattern", "zone", "due", "reminded"),
    [
        ({}, USUAL, SHANGHAI, (2026, 11, 26, 18), (2026, 11, 25, 8)),  # Thursday: Wednesday morning
        ({}, USUAL, SHANGHAI, (2026, 11, 26, 12), (2026, 11, 25, 12)),  # at work just then
        ({}, USUAL, SHANGHAI, (2026, 11, 30, 18), (2026, 11, 27, 8)),  # Monday: not Sunday, Friday
        ({}, USUAL, SHANGHAI, (2026, 11, 29, 18), (2026, 11, 27, 8)),  # the limit itself on a Sunday
        (NATIONAL_DAY, USUAL, SHANGHAI, (2026, 10, 6, 18), (2026, 9, 30, 8)),  # the last day before the holiday
        (NATIONAL_DAY, USUAL, SHANGHAI, (2026, 10, 11, 18), (2026, 10, 10, 8)),  # a Saturday that is worked
        (NATIONAL_DAY, USUAL, SHANGHAI, (2026, 10, 8, 18), (2026, 9, 30, 8)),
        ({}, FOUR_TEAMS, SHANGHAI, (2026, 11, 27, 18), (2026, 11, 25, 0)),  # Thursday is the team's free day
        ({}, NIGHTS, SHANGHAI, (2026, 11, 26, 18), (2026, 11, 24, 20)),
        ({}, NIGHTS, SHANGHAI, (2026, 11, 26, 2), (2026, 11, 25, 2)),
        ({}, USUAL, BERLIN, (2026, 10, 26, 18), (2026, 10, 23, 8)),  # over the night of the longer day
        ({}, USUAL, BERLIN, (2026, 3, 30, 18), (2026, 3, 27, 8)),
    ],
)
def test_a_reminder_off_the_owner_s_shift_falls_to_the_last_one_before(
    kinds: dict[date, DayKind],
    pattern: Shift | Rotation,
    zone: ZoneInfo,
    due: tuple[int, ...],
    reminded: tuple[int, ...],
) -> None:
    plant = Plant()
    plant.desk.calendar = Calendar(zone)
    limit = at(zone, *due).astimezone(UTC)
    plant.comes(limit - timedelta(days=12))
    case = case_of(plant, Grade.GENERAL, limit)
    plant.desk.shifts["zhang"] = Hours(zone, kinds, pattern)
    assert rings_first(as_desk(plant.desk), case, plant.now) == at(zone, *reminded)
    plant.comes(at(zone, *reminded).astimezone(UTC))
    assert told(plant, case) == OWNER_SOON
    assert rings_next(as_desk(plant.desk), case, plant.now) == limit, "once, and then at the limit"


def test_a_rung_that_falls_before_a_lower_one_takes_its_place(plant: Plant) -> None:
    plant.desk.shifts["zhang"] = Hours(SHANGHAI, {})
    limit, friday = at(SHANGHAI, 2026, 11, 30, 9).astimezone(UTC), at(SHANGHAI, 2026, 11, 27, 8).astimezone(UTC)
    plant.comes(limit - timedelta(days=7))
    case = case_of(plant, Grade.LARGER, limit)  # three days before: Friday at 9; one day: Sunday, told on Friday at 8
    assert climbs(plant, case, 2) == [friday, limit], "not twice within an hour"
    plant.comes(friday + timedelta(hours=2))
    assert told(plant, case) == OWNER_SOON, "and the present rung stays the higher one"


def test_who_gets_a_task_too_late_for_its_reminder_has_just_read_of_it(plant: Plant) -> None:
    plant.desk.shifts["zhang"] = Hours(SHANGHAI, {})
    plant.comes(at(SHANGHAI, 2026, 11, 27, 12).astimezone(UTC))  # a Friday: its reminder would have been that morning
    case = case_of(plant, Grade.GENERAL, at(SHANGHAI, 2026, 11, 30, 18).astimezone(UTC))
    assert rings_first(as_desk(plant.desk), case, plant.now) == case.due_at


def test_a_major_hazard_is_spoken_of_on_days_of_rest_too(plant: Plant) -> None:
    plant.desk.shifts["zhang"] = Hours(SHANGHAI, {})
    case = case_of(plant, Grade.MAJOR, at(SHANGHAI, 2026, 11, 30, 18).astimezone(UTC))
    assert days_from(case, climbs(plant, case, 8)) == list(range(-7, 1))


# The present rung


@pytest.mark.parametrize(
    ("grade", "away", "days"), [(Grade.GENERAL, 2, 1), (Grade.GENERAL, 30, 3), (Grade.LARGER, 5, 1)]
)
def test_after_an_outage_the_present_rung_is_told_and_not_those_that_were_missed(
    plant: Plant, grade: Grade, away: int, days: int
) -> None:
    case = case_of(plant, grade, plant.now + timedelta(days=20))
    plant.comes(case.due_at + timedelta(days=away, hours=1))
    assert told(plant, case) == TOLD[grade][days]
    following = rings_next(as_desk(plant.desk), case, plant.now)
    assert plant.now < following <= plant.now + timedelta(days=7)


def test_after_a_late_ring_people_are_left_in_peace_for_a_day(plant: Plant) -> None:
    case = case_of(plant, Grade.GENERAL, plant.now)
    plant.passes(hours=23)
    assert told(plant, case) == TOLD[Grade.GENERAL][0]
    assert rings_next(as_desk(plant.desk), case, plant.now) == plant.now + timedelta(days=1)
    plant.passes(days=1)
    assert told(plant, case) == TOLD[Grade.GENERAL][1], "the rung that was reached meanwhile"


def test_what_gets_its_clock_after_the_limit_rings_a_day_later_with_the_present_rung(plant: Plant) -> None:
    case = case_of(plant, Grade.GENERAL, plant.now - timedelta(days=9))
    assert rings_first(as_desk(plant.desk), case, plant.now) == plant.now + timedelta(days=1)
    plant.passes(days=1)
    assert told(plant, case) == TOLD[Grade.GENERAL][3]


def test_nothing_ends_the_ladder_while_the_case_is_open(plant: Plant) -> None:
    for grade in Grade:
        case = case_of(plant, grade, plant.now - timedelta(days=1))
        plant.comes(case.due_at + timedelta(days=400))
        assert told(plant, case)
        assert rings_next(as_desk(plant.desk), case, plant.now) - plant.now <= timedelta(days=7)


# Who moves the limit sets the clock anew


def test_time_that_is_granted_begins_the_ladder_again(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.comes(case.due_at + timedelta(days=2))
    plant.asks_time(case, 5)
    plant.grants(case)
    assert plant.rings_at(case, "due") == case.due_at - timedelta(days=1)
    plant.comes(plant.rings_at(case, "due"))
    assert told(plant, case) == OWNER_SOON


def test_a_case_that_turns_out_graver_goes_by_the_other_ladder(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.regrades(case, Grade.LARGER)
    plant.comes(case.due_at)
    assert told(plant, case) == TOLD[Grade.LARGER][0]


WAYS_OUT: dict[str, Callable[[Plant, Hazard], object]] = {
    "submitted": lambda plant, case: plant.submits(case),
    "accepted": lambda plant, case: (plant.submits(case), plant.accepts(case)),
    "merged": lambda plant, case: plant.merges(case, plant.reported("wang")),
    "invalid": lambda plant, case: plant.finds_invalid(case),
    "given back": lambda plant, case: plant.passes_on(case, None),
    "moved outside": lambda plant, case: plant.moves_outside(case),
    "planned": lambda plant, case: plant.makes_long_term(case),
}


@pytest.mark.parametrize("way", WAYS_OUT)
def test_every_way_out_stops_the_ladder_and_with_it_what_was_to_be_told(plant: Plant, way: str) -> None:
    """Stopping a clock cancels what it has not told yet: `Desk.stop_timer`."""
    case = plant.case_in(State.RECTIFYING)
    plant.comes(case.due_at)
    plant.desk.stopped.clear()
    WAYS_OUT[way](plant, case)
    assert "due" not in plant.running(case)
    assert ("hazard", case.id, "due") in plant.desk.stopped


@pytest.mark.parametrize("way", ["merged", "invalid", "given back", "moved outside"])
def test_every_way_out_of_a_task_that_nobody_has_taken_stops_its_clock(plant: Plant, way: str) -> None:
    case = plant.reported()
    WAYS_OUT[way](plant, case)
    assert "taking" not in plant.running(case)
    assert ("hazard", case.id, "taking") in plant.desk.stopped


# Nobody there


def test_where_nobody_is_on_a_rung_the_lowest_of_the_next_one_is_told(plant: Plant) -> None:
    plant.leaves("ma")
    case = case_of(plant, Grade.GENERAL, plant.now)
    assert told(plant, case) == [("zhang", "overdue.owner"), *leaders("overdue.leader", *OFFICERS)]


def test_a_ladder_whose_people_have_all_left_ends_with_those_who_choose_owners(plant: Plant) -> None:
    plant.desk.ladders[Grade.GENERAL] = [Rung(0, (Role.TEAM_LEADER,))]
    plant.leaves("ma")
    case = case_of(plant, Grade.GENERAL, plant.now)
    assert told(plant, case) == leaders("overdue.leader", *OFFICERS)


def test_a_rung_comes_to_the_watch_where_everybody_on_it_is_off_shift_and_it_is_graver(plant: Plant) -> None:
    plant.desk.roster = ["shi"]
    graver = case_of(plant, Grade.LARGER, plant.now)
    plain = case_of(plant, Grade.GENERAL, plant.now)
    assert ("shi", "overdue.watch") not in told(plant, graver)
    plant.desk.resting = {"ma", *SAFETY}
    assert ("shi", "overdue.watch") in told(plant, graver)
    assert "shi" not in {who for who, _ in told(plant, plain)}, "it waits for their shifts"
    plant.desk.resting = {"ma", "feng", "wu", "he"}
    assert ("shi", "overdue.watch") not in told(plant, graver), "an officer is at work"


def test_a_reminder_before_the_limit_is_nothing_for_the_watch(plant: Plant) -> None:
    plant.desk.roster = ["shi"]
    plant.desk.resting = {"zhang", "he", "zhou"}
    case = case_of(plant, Grade.MAJOR, plant.now + timedelta(days=1))
    assert "shi" not in {who for who, _ in told(plant, case)}


# A company's own


def test_a_company_s_own_rungs_stand_in_the_place_of_the_usual_ones() -> None:
    own = [Rung(-2, (Role.OWNER,)), Rung(0, (Role.OWNER, Role.EXECUTIVE)), Rung(4, ())]
    assert ladder_of(own, Grade.GENERAL) == Ladder(*own[:2])
    assert ladder_of([], Grade.LARGER) == LADDERS[Grade.LARGER]
    assert ladder_of(own[2:], Grade.GENERAL) == LADDERS[Grade.GENERAL], "one that tells nobody is none"


def test_the_clock_goes_by_the_company_s_own_ladder(plant: Plant) -> None:
    plant.desk.ladders[Grade.GENERAL] = [
        Rung(-2, (Role.OWNER, Role.TEAM_LEADER)),
        Rung(0, (Role.EXECUTIVE,)),
    ]
    case = case_of(plant, Grade.GENERAL, plant.now + timedelta(days=6))
    assert days_from(case, climbs(plant, case, 4)) == [-2, 0, 7, 14]
    plant.comes(case.due_at - timedelta(days=2))
    assert told(plant, case) == [*OWNER_SOON, ("ma", "overdue.coming")]
    plant.comes(case.due_at)
    assert told(plant, case) == [("zhou", "overdue.leader")]


def test_every_usual_ladder_begins_at_the_limit_at_the_latest_and_reaches_the_top() -> None:
    assert set(LADDERS) == set(Grade)
    for ladder in LADDERS.values():
        assert 0 in {each.days for each in ladder.rungs}
        assert any(Role.EXECUTIVE in each.roles for each in ladder.rungs)
        assert all(Role.OWNER in each.roles for each in ladder.rungs)
