"""Scores, broadcasts and questions to like places: who may, once, and on record."""

import pytest

from tests.workflow.cast import MONDAY
from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.broadcast import MOST_SIGNS, Broadcast
from workflow.elsewhere import AnswerElsewhere, AskElsewhere
from workflow.lifecycle import State
from workflow.people import Role
from workflow.scores import GiveScore, TakeBackScore


def recorded(plant: Plant, kind: str) -> list[dict[str, object]]:
    return [dict(event.facts) for event in plant.desk.events if event.kind == kind]


def test_a_score_counts_until_whoever_gave_it_takes_it_back(plant: Plant) -> None:
    case = plant.case_in(State.ASSIGNED)
    plant.does("qian", GiveScore(case.id, "valuable"))
    with refused("scored_before"):
        plant.does("feng", GiveScore(case.id, "sham"))
    with refused("score_gone"):
        plant.does("feng", TakeBackScore(case.id))
    plant.does("qian", TakeBackScore(case.id))
    plant.does("feng", GiveScore(case.id, "sham"))
    assert [row["score"] for row in recorded(plant, "scored")] == ["valuable", "sham"]
    assert len(recorded(plant, "score_taken_back")) == 1


def test_nobody_scores_what_they_reported_or_with_a_word_that_is_no_score(plant: Plant) -> None:
    with refused("own_report"):
        plant.does("qian", GiveScore(plant.reported("qian").id, "genuine"))
    with refused("scored_before"):
        plant.does("qian", GiveScore(plant.reported("li").id, "splendid"))


def test_a_broadcast_is_one_record_with_its_words_and_its_number_of_readers(plant: Plant) -> None:
    plant.does("qian", Broadcast("b1", "  周五停电  ", Role.TEAM_LEADER))
    event = plant.desk.events[-1]
    assert (event.kind, event.subject_id, event.version, event.at) == ("broadcast", "b1", 1, MONDAY)
    assert event.words == {"words": "周五停电"}
    assert event.facts["told"] == len(plant.desk.staff(Role.TEAM_LEADER, ""))


@pytest.mark.parametrize("words", ["", "   ", "停" * (MOST_SIGNS + 1)])
def test_a_broadcast_says_something_and_not_too_much(plant: Plant, words: str) -> None:
    with refused("broadcast_long"):
        plant.does("qian", Broadcast("b1", words))


def test_a_broadcast_has_readers(plant: Plant) -> None:
    with refused("broadcast_nobody"):
        plant.does("qian", Broadcast("b1", "停电", Role.TEAM_LEADER, "yard"))


def test_like_places_are_asked_by_their_leader_and_once(plant: Plant) -> None:
    case = plant.case_in(State.ASSIGNED)
    stamping, yard = plant.desk.areas["stamping"], plant.desk.areas["yard"]
    plant.desk.elsewhere.places[case.id] = [(stamping.id, stamping.path), (yard.id, yard.path)]
    plant.does("qian", AskElsewhere(case.id, "7"))
    asked = {row.area_id: row for row in plant.desk.elsewhere.rows.values()}
    assert (asked["stamping"].asked_id, asked["yard"].asked_id) == ("ma", "qian"), "what nobody leads is the asker's"
    with refused("elsewhere_asked"):
        plant.does("feng", AskElsewhere(case.id, "7"))
    with refused("elsewhere_not_asked"):
        plant.does("wang", AnswerElsewhere(asked["stamping"].id, False, "都看过"))
    with refused("reason"):
        plant.does("ma", AnswerElsewhere(asked["stamping"].id, False, " "))
    plant.does("ma", AnswerElsewhere(asked["stamping"].id, True, "3号机也松"))
    with refused("elsewhere_answered"):
        plant.does("ma", AnswerElsewhere(asked["stamping"].id, False, "看错了"))
    assert recorded(plant, "elsewhere_answered")[0]["found"] is True


def test_there_have_to_be_like_places_and_a_day_ahead(plant: Plant) -> None:
    case = plant.case_in(State.ASSIGNED)
    with refused("elsewhere_none"):
        plant.does("qian", AskElsewhere(case.id, "7"))
    plant.desk.elsewhere.places[case.id] = [("yard", plant.desk.areas["yard"].path)]
    with refused("elsewhere_day"):
        plant.does("qian", AskElsewhere(case.id, "31"))
