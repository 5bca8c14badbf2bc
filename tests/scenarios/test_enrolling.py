"""Coming in: somebody unknown says who they are and where they work, and an officer decides."""

from pathlib import Path

import pytest
from sqlalchemy import select

from storage import tables
from templates.render import label
from tests.photographs import photograph
from tests.scenarios.enrolling import (
    asks_to_join,
    department,
    holds,
    named,
    nowhere,
    officer,
    person_at,
    requests,
    said,
)
from tests.scenarios.newcomers import Newcomer
from tests.world import World


def test_somebody_unknown_says_where_they_work_and_is_let_in_with_one_tap(told: World) -> None:
    world = told
    newcomer = asks_to_join(world)
    (request,) = requests(world)
    assert (request.name, request.state) == ("钱多多", "open")
    officer(world).hears("enrol.asked")
    assert "钱多多" in officer(world).words()
    assert named(world, department(world)) in officer(world).words()
    officer(world).taps("admit")
    officer(world).hears("enrol.admitted")
    assert "钱多多" in newcomer.words
    assert said(world, "report") in newcomer.buttons
    person = person_at(world, "x1")
    assert (person.role, person.department_id) == ("worker", department(world).id)
    assert person.code.startswith("NEW-")
    assert person.language == world.language
    newcomer.says("冲压2号机防护罩松了", "guard of press 2 is loose")
    assert said(world, "stopped") in newcomer.buttons


def test_there_is_one_request_however_often_they_write(world: World) -> None:
    newcomer = asks_to_join(world)
    officer(world).hears("enrol.asked")
    for text in ("在吗", "快一点", "怎么还没好"):
        newcomer.says(text)
    newcomer.taps(named(world, department(world)))
    assert "韩磊" in newcomer.words
    assert len(requests(world)) == 1
    officer(world).hears_nothing()


def test_departments_come_some_at_a_time_and_a_number_or_a_name_is_as_good_as_a_tap(world: World) -> None:
    rows = world.rows(select(tables.departments).order_by(tables.departments.c.code))
    first, second = Newcomer(world, "x1", "甲"), Newcomer(world, "x2", "乙")
    first.says("你好")
    assert first.buttons == [*(row.name for row in rows[:5]), "更多"]
    first.taps("更多")
    assert first.buttons[0] == rows[5].name
    first.says("1")
    second.says("你好")
    second.says(rows[-1].name)
    assert [r.department_id for r in requests(world)] == [rows[5].id, rows[-1].id]


def test_whom_the_platform_has_no_name_for_is_asked(told: World) -> None:
    world = told
    newcomer = Newcomer(world, "zhaoyun")
    newcomer.says("你好啊", "hello there")
    asked = newcomer.taps(named(world, department(world)))
    assert requests(world) == []
    newcomer.says("赵云")
    assert newcomer.words != asked
    assert [r.name for r in requests(world)] == ["赵云"]


def test_a_button_is_good_only_in_the_chat_in_which_it_stands(world: World) -> None:
    first, second = Newcomer(world, "x1", "甲"), Newcomer(world, "x2", "乙")
    first.says("你好")
    token = first.told[-1].choices[0].token
    world.send(world.envelope("x2", choice=token, sender_name="乙"))
    assert requests(world) == []
    assert second.buttons == first.buttons


def test_of_two_officers_who_decide_one_is_first_and_the_other_reads_what_became_of_it(told: World) -> None:
    world = told
    second = world.person("刘洋")
    holds(world, second, "safety_officer")
    newcomer = asks_to_join(world)
    officer(world).hears("enrol.asked")
    (card,) = second.hears("enrol.asked")
    officer(world).taps("decline")
    officer(world).hears("enrol.declined_them")
    second.hears("enrol.settled")
    assert world.platform.replaced
    heard = len(newcomer.told)
    second.taps_token(card.token("admit"))
    second.hears("refused.join_settled")
    assert person_at(world, "x1") is None
    assert len(newcomer.told) == heard
    refused = newcomer.words
    assert newcomer.says("为什么", "but why?") == refused


def test_who_stands_in_the_list_already_is_not_written_down_twice(told: World) -> None:
    world = told
    li = world.person("李强")
    nowhere(world, li)
    newcomer = asks_to_join(world, "李强")
    (card,) = officer(world).hears("enrol.asked")
    assert [choice["label"] for choice in card.choices] == ["admit", "same_person", "other_department", "decline_join"]
    officer(world).taps("same")
    officer(world).hears("enrol.admitted")
    assert person_at(world, "x1").id == li.id
    assert len([p for p in world.rows(select(tables.people)) if p.name == "李强"]) == 1
    assert said(world, "report") in newcomer.buttons


def test_nobody_who_has_a_chat_is_taken_over_by_a_namesake(world: World) -> None:
    nowhere(world, world.person("李强"))
    asks_to_join(world, "李强")
    asks_to_join(world, "李强", "x2")
    first, second = officer(world).hears("enrol.asked", "enrol.asked")
    officer(world).taps_token(first.token("same"))
    officer(world).taps_token(second.token("same"))
    officer(world).hears("enrol.admitted", "refused.reached_already")
    assert person_at(world, "x2") is None


def test_whoever_has_rights_in_the_whole_company_is_let_in_by_those_who_appoint(world: World) -> None:
    """An officer's second account, called like the director, would be the director."""
    director = world.person("林志远")
    nowhere(world, director)
    asks_to_join(world, "林志远")
    officer(world).taps("same")
    assert "系统管理员" in officer(world).words()
    assert person_at(world, "x1") is None
    admin = world.person("丁毅")
    admin.sends("待审申请")
    admin.taps("same")
    assert person_at(world, "x1").id == director.id


def test_the_officer_can_put_them_into_another_department(told: World) -> None:
    world = told
    asks_to_join(world)
    officer(world).taps("elsewhere")
    other = world.rows(select(tables.departments).order_by(tables.departments.c.code))[-1]
    officer(world).picks(other.id)
    assert person_at(world, "x1").department_id == other.id


def test_what_they_wanted_to_report_is_taken_up_when_they_are_in(told: World) -> None:
    world = told
    newcomer = Newcomer(world, "x1", "钱多多")
    kept = newcomer.photographs(
        photograph(3, size=(640, 480)),
        "冲压2号机防护罩松了" if world.language == "zh_CN" else "guard of press 2 is loose",
    )
    assert ("存下" if world.language == "zh_CN" else "is kept") in kept
    assert not media_of(world), "of somebody unknown nothing is fetched"
    newcomer.taps(named(world, department(world)))
    officer(world).taps("admit")
    world.work()
    topics = [row.topic for row in world.rows(select(tables.notices).order_by(tables.notices.c.id))]
    assert topics[-1].startswith("report.")
    assert topics.index("enrol.welcome") < len(topics) - 1
    newcomer.taps(said(world, "stopped"))
    (case,) = world.rows(select(tables.hazards))
    assert case.reporter_id == person_at(world, "x1").id
    (attached,) = world.rows(select(tables.attachments).where(tables.attachments.c.subject_id == case.id))
    assert attached.state == "ready"
    assert media_of(world)


def test_pictures_and_words_that_came_apart_are_taken_up_together(world: World) -> None:
    newcomer = Newcomer(world, "x1", "钱多多")
    newcomer.photographs(photograph(3, size=(640, 480)), "")
    newcomer.says("冲压2号机防护罩松了")
    newcomer.photographs(photograph(4, size=(640, 480)), "")
    newcomer.taps(department(world).name)
    newcomer.says("好了没")
    officer(world).taps("admit")
    world.work()
    newcomer.taps(said(world, "stopped"))
    (case,) = world.rows(select(tables.hazards))
    words = select(tables.texts.c.body).where(tables.texts.c.subject_id == case.id)
    assert [row.body for row in world.rows(words)] == ["冲压2号机防护罩松了"]
    attached = world.rows(select(tables.attachments).where(tables.attachments.c.subject_id == case.id))
    assert [row.state for row in attached] == ["ready", "ready"]


def media_of(world: World) -> list[Path]:
    """The files of all the pictures that were ever fetched."""
    return [path for path in (world.folder / "media").rglob("*") if path.is_file()]


def test_before_they_have_said_a_word_their_app_tells_the_language_they_read(world: World) -> None:
    newcomer = Newcomer(world, "x1", "Dana Reed", language="en")
    assert "department" in newcomer.says("/start")
    newcomer.taps(department(world).name_en)
    (request,) = requests(world)
    assert request.language == "en"
    officer(world).taps("admit")
    assert person_at(world, "x1").language == "en"
    assert label("en", "choice", "report") in newcomer.buttons


def test_their_own_words_count_more_than_their_app(world: World) -> None:
    newcomer = Newcomer(world, "x1", "钱多多", language="en")
    assert "部门" in newcomer.says("你好啊")
    assert "部门" in newcomer.says("/start")


@pytest.mark.parametrize(("hello", "reads"), [("你好，报隐患", "zh_CN"), ("hello, a hazard to report", "en")])
@pytest.mark.parametrize("called", ["Wang Wu", "王五"])
def test_what_somebody_is_called_is_no_language(world: World, hello: str, reads: str, called: str) -> None:
    newcomer = Newcomer(world, "x1")
    newcomer.says(hello)
    newcomer.taps(department(world).name_en if reads == "en" else department(world).name)
    newcomer.says(called)
    (request,) = requests(world)
    assert (request.name, request.language) == (called, reads)
    officer(world).taps("admit")
    assert person_at(world, "x1").language == reads


def test_whose_name_was_all_they_wrote_is_asked_what_they_read(world: World) -> None:
    newcomer = Newcomer(world, "x1")
    newcomer.says(event="arrived")
    newcomer.taps(department(world).name)
    newcomer.says("Wang Wu")
    officer(world).taps("admit")
    assert person_at(world, "x1").language == "zh_CN"
    assert "English" in newcomer.buttons


def test_a_cry_for_help_is_answered_first_and_is_no_report_later(world: World) -> None:
    newcomer = Newcomer(world, "x1", "钱多多")
    assert "119" in newcomer.says("二号炉着火了")
    newcomer.says("你好")
    newcomer.taps(department(world).name)
    (request,) = requests(world)
    assert request.message_id is None


@pytest.mark.parametrize("event", ["nothing", "left", "joined_group"])
def test_what_is_no_word_of_somebody_unknown_is_passed_over(world: World, event: str) -> None:
    newcomer = Newcomer(world, "x1", "甲")
    newcomer.says(event=event)
    assert newcomer.told == []


def test_who_wants_to_stay_unnamed_leaves_nothing_before_they_are_known(world: World) -> None:
    newcomer = Newcomer(world, "x1", "钱多多")
    newcomer.says("匿名举报：冲压2号机防护罩松了")
    assert "防护罩" not in str(world.rows(select(tables.inbox)))
    assert "存下" not in newcomer.words
    newcomer.taps(department(world).name)
    (request,) = requests(world)
    assert request.message_id is None


def test_what_somebody_was_told_as_a_stranger_is_not_kept_when_they_are_known(world: World) -> None:
    newcomer = Newcomer(world, "x1", "钱多多")
    newcomer.says("冲压2号机防护罩松了")
    newcomer.taps(department(world).name)
    officer(world).taps("admit")
    world.work()
    left = [row for row in world.rows(select(tables.notices)) if row.address == "x1"]
    assert {row.recipient_id for row in left} == {person_at(world, "x1").id}
    (request,) = requests(world)
    assert (request.state, request.message_id) == ("granted", None)
