"""What a ladder is made of: its rungs, as the company or the house has them, and what it may not be."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from workflow.errors import Refused
from workflow.library import Grade
from workflow.people import Role

# Who can stand on a ladder: the owner of the case, and these above them.
ON_LADDERS = (
    Role.OWNER,
    Role.TEAM_LEADER,
    Role.DEPARTMENT_HEAD,
    Role.SAFETY_OFFICER,
    Role.SAFETY_DIRECTOR,
    Role.EXECUTIVE,
)
LONGEST = 365  # days from the limit


@dataclass(frozen=True)
class Rung:
    """So many calendar days from the limit (before it: negative) these roles are told; no number: daily until then."""

    days: int | None
    roles: tuple[Role, ...]

    @property
    def above(self) -> tuple[Role, ...]:
        """Whom it tells besides the owner."""
        return tuple(role for role in self.roles if role is not Role.OWNER)


@dataclass(frozen=True, init=False)
class Ladder:
    """The rungs of a grade."""

    rungs: tuple[Rung, ...]

    def __init__(self, *rungs: Rung) -> None:
        object.__setattr__(self, "rungs", rungs)

    def higher(self, rung: Rung) -> list[Rung]:
        """Those above a rung, the next one first."""
        later = [other for other in self.rungs if (other.days or 0) > (rung.days or 0)]
        return sorted(later, key=lambda other: other.days or 0)


Steps = Sequence[tuple[int | None, Sequence[str]]]  # days and roles of each rung, as a message and an event have them


@dataclass(frozen=True)
class SetLadder:
    """Who is told when, of one grade. steps: all of its rungs; none: the usual ones.

    if_now: the rungs of its own that it has to have still, none where it has the usual ones; else somebody has changed
    them since.
    """

    grade: Grade
    steps: Steps
    if_now: Steps


def steps_of(rungs: Iterable[Rung]) -> list[tuple[int | None, list[str]]]:
    """In the order in which they are reached."""
    ordered = sorted(rungs, key=lambda rung: -LONGEST - 1 if rung.days is None else rung.days)
    return [(rung.days, [str(role) for role in rung.roles]) for rung in ordered]


def rungs_of(steps: Steps) -> list[Rung]:
    return [Rung(days, tuple(Role(role) for role in roles)) for days, roles in steps]


def has_step_at_limit(rungs: Iterable[Rung]) -> bool:
    return any(rung.days == 0 and rung.roles for rung in rungs)


def named_from_limit(rungs: Iterable[Rung]) -> set[Role]:
    """Whom it tells besides the owner, from the limit on."""
    return {role for _, rung in _from_limit(rungs) for role in rung.above}


def first_told(rungs: Iterable[Rung], held: Collection[Role]) -> int | None:
    """How many days from the limit on it is until somebody besides the owner is told. held: the roles that people have.

    None: nobody ever is.
    """
    return min((days for days, rung in _from_limit(rungs) if not {*rung.above}.isdisjoint(held)), default=None)


def _from_limit(rungs: Iterable[Rung]) -> Iterator[tuple[int, Rung]]:
    for rung in rungs:
        if rung.days is not None and 0 <= rung.days <= LONGEST:
            yield rung.days, rung


def ladder_fault(rungs: Sequence[Rung], is_held: Callable[[Role], bool]) -> Refused | None:
    """Why a ladder of the company's own may not be; none where it may. is_held: whether anybody has a role."""
    if any(role not in ON_LADDERS for rung in rungs for role in rung.roles):
        return Refused("role_off_ladder")
    if any(rung.days is not None and abs(rung.days) > LONGEST for rung in rungs):
        return Refused("ladder_days", most=LONGEST)
    if not has_step_at_limit(rungs):
        return Refused("no_step_at_limit")
    if not any(is_held(role) for role in named_from_limit(rungs)):
        return Refused("ladder_tells_nobody")
    return None


class Rungs(Protocol):
    """Where the company's own ladders are written down, and the clocks that follow them."""

    def of(self, grade: Grade) -> list[Rung]:
        """None where the company has set none."""

    def put(self, grade: Grade, rungs: Sequence[Rung]) -> None: ...
    def heeding(self, grade: Grade) -> Iterable[Any]:
        """The cases of a grade whose limit's clock runs."""

    def move(self, hazard_id: str, due_at: datetime) -> None:
        """The limit's clock of a case rings then."""
