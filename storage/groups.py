"""Chats of several: which area each belongs to, and the figures of that area."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, bindparam, case, func, insert, select, update

from storage import right_trail
from storage.queries import OWED_NOW
from storage.tables import areas, equipment, events, groups, hazards, sites
from workflow.ids import new_id
from workflow.lifecycle import OPEN, State
from workflow.people import Language, in_words

# Robots of WeCom groups only speak: no tap comes back from them. Their address is the code of their area.
ROBOTS = "wecom-robots"


@dataclass(frozen=True)
class Group:
    """A chat of several that belongs to an area. `lost_at`: since when the bot is not in it any more."""

    id: str
    bot: str
    address: str
    area_id: str
    language: Language
    lost_at: datetime | None

    @property
    def answers(self) -> bool:
        """True where whoever is in it can tap a button."""
        return self.bot != ROBOTS


@dataclass(frozen=True)
class Figures:
    """How an area stands: cases that are new and closed since a moment, open ones, and those of them overdue."""

    new: int
    closed: int
    open: int
    overdue: int


_PLAIN = [groups.c[field.name] for field in fields(Group)]
_AT = select(*_PLAIN).where(groups.c.bot == bindparam("at_bot"), groups.c.address == bindparam("at_address"))
_NAMED = select(*_PLAIN).where(groups.c.id == bindparam("group"))
_AROUND = (
    select(*_PLAIN)
    .where(groups.c.area_id.in_(bindparam("around", expanding=True)), groups.c.lost_at.is_(None))
    .order_by(groups.c.id)
)
_AREA = select(areas.c.name, areas.c.name_en).where(areas.c.id == bindparam("area"))
_THING = select(equipment.c.name, equipment.c.name_en).where(equipment.c.id == bindparam("equipment"))
_ZONE = select(sites.c.time_zone).join_from(areas, sites, sites.c.id == areas.c.site_id)


def at(connection: Connection, bot: str, address: str) -> Group | None:
    """The group that a chat is."""
    row = connection.execute(_AT, {"at_bot": bot, "at_address": address}).one_or_none()
    return _group(row) if row else None


def named(connection: Connection, group_id: str) -> Group | None:
    row = connection.execute(_NAMED, {"group": group_id}).one_or_none()
    return _group(row) if row else None


def around(connection: Connection, area_path: str) -> list[Group]:
    """The groups of an area and of the areas it is part of, but for those that the bot has left."""
    return list(map(_group, connection.execute(_AROUND, {"around": area_path.strip("/").split("/")})))


def place_of(connection: Connection, area_id: str, equipment_id: str | None, language: Language) -> dict[str, str]:
    """The names of an area and of what stands there, in a group's language."""
    thing = connection.execute(_THING, {"equipment": equipment_id}).one_or_none() if equipment_id else None
    return {
        "area": in_words(*connection.execute(_AREA, {"area": area_id}).one(), language),
        "equipment": in_words(*thing, language) if thing else "",
    }


def zone_of(connection: Connection, area_id: str) -> ZoneInfo:
    """The time zone of the site in which an area lies."""
    return ZoneInfo(connection.execute(_ZONE.where(areas.c.id == area_id)).scalar_one())


def bind(connection: Connection, bot: str, address: str, area_id: str, language: Language, now: datetime) -> Group:
    """Give a chat its area, also one that had another, or that the bot had left."""
    known = at(connection, bot, address)
    group = Group(known.id if known else new_id(), bot, address, area_id, language, None)
    row = {**asdict(group), "since": now}
    written = update(groups).where(groups.c.id == group.id).values(row) if known else insert(groups).values(row)
    with right_trail.changing(connection, groups, [group.id], now):
        connection.execute(written)
    return group


def lose(connection: Connection, bot: str, address: str, now: datetime) -> Group | None:
    """The bot is not in a chat any more: nothing is told there until it is bound again. None where nothing was."""
    left = update(groups).where(groups.c.bot == bot, groups.c.address == address, groups.c.lost_at.is_(None))
    row = connection.execute(left.values(lost_at=now).returning(*_PLAIN)).one_or_none()
    return _group(row) if row else None


def move(connection: Connection, bot: str, old: str, new: str, now: datetime) -> None:
    """A group goes on under another address."""
    moved = at(connection, bot, old)
    if moved is not None:
        with right_trail.changing(connection, groups, [moved.id], now):
            connection.execute(update(groups).where(groups.c.id == moved.id).values(address=new))


def of_bot(connection: Connection, bot: str) -> list[Group]:
    """The groups that a bot is in."""
    rows = connection.execute(select(*_PLAIN).where(groups.c.bot == bot, groups.c.lost_at.is_(None)))
    return list(map(_group, rows))


def version_of(connection: Connection, group_id: str) -> int:
    """How much has happened to a group."""
    happened = select(func.count()).where(events.c.subject_kind == "group", events.c.subject_id == group_id)
    return connection.execute(happened).scalar_one()


def unknown_areas(connection: Connection, codes: Collection[str]) -> list[str]:
    """Those of some codes that no area has."""
    return sorted(set(codes) - areas_by_code(connection).keys())


def areas_by_code(connection: Connection) -> dict[str, str]:
    """The id of each area by its code."""
    return {row.code: row.id for row in connection.execute(select(areas.c.code, areas.c.id))}


_OPEN = hazards.c.state.in_(sorted(OPEN))
_REAL = hazards.c.state.not_in((State.INVALID, State.MERGED))


def figures(connection: Connection, area_path: str, since: datetime, now: datetime) -> Figures:
    """How an area, with all that lies in it, stands. Exercises do not count."""
    late = OWED_NOW & (hazards.c.due_at < now)
    counted = select(
        _number_of(_REAL & (hazards.c.received_at >= since)).label("new"),
        _number_of(hazards.c.closed_at >= since).label("closed"),
        _number_of(_OPEN).label("open"),
        _number_of(late).label("overdue"),
    )
    there = (hazards.c.area_path.startswith(area_path, autoescape=True), ~hazards.c.practice)
    return Figures(**connection.execute(counted.where(*there)).mappings().one())


def _number_of(those: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((those, 1), else_=0)), 0)


def _group(row: Row[Any]) -> Group:
    return Group(row.id, row.bot, row.address, row.area_id, Language(row.language), row.lost_at)
