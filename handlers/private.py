"""What an anonymous dialogue must not leave behind, seen to in the transaction of the turn or ring that ends it."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection

from handlers.routing import SCRIPTS
from handlers.turn_plan import Plan
from storage import attachments, clocks, deliveries, inbox, pseudonyms
from storage.dialogues import Conversation, is_private
from storage.unit_of_work import House, UnitOfWork
from workflow.anonymous import CLOCK, NUDGE, ReportAnonymously, pseudonym
from workflow.commands import AcceptRepair, SendBack
from workflow.errors import Refused
from workflow.people import Person
from workflow.recheck import ConfirmHolds


def private_ids(conversation: Conversation) -> set[str]:
    """The anonymous dialogues of a person; each is its own draft."""
    return {dialogue["id"] for dialogue in conversation.stack if is_private(dialogue)}


def closed(read: Conversation, plan: Plan) -> set[str]:
    """The anonymous dialogues that were open before this turn or opened in it, and are not after it."""
    return (private_ids(read) | plan.unsaid) - private_ids(plan.conversation)


def cover(connection: Connection, plan: Plan) -> list[str]:
    """Make pictures that have come to anonymous drafts as bare as they; the originals that are to go."""
    drafts = {plan.attach_to, plan.moved[1] if plan.moved else None} & plan.unsaid
    return [original for draft in drafts if draft for original in attachments.strip(connection, draft)]


def tidy(
    unit: UnitOfWork, person_id: str, ended: Collection[str], plan: Plan, parts: Sequence[str], now: datetime
) -> list[str]:
    """Erase what this turn is not to leave under the person's id; the photographs whose files are to go.

    What was asked and shown in dialogues that are over, the message itself, and earlier ones of a report that was begun
    under a name; the clock, when nothing anonymous is open any more.
    """
    still_open = private_ids(plan.conversation)
    if plan.private:
        inbox.erase(unit.connection, [*parts, *plan.erased], now)
    if plan.erased:
        deliveries.forget_caused(unit.connection, person_id, [f"inbox:{message}" for message in plan.erased])
        nudged = clocks.ids_of(unit.connection, "person", person_id, "draft")
        deliveries.forget_caused(unit.connection, person_id, [f"timer:{timer}" for timer in nudged])
        if not any(SCRIPTS[d["script"]].keeps for d in plan.conversation.stack if d["script"] in SCRIPTS):
            clocks.forget(unit.connection, nudged)
    if still_open and plan.private:
        unit.start_timer("person", person_id, CLOCK, now + NUDGE)
    return clear(unit, person_id, ended, still_open)


def clear(unit: UnitOfWork, person_id: str, ended: Collection[str], still_open: Collection[str]) -> list[str]:
    """Erase what anonymous dialogues leave that are over; the photographs whose files are to go."""
    if not ended:
        return []
    deliveries.forget_said(unit.connection, person_id, still_open)
    if not still_open:
        timers = clocks.ids_of(unit.connection, "person", person_id, CLOCK)
        deliveries.forget_caused(unit.connection, person_id, [f"timer:{timer}" for timer in timers])
        clocks.forget(unit.connection, timers)
    return attachments.discard(unit.connection, ended)


def judges_own_repair(unit: UnitOfWork, command: object, person_id: str) -> bool:
    """True where somebody would judge, unnamed, what they have repaired under their name."""
    if not isinstance(command, AcceptRepair | SendBack | ConfirmHolds):
        return False
    hazard = unit.hazard(command.hazard_id)
    return hazard is not None and person_id in {*hazard.repairers, hazard.owner_id, hazard.helper_id}


def acts_as(house: House, unit: UnitOfWork, plan: Plan, person: Person) -> Person:
    """Who acts: the person, or, at the end of an anonymous dialogue, their pseudonym; a new report makes one."""
    if plan.finished is None or not is_private(plan.finished):
        return person
    if not person.works_on(unit.today):
        raise Refused("not_employed")
    if judges_own_repair(unit, plan.command, person.id):
        raise Refused("own_repair")
    if isinstance(plan.command, ReportAnonymously) and house.pseudonyms:
        case = plan.command.draft_id
        attachments.move(unit.connection, plan.finished["draft"], case, refused=False)
        plan.party = pseudonyms.enter(unit.connection, house.pseudonyms, case, person.id)
    return pseudonym(plan.party)
