"""What lies with somebody outside: who may say so, what holds the danger off, who asks again, and the ways back."""

from datetime import datetime, timedelta

import pytest

from tests.workflow.cast import SHANGHAI
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from tests.workflow.test_notices import ring, told
from workflow.library import Grade
from workflow.lifecycle import State
from workflow.outside import MOST_DAYS, MoveOutside, ReportToAuthority


def local(day: int, hour: int = 18) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=SHANGHAI)


def test_the_officer_who_writes_follows_it_up_and_the_owner_and_reporter_hear(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    done = plant.moves_outside(case, "qian", "7")
    assert done.told == [("zhang", "task.outside"), ("li", "report.outside")]
    assert done.events[-1].words == {"party": "园区物业"}
    assert (case.state, case.owner_id, case.department_id) == (State.OUTSIDE, "qian", "safety")
    assert case.outside_until == local(30)
    assert plant.running(case) == {"outside"}
    assert plant.rings_at(case, "outside") == case.outside_until


@pytest.mark.parametrize("state", [State.REPORTED, State.ASSIGNED, State.RECTIFYING])
def test_it_may_be_so_from_the_first_until_it_waits_for_acceptance(plant: Plant, state: State) -> None:
    case = plant.case_in(state)
    plant.moves_outside(case)
    assert plant.running(case) == {"outside"}
    with refused("state"):
        plant.moves_outside(plant.case_in(State.AWAITING_ACCEPTANCE))


@pytest.mark.parametrize("until", ["0", "2026-11-23", "2026-11-20", str(MOST_DAYS + 1), "2027-11-23"])
def test_the_answer_is_expected_ahead_and_not_too_far(plant: Plant, until: str) -> None:
    case = plant.reported()
    before = plant.desk.everything()
    with refused("outside_day"):
        plant.moves_outside(case, until=until)
    assert plant.desk.everything() == before


def test_somebody_is_named(plant: Plant) -> None:
    case = plant.reported()
    with refused("whom"):
        plant.does("qian", MoveOutside(case.id, "  ", "7"))
    plant.moves_outside(case)
    with refused("whom"):
        plant.does("qian", ReportToAuthority(case.id, " ", "0"))


@pytest.mark.parametrize("danger", ["stopped", "running"])
def test_a_danger_does_not_go_outside_unguarded(plant: Plant, danger: str) -> None:
    case = plant.reports(danger=danger).hazard
    assert case is not None
    with refused("measure_first"):
        plant.moves_outside(case, measure=" ")
    done = plant.moves_outside(case)
    assert [event.kind for event in done.events] == ["contained", "moved_outside"]
    assert done.events[0].words == {"measure": "围起来了"}
    assert plant.running(case) == {"measure", "outside"}
    assert told(ring(plant, case, "measure", 0)) == [("feng", "danger.check")]


def test_a_danger_that_is_held_already_needs_no_second_measure(plant: Plant) -> None:
    case = plant.reports(danger="running").hazard
    assert case is not None
    plant.contains(case)
    assert [event.kind for event in plant.moves_outside(case, measure="").events] == ["moved_outside"]


def test_more_time_and_help_that_were_asked_end_with_it(plant: Plant) -> None:
    case = plant.case_in(State.RECTIFYING)
    plant.asks_time(case)
    plant.asks_help(case)
    done = plant.moves_outside(case)
    assert ("sun", "assist.over") in done.told
    assert (case.asked_until, case.helper_department_id) == (None, None)
    assert plant.running(case) == {"outside"}


def test_another_officer_takes_it_over_by_writing_again(plant: Plant) -> None:
    case = plant.case_in(State.OUTSIDE)
    done = plant.moves_outside(case, "qian", "15")
    assert done.told == [("feng", "task.outside"), ("li", "report.outside")]
    assert case.owner_id == "qian"


def test_letter_and_answer_are_kept_and_the_owner_hears_what_another_has_noted(plant: Plant) -> None:
    case = plant.case_in(State.OUTSIDE)
    assert plant.sends_letter(case, "feng").told == []
    assert plant.desk.attached[case.id, "paper"] == 1
    plant.passes(days=2)
    done = plant.notes_answer(case, "qian", "下周来修", "7")
    assert done.told == [("feng", "outside.news")]
    assert done.events[-1].words == {"answer": "下周来修"}
    assert case.outside_until == plant.rings_at(case, "outside") == local(30) + timedelta(days=2)


def test_an_answer_is_words_or_a_picture(plant: Plant) -> None:
    case = plant.case_in(State.OUTSIDE)
    with refused("answer"):
        plant.notes_answer(case, answer=" ")
    with refused("outside_day"):
        plant.notes_answer(case, until="2026-11-22")


def test_the_clock_asks_the_officer_and_from_the_second_ring_on_the_director(plant: Plant) -> None:
    case = plant.case_in(State.OUTSIDE)
    assert told(ring(plant, case, "outside", 0)) == [("feng", "outside.due")]
    for step in (1, 5):
        assert told(ring(plant, case, "outside", step)) == [("feng", "outside.due"), ("he", "outside.unsolved")]
    plant.leaves("feng")
    assert told(ring(plant, case, "outside", 0)) == [("qian", "outside.due")]


def test_an_answer_that_comes_to_nothing_is_the_director_s_at_the_next_ring(plant: Plant) -> None:
    case = plant.case_in(State.OUTSIDE)
    plant.notes_answer(case, "feng", "下周来修", "3")
    assert told(ring(plant, case, "outside", 0)) == [("feng", "outside.due"), ("he", "outside.unsolved")]


def test_the_report_to_the_authority_is_told_to_director_and_executive(plant: Plant) -> None:
    case = plant.case_in(State.OUTSIDE)
    plant.passes(days=3)
    done = plant.tells_authority(case, "qian", "2026-11-25")
    assert done.told == [("feng", "outside.news"), ("he", "outside.reported"), ("zhou", "outside.reported")]
    assert done.events[-1].facts == {"day": "2026-11-25", "photos": 1}
    assert done.events[-1].words == {"authority": "区应急管理局"}
    assert "outside" in plant.running(case), "reported is not solved"


@pytest.mark.parametrize("day", ["1", "2026-11-27", "2026-11-22"])
def test_it_was_reported_between_the_finding_and_today(plant: Plant, day: str) -> None:
    case = plant.case_in(State.OUTSIDE)
    plant.passes(days=3)
    with refused("report_day"):
        plant.tells_authority(case, day=day)


def test_what_is_solved_goes_to_acceptance_by_somebody_who_did_not_follow_it_up(plant: Plant) -> None:
    case = plant.case_in(State.OUTSIDE)
    with refused("after_photo"):
        plant.submits(case, photos=0)
    plant.submits(case)
    assert (case.state, case.acceptor_id) == (State.AWAITING_ACCEPTANCE, "zhao")
    assert plant.running(case) == {"acceptance"}
    assert case.repairers == ["feng"]
    with refused("own_repair"):
        plant.accepts(case, "feng")
    assert ("li", "report.closed") in plant.accepts(case).told
    assert plant.running(case) == {"recheck"}


def test_what_they_call_done_and_is_not_is_theirs_again_and_asked_after_within_days(plant: Plant) -> None:
    case = plant.solved_outside(plant.reported())
    plant.passes(days=2)
    done = plant.sends_back(case)
    assert [event.kind for event in done.events] == ["sent_back", "remained_outside"]
    assert done.told == [("feng", "outside.not_solved"), ("li", "report.sent_back")]
    assert (case.state, case.owner_id) == (State.OUTSIDE, "feng")
    assert case.outside_until == plant.rings_at(case, "outside") == local(28)
    assert done.events[-1].facts == {"until": local(28).isoformat()}
    assert plant.running(case) == {"outside"}
    assert told(ring(plant, case, "outside", 0)) == [("feng", "outside.due")]
    plant.notes_answer(case, "feng", "下周再来", "7")
    plant.submits(case)
    plant.accepts(case)


def test_where_whoever_followed_it_up_has_left_the_officers_ask_again(plant: Plant) -> None:
    case = plant.solved_outside(plant.reported())
    plant.leaves("feng")
    assert plant.sends_back(case).told == [("qian", "outside.not_solved"), ("li", "report.sent_back")]
    plant.moves_outside(case, "qian")


@pytest.mark.parametrize("way_out", ["brings it back", "finds no hazard"])
def test_from_out_there_it_goes_the_same_ways_as_before(plant: Plant, way_out: str) -> None:
    case = plant.solved_outside(plant.reported())
    plant.sends_back(case)
    if way_out == "brings it back":
        plant.brings_back(case)
        assert (case.state, case.outside_until) == (State.ASSIGNED, None)
        plant.takes(case)
        plant.submits(case)
        plant.sends_back(case)
        assert case.state is State.RECTIFYING, "now it is the company's own"
    else:
        plant.finds_invalid(case, "qian")
        plant.reinstates(case)
        assert (case.state, case.outside_until) == (State.ASSIGNED, None)


def test_what_needs_a_plan_by_now_is_planned_in_the_house(plant: Plant) -> None:
    case = plant.solved_outside(plant.reported())
    plant.regrades(case)
    done = plant.confirms(case)
    assert [event.kind for event in done.events] == ["major_confirmed", "planning_begun"]
    assert (case.state, case.outside_until) == (State.PLANNING, None)
    assert plant.running(case) >= {"planning"}


def test_what_was_solved_outside_and_does_not_hold_is_theirs_again(plant: Plant) -> None:
    case = plant.solved_outside(plant.reported())
    plant.accepts(case)
    plant.passes(days=8)
    done = plant.reopens(case, "qian")
    assert [event.kind for event in done.events] == ["reopened", "remained_outside"]
    assert done.told == [("feng", "outside.not_solved"), ("li", "report.reopened")]
    assert (case.state, case.owner_id) == (State.OUTSIDE, "feng")
    assert case.outside_until == plant.rings_at(case, "outside") == plant.end_of(3)
    assert plant.running(case) == {"outside"}


def test_a_danger_of_theirs_that_is_back_calls_people_until_it_is_held(plant: Plant) -> None:
    case = plant.reports(danger="stopped").hazard
    assert case is not None
    plant.solved_outside(case)
    assert "measure" in plant.running(case), "it is watched until somebody has signed"
    plant.sends_back(case)
    assert plant.running(case) == {"measure", "outside"}
    plant.submits(case)
    plant.accepts(case)
    assert [event.kind for event in plant.reopens(case, "qian").events] == ["reopened", "warned", "remained_outside"]
    assert plant.running(case) == {"danger", "seen_danger", "outside"}
    plant.contains(case, "feng")
    assert plant.running(case) == {"measure", "outside"}


def test_what_comes_back_into_the_house_looks_for_its_owner_anew(plant: Plant) -> None:
    case = plant.case_in(State.OUTSIDE)
    with refused("reason"):
        plant.brings_back(case, reason=" ")
    done = plant.brings_back(case)
    assert [event.kind for event in done.events] == ["brought_back", "assigned"]
    assert done.told == [("li", "report.brought_back"), ("feng", "outside.news"), ("zhang", "task.new")]
    assert (case.state, case.owner_id, case.outside_until) == (State.ASSIGNED, "zhang", None)
    assert plant.running(case) == {"taking", "due"}
    plant.passes_on(case, "hou")


def test_what_comes_back_and_is_nobody_s_is_the_officers_to_choose(plant: Plant) -> None:
    case = plant.reported(area="yard")
    plant.moves_outside(case, "qian")
    done = plant.brings_back(case, "qian")
    assert done.told == [("li", "report.brought_back"), ("feng", "choose.new")]
    assert (case.state, plant.running(case)) == (State.REPORTED, {"choosing"})


def test_it_may_turn_out_to_be_no_hazard_or_the_same_as_another(plant: Plant) -> None:
    case, other = plant.case_in(State.OUTSIDE), plant.case_in(State.OUTSIDE)
    plant.finds_invalid(case, "qian")
    assert (case.outside_until, plant.running(case)) == (None, set())
    plant.merges(plant.reported("wang"), other)


def test_an_authority_s_limit_counts_wherever_the_case_lies(plant: Plant) -> None:
    case = plant.reports_finding().hazard
    assert case is not None
    plant.moves_outside(case)
    assert plant.running(case) == {"due", "outside"}
    assert plant.rings_at(case, "due") == plant.first_rung(case)
    plant.comes(case.due_at)
    assert "feng" in {who for who, _ in told(ring(plant, case, "due", 0))}
    plant.submits(case)
    plant.sends_back(case)
    assert plant.running(case) == {"due", "outside"}
    plant.brings_back(case)
    assert plant.running(case) == {"taking", "due"}


def test_a_graver_grade_does_not_start_a_limit_out_there(plant: Plant) -> None:
    case = plant.case_in(State.OUTSIDE)
    plant.regrades(case, Grade.LARGER)
    assert plant.running(case) == {"outside"}


def test_what_is_brought_back_late_gives_its_new_owner_time_of_their_own(plant: Plant) -> None:
    case = plant.reported()
    plant.moves_outside(case)
    plant.passes(days=20)
    done = plant.brings_back(case)
    assert case.due_at == plant.end_of(3)
    assert done.events[0].facts["due_at"] == case.due_at.isoformat()
    assert plant.rings_at(case, "due") == plant.first_rung(case)
