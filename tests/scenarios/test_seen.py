"""已看到: what happens now or is major asks for a tap, and goes from person to person until somebody has seen it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.company import Company
from handlers.platform import Can
from storage import tables
from templates.render import label
from tests.conftest import POSTGRES
from tests.engines import opened
from tests.stories import story
from tests.world import Heard, Someone, World, case_of, kinds_of


def told(world: World, topic: str) -> list[Someone]:
    return [someone for someone in world.people() if topic in [heard.topic for heard in someone.everything()]]


def last(someone: Someone, topic: str) -> Heard:
    return [heard for heard in someone.everything() if heard.topic == topic][-1]


def unstoppable(world: World) -> list[Someone]:
    """A danger that nobody could stop, and those who were called to it."""
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", "guard of press 2 is loose", photos=1)
    li.taps("running")
    return told(world, "danger.running")


def quarter(world: World) -> set[str]:
    """Fifteen minutes later: who has been told so far that nobody has seen it."""
    world.clock.passes(minutes=15)
    world.work()
    return {someone.name for someone in told(world, "danger.unseen")}


@story("seen", "已看到", "Seen")
def test_what_nobody_has_seen_goes_to_the_next_until_somebody_has(told: World) -> None:
    world = told
    leader = unstoppable(world)[0]
    first = quarter(world)
    assert len(first) == 1
    second = quarter(world)
    (name,) = second - first
    following = world.person(name)
    world.clock.passes(minutes=1)
    following.taps("seen")
    noted = following.everything()[-1]
    assert noted.topic == "seen.noted"
    assert "show" in [choice["value"] for choice in noted.choices], "its other buttons stay"
    assert "seen" not in [choice["value"] for choice in noted.choices]
    assert "09:31" in following.words()
    assert kinds_of(world, case_of(world).id).count("seen") == 1
    assert quarter(world) == second, "the line has ended"
    leader.taps("contain")
    leader.taps("switched_off")
    assert case_of(world).danger == "held"


def test_nobody_taps_and_the_last_of_the_line_hear_that_once_while_the_danger_goes_on_ringing(world: World) -> None:
    called = unstoppable(world)
    for _ in range(12):
        quarter(world)
    above = told(world, "danger.unseen_by_all")
    assert above
    for someone in above:
        assert [heard.topic for heard in someone.everything()].count("danger.unseen_by_all") == 1
    assert len([heard for heard in called[0].everything() if heard.topic == "danger.running"]) > 10


def test_a_double_tap_is_answered_as_the_first_and_kept_once(world: World) -> None:
    leader = unstoppable(world)[0]
    card = last(leader, "danger.running")
    world.clock.passes(minutes=2)
    leader.taps_token(card.token("seen"))
    world.clock.passes(minutes=5)
    leader.taps_token(card.token("seen"))
    assert kinds_of(world, case_of(world).id).count("seen") == 1
    assert "09:02" in leader.words()


def test_going_on_from_the_card_is_to_have_seen_it(world: World) -> None:
    leader = unstoppable(world)[0]
    leader.taps("show")
    assert kinds_of(world, case_of(world).id)[-1] == "seen"
    assert quarter(world) == set()


def test_after_its_end_the_button_says_how_it_stands(world: World) -> None:
    leader, other = unstoppable(world)[:2]
    leader.taps("contain")
    leader.taps("switched_off")
    other.taps("seen")
    assert other.everything()[-1].topic == "card.stale"
    assert kinds_of(world, case_of(world).id).count("seen") == 1, "of the one who opened it"


@pytest.mark.parametrize("edits", [True, False])
def test_the_card_is_edited_where_that_can_be_and_settled_where_not(world: World, edits: bool) -> None:
    world.platform.can = Can(edit=edits)
    leader = unstoppable(world)[0]
    leader.taps("seen")
    taken = label(leader.world.language, "choice", "seen")
    assert world.platform.acknowledged[-1] == (leader.code, "" if edits else taken)
    assert len(world.platform.replaced) == int(edits)
    assert leader.everything()[-1].topic == "seen.noted"


def test_a_major_hazard_asks_its_managers(world: World) -> None:
    li = world.person("李强")
    li.sends("冲压2号机防护罩松了", photos=1)
    li.taps("wrong")
    li.taps("how_bad")
    li.taps("major")
    li.taps(next(choice["value"] for choice in li.everything()[-1].choices))
    managers = told(world, "major.new")
    assert managers
    for _ in range(2):
        quarter(world)
    passed = told(world, "major.unseen")
    assert passed
    assert not {someone.name for someone in passed} & {someone.name for someone in managers}
    managers[0].taps_token(last(managers[0], "major.new").token("seen"))
    before = len(told(world, "major.unseen"))
    quarter(world)
    assert len(told(world, "major.unseen")) == before


@pytest.fixture
def second(quick_world: World, tmp_path: Path) -> Iterator[Company]:
    """Another process of the same company."""
    if not quick_world.url.startswith("postgresql"):
        pytest.skip("SQLite serves one process")
    engine = opened(quick_world.url)
    judge = quick_world._classifier
    platforms = {"stub": quick_world.platform}
    company = Company(engine, tmp_path, platforms, turn_threads=2, now=quick_world.clock, classifier=judge)
    yield company
    company.close()
    engine.dispose()


@pytest.mark.skipif(not POSTGRES, reason="needs PostgreSQL")
def test_two_who_tap_at_once_in_two_processes_are_both_kept(quick_world: World, second: Company) -> None:
    world = quick_world
    called = unstoppable(world)[:2]
    taps = [world.envelope(one.code, choice=last(one, "danger.running").token("seen")) for one in called]

    async def both() -> None:
        await asyncio.gather(world.company.intake.accept(taps[0]), second.intake.accept(taps[1]))
        await asyncio.gather(world.company.intake.settle(), second.intake.settle())
        for company in (world.company, second):
            await company.intake.sweep()
            await company.intake.settle()
            await company.courier.settle()

    world._runner.run(both())
    case = case_of(world)
    seen = select(tables.events.c.actor_id).where(tables.events.c.subject_id == case.id, tables.events.c.kind == "seen")
    assert {row.actor_id for row in world.rows(seen)} == {one.id for one in called}


@pytest.mark.skipif(not POSTGRES, reason="needs PostgreSQL")
def test_two_processes_that_tick_tell_one_person(quick_world: World, second: Company) -> None:
    world = quick_world
    unstoppable(world)
    world.clock.passes(minutes=15)

    async def both() -> None:
        await asyncio.gather(world.company.clock.tick(), second.clock.tick())
        for company in (world.company, second):
            await company.courier.settle()

    world._runner.run(both())
    assert len(told(world, "danger.unseen")) == 1
