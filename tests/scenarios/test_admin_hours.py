"""班次: when somebody is at work is shown, changed and taken back; so is whether people off shift are let be."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from storage import tables
from tests.stories import story
from tests.world import Someone, World


def shift_of(world: World, someone: Someone) -> str:
    (row,) = world.rows(select(tables.people.c.shift).where(tables.people.c.id == someone.id))
    return str(row.shift)


def is_quiet(world: World) -> bool | None:
    (row,) = world.rows(select(tables.company.c.quiet))
    return row.quiet  # type: ignore[no-any-return]


def another(world: World, someone: Someone) -> str:
    """A shift that is not theirs, and is no team's."""
    mine = shift_of(world, someone)
    codes = world.rows(select(tables.shifts.c.code, tables.shifts.c.starts).order_by(tables.shifts.c.code))
    return next(str(row.code) for row in codes if row.starts is not None and row.code != mine)


def opens(by: Someone, about: Someone) -> dict[str, Any]:
    by.sends(f"班次 {about.name}", f"/hours {about.name_en}")
    heard = by.everything()[-1]
    assert heard.topic == "hours.which"
    return heard.facts


@story("hours", "班次：改一个人的，又撤销", "Working hours: somebody's shift changed, and undone")
def test_somebodys_shift_is_changed_and_taken_back(told: World) -> None:
    officer, wang = told.person("韩磊"), told.person("王芳")
    before, after = shift_of(told, wang), another(told, wang)
    opens(officer, wang)
    officer.picks(after)
    officer.taps("sure")
    officer.hears("hours.which", "hours.sure", "hours.set")
    assert shift_of(told, wang) == after
    officer.taps("undo")
    officer.hears("hours.put_back")
    assert shift_of(told, wang) == before
    kinds = [row.kind for row in told.rows(select(tables.events).where(tables.events.c.subject_id == wang.id))]
    assert kinds == ["shift_set", "shift_set"]


def test_the_card_says_when_they_are_at_work_by_the_shift_they_have_now(world: World) -> None:
    officer, wang = world.person("韩磊"), world.person("王芳")
    opens(officer, wang)
    officer.taps("usual")
    if officer.everything()[-1].topic == "hours.sure":
        officer.taps("sure")
    world.clock.moment = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # Monday 20:00
    facts = opens(officer, wang)
    assert (facts["starts"], facts["ends"], facts["on_shift"]) == ("08:00", "18:00", False)
    assert facts["next"].startswith("2026-11-24T08:00")


def test_people_off_shift_are_let_be_and_not_and_as_before(world: World) -> None:
    officer = world.person("韩磊")
    before = is_quiet(world)
    officer.sends("班次")
    officer.taps("quiet")
    officer.taps("sure")
    assert officer.skips()[-1] == "hours.quiet_set"
    assert is_quiet(world) is True
    token = officer.latest("undo").token("undo")
    officer.taps_token(token)
    assert officer.skips()[-1] == "hours.quiet_put_back"
    officer.taps_token(token)
    assert is_quiet(world) is before


def test_an_old_undo_does_not_overwrite_what_a_colleague_set_since(world: World) -> None:
    officer, colleague, wang = world.person("韩磊"), world.person("吴静"), world.person("王芳")
    opens(officer, wang)
    officer.picks(another(world, wang))
    officer.taps("sure")
    token = officer.latest("undo").token("undo")
    third = another(world, wang)
    opens(colleague, wang)
    colleague.picks(third)
    colleague.taps("sure")
    officer.taps_token(token)
    assert officer.skips()[-1] == "refused.overtaken"
    assert shift_of(world, wang) == third


def test_unconfirmed_or_cancelled_it_stays(world: World) -> None:
    officer, wang = world.person("韩磊"), world.person("王芳")
    before = shift_of(world, wang)
    opens(officer, wang)
    officer.picks(another(world, wang))
    officer.taps("not_sure")
    assert officer.skips()[-1] == "staff.as_it_was"
    opens(officer, wang)
    officer.sends("取消")
    assert officer.skips()[-1] == "dialogue.cancelled"
    assert shift_of(world, wang) == before


@pytest.mark.parametrize("name", ["李强", "马海涛", "周建国"])
def test_whoever_may_not_is_told_so(world: World, name: str) -> None:
    someone = world.person(name)
    someone.sends("/hours 王芳")
    someone.hears("refused.not_yours")
