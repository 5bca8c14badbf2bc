"""Fixed on the spot 当场已改: found and put right by the same person, and still looked at by another one."""

from dataclasses import dataclass
from datetime import timedelta

from workflow.commands import SubmitReport
from workflow.desk import Desk, PhotoTrail
from workflow.dispatch import acceptor_for
from workflow.events import Event, Fact
from workflow.hazard import Act, Hazard
from workflow.library import Grade
from workflow.lifecycle import Verb

# A photograph that was taken longer ago than this is not of what was just put right.
FRESH = timedelta(hours=24)


@dataclass(frozen=True)
class ReportFixed(SubmitReport):
    """A report whose first photograph shows the hazard and whose others show it gone; general hazards only."""


def fix(desk: Desk, hazard: Hazard, act: Act) -> Event | None:
    """Straight to acceptance by somebody else; None where it has to go the usual way.

    That is so above general (domain: only general hazards are closed like this), without a photograph of the result,
    and where nobody could sign it off.
    """
    finder = desk.person(hazard.reporter_id)
    acceptor = acceptor_for(desk, hazard, act, hazard.reporter_id, hazard.entered_by_id)
    if hazard.company_grade is not Grade.GENERAL or acceptor is None or finder is None:
        return None
    trail = desk.attach_before_after(hazard.id)
    if trail.after == 0:
        return None
    event = hazard.move(Verb.FIX_ON_SPOT, act, {"acceptor": acceptor, "photos": trail.after, **_doubts(trail, act)})
    hazard.owner_id = hazard.reporter_id
    hazard.department_id = finder.department_on(desk.today)
    hazard.acceptor_id = acceptor
    # who typed it in for the finder vouches for it: neither signs it off
    hazard.repairers = [who for who in (hazard.reporter_id, hazard.entered_by_id) if who]
    hazard.stage = "done"
    return event


def _doubts(trail: PhotoTrail, act: Act) -> dict[str, Fact]:
    """What the acceptor is to look at twice: a picture of another case, one taken long ago, one that tells no time."""
    doubts: dict[str, Fact] = {}
    if trail.used_in:
        doubts["used_in"] = trail.used_in
    if any(moment is not None and act.at - moment > FRESH for moment in trail.taken):
        doubts["old_photo"] = True
    elif any(moment is None for moment in trail.taken):
        doubts["timeless_photo"] = True
    return doubts
