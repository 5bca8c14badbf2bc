"""Somebody who tells of a second hazard while the first report waits to be submitted."""

from sqlalchemy import select

from storage import tables
from tests.scenarios.albums import GUARD, GUARD_EN
from tests.world import Someone, World

EXPIRED, EXPIRED_EN = "灭火器过期了", "the extinguisher is out of date"
SOCKET = "插座烧黑了"


def asked(world: World, *, photos: int = 0, after: int = 60) -> Someone:
    """李强 has reported the guard, and told later of an extinguisher."""
    li = world.person("李强")
    li.sends(GUARD, GUARD_EN)
    li.hears("report.confirm")
    world.clock.passes(seconds=after)
    li.sends(EXPIRED, EXPIRED_EN, photos=photos)
    return li


def categories(world: World) -> list[str]:
    return [row.category for row in world.rows(select(tables.hazards).order_by(tables.hazards.c.number))]
