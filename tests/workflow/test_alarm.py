"""Something is happening now: who is called, who is called next, who hears how it ended, and what is left to do."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.workflow.desk import as_desk
from tests.workflow.ground import Done, refused
from tests.workflow.plant import Plant
from workflow import notices
from workflow.alarm import CATEGORY, GRADE, CallFalseAlarm, RaiseAlarm, TellAlarm
from workflow.emergency import Emergency
from workflow.hazard import Hazard
from workflow.lifecycle import State
from workflow.notices import Lane
from workflow.people import Role


def alarm(plant: Plant, name: str = "li") -> Hazard:
    hazard = plant.raises(name).hazard
    assert hazard is not None
    return hazard


def rings(plant: Plant, case: Hazard, step: int) -> list[str]:
    """Whom the next ring of the alarm's clock calls."""
    called = plant.rings(case, "alarm", step).notices
    assert {(notice.topic, notice.lane) for notice in called} == {("alarm.alert", Lane.EMERGENCY)}
    return [notice.recipient_id for notice in called]


def test_an_alarm_calls_the_duty_leader_and_the_team_leader_before_everything_else(plant: Plant) -> None:
    done = plant.raises()
    assert done.told == [("shi", "alarm.alert"), ("ma", "alarm.alert")]
    assert {notice.lane for notice in done.notices} == {Lane.EMERGENCY}
    assert done.hazard is not None
    assert (done.hazard.state, done.hazard.category, done.hazard.company_grade) == (State.ALARM, "fire", GRADE)
    assert (done.hazard.source_kind, done.hazard.source_id) == ("emergency", "fire")
    assert done.hazard.owner_id is None


def test_the_roster_goes_before_the_role(plant: Plant) -> None:
    plant.desk.roster = ["sun"]
    assert plant.raises().told[0] == ("sun", "alarm.alert")


def test_whoever_raises_it_is_not_called_to_it_and_the_next_is_at_once(plant: Plant) -> None:
    assert plant.raises("shi").told == [("feng", "alarm.alert"), ("ma", "alarm.alert")]


def test_who_has_said_that_they_go_hears_everything_that_comes_after(plant: Plant) -> None:
    case = alarm(plant)
    plant.responds(case, "qian")  # nobody has called them
    assert ("qian", "alarm.news") in plant.tells(case, "li", "words").told
    still = notices.of_ring(as_desk(plant.desk), case, "responding", 0, "t1")
    assert [notice.recipient_id for notice in still] == ["shi", "qian", "ma"]
    assert ("qian", "alarm.false") in plant.calls_off(case).told


def test_a_place_that_was_not_said_is_marked(plant: Plant) -> None:
    assert plant.raises(area=None).events[0].facts["unsure"]
    assert not plant.raises().events[0].facts["unsure"]


def test_where_nobody_answers_the_next_is_called_until_all_are_called_again_and_again(plant: Plant) -> None:
    case = alarm(plant)
    assert plant.rings_at(case, "alarm") == plant.now + timedelta(minutes=2)
    assert [rings(plant, case, step) for step in range(4)] == [["feng"], ["qian"], ["he"], ["zhou"]]
    assert rings(plant, case, 4) == ["shi", "feng", "qian", "he", "zhou"]
    assert rings(plant, case, 40) == ["shi", "feng", "qian", "he", "zhou"]


def test_answering_stops_the_calling_and_the_danger_is_asked_after(plant: Plant) -> None:
    case = alarm(plant)
    assert plant.responds(case).told == [("li", "alarm.responder"), ("ma", "alarm.responder")]
    assert plant.running(case) == {"responding"}
    assert plant.rings_at(case, "responding") == plant.now + timedelta(minutes=30)


def test_everybody_who_was_called_hears_that_somebody_goes(plant: Plant) -> None:
    case = alarm(plant)
    rings(plant, case, 0)
    told = plant.responds(case, "feng").told
    assert told == [("li", "alarm.responder"), ("shi", "alarm.responder"), ("ma", "alarm.responder")]


def test_news_from_the_spot_reaches_those_who_were_called(plant: Plant) -> None:
    case = alarm(plant)
    assert plant.tells(case, photos=2).told == [("shi", "alarm.news"), ("ma", "alarm.news")]
    assert plant.desk.attached[case.id, "found"] == 2 + 1
    assert plant.tells(case, "shi", "words").told == [("ma", "alarm.news"), ("li", "alarm.news")]
    assert plant.running(case) == {"alarm"}, "news is no answer: the calling goes on"


def test_all_clear_makes_it_a_task_like_any_other(plant: Plant) -> None:
    case = alarm(plant)
    plant.responds(case)
    done = plant.stands_down(case)
    assert done.told == [("li", "alarm.over"), ("ma", "alarm.over"), ("zhang", "task.new")]
    assert (case.state, case.owner_id) == (State.ASSIGNED, "zhang")
    assert plant.running(case) == {"taking", "due"}


def test_all_clear_where_the_matrix_names_nobody_waits_for_the_officer(plant: Plant) -> None:
    case = plant.raises(area="yard").hazard
    assert case is not None
    plant.stands_down(case)
    assert case.state is State.REPORTED
    assert plant.running(case) == {"choosing"}


def test_a_false_alarm_ends_in_one_step_and_everybody_called_hears_it(plant: Plant) -> None:
    case = alarm(plant)
    rings(plant, case, 0)
    assert plant.calls_off(case).told == [("shi", "alarm.false"), ("feng", "alarm.false"), ("ma", "alarm.false")]
    assert case.state is State.INVALID
    assert plant.running(case) == set()


@pytest.mark.parametrize("kind", Emergency)
def test_every_kind_of_emergency_has_its_category(plant: Plant, kind: Emergency) -> None:
    case = plant.raises(kind=kind).hazard
    assert case is not None
    assert case.category == CATEGORY[kind]


@pytest.mark.parametrize("area", [None, "moon"])
def test_an_alarm_without_a_known_place_is_somewhere_in_the_plant(plant: Plant, area: str | None) -> None:
    case = plant.raises(area=area).hazard
    assert case is not None
    assert case.area_id == "plant"


def test_one_draft_is_one_alarm(plant: Plant) -> None:
    command = RaiseAlarm("d1", Emergency.FIRE, "着火了", "stamping")
    plant.does("li", command)
    with refused("reported_before"):
        plant.does("li", command)


def test_what_is_over_is_told_nothing_more(plant: Plant) -> None:
    case = alarm(plant)
    plant.calls_off(case)
    with refused("state"):
        plant.does("li", TellAlarm(case.id, "", "called"))


def test_who_has_left_is_not_called(plant: Plant) -> None:
    plant.leaves("shi")
    assert plant.raises().told == [("feng", "alarm.alert"), ("ma", "alarm.alert")]


def test_the_ladder_ends_with_the_principal(plant: Plant) -> None:
    case = alarm(plant)
    last = [rings(plant, case, step) for step in range(4)][-1]
    assert plant.desk.people[last[0]].memberships[0].role is Role.EXECUTIVE


# Who was called is kept, and what comes next follows from that


def test_each_call_is_kept_with_who_was_called(plant: Plant) -> None:
    case = alarm(plant)
    rings(plant, case, 0)
    called = [event.facts["called"] for event in plant.desk.events if "called" in event.facts]
    assert called == [["shi"], ["feng"]]
    assert case.called == ["shi", "feng"]


def test_when_everybody_was_called_they_are_called_again_and_nothing_new_is_kept(plant: Plant) -> None:
    case = alarm(plant)
    for step in range(4):
        rings(plant, case, step)
    before = plant.kinds(case)
    assert rings(plant, case, 4) == ["shi", "feng", "qian", "he", "zhou"]
    assert plant.kinds(case) == before


def test_a_change_of_watch_neither_skips_nor_repeats_anybody(plant: Plant) -> None:
    plant.desk.roster = ["sun"]
    case = alarm(plant)
    assert case.called == ["sun"]
    plant.desk.roster = ["wu"]  # midnight: the next one's watch
    assert [rings(plant, case, step) for step in range(3)] == [["wu"], ["shi"], ["feng"]]
    plant.leaves("sun")
    assert rings(plant, case, 3) == ["qian"], "nobody moves up into the place of who has left"
    assert "sun" not in [name for name, _ in plant.calls_off(case).told]


def test_who_has_no_chat_is_passed_over_and_costs_no_time(plant: Plant) -> None:
    plant.desk.unreachable = {"shi", "qian"}
    case = alarm(plant)
    assert case.called == ["feng"]
    assert [rings(plant, case, step) for step in range(2)] == [["he"], ["zhou"]]
    assert rings(plant, case, 2) == ["feng", "he", "zhou"]


def test_where_nobody_has_a_chat_the_alarm_is_raised_all_the_same(plant: Plant) -> None:
    plant.desk.unreachable = set(plant.desk.people)
    case = alarm(plant)
    assert case.called == []


@pytest.mark.parametrize("ends", [Plant.stands_down, Plant.calls_off])
def test_who_is_called_may_answer_whatever_their_role(plant: Plant, ends: Callable[[Plant, Hazard, str], Done]) -> None:
    plant.desk.roster = ["hou"]  # a mechanic who stands in for the duty leader
    case = alarm(plant)
    plant.responds(case, "hou")
    plant.tells(case, "hou", "words")
    ends(plant, case, "hou")
    assert case.state != State.ALARM


def test_who_was_not_called_and_has_no_such_role_may_not(plant: Plant) -> None:
    plant.desk.roster = ["hou"]
    case = alarm(plant)
    with refused("unknown_case"):
        plant.responds(case, "chen")


def test_of_a_false_alarm_the_caller_has_to_know_the_news(plant: Plant) -> None:
    case = alarm(plant)
    plant.tells(case, "li", "words")
    with refused("changed_since"):
        plant.does("shi", CallFalseAlarm(case.id, seen_news=0))
    plant.does("li", CallFalseAlarm(case.id, seen_news=0))  # it is their own news
    other = alarm(plant)
    plant.tells(other, "li", "words")
    plant.does("shi", CallFalseAlarm(other.id, seen_news=1))
    assert (case.state, other.state) == (State.INVALID, State.INVALID)
