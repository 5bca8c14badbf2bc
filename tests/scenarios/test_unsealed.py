"""Unsealing an anonymous report in chat: two people learn a name, the reporter hears it, and no copy of it stays."""

from sqlalchemy import select

from storage import tables
from storage.audit import Kind
from tests.scenarios.hiding import columns_with
from tests.scenarios.test_on_record import on_record
from tests.scenarios.unnamed import anonymous_report
from tests.world import World, case_of

DIRECTOR, EXECUTIVE = "林志远", "周建国"


def ask(world: World) -> None:
    """The director asks who has reported the one case there is."""
    director = world.person(DIRECTOR)
    director.skips()
    director.sends("揭名")
    director.sends(case_of(world).number)
    director.sends("要做笔录，核实经过")
    assert director.skips() == ["unseal.which", "unseal.why", "unseal.asked"]


def test_two_people_learn_the_name_once_and_the_reporter_hears_who(world: World) -> None:
    li, _ = anonymous_report(world)
    ask(world)
    second = world.person(EXECUTIVE)
    second.taps("look")
    assert "要做笔录" in second.words()
    before = len(world.platform.sent)
    second.taps("yes")
    told = world.platform.sent[before:]
    names = [outgoing.address for outgoing in told if "李强（liqiang）" in outgoing.text]
    assert sorted(names) == sorted([world.person(DIRECTOR).code, second.code])
    (heard,) = [outgoing.text for outgoing in told if outgoing.address == li.code]
    assert "林志远和周建国" in heard
    assert case_of(world).number in heard
    (unsealed,) = on_record(world, Kind.UNSEALED)
    assert (unsealed.actor_id, unsealed.subject_id) == (second.id, case_of(world).id)
    assert unsealed.facts["asked_by"] == world.person(DIRECTOR).id


def test_no_copy_of_the_name_stays_beside_the_case(world: World) -> None:
    anonymous_report(world)
    before = columns_with(world, "李强", world.person("李强").id)
    ask(world)
    world.person(EXECUTIVE).taps("look")
    world.person(EXECUTIVE).taps("yes")
    assert columns_with(world, "李强", world.person("李强").id) == before


def test_a_refusal_keeps_the_seal_and_is_told(world: World) -> None:
    li, _ = anonymous_report(world)
    ask(world)
    second = world.person(EXECUTIVE)
    second.taps("look")
    heard = len(world.platform.to(li.code))
    second.taps("no")
    assert world.person(DIRECTOR).skips() == ["unseal.declined"]
    assert len(world.platform.to(li.code)) == heard
    assert on_record(world, Kind.UNSEALED) == []


def test_the_second_word_comes_within_a_day(world: World) -> None:
    anonymous_report(world)
    ask(world)
    world.clock.passes(hours=25)
    second = world.person(EXECUTIVE)
    second.taps("look")
    assert second.skips()[-1] == "refused.unseal_over"
    states = tables.unsealings
    assert [row.state for row in world.rows(select(states.c.state))] == ["asked"]


def test_an_officer_is_told_whose_it_is(world: World) -> None:
    officer = world.person("吴静")
    officer.sends("揭名")
    officer.hears("refused.not_yours")
    assert "安全总监、主要负责人" in officer.words()
