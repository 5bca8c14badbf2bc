"""The survey: once a quarter, answered once each and without a name, and told when nobody can be told from it."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.workflow.ground import refused
from tests.workflow.plant import Plant
from workflow.effect import Accidents, Effect, Verdict
from workflow.indicators import Value
from workflow.survey import (
    APART_DAYS,
    FEW_ANSWERS,
    OPEN_DAYS,
    AnswerSurvey,
    Asked,
    CallSurveyBack,
    Counted,
    Mark,
    Result,
    SendSurvey,
    Survey,
    answer_of,
    counted,
    latest_of,
    surveys_in,
)

FIRST, SECOND = (str(UUID(int=n)) for n in (1, 2))
ALL_YES = (Mark.YES,) * len(Asked)
TODAY = date(2026, 11, 23)


def test_it_goes_to_everybody_else_and_is_on_record_with_its_end(plant: Plant) -> None:
    plant.does("qian", SendSurvey(FIRST))
    event = plant.desk.events[-1]
    told = len(plant.desk.staff(None, "")) - 1
    assert (event.kind, event.subject_id, event.actor_id) == ("survey_sent", FIRST, "qian")
    assert event.facts == {"day": "2026-11-23", "until": "2026-12-07", "told": told}
    assert surveys_in(plant.desk.events) == [Survey(FIRST, TODAY, date(2026, 12, 7), told)]


def test_the_next_one_waits_for_the_next_quarter_unless_it_was_called_back(plant: Plant) -> None:
    plant.does("qian", SendSurvey(FIRST))
    plant.desk.today = TODAY + timedelta(days=APART_DAYS - 1)
    with refused("survey_soon"):
        plant.does("feng", SendSurvey(SECOND))
    plant.desk.today = TODAY + timedelta(days=1)
    plant.does("feng", CallSurveyBack(FIRST))
    plant.does("feng", SendSurvey(SECOND))
    assert [each.called_back for each in surveys_in(plant.desk.events)] == [True, False]
    latest = latest_of(surveys_in(plant.desk.events))
    assert latest is not None
    assert latest.id == SECOND
    plant.desk.today += timedelta(days=APART_DAYS)
    plant.does("qian", SendSurvey(str(UUID(int=3))))


def test_an_answer_has_no_name_and_is_given_once(plant: Plant) -> None:
    plant.does("qian", SendSurvey(FIRST))
    plant.does("li", AnswerSurvey(FIRST, ALL_YES))
    event = plant.desk.events[-1]
    assert (event.kind, event.actor_id, event.facts) == ("survey_answered", None, {"survey": FIRST})
    assert event.words == {"marks": "yes,yes,yes,yes,yes"}, "sealed with the words, not told in the trail"
    assert "li" not in (event.subject_id, *map(str, event.facts.values()))
    with refused("survey_answered"):
        plant.does("li", AnswerSurvey(FIRST, ("no",) * len(Asked)))
    plant.does("wang", AnswerSurvey(FIRST, ALL_YES))


def test_what_is_over_or_called_back_or_never_was_takes_no_answer(plant: Plant) -> None:
    with refused("survey_over"):
        plant.does("li", AnswerSurvey(FIRST, ALL_YES))
    plant.does("qian", SendSurvey(FIRST))
    plant.desk.today = TODAY + timedelta(days=OPEN_DAYS)
    plant.does("li", AnswerSurvey(FIRST, ALL_YES))
    plant.desk.today += timedelta(days=1)
    with refused("survey_over"):
        plant.does("wang", AnswerSurvey(FIRST, ALL_YES))
    with refused("survey_over"):
        plant.does("qian", CallSurveyBack(FIRST))


@pytest.mark.parametrize("marks", [(), ("yes",) * 4, ("yes",) * 6, ("yes", "yes", "yes", "yes", "maybe")])
def test_half_an_answer_is_none(plant: Plant, marks: tuple[str, ...]) -> None:
    plant.does("qian", SendSurvey(FIRST))
    with pytest.raises(ValueError, match=r"answers|maybe"):
        plant.does("li", AnswerSurvey(FIRST, marks))


def test_the_same_person_has_the_same_answer_in_one_survey_alone() -> None:
    assert answer_of(FIRST, "li") == answer_of(FIRST, "li")
    assert len({answer_of(FIRST, "li"), answer_of(SECOND, "li"), answer_of(FIRST, "wang")}) == 3


def test_nothing_is_told_that_could_be_somebodys() -> None:
    survey = Survey(FIRST, TODAY, TODAY + timedelta(days=OPEN_DAYS), 40)
    over = survey.until + timedelta(days=1)
    few = [ALL_YES] * (FEW_ANSWERS - 1)
    assert counted(survey, few, over) == Result(survey, 4, {})
    assert counted(survey, [ALL_YES] * 20, survey.until) == Result(survey, 20, {}), "it is still open"
    marks = [ALL_YES] * 4 + [("no", "partly", "unsure", "no", "yes")]
    told = counted(survey, marks, over)
    assert told.answers == 5
    assert told.counted["easy"] == Counted(yes=4, no=1)
    assert told.counted["heard"] == Counted(yes=4, partly=1)
    assert told.counted["lasting"] == Counted(yes=4, unsure=1)
    assert told.counted["safer"].agree == Value(1.0, 5, 5, False)
    assert told.counted["lasting"].agree == Value(1.0, 4, 4, True), "who does not know is no answer"
    assert Counted().agree == Value(None, 0, 0, True)


def test_two_surveys_are_held_against_each_other_where_chance_would_seldom_do_it() -> None:
    survey = Survey(FIRST, TODAY, TODAY, 200)
    now = Result(survey, 100, {"easy": Counted(yes=90, no=10), "heard": Counted(yes=80, no=20)})
    then = Result(survey, 100, {"easy": Counted(yes=70, no=30), "heard": Counted(yes=75, no=25)})
    effect = Effect((), Accidents(), Accidents(), 0, 0, now, then)
    assert {each.name: each.verdict for each in effect.said} == {"easy": Verdict.BETTER, "heard": Verdict.SAME}
    alone = Effect((), Accidents(), Accidents(), 0, 0, now, None)
    assert alone.said == ()
    assert Effect((), Accidents(), Accidents(), 0, 0).said == ()
