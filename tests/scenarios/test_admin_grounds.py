"""区域、部门、日历: places are added, renamed, coloured and retired, a day counts otherwise; each of it is undone."""

import re
from datetime import date

import pytest
from sqlalchemy import delete, select, update

from storage import tables
from storage.engine import write_transaction
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
    officer.taps("yes")
    officer.hears("grounds.colour", "grounds.sure_colour", "grounds.coloured")
    officer.taps("undo")
    officer.hears("grounds.colour_undone")
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


def test_a_name_that_is_taken_or_too_long_is_asked_for_again_when_it_is_written(world: World) -> None:
    officer = world.person("韩磊")
    card(officer, "CY")
    officer.taps("rename")
    for name, topic in (("焊接车间", "refused.name_taken"), ("长" * 41, "refused.name_too_long")):
        officer.sends(name)
        assert officer.skips()[-1] == topic
    officer.sends("冲压一车间")
    officer.taps("yes")
    assert officer.skips()[-1] == "grounds.renamed"
    assert named(world, "冲压一车间")


def speaks(world: World, language: str) -> None:
    with write_transaction(world.company.engine) as connection:
        connection.execute(update(tables.people).values(language=language))


def both_names(world: World, code: str) -> tuple[str, str]:
    (row,) = world.rows(select(tables.areas).where(tables.areas.c.code == code))
    return row.name, row.name_en


def renames(officer: Someone, code: str, name: str) -> str:
    """The token of what takes it back."""
    card(officer, code)
    officer.taps("rename")
    officer.sends(name)
    officer.taps("yes")
    assert officer.skips()[-1] == "grounds.renamed"
    return officer.latest("undo").token("undo")


@pytest.mark.parametrize(
    ("language", "name", "after"), [("en", "Mess", ("食堂", "Mess")), ("zh_CN", "职工食堂", ("职工食堂", "Canteen"))]
)
def test_a_rename_leaves_the_name_in_the_other_language_and_its_undo_puts_back_both(
    world: World, language: str, name: str, after: tuple[str, str]
) -> None:
    officer = world.person("韩磊")
    speaks(world, language)
    assert both_names(world, "ST") == ("食堂", "Canteen")
    token = renames(officer, "ST", name)
    assert both_names(world, "ST") == after
    officer.taps_token(token)
    assert officer.skips()[-1] == "grounds.name_undone"
    assert both_names(world, "ST") == ("食堂", "Canteen")


def test_an_old_undo_does_not_overwrite_what_a_colleague_changed_since(world: World) -> None:
    officer, colleague = world.person("韩磊"), world.person("吴静")
    token = renames(officer, "ST", "一食堂")
    renames(colleague, "ST", "二食堂")
    officer.taps_token(token)
    assert officer.skips()[-1] == "refused.overtaken"
    assert both_names(world, "ST")[0] == "二食堂"
    card(officer, "ST")
    officer.taps("colour")
    officer.taps("red")
    officer.taps("yes")
    token = officer.latest("undo").token("undo")
    card(colleague, "ST")
    colleague.taps("colour")
    colleague.taps("blue")
    colleague.taps("yes")
    officer.skips()
    officer.taps_token(token)
    assert officer.skips()[-1] == "refused.overtaken"
    assert colours(world, "ST")[-1] == "blue"
    officer.sends("日历")
    officer.sends("12月5日")
    officer.taps("work")
    officer.taps("yes")
    token = officer.latest("undo").token("undo")
    colleague.sends("日历")
    colleague.sends("12月5日")
    colleague.taps("rest")
    colleague.taps("yes")
    officer.skips()
    officer.taps_token(token)
    assert officer.skips()[-1] == "refused.overtaken"
    assert kinds_on(world, date(2026, 12, 5)) == ["rest"]


def colours(world: World, code: str) -> list[str]:
    risks = tables.area_risks.c
    wanted = select(risks.colour).where(risks.area_id == area(world, code)).order_by(risks.since)
    return [row.colour for row in world.rows(wanted)]


def test_a_colour_is_asked_for_twice_and_where_there_was_none_there_is_none_again(world: World) -> None:
    officer = world.person("韩磊")
    with write_transaction(world.company.engine) as connection:
        connection.execute(delete(tables.area_risks))
    card(officer, "ST")
    officer.taps("colour")
    officer.taps("red")
    assert officer.skips()[-1] == "grounds.sure_colour"
    assert colours(world, "ST") == []
    officer.taps("yes")
    assert officer.skips()[-1] == "grounds.coloured"
    assert colours(world, "ST") == ["red"]
    officer.taps("undo")
    assert officer.skips()[-1] == "grounds.colour_undone"
    assert colours(world, "ST") == []


def test_what_is_retired_is_found_and_used_again(world: World) -> None:
    officer = world.person("韩磊")
    for words, table in (("区域", tables.areas), ("部门", tables.departments)):
        officer.sends(words)
        assert "retired" not in [choice["value"] for choice in officer.everything()[-1].choices]
        officer.taps("nowhere" if words == "区域" else "new")
        officer.sends("新的地方")
        officer.taps("yes")
        officer.taps("undo")
        assert officer.skips()[-1] == "grounds.retired"
        (row,) = world.rows(select(table.c.id).where(table.c.name == "新的地方"))
        officer.sends(words)
        officer.taps("retired")
        officer.taps(row.id)
        assert officer.skips()[-1] == "grounds.card"
        officer.taps("back")
        assert officer.skips()[-1] == "grounds.revived"
        assert [row.retired_at for row in world.rows(select(table.c.retired_at).where(table.c.id == row.id))] == [None]


def test_a_refusal_names_the_place_as_its_reader_does(world: World) -> None:
    officer = world.person("韩磊")
    speaks(world, "en")
    card(officer, "CY")
    officer.taps("retire")
    officer.taps("yes")
    assert officer.skips()[-1] == "refused.place_in_use"
    assert not re.search("[\u4e00-\u9fff]", officer.words())


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
    assert officer.skips()[-1] == "grounds.name_undone"
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
    assert officer.skips()[-1] == "grounds.day_past"
    officer.sends("12月5日")
    assert officer.skips()[-1] == "grounds.day_is"


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
