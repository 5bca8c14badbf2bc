"""效果评估: a quarter held against earlier ones in chat, with what cannot be judged said as such; by whoever may."""

import pytest
from sqlalchemy import select

from storage import tables
from storage.audit import Kind
from tests.scenarios.test_admin_accidents import WHAT
from tests.scenarios.test_indicators import count
from tests.stories import story
from tests.world import Someone, World, by_id


def closes(world: World) -> None:
    """A case from its report to its closing."""
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", "guard of press 2 is loose", photos=1)
    li.taps("submit")
    case = max(world.rows(select(tables.hazards)), key=lambda row: row.received_at)
    owner, acceptor = by_id(world, case.owner_id), by_id(world, case.acceptor_id)
    owner.taps("take")
    owner.sends("换好了", "replaced", photos=1)
    owner.taps("submit")
    acceptor.taps("accept")
    acceptor.taps("on_site")


def records_accident(officer: Someone, severity: str) -> None:
    officer.sends("事故登记", "/accident")
    officer.taps("record")
    officer.taps("today")
    officer.sends("机械", "machinery")
    officer.taps(severity)
    officer.sends(*WHAT)
    officer.taps("no_case")
    officer.taps("sure")


@story("effect", "效果评估", "The effect of it all")
def test_a_quarter_is_held_against_the_one_before_and_few_are_said_to_be_few(told: World) -> None:
    world = told
    world.clock.passes(days=-100)  # in August
    officer = world.person("韩磊")
    closes(world)
    records_accident(officer, "minor")
    records_accident(officer, "near_miss")
    world.clock.passes(days=100)
    closes(world)
    count(world)
    officer.skips()
    officer.sends("效果评估", "/effect")
    (heard,) = officer.hears("effect.sheet")
    facts = heard.facts
    assert (facts["first"], facts["last"]) == ("2026-10-01", "2026-11-23")
    assert (facts["then_first"], facts["then_last"]) == ("2026-07-01", "2026-08-23")
    by_name = {each["name"]: each for each in facts["figures"]}
    assert (by_name["passed"]["now"]["counts"], by_name["passed"]["then"]["counts"]) == (1, 1)
    assert {each["verdict"] for each in facts["figures"]} == {"unknown"}
    assert facts["accidents"]["now"] == {"happened": 0, "hurt": 0, "near_misses": 0, "linked": 0}
    assert facts["accidents"]["then"] == {"happened": 1, "hurt": 1, "near_misses": 1, "linked": 0}
    assert facts["accidents"]["verdict"] == "unknown"
    assert len(officer.words().splitlines()) == 6
    officer.taps("year")
    (none,) = officer.hears("effect.no_earlier")
    assert none.facts["against"] == "year"
    officer.taps("start")
    (start,) = officer.hears("effect.no_earlier")  # its first 54 days reach into October
    assert start.facts["against"] == "start"
    officer.taps("quarter")
    officer.sends("三季度", "Q3")
    third = officer.hears("effect.which", "effect.no_earlier")[-1]
    assert third.facts["first"] == "2026-07-01"


def test_what_names_no_quarter_is_asked_again(world: World) -> None:
    officer = world.person("韩磊")
    officer.sends("效果评估", "/effect")
    officer.hears("effect.nothing")
    officer.taps("quarter")
    officer.sends("随便", "whatever")
    officer.hears("effect.which", "effect.which_again")
    officer.sends("取消", "cancel")
    assert "effect.sheet" not in officer.skips()


@pytest.mark.parametrize("name", ["李强", "张伟", "马海涛"])
def test_whoever_may_not_is_told_so_and_it_is_on_record(world: World, name: str) -> None:
    person = world.person(name)
    person.sends("效果评估", "/effect")
    person.hears("evidence.not_yours")
    kinds = select(tables.audit_records.c.kind).where(tables.audit_records.c.actor_id == person.id)
    assert Kind.DENIED in world.rows(kinds)[-1]
