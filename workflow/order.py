"""What a command comes to: the right it needs, its verb, what it does, and whom it bars where."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event
from workflow.hazard import Act, Hazard
from workflow.keeps import Major, Plan, Snooze
from workflow.library import Grade
from workflow.lifecycle import TRANSITIONS, Verb
from workflow.people import Person
from workflow.permissions import Action
from workflow.reach import Case

# Whoever acts for somebody decides on nothing that is that one's own either.
CONFLICTS = frozenset({"own_repair", "own_case", "own_request"})


@dataclass(frozen=True)
class Order:
    """A row of the table: the right a command needs on its case, the verb it comes to, what it does there and then."""

    needs: Action
    verb: Verb
    do: Callable[[Desk, Hazard, Any, Act], Event]
    then: Callable[[Desk, Hazard, Act], None] | None = None  # what follows of itself, with events of its own
    when: Callable[[Hazard], bool] | None = None  # what the case must be like, besides its state
    why: Callable[[Hazard], Refused | None] | None = None  # how to say that it is not like that
    bars: Callable[[Person, Hazard, date], Refused | None] | None = None  # why not this person, who has the right
    whose: Callable[[Hazard], Action] | None = None  # the right of the decision as the case stands; none: `needs`

    def refusal(self, person: Person, hazard: Hazard, on: date) -> Refused | None:
        """Why it is not for somebody who has the right to do, as the case stands."""
        if (hazard.state, self.verb) not in TRANSITIONS:
            return Refused("state", state=hazard.state)
        if self.when is not None and not self.when(hazard):
            return (self.why(hazard) if self.why else None) or Refused("state", state=hazard.state)
        if self.bars is None:
            return None
        others = (self.bars(other, hazard, on) for other in person.stands_for)
        lent = (refusal for refusal in others if refusal is not None and refusal.reason in CONFLICTS)
        return self.bars(person, hazard, on) or next(lent, None)


@dataclass(frozen=True)
class Errand:
    """A row of the tables of what is about no case, or enters one: the right it needs, and what is done."""

    needs: Action
    do: Callable[[Desk, Any, Act], Hazard | None]


class Standing(Case, Protocol):
    """A case as far as the tables look at it."""

    passes: int
    due_locked: bool
    danger: str
    money_with: str
    asked_until: datetime | None
    company_grade: Grade
    major: Major | None
    plan: Plan | None
    recheck_asked: bool
    helper_department_id: str | None
    helper_id: str | None
    matrix_gap: bool
    suspended_until: datetime | None
    snooze: Snooze | None
