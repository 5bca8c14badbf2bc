"""Pictures that come apart from the words of their report, also of one without a name."""

import pytest
from sqlalchemy import select

from storage import tables
from tests.scenarios.albums import GUARD, GUARD_EN, cases, part, roles
from tests.scenarios.test_whole_life import report
from tests.world import World, by_id, case_of, kinds_of


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
