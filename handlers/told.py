"""The rows of notices: what a turn answers, and what a command or a clock has others told."""

from dataclasses import replace
from typing import Any

from handlers.cards import CARDS, options_of
from handlers.finding import Message
from handlers.my_hazards import card_option
from handlers.questions import Option
from handlers.replies import Reply
from handlers.turn_plan import Plan
from storage import groups, held_back, pseudonyms, steered
from storage.deliveries import Claimed, Outgone
from storage.groups import Group
from storage.unit_of_work import UnitOfWork
from workflow import notices, timers
from workflow.actions import offered
from workflow.anonymous import pseudonym
from workflow.events import Event
from workflow.for_groups import ForGroups, for_groups
from workflow.hazard import Hazard
from workflow.ids import joint_id, new_id
from workflow.notices import Lane, Notice
from workflow.people import Person


def consequences(unit: UnitOfWork, hazard: Hazard) -> list[dict[str, Any]]:
    """What the recorded events of a case lead to: clocks started and stopped, notices to the people concerned."""
    events = [event for event in unit.events if event.subject_id == hazard.id]
    timers.follow(unit, hazard, events)
    _drop_outdated(unit, hazard)
    told = [notice for event in events for notice in notices.of_event(unit, hazard, event)]
    return [*(notice_row(unit, hazard, notice) for notice in told), *group_rows(unit, hazard)]


def _drop_outdated(unit: UnitOfWork, hazard: Hazard) -> None:
    """What is held back for somebody whom it concerns no more is not told them in the morning."""
    waiting = held_back.of_events(unit.connection, hazard.id)
    held_back.drop(
        unit.connection,
        [
            each.id
            for each in waiting
            if notices.is_outdated(unit, hazard, each.kind, each.facts, each.topic, each.recipient_id)
        ],
    )


def notice_row(unit: UnitOfWork, hazard: Hazard, notice: Notice) -> dict[str, Any]:
    """A notice about a case as a row, with the choices of its card that its reader may use."""
    reader = unit.person(notice.recipient_id)
    private = reader is None and pseudonyms.is_one(unit.connection, notice.recipient_id)
    reader = pseudonym(notice.recipient_id) if private else reader
    verbs = offered(reader, hazard, unit.today, unit.holders) if reader else []
    options = options_of(notice.topic, notice.subject_id, verbs)
    return {
        "cause": notice.cause,
        "topic": notice.topic,
        "recipient_id": notice.recipient_id,
        "facts": dict(notice.facts),
        "choices": [choice_row(option) for option in options],
        "subject_kind": "hazard",
        "subject_id": notice.subject_id,
        "subject_version": notice.subject_version,
        "lane": notice.lane,
        "timer_id": notice.timer_id,
        "private": private,
    }


def group_rows(unit: UnitOfWork, hazard: Hazard) -> list[dict[str, Any]]:
    """What the groups around a case are told of the recorded events: its number, place and grade, and nothing else."""
    events = [event for event in unit.events if event.subject_id == hazard.id]
    told = [(event, row) for event in events if (row := for_groups(hazard, event)) is not None]
    around = groups.around(unit.connection, hazard.area_path) if told else ()
    return [_group_row(unit, hazard, event, row, group) for event, row in told for group in around]


def _group_row(unit: UnitOfWork, hazard: Hazard, event: Event, told: ForGroups, group: Group) -> dict[str, Any]:
    place = groups.place_of(unit.connection, hazard.area_id, hazard.equipment_id, group.language)
    return {
        "cause": f"event:{event.id}",
        "topic": told.topic,
        "facts": {"number": hazard.number, "grade": hazard.company_grade, "state": hazard.state, **place},
        "choices": [choice_row(card_option("show", hazard.id))] if group.answers else [],
        "subject_kind": "hazard",
        "subject_id": hazard.id,
        "subject_version": hazard.version,
        "lane": told.lane,
        **to_group(group),
    }


def to_group(group: Group) -> dict[str, Any]:
    """A chat of several as the recipient of a row."""
    return {"recipient_id": group.id, "bot": group.bot, "address": group.address, "to_group": True}


def choice_row(option: Option) -> dict[str, Any]:
    opens = [option.opens.script, dict(option.opens.args)] if option.opens else None
    return {"value": option.value, "label": option.label, "text": option.text, "opens": opens}


def as_it_stands(reply: Reply, hazard: Hazard | None, person: Person, unit: UnitOfWork) -> Reply:
    """The answer to a command offers only what its person may do with the case as the command has left it."""
    if hazard is None or reply.hazard != hazard.id or reply.question is not None or reply.topic not in CARDS:
        return reply
    verbs = offered(person, hazard, unit.today, unit.holders)
    options = options_of(reply.topic, hazard.id, verbs)
    if not _is_undone_by_a_tap(unit, hazard):
        options = tuple(option for option in options if option.value != "undo")
    return replace(reply, options=options)


def _is_undone_by_a_tap(unit: UnitOfWork, hazard: Hazard) -> bool:
    """What was done last: others may have been called by it since, in the same breath."""
    events = [event for event in unit.events if event.subject_id == hazard.id]
    return bool(events) and steered.can_be_undone(events[-1].kind, events[-1].facts)


def answer_row(
    reply: Reply, message: Message, person: Person, plan: Plan, position: int, own: str | None
) -> dict[str, Any]:
    """An answer as a row; own: the one case of which the plan's pseudonym is told."""
    asks = (reply.question or {}).get("dialogue") in plan.unsaid
    row = _open_row(reply, message, person, position)
    if not (plan.private or reply.private or asks):
        return row
    row |= {"cause": no_cause(), "private": True}
    if own and reply.hazard == own and (reply.question is None or asks):  # to the pseudonym, whose address is nowhere
        row |= {"recipient_id": plan.party, "bot": None, "address": None}
    return row


def no_cause() -> str:
    """A message that was erased is not named as the cause of its answer."""
    return f"private:{new_id()}"


def by_the_same_way(outgone: Outgone, message: Message) -> Outgone:
    """An answer to a pseudonym goes back where the message came from; only the courier is told where that is."""
    incoming = message.incoming

    def addressed(claimed: Claimed) -> Claimed:
        back = claimed.private and claimed.cause.startswith("private:") and claimed.address is None
        return replace(claimed, bot=incoming.bot, address=incoming.sender) if back else claimed

    return replace(outgone, claimed=[addressed(claimed) for claimed in outgone.claimed])


def _open_row(reply: Reply, message: Message, person: Person, position: int) -> dict[str, Any]:
    return {
        "cause": f"inbox:{message.parts[-1]}:{position}",
        "topic": reply.topic,
        "recipient_id": person.id,
        "facts": dict(reply.facts),
        "choices": [choice_row(option) for option in reply.options],
        "question": reply.question,
        "replaces": reply.replaces,
        "subject_kind": "hazard" if reply.hazard else None,
        "subject_id": reply.hazard,
        "subject_version": reply.version,
        "lane": Lane.ANSWER,
        "bot": message.incoming.bot,
        "address": message.incoming.sender,
    }


def stranger_id(bot: str, address: str) -> str:
    """Somebody unknown has no party id: one that follows from their address stands in."""
    return joint_id("stranger", bot, address)


def plain_row(topic: str, message: Message, person: Person | None) -> dict[str, Any]:
    """An answer outside any dialogue."""
    return {
        "cause": f"inbox:{message.parts[-1]}",
        "topic": topic,
        "recipient_id": person.id if person else stranger_id(message.incoming.bot, message.incoming.sender),
        "bot": message.incoming.bot,
        "address": message.incoming.sender,
        "lane": Lane.ANSWER,
    }
