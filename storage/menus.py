"""What stands in people's own menus, where a platform has such: only what has changed is ever sent."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from storage import directory
from storage.tables import addresses, people
from workflow.people import Person


@dataclass(frozen=True)
class Held:
    """The menu at one address. `menu`: the digest of what was put there; none: everybody's, in its language.

    chose: its person has chosen a language.
    """

    address_id: str
    person: Person
    bot: str
    address: str
    menu: str | None
    chose: bool


def held(connection: Connection, bots: Collection[str]) -> list[Held]:
    """The menu of everybody who is reached by these bots."""
    known = {person.id: person for person in directory.everybody(connection)}
    wanted = (addresses.c.id, people.c.id, addresses.c.bot, addresses.c.address, addresses.c.menu)
    rows = connection.execute(
        select(*wanted, people.c.language_chosen)
        .join_from(addresses, people, people.c.id == addresses.c.person_id)
        .where(addresses.c.bot.in_(list(bots)), addresses.c.lost_at.is_(None))
        .order_by(addresses.c.id)
    )
    return [Held(id_, known[person], *rest) for id_, person, *rest in rows if person in known]


def put(connection: Connection, address_id: str, digest: str) -> None:
    """Write down what stands in a menu now."""
    connection.execute(update(addresses).where(addresses.c.id == address_id).values(menu=digest))
