"""责任: gaps are shown, a row is changed and put back, and a sentence tells who would get it and why."""

import pytest
from sqlalchemy import delete, select, update

from storage import tables
from storage.engine import write_transaction
from tests.scenarios.test_admin_people import area, opens
from tests.stories import story
from tests.world import Someone, World, case_of


def rows_of(world: World) -> set[tuple[str, str | None, str]]:
    rows = tables.responsibilities
    return {(row.code, row.owner_id, row.department_id) for row in world.rows(select(rows))}


def drop(world: World, category: str) -> None:
    """Nobody has this kind any more, wherever it is."""
    rows = tables.responsibilities
    with write_transaction(world.company.engine) as connection:
        connection.execute(delete(rows).where(rows.c.category == category))
        connection.execute(delete(rows).where(rows.c.category.is_(None)))


@story("matrix", "责任：没落实的、定一行、试一试", "Responsibilities: a gap, a row, who gets it")
def test_a_gap_is_shown_filled_and_tried(told: World) -> None:
    world = told
    officer, wang = world.person("韩磊"), world.person("王芳")
    drop(world, "electrical")
    before = rows_of(world)
    officer.sends("责任", "matrix")
    (heard,) = officer.hears("matrix.gaps")
    assert heard.facts["items"][0] == {"area": None, "place": "", "category": "electrical", "left": ""}
    officer.sends("/matrix 冲压一线插座坏了", "/matrix Stamping line 1: broken socket")
    officer.hears("matrix.would_get")
    assert ("先到安全员手里" in officer.words()) or ("see it first" in officer.words())
    officer.sends("责任", "matrix")
    officer.taps("1")
    officer.sends(wang.name, wang.name_en)
    officer.taps(wang.id)
    officer.taps("yes")
    assert officer.skips()[-1] == "matrix.set"
    officer.sends("/matrix 冲压一线插座坏了", "/matrix Stamping line 1: broken socket")
    (seen,) = officer.hears("matrix.would_get")
    assert seen.facts["owner"] == (wang.name_en if world.language == "en" else wang.name)
    officer.taps("undo")
    officer.hears("matrix.put_back")
    assert rows_of(world) == before


def test_who_is_told_is_whoever_really_gets_it(world: World) -> None:
    officer, li = world.person("韩磊"), world.person("李强")
    said = "冲压一线防护罩松了"
    officer.sends(f"责任 {said}")
    (seen,) = officer.hears("matrix.would_get")
    li.sends(said)
    li.taps("submit")
    case = case_of(world)
    names = {p.id: p.name for p in world.people()}
    assert (names[case.owner_id], names[case.acceptor_id]) == (seen.facts["owner"], seen.facts["acceptor"])


def test_a_row_that_is_there_is_given_to_another_and_back(world: World) -> None:
    officer, wang = world.person("韩磊"), world.person("王芳")
    before = rows_of(world)
    officer.sends("责任")
    officer.taps("set")
    officer.taps("nowhere")
    officer.taps("electrical")
    officer.sends(wang.name)
    officer.taps(wang.id)
    officer.taps("yes")
    assert officer.skips()[-1] == "matrix.set"
    changed = rows_of(world) - before
    assert [(code, owner) for code, owner, _ in changed] == [("ZR-037", wang.id)]
    events = world.rows(select(tables.events).where(tables.events.c.subject_kind == "matrix"))
    assert [(row.kind, row.actor_id, row.facts["owner"]) for row in events] == [("owner_set", officer.id, wang.id)]
    officer.taps("undo")
    assert rows_of(world) == before


def sets_electrical(by: Someone, owner: Someone, *last: str) -> None:
    by.sends("责任")
    by.taps("set")
    by.taps("nowhere")
    by.taps("electrical")
    by.sends(owner.name)
    by.taps(owner.id)
    for value in last:
        by.taps(value)


def test_an_old_undo_does_not_take_back_what_a_colleague_set_since(world: World) -> None:
    officer, colleague = world.person("韩磊"), world.person("吴静")
    sets_electrical(officer, world.person("王芳"), "yes")
    token = officer.latest("undo").token("undo")
    sets_electrical(colleague, world.person("张伟"), "yes")
    officer.skips()
    before = rows_of(world)
    officer.taps_token(token)
    assert officer.skips()[-1] == "refused.overtaken"
    assert rows_of(world) == before


def test_whose_it_is_already_is_not_set_again(world: World) -> None:
    officer, wang = world.person("韩磊"), world.person("王芳")
    sets_electrical(officer, wang, "yes")
    officer.skips()
    sets_electrical(officer, wang)
    assert officer.skips()[-1] == "matrix.already"
    assert "undo" not in [choice["value"] for choice in officer.everything()[-1].choices]


def test_somebody_shut_out_leaves_a_gap_where_they_were_named(world: World) -> None:
    officer, pengfei = world.person("韩磊"), world.person("彭飞")
    officer.sends("责任")
    officer.hears("matrix.whole")
    rows = tables.responsibilities
    with write_transaction(world.company.engine) as connection:
        connection.execute(update(rows).where(rows.c.code == "ZR-037").values(owner_id=pengfei.id))
    opens(officer, pengfei)
    officer.taps("block")
    officer.taps("yes")
    officer.skips()
    officer.sends("责任")
    (heard,) = officer.hears("matrix.gaps")
    assert ("彭飞", "electrical") in [(gap["left"], gap["category"]) for gap in heard.facts["items"]]


def test_what_is_not_said_is_asked_for(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends("责任 这里不太对")
    officer.hears("matrix.would_get")
    assert "说清楚在哪" in officer.words()


def test_unconfirmed_or_cancelled_it_stays(world: World) -> None:
    officer, wang = world.person("韩磊"), world.person("王芳")
    before = rows_of(world)
    officer.sends("责任")
    officer.taps("set")
    officer.taps(area(world, "ST"))
    officer.taps("here")
    officer.taps("fire")
    officer.sends(wang.name)
    officer.taps(wang.id)
    officer.taps("no")
    assert officer.skips()[-1] == "staff.as_it_was"
    officer.sends("责任")
    officer.taps("set")
    officer.sends("取消")
    assert officer.skips()[-1] == "dialogue.cancelled"
    assert rows_of(world) == before


@pytest.mark.parametrize("name", ["李强", "马海涛", "周建国"])
def test_whoever_may_not_is_told_so(world: World, name: str) -> None:
    someone = world.person(name)
    someone.sends("/matrix")
    someone.hears("refused.not_yours")
