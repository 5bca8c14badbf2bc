"""Who is told what: exactly the people the table names, each once, and never the one who acts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from tests.workflow.cast import HIRED, STAMPING, row
from tests.workflow.desk import as_desk
from tests.workflow.ground import Done
from tests.workflow.plant import Plant
from workflow import notices
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.lifecycle import EVENT_OF, State, Verb
from workflow.notices import NOTICES, RINGS, Lane, Notice
from workflow.people import Membership, Role
from workflow.timers import CLOCK

OFFICERS = ("feng", "qian")


def officers(topic: str) -> list[tuple[str, str]]:
    return [(name, topic) for name in OFFICERS]


# Events


def test_a_report_tells_the_owner_and_nobody_else(plant: Plant) -> None:
    assert plant.reports("li").told == [("zhang", "task.new")]


def test_a_report_that_is_nobodys_tells_the_officers(plant: Plant) -> None:
    assert plant.reports("li", "yard").told == officers("choose.new")


def test_who_has_the_watch_hears_of_what_is_nobodys_while_the_officers_rest(plant: Plant) -> None:
    plant.desk.roster = ["shi"]
    assert plant.reports("li", "yard").told == officers("choose.new")
    plant.desk.resting = {"feng"}
    assert plant.reports("li", "yard").told == officers("choose.new"), "one of them is at work"
    plant.desk.resting = {*OFFICERS}
    assert plant.reports("li", "yard").told == [*officers("choose.new"), ("shi", "choose.watch")]
    assert plant.reports("li").told == [("zhang", "task.new")], "it has an owner"


def test_a_major_hazard_tells_director_and_executive_first(plant: Plant) -> None:
    leaders = [("he", "major.new"), ("zhou", "major.new")]
    held = [("ma", "danger.running"), ("shi", "danger.running")]
    told = plant.reports("li", grade=Grade.MAJOR).told
    assert told == [*leaders, ("zhang", "danger.running"), *held, ("zhang", "task.new")]
    told = plant.reports("li", "yard", grade=Grade.MAJOR).told
    assert told == [*leaders, *officers("choose.new"), ("shi", "danger.running")]


def test_a_larger_hazard_is_not_yet_the_executive_s(plant: Plant) -> None:
    assert plant.reports("li", grade=Grade.LARGER).told == [("zhang", "task.new")]


@pytest.mark.parametrize("verb", [Verb.TAKE, Verb.POST_PROGRESS, Verb.VERIFY])
def test_what_only_its_doer_needs_to_know_tells_nobody(plant: Plant, verb: Verb) -> None:
    case = plant.case_in(State.ASSIGNED if verb is Verb.TAKE else State.RECTIFYING)
    steps = {Verb.TAKE: plant.takes, Verb.POST_PROGRESS: plant.posts, Verb.VERIFY: plant.verifies}
    assert steps[verb](case).told == []
    assert EVENT_OF[verb] not in NOTICES


def test_passing_on_tells_the_new_owner_and_the_reporter(plant: Plant) -> None:
    assert plant.passes_on(plant.reported(), "hou").told == [("hou", "task.new"), ("li", "report.reassigned")]


def test_giving_back_tells_the_officers(plant: Plant) -> None:
    assert plant.passes_on(plant.reported(), None).told == officers("choose.given_back")


def test_the_officer_s_choice_tells_owner_and_reporter(plant: Plant) -> None:
    assert plant.assigns(plant.reported(area="yard"), "hou").told == [("hou", "task.new"), ("li", "report.reassigned")]


def test_submitting_tells_the_acceptor(plant: Plant) -> None:
    assert plant.submits(plant.case_in(State.RECTIFYING)).told == [("zhao", "accept.new")]


def test_sending_back_tells_owner_and_reporter(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    assert plant.sends_back(case).told == [("zhang", "task.sent_back"), ("li", "report.sent_back")]


def test_signing_off_tells_reporter_and_owner(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    assert plant.accepts(case).told == [("li", "report.closed"), ("zhang", "task.accepted")]


def test_reopening_tells_the_owner_and_whoever_reported_unless_it_was_them(plant: Plant) -> None:
    assert plant.reopens(plant.case_in(State.CLOSED), "li").told == [("zhang", "task.reopened")]
    told = plant.reopens(plant.case_in(State.CLOSED), "zhou").told
    assert told == [("zhang", "task.reopened"), ("li", "report.reopened")]


# Nobody twice, and not the one who acts


def test_an_owner_who_reported_it_hears_a_send_back_once_as_owner(plant: Plant) -> None:
    case = plant.reported("zhang")
    assert plant.takes(case).told == []
    plant.submits(case)
    assert plant.sends_back(case).told == [("zhang", "task.sent_back")]
    plant.submits(case)
    assert plant.accepts(case).told == [("zhang", "report.closed")]


def test_an_owner_who_reports_something_of_their_own_gets_the_task_all_the_same(plant: Plant) -> None:
    """The matrix assigns, not the person: the card with its buttons is news even to the one who reported it."""
    assert plant.reports("zhang").told == [("zhang", "task.new")]


def test_an_acceptor_who_reported_it_is_not_told_what_they_did(plant: Plant) -> None:
    case = plant.reported("zhao")
    plant.takes(case)
    plant.submits(case)
    assert plant.accepts(case).told == [("zhang", "task.accepted")]


def test_an_officer_who_reports_a_gap_leaves_the_telling_to_the_others(plant: Plant) -> None:
    assert plant.reports("qian", "yard").told == [("feng", "choose.new")]


def test_an_officer_who_chooses_themselves_is_answered_and_not_told(plant: Plant) -> None:
    assert plant.assigns(plant.reported(area="yard"), "qian").told == [("li", "report.reassigned")]


def test_who_is_director_and_officer_at_once_hears_a_major_hazard_once(plant: Plant) -> None:
    both = Membership(Role.SAFETY_DIRECTOR, "safety", "", HIRED)
    qian = plant.desk.people["qian"]
    plant.desk.people["qian"] = replace(qian, memberships=(*qian.memberships, both))
    told = plant.reports("li", "yard", grade=Grade.MAJOR).told
    assert [topic for name, topic in told if name == "qian"] == ["major.new"]


def test_whoever_has_left_is_no_officer_any_more(plant: Plant) -> None:
    plant.leaves("feng")
    assert plant.reports("li", "yard").told == [("qian", "choose.new")]


def test_a_task_whose_owner_has_left_comes_to_the_officers(plant: Plant) -> None:
    back, again = plant.case_in(State.AWAITING_ACCEPTANCE), plant.case_in(State.CLOSED)
    plant.leaves("zhang")
    assert plant.sends_back(back).told == [*officers("choose.owner_left"), ("li", "report.sent_back")]
    assert plant.reopens(again, "li").told == officers("choose.owner_left")
    plant.comes(back.due_at)
    assert told(ring(plant, back, "due", 0)) == [*officers("choose.owner_left"), ("ma", "overdue.leader")]


def test_a_notice_names_its_cause_so_that_nobody_hears_it_twice(plant: Plant) -> None:
    done = plant.reports("li", grade=Grade.MAJOR)
    reported, demanded, assigned = done.events
    assert done.hazard is not None
    causes = [reported.id] * 2 + [demanded.id] * 3 + [assigned.id]
    assert [n.cause for n in done.notices] == [f"event:{cause}" for cause in causes]
    assert [n.lane for n in done.notices] == [Lane.MAJOR] * 2 + [Lane.EMERGENCY] * 3 + [Lane.NOTICE]
    assert {(n.subject_id, n.subject_version) for n in done.notices} == {(done.hazard.id, done.hazard.version)}


def test_a_second_send_back_is_told_again(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    first = plant.sends_back(case)
    plant.submits(case)
    second = plant.sends_back(case)
    assert first.told == second.told
    assert {n.cause for n in first.notices}.isdisjoint(n.cause for n in second.notices)


def test_every_row_of_the_table_belongs_to_an_event_that_exists() -> None:
    assert set(NOTICES) - {"chosen"} <= set(EVENT_OF.values())


def test_what_asks_for_something_ends_with_a_clock_that_its_event_starts(plant: Plant) -> None:
    asked = {(kind, told.clock) for kind, rows in NOTICES.items() for told in rows if told.clock}
    assert asked
    assert all(("assigned" if kind == "chosen" else kind) in CLOCK[clock].sets_going for kind, clock in asked)
    done = plant.reports("li")
    assert [notice.timer_id for notice in done.notices] == [f"hazard/{done.hazard.id}/taking"]  # type: ignore[union-attr]
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    assert not any(notice.timer_id for notice in plant.sends_back(case).notices), "it is news"


def test_what_has_not_been_told_yet_is_outdated_where_its_reader_has_no_part_in_it_any_more(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    (event,) = plant.sends_back(case).events
    desk = as_desk(plant.desk)

    def outdated(topic: str, person: str) -> bool:
        return notices.is_outdated(desk, case, event.kind, event.facts, topic, person)

    assert not outdated("task.sent_back", "zhang")
    plant.passes_on(case, "hou")
    assert outdated("task.sent_back", "zhang")
    assert not outdated("report.sent_back", "li"), "the reporter has reported it all the same"
    assert not outdated("group.news", "zhang"), "what is in no row is nobody's to judge"


# Clocks


def ring(plant: Plant, case: Hazard, clock: str, step: int) -> list[Notice]:
    return notices.of_ring(as_desk(plant.desk), case, clock, step, "t1")


def told(rung: list[Notice]) -> list[tuple[str, str]]:
    return [(notice.recipient_id, notice.topic) for notice in rung]


# Clock -> whom each ring tells, by topic; a topic of nobody's goes to the officers. The last row repeats.
CLIMBS: dict[str, tuple[State, list[list[tuple[str, str]]]]] = {
    "choosing": (
        State.REPORTED,
        [
            officers("choose.waiting"),
            [*officers("choose.waiting"), ("he", "choose.waiting")],
            [*officers("choose.waiting"), ("he", "choose.waiting")],
            [*officers("choose.waiting"), ("he", "choose.waiting"), ("zhou", "choose.waiting")],
        ],
    ),
    "taking": (
        State.ASSIGNED,
        [
            [("zhang", "task.not_taken")],
            [("zhang", "task.not_taken"), ("ma", "overdue.not_taken"), *officers("overdue.not_taken")],
            [
                *[("zhang", "task.not_taken"), ("ma", "overdue.not_taken"), *officers("overdue.not_taken")],
                *[("wu", "overdue.not_taken"), ("he", "overdue.not_taken")],
            ],
        ],
    ),
    "acceptance": (
        State.AWAITING_ACCEPTANCE,
        [
            [("zhao", "accept.waiting")],
            [("zhao", "accept.waiting"), *officers("overdue.acceptance")],
            [
                *[("zhao", "accept.waiting"), *officers("overdue.acceptance")],
                *[("wu", "overdue.acceptance"), ("he", "overdue.acceptance")],
            ],
            [
                *[("zhao", "accept.waiting"), *officers("overdue.acceptance")],
                *[(name, "overdue.acceptance") for name in ("wu", "he", "zhou")],
            ],
        ],
    ),
}


@pytest.mark.parametrize("clock", CLIMBS)
def test_each_clock_tells_more_people_the_longer_it_rings(plant: Plant, clock: str) -> None:
    state, rows = CLIMBS[clock]
    case = plant.case_in(state)
    for step, expected in enumerate([*rows, rows[-1]]):
        assert told(ring(plant, case, clock, step)) == expected
    assert told(ring(plant, case, clock, 40)) == rows[-1]


def test_once_the_limit_is_over_only_the_ladder_speaks_of_what_nobody_has_taken(plant: Plant) -> None:
    case = plant.case_in(State.ASSIGNED)
    plant.comes(case.due_at - timedelta(minutes=1))
    assert told(ring(plant, case, "taking", 2)) == CLIMBS["taking"][1][2]
    plant.comes(case.due_at)
    assert told(ring(plant, case, "taking", 2)) == []
    assert ("zhang", "overdue.owner") in told(ring(plant, case, "due", 0))


@pytest.mark.parametrize("ask", [Plant.asks_time, Plant.asks_help, Plant.asks_money, Plant.submits_plan])
def test_a_question_that_nobody_answers_climbs_and_then_comes_by_the_week(
    plant: Plant, ask: Callable[[Plant, Hazard], Done]
) -> None:
    """Each later ring reaches whoever an earlier one did, and the top is told; nobody is told so day after day."""
    case = plant.case_in(State.PLANNING if ask is Plant.submits_plan else State.RECTIFYING)
    if ask is Plant.submits_plan:
        plant.plans(case, 30)
    asked = ask(plant, case).events[-1].kind
    (clock,) = [name for name, each in CLOCK.items() if asked in each.sets_going]
    rungs = [{who for who, _ in told(ring(plant, case, clock, step))} for step in range(len(RINGS[clock]))]
    assert all(lower <= higher for lower, higher in pairwise(rungs))
    assert "he" in rungs[-1]
    waits = [plant.rings_after(case, clock, step) for step in (0, len(rungs) - 1, 40)]
    assert waits == [timedelta(days=1), timedelta(days=7), timedelta(days=7)]


def test_a_major_hazard_that_is_nobodys_is_spoken_of_daily_to_the_end(plant: Plant) -> None:
    case = plant.reported(area="yard", grade=Grade.MAJOR)
    assert plant.rings_after(case, "choosing", 40) == timedelta(days=1)


def test_an_officer_who_accepts_is_reminded_once_and_not_reported_to_themselves(plant: Plant) -> None:
    plant.desk.rows = [row("R", "zhang", "qian", area=STAMPING)]
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    assert told(ring(plant, case, "acceptance", 1)) == [("qian", "accept.waiting"), ("feng", "overdue.acceptance")]


def test_a_ring_belongs_to_its_timer_and_step(plant: Plant) -> None:
    case = plant.reported()
    notice = ring(plant, case, "taking", 3)[0]
    assert (notice.cause, notice.timer_id, notice.lane) == ("timer:t1:3", "t1", Lane.NOTICE)


def test_the_clocks_of_a_major_hazard_go_before_others(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    plant.comes(plant.rings_at(case, "due"))
    assert {notice.lane for notice in ring(plant, case, "due", 0)} == {Lane.MAJOR}


def test_every_clock_tells_somebody_itself_or_by_what_it_does() -> None:
    assert set(RINGS) <= set(CLOCK)
    assert all(CLOCK[name].does or CLOCK[name].ladder for name in set(CLOCK) - set(RINGS))


def test_an_acceptor_hears_that_another_has_decided_and_that_words_have_changed(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    acceptor = case.acceptor_id
    assert (acceptor, "accept.reworded") in plant.amends(case).told
    assert (acceptor, "accept.by_another") in plant.sends_back(case, "qian").told
    plant.submits(case)
    assert (acceptor, "accept.by_another") in plant.accepts(case, "qian").told
    assert (acceptor, "accept.reworded") not in plant.amends(case).told
