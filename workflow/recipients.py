"""Who people are to a case: those whom the table of notices names, found at the desk."""

from collections.abc import Callable, Iterable, Mapping

from workflow.alarm import ladder
from workflow.desk import Desk
from workflow.events import Fact
from workflow.extension import once_for_the_officer
from workflow.hazard import Hazard
from workflow.library import Grade
from workflow.people import Role

Facts = Mapping[str, Fact]
Who = Callable[[Desk, Hazard, Facts], Iterable[str | None]]


def reporter(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Whoever reported it or typed it in for them, and whoever reported the same, or the same as that."""
    told, same = [hazard.reporter_id, hazard.entered_by_id], desk.merged(hazard.id)
    while same:
        case, reporter = same.pop(0)
        told.append(reporter)
        same += desk.merged(case)
    return told


def finder_if_another_typed(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (hazard.reporter_id,) if hazard.entered_by_id else ()


def owner(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    return (hazard.owner_id,) if _is_here(desk, hazard.owner_id) else ()


def _is_here(desk: Desk, person_id: str | None) -> bool:
    person = desk.person(person_id) if person_id else None
    return person is not None and person.works_on(desk.today)


def owner_if_report_changed(desk: Desk, hazard: Hazard, facts: Facts) -> Iterable[str | None]:
    """Whoever repairs goes by the words of the report."""
    return owner(desk, hazard, facts) if hazard.is_open and facts.get("of_report") else ()


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
    if hazard.company_grade != Grade.MAJOR:
        return ()
    return (person.id for role in (Role.SAFETY_DIRECTOR, Role.EXECUTIVE) for person in desk.holders(role))


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
