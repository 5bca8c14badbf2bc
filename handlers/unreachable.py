"""What cannot be delivered for good: it is written down, takes another way if there is one, and an officer hears it."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from handlers import leaving
from handlers.leaving import Work
from storage import deliveries, groups, reached
from storage.deliveries import Claimed, Delivered
from storage.groups import Group
from storage.tables import hazards
from storage.unit_of_work import House, UnitOfWork, unit_of_work
from workflow.enrolling import ASKED, those_asked
from workflow.notice import Lane
from workflow.people import Person, in_words

log = logging.getLogger(__name__)
Row = dict[str, Any]

TOPIC, GROUP_TOPIC = "platform.unreachable", "platform.group_lost"

# The kinds of messages that have a name of their own (label `about`); it is the first part of their topics.
_OF_A_CASE = {"task", "overdue", "accept", "recheck", "time", "money", "plan", "outside", "assist", "choose", "report"}
KINDS = {"alarm", "danger", "major", "platform", *_OF_A_CASE}


class Why(StrEnum):
    """Why somebody has not got a message."""

    GONE = "gone"  # blocked, unsubscribed, removed: nobody is reached there any more
    NO_ADDRESS = "no_address"
    LEFT = "left"  # the company: nobody need hear it
    REFUSED = "refused"  # this message, for good
    NO_ANSWER = "no_answer"  # tried for hours, while the platform itself was there
    OUR_FAULT = "our_fault"


@dataclass(frozen=True)
class Loss:
    """A notice that will not arrive at an address; `said`: what the platform had to say to it."""

    notice: Claimed
    bot: str
    address: str
    why: Why
    said: str


def lose(house: House, loss: Loss, now: datetime) -> bool:
    """Write down a loss with all that follows from it, in one transaction; True where the notice goes another way.

    Of an anonymous reporter nothing is told, and nothing marked: the next open message to them will find it out.
    """
    notice, work = loss.notice, None
    with unit_of_work(house, now) as unit:
        connection = unit.connection
        if loss.why is Why.GONE and not notice.private:
            work = leaving.lose(unit, loss.bot, loss.address, loss.said, now)
            if unit.reachable(notice.recipient_id):
                deliveries.redirect(connection, notice.id)
                return True
        failed = Delivered(notice.id, loss.bot, loss.address, error=loss.said, private=notice.private)
        deliveries.settle(connection, [failed], now)
        if not notice.private and loss.why is not Why.LEFT:
            deliveries.add(connection, [*(work.rows if work else ()), *_told(unit, loss, work)], now)
    return False


def leave(unit: UnitOfWork, bot: str, address: str, said: str, now: datetime) -> list[Row]:
    """Somebody has gone while nothing was on its way to them: the rows of what others are told of it.

    Of somebody with nothing to hand over and no say nobody has to hear.
    """
    work = leaving.lose(unit, bot, address, said, now)
    if work is None:
        return []
    matters = work.total or work.left or work.of.roles_on(unit.today) & {*ASKED}
    return [*work.rows, *(_news(unit, work, Why.GONE) if matters else ())]


def lose_all(house: House, bot: str, addresses: Iterable[str], said: str, now: datetime) -> None:
    """Lose several addresses, in a process that does not send: each in a transaction of its own, whole or not yet."""
    for address in addresses:
        with unit_of_work(house, now) as unit:
            deliveries.add_unclaimed(unit.connection, leave(unit, bot, address, said, now), now)


def _told(unit: UnitOfWork, loss: Loss, work: Work | None) -> list[Row]:
    """What is told of a loss: once of each person and loss, however many messages it takes with it."""
    person = unit.person(loss.notice.recipient_id)
    if person is None:  # a group, or somebody who was never known
        return group_lost(unit, groups.named(unit.connection, loss.notice.recipient_id), loss.why)
    rows = [] if _is_ours(loss) else _news(unit, work or Work(person), loss.why, loss.notice)
    if loss.notice.topic in (TOPIC, GROUP_TOPIC):  # what this person was to hear of another, somebody has to
        told = loss.notice
        rows += [_row(told.cause, each, told.facts, told.topic) for each in those_asked(unit, besides=person.id)]
    return rows


def _news(unit: UnitOfWork, work: Work, why: Why, missed: Claimed | None = None) -> list[Row]:
    """One message to each officer: who is not reached, what they have not got, and what becomes of their work."""
    person = work.of
    hearers = those_asked(unit, besides=person.id)
    if not hearers:
        log.error("nobody can be told that person %s cannot be reached", person.id)
    cause, missing = _cause(unit, person, why), _missing(unit, missed)
    return [
        _row(cause, each, {"name": _name(person, each), "why": str(why), **missing, **work.in_words(each.language)})
        for each in hearers
    ]


def group_lost(unit: UnitOfWork, group: Group | None, why: Why) -> list[Row]:
    """What is told where an area's group reads nothing: once of each loss of it, of other failures once a day."""
    if group is None:
        return []
    cause = f"group_lost:{group.id}:{group.lost_at.isoformat() if group.lost_at else unit.today}"
    hearers = those_asked(unit)
    if not hearers:
        log.error("nobody can be told that group %s cannot be reached", group.id)
    facts = {"why": str(why), "robot": not group.answers}
    return [_row(cause, each, {**_place(unit, group, each), **facts}, GROUP_TOPIC) for each in hearers]


def _place(unit: UnitOfWork, group: Group, reader: Person) -> dict[str, str]:
    return {"area": groups.place_of(unit.connection, group.area_id, None, reader.language)["area"]}


def _is_ours(loss: Loss) -> bool:
    """What is told here cannot be made, by a fault of ours: to tell that would fail in the same way."""
    return loss.notice.topic in (TOPIC, GROUP_TOPIC) and loss.why is Why.OUR_FAULT


def _cause(unit: UnitOfWork, person: Person, why: Why) -> str:
    """The same for all that one loss of an address takes along; of other failures, for those of a day."""
    if why in (Why.GONE, Why.NO_ADDRESS):
        since = reached.lost_since(unit.connection, person.id)
        return f"unreachable:{person.id}:{since.isoformat() if since else ''}"
    return f"unreachable:{person.id}:{unit.today}"


def _name(person: Person, reader: Person) -> str:
    return in_words(person.name, person.name_en, reader.language)


def _missing(unit: UnitOfWork, notice: Claimed | None) -> dict[str, str]:
    """What kind of message was not delivered, and of which case; empty where none was under way."""
    if notice is None:
        return {"about": "", "number": ""}
    number = unit.connection.execute(select(hazards.c.number).where(hazards.c.id == notice.subject_id)).scalar()
    return {"about": _about(notice), "number": number or ""}


def _about(notice: Claimed) -> str:
    """What kind of message it was, in the plainest terms."""
    kind = notice.topic.partition(".")[0]
    return kind if kind in KINDS else "other"


def _row(cause: str, reader: Person, facts: Any, topic: str = TOPIC) -> Row:
    return {"cause": cause, "topic": topic, "recipient_id": reader.id, "facts": dict(facts), "lane": Lane.NOTICE}
