"""反馈: anybody tells whoever runs the bot a sentence, and is answered; of two answers the first one counts."""

from sqlalchemy import insert, select

from storage import tables
from storage.engine import write_transaction
from tests.stories import story
from tests.world import START, World
from workflow.ids import new_id


@story("feedback", "反馈", "Feedback")
def test_a_sentence_reaches_the_administrator_and_the_answer_whoever_said_it(told: World) -> None:
    li, admin = told.person("李强"), told.person("丁毅")
    li.sends("/feedback 晚上的提醒太多", "/feedback too many reminders at night")
    li.hears("feedback.sure")
    li.taps("send")
    li.hears("feedback.sent")
    admin.hears("feedback.came")
    assert ("晚上的提醒太多" in admin.words()) or ("too many" in admin.words())
    admin.taps("answer")
    admin.sends("从今晚起只发一条", "Only one from tonight on")
    admin.taps("send")
    assert admin.skips()[-1] == "feedback.answer_sent"
    li.hears("feedback.answered")
    rows = told.rows(select(tables.events).where(tables.events.c.subject_kind == "feedback"))
    assert [(row.kind, row.actor_id) for row in rows] == [("feedback_given", li.id), ("feedback_answered", admin.id)]
    assert "提醒" not in str([row.facts for row in rows])


def test_asked_what_and_not_sent_after_all(world: World) -> None:
    li, admin = world.person("李强"), world.person("丁毅")
    li.sends("反馈")
    li.hears("feedback.what")
    li.sends("按钮太小")
    li.taps("no")
    assert li.skips()[-1] == "feedback.not_sent"
    li.sends("反馈")
    li.sends("取消")
    assert li.skips()[-1] == "dialogue.cancelled"
    admin.hears_nothing()


def test_of_two_who_answer_the_second_is_told(world: World) -> None:
    li, admin, second = world.person("李强"), world.person("丁毅"), world.person("袁丽")
    role = {"person_id": second.id, "role": "administrator", "since": START.date()}
    with write_transaction(world.company.engine) as connection:
        connection.execute(insert(tables.memberships), {"id": new_id(), **role})
    li.sends("反馈 按钮太小")
    li.taps("send")
    for somebody in (admin, second):
        somebody.taps("answer")
        somebody.sends("好")
        somebody.taps("send")
    assert admin.skips()[-1] == "feedback.answer_sent"
    assert "refused.feedback_answered" in second.skips()
    assert li.skips().count("feedback.answered") == 1


def test_nobody_answers_in_their_place_by_a_card_that_is_theirs_no_more(world: World) -> None:
    li, admin = world.person("李强"), world.person("丁毅")
    li.sends("反馈 按钮太小")
    li.taps("send")
    token = admin.latest("answer").token("answer")
    with write_transaction(world.company.engine) as connection:
        connection.execute(
            tables.memberships.update().where(tables.memberships.c.person_id == admin.id).values(role="worker")
        )
    admin.skips()
    admin.taps_token(token)
    admin.hears("refused.not_yours")
