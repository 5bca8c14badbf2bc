"""The rules of scoring reports: by whoever may, never one's own, and the last word is taken back by whoever said it."""

from datetime import datetime

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.events import Event, Fact
from workflow.hazard import Hazard
from workflow.ids import new_id
from workflow.people import Person
from workflow.permissions import Action, allowed
from workflow.scores import GiveScore, Score, TakeBackScore


def give(desk: Desk, command: GiveScore, by: Person, at: datetime) -> None:
    hazard = _case(desk, command.hazard_id, by)
    if by.id in hazard.reporters:
        raise Refused("own_report")
    if command.score not in set(Score) or desk.scores.given(hazard.id) is not None:
        raise Refused("scored_before")
    score_id = new_id()
    desk.scores.give(score_id, hazard.id, command.score, by.id, at)
    _record(desk, score_id, 1, "scored", hazard, by, at, {"score": command.score})


def take_back(desk: Desk, command: TakeBackScore, by: Person, at: datetime) -> None:
    hazard = _case(desk, command.hazard_id, by)
    found = desk.scores.given(hazard.id)
    if found is None or found[1] != by.id:
        raise Refused("score_gone")
    desk.scores.take_back(found[0], at)
    _record(desk, found[0], 2, "score_taken_back", hazard, by, at, {})


def _case(desk: Desk, hazard_id: str, by: Person) -> Hazard:
    hazard = desk.hazard(hazard_id)
    if hazard is None or not allowed(by, Action.SEE, hazard, desk.today):
        raise Refused("unknown_case")
    return hazard


def _record(
    desk: Desk, score_id: str, version: int, kind: str, hazard: Hazard, by: Person, at: datetime, facts: dict[str, Fact]
) -> None:
    desk.record(Event(new_id(), "score", score_id, version, kind, by.id, at, {"hazard": hazard.id, **facts}))
