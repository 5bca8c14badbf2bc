"""Chats of several: how one gets its area, and what is told there, which is number, place, grade and figures."""

import re
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from handlers.bound_groups import bind, unbind
from handlers.finding import Message
from handlers.messages import ChatEvent, Incoming
from handlers.told import plain_row, to_group
from handlers.unreachable import Why, group_lost
from nlp.places import IMPLIED, PlaceFinder
from storage import audit, clocks, directory, groups
from storage.audit import Kind
from storage.clocks import Due
from storage.groups import Group
from storage.unit_of_work import UnitOfWork
from workflow.for_groups import last_morning, next_morning
from workflow.notice import Lane
from workflow.people import Language, Person
from workflow.permissions import Action, reach

# "/area Paint shop", in a group also addressed to the bot: "/area@our_bot Paint shop".
_AREA = re.compile(r"/(?:area|区域)(?:@\w+)?(?:[\s:：]+(?P<name>\S.*))?", re.IGNORECASE)
_OF_CHAT = (ChatEvent.JOINED_GROUP, ChatEvent.LEFT_GROUP)


def is_about_group(incoming: Incoming) -> bool:
    """True for what is said to a chat of several as such; everything else is a person's own matter."""
    return bool(incoming.group) and (incoming.event in _OF_CHAT or _AREA.fullmatch(incoming.text.strip()) is not None)


def answer_group(
    unit: UnitOfWork, places: PlaceFinder, message: Message, person: Person | None, now: datetime
) -> list[dict[str, Any]]:
    """The chat bound to an area, greeted or let go; the rows of what is answered."""
    incoming = message.incoming
    if incoming.event == ChatEvent.LEFT_GROUP:
        return _lose(unit, incoming, person, now)
    if incoming.event == ChatEvent.JOINED_GROUP:
        return [_hello(message, person, groups.at(unit.connection, incoming.bot, incoming.group))]
    return _bind(unit, places, message, person, now)


def _lose(unit: UnitOfWork, incoming: Incoming, person: Person | None, now: datetime) -> list[dict[str, Any]]:
    """Nothing is told there any more, and the officers hear it: the first time, and of a group that had an area."""
    return group_lost(unit, unbind(unit, incoming.bot, incoming.group, person, now), Why.GONE)


def _hello(message: Message, person: Person | None, group: Group | None) -> dict[str, Any]:
    """In the language of the group; one that has no area yet reads that of whoever has taken the bot in."""
    language = person.language if person else message.incoming.language
    here = group if group is not None and group.lost_at is None else None
    return _in_group("group.hello", message, here) | {"facts": {"language": language or Language.ZH_CN}}


def _bind(
    unit: UnitOfWork, places: PlaceFinder, message: Message, person: Person | None, now: datetime
) -> list[dict[str, Any]]:
    incoming = message.incoming
    if person is None or not person.works_on(unit.today) or not reach(person, Action.BIND_GROUP, unit.today).company:
        denied = {"right": str(Action.BIND_GROUP), "answer": "group.denied"}
        audit.record(unit.connection, Kind.DENIED, now, person.id if person else None, facts=denied)
        return [plain_row("group.denied", message, person)]
    area = _area_in(places, incoming.text)
    was = groups.at(unit.connection, incoming.bot, incoming.group)
    before = _name(unit, was.area_id, person.language) if was and not was.lost_at else ""
    if area is None:
        return [plain_row("group.which_area", message, person) | {"facts": {"was": before}}]
    group = bind(unit, incoming.bot, incoming.group, area, person.language, person, now)
    facts = {"area": _name(unit, area, person.language), "was": before}
    answer = plain_row("group.bound", message, person) | {"facts": facts}
    return [answer, _in_group("group.begins", message, group) | {"facts": facts}]


def _name(unit: UnitOfWork, area_id: str, language: Language) -> str:
    return groups.place_of(unit.connection, area_id, None, language)["area"]


def _area_in(places: PlaceFinder, text: str) -> str | None:
    """The one area that the words after the command name."""
    said = _AREA.fullmatch(text.strip())
    found = places.find(said["name"]) if said is not None and said["name"] else None
    return found.area_id if found is not None and found.confidence >= IMPLIED else None


def _in_group(topic: str, message: Message, group: Group | None) -> dict[str, Any]:
    """What is said in the chat itself; one without an area has no id, so the message's own stands in."""
    row = plain_row(topic, message, None) | {"address": message.incoming.group, "to_group": True}
    return row | {"recipient_id": group.id} if group else row


def ring_daily(unit: UnitOfWork, due: Due, now: datetime) -> list[dict[str, Any]]:
    """The figures of a new day, once however many mornings were missed; nothing where the bot has left."""
    group = groups.named(unit.connection, due.subject_id)
    area = directory.area(unit.connection, group.area_id) if group and not group.lost_at else None
    if group is None or area is None:
        clocks.stop(unit.connection, due, now)
        return []
    zone = groups.zone_of(unit.connection, area.id)
    if not clocks.move_on(unit.connection, due, due.step + 1, next_morning(now, zone)):
        return []
    figures = groups.figures(unit.connection, area.path, last_morning(now, zone) - timedelta(days=1), now)
    facts = {"area": _name(unit, area.id, group.language), **asdict(figures)}
    row = {"cause": f"timer:{due.id}:{due.step}", "topic": "group.daily", "facts": facts, "lane": Lane.BULK}
    return [{**row, **to_group(group)}]
