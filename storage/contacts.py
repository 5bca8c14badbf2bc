"""Members of a platform's address book become addresses of the company's people, who stay what its workbook says."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from storage import right_trail
from storage.engine import write_transaction
from storage.sealed_types import for_table
from storage.tables import addresses, departments, memberships, people
from workflow.ids import new_id
from workflow.people import Role


@dataclass(frozen=True)
class Member:
    """Somebody in the address book, by the names of the departments that they are in there."""

    userid: str
    name: str
    departments: tuple[str, ...] = ()


@dataclass
class Synchronised:
    """What came of it, by names. `matched` counts everybody who is known now, `linked` those who were not before.

    left: members whom the company's list says to have left. gone: address -> name of those who are no members any more.
    """

    matched: int = 0
    linked: int = 0
    created: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    gone: dict[str, str] = field(default_factory=dict)


class TooManyGone(Exception):
    """More than half of those who are reached would be lost: more likely the list of members is not the whole one."""

    def __init__(self, gone: int, reached: int) -> None:
        super().__init__(f"{gone} of {reached} are no members any more")
        self.gone = gone
        self.reached = reached


def synchronise(
    engine: Engine,
    bot: str,
    members: Sequence[Member],
    today: date,
    *,
    at: datetime,
    create: bool,
    force: bool = False,
) -> Synchronised:
    """Give the people who are among the members their address on the bot, and tell who is in one place only.

    A member is known by an address that is theirs already, by a code that is their id, or by a name that nobody shares.
    create: whoever is not known becomes a worker. Doing it again changes nothing.
    Raises TooManyGone, and has changed nothing; force: however many there are.
    """
    with write_transaction(engine) as connection:
        desk = _Desk(connection, bot, today, at)
        before = desk.reached()
        for find in (desk.by_address, desk.by_code, desk.by_name(members)):
            members = [member for member in members if not desk.link(member, find(member))]
        desk.done.left = sorted(member.name or member.userid for member in members if desk.has_left(member))
        members = [member for member in members if not desk.has_left(member)]
        for member in members if create else ():
            desk.create(member)
        desk.done.unmatched = [] if create else sorted(member.name or member.userid for member in members)
        done = desk.closed()
        if 2 * len(done.gone) > before and not force:
            raise TooManyGone(len(done.gone), before)
        return done


class _Desk:
    """The people who are there, and which of them the bot reaches."""

    def __init__(self, connection: Connection, bot: str, today: date, at: datetime) -> None:
        self._connection = connection
        self._bot = bot
        self._today = today
        self._at = at
        everybody = connection.execute(select(people)).all()
        self._people = [row for row in everybody if not row.left_on or row.left_on >= today]
        self._names = {row.id: row.name for row in self._people}
        self._codes_of_others = {row.code.lower() for row in everybody if row.id not in self._names}
        self._reached = {row.address: row for row in self._addresses()}
        self._met: set[str] = set()
        self.done = Synchronised()

    def by_address(self, member: Member) -> str | None:
        row = self._reached.get(member.userid.lower())
        return row.person_id if row and row.person_id in self._names else None

    def has_left(self, member: Member) -> bool:
        """True for somebody whose code or address is that of a person who has left."""
        id_ = member.userid.lower()
        held = self._reached.get(id_)
        return id_ in self._codes_of_others or (held is not None and held.person_id not in self._names)

    def reached(self) -> int:
        """How many people who have not left the bot reaches."""
        return sum(row.lost_at is None and row.person_id in self._names for row in self._reached.values())

    def by_code(self, member: Member) -> str | None:
        return next((row.id for row in self._people if row.code.lower() == member.userid.lower()), None)

    def by_name(self, members: Iterable[Member]) -> Any:
        """A name counts where one member and one person bear it, and that person has no address here yet."""
        of_members = Counter(member.name for member in members)
        of_people = Counter(row.name for row in self._people)

        def find(member: Member) -> str | None:
            taken = {row.person_id for row in self._reached.values()}
            named = [row.id for row in self._people if row.name == member.name and row.id not in taken]
            return named[0] if named and of_members[member.name] == of_people[member.name] == 1 else None

        return find

    def link(self, member: Member, person_id: str | None) -> bool:
        """Write down that the member is this person; False for nobody, and where the address is another's."""
        address = member.userid.lower()
        known = self._reached.get(address)
        if person_id is None or (known is not None and known.person_id != person_id):
            return False
        self.done.matched += 1
        self._met.add(address)
        if known is None:
            row = {"id": new_id(), "person_id": person_id, "bot": self._bot, "address": address}
            with right_trail.changing(self._connection, addresses, [row["id"]], self._at):
                self._connection.execute(insert(addresses), row)
            self._reached = {held.address: held for held in self._addresses()}
            self.done.linked += 1
        elif known.lost_at is not None:
            back = update(addresses).where(addresses.c.id == known.id)
            self._connection.execute(back.values(lost_at=None, lost_why=None))
        return True

    def create(self, member: Member) -> None:
        """A worker in the first of their departments that the company knows by the same name."""
        person_id = new_id()
        name = member.name or member.userid
        row = {"id": person_id, "code": member.userid, "name": name}
        with right_trail.changing(self._connection, people, [person_id], self._at):
            self._connection.execute(insert(people), for_table(people, row))
        post = new_id()
        held = {"id": post, "person_id": person_id, "role": Role.WORKER.value, "since": self._today}
        with right_trail.changing(self._connection, memberships, [post], self._at):
            self._connection.execute(insert(memberships), {**held, "department_id": self._department(member)})
        self.link(member, person_id)
        self.done.created.append(name)

    def closed(self) -> Synchronised:
        """The report, with those whom the bot reached once and who are no members any more."""
        unmet = [row for address, row in self._reached.items() if address not in self._met and row.lost_at is None]
        gone = [(self._names[row.person_id], row.address) for row in unmet if row.person_id in self._names]
        self.done.gone = {address: name for name, address in sorted(gone)}
        return self.done

    def _department(self, member: Member) -> str | None:
        named = select(departments.c.id).where(departments.c.name.in_(member.departments)).order_by(departments.c.code)
        return self._connection.scalars(named).first()

    def _addresses(self) -> Iterable[Any]:
        return self._connection.execute(select(addresses).where(addresses.c.bot == self._bot)).all()
