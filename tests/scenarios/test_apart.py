"""What belongs together and comes apart: late parts, pictures beside words, albums of one place and of several."""

import pytest
from sqlalchemy import select

from storage import tables
from tests.photographs import photograph
from tests.scenarios.test_whole_life import report
from tests.world import Someone, World, by_id, case_of, kinds_of
from workflow.lifecycle import State

GUARD, GUARD_EN = "冲压2号机防护罩松了", "guard of press 2 is loose"
ALBUM = "a1"


def part(
    someone: Someone, text: str = "", en: str = "", *, photo: bool = True, album: str = ALBUM, size: int = 1
) -> None:
    """A part of an album that comes by itself: nothing more is waited for."""
    world = someone.world
    uploads = [world.upload(picture(world))] if photo else []
    said = en if en and world.language == "en" else text
    envelope = world.envelope(someone.code, text=said, photos=uploads, album={"id": album, "size": size})
    someone.said.append(envelope.key)
    world.send(envelope)


def album(someone: Someone, *captions: tuple[str, str], name: str = ALBUM) -> None:
    """A whole album: a picture for each caption (Chinese and English; empty for none)."""
    world = someone.world
    english = world.language == "en"
    told = {"id": name, "size": len(captions)}
    parts = [
        world.envelope(someone.code, text=en if english else zh, photos=[world.upload(picture(world))], album=told)
        for zh, en in captions
    ]
    someone.said += [envelope.key for envelope in parts]
    world.send(*parts)


def picture(world: World) -> bytes:
    return photograph(len(world.platform.files), size=(320, 240))


def roles(world: World) -> list[tuple[str, str]]:
    kept = tables.attachments.c
    return sorted(tuple(row) for row in world.rows(select(kept.subject_id, kept.role)))


def cases(world: World) -> list[str]:
    return [row.id for row in world.rows(select(tables.hazards).order_by(tables.hazards.c.number))]


# Parts of an album that come late


def test_a_late_part_joins_the_open_draft(told: World) -> None:
    li = told.person("李强")
    part(li, GUARD, GUARD_EN)
    li.hears("report.confirm")
    part(li)
    (added,) = li.hears("photo.added")
    assert added.facts["total"] == 2
    li.taps("submit")
    li.hears("report.done")
    assert roles(told) == [(case_of(told).id, "found")] * 2


def test_a_late_caption_says_what_the_picture_before_it_shows(told: World) -> None:
    li = told.person("李强")
    part(li)
    li.hears("report.what")
    part(li, GUARD, GUARD_EN)
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 2


def test_a_late_caption_stands_beside_words_that_came_in_between(told: World) -> None:
    li = told.person("李强")
    part(li)
    li.sends(GUARD, GUARD_EN)
    li.skips()
    part(li, "左边也松了", "loose on the left too")
    (confirm,) = li.hears("report.confirm")
    said = (GUARD_EN, "loose on the left too") if told.language == "en" else (GUARD, "左边也松了")
    assert confirm.facts["words"] == "\n".join(said)


def test_a_late_part_joins_the_case_and_its_owner_is_told(told: World) -> None:
    li = told.person("李强")
    part(li, GUARD, GUARD_EN)
    li.taps("submit")
    li.skips()
    owner = by_id(told, case_of(told).owner_id)
    owner.hears("task.new")
    told.clock.passes(hours=3)
    part(li, "左边也松了", "loose on the left too")
    li.hears("photo.joined")
    owner.hears("task.more_pictures")
    assert roles(told) == [(case_of(told).id, "found")] * 2
    assert kinds_of(told, case_of(told).id)[-1] == "pictures_added"


def test_a_part_that_was_only_added_to_the_draft_leads_to_the_case_too(world: World) -> None:
    li = world.person("李强")
    li.sends(GUARD)
    part(li)
    li.taps("submit")
    world.clock.passes(hours=3)
    part(li)
    assert li.skips()[-1] == "photo.joined"
    assert roles(world) == [(case_of(world).id, "found")] * 2


def test_a_late_part_joins_a_report_that_was_put_aside(world: World) -> None:
    li = world.person("李强")
    part(li, GUARD)
    li.sends("取消")
    li.skips()
    part(li)
    li.hears("photo.added")
    li.taps("resume")
    assert li.everything()[-1].facts["photos"] == 2


def test_a_late_part_of_what_was_sent_for_a_task_is_progress(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    part(owner, "换好了")
    owner.taps("noted")
    owner.skips()
    part(owner)
    assert owner.skips()[0] == "photo.joined"
    assert [row for row in roles(world) if row[1] == "progress"] == [(case_of(world).id, "progress")] * 2


def test_a_changed_late_part_is_recorded_with_its_case(world: World) -> None:
    li = world.person("李强")
    part(li, GUARD)
    li.taps("submit")
    part(li, "左边也松了")
    li.edits("右边也松了")
    assert kinds_of(world, case_of(world).id)[-2:] == ["pictures_added", "message_edited"]


def test_messages_forwarded_later_are_no_parts_of_those_before(world: World) -> None:
    li = world.person("李强")
    part(li, GUARD, album="forward")
    li.taps("submit")
    li.skips()
    part(li, "灭火器过期了", album="forward")
    li.hears("report.confirm")
    assert not world.rows(select(tables.inbox).where(tables.inbox.c.album.is_not(None)))


# Pictures and words apart


def test_a_bare_picture_right_after_ones_own_report_joins_it(told: World) -> None:
    li = told.person("李强")
    li.sends(GUARD, GUARD_EN)
    li.taps("submit")
    li.skips()
    owner = by_id(told, case_of(told).owner_id)
    owner.skips()
    told.clock.passes(seconds=15)
    li.sends(photos=1)
    li.hears("photo.joined")
    owner.hears("task.more_pictures")
    assert roles(told) == [(case_of(told).id, "found")]


def test_it_can_turn_out_to_be_another_place(told: World) -> None:
    li = told.person("李强")
    li.sends(GUARD, GUARD_EN)
    li.taps("submit")
    first = case_of(told).id
    owner = by_id(told, case_of(told).owner_id)
    li.sends(photos=1)
    li.skips()
    owner.skips()
    li.taps("another_place")
    li.hears("report.what")
    owner.hears("task.fewer_pictures")
    li.sends("灭火器过期了", "extinguisher out of date")
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 1
    li.taps("submit")
    li.skips()
    assert kinds_of(told, first)[-2:] == ["pictures_added", "pictures_taken_out"]
    assert roles(told) == [(cases(told)[1], "found")]


def test_a_second_tap_on_another_place_takes_nothing_out_again(world: World) -> None:
    li = world.person("李强")
    li.sends(GUARD)
    li.taps("submit")
    li.sends(photos=1)
    li.taps("another_place")
    li.skips()
    li.taps("another_place")
    assert li.skips()[0] == "refused.no_pictures"
    li.sends("取消")
    li.skips()
    li.sends("继续")
    li.hears("report.what")


@pytest.mark.parametrize("seconds", [21, 600])
def test_a_bare_picture_later_on_is_a_report_of_its_own(world: World, seconds: int) -> None:
    li = world.person("李强")
    li.sends(GUARD)
    li.taps("submit")
    li.skips()
    world.clock.passes(seconds=seconds)
    li.sends(photos=1)
    li.hears("report.what")


def test_a_bare_picture_after_a_report_that_had_one_is_of_another_hazard(world: World) -> None:
    li = world.person("李强")
    li.sends(GUARD, photos=1)
    world.clock.passes(seconds=5)
    li.taps("submit")
    li.skips()
    world.clock.passes(seconds=5)
    li.sends(photos=1)
    li.hears("report.what")


def test_a_bare_picture_right_after_a_report_is_for_no_task_in_hand(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.skips()
    world.clock.passes(hours=9)
    owner.sends("灭火器过期了")
    owner.taps("submit")
    owner.skips()
    owner.sends(photos=1)
    assert owner.skips()[0] == "photo.joined"
    assert "progress" not in [role for _, role in roles(world)]


def test_a_bare_picture_is_for_the_task_when_its_owner_is_at_it_since(world: World) -> None:
    owner = report(world)
    owner.sends("灭火器过期了")
    owner.taps("submit")
    owner.taps("take")
    owner.skips()
    world.clock.passes(seconds=5)
    owner.taps("waiting_parts")
    owner.skips()
    owner.sends(photos=1)
    owner.hears("task.received")


def test_a_picture_after_words_is_for_that_report_though_a_list_was_opened_meanwhile(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.sends("取消")
    owner.sends("灭火器过期了")
    owner.sends("等我办")
    owner.skips()
    world.clock.passes(seconds=5)
    owner.sends(photos=1)
    (confirm,) = owner.hears("report.confirm")
    assert confirm.facts["photos"] == 1


def test_a_picture_with_its_own_words_right_after_a_report_is_another(world: World) -> None:
    li = world.person("李强")
    li.sends(GUARD, photos=1)
    li.taps("submit")
    li.skips()
    li.sends("灭火器过期了", photos=1)
    li.hears("report.confirm")


# Beside an anonymous report


def test_a_bare_picture_right_after_an_anonymous_report_is_asked_about_and_kept_private(told: World) -> None:
    li = told.person("李强")
    li.sends(f"匿名上报 {GUARD}", f"anonymous report: {GUARD_EN}")
    li.taps("submit")
    case = case_of(told)
    owner = by_id(told, case.owner_id)
    owner.skips()
    li.sends(photos=1)
    assert told.platform.to(li.code)[-1].choices
    assert not told.rows(select(tables.inbox).where(tables.inbox.c.sender == li.code))
    li.taps("add")
    owner.hears("task.more_pictures")
    (event,) = [row for row in told.rows(select(tables.events)) if row.kind == "pictures_added"]
    assert event.actor_id == case.reporter_id != li.id
    assert event.facts["message"] == ""
    (kept,) = told.rows(select(tables.attachments))
    assert (kept.subject_id, kept.role, kept.person_id, kept.remote) == (case.id, "found", None, None)
    assert not told.rows(select(tables.conversations).where(tables.conversations.c.person_id == li.id))
    assert not told.rows(select(tables.inbox).where(tables.inbox.c.sender == li.code))


@pytest.mark.parametrize(("answer", "left"), [("drop", 0), ("apart", 1)])
def test_it_is_dropped_or_becomes_another_anonymous_report(world: World, answer: str, left: int) -> None:
    li = world.person("李强")
    li.sends(f"匿名上报 {GUARD}")
    li.taps("submit")
    li.sends(photos=1)
    li.taps(answer)
    assert len(world.rows(select(tables.attachments))) == left
    if left:
        li.sends("冲压车间灭火器过期了")
        li.taps("submit")
        assert len(cases(world)) == 2
    assert all(row.reporter_id != li.id for row in world.rows(select(tables.hazards)))
    assert not world.rows(select(tables.inbox).where(tables.inbox.c.sender == li.code))


def test_a_late_part_of_an_anonymous_report_finds_no_trace_of_it(world: World) -> None:
    li = world.person("李强")
    li.sends("匿名上报")
    part(li, GUARD)
    li.taps("submit")
    assert not world.rows(select(tables.inbox).where(tables.inbox.c.album.is_not(None)))
    part(li)
    assert "匿名" in world.platform.to(li.code)[-1].text
    assert len(cases(world)) == 1


# An album that may be several hazards

THREE = ((GUARD, GUARD_EN), ("灭火器过期了", "extinguisher out of date"), ("插座烧黑了", "socket burnt black"))


def test_an_album_with_several_captions_is_asked_about_and_can_be_one_place(told: World) -> None:
    li = told.person("李强")
    album(li, *THREE[:2], ("", ""))
    (asked,) = li.hears("album.several")
    assert (asked.facts["photos"], asked.facts["count"]) == (3, 2)
    li.taps("same")
    (confirm,) = li.hears("report.confirm")
    assert confirm.facts["photos"] == 3
    assert len(confirm.facts["words"].splitlines()) == 2
    li.taps("submit")
    li.hears("report.done")
    assert roles(told) == [(case_of(told).id, "found")] * 3


def test_each_of_them_can_be_a_hazard_of_its_own_one_after_another(told: World) -> None:
    li = told.person("李强")
    album(li, *THREE)
    li.taps("each")
    li.hears("album.several", "album.next", "report.confirm")
    for count in (2, 3):
        li.taps("submit")
        _, following, confirm = li.hears("report.done", "album.next", "report.confirm")
        assert following.facts == {"number": count, "of": 3}
        assert confirm.facts["photos"] == 1
    li.taps("submit")
    li.hears("report.done")
    assert roles(told) == sorted((case, "found") for case in cases(told))
    assert len(cases(told)) == 3


def test_ten_parts_and_a_pause_in_the_middle_lose_nothing(world: World) -> None:
    li = world.person("李强")
    album(li, *((f"{n}号机防护罩松了", "") for n in range(10)))
    li.taps("each")
    for _ in range(4):
        li.taps("submit")
    li.sends("取消")
    world.clock.passes(days=5)
    world.work()
    li.sends("继续")
    for _ in range(6):
        li.taps("submit")
    li.skips()
    assert len(cases(world)) == 10
    assert roles(world) == sorted((case, "found") for case in cases(world))


def test_what_is_written_meanwhile_is_no_answer_of_a_part_that_waits(world: World) -> None:
    li = world.person("李强")
    album(li, THREE[0], ("冲压车间灭火器过期了", ""), THREE[2])
    li.taps("each")
    li.taps("submit")
    li.sends("匿名")
    li.taps("submit")
    li.skips()
    li.sends("通道地上有油没人管")
    li.hears("report.confirm")
    li.taps("submit")
    _, following, _ = li.hears("report.done", "album.next", "report.confirm")
    assert following.facts == {"number": 3, "of": 3}
    li.taps("submit")
    assert len(cases(world)) == 4
    assert sum(row.reporter_id != li.id for row in world.rows(select(tables.hazards))) == 1


def test_each_part_is_changed_by_itself(world: World) -> None:
    li = world.person("李强")
    album(li, *THREE[:2])
    li.taps("each")
    li.taps("submit")
    li.taps("submit")
    first, second = cases(world)
    li.edits("3号机防护罩松了", back=2)
    assert kinds_of(world, first)[-1] == "message_edited"
    assert kinds_of(world, second)[-1] != "message_edited"


def test_one_more_part_while_it_is_asked_counts_too(world: World) -> None:
    li = world.person("李强")
    album(li, *THREE[:2])
    part(li, "插座烧黑了")
    (_, asked) = li.hears("album.several", "album.several")
    assert asked.facts["count"] == 3
    li.taps("each")
    for _ in range(3):
        li.taps("submit")
    assert len(cases(world)) == 3
    assert roles(world) == sorted((case, "found") for case in cases(world))


def test_pictures_that_follow_while_it_is_asked_are_kept(world: World) -> None:
    li = world.person("李强")
    album(li, *THREE[:2])
    li.sends(photos=1)
    li.taps("each")
    li.taps("submit")
    li.taps("submit")
    first, second = cases(world)
    assert roles(world) == sorted([(first, "found"), (second, "found"), (second, "found")])


def test_a_cry_in_any_part_comes_before_everything(told: World) -> None:
    li = told.person("李强")
    album(li, *THREE[:2], ("二号炉着火了", "furnace 2 is on fire"))
    assert case_of(told).state == State.ALARM


def test_an_album_that_asks_for_no_name_is_one_anonymous_report(world: World) -> None:
    li = world.person("李强")
    album(li, ("匿名上报 " + GUARD, ""), ("灭火器过期了", ""))
    li.taps("submit")
    assert case_of(world).reporter_id != li.id
    assert not world.rows(select(tables.inbox).where(tables.inbox.c.sender == li.code))


def test_while_it_is_asked_the_album_can_become_anonymous(world: World) -> None:
    li = world.person("李强")
    album(li, *THREE[:2])
    li.sends("匿名")
    li.taps("submit")
    case = case_of(world)
    assert case.reporter_id != li.id
    assert roles(world) == [(case.id, "found")] * 2
    assert not world.rows(select(tables.inbox).where(tables.inbox.c.sender == li.code))
