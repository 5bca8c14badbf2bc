"""人员: officers find somebody and say what they are; those concerned hear it, and what is not theirs is refused."""

from typing import Any

import pytest
from sqlalchemy import insert, select

from storage import tables
from storage.engine import write_transaction
from storage.sealed_types import for_table
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import Someone, World, case_of
from workflow.ids import new_id


def roles(world: World, who: Someone) -> set[str]:
    """What somebody is today."""
    today, held = world.clock().date(), tables.memberships
    rows = world.rows(select(held).where(held.c.person_id == who.id))
    return {row.role for row in rows if row.since <= today and (row.until is None or row.until >= today)}


def opens(by: Someone, who: Someone) -> None:
    """The card of somebody, by their name."""
    by.sends(f"人员 {who.name}", f"/people {who.name_en}")
    assert by.skips()[-1] == "staff.card"


def gives(by: Someone, who: Someone, role: str, *way: str) -> list[str]:
    opens(by, who)
    by.taps("roles")
    by.taps(role)
    for value in way:
        by.taps(value)
    return by.skips()


def department(world: World, code: str) -> str:
    (row,) = world.rows(select(tables.departments.c.id).where(tables.departments.c.code == code))
    return str(row.id)


def area(world: World, code: str) -> str:
    (row,) = world.rows(select(tables.areas.c.id).where(tables.areas.c.code == code))
    return str(row.id)


def events_of(world: World, who: Someone) -> list[tuple[str, str | None]]:
    events = tables.events
    mine = select(events).where(events.c.subject_kind == "person", events.c.subject_id == who.id)
    return [(row.kind, row.actor_id) for row in world.rows(mine.order_by(events.c.version))]


@story("people", "人员：加职务、请假、停用", "People: a role, a leave, shut out")
def test_an_officer_gives_a_role_sends_on_leave_and_shuts_out(told: World) -> None:
    world = told
    officer, wang, zhang = world.person("韩磊"), world.person("王芳"), world.person("张伟")
    answers = gives(officer, wang, "team_leader", department(world, "CC"), area(world, "CK"), "here", "yes")
    assert answers[-2:] == ["staff.sure_role", "staff.role_given"]
    wang.hears("staff.yours")
    assert roles(world, wang) == {"worker", "team_leader"}
    officer.taps("undo")
    officer.hears("staff.undone")
    wang.hears("staff.not_yours")
    assert roles(world, wang) == {"worker"}
    opens(officer, zhang)
    officer.taps("leave")
    officer.sends(wang.name, wang.name_en)
    officer.taps(wang.id)
    officer.taps("0")
    officer.taps("7")
    officer.taps("yes")
    assert officer.skips()[-1] == "staff.on_leave"
    zhang.hears("staff.on_leave_you")
    wang.hears("deputy.yours")
    report(world)
    assert "task.new" in wang.skips()
    opens(officer, zhang)
    officer.taps("block")
    officer.taps("yes")
    heard = officer.skips()
    assert [topic for topic in heard if topic.startswith("staff.")] == [
        "staff.sure_block",
        "staff.blocked",
        "staff.work",
    ]
    assert case_of(world).owner_id != zhang.id
    zhang.sends("在吗", "hello")
    zhang.hears("staff.shut_out")
    zhang.sends("怎么了", "what is it")
    zhang.hears_nothing()
    opens(officer, zhang)
    officer.taps("unblock")
    officer.taps("yes")
    officer.hears("staff.sure_in", "staff.let_in")
    zhang.hears("staff.in")
    zhang.sends("帮助", "help")
    zhang.hears("help.main")


def test_what_is_left_unconfirmed_changes_nothing(world: World) -> None:
    officer, wang = world.person("韩磊"), world.person("王芳")
    assert gives(officer, wang, "acceptor", department(world, "CC"), "no")[-1] == "staff.as_it_was"
    opens(officer, wang)
    officer.taps("roles")
    officer.sends("取消")
    assert officer.skips()[-1] == "dialogue.cancelled"
    opens(officer, wang)
    officer.taps("block")
    officer.taps("no")
    assert officer.skips()[-1] == "staff.as_it_was"
    assert roles(world, wang) == {"worker"}
    assert events_of(world, wang) == []


def test_whoever_changes_departments_takes_the_roles_along_and_can_be_put_back(world: World) -> None:
    officer, zhang = world.person("韩磊"), world.person("张伟")
    before = {(row.role, row.department_id, row.area_id, row.until) for row in posts(world, zhang)}
    opens(officer, zhang)
    officer.taps("move")
    officer.taps(department(world, "CC"))
    officer.taps("nowhere")
    officer.taps("yes")
    assert officer.skips()[-1] == "staff.moved"
    zhang.hears("staff.moved_you")
    now = [row for row in posts(world, zhang) if row.until is None]
    assert {row.department_id for row in now} == {department(world, "CC")}
    officer.taps("undo")
    assert officer.skips()[-1] == "staff.undone"
    assert {(row.role, row.department_id, row.area_id, row.until) for row in posts(world, zhang)} >= before
    assert [kind for kind, _ in events_of(world, zhang)] == ["moved", "moved"]


def posts(world: World, who: Someone) -> list[Any]:
    held = tables.memberships
    return world.rows(select(held).where(held.c.person_id == who.id))


def test_a_role_that_was_ended_holds_again_when_that_is_undone(world: World) -> None:
    officer, sun = world.person("韩磊"), world.person("孙立军")
    led = next(row.id for row in posts(world, sun) if row.role == "team_leader")
    opens(officer, sun)
    officer.taps("roles")
    officer.taps(led)
    officer.taps("yes")
    assert officer.skips()[-1] == "staff.role_ended"
    assert "team_leader" not in roles(world, sun)
    officer.taps("undo")
    assert officer.skips()[-1] == "staff.undone"
    assert "team_leader" in roles(world, sun)


def test_roles_of_the_whole_company_are_the_administrators_to_give(world: World) -> None:
    officer, admin, wang = world.person("韩磊"), world.person("丁毅"), world.person("王芳")
    opens(officer, wang)
    officer.taps("roles")
    offered = [choice["value"] for choice in officer.everything()[-1].choices]
    assert "administrator" not in offered
    assert "team_leader" in offered
    opens(officer, admin)
    assert "block" not in [choice["value"] for choice in officer.everything()[-1].choices]
    assert gives(admin, wang, "safety_officer", "yes")[-1] == "staff.role_given"
    assert "safety_officer" in roles(world, wang)


def test_nobody_makes_themselves_more_than_they_are(world: World) -> None:
    admin = world.person("丁毅")
    assert gives(admin, admin, "executive", "yes")[-1] == "refused.own_role"
    assert roles(world, admin) == {"administrator"}


def test_the_last_administrator_stays(world: World) -> None:
    admin, wang = world.person("丁毅"), world.person("王芳")
    (own,) = [row.id for row in posts(world, admin)]
    opens(admin, admin)
    assert "block" not in [choice["value"] for choice in admin.everything()[-1].choices]
    admin.taps("roles")
    admin.taps(own)
    admin.taps("yes")
    assert admin.skips()[-1] == "refused.last_administrator"
    assert gives(admin, wang, "administrator", "yes")[-1] == "staff.role_given"
    opens(admin, admin)
    admin.taps("roles")
    admin.taps(own)
    admin.taps("yes")
    assert admin.skips()[-1] == "staff.role_ended"
    assert roles(world, admin) == set()


@pytest.mark.parametrize("name", ["李强", "马海涛", "周建国"])
def test_whoever_may_not_is_told_so_and_it_is_on_record(world: World, name: str) -> None:
    someone = world.person(name)
    someone.sends("/people 张伟")
    someone.hears("refused.not_yours")
    rows = world.rows(tables.audit_records.select())
    assert [row.facts["right"] for row in rows if row.actor_id == someone.id] == ["staff"]


def test_a_card_of_before_is_no_way_round_the_right(world: World) -> None:
    admin, officer = world.person("丁毅"), world.person("韩磊")
    opens(officer, world.person("王芳"))
    token = officer.latest("block").token("block")
    (own,) = [row.id for row in posts(world, officer)]
    opens(admin, officer)
    admin.taps("roles")
    admin.taps(own)
    admin.taps("yes")
    officer.skips()
    officer.taps_token(token)
    officer.hears("refused.not_yours")


def test_who_waits_to_come_in_stands_on_the_page(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends("人员")
    offered = [choice["value"] for choice in officer.everything()[-1].choices]
    assert "invite" in offered
    assert "requests" not in offered
    ask = {"bot": "stub", "address": "new", "made_at": world.clock(), "state": "open"}
    with write_transaction(world.company.engine) as connection:
        connection.execute(
            insert(tables.join_requests), for_table(tables.join_requests, {"id": new_id(), "name": "新人", **ask})
        )
    officer.sends("人员")
    officer.taps("requests")
    assert officer.skips()[-1] == "enrol.asked"


def test_a_name_that_nobody_has_is_asked_for_again(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends("人员 赵钱孙")
    officer.hears("staff.who")
    assert "赵钱孙" in officer.words()
    officer.sends("zhangwei")
    officer.hears("staff.who")
    officer.taps(world.person("张伟").id)
    officer.hears("staff.card")


def test_leave_ends_by_itself_or_by_an_officer(world: World) -> None:
    officer, wang, zhang = world.person("韩磊"), world.person("王芳"), world.person("张伟")
    opens(officer, zhang)
    officer.taps("leave")
    officer.sends(wang.name)
    officer.taps(wang.id)
    officer.taps("0")
    officer.taps("3")
    officer.taps("yes")
    officer.taps("undo")
    assert officer.skips()[-1] == "staff.undone"
    assert wang.skips() == ["deputy.yours", "deputy.ended"]
    assert zhang.skips() == ["staff.on_leave_you", "staff.leave_over"]
    opens(officer, zhang)
    assert "leave" in [choice["value"] for choice in officer.everything()[-1].choices]


def sends_on_leave(by: Someone, who: Someone, deputy: Someone) -> str:
    """The token of what takes it back."""
    opens(by, who)
    by.taps("leave")
    by.sends(deputy.name)
    by.taps(deputy.id)
    by.taps("0")
    by.taps("3")
    by.taps("yes")
    assert by.skips()[-1] == "staff.on_leave"
    return by.latest("undo").token("undo")


def deputies_of(world: World, who: Someone) -> list[str]:
    held = tables.deputies.c
    wanted = select(held.deputy_id).where(held.person_id == who.id, held.ended_at.is_(None))
    return [row.deputy_id for row in world.rows(wanted)]


def test_nobody_is_offered_as_their_own_deputy(world: World) -> None:
    officer, zhang = world.person("韩磊"), world.person("张伟")
    opens(officer, zhang)
    officer.taps("leave")
    officer.skips()
    officer.sends("张伟")
    (heard,) = officer.hears("staff.stands_in_self")
    assert zhang.id not in [choice["value"] for choice in heard.choices]


def test_an_ended_leave_is_asked_for_twice_told_to_both_and_goes_on_when_that_is_undone(world: World) -> None:
    officer, wang, zhang = world.person("韩磊"), world.person("王芳"), world.person("张伟")
    sends_on_leave(officer, zhang, wang)
    wang.skips()
    zhang.skips()
    opens(officer, zhang)
    officer.taps("back")
    assert officer.skips()[-1] == "staff.sure_back"
    assert deputies_of(world, zhang) == [wang.id]
    officer.taps("yes")
    assert officer.skips()[-1] == "staff.back"
    zhang.hears("staff.leave_over")
    wang.hears("deputy.ended")
    assert "回来" not in wang.words()
    officer.taps("undo")
    assert officer.skips()[-1] == "staff.undone"
    assert deputies_of(world, zhang) == [wang.id]


def test_an_old_undo_of_a_leave_leaves_the_deputy_a_colleague_named_since(world: World) -> None:
    officer, colleague, zhang = world.person("韩磊"), world.person("吴静"), world.person("张伟")
    sun = world.person("孙立军")
    token = sends_on_leave(officer, zhang, world.person("王芳"))
    opens(colleague, zhang)
    colleague.taps("back")
    colleague.taps("yes")
    later = colleague.latest("undo").token("undo")
    sends_on_leave(colleague, zhang, sun)
    officer.taps_token(token)
    assert officer.skips()[-1] == "refused.overtaken"
    colleague.taps_token(later)
    assert colleague.skips()[-1] == "refused.overtaken"
    assert deputies_of(world, zhang) == [sun.id]


def test_letting_in_is_asked_for_twice_and_undone_if_nobody_changed_it_since(world: World) -> None:
    officer, colleague, zhang = world.person("韩磊"), world.person("吴静"), world.person("张伟")
    opens(officer, zhang)
    officer.taps("block")
    officer.taps("yes")
    first = officer.latest("undo").token("undo")
    opens(colleague, zhang)
    colleague.taps("unblock")
    assert colleague.skips()[-1] == "staff.sure_in"
    assert blocked(world, zhang)
    colleague.taps("yes")
    assert colleague.skips()[-1] == "staff.let_in"
    assert not blocked(world, zhang)
    colleague.taps("undo")
    assert "staff.undone" in colleague.skips()
    assert blocked(world, zhang)
    officer.skips()
    officer.taps_token(first)
    assert officer.skips()[-1] == "refused.overtaken"
    assert blocked(world, zhang)


def blocked(world: World, who: Someone) -> bool:
    (row,) = world.rows(select(tables.people.c.blocked_at).where(tables.people.c.id == who.id))
    return row.blocked_at is not None


def test_the_last_safety_officer_stays(world: World) -> None:
    admin, first, last = world.person("丁毅"), world.person("韩磊"), world.person("吴静")
    opens(admin, first)
    admin.taps("block")
    admin.taps("yes")
    opens(admin, last)
    admin.taps("block")
    admin.taps("yes")
    assert admin.skips()[-1] == "refused.last_safety_officer"
    assert not blocked(world, last)
    (own,) = [row.id for row in posts(world, last) if row.role == "safety_officer"]
    opens(admin, last)
    admin.taps("roles")
    admin.taps(own)
    admin.taps("yes")
    assert admin.skips()[-1] == "refused.last_safety_officer"
    assert "safety_officer" in roles(world, last)


def test_whoever_is_shut_out_finds_no_chat_event_answered_and_no_name_on_lists(world: World) -> None:
    officer, zhang = world.person("韩磊"), world.person("张伟")
    opens(officer, zhang)
    officer.taps("block")
    officer.taps("yes")
    zhang.skips()
    world.send(world.envelope(zhang.code, event="arrived"))
    zhang.hears_nothing()
    world.clock.passes(hours=30)
    world.work()
    zhang.hears_nothing()
    sun = world.person("孙立军")
    sun.sends("代理")
    sun.sends("张伟")
    assert zhang.id not in [choice["value"] for choice in sun.everything()[-1].choices]
