"""Something happens now: no question is asked, somebody is called at once, and the case behind it follows."""

from datetime import date

import pytest
from sqlalchemy import select

from storage import tables
from storage.engine import write_transaction
from tests.stories import story
from tests.world import Someone, World, case_of, kinds_of


def alerted(world: World, topic: str = "alarm.alert") -> list[Someone]:
    """Who has heard this of the alarm, in the order they were told."""
    notices = tables.notices
    rows = world.rows(select(notices.c.recipient_id).where(notices.c.topic == topic).order_by(notices.c.id))
    by_id = {someone.id: someone for someone in world.people()}
    return [by_id[row.recipient_id] for row in rows]


def test_in_the_middle_of_a_report_help_is_called_and_the_report_waits(world: World) -> None:
    li = world.person("李强")
    li.sends("插座烧黑了", photos=1)
    li.hears("report.confirm")
    li.sends("二号炉着火了！", photos=1)
    (raised,) = li.hears("alarm.raised")
    assert "8110" in li.words()
    assert raised.facts["duty"] in li.words()
    leader, *others = alerted(world)
    assert leader.name == raised.facts["duty"]
    assert "二号炉着火了" in leader.words()
    assert "李强" in leader.words(), "whoever comes has to know whom to call"
    case = case_of(world)
    assert (case.state, case.category, case.source_kind) == ("alarm", "fire", "emergency")

    li.taps("called")
    li.hears("alarm.passed_on")
    leader.hears("alarm.alert", "alarm.news")
    li.sends("三号门那边，有个人腿伤了", photos=1)
    li.hears("alarm.passed_on")
    assert "三号门那边" in leader.words()
    found = world.rows(select(tables.attachments.c.subject_kind).where(tables.attachments.c.role == "found"))
    assert len(found) == 2

    leader.taps("respond")
    assert leader.skips()[-1] == "alarm.your_way"
    li.hears("alarm.responder")
    leader.taps("stand_down")
    assert leader.skips()[-1] == "alarm.stood_down"
    li.hears("alarm.over")
    assert case_of(world).state == "assigned"
    assert kinds_of(world, case.id)[-2:] == ["stood_down", "assigned"]
    assert others == [other for other in others if "alarm.over" in other.skips()]

    li.sends("返回")  # the way back to what was being reported
    li.skips()
    li.taps("submit")
    assert "report.done" in li.skips()


@pytest.mark.parametrize(("name", "words"), [("李强", "着火了"), ("David Miller", "the dust collector is on fire")])
def test_where_nobody_answers_the_next_is_called_every_two_minutes(world: World, name: str, words: str) -> None:
    caller = world.person(name)
    caller.sends(words)
    caller.hears("alarm.raised")
    at_once = alerted(world)
    for minutes in (1, 1):
        world.clock.passes(minutes=minutes)
        world.work()
    second = alerted(world)[len(at_once) :]
    assert len(second) == 1
    assert second[0] not in at_once
    world.clock.passes(minutes=2)
    world.work()
    third = alerted(world)[len(at_once) + 1 :]
    assert len(third) == 1
    third[0].taps("respond")
    world.clock.passes(minutes=5)
    world.work()
    assert len(alerted(world)) == len(at_once) + 2, "somebody goes: nobody else is called"
    world.clock.passes(minutes=30)
    world.work()
    assert set(alerted(world, "alarm.still_on")) >= {at_once[0], second[0], third[0]}


@story("alarm", "险情", "Something happens now")
def test_who_answers_tells_and_ends_it_in_one_conversation(told: World) -> None:
    world = told
    li = world.person("李强")
    li.sends("二号炉着火了", "the furnace is on fire", photos=1)
    li.hears("alarm.raised")
    leader = alerted(world)[0]
    leader.hears("alarm.alert")
    leader.taps("respond")
    leader.hears("alarm.your_way")
    li.hears("alarm.responder")
    leader.sends("我到了，火在配电柜，别过来", "I am here, it is the cabinet, stay away", photos=1)
    leader.hears("alarm.passed_on")
    li.hears("alarm.news")
    assert "case.card" not in leader.skips()
    leader.taps("stand_down")
    leader.hears("alarm.stood_down")
    li.hears("alarm.over")
    assert len(world.rows(select(tables.hazards))) == 1, "what the leader wrote was no report of its own"


def test_standing_down_on_another_card_ends_the_conversation_too(world: World) -> None:
    world.person("李强").sends("着火了")
    leader = alerted(world)[0]
    leader.taps("respond")
    world.clock.passes(minutes=30)
    world.work()
    assert leader.skips()[-1] == "alarm.still_on"
    leader.taps("stand_down")
    leader.hears("alarm.stood_down")
    leader.sends("等我办")
    assert leader.skips()[-1] in ("my.to_do", "my.to_do_none")


def test_a_stale_card_names_who_ended_it_and_not_the_clock(world: World) -> None:
    li = world.person("李强")
    li.sends("着火了")
    leader = alerted(world)[0]
    old = leader.latest("respond").token("respond")
    leader.taps("respond")
    leader.taps("stand_down")
    leader.taps_token(old)
    assert leader.skips()[-1] == "card.stale"
    assert leader.name in leader.words()


def test_false_on_a_card_that_is_older_than_the_news_is_asked_once_more(world: World) -> None:
    li = world.person("李强")
    li.sends("着火了")
    leader = alerted(world)[0]
    old = leader.latest("false_alarm").token("false_alarm")
    li.sends("有个人腿伤了")
    leader.taps_token(old)
    assert leader.skips()[-1] == "alarm.sure"
    assert "有个人腿伤了" in leader.words()
    leader.taps("real")
    leader.hears("alarm.goes_on")
    assert case_of(world).state == "alarm"
    leader.taps("respond")
    li.sends("没事了，是蒸汽")
    leader.taps("false")
    assert leader.skips()[-1] == "alarm.sure"
    leader.taps("false")
    assert leader.skips()[-1] == "alarm.called_off"
    assert case_of(world).state == "invalid"


def test_who_calls_it_off_on_the_newest_card_is_not_asked_again(world: World) -> None:
    li = world.person("李强")
    li.sends("着火了")
    leader = alerted(world)[0]
    li.sends("三号门那边")
    leader.sends("等我办")
    leader.taps("1")
    leader.taps("false_alarm")
    assert leader.skips()[-1] == "alarm.called_off"


def test_a_calling_that_was_passed_on_is_no_news(world: World) -> None:
    world.person("李强").sends("着火了")
    leader = alerted(world)[0]
    world.clock.passes(minutes=4)
    world.work()
    leader.taps("false_alarm")
    assert leader.skips()[-1] == "alarm.called_off"


def test_the_night_leader_is_first_after_midnight_and_one_without_a_chat_is_named_with_the_telephone(
    world: World,
) -> None:
    world.clock.passes(hours=17)  # Tuesday 02:00: Monday's night watch
    roster, people = tables.duty_roster, tables.people
    (row,) = world.rows(
        select(people.c.code, people.c.name, people.c.phone)
        .join(roster, roster.c.person_id == people.c.id)
        .where(roster.c.day == date(2026, 11, 23))
    )
    li = world.person("李强")
    li.sends("着火了")
    assert alerted(world)[0].code == row.code
    li.taps("false")
    with write_transaction(world.company.engine) as connection:
        connection.execute(tables.addresses.delete().where(tables.addresses.c.address == row.code))
    world.pause()
    li.sends("又着火了")
    called = {someone.code for someone in alerted(world)[-2:]}
    assert row.code not in called
    assert row.name in li.words()
    assert row.phone in li.words()


def test_a_false_alarm_is_one_tap_and_everybody_called_hears_it(world: World) -> None:
    li = world.person("李强")
    li.sends("着火了")
    li.hears("alarm.raised")
    called = alerted(world)
    li.taps("false")
    li.hears("alarm.called_off")
    assert alerted(world, "alarm.false") == called
    assert all("李强" in someone.words() for someone in called), "the alert has named them"
    assert case_of(world).state == "invalid"
    world.clock.passes(hours=2)
    world.work()
    assert alerted(world) == called


def test_what_is_written_after_it_is_over_is_a_report_of_its_own(world: World) -> None:
    li = world.person("李强")
    li.sends("着火了")
    leader = alerted(world)[0]
    leader.taps("respond")
    leader.taps("stand_down")
    li.skips()
    li.sends("冲压2号机防护罩松了", photos=1)
    assert li.skips()[-1] == "report.confirm"
    li.taps("submit")
    li.sends("又着火了，着火了")
    assert li.skips()[-1] == "alarm.raised"


def test_thanks_and_late_news_after_the_all_clear_are_no_report(quick_world: World) -> None:
    world = quick_world
    li = world.person("李强")
    li.sends("插座烧黑了", photos=1)
    li.skips()
    li.sends("着火了")
    leader = alerted(world)[0]
    leader.taps("respond")
    second = alerted(world)[-1]
    second.sends("等我办")
    second.taps("1")
    second.taps("respond")
    leader.taps("stand_down")
    for someone, words in ((li, "谢谢大家"), (second, "我到了，火灭了")):
        someone.skips()
        someone.sends(words)
        assert someone.skips()[0] == "alarm.ended"
    second.taps("report")
    assert second.skips()[-1].startswith("report.")
    li.taps("submit")
    assert li.skips()[0] == "report.done", "what was begun before the alarm goes on"
    assert world.rows(select(tables.texts.c.body).where(tables.texts.c.body.contains("谢谢"))) == []


def test_two_who_call_for_the_same_fire_are_both_heard(world: World) -> None:
    li, wang = world.person("李强"), world.person("王芳")
    li.sends("着火了")
    wang.sends("仓库着火了")
    li.hears("alarm.raised")
    wang.hears("alarm.raised")
    assert len(world.rows(select(tables.hazards))) == 2


def test_an_alarm_stands_first_in_the_list_of_who_answers(world: World) -> None:
    world.person("李强").sends("着火了")
    leader = alerted(world)[0]
    leader.sends("等我办")
    assert leader.skips()[-1] == "my.to_do"
    leader.taps("1")
    assert leader.skips()[-1] == "case.card"
    leader.taps("respond")
    assert leader.skips()[-1] == "alarm.your_way"


def test_a_number_is_news_and_no_button_and_no_word_ends_it(world: World) -> None:
    li = world.person("李强")
    li.sends("着火了")
    li.hears("alarm.raised")
    leader = alerted(world)[0]
    for said in ("3", "算了", "返回"):
        li.sends(said)
    li.hears("alarm.passed_on", "alarm.lasts", "alarm.lasts")
    assert case_of(world).state == "alarm"
    assert "3" in leader.words()
    li.taps("false")
    assert case_of(world).state == "invalid"


def test_an_emergency_does_not_wait_for_its_pictures(world: World) -> None:
    li = world.person("李强")
    world.send(world.envelope(li.code, text="着火了", photos=[world.upload(b"a slow picture")]))
    li.hears("alarm.raised")
    (picture,) = world.rows(select(tables.attachments))
    assert (picture.state, picture.subject_id) == ("pending", case_of(world).id)


def test_a_stranger_is_told_what_to_do_and_whom_to_ring(world: World) -> None:
    world.send(world.envelope("nobody-knows", text="着火了"))
    (told,) = [outgoing.text for outgoing in world.platform.to("nobody-knows")]
    assert "119" in told
    assert "8110" in told


@story("alarm_no_cancel", "险情中写取消", "Cancel in an alarm")
def test_a_word_ends_no_alarm_and_nothing_is_said_to_be_passed_on(told: World) -> None:
    li = told.person("李强")
    li.sends("二号炉着火了", "furnace 2 is on fire")
    li.skips()
    li.sends("烟很大", "a lot of smoke")
    li.hears("alarm.passed_on")
    li.sends("取消", "cancel")
    li.hears("alarm.lasts")
    li.sends("没人受伤", "nobody is hurt")
    li.hears("alarm.passed_on")
    news = told.rows(select(tables.texts.c.body).where(tables.texts.c.field == "news"))
    assert len(news) == 2
