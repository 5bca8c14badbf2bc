"""Who people are to a case: those whom the table of notices names, found at the desk."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from workflow.alarm import ladder
from workflow.desk import Desk
from workflow.events import Fact
from workflow.extension import once_for_the_officer
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.lifecycle import State
from workflow.major import is_major, is_unconfirmed
from workflow.papers import Paper, missing
from workflow.people import Person, Role
from workflow.stages import SUPERVISED_AFTER

Facts = Mapping[str, Fact]
Who = Callable[[Desk, Hazard, Facts], Iterable[str | None]]


def reporter(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Whoever reported it, and whoever reported the same, or the same as that."""
    told, same = [hazard.reporter_id], desk.merged(hazard.id)
    while same:
        case, reporter = same.pop(0)
        told.append(reporter)
        same += desk.merged(case)
    return told


def owner(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (hazard.owner_id,) if _is_here(desk, hazard.owner_id) else ()


def _is_here(desk: Desk, person_id: str | None) -> bool:
    person = desk.person(person_id) if person_id else None
    return person is not None and person.works_on(desk.today)


def former_owner(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    former = facts.get("from")
    return (former,) if isinstance(former, str) else ()


def acceptor(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (hazard.acceptor_id,)


def officers_if_acceptor_left(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return () if _is_here(desk, hazard.acceptor_id) else officers(desk, hazard, facts)


def granters(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    role = Role.SAFETY_OFFICER if once_for_the_officer(hazard) else Role.SAFETY_DIRECTOR
    return (person.id for person in desk.holders(role) if person.id != hazard.owner_id)


def officers(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (person.id for person in desk.holders(Role.SAFETY_OFFICER))


def officers_if_nobodys(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return officers(desk, hazard, facts) if hazard.owner_id is None else ()


def officers_if_owner_left(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Nobody would hear of the task: whoever chooses owners has to."""
    return () if _is_here(desk, hazard.owner_id) else officers(desk, hazard, facts)


def leaders_if_major(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return managers(desk, hazard, facts) if hazard.company_grade == Grade.MAJOR else ()


def department_heads(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Of the owner's department; the owner is told otherwise."""
    heads = desk.holders(Role.DEPARTMENT_HEAD)
    return (p.id for p in heads if p.id != hazard.owner_id and _heads(p, hazard.department_id, desk.today))


def _heads(person: Person, department: str | None, today: date) -> bool:
    held = (m for m in person.memberships if m.role is Role.DEPARTMENT_HEAD and m.holds_on(today))
    return any(m.department_id == department for m in held)


def directors(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (person.id for person in desk.holders(Role.SAFETY_DIRECTOR))


def managers(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (person.id for role in (Role.SAFETY_DIRECTOR, Role.EXECUTIVE) for person in desk.holders(role))


def confirmers(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """The director; where there is none, the principal, who has to name one."""
    return (p.id for p in desk.holders(Role.SAFETY_DIRECTOR) or desk.holders(Role.EXECUTIVE))


def executives(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (person.id for person in desk.holders(Role.EXECUTIVE))


def confirmers_if_unconfirmed(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return confirmers(desk, hazard, facts) if is_unconfirmed(hazard) else ()


def union(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (person.id for person in desk.holders(Role.UNION))


def union_if_published(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Whoever was told that it is a major hazard hears that it is none."""
    return union(desk, hazard, facts) if facts.get("confirmed") else ()


def owner_if_major(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return owner(desk, hazard, facts) if is_major(hazard) else ()


def those_of_an_order(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """An authority's order is news to whoever works there and whoever answers for it."""
    if facts.get("paper") != Paper.ORDER:
        return ()
    return (*owner(desk, hazard, facts), *leaders_if_major(desk, hazard, facts))


def acceptor_if_complete(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """The last paper that was missing is there: it can be signed off."""
    waits = hazard.state is State.AWAITING_ACCEPTANCE
    return acceptor(desk, hazard, facts) if waits and not missing(hazard) else ()


def managers_if_supervised(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Those who look on; the slip that made them do so is told them as just that."""
    supervised = hazard.plan is not None and hazard.plan.supervised
    return managers(desk, hazard, facts) if supervised and facts.get("slips") != SUPERVISED_AFTER else ()


def approvers(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Who decides on a plan, and on no plan of their own; where there is nobody, the officers have to find somebody."""
    roles = [Role.EXECUTIVE] if hazard.company_grade == Grade.MAJOR else [Role.SAFETY_DIRECTOR, Role.EXECUTIVE]
    own = {hazard.owner_id, hazard.plan.sent_by if hazard.plan else None}
    for role in (*roles, Role.SAFETY_OFFICER):
        able = [person.id for person in desk.holders(role) if person.id not in own]
        if able:
            return able
    return ()


def _ladder(desk: Desk, hazard: Hazard) -> list[str]:
    called = ladder(desk.on_duty(), desk.holders, hazard.area_path, desk.today, hazard.reporter_id)
    return [person.id for person in called]


def first_on_the_ladder(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return _ladder(desk, hazard)[:1]


def next_on_the_ladder(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """One more at each ring; when nobody is left, everybody again and again."""
    rungs, ring = _ladder(desk, hazard), _count(facts, "step") + 1
    return rungs[ring : ring + 1] or rungs


def everybody_alarmed(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Those called so far, and those who have said that they go."""
    called = desk.rings("hazard", hazard.id, "alarm") + 1
    return (*_ladder(desk, hazard)[:called], *desk.actors(hazard.id, "responding"))


def _count(facts: Facts, name: str) -> int:
    number = facts.get(name)
    return number if isinstance(number, int) else 0


def team_leaders(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (person.id for person in desk.holders(Role.TEAM_LEADER, hazard.area_path))
