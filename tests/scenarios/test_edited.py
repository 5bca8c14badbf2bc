"""Messages that are changed or deleted in chat: a draft follows them, a case keeps record."""

import pytest
from sqlalchemy import select

from storage import tables
from tests.photographs import photograph
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, by_id, case_of, kinds_of
from workflow.lifecycle import State


def words_of(world: World) -> list[tuple[str, str]]:
    """Everything written about cases, by field."""
    texts = tables.texts.c
    rows = world.rows(select(texts.field, texts.body).order_by(texts.id))
    return [(row.field, row.body) for row in rows]


def draft_photos(world: World) -> int:
    kept = tables.attachments.c
    return len(world.rows(select(kept.id).where(kept.subject_kind == "draft", kept.state != "refused")))


@story("edited", "改消息、删消息", "Messages changed and deleted")
def test_words_put_right_before_and_after_submitting(told: World) -> None:
    world, li = told, told.person("李强")
    li.sends("冲压2号机防护罩松了", "guard of press 2 is loose", photos=1)
    li.hears("report.confirm")
    li.edits("冲压1号机防护罩掉了", "guard of press 1 fell off")
    li.hears("report.confirm")
    li.taps("submit")
    li.hears("report.done")
    said = "冲压1号机防护罩掉了" if world.language == "zh_CN" else "guard of press 1 fell off"
    assert words_of(world) == [("words", said)]
    owner = by_id(world, case_of(world).owner_id)
    owner.hears("task.new")
    li.edits("冲压3号机防护罩掉了", "guard of press 3 fell off")
    li.hears("case.amended")
    owner.hears("task.reworded")
    assert li.name not in owner.words()
    assert li.name_en not in owner.words()
    li.deletes()
    li.hears("case.withdrawn")
    owner.hears("task.words_withdrawn")
    assert words_of(world)[0] == ("words", said), "what was said stays"
    assert kinds_of(world, case_of(world).id)[-2:] == ["message_edited", "message_deleted"]
    owner.sees(case_of(world).number)
    assert "3" in owner.words()


# While it is a draft


def test_an_answer_in_the_middle_is_changed_and_those_after_it_stay(world: World) -> None:
    li = world.person("李强")
    li.sends("上报")
    li.sends("地上有东西")  # nobody knows what that is
    assert li.skips()[-1] == "report.kind"
    li.sends("冲压2号机防护罩松了")
    li.hears("report.confirm")
    li.taps("place")
    assert li.skips()[-1] == "report.where"
    li.sends("3号门")
    li.hears("report.confirm")
    li.edits("地上有一块板", back=3)
    li.hears("report.confirm")
    li.taps("submit")
    assert words_of(world) == [("words", "地上有一块板 冲压2号机防护罩松了")]
    gate = world.rows(select(tables.areas.c.id).where(tables.areas.c.code == "CK-M3"))[0].id
    assert case_of(world).area_id == gate, "the place was answered and stays"


def test_answers_that_no_longer_fit_are_asked_again(world: World) -> None:
    li = world.person("李强")
    li.sends("地上有东西在那里")
    assert li.skips()[-1] == "report.kind"
    li.taps("none")
    li.hears("report.category")
    li.taps("environment")
    li.hears("report.confirm")
    li.edits("冲压2号机防护罩松了")
    li.hears("report.confirm")
    li.taps("submit")
    assert case_of(world).category == "mechanical", "the words say it now, and the old tap is forgotten"


def test_a_digit_that_picked_a_button_becomes_another_pick(quick_world: World) -> None:
    sun = quick_world.person("孙立军")
    sun.sends("替别人报")
    sun.skips()
    first, second = (choice["value"] for choice in sun.latest(quick_world.person("李强").id).choices[:2])
    sun.sends("1")
    sun.edits("2")
    sun.hears("report.start", "report.start")
    sun.sends("冲压2号机防护罩松了")
    sun.taps("submit")
    assert (case_of(quick_world).reporter_id == second) is (first != second)


@pytest.mark.parametrize("text", ["", "😀", "9"])
def test_an_edit_that_answers_nothing_changes_nothing(quick_world: World, text: str) -> None:
    li = quick_world.person("李强")
    li.sends("上报")
    li.sends("冲压2号机防护罩松了")
    li.skips()
    li.edits(text)
    li.hears("unknown.in_dialogue", "report.confirm")
    li.taps("submit")
    assert words_of(quick_world) == [("words", "冲压2号机防护罩松了")]


def test_words_added_to_a_picture_afterwards_are_the_report_s_words(world: World) -> None:
    li = world.person("李强")
    li.sends(photos=1)
    li.hears("report.what")
    li.edits("冲压2号机防护罩松了")
    li.hears("report.confirm")
    li.taps("submit")
    assert words_of(world) == [("words", "冲压2号机防护罩松了")]
    assert len(world.rows(select(tables.attachments.c.id))) == 1, "the picture is not attached twice"


def test_a_deleted_answer_is_asked_again(world: World) -> None:
    li = world.person("李强")
    li.sends("上报")
    li.sends("冲压2号机防护罩松了")
    li.skips()
    li.deletes()
    li.hears("report.start")
    li.sends("仓库3号门插座烧黑了")
    li.taps("submit")
    assert words_of(world) == [("words", "仓库3号门插座烧黑了")]


def test_a_deleted_picture_is_taken_back(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了")
    li.sends(photos=2)
    assert li.skips() == ["report.confirm", "photo.added"]
    assert draft_photos(world) == 2
    li.deletes()
    (asked,) = li.hears("report.confirm")
    assert (asked.facts["photos"], draft_photos(world)) == (0, 0)
    li.taps("submit")
    li.hears("report.done")
    assert world.rows(select(tables.attachments.c.state)) == [("refused",)] * 2


def test_without_its_first_message_a_draft_is_put_aside_and_can_be_taken_up(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了")
    li.sends(photos=1)
    li.skips()
    li.deletes(back=2)
    li.hears("dialogue.cancelled")
    assert world.rows(select(tables.hazards)) == []
    li.sends("继续")
    li.hears("report.confirm")


def test_a_draft_put_aside_follows_the_edit_without_a_word(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了")
    li.sends("取消")
    li.skips()
    li.edits("仓库3号门插座烧黑了", back=2)
    li.hears_nothing()
    li.sends("继续")
    li.hears("report.confirm")
    li.taps("submit")
    assert words_of(world) == [("words", "仓库3号门插座烧黑了")]


# After it has become part of a case


def test_what_an_owner_wrote_of_the_work_is_changed_on_record_and_nobody_is_rung(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("新罩子到了", photos=1)
    owner.taps("noted")
    owner.skips()
    everybody = {p.name: len(p.everything()) for p in world.people() if p is not owner}
    owner.edits("新罩子还没到")
    assert owner.skips()[0] == "case.amended"
    assert {p.name: len(p.everything()) for p in world.people() if p is not owner} == everybody
    assert words_of(world)[-1] == ("said", "新罩子还没到")


def test_a_picture_sent_alone_and_deleted_after_submitting_is_on_record_and_stays(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了")
    li.sends(photos=1)
    li.taps("submit")
    li.skips()
    li.deletes()
    li.hears("case.withdrawn")
    assert kinds_of(world, case_of(world).id)[-1] == "message_deleted"
    assert world.rows(select(tables.attachments.c.state)) == [("ready",)]


def test_the_same_words_again_are_no_change_and_the_old_words_again_are_one(world: World) -> None:
    li = world.person("李强")
    report(world)
    li.edits("冲压2号机防护罩松了")
    li.hears_nothing()
    li.edits("冲压3号机防护罩松了")
    li.hears("case.amended")
    li.edits("冲压3号机防护罩松了")
    li.hears_nothing()
    li.edits("冲压2号机防护罩松了")
    li.hears("case.amended")


def test_in_a_closed_case_it_is_recorded_and_the_owner_left_in_peace(world: World) -> None:
    li, owner = world.person("李强"), report(world)
    owner.taps("take")
    owner.taps("submit")
    owner.sends("装好了", photos=1)
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    for someone in (li, owner):
        someone.skips()
    li.edits("冲压3号机防护罩松了")
    li.hears("case.amended")
    owner.hears_nothing()
    assert case_of(world).state == State.CLOSED


def test_an_acceptor_looks_again_at_words_that_were_changed(world: World) -> None:
    li, owner = world.person("李强"), report(world)
    owner.taps("take")
    owner.taps("submit")
    owner.sends("装好了", photos=1)
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.skips()
    card_of_before = acceptor.latest("accept").token("accept")
    li.edits("冲压3号机防护罩松了")
    acceptor.hears("accept.reworded")
    acceptor.taps_token(card_of_before)
    acceptor.taps("on_site")
    assert "refused.changed_since" in acceptor.skips()
    assert case_of(world).state == State.AWAITING_ACCEPTANCE
    acceptor.taps("accept")
    acceptor.taps("on_site")
    assert case_of(world).state == State.CLOSED


# Emergencies


def called(world: World) -> list[Someone]:
    return [p for p in world.people() if any(h.topic == "alarm.alert" for h in p.everything())]


def test_a_call_for_help_that_appears_by_an_edit_is_one(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了")
    li.edits("冲压2号机着火了")
    assert li.skips() == ["report.confirm", "alarm.raised"]
    assert called(world)


def test_also_in_a_message_nobody_here_knows(world: World) -> None:
    li = world.person("李强")
    li.said.append("before our time")
    li.edits("二号炉着火了")
    li.hears("alarm.raised")


def test_a_correction_of_a_call_is_news_for_those_on_their_way_and_no_second_call(world: World) -> None:
    li = world.person("李强")
    li.sends("二号炉着火了")
    li.skips()
    leader = called(world)[0]
    leader.skips()
    li.edits("三号炉着火了，不是二号")
    assert "alarm.news" in leader.skips()
    assert "三号炉" in leader.words()
    assert kinds_of(world, case_of(world).id) == ["alarm_raised", "alarm_told"]


def test_a_deleted_call_still_stands(world: World) -> None:
    li = world.person("李强")
    li.sends("二号炉着火了")
    li.skips()
    li.deletes()
    assert "dialogue.cancelled" not in li.skips()
    assert kinds_of(world, case_of(world).id) == ["alarm_raised", "message_deleted"]
    assert case_of(world).state == State.ALARM


# What is passed over in silence


@pytest.mark.parametrize("deleted", [False, True])
def test_what_is_not_known_here_is_passed_over(quick_world: World, deleted: bool) -> None:
    li = quick_world.person("李强")
    li.said.append("before our time")
    if deleted:
        li.deletes()
    else:
        li.edits("冲压3号机防护罩松了")
    li.hears_nothing()


def test_small_talk_is_changed_without_an_answer(quick_world: World) -> None:
    li = quick_world.person("李强")
    for word in ("在吗", "帮助", "我的上报"):
        li.sends(word)
        li.skips()
        li.edits("在不在")
        li.deletes()
        li.hears_nothing()


def test_nobody_changes_what_another_has_sent(quick_world: World) -> None:
    world = quick_world
    li, wang = world.person("李强"), world.person("王芳")
    report(world)
    wang.said = list(li.said)
    wang.edits("没事了，不用修")
    wang.deletes()
    wang.hears_nothing()
    assert kinds_of(world, case_of(world).id) == ["reported", "assigned"]


def test_an_edit_that_comes_twice_is_one(world: World) -> None:
    li = world.person("李强")
    report(world)
    envelope = world.envelope(li.code, text="冲压3号机防护罩松了", edits=li.said[-1])
    assert world.send(envelope, envelope) == [True, False]
    li.hears("case.amended")


def test_too_long_an_edit_changes_nothing(quick_world: World) -> None:
    li = quick_world.person("李强")
    report(quick_world)
    li.edits("长" * 2001)
    li.hears("unknown.too_long")
    assert kinds_of(quick_world, case_of(quick_world).id) == ["reported", "assigned"]


# Albums


def album(world: World, who: Someone, *captions: str) -> None:
    """Pictures that belong together, each a message of its own."""
    size = {"id": "a1", "size": len(captions)}
    parts = [
        world.envelope(who.code, text=text, photos=[world.upload(photograph(n, size=(640, 480)))], album=size)
        for n, text in enumerate(captions)
    ]
    who.said += [part.key for part in parts]
    world.send(*parts)


def test_one_picture_of_an_album_is_taken_back_and_the_others_stay(world: World) -> None:
    li = world.person("李强")
    album(world, li, "冲压2号机防护罩松了", "", "")
    li.hears("report.confirm")
    li.deletes()
    (asked,) = li.hears("report.confirm")
    assert (asked.facts["photos"], draft_photos(world)) == (2, 2)
    li.edits("仓库3号门插座烧黑了", back=3)
    li.hears("report.confirm")
    li.deletes(back=3)
    li.hears("report.what")
    assert draft_photos(world) == 1
    li.sends("冲压2号机防护罩松了")
    li.taps("submit")
    assert words_of(world) == [("words", "冲压2号机防护罩松了")]


def test_an_album_that_is_deleted_whole_is_put_aside_as_one_message_is(world: World) -> None:
    li = world.person("李强")
    album(world, li, "冲压2号机防护罩松了", "", "")
    li.hears("report.confirm")
    for left in (2, 1):
        li.deletes(back=left + 1)
        (asked,) = li.hears("report.what")
        assert (asked.facts["photos"], draft_photos(world)) == (left, left)
    li.deletes()
    li.hears("dialogue.cancelled")
    assert draft_photos(world) == 0


def test_a_caption_changed_after_submitting_is_on_record_whichever_part_it_was(world: World) -> None:
    li = world.person("李强")
    album(world, li, "冲压2号机防护罩松了", "")
    li.taps("submit")
    li.skips()
    li.edits("冲压3号机防护罩松了", back=2)
    li.hears("case.amended")
