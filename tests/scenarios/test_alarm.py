"""Something happens now: no question is asked, somebody is called at once, and the case behind it follows."""

import pytest
from sqlalchemy import select

from storage import tables
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


def test_a_false_alarm_is_one_tap_and_everybody_called_hears_it(world: World) -> None:
    li = world.person("李强")
    li.sends("着火了")
    li.hears("alarm.raised")
    called = alerted(world)
    li.taps("false")
    li.hears("alarm.called_off")
    assert alerted(world, "alarm.false") == called
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
    li.hears("alarm.passed_on", "alarm.passed_on", "alarm.passed_on")
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
