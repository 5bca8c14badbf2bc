"""The recheck of a closed case: whether the repair holds."""

from dataclasses import dataclass

from handlers.about_case import can
from handlers.replies import Say
from workflow.lifecycle import Verb
from workflow.recheck import ConfirmHolds


@dataclass(frozen=True)
class Recheck:
    id: str
    hazard: str


async def confirm_holds(recheck: Recheck) -> ConfirmHolds | Say:
    """One tap; that it is broken again opens the case by the usual way (accept_hazard.reopen_case)."""
    return ConfirmHolds(recheck.hazard) if await can(recheck.hazard, Verb.CONFIRM_HOLDS) else Say("card.stale")
