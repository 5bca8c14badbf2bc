"""The rules of unsealing an anonymous report: two people who may, within a day, and the reporter hears of it."""

from datetime import datetime, timedelta

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import given
from workflow.ids import new_id
from workflow.people import Person
from workflow.permissions import Action, allowed, who_may
from workflow.seals import ASKED, CONFIRMED, DECLINED, AskUnseal, ConfirmUnseal, DeclineUnseal, Unsealing

HOLDS = timedelta(days=1)  # so long the second of the two may confirm


def others(desk: Desk, by: str) -> list[Person]:
    """Who could be the second one: whoever has the right, is another person and can be reached."""
    found = {person.id: person for role in who_may(Action.UNSEAL) for person in desk.holders(role)}
    return [person for id_, person in found.items() if id_ != by and desk.reachable(id_)]


def ask(desk: Desk, command: AskUnseal, by: Person, at: datetime) -> None:
    given(command.reason)
    hazard = desk.hazard(command.hazard_id)
    if hazard is None or not allowed(by, Action.SEE, hazard, desk.today):
        raise Refused("unknown_case")
    if not desk.seals.is_unnamed(hazard.id):
        raise Refused("unseal_named", number=hazard.number)
    if not others(desk, by.id):
        raise Refused("unseal_alone")
    if desk.seals.asked_since(hazard.id, at - HOLDS):
        raise Refused("unseal_waits", number=hazard.number)
    request = Unsealing(new_id(), hazard.id, by.id, at)
    desk.seals.ask(request)
    _record(desk, request, "unseal_asked", by.id, at, reason=command.reason)


def confirm(desk: Desk, command: ConfirmUnseal, by: Person, at: datetime) -> None:
    request = _waiting(desk, command.request_id, at)
    if by.id == request.asked_by_id:
        raise Refused("unseal_self")
    desk.seals.settle(request.id, CONFIRMED, by.id, at)
    _record(desk, request, "unsealed", by.id, at)


def decline(desk: Desk, command: DeclineUnseal, by: Person, at: datetime) -> None:
    request = _waiting(desk, command.request_id, at)
    desk.seals.settle(request.id, DECLINED, by.id, at)
    _record(desk, request, "unseal_declined", by.id, at)


def _waiting(desk: Desk, request_id: str, at: datetime) -> Unsealing:
    request = desk.seals.request(request_id)
    if request is None or request.state != ASKED or request.asked_at <= at - HOLDS:
        raise Refused("unseal_over")
    return request


def _record(desk: Desk, request: Unsealing, kind: str, by: str, at: datetime, **words: str) -> None:
    version = 1 if kind == "unseal_asked" else 2
    facts: dict[str, Fact] = {"hazard": request.hazard_id, "asked_by": request.asked_by_id}
    desk.record(Event(new_id(), "unsealing", request.id, version, kind, by, at, facts, words))
