"""The people of the web chat as its list shows them: names, roles and departments in every language."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from bot.platforms.webchat_history import BOT
from storage.directory import everybody
from storage.tables import addresses, departments
from templates.render import label
from workflow.people import Language, Person, Role, in_words


@dataclass(frozen=True)
class Entry:
    """One person of the list. `name`, `roles` and `department` are by language."""

    code: str
    person_id: str
    language: Language
    name: dict[Language, str]
    roles: dict[Language, list[str]]
    department: dict[Language, str]


def roster(connection: Connection, today: date) -> list[Entry]:
    """Everybody who has a web chat address and works here today, in order of their codes."""
    reachable = select(addresses.c.person_id, addresses.c.address).where(addresses.c.bot == BOT)
    codes = {person_id: address for person_id, address in connection.execute(reachable)}
    houses = {row.id: (row.name, row.name_en) for row in connection.execute(select(departments))}
    working = [person for person in everybody(connection) if person.id in codes and person.works_on(today)]
    return [_entry(person, codes[person.id], houses, today) for person in working]


def _entry(person: Person, code: str, houses: dict[str, tuple[str, str]], today: date) -> Entry:
    held = [membership for membership in person.memberships if membership.holds_on(today)]
    house = next((houses[m.department_id] for m in held if m.department_id in houses), ("", ""))
    roles = _telling({membership.role for membership in held})
    return Entry(
        code=code,
        person_id=person.id,
        language=person.language,
        name={language: in_words(person.name, person.name_en, language) for language in Language},
        roles={language: [label(language, "role", role) for role in roles] for language in Language},
        department={language: in_words(*house, language) for language in Language},
    )


def _telling(roles: set[Role]) -> list[Role]:
    """The roles worth showing, in the order of `Role`; everyone is a worker, so that is said only of those alone."""
    return [role for role in Role if role in roles and (role is not Role.WORKER or roles == {Role.WORKER})]
