"""区域、部门、日历: places are added, renamed, coloured and retired, a day counts otherwise; each of it is undone."""

from datetime import date

import pytest
from sqlalchemy import select

from storage import tables
from tests.scenarios.test_admin_people import area, department
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World


def named(world: World, name: str) -> bool:
    """Whether one that can be picked is called so."""
    both = [world.rows(select(table.c.name, table.c.retired_at)) for table in (tables.areas, tables.departments)]
    return any(row.name == name and row.retired_at is None for rows in both for row in rows)


def kinds_on(world: World, day: date) -> list[str]:
    days = tables.calendar_days.c
    return [row.kind for row in world.rows(select(days.kind).where(days.day == day))]


def card(by: Someone, code: str) -> None:
    by.sends("区域", "areas")
    by.taps(area(by.world, code))
    by.taps("here")
    assert by.skips()[-1] == "grounds.card"


@story("grounds", "区域和日历", "Areas and the calendar")
def test_an_area_is_added_coloured_renamed_and_retired_and_a_saturday_worked(told: World) -> None:
    officer = told.person("韩磊")
    card(officer, "CY")
    officer.taps("inside")
    officer.sends("冲压三线", "Stamping line 3")
    officer.taps("yes")
    assert officer.skips()[-1] == "grounds.added"
    name = "冲压三线" if told.language == "zh_CN" else "Stamping line 3"
    assert named(told, name)
    (row,) = told.rows(select(tables.areas).where(tables.areas.c.name == name))
    assert row.path == f"/{area(told, 'CY')}/{row.id}/"
    officer.taps("undo")
    officer.hears("grounds.retired")
    assert not named(told, name)
    card(officer, "CY")
    officer.taps("colour")
    officer.taps("red")
    officer.hears("grounds.colour", "grounds.coloured")
    officer.taps("undo")
    officer.hears("grounds.coloured")
    officer.sends("日历", "calendar")
    officer.sends("12月5日", "5 December")
    officer.taps("work")
    officer.taps("yes")
    assert officer.skips()[-1] == "grounds.day_set"
    assert kinds_on(told, date(2026, 12, 5)) == ["work"]
    officer.taps("undo")
    officer.hears("grounds.day_undone")
    assert kinds_on(told, date(2026, 12, 5)) == []


def test_what_something_hangs_on_is_not_retired(world: World) -> None:
    officer = world.person("韩磊")
    report(world)
    officer.skips()
    card(officer, "CY")
    officer.taps("retire")
    officer.taps("yes")
    assert officer.skips()[-1] == "refused.place_in_use"
    assert named(world, "冲压车间")


def test_a_name_that_is_taken_or_too_long_is_refused(world: World) -> None:
    officer = world.person("韩磊")
    for name, topic in (("焊接车间", "refused.name_taken"), ("长" * 41, "refused.name_too_long")):
        card(officer, "CY")
        officer.taps("rename")
        officer.sends(name)
        officer.taps("yes")
        assert topic in officer.skips()
        officer.sends("取消")
        officer.skips()
    assert named(world, "冲压车间")


def test_a_department_is_added_renamed_and_retired(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends("部门")
    officer.taps("new")
    officer.sends("信息部")
    officer.taps("yes")
    assert officer.skips()[-1] == "grounds.added"
    (row,) = world.rows(select(tables.departments).where(tables.departments.c.name == "信息部"))
    officer.sends("部门")
    officer.taps("old")
    officer.picks(row.id)
    officer.taps("rename")
    officer.sends("数字化部")
    officer.taps("yes")
    assert officer.skips()[-1] == "grounds.renamed"
    officer.taps("undo")
    assert officer.skips()[-1] == "grounds.renamed"
    assert named(world, "信息部")
    officer.sends("部门")
    officer.taps("old")
    officer.picks(department(world, "SB"))
    officer.taps("retire")
    officer.taps("yes")
    assert officer.skips()[-1] == "refused.place_in_use"
    kinds = [row.kind for row in world.rows(select(tables.events).where(tables.events.c.subject_kind == "department"))]
    assert kinds == ["added", "renamed", "renamed"]


def test_days_that_are_over_and_days_that_are_none_are_not_set(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends("日历")
    officer.sends("2026-02-30")
    assert officer.skips()[-1] == "deputy.which_day"
    officer.sends("昨天")
    assert officer.skips()[-1] == "refused.day_past"


@pytest.mark.parametrize("words", ["区域", "部门", "日历"])
def test_unconfirmed_nothing_changes_and_others_may_not(world: World, words: str) -> None:
    li, officer = world.person("李强"), world.person("韩磊")
    li.sends(f"/{words}")
    li.hears("refused.not_yours")
    before = world.rows(select(tables.events.c.id))
    officer.sends(words)
    officer.sends("取消")
    assert officer.skips()[-1] == "dialogue.cancelled"
    assert world.rows(select(tables.events.c.id)) == before
