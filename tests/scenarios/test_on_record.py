"""What stands on record beside the events of cases: who was denied what, and who has read a case from outside it."""

from typing import Any

from sqlalchemy import select, update

from storage import tables
from storage.audit import Kind
from storage.engine import write_transaction
from tests.scenarios.test_whole_life import report
from tests.scenarios.unnamed import anonymous_report
from tests.world import Someone, World, case_of


def on_record(world: World, kind: Kind) -> list[Any]:
    records = tables.audit_records
    return world.rows(select(records).where(records.c.kind == kind).order_by(records.c.id))


def test_whoever_asks_for_a_case_that_is_not_theirs_is_sent_to_somebody_and_stands_on_record(world: World) -> None:
    report(world)
    wang = world.person("王芳")
    wang.sends(case_of(world).number)
    wang.hears("refused.unknown_case")
    assert "安全员" in wang.words()
    (denied,) = on_record(world, Kind.DENIED)
    assert denied.actor_id == wang.id
    assert denied.facts == {"answer": "refused.unknown_case", "right": "see", "number": case_of(world).number}


def test_whoever_begins_what_is_not_theirs_is_told_whose_it_is(world: World) -> None:
    li = world.person("李强")
    li.sends("邀请")
    li.hears("refused.not_yours")
    assert "安全员、安全总监、主要负责人、系统管理员" in li.words()
    (denied,) = on_record(world, Kind.DENIED)
    assert (denied.actor_id, denied.facts) == (li.id, {"answer": "refused.not_yours", "right": "enrol"})


def test_who_may_do_it_is_said_in_english_too(world: World) -> None:
    david = world.person("David Miller")
    david.sends("invite")
    david.hears("refused.not_yours")
    assert "safety officer or safety director or executive or administrator" in david.words()


def test_a_command_that_is_refused_names_its_case_and_who_may(world: World) -> None:
    owner = report(world)
    owner.taps("take")
    owner.taps("submit")
    with write_transaction(world.company.engine) as connection:
        connection.execute(update(tables.hazards).values(owner_id=world.person("王芳").id))
    owner.sends("换好了", photos=1)
    assert owner.skips()[-1] == "refused.not_yours"
    assert "整改责任人" in owner.words()
    (denied,) = on_record(world, Kind.DENIED)
    assert (denied.actor_id, denied.subject_id) == (owner.id, case_of(world).id)
    assert denied.facts == {"answer": "refused.not_yours", "right": "work"}


def _readers(world: World) -> list[str]:
    return [each.actor_id for each in on_record(world, Kind.READ)]


def test_only_who_reads_a_case_from_outside_it_stands_on_record(world: World) -> None:
    owner = report(world)
    number = case_of(world).number
    for inside in ("李强", "孙立军", owner.name):  # its reporter, the leader of its area, its owner
        world.person(inside).sees(number)
    assert _readers(world) == []
    officer = world.person("吴静")
    officer.sees(number)
    assert _readers(world) == [officer.id]
    (read,) = on_record(world, Kind.READ)
    assert (read.subject_kind, read.subject_id) == ("hazard", case_of(world).id)


def test_the_lines_of_a_list_are_read_too(world: World) -> None:
    report(world)
    officer: Someone = world.person("吴静")
    for words in ("隐患", "查 防护罩"):
        before = len(_readers(world))
        officer.sends(words)
        assert _readers(world)[before:] == [officer.id], words


def test_an_unnamed_reporter_stands_nowhere_on_record(world: World) -> None:
    li, _ = anonymous_report(world)
    number = case_of(world).number
    li.sends(number)
    assert li.skips()
    assert [row.actor_id for row in world.rows(select(tables.audit_records)) if row.actor_id == li.id] == []
