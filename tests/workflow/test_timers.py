"""The clocks of a case, row by row: what starts each, what stops it, when it rings."""

from datetime import timedelta

import pytest

from tests.workflow.cast import MONDAY
from tests.workflow.plant import Plant
from workflow.hazard import Hazard
from workflow.lifecycle import EVENT_OF, State
from workflow.timers import CLOCK, CLOCKS, DRAFT_EXPIRES, DRAFT_NUDGE


def test_a_case_that_is_nobodys_waits_to_be_given_away(plant: Plant) -> None:
    case = plant.reported(area="yard")
    assert plant.running(case) == {"choosing"}
    assert plant.rings_at(case, "choosing") == MONDAY + timedelta(hours=4)


def test_a_case_that_the_matrix_gave_away_never_waited(plant: Plant) -> None:
    case = plant.reported()
    assert plant.running(case) == {"taking", "due"}
    assert plant.desk.stopped == []  # what was never started is not stopped either


def test_the_officer_s_choice_stops_choosing_and_starts_the_owner_s_clocks(plant: Plant) -> None:
    case = plant.reported(area="yard")
    plant.passes(hours=1)
    plant.assigns(case, "hou")
    assert plant.running(case) == {"taking", "due"}
    assert plant.rings_at(case, "taking") == plant.now + timedelta(hours=8)
    assert plant.rings_at(case, "due") == plant.first_rung(case)


def test_taking_leaves_only_the_limit(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    assert plant.running(case) == {"due"}
    assert plant.rings_at(case, "due") == plant.first_rung(case)


def test_progress_and_verification_move_no_clock(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    before = dict(plant.desk.live)
    plant.posts(case)
    plant.verifies(case)
    assert plant.desk.live == before


def test_a_new_owner_has_the_full_time_to_take_it_but_no_longer_limit(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.passes(hours=30)
    plant.passes_on(case, "hou")
    assert plant.running(case) == {"taking", "due"}
    assert plant.rings_at(case, "taking") == plant.now + timedelta(hours=8)
    assert plant.rings_at(case, "due") == plant.first_rung(case)


@pytest.mark.parametrize("state", [State.ASSIGNED, State.RECTIFYING])
def test_what_is_given_back_waits_for_an_owner_again(plant: Plant, state: State) -> None:
    case = plant.case_in(state)
    plant.passes_on(case, None)
    assert plant.running(case) == {"choosing"}


@pytest.mark.parametrize("state", [State.ASSIGNED, State.RECTIFYING])
def test_choosing_another_owner_starts_taking_anew(plant: Plant, state: State) -> None:
    case = plant.case_in(state)
    plant.passes(hours=5)
    plant.assigns(case, "hou")
    assert plant.running(case) == {"taking", "due"}
    assert plant.rings_at(case, "taking") == plant.now + timedelta(hours=8)


def test_while_it_waits_for_acceptance_the_owner_is_left_in_peace(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    assert plant.running(case) == {"acceptance"}
    assert plant.rings_at(case, "acceptance") == MONDAY + timedelta(days=2)


def test_what_is_sent_back_runs_against_the_same_limit(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    plant.sends_back(case)
    assert plant.running(case) == {"due"}
    assert plant.rings_at(case, "due") == plant.first_rung(case)


def test_what_is_sent_back_after_its_limit_gives_a_day(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    plant.passes(days=20)
    plant.sends_back(case)
    assert plant.rings_at(case, "due") == plant.now + timedelta(days=1)


def test_who_hands_in_again_and_again_after_the_limit_puts_off_nobody_above(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    plant.passes(days=20)
    plant.sends_back(case)
    planned = plant.rings_at(case, "due")
    for hours in (10, 10):
        plant.passes(hours=hours)
        plant.submits(case)
        plant.sends_back(case)
        assert plant.rings_at(case, "due") == planned
    plant.passes(hours=10)
    plant.submits(case)
    plant.passes(days=2)
    plant.sends_back(case)
    assert plant.rings_at(case, "due") == plant.now, "what was missed in the pause is told at once"


def test_a_closed_case_has_no_clock_but_the_recheck(plant: Plant) -> None:
    assert plant.running(plant.case_in(State.CLOSED)) == {"recheck"}


def test_a_reopened_case_runs_against_its_new_limit(plant: Plant) -> None:
    case = plant.case_in(State.CLOSED)
    plant.passes(days=20)
    plant.reopens(case)
    assert plant.running(case) == {"due"}
    assert plant.rings_at(case, "due") == plant.first_rung(case) > plant.now


def test_clocks_of_two_cases_do_not_touch_each_other(plant: Plant) -> None:
    first, second = plant.reported(), plant.reported()
    plant.takes(first)
    assert (plant.running(first), plant.running(second)) == ({"due"}, {"taking", "due"})


# The table itself


@pytest.mark.parametrize(
    ("clock", "starts", "stops"),
    [
        ("alarm", "alarm_raised", "responding stood_down false_alarm"),
        ("responding", "responding", "stood_down false_alarm"),
        ("danger", "warned measure_demanded", "accepted contained marked_invalid merged"),
        ("measure", "contained measure_checked measure_set reinstated", "accepted warned marked_invalid merged"),
        ("confirming", "reported reinstated regraded", "marked_invalid merged major_confirmed major_lowered"),
        (
            "asking",
            "time_asked",
            "assigned passed_on given_back handed_over submitted time_granted "
            "time_refused marked_invalid merged planning_begun moved_outside",
        ),
        (
            "help",
            "help_asked help_taken",
            "assigned passed_on given_back handed_over submitted marked_invalid "
            "merged help_done help_declined help_withdrawn moved_outside",
        ),
        ("money", "reopened money_asked reinstated", "accepted money_approved money_refused marked_invalid merged"),
        (
            "choosing",
            "reported given_back stood_down reinstated brought_back",
            "assigned fixed_on_spot marked_invalid merged moved_outside",
        ),
        (
            "taking",
            "assigned passed_on handed_over resumed",
            "suspended taken given_back marked_invalid merged moved_outside",
        ),
        (
            "due",
            "assigned passed_on handed_over sent_back reopened time_granted limit_moved suspended resumed "
            "regraded major_lowered planning_begun plan_approved stage_moved moved_outside",
            "given_back submitted marked_invalid merged brought_back",
        ),
        (
            "snooze",
            "snoozed",
            "suspended taken regraded planning_begun assigned passed_on given_back handed_over submitted "
            "marked_invalid merged moved_outside",
        ),
        (
            "resting",
            "suspended",
            "resumed regraded major_lowered planning_begun submitted given_back marked_invalid merged moved_outside",
        ),
        (
            "planning",
            "major_confirmed regraded major_lowered planning_begun plan_returned plan_taken_back",
            "assigned passed_on given_back handed_over marked_invalid merged plan_dropped plan_submitted plan_approved",
        ),
        (
            "approving",
            "plan_submitted",
            "assigned passed_on given_back handed_over marked_invalid merged plan_dropped plan_approved "
            "plan_returned plan_taken_back",
        ),
        (
            "stage",
            "reinstated plan_approved stage_finished stage_moved",
            "marked_invalid merged",
        ),
        ("report", "reopened reinstated made_long_term plan_approved supervised", "accepted marked_invalid merged"),
        ("outside", "moved_outside outside_answered remained_outside", "submitted marked_invalid merged brought_back"),
        ("acceptance", "submitted fixed_on_spot", "accepted sent_back planning_begun marked_invalid merged"),
        ("recheck", "accepted", "reopened"),
        (
            "seen_danger",
            "warned measure_demanded",
            "contained accepted marked_invalid merged seen unseen taken progress_posted submitted verified "
            "part_filled paper_recorded",
        ),
        (
            "seen_major",
            "reported regraded reinstated",
            "major_confirmed major_lowered accepted marked_invalid merged seen unseen taken progress_posted submitted "
            "verified part_filled paper_recorded",
        ),
        (
            "seen_confirmed",
            "major_confirmed",
            "major_lowered accepted marked_invalid merged seen unseen taken progress_posted submitted verified "
            "part_filled paper_recorded",
        ),
    ],
)
def test_which_event_starts_and_stops_which_clock(clock: str, starts: str, stops: str) -> None:
    assert CLOCK[clock].sets_going == set(starts.split())
    assert CLOCK[clock].halts == set(stops.split())


def test_which_event_pauses_a_clock_and_which_has_it_go_on() -> None:
    paused = {clock.name: (set(clock.pauses), set(clock.resumes)) for clock in CLOCKS if clock.pauses | clock.resumes}
    assert paused == {
        "taking": ({"suspended"}, {"resumed"}),
        "due": ({"submitted"}, {"sent_back"}),
        "planning": ({"plan_submitted"}, {"plan_returned", "plan_taken_back"}),
    }


def test_the_table_names_only_events_that_exist() -> None:
    named = {kind for clock in CLOCKS for kind in clock.sets_going | clock.halts}
    assert named <= set(EVENT_OF.values())
    for clock in CLOCKS:
        columns = (clock.starts, clock.pauses, clock.resumes, clock.stops)
        assert sum(map(len, columns)) == len(frozenset().union(*columns)), "an event stands in one column"


def test_every_clock_rings_again_once_a_day_but_for_what_happens_now_and_what_takes_weeks() -> None:
    again = {clock.name: clock.again for clock in CLOCKS}
    assert again.pop("alarm") == timedelta(minutes=2)
    assert again.pop("danger") == timedelta(minutes=15)
    assert {again.pop(f"seen_{ask}") for ask in ("danger", "major", "confirmed")} == {timedelta(minutes=15)}
    assert again.pop("responding") == timedelta(minutes=30)
    assert again.pop("stage") == again.pop("report") == again.pop("outside") == timedelta(days=7)
    assert again.pop("confirming") == timedelta(hours=4)
    assert again.pop("measure") == timedelta(hours=4), "nobody has answered whether people are safe"
    assert again.pop("recheck") == timedelta(days=23)
    assert again.pop("snooze") == timedelta(days=30), "it rings once, and is kept until that has been heard"
    assert set(again.values()) == {timedelta(days=1)}


def test_a_draft_is_nudged_soon_and_outlives_a_weekend() -> None:
    friday_evening_to_monday_morning = timedelta(days=2, hours=16)
    assert timedelta(0) < DRAFT_NUDGE <= timedelta(hours=1)
    assert friday_evening_to_monday_morning < DRAFT_EXPIRES


def every_path(state: State, steps: int) -> list[list[str]]:
    """Event kinds of every way of so many steps through the usual life."""
    moves = {
        State.REPORTED: {"assign": State.ASSIGNED},
        State.ASSIGNED: {"take": State.RECTIFYING, "pass_on": State.ASSIGNED, "give_back": State.REPORTED},
        State.RECTIFYING: {"submit": State.AWAITING_ACCEPTANCE, "give_back": State.REPORTED},
        State.AWAITING_ACCEPTANCE: {"accept": State.CLOSED, "send_back": State.RECTIFYING},
        State.CLOSED: {"reopen": State.RECTIFYING},
    }
    if not steps:
        return [[]]
    return [[verb, *rest] for verb, to in moves[state].items() for rest in every_path(to, steps - 1)]


def do(plant: Plant, case: Hazard, verb: str) -> None:
    case.passes = 0  # here everybody may pass on as often as the path wants
    acts = {
        "assign": lambda: plant.assigns(case, "hou"),
        "take": lambda: plant.takes(case),
        "pass_on": lambda: plant.passes_on(case, "liu" if case.owner_id != "liu" else "hou"),
        "give_back": lambda: plant.passes_on(case, None),
        "submit": lambda: plant.submits(case),
        "accept": lambda: plant.accepts(case),
        "send_back": lambda: plant.sends_back(case),
        "reopen": lambda: plant.reopens(case),
    }
    acts[verb]()


def test_after_any_path_an_open_case_has_a_running_clock_and_a_closed_one_has_none() -> None:
    for path in every_path(State.ASSIGNED, 6):
        plant = Plant()
        case = plant.reported()
        for verb in path:
            plant.passes(hours=7)
            do(plant, case, verb)
            assert bool(plant.running(case) - {"recheck"}) == case.is_open, path
