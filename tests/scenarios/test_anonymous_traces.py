"""What would lead from an anonymous case to its reporter: edits, old cards, searches, drafts begun under a name."""

from typing import Any

import pytest
from sqlalchemy import select

from storage import tables
from tests.photographs import photograph
from tests.scenarios.hiding import Unnamed, columns_with, files, joined_to
from tests.scenarios.test_whole_life import report
from tests.scenarios.unnamed import accepted, anonymous_case, anonymous_report, reporter
from tests.world import World, by_id, case_of, kinds_of


def told_pseudonym(world: World, case: Any) -> set[str | None]:
    """The cases about which the reporter of this one was told as a pseudonym."""
    notices = tables.notices.c
    rows = world.rows(select(notices.subject_id).where(notices.recipient_id == case.reporter_id))
    return {row.subject_id for row in rows}


def named_and_anonymous(world: World) -> tuple[Unnamed, Any, Any]:
    """A case under the person's name, and then one without."""
    li = reporter(world)
    li.sends("1号仓库插座冒火花了", photos=1)
    li.taps("submit")
    named = case_of(world)
    world.clock.passes(hours=1)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了")
    li.taps("submit")
    return li, named, anonymous_case(world)


# What is in front decides nothing about a case that is spoken of


@pytest.mark.parametrize("deleted", [False, True])
def test_a_change_of_a_named_case_in_the_middle_of_an_anonymous_one(world: World, deleted: bool) -> None:
    li, named, hidden = named_and_anonymous(world)
    li.sends(hidden.number)
    li.taps("contain")
    if deleted:
        li.deletes(back=4)
    else:
        li.edits("1号仓库插座冒火花，赶紧", back=4)
    assert kinds_of(world, named.id)[-1] == ("message_deleted" if deleted else "message_edited")
    assert told_pseudonym(world, hidden) <= {hidden.id, None}
    assert not {hidden.id, hidden.reporter_id} & joined_to(world, li)
    li.taps("switched_off")
    (event,) = world.rows(select(tables.events).where(tables.events.c.kind == "contained"))
    assert event.actor_id == hidden.reporter_id


def test_a_change_of_a_named_case_while_an_anonymous_one_is_drafted(world: World) -> None:
    li = reporter(world)
    li.sends("1号仓库插座冒火花了", photos=1)
    li.taps("submit")
    world.clock.passes(hours=2)
    li.sends("匿名上报")
    li.edits("1号仓库插座冒火花，赶紧", back=2)
    li.sends("冲压2号机防护罩松了")
    li.taps("submit")
    notices = tables.notices.c
    private = world.rows(select(notices.topic).where(notices.recipient_id == li.id, notices.private))
    assert private == []


def test_an_old_card_and_an_old_answer_of_a_task(world: World) -> None:
    owner = Unnamed(report(world))
    owner.taps("take")
    token = owner.latest("waiting_parts").token("waiting_parts")
    owner.taps("working")
    owner.sends("换好了", photos=1)
    owner.sends("匿名上报")
    owner.sends("1号仓库插座冒火花，没人管")
    owner.taps("submit")
    hidden = anonymous_case(world)
    owner.sends(hidden.number)
    owner.taps("contain")
    owner.taps_token(token)
    owner.edits("换好了，螺丝也紧了", back=4)
    assert told_pseudonym(world, hidden) == {hidden.id}
    assert hidden.id not in joined_to(world, owner)


# The wish, wherever it is said


@pytest.mark.parametrize("text", ["匿名举报班长不戴安全帽", "我要匿名举报：3号冲床漏油了", "3号冲床漏油了，请匿名"])
@pytest.mark.parametrize("photos", [0, 1])
def test_in_the_middle_of_a_task_it_is_no_progress(world: World, text: str, photos: int) -> None:
    owner = Unnamed(report(world))
    owner.taps("take")
    owner.sends(text, photos=photos)
    owner.skips()
    assert columns_with(world, "安全帽", "漏油了") <= {"library_entries.name"}


def test_what_was_reported_so_is_spoken_of_in_a_task(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("匿名举报的那处也一起修了")
    assert owner.skips()[-1] == "task.received"


def test_in_a_search_and_from_its_button(world: World) -> None:
    li = reporter(world)
    li.sends("找 匿名举报2号机防护罩")
    assert columns_with(world, "匿名") == set()


def test_the_wish_alone_asks_what_it_is_about(quick_world: World) -> None:
    for number, text in enumerate(("我要匿名上报", "可以匿名吗？", "匿名报一下", "不要写我名字")):
        li = Unnamed(list(quick_world.people())[number])
        li.sends(text)
        li.reads("anonymous.start", photos=0)


@pytest.mark.parametrize("back", [1, 2])
def test_the_wish_by_an_edit_converts_a_draft(world: World, back: int) -> None:
    li = reporter(world)
    li.sends("冲压2号机防护罩松了")
    li.sends("班长让拆的")
    li.edits(("班长让拆的，请匿名", "匿名：冲压2号机防护罩松了")[back - 1], back=back)
    assert "匿名 · " in li.words()
    li.taps("submit")
    (words,) = world.rows(select(tables.texts.c.body))
    assert words.body == "冲压2号机防护罩松了\n班长让拆的"
    assert columns_with(world, *li.names()) == set()


def test_the_wish_by_an_edit_of_an_answer_in_a_task_takes_it_back(world: World) -> None:
    owner = Unnamed(report(world))
    owner.taps("take")
    owner.sends("3号冲床漏油了")
    owner.edits("3号冲床漏油了，请匿名")
    assert columns_with(world, "漏油了") == set()
    owner.taps("submit")
    assert columns_with(world, "漏油了") == {"texts.body"}


def test_after_submitting_it_is_too_late_and_the_owner_does_not_read_it(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了")
    li.taps("submit")
    li.skips()
    owner = by_id(world, case_of(world).owner_id)
    owner.skips()
    li.edits("匿名！冲压2号机防护罩松了")
    li.hears("anonymous.late")
    li.edits("匿名！冲压3号机防护罩松了")
    li.hears("anonymous.late", "case.amended")
    owner.hears("task.reworded")
    assert "匿名" not in owner.words()
    assert world.rows(select(tables.texts.c.body).where(tables.texts.c.body.contains("匿名"))) == []


# What a report under a name has left


def test_its_edits_deletions_and_refused_messages_go_with_it(world: World) -> None:
    li = reporter(world)
    li.sends("3号冲床那里有点不对劲啊")
    li.edits("班长老王叫人把冲压2号机防护罩拆了")
    li.sends("老王还说" + "很" * 2100)
    li.sends("", photos=1)
    li.deletes()
    li.sends("匿名")
    li.taps("submit")
    assert columns_with(world, "老王", "很很很") == {"texts.body"}
    assert columns_with(world, *li.names()) == set()
    assert world.rows(select(tables.attachments)) == world.rows(select(tables.media)) == []
    assert list(files(world.folder / "media")) == []


def test_the_nudge_goes_too_where_another_one_is_open(world: World) -> None:
    li = reporter(world)
    li.sends("3号冲床漏油了", photos=1)
    world.clock.passes(minutes=1)
    li.sends("冲压2号机防护罩被班长老王拆了", photos=1)
    world.clock.passes(minutes=32)
    world.work()
    li.sends("匿名")
    assert columns_with(world, "老王") == set()


def test_one_put_aside_with_the_same_words_goes_too(world: World) -> None:
    li = reporter(world)
    li.sends("冲压2号机防护罩被班长老王拆了", photos=1)
    li.sends("取消")
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩，被班长老王拆了，还骂人")
    li.taps("submit")
    assert columns_with(world, "老王") == {"texts.body"}
    assert columns_with(world, *li.names()) == set()
    assert list(files(world.folder / "media")) == []


def test_over_a_list_the_report_beneath_becomes_anonymous(world: World) -> None:
    li = reporter(world)
    li.sends("冲压2号机防护罩松了")
    li.sends("查 防护罩")
    li.sends("匿名")
    assert "防护罩松了" in li.words()


def test_whom_it_was_for_is_not_told(world: World) -> None:
    sun = Unnamed(world.person("孙立军"))
    sun.sends("替别人报")
    sun.sends("赵敏")
    sun.taps(world.person("赵敏").id)
    sun.sends("冲压2号机防护罩松了")
    sun.sends("匿名")
    sun.taps("submit")
    assert [row.body for row in world.rows(select(tables.texts.c.body))] == ["冲压2号机防护罩松了"]


# Afterwards


def test_an_edit_changes_the_draft_and_leaves_nothing(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩被老王拆了")
    li.edits("冲压1号机防护罩被老赵拆了")
    assert "老赵" in li.words()
    assert "老王" not in li.words()
    assert columns_with(world, "老王", "老赵") == set()
    li.taps("submit")
    assert [row.body for row in world.rows(select(tables.texts.c.body))] == ["冲压1号机防护罩被老赵拆了"]
    assert columns_with(world, *li.names()) == columns_with(world, "老王") == set()
    assert world.rows(select(tables.inbox).where(tables.inbox.c.message_id.is_not(None))) == []


def test_a_wish_in_the_changed_words_is_no_part_of_them(world: World) -> None:
    li = reporter(world)
    li.sends("匿名：冲压2号机防护罩松了")
    li.edits("匿名：冲压1号机防护罩松了")
    li.taps("submit")
    assert [row.body for row in world.rows(select(tables.texts.c.body))] == ["冲压1号机防护罩松了"]


def test_an_answer_after_the_report_is_submitted_is_changed_too(world: World) -> None:
    li, owner = reporter(world), world.person("张伟")
    li.sends("匿名：冲压2号机防护罩松了")
    li.taps("submit")
    owner.taps("take")
    accepted(world, owner)
    li.taps("reopen")
    li.sends("又坏了，我李强看到的")
    li.reads("anonymous.own_name")
    li.edits("又坏了，昨天就坏了")
    assert "又坏了，昨天就坏了" in [row.body for row in world.rows(select(tables.texts.c.body))]
    assert columns_with(world, *li.names()) == set()


def test_a_deletion_wipes_a_trace_and_takes_nothing_back(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了")
    for back in (1, 2):
        li.deletes(back=back)
        li.reads("anonymous.no_edits")
    li.taps("submit")
    assert [row.body for row in world.rows(select(tables.texts.c.body))] == ["冲压2号机防护罩松了"]
    assert columns_with(world, *li.names()) == set()


def test_of_several_messages_made_one_none_is_changed(world: World) -> None:
    li = reporter(world)
    li.sends("冲压2号机防护罩松了")
    li.sends("匿名，班长让拆的")
    li.edits("匿名，没人知道")
    li.reads("anonymous.no_edits")
    li.taps("submit")
    assert "没人知道" not in str(world.rows(select(tables.texts.c.body)))


def test_an_edit_after_it_is_over_is_erased_unread(world: World) -> None:
    li = reporter(world)
    li.sends("匿名：冲压2号机防护罩松了")
    li.taps("submit")
    heard = li.words()
    li.edits("冲压1号机防护罩松了")
    assert li.words() == heard
    assert columns_with(world, "1号机", *li.names()) == set()


@pytest.mark.parametrize("text", ["查 {}", "查{}", "{} 怎么样了", "查 {short}", "查{short}"])
def test_its_number_is_private_wherever_it_stands(world: World, text: str) -> None:
    li, _ = anonymous_report(world)
    number = case_of(world).number
    li.sends(text.format(number, short=number.partition("-")[2]))
    assert "匿名" in li.words()
    assert columns_with(world, number) == {"hazards.number"}
    assert columns_with(world, *li.names()) == set()


def test_an_alarm_by_an_edit_says_that_it_bears_the_name(world: World) -> None:
    li, _ = anonymous_report(world)
    li.edits("冲压2号机防护罩松了，现在着火了")
    li.reads("anonymous.alarm")


def test_nobody_judges_their_own_repair_unnamed(world: World) -> None:
    owner = Unnamed(world.person("张伟"))
    owner.sends("匿名上报")
    owner.sends("冲压2号机防护罩松了")
    owner.taps("submit")
    case = case_of(world)
    assert case.owner_id == owner.id
    owner.taps("take")
    accepted(world, owner)
    world.clock.passes(days=8)
    world.work()
    closed = next(heard for heard in reversed(owner.everything()) if heard.topic == "report.closed")
    owner.taps_token(closed.token("show"))
    owner.taps("holds")
    owner.reads("refused.own_repair")
    assert kinds_of(world, case.id)[-1] == "recheck_asked"
    assert columns_with(world, "own_repair") == set()


def test_the_same_picture_under_a_name_tells_nobody_of_it(world: World) -> None:
    li = reporter(world)
    li.sends("匿名上报")
    li.sends("冲压2号机防护罩松了", files=(photograph(5),))
    li.taps("submit")
    hidden = anonymous_case(world)
    li.sends("1号仓库灭火器过期了，已经换好了", files=(photograph(5), photograph(9, size=(640, 480))))
    li.taps("yes")
    (facts,) = world.rows(select(tables.events.c.facts).where(tables.events.c.subject_id != hidden.id).limit(1))
    assert hidden.number not in str(facts)
