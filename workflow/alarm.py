"""An alarm: something is happening now. People are called at once, and the case behind it follows when it is over."""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.desk import Desk
from workflow.emergency import Emergency
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard
from workflow.library import Category, Grade
from workflow.lifecycle import Verb
from workflow.people import Person, Role
from workflow.register import limit_days, next_number

CATEGORY: dict[Emergency, Category] = {
    Emergency.FIRE: Category.FIRE,
    Emergency.EXPLOSION: Category.FIRE,
    Emergency.SHOCK: Category.ELECTRICAL,
    Emergency.PERSON_DOWN: Category.OTHER,
    Emergency.LEAK: Category.CHEMICAL,
    Emergency.COLLAPSE: Category.CONSTRUCTION_STRUCTURE,
}
# What happened is larger until a person has said otherwise: it is never signed off on photographs alone.
GRADE = Grade.LARGER
# Who stands in where nobody on duty answers, in this order.
STAND_INS = (Role.DUTY_LEADER, Role.SAFETY_OFFICER, Role.SAFETY_DIRECTOR, Role.EXECUTIVE)


@dataclass(frozen=True)
class RaiseAlarm:
    """Somebody writes that something is happening. The case takes the draft's id, as a report does.

    area_id: none where the words name no place and the person has none: then it is somewhere in the plant.
    unsure: the words name no place, and it may be elsewhere.
    """

    draft_id: str
    kind: Emergency
    words: str
    area_id: str | None
    equipment_id: str | None = None
    unsure: bool = False


@dataclass(frozen=True)
class TellAlarm:
    """News from the spot: `what` is called, evacuated or words."""

    hazard_id: str
    draft_id: str
    what: str
    words: str = ""


@dataclass(frozen=True)
class Respond:
    hazard_id: str


@dataclass(frozen=True)
class StandDown:
    hazard_id: str


@dataclass(frozen=True)
class CallFalseAlarm:
    """There is nothing. `seen_news`: how much news of others its caller knew of; more is looked at first."""

    hazard_id: str
    seen_news: int | None = None


def raise_alarm(desk: Desk, command: RaiseAlarm, act: Act) -> Hazard:
    """Open the case behind an alarm; nobody is asked for category or grade."""
    if act.by is None or desk.hazard(command.draft_id) is not None:
        raise Refused("reported_before")
    area = (desk.area(command.area_id) if command.area_id else None) or desk.whole_plant()
    category = CATEGORY[command.kind]
    hazard = Hazard(
        id=command.draft_id,
        number=next_number(desk, act),
        category=category,
        company_grade=GRADE,
        area_id=area.id,
        area_path=area.path,
        equipment_id=command.equipment_id,
        library_code=None,
        requirement="",
        requirement_en="",
        law="",
        law_en="",
        reporter_id=act.by.id,
        found_at=act.at,
        received_at=act.at,
        due_at=desk.calendar.due(act.at, limit_days(GRADE, None)),
        source_kind="emergency",
        source_id=command.kind,
    )
    first = next_to_call(rungs(desk, hazard), (), desk.reachable)
    hazard.called = [first.id] if first else []
    unsure = command.unsure or not command.area_id
    facts: dict[str, Fact] = {"kind": command.kind, "area": area.id, "unsure": unsure, "called": hazard.called}
    event = hazard.enter(Verb.RAISE_ALARM, act, facts, {"words": command.words})
    desk.enter(hazard)
    desk.attach_photos(command.draft_id, hazard.id, "found")
    desk.record(event)
    return hazard


def ladder(
    on_duty: Iterable[Person],
    holders: Callable[[Role, str], Iterable[Person]],
    area_path: str,
    today: date,
    caller: str | None,
) -> list[Person]:
    """Who is called, one after another: those on the roster, who stands in, at last the principal; each once.

    caller: who raised it, and is not called to it.
    """
    called = list(on_duty)
    for role in STAND_INS:
        called += holders(role, area_path if role is Role.DUTY_LEADER else "")
    here = (person for person in called if person.works_on(today) and person.id != caller)
    return list({person.id: person for person in here}.values())


def rungs(desk: Desk, hazard: Hazard) -> list[Person]:
    """The ladder of a case as it is at this moment."""
    return ladder(desk.on_duty(), desk.holders, hazard.area_path, desk.today, hazard.reporter_id)


def next_to_call(people: Sequence[Person], called: Container[str], reachable: Callable[[str], bool]) -> Person | None:
    """The first who was not called yet and who has a chat in which to be called."""
    return next((person for person in people if person.id not in called and reachable(person.id)), None)


def call_next(desk: Desk, hazard: Hazard, act: Act) -> Event | None:
    """Nobody has answered: the next one is called, and that is kept. None when everybody has been called."""
    person = next_to_call(rungs(desk, hazard), hazard.called, desk.reachable)
    if person is None:
        return None
    event = hazard.move(Verb.CALL_NEXT, act, {"called": [person.id]})
    hazard.called = [*hazard.called, person.id]
    return event


def tell_alarm(desk: Desk, hazard: Hazard, command: TellAlarm, act: Act) -> Event:
    photos = desk.attach_photos(command.draft_id, hazard.id, "found")
    facts: dict[str, Fact] = {"what": command.what, "photos": photos}
    return hazard.move(Verb.TELL_ALARM, act, facts, {"news": command.words})


def news_for(desk: Desk, hazard_id: str, person_id: str | None) -> int:
    """How often others have sent news of it."""
    return sum(who != person_id for who in desk.actors(hazard_id, "alarm_told"))


def respond(desk: Desk, hazard: Hazard, command: Respond, act: Act) -> Event:
    return hazard.move(Verb.RESPOND, act)


def stand_down(desk: Desk, hazard: Hazard, command: StandDown, act: Act) -> Event:
    """The danger is over; what led to it becomes somebody's task."""
    return hazard.move(Verb.STAND_DOWN, act)


def call_false_alarm(desk: Desk, hazard: Hazard, command: CallFalseAlarm, act: Act) -> Event:
    by = act.by.id if act.by else None
    if command.seen_news is not None and news_for(desk, hazard.id, by) > command.seen_news:
        raise Refused("changed_since")
    return hazard.move(Verb.CALL_FALSE_ALARM, act)
