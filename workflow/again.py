"""A hazard that is reported once more: words and pictures go to its open case, and its reporter hears the rest."""

from dataclasses import dataclass

from workflow.desk import Desk
from workflow.errors import Refused
from workflow.hazard import Act, Hazard
from workflow.lifecycle import IN_HAND, Verb
from workflow.permissions import Action, allowed


@dataclass(frozen=True)
class ReportAgain:
    """Its reporter has said that it is the hazard of a case they may see; that case goes on, and they hear how."""

    hazard_id: str
    draft_id: str
    words: str


def report_again(desk: Desk, command: ReportAgain, act: Act) -> Hazard:
    """Record it in the open case. Raises Refused: unknown_case, or same_ended where it has ended meanwhile."""
    hazard = desk.hazard(command.hazard_id)
    if hazard is None or act.by is None or not allowed(act.by, Action.SEE, hazard, desk.today):
        raise Refused("unknown_case")
    if hazard.state not in IN_HAND:
        raise Refused("same_ended", number=hazard.number)
    photos = desk.attach_photos(command.draft_id, hazard.id, "found")
    event = hazard.move(Verb.REPORT_AGAIN, act, {"photos": photos}, {"said": command.words})
    if act.by.id not in hazard.reporters:
        hazard.also_reported_by = [*hazard.also_reported_by, act.by.id]
    desk.record(event)  # which seals the case as it is left
    return hazard
