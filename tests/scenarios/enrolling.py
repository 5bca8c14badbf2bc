"""What scenarios of coming in share: who asks, who decides, which codes they bring, and what is known of them then."""

import re
from typing import Any

from sqlalchemy import select, update

from storage import tables
from storage.engine import write_transaction
from templates.render import label
from tests.engines import opened
from tests.scenarios.newcomers import Newcomer
from tests.world import Someone, World


def department(world: World, code: str = "") -> Any:
    """A department of the demo company, the first by code."""
    rows = world.rows(select(tables.departments).order_by(tables.departments.c.code))
    return next(row for row in rows if not code or row.code == code)


def named(world: World, row: Any) -> str:
    return str(row.name_en if world.language == "en" else row.name)


def said(world: World, choice: str) -> str:
    return label(world.language, "choice", choice)


def officer(world: World) -> Someone:
    return world.person("韩磊")


def requests(world: World) -> list[Any]:
    return world.rows(select(tables.join_requests).order_by(tables.join_requests.c.id))


def person_at(world: World, address: str) -> Any:
    """Who is reached at an address, with their membership."""
    joined = (
        select(tables.people, tables.memberships.c.department_id, tables.memberships.c.role)
        .join(tables.addresses, tables.addresses.c.person_id == tables.people.c.id)
        .join(tables.memberships, tables.memberships.c.person_id == tables.people.c.id)
        .where(tables.addresses.c.address == address)
    )
    return next(iter(world.rows(joined)), None)


def asks_to_join(world: World, name: str = "钱多多", address: str = "x1") -> Newcomer:
    """Somebody unknown who has said where they work."""
    newcomer = Newcomer(world, address, name)
    newcomer.says("你好啊，有人吗", "hello there, anybody?")
    newcomer.taps(named(world, department(world)))
    return newcomer


def holds(world: World, someone: Someone, role: str) -> None:
    engine = opened(world.url)
    with write_transaction(engine) as connection:
        mine = tables.memberships.c.person_id == someone.id
        connection.execute(update(tables.memberships).where(mine).values(role=role))
    engine.dispose()


def nowhere(world: World, someone: Someone) -> None:
    """They stand in the workbook, and have no chat yet."""
    engine = opened(world.url)
    with write_transaction(engine) as connection:
        connection.execute(tables.addresses.delete().where(tables.addresses.c.person_id == someone.id))
    engine.dispose()


def invitation(world: World, who: Someone | None = None) -> str:
    """A fresh code, as its maker reads it."""
    who = who or officer(world)
    who.sends("邀请", "invite")
    who.picks(department(world).id)
    words = who.words()
    return next(word for word in words.split() if word.startswith("join_"))


def link_code(world: World, who: Someone) -> str:
    who.sends("绑定", "link")
    told = [outgoing.text for outgoing in who.world.platform.sent if outgoing.address == who.code]
    return next(found[0] for text in reversed(told) if (found := re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", text)))
