"""Whoever sends more than a person can say is told that it is taken one by one: by name, as a stranger, and unnamed."""

from sqlalchemy import select

from storage import tables
from storage.inbox import Waiting
from tests.world import World
from workflow.ids import new_id

ZH = "消息来得太快，一条一条办，都收着\n着火、伤人照样先办"


def tell_slow(world: World, sender: str) -> str:
    """The turn of a message that waits, and what its sender reads then."""
    first = Waiting(new_id(), "stub", sender, "", world.clock())
    world.company.turns.tell_slow(first, world.clock())
    world.stop()  # whoever starts next sends what this process had in hand
    world.work()
    return world.platform.to(sender)[-1].text


def test_a_colleague_and_a_stranger_are_told(world: World) -> None:
    assert tell_slow(world, world.person("李强").code) == ZH
    assert tell_slow(world, "nobody-yet") == ZH


def test_whoever_reports_unnamed_is_told_and_no_row_says_so_afterwards(world: World) -> None:
    li = world.person("李强")
    li.sends("匿名上报")
    assert tell_slow(world, li.code) == ZH
    slowed = select(tables.notices).where(tables.notices.c.topic == "unknown.slowly")
    assert world.rows(slowed) == []
