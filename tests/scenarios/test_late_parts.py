"""Parts of an album that come when the others have been answered: they join the draft or the case."""

from sqlalchemy import select

from storage import tables
from tests.scenarios.albums import GUARD, GUARD_EN, part, roles
from tests.scenarios.test_whole_life import report
from tests.world import World, by_id, case_of, kinds_of


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
