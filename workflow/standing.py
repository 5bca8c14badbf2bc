"""How a case stands after an event, as far as figures ask, and how it is counted: each day is one at the site."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.lifecycle import OPEN, State

DayOf = Callable[[datetime], date]
# Whose limit counts: its owner has it. A plan in the making will set one, and outside nobody owes one; an
# authority's stands. As the clock "due" of workflow/timers.py has it.
OWED = (State.ASSIGNED, State.RECTIFYING)
OWED_IF_LOCKED = (State.PLANNING, State.OUTSIDE)
DONE = (State.AWAITING_ACCEPTANCE, State.CLOSED)  # the owner has done what the limit was for


@dataclass(frozen=True)
class Standing:
    """How a case stands after an event, as far as figures ask.

    due_at: of a limit that counts just now; limit_at: also of one that has been met or missed. spent: in fen.
    """

    state: State
    department_id: str | None
    grade: Grade
    due_at: datetime | None
    closed_at: datetime | None
    area_id: str = ""
    category: str = ""
    limit_at: datetime | None = None
    spent: int = 0
    owner_id: str | None = None
    equipment_id: str | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """As an event keeps it; `of_facts` reads it back."""
        moments = (self.due_at, self.closed_at, self.limit_at)
        due, closed, limit = (moment.isoformat() if moment else None for moment in moments)
        return {
            "state": self.state,
            "department": self.department_id,
            "grade": self.grade,
            "due": due,
            "closed": closed,
            "area": self.area_id,
            "category": self.category,
            "limit": limit,
            "spent": self.spent,
            "owner": self.owner_id,
            "equipment": self.equipment_id,
        }


def of_facts(facts: Mapping[str, Any]) -> Standing:
    """What an older version has recorded lacks the last two, or six; its limit is then what counted as one."""
    named = (facts["due"], facts["closed"], facts.get("limit", facts["due"]))
    due, closed, limit = (datetime.fromisoformat(moment) if moment else None for moment in named)
    return Standing(
        State(facts["state"]),
        facts["department"],
        Grade(facts["grade"]),
        due,
        closed,
        facts.get("area", ""),
        facts.get("category", ""),
        limit,
        facts.get("spent", 0),
        facts.get("owner"),
        facts.get("equipment"),
    )


def standing(hazard: Hazard) -> Standing:
    """Of a hazard, or of a row of its table."""
    owed = hazard.state in OWED or (hazard.state in OWED_IF_LOCKED and hazard.due_locked)
    return Standing(
        hazard.state,
        hazard.department_id,
        hazard.company_grade,
        hazard.due_at if owed else None,
        hazard.closed_at,
        hazard.area_id,
        hazard.category,
        hazard.due_at if owed or hazard.state in DONE else None,
        hazard.money.spent if hazard.money else 0,
        hazard.owner_id,
        hazard.equipment_id,
    )


@dataclass(frozen=True)
class Counted:
    """A case as the figures see it.

    recurs: the same had been closed at its place before. limit_on, done_on: by when it was to be put right, and since
    when it is. took: whole hours from its report to its closing. spent: fen, of what is closed. returns: how often its
    repair was sent back, or the case opened again.
    """

    department_id: str | None
    received_on: date
    is_open: bool
    is_major: bool  # and open
    due_on: date | None
    closed_on: date | None
    area_id: str = ""
    category: str = ""
    major: bool = False  # open or not
    recurs: bool = False
    limit_on: date | None = None
    done_on: date | None = None
    took: int | None = None
    spent: int = 0
    grade: Grade = Grade.GENERAL
    owner_id: str | None = None
    equipment_id: str | None = None
    returns: int = 0

    @property
    def in_time(self) -> bool:
        """Put right by its limit."""
        return self.limit_on is not None and self.done_on is not None and self.done_on <= self.limit_on


def done_since(before: date | None, stands: Standing, on: date) -> date | None:
    """Since which day a case has been put right, after an event of a day; before: as it was before that event."""
    return (before or on) if stands.state in DONE else None


def is_return(before: State | None, after: State) -> bool:
    """The repair did not do: it was sent back, or the case was opened again."""
    return before in DONE and after is State.RECTIFYING


def counted(
    stands: Standing,
    received_at: datetime,
    day_of: DayOf,
    *,
    recurs: bool = False,
    done_on: date | None = None,
    returns: int = 0,
) -> Counted | None:
    """None for what is no hazard, or goes on in another case: it counts nowhere, not even as new."""
    if stands.state in (State.INVALID, State.MERGED):
        return None
    is_open, major = stands.state in OPEN, stands.grade == Grade.MAJOR
    moments = (stands.due_at, stands.closed_at, stands.limit_at)
    due_on, closed_on, limit_on = (day_of(moment) if moment else None for moment in moments)
    return Counted(
        stands.department_id,
        day_of(received_at),
        is_open,
        is_open and major,
        due_on,
        closed_on,
        stands.area_id,
        stands.category,
        major,
        recurs,
        limit_on,
        done_on,
        max((stands.closed_at - received_at) // timedelta(hours=1), 0) if stands.closed_at else None,
        stands.spent if stands.closed_at else 0,
        stands.grade,
        stands.owner_id,
        stands.equipment_id,
        returns,
    )
