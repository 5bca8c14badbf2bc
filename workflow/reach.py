"""How far a right reaches: which cases are somebody's to see, or to do a thing with."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from workflow.lifecycle import State


class Case(Protocol):
    """What the table needs to know of a hazard."""

    reporter_id: str
    entered_by_id: str | None
    also_reported_by: list[str]
    owner_id: str | None
    acceptor_id: str | None
    department_id: str | None
    helper_department_id: str | None
    helper_id: str | None
    area_path: str
    state: State
    called: list[str]
    major_confirmed_at: datetime | None


@dataclass(frozen=True)
class Reach:
    """How far one person's right to one action reaches on one day; storage turns it into a condition of its queries."""

    person_id: str
    company: bool = False
    own: bool = False
    same: bool = False
    task: bool = False
    acceptance: bool = False
    acted: bool = False  # of these cases only the desk knows which they are
    alarm: bool = False
    called: bool = False
    helper: bool = False
    asked_department_ids: frozenset[str] = frozenset()
    published: bool = False
    team: frozenset[str] = frozenset()  # the ids of those whose tasks it reaches
    area_paths: frozenset[str] = frozenset()
    department_ids: frozenset[str] = frozenset()
    for_others: tuple["Reach", ...] = ()  # as the deputy of those who are away

    def covers(self, case: Case) -> bool:
        return self.covers_alone(case) or any(other.covers_alone(case) for other in self.for_others)

    @property
    def with_a_part(self) -> "Reach":
        """As far as it follows from a part in the case, or from where one works; not from a charge for all cases."""
        others = tuple(other.with_a_part for other in self.for_others)
        return replace(self, company=False, published=False, alarm=False, for_others=others)

    @property
    def reaches(self) -> bool:
        """True when there may be something that it covers, be it in somebody's place."""
        alone = replace(self, for_others=())
        return alone != Reach(self.person_id) or any(other.reaches for other in self.for_others)

    def covers_alone(self, case: Case) -> bool:
        """The same without what others have lent them."""
        return (
            self.company
            or (self.own and self.person_id in (case.reporter_id, case.entered_by_id))
            or (self.same and self.person_id in case.also_reported_by)
            or (self.task and case.owner_id == self.person_id)
            or (self.acceptance and case.acceptor_id == self.person_id)
            or (self.alarm and case.state == State.ALARM)
            or (self.called and self.person_id in case.called)
            or (self.helper and case.helper_id == self.person_id)
            or case.helper_department_id in self.asked_department_ids
            or (self.published and case.major_confirmed_at is not None)
            or case.owner_id in self.team
            or any(case.area_path.startswith(path) for path in self.area_paths)
            or case.department_id in self.department_ids
        )
