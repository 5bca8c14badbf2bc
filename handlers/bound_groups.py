"""A chat of several gets its area and loses it: the row, the clock of its mornings, and the trail of who did it."""

from collections.abc import Mapping
from datetime import datetime

from storage import groups, reached
from storage.groups import ROBOTS, Group
from storage.unit_of_work import House, UnitOfWork, unit_of_work
from workflow.events import Event
from workflow.for_groups import DAILY, next_morning
from workflow.ids import new_id
from workflow.people import Language, Person


def bind(
    unit: UnitOfWork, bot: str, address: str, area_id: str, language: Language, by: Person | None, now: datetime
) -> Group:
    """Give a chat its area, also one that had another. by: none where the settings name it."""
    group = groups.bind(unit.connection, bot, address, area_id, language, now)
    unit.start_timer("group", group.id, DAILY, next_morning(now, groups.zone_of(unit.connection, area_id)))
    _record(unit, group, "bound", by, now)
    return group


def unbind(unit: UnitOfWork, bot: str, address: str, by: Person | None, now: datetime) -> Group | None:
    """Nothing is told in a chat any more; None where none was. by: who has thrown the bot out, where that is known."""
    group = groups.lose(unit.connection, bot, address, now)
    if group is not None:
        _record(unit, group, "unbound", by, now)
    return group


def settle_robots(unit: UnitOfWork, languages: Mapping[str, Language], now: datetime) -> list[str]:
    """Make the groups of robots those of these areas, by code, each in its language; the codes that no area has."""
    bound = {group.address: group.language for group in groups.of_bot(unit.connection, ROBOTS)}
    areas = groups.areas_by_code(unit.connection)
    for code in sorted(bound.keys() - languages.keys()):
        unbind(unit, ROBOTS, code, None, now)
    for code in sorted(areas.keys() & languages.keys()):
        if bound.get(code) != languages[code]:
            bind(unit, ROBOTS, code, areas[code], languages[code], None, now)
    return sorted(languages.keys() - areas.keys())


def move(house: House, bot: str, old: str, new: str, now: datetime) -> None:
    """A chat goes on under a new address."""
    with unit_of_work(house, now) as unit:
        follow(unit, bot, old, new, now)


def follow(unit: UnitOfWork, bot: str, old: str, new: str, now: datetime) -> None:
    """To where a chat has moved; where a group is known there already, the old one is lost."""
    reached.move(unit.connection, bot, old, new, now)
    if groups.at(unit.connection, bot, new) is not None:
        unbind(unit, bot, old, None, now)
    else:
        groups.move(unit.connection, bot, old, new, now)


def _record(unit: UnitOfWork, group: Group, kind: str, by: Person | None, now: datetime) -> None:
    version = groups.version_of(unit.connection, group.id) + 1
    actor = by.id if by is not None else None
    unit.record(Event(new_id(), "group", group.id, version, kind, actor, now, {"area": group.area_id}))
