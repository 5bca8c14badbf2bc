"""What a bot may say after a restart hangs on what it has said before: its platform knows nothing of our processes."""

from handlers.platform import Limits, Window
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
