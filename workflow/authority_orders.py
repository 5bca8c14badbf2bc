"""An authority's order as a whole: the cases under it, and its re-check, on whose paper alone it is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from workflow.lifecycle import OPEN, State


class OrderState(StrEnum):
    """How an order stands; names for people stand in templates/labels."""

    OPEN = "open"  # something under it is still to be put right
    PUT_RIGHT = "put_right"  # all of it is, and the authority has not looked again
    CLOSED = "closed"  # the paper of its re-check says that all of it is in order


@dataclass(frozen=True)
class RecordRecheck:
    """What the paper of a re-check 复查意见书 says of an order; the photograph of it is in the draft.

    hazard_id: any case of the order. paper: the number on it. day: which it bears, as ISO date. failed: the ids of the
    cases that it found not in order, with what is wrong in `words`, and by when they are to be done (`until`, ISO).
    """

    draft_id: str
    hazard_id: str
    paper: str
    day: str
    failed: tuple[str, ...] = ()
    words: str = ""
    until: str = ""


@dataclass(frozen=True)
class StrikeRecheck:
    """The last re-check of the order of a case was written down wrongly: the order is open to another one."""

    hazard_id: str


OrderCommand = RecordRecheck | StrikeRecheck


@dataclass(frozen=True)
class Rechecked:
    """A re-check that counts. day: the paper's own; cleared: it found all in order."""

    id: str
    hazard_id: str
    by_id: str
    day: date
    at: datetime
    cleared: bool


class Ordered(Protocol):
    """A case as far as the state of its order looks at it."""

    @property
    def state(self) -> State: ...
    @property
    def closed_at(self) -> datetime | None: ...


def state_of(cases: Sequence[Ordered], last: Rechecked | None) -> OrderState:
    """How an order stands by all its cases and its last re-check: what was put right after that is looked at anew."""
    if any(case.state in OPEN for case in cases):
        return OrderState.OPEN
    seen = last is not None and all(case.closed_at is None or case.closed_at <= last.at for case in cases)
    return OrderState.CLOSED if last is not None and last.cleared and seen else OrderState.PUT_RIGHT


class AuthorityOrders(Protocol):
    """Where it is written down which cases an order has, and what its re-checks found."""

    def cases(self, hazard_id: str) -> Sequence[str]:
        """The ids of all cases under the order of this one, the earliest first; none where it is under no order."""

    def last(self, hazard_ids: Sequence[str]) -> Rechecked | None:
        """The last re-check of these cases that counts."""

    def enter(self, recheck: Rechecked) -> None: ...
    def strike(self, recheck_id: str, at: datetime) -> None: ...
