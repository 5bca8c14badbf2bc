"""复查 in chat: some days after closing, finder and area say whether the repair holds."""

from templates.render import label
from tests.scenarios.test_whole_life import report
from tests.stories import story
from tests.world import World, by_id, case_of, kinds_of


def closed(world: World) -> None:
    """A hazard of the stamping shop, found by Li, repaired and signed off."""
    owner = report(world)
    owner.taps("take")
    owner.sends("装好了", "fitted", photos=1)
    owner.taps("submit")
    acceptor = by_id(world, case_of(world).acceptor_id)
    acceptor.taps("accept")
    acceptor.taps("on_site")
    for someone in world.people():
        someone.skips()


@story("recheck", "复查", "Did the repair hold?")
def test_it_holds_after_a_week_and_is_broken_again_after_thirty_days(told: World) -> None:
    world = told
    closed(world)
    li, leader = world.person("李强"), world.person("孙立军")
    world.clock.passes(days=7)
    world.work()
    li.hears("recheck.ask")
    leader.hears("recheck.ask")
    leader.taps("holds")
    leader.hears("recheck.noted")
    li.taps("holds")
    li.hears("card.stale")

    world.clock.passes(days=23)
    world.work()
    li.hears("recheck.ask")
    leader.hears("recheck.ask")
    world.clock.passes(days=5)
    li.taps("reopen")
    li.hears("case.reopen_reason")
    li.sends("护罩又松了", "the guard is loose again", photos=1)
    assert li.skips()[-1] == "case.reopened"
    assert case_of(world).state == "rectifying"
    assert kinds_of(world, case_of(world).id)[-4:] == ["recheck_asked", "held_up", "recheck_asked", "reopened"]
    leader.taps("holds")
    assert leader.skips()[-1] == "card.stale"


def test_what_is_asked_stands_in_the_lists_of_those_who_are_asked_until_one_answers(quick_world: World) -> None:
    world = quick_world
    closed(world)
    world.clock.passes(days=7)
    world.work()
    li, leader = world.person("李强"), world.person("孙立军")
    for asked in (leader, li):
        asked.sends("等我办")
        assert asked.skips()[-1] == "my.to_do"
        assert label("zh_CN", "wants", "recheck") in asked.words()
    li.taps("1")
    li.picks("holds")
    assert li.skips()[-1] == "recheck.noted"
    leader.sends("等我办")
    assert leader.skips()[-1] == "my.to_do_none"


def test_nobody_else_hears_of_it_and_after_the_second_time_nobody_at_all(world: World) -> None:
    closed(world)
    asked = {"李强", "孙立军"}
    for days in (7, 23, 30):
        world.clock.passes(days=days)
        world.work()
        for someone in world.people():
            heard = someone.skips()
            assert heard == (["recheck.ask"] if someone.name in asked and days < 30 else []), someone.name


def test_a_button_tapped_twice_confirms_once(world: World) -> None:
    closed(world)
    world.clock.passes(days=7)
    world.work()
    li = world.person("李强")
    li.taps("holds")
    li.taps("holds")
    li.hears("recheck.ask", "recheck.noted", "card.stale")
    assert kinds_of(world, case_of(world).id).count("held_up") == 1
