"""What may be ordered about who works where as what, and the desk at which it is written down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from workflow.errors import Refused
from workflow.people import Person, Role
from workflow.permissions import GRANTS, Action, Scope, reach, who_may

# What reaches the whole company: given and taken by those alone who may appoint.
HIGH = frozenset(grant.role for grant in GRANTS if grant.scope is Scope.COMPANY and grant.role is not None)
# Which roles hang on a place, and which on a department.
IN_AREA = frozenset({Role.WORKER, Role.TEAM_LEADER, Role.DUTY_LEADER})
IN_DEPARTMENT = frozenset(Role) - HIGH


def check_appoints(on: date, by: Person, roles: Iterable[Role]) -> None:
    """Refuse whoever may not appoint where it is about the rights of somebody with a role of the whole company."""
    if HIGH & {*roles} and not reach(by, Action.APPOINT, on).company:
        raise Refused("not_yours", right=str(Action.APPOINT), may=",".join(who_may(Action.APPOINT)))


@dataclass(frozen=True)
class GiveRole:
    """`post_id`: under which it is kept. area_id: of a role that hangs on a place; none: it is told by its reports."""

    post_id: str
    person_id: str
    role: Role
    department_id: str | None
    area_id: str | None = None


@dataclass(frozen=True)
class EndRole:
    person_id: str
    post_id: str


@dataclass(frozen=True)
class ResumeRole:
    """What was ended holds again, as if it had not been."""

    person_id: str
    post_id: str


@dataclass(frozen=True)
class MoveTo:
    """To another department with every role that hangs on one. move_id: by which it is taken back."""

    move_id: str
    person_id: str
    department_id: str
    area_id: str | None = None


@dataclass(frozen=True)
class MoveBack:
    move_id: str
    person_id: str


@dataclass(frozen=True)
class SendOnLeave:
    """Somebody is away from a day (an ISO date) to a day, both inclusive, and another stands in for them.

    again: a leave that was ended goes on, if nobody was named for these days since.
    """

    person_id: str
    deputy_id: str
    since: str
    until: str
    again: bool = False


@dataclass(frozen=True)
class EndLeave:
    """only: that leave alone, as it was said, if it stands so still."""

    person_id: str
    only: SendOnLeave | None = None


@dataclass(frozen=True)
class Block:
    """They are answered nothing any more, and have no right; what is in their hands goes over to others.

    if_version: how many events there are to be of them still, where this takes a change back.
    """

    person_id: str
    if_version: int | None = None


@dataclass(frozen=True)
class Unblock:
    """if_version: as of Block."""

    person_id: str
    if_version: int | None = None


StaffCommand = GiveRole | EndRole | ResumeRole | MoveTo | MoveBack | SendOnLeave | EndLeave | Block | Unblock


@dataclass(frozen=True)
class Post:
    """A role as it is written down."""

    id: str
    role: Role
    department_id: str | None
    area_id: str | None
    since: date
    until: date | None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class Staff(Protocol):
    """Where it is written down who is what."""

    def posts(self, person_id: str) -> list[Post]:
        """Every role somebody has or had, held against others until the end of the transaction."""

    def enter(self, post: Post, person_id: str) -> None: ...
    def end(self, post: Post, last: date | None) -> None:
        """With its last day; none: it has no end."""

    def shut_out(self, person_id: str, at: datetime | None) -> None:
        """Since when somebody is blocked; none: they are not."""

    def is_department(self, department_id: str) -> bool: ...
