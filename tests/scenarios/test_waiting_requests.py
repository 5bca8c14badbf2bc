"""Requests to join that nobody has answered: they can be looked through, and are called to mind once."""

from datetime import date

import pytest
from sqlalchemy import insert, select

from storage import tables
from storage.engine import write_transaction
from tests.engines import opened
from tests.scenarios.enrolling import (
    asks_to_join,
    department,
    holds,
    invitation,
    link_code,
    named,
    nowhere,
    officer,
    person_at,
    requests,
)
from tests.scenarios.newcomers import Newcomer
from tests.world import Heard, World


def cards(world: World, name: str = "韩磊") -> list[Heard]:
    """Every card of a request that somebody was shown."""
    return [heard for heard in world.person(name).everything() if heard.topic == "enrol.asked"]


def timers(world: World) -> list[bool]:
    """Whether the clock of each request still runs."""
    rows = world.rows(select(tables.timers).where(tables.timers.c.subject_kind == "join"))
    return [row.stopped_at is None for row in rows]


def test_those_who_decide_look_through_what_waits_with_the_buttons_of_the_first_card(told: World) -> None:
    world = told
    nowhere(world, world.person("李强"))
    asks_to_join(world, "钱多多", "x1")
    asks_to_join(world, "李强", "x2")
    first = cards(world)
    officer(world).skips()
    officer(world).sends("加入申请", "requests")
    again = officer(world).hears("enrol.asked", "enrol.asked")
    assert [heard.facts for heard in again] == [heard.facts for heard in first]
    assert [heard.choices for heard in again] == [heard.choices for heard in first]
    officer(world).taps_token(again[0].token("admit"))
    officer(world).hears("enrol.admitted", "enrol.settled")  # the latter in place of the first card
    assert person_at(world, "x1") is not None
    officer(world).sends("/requests")
    (left,) = officer(world).hears("enrol.asked")
    assert left.facts["name"] == "李强"
    officer(world).taps("decline")
    officer(world).sends("/requests")
    officer(world).hears("enrol.declined_them", "enrol.settled", "enrol.settled", "enrol.nobody_waits")


def test_many_come_some_at_a_time_and_what_was_answered_meanwhile_hides_nobody(world: World) -> None:
    names = [f"新人{n}" for n in range(7)]
    for n, name in enumerate(names):
        asks_to_join(world, name, f"x{n}")
    officer(world).skips()
    officer(world).sends("/requests")
    *shown, more = officer(world).hears(*["enrol.asked"] * 5, "enrol.more_wait")
    assert [heard.facts["name"] for heard in shown] == names[:5]
    assert more.facts == {"rest": 2}
    for heard in shown:
        officer(world).taps_token(heard.token("admit"))
    officer(world).skips()
    officer(world).taps("more")
    assert [heard.facts["name"] for heard in officer(world).hears("enrol.asked", "enrol.asked")] == names[5:]


def test_nobody_else_is_shown_who_asks(world: World) -> None:
    asks_to_join(world)
    li = world.person("李强")
    li.sends("加入申请")
    li.hears("refused.not_yours")
    assert "钱多多" not in li.words()


def test_the_list_is_behind_the_menu_of_those_who_decide(world: World) -> None:
    for name, offered in (("韩磊", True), ("李强", False)):
        someone = world.person(name)
        someone.sends("帮助")
        someone.taps("more")
        assert ("requests" in [choice["value"] for choice in someone.everything()[-1].choices]) == offered


def test_after_a_working_day_it_is_called_to_mind_once(told: World) -> None:
    world = told
    asks_to_join(world)
    officer(world).skips()
    world.clock.passes(hours=23)
    world.work()
    officer(world).hears_nothing()
    world.clock.passes(hours=2)
    world.work()
    (reminder,) = officer(world).hears("enrol.asked")
    assert reminder.facts["late"] is True
    assert {"zh_CN": "等了一个工作日", "en": "waited for a working day"}[world.language] in officer(world).words()
    for _ in range(3):
        world.clock.passes(days=1)
        world.work()
    officer(world).hears_nothing()
    officer(world).taps_token(reminder.token("admit"))
    officer(world).hears("enrol.admitted", "enrol.settled")
    assert person_at(world, "x1") is not None


def test_what_is_answered_is_not_called_to_mind(world: World) -> None:
    asks_to_join(world)
    officer(world).taps("decline")
    by_code = asks_to_join(world, "孙小小", "x2")
    officer(world).sends("邀请")
    officer(world).picks(department(world).id)
    code = next(word for word in officer(world).words().split() if word.startswith("join_"))
    assert timers(world) == [False, True]
    by_code.says(code)
    assert [request.state for request in requests(world)] == ["declined", "granted"]
    assert timers(world) == [False, False]
    officer(world).skips()
    world.clock.passes(days=3)
    world.work()
    officer(world).hears_nothing()


@pytest.mark.parametrize(("rests", "hours"), [([], 25), ([date(2026, 11, 24), date(2026, 11, 25)], 73)])
def test_days_of_rest_are_no_delay(world: World, rests: list[date], hours: int) -> None:
    engine = opened(world.url)
    with write_transaction(engine) as connection:
        for day in rests:
            connection.execute(tables.calendar_days.delete().where(tables.calendar_days.c.day == day))
            connection.execute(insert(tables.calendar_days), {"day": day, "kind": "rest"})
    engine.dispose()
    asks_to_join(world)
    officer(world).skips()
    world.clock.passes(hours=hours - 24)
    world.work()
    officer(world).hears_nothing()
    world.clock.passes(hours=24)
    world.work()
    officer(world).hears("enrol.asked")


def test_a_weekend_is_no_delay_unless_the_company_works(world: World) -> None:
    world.clock.passes(days=4)  # Friday
    asks_to_join(world)
    officer(world).skips()
    world.clock.passes(days=2, hours=23)
    world.work()
    officer(world).hears_nothing()
    world.clock.passes(hours=2)
    world.work()
    officer(world).hears("enrol.asked")


def in_whose_place(world: World, topic: str, name: str) -> set[str]:
    """The cards in whose place somebody reads what became of a request."""
    told = [heard.id for heard in world.person(name).everything() if heard.topic == topic]
    return {row.replaces for row in world.rows(select(tables.notices).where(tables.notices.c.id.in_(told)))}


def many_cards(world: World) -> Newcomer:
    """A request that two decide on, each with the first card, the reminder and one of a list; another one beside it."""
    holds(world, world.person("刘洋"), "safety_officer")
    newcomer = asks_to_join(world)
    world.clock.passes(days=2)
    world.work()
    for name in ("韩磊", "刘洋"):
        world.person(name).sends("/requests")
    return newcomer


@pytest.mark.parametrize("way", ["admit", "decline", "elsewhere"])
def test_in_place_of_every_card_of_a_request_it_is_read_what_became_of_it(world: World, way: str) -> None:
    many_cards(world)
    mine, theirs = ([card.id for card in cards(world, name)] for name in ("韩磊", "刘洋"))
    assert (len(mine), len(theirs)) == (3, 3)
    asks_to_join(world, "孙小小", "x2")
    officer(world).taps_token(cards(world)[1].token(way))
    if way == "elsewhere":
        officer(world).picks(department(world).id)
    answered = set() if way == "elsewhere" else {mine[1]}
    assert in_whose_place(world, "enrol.settled", "韩磊") == {*mine} - answered
    assert in_whose_place(world, "enrol.settled", "刘洋") == {*theirs}


@pytest.mark.parametrize("kind", ["邀请", "绑定"])
def test_a_code_too_takes_every_card_of_a_request_away(told: World, kind: str) -> None:
    world = told
    newcomer = many_cards(world)
    asked = {name: {card.id for card in cards(world, name)} for name in ("韩磊", "刘洋")}
    maker = world.person("韩磊" if kind == "邀请" else "李强")
    newcomer.says(invitation(world) if kind == "邀请" else link_code(world, maker))
    assert person_at(world, "x1") is not None
    for name, replaced in asked.items():
        assert in_whose_place(world, "enrol.settled_by_code", name) == replaced
        assert "钱多多" in world.person(name).words()


def test_who_comes_when_nobody_can_be_asked_is_not_forgotten(world: World) -> None:
    newcomer = Newcomer(world, "x1", "钱多多")
    everybody = list(world.people())
    engine = opened(world.url)
    with write_transaction(engine) as connection:
        before = connection.execute(select(tables.addresses)).mappings().all()
        connection.execute(tables.addresses.delete())
    newcomer.says("你好")
    newcomer.taps(named(world, department(world)))
    assert not any(someone.everything() for someone in everybody)
    with write_transaction(engine) as connection:
        connection.execute(insert(tables.addresses), [dict(row) for row in before])
    engine.dispose()
    world.clock.passes(days=2)
    world.work()
    officer(world).hears("enrol.asked")
