"""The rules of 举一反三: each like place once, its leader is asked, and whoever was asked answers in words."""

from datetime import datetime

from workflow.desk import Desk
from workflow.elsewhere import MOST_DAYS, AnswerElsewhere, Asked, AskElsewhere
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import given
from workflow.ids import new_id
from workflow.outside import day_said
from workflow.people import Person, Role
from workflow.permissions import Action, allowed


def ask(desk: Desk, command: AskElsewhere, by: Person, at: datetime) -> None:
    """A place that nobody leads is for whoever asks to look at."""
    hazard = desk.hazard(command.hazard_id)
    if hazard is None or not allowed(by, Action.SEE, hazard, desk.today):
        raise Refused("unknown_case")
    if desk.elsewhere.is_asked(hazard.id):
        raise Refused("elsewhere_asked", number=hazard.number)
    days = (day_said(desk, command.until) - desk.today).days
    if not 1 <= days <= MOST_DAYS:
        raise Refused("elsewhere_day", most=MOST_DAYS)
    places = desk.elsewhere.like(hazard.id)
    if not places:
        raise Refused("elsewhere_none", number=hazard.number)
    due, round_id = desk.calendar.due(at, days), new_id()
    desk.elsewhere.begin(round_id, hazard.id, by.id, at, due)
    for area_id, path in places:
        desk.elsewhere.ask(Asked(new_id(), round_id, area_id, _leader(desk, path) or by.id))
    facts: dict[str, Fact] = {"hazard": hazard.id, "until": due.isoformat(), "places": len(places)}
    desk.record(Event(new_id(), "elsewhere", round_id, 1, "elsewhere_asked", by.id, at, facts))


def answer(desk: Desk, command: AnswerElsewhere, by: Person, at: datetime) -> None:
    asked = desk.elsewhere.asked(command.answer_id)
    if asked is None or asked.asked_id not in {by.id, *(other.id for other in by.stands_for)}:
        raise Refused("elsewhere_not_asked")
    if asked.found is not None:
        raise Refused("elsewhere_answered")
    given(command.words)
    desk.elsewhere.answer(asked.id, command.found, at)
    facts: dict[str, Fact] = {"round": asked.round_id, "area": asked.area_id, "found": command.found}
    words = {"answer": command.words}
    desk.record(Event(new_id(), "elsewhere", asked.id, 1, "elsewhere_answered", by.id, at, facts, words))


def _leader(desk: Desk, path: str) -> str | None:
    leaders = (person.id for person in desk.holders(Role.TEAM_LEADER, path))
    return next((leader for leader in leaders if desk.reachable(leader)), None)
