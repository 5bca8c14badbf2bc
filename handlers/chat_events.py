"""What becomes of a chat without a conversation in it, as one visible table: event -> what is said to whom."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from handlers import leaving, strangers, unreachable
from handlers.bound_groups import follow
from handlers.finding import Message
from handlers.help import START
from handlers.messages import ChatEvent, Incoming
from handlers.told import choice_row, plain_row
from handlers.unreadable import those_who_run_it
from storage import deliveries
from storage.unit_of_work import UnitOfWork
from workflow.notices import Lane
from workflow.people import Person

Rows = list[dict[str, Any]]  # of notices
# Who opens the chat again and again is shown the menu this rarely.
GREETED_EVERY = timedelta(days=1)
# What WeCom calls what it does to an app that is little used, and what is said of it.
ATTENTION = {
    "inactive_alert": "attention.soon_off",
    "low_active_alert": "attention.soon_off",
    "low_active": "attention.little_used",
    "close_inactive_agent": "attention.off",
    "reopen_inactive_agent": "attention.on_again",
    "active_restored": "attention.on_again",
}


def event_of(incoming: Incoming) -> ChatEvent | None:
    """What a message is an event of. What people say to each other in a chat of several is nothing to answer."""
    if incoming.event is not None:
        return incoming.event
    return ChatEvent.NOTHING if incoming.group and incoming.choice is None else None


def nothing(unit: UnitOfWork, message: Message, person: Person | None, now: datetime) -> Rows:
    """It is kept, and that is all."""
    return []


def arrived(unit: UnitOfWork, message: Message, person: Person | None, now: datetime) -> Rows:
    """The menu, for whoever has not been shown it today; whoever was out of reach hears what went over to others."""
    if person is None:
        return strangers.answer(unit, message, now, hazardous=False)
    if back := leaving.arrive(unit, person, message, now):
        return back
    if deliveries.told_since(unit.connection, person.id, "help.main", now - GREETED_EVERY):
        return []
    return [{**plain_row("help.main", message, person), "choices": [choice_row(option) for option in START]}]


def left(unit: UnitOfWork, message: Message, person: Person | None, now: datetime) -> Rows:
    """They are told nothing there any more; who takes over their work is."""
    return unreachable.leave(unit, message.incoming.bot, message.incoming.sender, "left", now)


def moved(unit: UnitOfWork, message: Message, person: Person | None, now: datetime) -> Rows:
    """Nobody has to hear it: what is told there goes to the new address."""
    incoming = message.incoming
    follow(unit, incoming.bot, incoming.group or incoming.sender, incoming.text, now)
    return []


def attention(unit: UnitOfWork, message: Message, person: Person | None, now: datetime) -> Rows:
    """The platform has something to say to whoever runs the bot."""
    said = message.incoming.text
    told = {
        "cause": f"inbox:{message.parts[-1]}",
        "topic": ATTENTION.get(said, "attention.other"),
        "facts": {"bot": message.incoming.bot, "said": said},
        "lane": Lane.NOTICE,
    }
    return [{**told, "recipient_id": recipient} for recipient in those_who_run_it(unit)]


# What concerns a chat of several that is known by an address is answered by handlers/groups.py.
EVENTS: dict[ChatEvent, Callable[[UnitOfWork, Message, Person | None, datetime], Rows]] = {
    ChatEvent.ARRIVED: arrived,
    ChatEvent.LEFT: left,
    ChatEvent.JOINED_GROUP: nothing,
    ChatEvent.LEFT_GROUP: nothing,
    ChatEvent.MOVED: moved,
    ChatEvent.NOTHING: nothing,
    ChatEvent.ATTENTION: attention,
}
