"""Major hazards: who says that it is one, what is asked for at once, and what it stops until then."""

from datetime import timedelta

import pytest

from tests.workflow.desk import as_desk
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow import notices
from workflow.actions import possible, refusals
from workflow.commands import AcceptRepair
from workflow.events import Event
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.lifecycle import State, Verb
from workflow.notices import Lane
from workflow.people import Role
from workflow.permissions import Action, allowed


def ring(plant: Plant, case: Hazard, clock: str, step: int) -> list[tuple[str, str]]:
    told = notices.of_ring(as_desk(plant.desk), case, clock, step, "t1")
    return [(notice.recipient_id, notice.topic) for notice in told]


# Confirming


def test_the_director_is_told_at_once_and_asked_again_until_it_is_confirmed(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    assert plant.rings_at(case, "confirming") == plant.now + timedelta(hours=2)
    assert ring(plant, case, "confirming", 0) == [("he", "major.waiting")]
    assert ring(plant, case, "confirming", 1) == [("he", "major.waiting"), ("zhou", "major.waiting")]
    plant.confirms(case)
    assert "confirming" not in plant.running(case)
    assert case.major_confirmed_at == plant.now


def test_without_a_director_the_principal_hears_of_it_from_the_first_ring(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    plant.leaves("he")
    assert ring(plant, case, "confirming", 0) == [("zhou", "major.waiting")]


def test_confirming_tells_whoever_has_to_act_now_and_the_union(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    done = plant.confirms(case)
    assert done.told == [
        ("zhang", "major.confirmed"),
        ("feng", "major.papers_due"),
        ("qian", "major.papers_due"),
        ("zhou", "major.confirmed"),
        ("yuan", "major.published"),
    ]
    assert {notice.lane for notice in done.notices} == {Lane.MAJOR}
    assert (case.company_grade, case.statutory_grade) == (Grade.MAJOR, Grade.MAJOR)


def test_it_is_confirmed_once_and_only_where_somebody_calls_it_major(plant: Plant) -> None:
    case = plant.reported()
    with refused("state"):
        plant.confirms(case)
    plant.is_major(case)
    with refused("state"):
        plant.confirms(case)


def test_a_director_whose_own_task_it_is_may_confirm_but_not_lower_it(plant: Plant) -> None:
    """Calling one's own task graver hides nothing."""
    case = plant.reported(grade=Grade.MAJOR)
    plant.assigns(case, "he")
    plant.confirms(case)
    with refused("own_case"):
        plant.lowers(case)


def test_the_union_sees_what_is_confirmed_and_nothing_else(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    yuan = plant.desk.people["yuan"]
    assert not allowed(yuan, Action.SEE, case, plant.desk.today)
    plant.confirms(case)
    assert allowed(yuan, Action.SEE, case, plant.desk.today)
    assert possible(yuan, case, plant.desk.today) == []
    plant.lowers(case)
    assert not allowed(yuan, Action.SEE, case, plant.desk.today)


def test_unconfirmed_it_is_neither_submitted_nor_signed_off(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    plant.takes(case)
    plant.posts(case)
    with refused("unconfirmed"):
        plant.submits(case)
    raised = plant.case_in(State.AWAITING_ACCEPTANCE)
    plant.regrades(raised)
    with refused("unconfirmed"):
        plant.accepts(raised)
    zhao = plant.desk.people["zhao"]
    assert Verb.ACCEPT not in possible(zhao, raised, plant.desk.today)
    assert refusals(zhao, raised, plant.desk.today)[Verb.ACCEPT].reason == "unconfirmed", "for a card of before"
    plant.sends_back(raised)
    assert raised.state is State.RECTIFYING


# Grading anew


def test_an_officer_raises_it_with_a_reason_and_the_director_is_asked(plant: Plant) -> None:
    case = plant.reported()
    done = plant.regrades(case)
    assert [event.kind for event in done.events] == ["regraded", "measure_demanded"]
    assert done.told == [
        ("he", "major.new"),
        ("zhou", "major.new"),
        ("zhang", "major.regraded"),
        ("zhang", "danger.running"),
        ("ma", "danger.running"),
        ("shi", "danger.running"),
    ]
    assert done.events[0].words == {"reason": "后果更重"}
    assert (case.company_grade, case.statutory_grade) == (Grade.MAJOR, Grade.MAJOR)
    assert {"confirming", "danger", "due"} <= plant.running(case)


def test_the_reporter_is_not_told_of_a_grade(plant: Plant) -> None:
    case = plant.reported()
    told = [*plant.regrades(case, Grade.LARGER).told, *plant.regrades(case).told, *plant.confirms(case).told]
    assert "li" not in {name for name, _ in told}


def test_a_graver_case_gets_no_more_time_and_its_clock_follows(plant: Plant) -> None:
    case = plant.reported()
    due = case.due_at
    plant.passes(hours=5)
    plant.regrades(case, Grade.LARGER)
    assert case.due_at == due, "seven days would have been more than three"
    plant.regrades(case)
    assert case.due_at == plant.desk.calendar.due(plant.now, 1) < due
    assert plant.rings_at(case, "due") == plant.first_rung(case)


def test_a_lower_grade_has_the_limit_of_the_table_from_now(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    plant.passes(days=1)
    done = plant.lowers(case, Grade.GENERAL)
    assert case.due_at == plant.desk.calendar.due(plant.now, 3)
    assert done.events[-1].facts["due_at"] == case.due_at.isoformat()
    assert plant.rings_at(case, "due") == plant.first_rung(case)


def test_an_authority_s_limit_stays_whatever_the_grade(plant: Plant) -> None:
    case = plant.reported()
    case.due_locked, due = True, case.due_at
    plant.regrades(case)
    assert case.due_at == due


@pytest.mark.parametrize("state", [State.REPORTED, State.AWAITING_ACCEPTANCE])
def test_where_no_owner_works_on_it_a_new_limit_rings_for_nobody(plant: Plant, state: State) -> None:
    case = plant.case_in(state)
    plant.regrades(case, Grade.LARGER)
    assert "due" not in plant.running(case)


def test_only_the_director_says_that_it_is_not_major(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    with refused("not_yours"):
        plant.lowers(case, name="qian")
    with refused("state"):
        plant.regrades(case, Grade.GENERAL)
    done = plant.lowers(case)
    assert done.told == [
        ("zhang", "major.regraded"),
        ("zhou", "major.regraded"),
        ("feng", "major.regraded"),
        ("qian", "major.regraded"),
    ]
    assert (case.company_grade, case.statutory_grade) == (Grade.LARGER, Grade.GENERAL)
    assert "confirming" not in plant.running(case)
    plant.takes(case)
    plant.submits(case)


def test_the_union_that_was_told_is_told_that_it_is_none(plant: Plant) -> None:
    case = plant.is_major(plant.reported())
    assert plant.lowers(case).told[-1] == ("yuan", "major.withdrawn")
    plant.regrades(case)
    assert case.major_confirmed_at is None, "raised again, it is confirmed again"


def test_nobody_makes_light_of_their_own_task(plant: Plant) -> None:
    case = plant.reported(grade=Grade.LARGER)
    plant.assigns(case, "qian", "feng")
    with refused("own_case"):
        plant.regrades(case, Grade.GENERAL, "qian")
    plant.regrades(case, Grade.MAJOR, "qian")


@pytest.mark.parametrize("grade", [Grade.GENERAL, Grade.LARGER])
def test_a_grade_is_another_one_and_has_a_reason(plant: Plant, grade: Grade) -> None:
    case = plant.reported(grade=grade)
    with refused("same_grade"):
        plant.regrades(case, grade)
    with refused("reason"):
        plant.regrades(case, Grade.MAJOR, reason="  ")
    plant.regrades(case)
    with refused("same_grade"):
        plant.lowers(case, Grade.MAJOR)
    with refused("reason"):
        plant.lowers(case, reason="")


# The measure at once


@pytest.mark.parametrize("danger", ["", "stopped", "running"])
def test_owner_team_leader_and_duty_leader_are_asked_to_hold_it_at_once(plant: Plant, danger: str) -> None:
    done = plant.reports(grade=Grade.MAJOR, danger=danger)
    assert [told for told in done.told if told[1] == "danger.running"] == [
        ("zhang", "danger.running"),
        ("ma", "danger.running"),
        ("shi", "danger.running"),
    ]
    case = done.hazard
    assert case is not None
    assert case.danger == "running"
    demanded = next(event for event in done.events if event.kind == "measure_demanded")
    assert demanded.facts == {"reported": danger}
    assert ("zhang", "danger.running") in ring(plant, case, "danger", 0)


def test_confirming_does_not_wait_for_the_measure_nor_the_measure_for_confirming(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    plant.contains(case)
    assert "danger" not in plant.running(case)
    plant.confirms(case)
    other = plant.reported(grade=Grade.MAJOR)
    plant.confirms(other)
    plant.contains(other)
    assert (case.danger, other.danger) == ("held", "held")


def test_what_is_held_already_is_not_asked_for_again(plant: Plant) -> None:
    case = plant.reported(grade=Grade.LARGER)
    case.danger = "held"
    assert [event.kind for event in plant.regrades(case).events] == ["regraded"]


def test_an_owner_of_less_than_major_is_not_called_by_the_danger_clock(plant: Plant) -> None:
    case = plant.reports(danger="running").hazard
    assert case is not None
    assert "zhang" not in {name for name, _ in ring(plant, case, "danger", 0)}


# The plan


def test_confirmed_no_work_goes_on_before_its_plan(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    plant.takes(case)
    plant.posts(case)  # until the director has looked at it, it is repaired as any other
    done = plant.confirms(case)
    assert [event.kind for event in done.events] == ["major_confirmed", "planning_begun"]
    assert case.state is State.PLANNING
    with refused("state"):
        plant.submits(case)


def test_what_turns_out_major_after_its_repair_is_planned_and_checked_anew(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    plant.regrades(case)
    done = plant.confirms(case)
    assert [event.kind for event in done.events] == ["major_confirmed", "planning_begun"]
    assert (case.acceptor_id, "accept.plan_first") in done.told
    assert (case.state, "acceptance" in plant.running(case)) == (State.PLANNING, False)
    with refused("state"):
        plant.accepts(case)


def test_confirmed_before_it_is_taken_the_plan_begins_with_taking_it(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    plant.confirms(case)
    assert plant.kinds(case)[-1] == "major_confirmed"
    plant.takes(case)
    assert plant.kinds(case)[-2:] == ["taken", "planning_begun"]


def test_what_is_not_major_after_all_needs_no_plan(plant: Plant) -> None:
    case = plant.is_major(plant.case_in(State.RECTIFYING))
    done = plant.lowers(case)
    assert [event.kind for event in done.events] == ["major_lowered", "plan_dropped"]
    assert (case.state, case.plan) == (State.RECTIFYING, None)
    assert not {"planning", "approving"} & plant.running(case)
    assert plant.rings_at(case, "due") == plant.first_rung(case)
    plant.submits(case)


def test_what_is_long_standing_keeps_its_plan_whatever_its_grade(plant: Plant) -> None:
    case = plant.is_major(plant.case_in(State.PLANNING))
    plant.lowers(case)
    assert case.state is State.PLANNING
    assert case.plan is not None
    assert "planning" in plant.running(case)


def test_the_limit_of_an_approved_plan_stays_whatever_the_grade(plant: Plant) -> None:
    case = plant.planned(30, 60)
    due = case.due_at
    plant.regrades(case)
    plant.lowers(case)
    assert case.due_at == due


# No way round


def test_an_officer_sets_no_confirmed_major_hazard_aside(plant: Plant) -> None:
    case, other = plant.is_major(plant.reported()), plant.reported(grade=Grade.MAJOR)
    with refused("major_aside"):
        plant.finds_invalid(case)
    with refused("major_aside"):
        plant.merges(case, other)
    plant.finds_invalid(case, "he")
    assert case.state is State.INVALID


def test_what_nobody_has_confirmed_an_officer_may_set_aside_and_the_director_hears_of_it(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    assert ("he", "major.set_aside") in plant.finds_invalid(case).told


def test_a_major_hazard_goes_on_in_a_major_one_only(plant: Plant) -> None:
    case = plant.is_major(plant.reported())
    plant.contains(case)
    with refused("merge_grade"):
        plant.merges(case, plant.reported(), "he")
    other = plant.is_major(plant.reported())
    plant.contains(other)
    plant.merges(case, other, "he")


def test_what_is_taken_up_again_unconfirmed_asks_the_director_and_for_a_measure(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    plant.finds_invalid(case, "he")
    done = plant.reinstates(case)
    assert ("he", "major.new") in done.told
    assert ("ma", "danger.running") in done.told
    assert {"confirming", "danger"} <= plant.running(case)


def test_what_is_opened_again_is_held_again(plant: Plant) -> None:
    case = closed(plant)
    case.danger = "running"
    done = plant.reopens(case)
    assert [event.kind for event in done.events] == ["reopened", "measure_demanded"]
    assert case.major_confirmed_at is not None


def closed(plant: Plant) -> Hazard:
    case = plant.repaired_major()
    plant.hands_in(case)
    plant.accepts(case)
    assert case.state is State.CLOSED
    return case


def test_of_two_who_decide_at_once_the_second_finds_it_decided(plant: Plant) -> None:
    case = plant.reported(grade=Grade.MAJOR)
    plant.lowers(case)
    with refused("state"):
        plant.confirms(case)


def test_no_clock_confirms_or_grades(plant: Plant) -> None:
    """Whatever changes a grade names the person who did."""
    plant.is_major(plant.case_in(State.AWAITING_ACCEPTANCE))
    graded: list[Event] = [e for e in plant.desk.events if e.kind in ("regraded", "major_confirmed", "major_lowered")]
    assert [event.actor_id for event in graded] == ["qian", "he"]
    assert {Role.SAFETY_OFFICER, Role.SAFETY_DIRECTOR} == {
        m.role for event in graded for m in plant.desk.people[event.actor_id or ""].memberships
    }


def test_a_stale_card_signs_nothing_off(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    seen = case.version
    plant.regrades(case, Grade.LARGER)
    with refused("changed_since"):
        plant.does("zhao", AcceptRepair(case.id, seen, "", True))
    plant.regrades(case)
    with refused("unconfirmed"):  # what it waits for goes before that it has changed
        plant.does("zhao", AcceptRepair(case.id, seen, "", True))
