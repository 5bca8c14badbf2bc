"""Messages that cannot be read: who runs the bots is told how many, once an hour at most, and never what they say."""

from datetime import datetime, timedelta
from typing import Any

from storage import clocks, deliveries, inbox
from storage.clocks import Due
from storage.unit_of_work import UnitOfWork
from workflow.ids import joint_id
from workflow.notices import Lane
from workflow.people import Role

CLOCK = "unreadable"
KIND = "bot"
EVERY = timedelta(hours=1)


def noticed(unit: UnitOfWork, bot: str, now: datetime) -> list[dict[str, Any]]:
    """One was just set aside: the first is told at once, those after it within the hour are told together."""
    if clocks.runs(unit.connection, KIND, _subject(bot), CLOCK):
        return []
    unit.start_timer(KIND, _subject(bot), CLOCK, now + EVERY)
    return _rows(unit, bot, now)


def ring_unreadable(unit: UnitOfWork, due: Due, now: datetime) -> None:
    """What has come since the hour began; an hour without ends it."""
    bot = next((name for name in inbox.unshown(unit.connection) if _subject(name) == due.subject_id), None)
    if bot is None:
        clocks.stop(unit.connection, due, now)
    elif clocks.move_on(unit.connection, due, due.step + 1, now + EVERY):
        deliveries.add(unit.connection, _rows(unit, bot, now), now)


def those_who_run_it(unit: UnitOfWork) -> list[str]:
    """The administrators; where the company has none, the safety officers."""
    people = unit.holders(Role.ADMINISTRATOR) or unit.holders(Role.SAFETY_OFFICER)
    return [person.id for person in people]


def _rows(unit: UnitOfWork, bot: str, now: datetime) -> list[dict[str, Any]]:
    found = inbox.show(unit.connection, bot, now)
    if found is None:
        return []
    count, since = found
    told = {
        "cause": f"unreadable:{_subject(bot)}:{now.isoformat()}",
        "topic": "attention.unreadable",
        "facts": {"bot": bot, "count": count, "since": since.isoformat()},
        "lane": Lane.NOTICE,
    }
    return [{**told, "recipient_id": person} for person in those_who_run_it(unit)]


def _subject(bot: str) -> str:
    return joint_id(KIND, bot)
