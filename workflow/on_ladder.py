"""Who people are to a ladder: the owner who is reminded, those above them, and the watch in their place."""

from collections.abc import Iterable

from workflow.desk import Desk
from workflow.escalation import has_climbed
from workflow.hazard import Hazard
from workflow.lifecycle import State
from workflow.major import is_major
from workflow.people import Role
from workflow.recipients import (
    Facts,
    Who,
    department_heads,
    directors,
    executives,
    officers,
    on_watch,
    owner,
    team_leaders,
)
from workflow.rungs import Rung
from workflow.snooze import is_waiting


def owner_unless_put_off(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Who has asked to be reminded later is reminded then."""
    return () if is_waiting(hazard, desk.now) else owner(desk, hazard, facts)


def owner_of_untaken(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    in_time = hazard.state is State.ASSIGNED and desk.now < hazard.due_at
    return owner(desk, hazard, facts) if in_time else ()


def owner_in_time(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return owner(desk, hazard, facts) if desk.now < hazard.due_at else ()


def owner_if_late(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """What has climbed since they asked to be reminded has been told them then."""
    late = desk.now >= hazard.due_at and not has_climbed(desk, hazard)
    return owner(desk, hazard, facts) if late else ()


def directors_if_major(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return directors(desk, hazard, facts) if is_major(hazard) else ()


def executives_if_major(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return executives(desk, hazard, facts) if is_major(hazard) else ()


# Who the roles of a ladder are to a case; the owner is told by rows of their own.
ROLES_ABOVE: dict[Role, Who] = {
    Role.TEAM_LEADER: team_leaders,
    Role.DEPARTMENT_HEAD: department_heads,
    Role.SAFETY_OFFICER: officers,
    Role.SAFETY_DIRECTOR: directors,
    Role.EXECUTIVE: executives,
}


def above(rung: Rung) -> Who:
    """Whom a rung tells besides the owner; where nobody of them is there, the lowest role of the next one up."""

    def found(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
        named = _holding(rung.above, desk, hazard, facts)
        if named or not rung.above:
            return named
        higher = (role for each in desk.ladder(hazard.company_grade).higher(rung) for role in each.above)
        stand_ins = (_holding((role,), desk, hazard, facts) for role in higher)
        return next((people for people in stand_ins if people), None) or officers(desk, hazard, facts)

    return found


def _holding(roles: Iterable[Role], desk: Desk, hazard: Hazard, facts: Facts) -> list[str | None]:
    people = [who for role in roles for who in ROLES_ABOVE[role](desk, hazard, facts)]
    return [who for who in people if who != hazard.owner_id]


def watch_in_place_of(who: Who) -> Who:
    """Those on watch by the roster, while nobody of those who are told is at work."""

    def found(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
        if any(desk.at_work(each) for each in who(desk, hazard, facts) if each):
            return ()
        return on_watch(desk, hazard)

    return found
