"""On WeCom no message can be edited, but a card shows once what has become of it: by the code that it came with."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select, update

from bot.platforms.wecom import Wecom
from storage import tables
from storage.engine import write_transaction
from tests.engines import opened
from tests.platforms.fakes.wecom import FakeWecom
from tests.platforms.fakes.wecom_chats import Message
from tests.platforms.wecom_house import app_of
from tests.scenarios.enrolling import asks_to_join, officer
from tests.world import World

SECOND = "zhaomin"


@contextmanager
def on_wecom(world: World) -> Iterator[FakeWecom]:
    """The other safety officer has WeCom, and nobody else has."""
    fake = FakeWecom(now=world.clock).start()
    fake.callback = "http://127.0.0.1:9/wecom/callback"  # cards are refused where none is set; nobody taps here
    fake.person(SECOND)
    engine = opened(world.url)
    platform = Wecom(app_of(fake), engine, now=world.clock)
    world.others[platform.bot] = platform
    with write_transaction(engine) as connection:
        held = tables.memberships.c
        officers = select(held.person_id).where(held.role == "safety_officer", held.person_id != officer(world).id)
        second = connection.scalars(officers).first()
        mine = update(tables.addresses).where(tables.addresses.c.person_id == second)
        connection.execute(mine.values(bot=platform.bot, address=SECOND))
    yield fake
    asyncio.run(platform.close())
    engine.dispose()
    fake.stop()


def cards(fake: FakeWecom) -> list[Message]:
    return fake.chat(SECOND)


def test_the_second_officers_card_shows_what_became_of_it(world: World) -> None:
    with on_wecom(world) as fake:
        asks_to_join(world)
        (card,) = cards(fake)
        assert card.buttons
        officer(world).taps("admit")
        assert [message.buttons for message in cards(fake)] == [()]
        assert "[已处理]" in card.text
        assert "钱多多" in card.text


def test_a_code_that_is_dead_is_asked_once_and_the_end_is_said_anew(world: World) -> None:
    with on_wecom(world) as fake:
        asks_to_join(world)
        world.clock.passes(hours=73)
        officer(world).taps("admit")
        card, said = cards(fake)[0], cards(fake)[-1]
        assert card.buttons
        assert said.kind == "text"
        assert "钱多多" in said.text
        assert fake.calls["message/update_template_card"] == 1
