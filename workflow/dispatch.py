"""Finding the people of a case: owner by the matrix, acceptor who had no hand in the repair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from workflow.desk import Desk
from workflow.hazard import Act, Hazard
from workflow.library import Category
from workflow.people import Person, Role
from workflow.responsibility import Responsibility, responsible


class Lying(Protocol):
    """What lies somewhere and is of a kind: a case, or one that is only thought of."""

    @property
    def area_path(self) -> str: ...
    @property
    def equipment_id(self) -> str | None: ...
    @property
    def category(self) -> Category: ...
    @property
    def acceptor_id(self) -> str | None: ...
    @property
    def repairers(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Thought:
    """A hazard that nobody has reported: who would get it?"""

    area_path: str
    category: Category
    equipment_id: str | None = None
    acceptor_id: str | None = None
    repairers: Sequence[str] = ()


@dataclass(frozen=True)
class Foreseen:
    """row: that decides; none is a gap, and so is one whose owner has left. acceptor: who would sign it off."""

    row: Responsibility | None
    owner_id: str | None
    acceptor_id: str | None
    gone: bool


def foresee(desk: Desk, thought: Thought, act: Act) -> Foreseen:
    """What `dispatch` would make of it; nothing is changed."""
    row = row_of(desk, thought)
    gone = row is not None and names_one_who_left(desk, row)
    owner = None if row is None or gone else row.owner_id
    return Foreseen(row, owner, acceptor_for(desk, thought, act, owner, row=row) if owner else None, gone)


def dispatch(desk: Desk, hazard: Hazard, act: Act) -> None:
    """Give a new case to the owner the matrix names. A gap, or an owner who has left, leaves it to the officers."""
    row = row_of(desk, hazard)
    hazard.matrix_gap = row is None or names_one_who_left(desk, row)
    if row is None or row.owner_id is None or hazard.matrix_gap:
        return
    acceptor = acceptor_for(desk, hazard, act, row.owner_id, row=row)
    desk.record(hazard.assign(Act(None, act.at), row.owner_id, row.department_id, acceptor))


def acceptor_for(
    desk: Desk, hazard: Lying, act: Act, *owners: str | None, row: Responsibility | None = None
) -> str | None:
    """Who signs off: the matrix's acceptor, the area's team leader, an officer, director, executive; never a repairer.

    owners: who is about to repair it, or has a hand in it.
    """
    row = row or row_of(desk, hazard)
    excluded = {*hazard.repairers, *owners}
    today = _today(desk, act)
    return next(
        (p.id for p in _candidates(desk, hazard, row) if p is not None and p.id not in excluded and p.works_on(today)),
        None,
    )


def names_one_who_left(desk: Desk, row: Responsibility) -> bool:
    owner = desk.person(row.owner_id) if row.owner_id else None
    return row.owner_id is not None and (owner is None or not owner.works_on(desk.today))


def row_of(desk: Desk, hazard: Lying) -> Responsibility | None:
    """The row of the matrix that decides for a case; none is a gap."""
    near = desk.matrix(hazard.area_path, hazard.category)
    return responsible(near, hazard.area_path, hazard.equipment_id, hazard.category)


def _candidates(desk: Desk, hazard: Lying, row: Responsibility | None) -> Iterable[Person | None]:
    if hazard.acceptor_id:
        yield desk.person(hazard.acceptor_id)
    if row is not None and row.acceptor_id:
        yield desk.person(row.acceptor_id)
    yield from desk.holders(Role.TEAM_LEADER, hazard.area_path)
    yield from desk.holders(Role.SAFETY_OFFICER)
    yield from desk.holders(Role.SAFETY_DIRECTOR)
    yield from desk.holders(Role.EXECUTIVE)


def _today(desk: Desk, act: Act) -> date:
    return desk.calendar.local(act.at).date()
