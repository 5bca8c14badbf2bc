"""The treatment plan: who says what, what the gate wants, and who approves."""

from datetime import timedelta

import pytest

from tests.workflow.desk import as_desk
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow import notices
from workflow.actions import possible
from workflow.approval import ApprovePlan
from workflow.errors import Refused
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.lifecycle import State, Verb
from workflow.plan import LIMIT, PARTS, begin, days_to_plan, missing, want, wanted


def major(plant: Plant) -> Hazard:
    """A major hazard that Zhang has taken, and that wants its plan, as after the director's word."""
    case = plant.reported(grade=Grade.MAJOR)
    plant.contains(case)
    plant.confirms(case)
    plant.takes(case)
    return case


def ready(plant: Plant, *days: int) -> Hazard:
    case = plant.case_in(State.PLANNING)
    plant.plans(case, *days)
    return case


def told(plant: Plant, case: Hazard, clock: str, step: int) -> list[tuple[str, str]]:
    rung = notices.of_ring(as_desk(plant.desk), case, clock, step, "t1")
    return [(notice.recipient_id, notice.topic) for notice in rung]


# The gate


def test_a_case_filed_as_long_standing_has_its_goal_and_begins_with_its_plan(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    done = plant.makes_long_term(case)
    assert [(e.kind, e.actor_id) for e in done.events] == [("made_long_term", "qian"), ("planning_begun", None)]
    assert done.events[0].words == {"goal": "换一台新的"}
    assert done.told == [("zhang", "plan.filed"), ("wu", "plan.begun")]
    assert (case.state, missing(case)) == (State.PLANNING, [part for part in PARTS if part != "goal"])


def test_what_is_not_taken_yet_is_planned_when_it_is(plant: Plant) -> None:
    case = plant.reported()
    plant.makes_long_term(case)
    assert case.state is State.ASSIGNED
    plant.takes(case)
    assert (case.state, plant.kinds(case)[-2:]) == (State.PLANNING, ["taken", "planning_begun"])


@pytest.mark.parametrize("part", PARTS)
def test_the_gate_names_the_one_fulfilment_that_is_missing(plant: Plant, part: str) -> None:
    case = major(plant)
    for other in PARTS:
        if other == LIMIT != part:
            plant.adds_stage(case, 30)
        elif other not in (part, LIMIT):
            plant.fills(case, other)
    with pytest.raises(Refused) as caught:
        plant.submits_plan(case)
    assert (caught.value.reason, caught.value.facts) == ("plan_missing", {"missing": part})


def test_the_gate_names_all_that_is_missing_in_the_order_of_the_law(plant: Plant) -> None:
    case = major(plant)
    plant.fills(case, "funds")
    with pytest.raises(Refused) as caught:
        plant.submits_plan(case)
    assert caught.value.facts == {"missing": "goal,method,people,limit,safety"}


def test_no_work_goes_on_meanwhile_by_any_way(plant: Plant) -> None:
    case = ready(plant)
    plant.submits_plan(case)
    plant.posts(case)  # of what is seen, not of work
    assert (case.state, case.stage) == (State.PLANNING, None)
    for attempt in (plant.submits, plant.finishes_stage, plant.asks_time):
        with refused("state"):
            attempt(case)
    plant.assigns(case, "hou")
    plant.takes(case)
    assert case.state is State.PLANNING, "another owner does not walk round it either"
    with refused("state"):
        plant.submits(case)


def test_even_a_case_that_slipped_past_the_gate_is_not_submitted(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    want(case)
    with refused("state"):
        plant.submits(case)


def test_a_repair_sent_back_after_its_case_became_major_begins_with_its_plan(plant: Plant) -> None:
    case = plant.case_in(State.AWAITING_ACCEPTANCE)
    want(case)
    plant.sends_back(case)
    assert case.state is State.PLANNING


def test_planning_begins_where_it_is_wanted_and_nowhere_else(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    begin(as_desk(plant.desk), case, plant.act("he"))
    assert case.state is State.RECTIFYING
    want(case)
    plant.begins_plan(case)
    plant.begins_plan(case)
    assert plant.kinds(case).count("planning_begun") == 1


def test_a_request_for_more_time_is_void_when_planning_begins(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_time(case)
    plant.makes_long_term(case)
    assert case.asked_until is None
    assert "asking" not in plant.running(case)


def test_nobody_files_their_own_task(plant: Plant) -> None:
    case = plant.reported()
    plant.assigns(case, "qian", "feng")
    with refused("own_case"):
        plant.makes_long_term(case, "qian")
    plant.makes_long_term(case, "feng")
    with refused("state"):
        plant.makes_long_term(case, "feng")


# Those who know


@pytest.mark.parametrize("name", ["zhang", "wu", "ma", "qian", "he", "zhou"])
def test_each_says_what_they_know_and_the_owner_hears_of_it(plant: Plant, name: str) -> None:
    case = major(plant)
    done = plant.fills(case, "funds", name)
    assert done.told == ([] if name == "zhang" else [("zhang", "plan.changed")])
    assert done.events[0].words == {"funds": "写清楚了"}


@pytest.mark.parametrize("name", ["li", "hou", "zhao"])
def test_others_do_not(plant: Plant, name: str) -> None:
    with refused("not_yours"):
        plant.fills(major(plant), "funds", name)


def test_a_part_said_anew_is_still_one_part(plant: Plant) -> None:
    case = major(plant)
    plant.fills(case, "funds")
    plant.fills(case, "funds", words="十二万")
    assert case.plan is not None
    assert case.plan.parts == ("funds",)


@pytest.mark.parametrize(("part", "words", "reason"), [("funds", " ", "plan_words"), ("limit", "年底", "plan_part")])
def test_a_part_is_said_in_words_and_the_limit_by_stages(plant: Plant, part: str, words: str, reason: str) -> None:
    with refused(reason):
        plant.fills(major(plant), part, words=words)


# Approval


def test_the_director_approves_what_is_long_standing_and_the_last_stage_is_the_limit(plant: Plant) -> None:
    case = ready(plant, 30, 60)
    assert plant.submits_plan(case).told == [("he", "plan.to_approve")]
    done = plant.approves_plan(case)
    assert done.told == [("zhang", "plan.approved"), ("li", "report.planned")]
    assert case.state is State.RECTIFYING
    assert case.due_at == plant.end_of(60)
    assert plant.running(case) == {"due", "stage", "report"}
    assert plant.rings_at(case, "due") == plant.first_rung(case)


def test_what_is_major_is_the_principal_s(plant: Plant) -> None:
    case = major(plant)
    plant.plans(case)
    assert plant.submits_plan(case).told == [("zhou", "plan.to_approve")]
    for decides in (plant.approves_plan, plant.returns_plan):
        with refused("executives"):
            decides(case, "he")
    plant.approves_plan(case, "zhou")
    assert plant.running(case) == {"due", "stage", "measure"}, "managers are reported to of long-standing cases"


def test_an_authority_s_limit_stays(plant: Plant) -> None:
    case = ready(plant, 1)
    case.due_locked, due = True, case.due_at
    plant.submits_plan(case)
    plant.approves_plan(case)
    assert case.due_at == due


def test_nobody_approves_their_own_plan(plant: Plant) -> None:
    asked = ready(plant)
    assert plant.submits_plan(asked, "he").told == [("zhou", "plan.to_approve"), ("zhang", "plan.on_its_way")]
    with refused("own_request"):
        plant.approves_plan(asked, "he")
    plant.approves_plan(asked, "zhou")
    owned = plant.reported()
    plant.assigns(owned, "he")
    plant.makes_long_term(owned)
    plant.takes(owned)
    plant.plans(owned)
    plant.submits_plan(owned, "qian")
    with refused("own_request"):
        plant.approves_plan(owned, "he")


def test_where_nobody_can_approve_no_plan_is_sent_and_officers_hear_of_one_that_was(plant: Plant) -> None:
    case, sent = ready(plant), ready(plant)
    plant.submits_plan(sent)
    plant.leaves("he")
    plant.leaves("zhou")
    with refused("plan_nobody"):
        plant.submits_plan(case)
    assert told(plant, sent, "approving", 0) == [("feng", "plan.to_approve"), ("qian", "plan.to_approve")]


def test_the_only_one_who_may_approve_a_plan_does_not_send_it(plant: Plant) -> None:
    case = major(plant)
    plant.plans(case)
    with refused("plan_by_owner"):
        plant.submits_plan(case, "zhou")
    assert case.plan is not None
    assert not case.plan.submitted, "it can still be changed, and be sent by others"
    plant.submits_plan(case)
    plant.approves_plan(case, "zhou")
    owned = ready(plant)
    plant.leaves("he")
    owned.owner_id = "zhou"
    with refused("plan_nobody"):
        plant.submits_plan(owned)


def test_whoever_sent_a_plan_takes_it_back_and_nobody_else(plant: Plant) -> None:
    case = ready(plant)
    plant.submits_plan(case, "qian")
    for other in ("zhang", "feng", "zhou"):
        assert Verb.TAKE_BACK_PLAN not in possible(plant.desk.people[other], case, plant.desk.today)
        with refused("not_sender"):
            plant.takes_back_plan(case, other)
    assert Verb.TAKE_BACK_PLAN in possible(plant.desk.people["qian"], case, plant.desk.today)
    assert plant.takes_back_plan(case, "qian").told == [("zhang", "plan.taken_back")]
    assert plant.running(case) == {"planning"}
    with refused("state"):
        plant.approves_plan(case)
    plant.fills(case, "funds")
    plant.submits_plan(case)
    plant.approves_plan(case)


def test_what_is_returned_is_changed_and_sent_again(plant: Plant) -> None:
    case = ready(plant)
    plant.submits_plan(case)
    with refused("plan_sent"):
        plant.fills(case, "funds")
    with refused("plan_sent"):
        plant.adds_stage(case, 90)
    with refused("plan_sent"):
        plant.drops_stage(case)
    with refused("reason"):
        plant.returns_plan(case, reason=" ")
    assert plant.returns_plan(case).told == [("zhang", "plan.returned")]
    assert case.state is State.PLANNING
    plant.fills(case, "funds")
    plant.submits_plan(case)
    plant.approves_plan(case)


def test_of_two_who_decide_at_once_the_second_finds_nothing_to_decide(plant: Plant) -> None:
    case = ready(plant)
    plant.submits_plan(case)
    plant.approves_plan(case, "he")
    with refused("state"):
        plant.approves_plan(case, "zhou")


def test_a_plan_changed_since_it_was_seen_is_not_approved_unseen(plant: Plant) -> None:
    case = ready(plant)
    plant.submits_plan(case)
    with refused("changed_since"):
        plant.does("he", ApprovePlan(case.id, case.version - 1))


def test_what_is_posted_meanwhile_changes_no_plan_and_holds_up_nobody(plant: Plant) -> None:
    case = ready(plant)
    plant.submits_plan(case)
    sent = case.version
    plant.posts(case)
    plant.does("he", ApprovePlan(case.id, sent))
    assert case.state is State.RECTIFYING


def test_an_approved_plan_stays_approved_after_a_send_back_and_a_reopening(plant: Plant) -> None:
    case = plant.planned(30)
    plant.finishes_stage(case)
    plant.submits(case)
    plant.sends_back(case)
    assert (case.state, wanted(case)) == (State.RECTIFYING, False)
    plant.submits(case)
    plant.accepts(case)
    plant.reopens(case)
    assert case.state is State.RECTIFYING
    assert plant.running(case) == {"due", "report"}


def test_what_was_said_stays_with_the_case_whoever_gets_it(plant: Plant) -> None:
    case = ready(plant)
    plant.submits_plan(case)
    plant.passes_on(case, None)
    assert plant.running(case) == {"choosing"}
    plant.assigns(case, "hou")
    plant.takes(case)
    assert missing(case) == []
    with refused("state"):
        plant.approves_plan(case)
    plant.submits_plan(case)
    plant.approves_plan(case)


# Clocks


def test_a_plan_has_a_week_and_a_major_one_a_day(plant: Plant) -> None:
    long, urgent = plant.case_in(State.PLANNING), major(plant)
    assert (days_to_plan(long), days_to_plan(urgent)) == (7, 1)
    assert plant.rings_at(long, "planning") == plant.now + timedelta(days=7)
    assert plant.rings_at(urgent, "planning") == plant.now + timedelta(days=1)
    assert plant.running(long) == {"planning"}, "the old limit is nobody's worry while the plan is made"


def test_an_authority_s_limit_runs_on_while_the_plan_is_made(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    case.due_locked = True
    plant.makes_long_term(case)
    assert plant.running(case) == {"planning", "due"}


def test_a_late_plan_is_told_to_more_people_and_a_late_answer_to_who_owes_it(plant: Plant) -> None:
    case = ready(plant)
    assert told(plant, case, "planning", 0) == [("zhang", "plan.due")]
    late = [("zhang", "plan.due"), ("feng", "plan.late"), ("qian", "plan.late"), ("he", "plan.late")]
    assert told(plant, case, "planning", 1) == late
    plant.submits_plan(case)
    assert plant.running(case) == {"approving"}
    assert told(plant, case, "approving", 0) == [("he", "plan.to_approve")]


def test_managers_hear_every_week_how_a_long_standing_case_stands(plant: Plant) -> None:
    case = plant.planned()
    assert plant.rings_at(case, "report") == plant.now + timedelta(days=7)
    assert told(plant, case, "report", 3) == [("he", "plan.report"), ("zhou", "plan.report")]


def test_what_takes_long_can_be_held_meanwhile(plant: Plant) -> None:
    case = plant.case_in(State.PLANNING)
    plant.contains(case, "zhang")
    assert "measure" in plant.running(case)
    assert Verb.CHECK_MEASURE in possible(plant.desk.people["zhang"], case, plant.desk.today)
