"""Whose decision it is: of those who have the right, the first in line for whom it is not their own case."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from workflow.deputies import told_instead
from workflow.desk import Desk
from workflow.hazard import Hazard
from workflow.people import Person, Role
from workflow.permissions import STANDING_IN, Action, allowed

Holders = Callable[[Role], Iterable[Person]]


@dataclass(frozen=True)
class Line:
    """The roles that are asked, one after another: the next where nobody of the one before is there and may decide.

    own: where a case names those who decide on nothing of it, attribute by attribute: its owner, and who asks.
    """

    roles: tuple[Role, ...]
    own: tuple[tuple[str, ...], ...] = (("owner_id",),)


_OFFICER, _DIRECTOR, _EXECUTIVE = Role.SAFETY_OFFICER, Role.SAFETY_DIRECTOR, Role.EXECUTIVE
_MONEY, _PLAN = (("owner_id",), ("money", "asked_by")), (("owner_id",), ("plan", "sent_by"))
LINES: dict[Action, Line] = {
    Action.ASSIGN: Line((_OFFICER, _DIRECTOR, Role.DEPARTMENT_HEAD, _EXECUTIVE), own=()),
    Action.RECORD: Line((_OFFICER, _DIRECTOR, _EXECUTIVE), own=()),
    Action.SET_ASIDE: Line((_OFFICER, _DIRECTOR, _EXECUTIVE)),
    Action.GRANT: Line((_OFFICER, _DIRECTOR, _EXECUTIVE)),
    Action.GRANT_AGAIN: Line((_DIRECTOR, _EXECUTIVE)),
    Action.JUDGE_MAJOR: Line((_DIRECTOR, _EXECUTIVE)),
    Action.APPROVE: Line((Role.DEPARTMENT_HEAD, _DIRECTOR, _EXECUTIVE), _MONEY),
    Action.APPROVE_MORE: Line((_DIRECTOR, _EXECUTIVE), _MONEY),
    Action.APPROVE_MOST: Line((_EXECUTIVE,), _MONEY),
    Action.APPROVE_PLAN: Line((_DIRECTOR, _EXECUTIVE), _PLAN),
    Action.APPROVE_MAJOR_PLAN: Line((_EXECUTIVE,), _PLAN),
}


def first_in_line(
    holders: Holders, action: Action, hazard: Hazard, on: date, own: set[str | None] | None = None
) -> tuple[Role, list[Person]]:
    """Who is asked, and as what; nobody where there is nobody. `own`: instead of those whom the case names itself."""
    line = LINES[action]
    passed_over = own_of(action, hazard) if own is None else own
    for role in line.roles:
        there = [person for person in holders(role) if person.id not in passed_over]
        if able := [person for person in there if allowed(_only_as(person, role), action, hazard, on)]:
            return role, able
    return line.roles[-1], []


def asked(desk: Desk, action: Action, hazard: Hazard) -> list[Person]:
    """Who is asked to use a right on a case as it stands; nobody in whose place somebody acts whose own case it is."""
    own = own_of(action, hazard)

    def holders(role: Role) -> list[Person]:
        return [person for person in desk.holders(role) if told_instead(desk, person.id) not in own - {person.id}]

    return first_in_line(holders, action, hazard, desk.today)[1]


def own_of(action: Action, hazard: Hazard) -> set[str | None]:
    """Those who decide on nothing of a case: it is theirs, or they ask."""
    return {_at(hazard, path) for path in LINES[action].own}


def is_put_before(person: Person, right: Action, whose: Action, hazard: Hazard, on: date, holders: Holders) -> bool:
    """False for an executive who has the right only in the place of somebody who is there and may use it.

    whose: the right of the decision in the case as it stands: a second extension is not granted as a first one.
    """
    if right not in STANDING_IN or person.roles_on(on) & {*LINES[right].roles[:-1]}:
        return True
    if any(is_put_before(other, right, whose, hazard, on, holders) for other in person.stands_for):
        return True
    return person.id in {each.id for each in first_in_line(holders, whose, hazard, on)[1]}


def _only_as(person: Person, role: Role) -> Person:
    return replace(person, memberships=tuple(m for m in person.memberships if m.role is role), stands_for=())


def _at(hazard: Hazard, path: tuple[str, ...]) -> str | None:
    found: Any = hazard
    for name in path:
        found = getattr(found, name, None)
    return found if isinstance(found, str) else None
