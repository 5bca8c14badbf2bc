"""问卷: five questions to everybody, one tap each, without names; its result is part of the evaluation."""

from typing import Any

import pytest
from sqlalchemy import select

from storage import tables
from storage.audit import Kind
from tests.scenarios.test_admin_effect import closes
from tests.scenarios.test_indicators import count
from tests.scenarios.test_telling_many import told_of
from tests.stories import story
from tests.world import Someone, World

FIVE = ("survey.easy", "survey.heard", "survey.lasting", "survey.unafraid", "survey.safer")
ANSWERING = ("李强", "王芳", "张伟", "赵敏", "马海涛")


def sends(world: World) -> Someone:
    officer = world.person("韩磊")
    officer.sends("管理", "/manage")
    officer.picks("surveys")
    officer.taps("send_survey")
    officer.taps("sure")
    return officer


def answers(person: Someone, *marks: str) -> None:
    person.taps("answer_survey")
    for mark in marks:
        person.taps(mark)


def events_of(world: World, kind: str) -> list[Any]:
    return world.rows(select(tables.events).where(tables.events.c.kind == kind))


@story("survey", "全公司问卷", "Everybody is asked five questions")
def test_a_survey_is_sent_once_answered_by_taps_and_told_when_it_is_over(told: World) -> None:
    officer = told.person("韩磊")
    officer.sends("管理", "/manage")
    officer.skips()
    officer.picks("surveys")
    officer.hears("survey.none_sent")
    officer.taps("send_survey")
    (preview,) = officer.hears("survey.sure")
    token, readers = officer.latest("sure").token("sure"), preview.facts["readers"]
    assert told_of(told, "survey.asked") == []
    officer.taps("sure")
    officer.hears("survey.sent")
    officer.taps_token(token)
    assert len(told_of(told, "survey.asked")) == readers, "a second tap sends nothing"
    li = told.person("李强")
    li.skips()
    answers(li, "yes", "partly", "no", "unsure")
    li.sends("返回", "back")
    li.taps("yes")
    li.taps("no")
    assert [topic for topic in li.skips() if topic in FIVE] == [*FIVE, "survey.unafraid", "survey.safer"]
    assert li.everything()[-1].topic == "survey.thanks"
    for name in ANSWERING[1:]:
        answers(told.person(name), *("yes",) * 5)
    told.clock.passes(days=1)
    officer.skips()
    officer.sends("问卷结果", "/surveys")
    (running,) = officer.hears("survey.results")
    assert (running.facts["answers"], running.facts["counted"]) == (5, {}), "nothing is told while somebody may answer"
    told.clock.passes(days=14)
    count(told)
    officer.skips()
    officer.sends("问卷结果", "/surveys")
    (over,) = officer.hears("survey.results")
    assert over.facts["counted"]["easy"] == {"yes": 5, "partly": 0, "no": 0, "unsure": 0}
    assert over.facts["counted"]["lasting"] == {"yes": 4, "partly": 0, "no": 1, "unsure": 0}
    assert over.facts["counted"]["unafraid"] == {"yes": 5, "partly": 0, "no": 0, "unsure": 0}


def test_who_said_what_is_in_no_event_and_lies_sealed(quick_world: World) -> None:
    sends(quick_world)
    li = quick_world.person("李强")
    answers(li, "no", "no", "no", "no", "no")
    (event,) = events_of(quick_world, "survey_answered")
    assert event.actor_id is None
    assert set(event.facts) == {"survey", "words"}, "which survey, and the digest of the marks"
    assert "marks" in event.facts["words"]
    assert "no,no" not in str(event.facts)
    lies = quick_world.rows(select(tables.texts).where(tables.texts.c.subject_id == event.subject_id))
    assert [row.body for row in lies] == ["no,no,no,no,no"]


def test_nobody_answers_twice_or_after_it_was_called_back(quick_world: World) -> None:
    officer = sends(quick_world)
    li, wang = quick_world.person("李强"), quick_world.person("王芳")
    answers(li, *("yes",) * 5)
    li.skips()
    li.sends("问卷")
    li.hears("survey.answered")
    wang.taps("answer_survey")
    wang.taps("yes")
    officer.taps("call_back")
    officer.taps("sure")
    assert officer.skips()[-1] == "survey.called_back"
    for _ in range(4):
        wang.taps("yes")
    assert wang.skips()[-1] == "refused.survey_over"
    li.skips()
    li.sends("问卷")
    li.hears("survey.nothing")
    assert len(events_of(quick_world, "survey_answered")) == 1


def test_a_no_sends_nothing_and_a_quarter_lies_between_two(quick_world: World) -> None:
    officer = quick_world.person("韩磊")
    officer.sends("问卷管理")
    officer.taps("send_survey")
    officer.taps("not_sure")
    officer.hears("survey.none_sent", "survey.sure", "survey.left")
    assert events_of(quick_world, "survey_sent") == []
    sends(quick_world)
    quick_world.clock.passes(days=20)
    officer.skips()
    officer.taps("send_survey")  # the button of before
    (soon,) = officer.hears("survey.soon")
    assert soon.facts["next"] == "2027-02-11"
    officer.sends("问卷管理")
    assert [choice["value"] for choice in officer.everything()[-1].choices] == []


def test_a_call_back_that_is_left_changes_nothing(quick_world: World) -> None:
    officer = sends(quick_world)
    officer.taps("call_back")
    officer.taps("not_sure")
    assert officer.skips()[-1] == "survey.goes_on"
    answers(quick_world.person("李强"), *("yes",) * 5)
    assert len(events_of(quick_world, "survey_answered")) == 1


@story("survey_effect", "问卷进效果评估", "A survey as part of the effect")
def test_the_evaluation_of_the_quarter_tells_of_it(told: World) -> None:
    told.clock.passes(days=-100)
    closes(told)
    sends(told)
    for name in ANSWERING:
        answers(told.person(name), "no", "yes", "yes", "yes", "unsure")
    told.clock.passes(days=100)
    closes(told)
    officer = sends(told)
    for name in ANSWERING:
        answers(told.person(name), *("yes",) * 5)
    told.clock.passes(days=15)
    count(told)
    officer.skips()
    officer.sends("效果评估", "/effect")
    (sheet,) = officer.hears("effect.sheet")
    said = [each for each in sheet.facts["figures"] if each["section"] == "survey"]
    assert [each["name"] for each in said] == ["easy", "heard", "lasting", "unafraid", "safer"]
    easy = said[0]
    assert (easy["now"]["value"], easy["then"]["value"], easy["verdict"]) == (1.0, 0.0, "unknown"), "five are few"


@pytest.mark.parametrize("name", ["李强", "张伟", "马海涛"])
@pytest.mark.parametrize("said", ["问卷结果", "/surveys"])
def test_whoever_may_not_see_results_is_told_so_and_it_is_on_record(quick_world: World, name: str, said: str) -> None:
    person = quick_world.person(name)
    person.sends(said)
    person.hears("evidence.not_yours")
    kinds = select(tables.audit_records.c.kind).where(tables.audit_records.c.actor_id == person.id)
    assert Kind.DENIED in quick_world.rows(kinds)[-1]


def test_whoever_sees_results_but_records_nothing_sends_none(quick_world: World) -> None:
    executive = quick_world.person("周建国")
    executive.sends("问卷结果")
    (none,) = executive.hears("survey.none_sent")
    assert none.choices == [] or all(choice["value"] != "send_survey" for choice in none.choices)
