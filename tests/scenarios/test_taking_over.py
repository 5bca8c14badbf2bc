"""What a bot may say after a restart hangs on what it has said before: its platform knows nothing of our processes."""

from datetime import UTC, datetime

from sqlalchemy import update

from handlers.platform import Limits, NotDelivered, Window
from storage import tables
from storage.engine import write_transaction
from tests.engines import opened
from tests.world import World


def test_a_restart_gives_nobody_more_than_the_platform_takes(world: World) -> None:
    world.platform.limits = Limits((Window("chat", 3, 60),), messages=lambda outgoing: 2)
    li = world.person("李强")
    li.sends("帮助")
    li.hears("help.main")
    li.sends("帮助")
    li.hears_nothing()
    world.clock.passes(seconds=62)
    world.work()
    li.hears("help.main")


def test_a_restart_ends_no_silence_that_the_platform_has_asked_for(world: World) -> None:
    li, wang = world.person("李强"), world.person("王芳")
    world.platform.fails.append(NotDelivered("too many", permanent=False, retry_after=3600, floods=True))
    li.sends("帮助")
    wang.sends("帮助")
    assert world.platform.sent == []
    silence_is_over(world)
    world.clock.passes(hours=1)
    world.work()
    li.hears("help.main")
    wang.hears("help.main")


def silence_is_over(world: World) -> None:
    engine = opened(world.url)
    with write_transaction(engine) as connection:
        connection.execute(update(tables.bots).values(silent_until=datetime.now(UTC)))
    engine.dispose()
