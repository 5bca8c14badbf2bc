"""Menus of people: by role, in their language, offered once, and again only when something has changed."""

import asyncio
import re
from datetime import date

import pytest
from sqlalchemy import select, update

from bot import menus
from bot.lease import Lease
from handlers import menu
from handlers.menu import ENTRIES, EVERYBODY_S, Entry
from handlers.platform import Can, NotDelivered
from handlers.routing import opened_by
from storage import tables
from storage.engine import write_transaction
from templates.render import LANGUAGES, label
from tests.engines import opened
from tests.world import World

OFFICER, WORKER = "吴静", "李强"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menus, "PAUSE_SECONDS", 0)


def looks(world: World) -> list[tuple[str, str, tuple[str, ...]]]:
    """What is offered in one look, by a process that has just started."""
    before = len(world.platform.menus)

    async def look() -> None:
        await world.company.lease.renew()
        await world.company.menus.look()

    asyncio.run(look())
    world.stop()
    return world.platform.menus[before:]


def change(world: World, statement: object) -> None:
    engine = opened(world.url)
    with write_transaction(engine) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
    engine.dispose()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.word)
def test_every_entry_opens_something_and_is_a_command_on_every_platform(entry: Entry) -> None:
    word = entry.word
    assert opened_by(f"/{word}") is not None
    assert re.fullmatch("[a-z]{1,32}", word)
    assert all(label(language, "menu", word) for language in LANGUAGES)
    assert all(len(label(language, "menu", word).encode()) <= 40 for language in LANGUAGES)  # what WeCom's menu takes


def test_everybody_s_is_offered_first_in_both_languages(world: World) -> None:
    assert looks(world)[: len(LANGUAGES)] == [("", language, EVERYBODY_S) for language in LANGUAGES]


def test_a_menu_that_is_its_operators_affair_is_left_alone(quick_world: World) -> None:
    quick_world.platform.can = Can(edit=False, menus=False)
    assert looks(quick_world) == []


def test_a_process_that_does_not_send_offers_nothing(world: World) -> None:
    asyncio.run(world.company.menus.look())
    assert world.platform.menus == []


def test_whoever_loses_the_lease_leaves_the_rest_to_the_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = world.platform.menus
    monkeypatch.setattr(Lease, "holds", lambda lease: not offered)
    assert looks(world) == [("", language, EVERYBODY_S) for language in LANGUAGES]
    monkeypatch.undo()
    assert all(address for address, _, _ in looks(world))


def test_an_entry_that_is_called_something_else_now_is_offered_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = looks(world)
    monkeypatch.setattr(menu, "label", lambda *about: label(*about) + "!")
    assert looks(world) == before
    assert looks(world) == []


def test_whoever_may_more_finds_more_and_nobody_hears_it_twice(world: World) -> None:
    offered = {address: (language, words) for address, language, words in looks(world)}
    officer, worker = world.person(OFFICER), world.person(WORKER)
    assert worker.code not in offered  # everybody's is theirs
    language, words = offered[officer.code]
    assert language == "zh_CN"
    assert {"cases", "longterm", "finding"} < set(words)
    assert looks(world) == []


def test_a_language_that_is_chosen_is_the_language_of_the_menu(world: World) -> None:
    looks(world)
    worker = world.person(WORKER)
    worker.sends("语言")
    worker.taps("en")
    assert looks(world) == [(worker.code, "en", EVERYBODY_S)]
    worker.sends("language")
    worker.taps("zh_CN")
    assert looks(world) == [(worker.code, "zh_CN", EVERYBODY_S)]


def test_a_role_that_is_given_up_takes_its_entries_along(world: World) -> None:
    looks(world)
    officer = world.person(OFFICER)
    over = update(tables.memberships).where(tables.memberships.c.person_id == officer.id)
    change(world, over.values(until=date(2026, 11, 22)))
    assert looks(world) == [(officer.code, "zh_CN", EVERYBODY_S)]


def test_whoever_is_not_reached_any_more_is_left_alone(world: World) -> None:
    change(world, update(tables.addresses).values(lost_at=world.clock()))
    assert all(address == "" for address, _, _ in looks(world))


def test_a_platform_that_is_busy_is_asked_again_and_one_that_refuses_is_not(world: World) -> None:
    world.platform.refuses_menus = NotDelivered("later", permanent=False, retry_after=0)
    assert looks(world) == []
    world.platform.refuses_menus = None
    assert looks(world)
    change(world, update(tables.addresses).values(menu=None))
    world.platform.refuses_menus = NotDelivered("chat not found", permanent=True)
    looks(world)
    world.platform.refuses_menus = None
    assert looks(world) == []


def test_a_platform_that_is_flooded_is_asked_no_more_and_its_bot_silent(world: World) -> None:
    world.platform.refuses_menus = NotDelivered("too many", permanent=False, retry_after=0.01, floods=True)
    assert looks(world) == []
    assert world.platform.refused_menus == 1
    assert [row.bot for row in world.rows(select(tables.bots.c.bot).where(tables.bots.c.silent_until.is_not(None)))]
