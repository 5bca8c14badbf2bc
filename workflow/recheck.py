"""The recheck 复查: some days after it was closed, finder and area are asked whether the repair holds."""

from dataclasses import dataclass
from datetime import timedelta

from workflow.desk import Desk
from workflow.events import Event
from workflow.hazard import Act, Hazard
from workflow.lifecycle import State, Verb

# It is asked a week after closing, and once more when 30 days are over.
FIRST_ASKED = timedelta(days=7)
ASKED_AGAIN = timedelta(days=23)
TIMES_ASKED = 2


@dataclass(frozen=True)
class ConfirmHolds:
    """Somebody has looked: the repair holds."""

    hazard_id: str


def is_closed(hazard: Hazard) -> bool:
    return hazard.state == State.CLOSED


def is_asked(hazard: Hazard) -> bool:
    """True while nobody has answered the latest question; the first answer settles it for all who were asked."""
    return hazard.recheck_asked


def ask_recheck(desk: Desk, hazard: Hazard, act: Act) -> Event:
    """It is asked how long after closing, so that an answer says what it means."""
    days = (act.at - hazard.closed_at).days if hazard.closed_at else 0
    event = hazard.move(Verb.ASK_RECHECK, act, {"days": days})
    hazard.recheck_asked = True
    return event


def confirm_holds(desk: Desk, hazard: Hazard, command: ConfirmHolds, act: Act) -> Event:
    hazard.not_by_repairer(act)
    event = hazard.move(Verb.CONFIRM_HOLDS, act)
    hazard.recheck_asked = False
    return event
