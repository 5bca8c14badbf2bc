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
# By so much the clock of a telephone may be fast.
AHEAD = timedelta(minutes=10)


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
    """What the acceptor is to look at twice: pictures that were used before, and times that do not fit the story."""
    doubts: dict[str, Fact] = {"used_in": trail.used_in} if trail.used_in else {}
    if trail.same:
        doubts["same_photo"] = True
    told = [moment for moment in trail.taken if moment is not None]
    before, *after = trail.taken or (None,)
    if any(moment - act.at > AHEAD for moment in told):
        doubts["future_photo"] = True
    elif before is not None and any(moment is not None and moment < before for moment in after):
        doubts["earlier_photo"] = True
    elif any(act.at - moment > FRESH for moment in told):
        doubts["old_photo"] = True
    elif len(told) < len(trail.taken):
        doubts["timeless_photo"] = True
    return doubts
