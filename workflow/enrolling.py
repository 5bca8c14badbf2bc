"""The rules of coming in: who decides on it, how long an invitation holds, and who may be called what."""

from datetime import datetime, timedelta

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import given
from workflow.ids import new_id
from workflow.joining import (
    DECLINED,
    GRANTED,
    OPEN,
    Admit,
    CallMe,
    DeclineJoin,
    Invitation,
    Invite,
    JoinRequest,
    OfferLink,
)
from workflow.people import Person, Role, in_words
from workflow.permissions import Action, reach
from workflow.posts import check_appoints

INVITATION_HOLDS = timedelta(days=7)
LINK_HOLDS = timedelta(minutes=10)
# Of wrong codes from one address: a code for a link has some forty bits, and nobody is to get far with guessing.
MOST_TRIES, TRIED_WITHIN = 5, timedelta(hours=1)
LONGEST_NAME = 40
WAITING = "joining"  # the clock of a request
# Who is asked about people who want to come in: the first of these that can be reached.
ASKED = (Role.SAFETY_OFFICER, Role.SAFETY_DIRECTOR, Role.ADMINISTRATOR, Role.EXECUTIVE)


def may_enrol(person: Person, desk: Desk) -> bool:
    return reach(person, Action.ENROL, desk.today).company


def those_asked(desk: Desk, besides: str = "") -> list[Person]:
    """Who decides on requests to join, and hears of people who cannot be reached any more; never that person."""
    for role in ASKED:
        there = [person for person in desk.holders(role) if person.id != besides and desk.reachable(person.id)]
        if there:
            return there
    return []


def await_decision(desk: Desk, request_id: str, at: datetime) -> None:
    """A request is before those who decide on it; they hear of it once more when a working day has passed."""
    desk.start_timer("join", request_id, WAITING, desk.calendar.after_workday(at, desk.is_workday))


def settle(desk: Desk, request_id: str, state: str, by: str, at: datetime, person_id: str | None = None) -> None:
    """It is decided, and nobody is reminded of it."""
    desk.entrance.settle(request_id, state, by, at, person_id)
    desk.stop_timer("join", request_id, WAITING)


def admit(desk: Desk, command: Admit, by: Person, at: datetime) -> None:
    request = _to_decide(desk, command.request_id, by)
    if desk.entrance.is_taken(request.bot, request.address):
        raise Refused("reached_already", name=request.name)
    department = command.department_id or request.department_id
    if command.person_id is None:
        person_id = desk.entrance.enter(request.name, department, request.language, desk.today)
    else:
        person_id = _unreached(desk, command.person_id, by)
    settle(desk, request.id, GRANTED, by.id, at, person_id)
    desk.entrance.reach(person_id, request.bot, request.address, at)
    _record(desk, request.id, "admitted", by.id, at, person=person_id, department=department)


def decline(desk: Desk, command: DeclineJoin, by: Person, at: datetime) -> None:
    request = _to_decide(desk, command.request_id, by)
    settle(desk, request.id, DECLINED, by.id, at)
    _record(desk, request.id, "declined", by.id, at)


def invite(desk: Desk, command: Invite, by: Person, at: datetime) -> None:
    until = at + INVITATION_HOLDS
    desk.entrance.offer(command.digest, by.id, at, until, command.department_id, None)


def offer_link(desk: Desk, command: OfferLink, by: Person, at: datetime) -> None:
    desk.entrance.offer(command.digest, by.id, at, at + LINK_HOLDS, None, by.id)


def call_me(desk: Desk, command: CallMe, by: Person, at: datetime) -> None:
    """Once: afterwards a name is what the company knows somebody by, and is changed in its workbook."""
    given(command.name)
    if not desk.entrance.has_no_name(by.id):
        raise Refused("has_name")
    desk.entrance.rename(by.id, command.name.strip()[:LONGEST_NAME])


def is_still_meant(desk: Desk, invitation: Invitation) -> bool:
    """False where whoever made it has left, or may not invite any more."""
    maker = desk.person(invitation.made_by_id)
    if maker is None or not maker.works_on(desk.today):
        return False
    return invitation.person_id is not None or may_enrol(maker, desk)


def _to_decide(desk: Desk, request_id: str, by: Person) -> JoinRequest:
    request = desk.entrance.request(request_id)
    if request is None or request.state != OPEN:
        raise Refused("join_settled", **settled(desk, request, by))
    return request


def settled(desk: Desk, request: JoinRequest | None, reader: Person) -> dict[str, str]:
    """What became of a request, for whoever comes later."""
    if request is None:
        return {"name": "", "by": "", "state": ""}
    decider = desk.person(request.decided_by_id) if request.decided_by_id else None
    by = in_words(decider.name, decider.name_en, reader.language) if decider else ""
    return {"name": request.name, "by": by, "state": request.state}


def _unreached(desk: Desk, person_id: str, by: Person) -> str:
    """Somebody who has a chat already is not taken over by another one's address."""
    person = desk.person(person_id)
    if person is None or not person.works_on(desk.today):
        raise Refused("has_left")
    if desk.reachable(person_id):
        raise Refused("reached_already", name=in_words(person.name, person.name_en, by.language))
    check_appoints(desk.today, by, person.roles_on(desk.today))  # whoever is reached as them has their rights
    return person_id


def _record(desk: Desk, request_id: str, kind: str, by: str, at: datetime, **facts: Fact) -> None:
    desk.record(Event(new_id(), "join", request_id, 1, kind, by, at, facts))
