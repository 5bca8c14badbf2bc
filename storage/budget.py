"""The budget of pushed notices, a person and a day: what would go over it is gathered for the one list of that day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, Connection, bindparam, case, func, literal_column, or_, select, text, update

from storage.directory import zone_of
from storage.inbox import insert_or_ignore
from storage.shifts import hours_of
from storage.tables import company, deputies, notices, timers
from workflow.budget import CLOCK, GATHERING, LIST, USUAL, has_room
from workflow.calendar import Calendar
from workflow.digest import CLOCK as DIGEST
from workflow.digest import DIGESTS, bounds
from workflow.hand_over import CLOCK as SHIFT
from workflow.hand_over import LIST as SHIFT_LIST
from workflow.ids import new_id
from workflow.notice import Lane
from workflow.to_do import CLOCK as TO_DO
from workflow.to_do import MORNING

_COMPANY = select(company.c.notices_a_day, company.c.demo, company.c.time_zone)
# What a card offers to look at; whoever can only look is asked for nothing.
LOOKS = frozenset({"show", "see_plan", "history", "photos"})
# They stand for many, and have their hour: they count, and never wait.
LISTS = frozenset({LIST, SHIFT_LIST, MORNING}) | DIGESTS
# As the index has it: a number that is bound would not find it.
_PUSHED = (notices.c.lane >= literal_column("2"), notices.c.replaces.is_(None))
# How many notices were pushed to a person, or are about to be, on one day.
COUNTED = select(func.count()).where(
    notices.c.recipient_id == bindparam("person"),
    notices.c.not_before >= bindparam("begins", type_=notices.c.not_before.type),
    notices.c.not_before < bindparam("ends", type_=notices.c.not_before.type),
    notices.c.state.in_(("pending", "sent")),
    ~notices.c.private,
    ~notices.c.to_group,
    *_PUSHED,
)


@dataclass(frozen=True)
class Budget:
    """How many notices a person of a company is pushed on one day. zone: the company's own."""

    most: int
    zone: ZoneInfo


def budget(connection: Connection) -> Budget | None:
    """None: in this company nobody counts."""
    found = connection.execute(_COMPANY).one_or_none()
    if found is None or (found.demo and not found.notices_a_day):
        return None
    return Budget(found.notices_a_day or USUAL, ZoneInfo(found.time_zone))


def gather(connection: Connection, rows: Sequence[dict[str, Any]], now: datetime) -> None:
    """Keep for the list of their reader's day those of these notices that would go over the budget of it.

    Only what is about a case is kept, for a list opens cases; what else there is waits for their next shift.
    """
    counted = [row for row in rows if _counts(row)]
    found = budget(connection) if counted else None
    if found is None:
        return
    for person_id in sorted({row["recipient_id"] for row in counted}):
        theirs = [row for row in counted if row["recipient_id"] == person_id]
        _gather_for(connection, person_id, theirs, found)


def _counts(row: Mapping[str, Any]) -> bool:
    """As `_PUSHED` has it. What a person asked for, an emergency and what is major never counts."""
    pushed = row["lane"] >= Lane.NOTICE and row["replaces"] is None
    return pushed and not row["private"] and not row["to_group"]


def _can_wait(row: Mapping[str, Any]) -> bool:
    return row["subject_kind"] == "hazard" and row["question"] is None


def asks(choices: Sequence[Mapping[str, Any]]) -> bool:
    """Whether these choices of a notice offer more than to look at what it tells of."""
    return any(choice["value"] not in LOOKS for choice in choices)


def _gather_for(connection: Connection, person_id: str, rows: Sequence[dict[str, Any]], found: Budget) -> None:
    zone = zone_of(connection, person_id) or found.zone
    days = {row["id"]: row["not_before"].astimezone(zone).date() for row in rows}
    told = _told(connection, person_id, set(days.values()), zone)
    if any(has_room(count, found.most, asks=True) for count in told.values()) and _waited(connection, person_id):
        told = _told(connection, person_id, set(days.values()), zone)
    for row in sorted(rows, key=lambda row: (_can_wait(row), not asks(row["choices"]))):
        so_far = told[days[row["id"]]]
        if _can_wait(row) and not has_room(so_far, found.most, asks=asks(row["choices"])):
            row["state"] = "gathered"
            set_clock(connection, person_id, row["not_before"] + GATHERING)
        elif so_far >= found.most and row["topic"] not in LISTS:
            row["not_before"] = _next_with_room(connection, person_id, row["not_before"], found, zone)
        else:
            told[days[row["id"]]] += 1


def _next_with_room(
    connection: Connection, person_id: str, moment: datetime, found: Budget, zone: ZoneInfo
) -> datetime:
    """When their next shift begins on a day that has room: whoever is on watch by night may be full for the morning."""
    hours = hours_of(connection, Calendar(found.zone), [person_id], moment)[person_id]
    while (starts := hours.next_start(moment)) > moment:
        moment, day = starts, starts.astimezone(zone).date()
        if _told(connection, person_id, {day}, zone)[day] < found.most:
            break
    return moment


def _told(connection: Connection, person_id: str, days: Collection[date], zone: ZoneInfo) -> dict[date, int]:
    """How many a person is pushed on each of these days, with the list and the digests that are yet to come."""
    found = {}
    for day in days:
        begins, ends = bounds(day, zone)
        named = {"person": person_id, "begins": begins, "ends": ends}
        promised = list(connection.execute(_PROMISED, {**named, "day": day}).scalars())
        to_come = promised.count(DIGEST) + any(clock != DIGEST for clock in promised)
        found[day] = (connection.execute(COUNTED, named).scalar() or 0) + to_come
    return found


# Clocks of what is told at its hour: the lists of a shift and of a day's work, one of them at most, and digests, of
# managers who are away as well.
_PERSON = bindparam("person", type_=timers.c.subject_id.type)
_AWAY = select(deputies.c.person_id).where(
    deputies.c.deputy_id == _PERSON,
    deputies.c.since <= bindparam("day", type_=deputies.c.since.type),
    deputies.c.until >= bindparam("day", type_=deputies.c.until.type),
    deputies.c.ended_at.is_(None),
)
_PROMISED = select(timers.c.clock).where(
    timers.c.subject_kind == "person",
    timers.c.subject_id.in_(select(_PERSON).union_all(_AWAY)),
    or_(timers.c.subject_id == _PERSON, timers.c.clock == DIGEST),
    timers.c.clock.in_((TO_DO, SHIFT, DIGEST)),
    timers.c.stopped_at.is_(None),
    or_(timers.c.clock == DIGEST, timers.c.due_at >= bindparam("begins", type_=timers.c.due_at.type)),  # it comes daily
    timers.c.due_at < bindparam("ends", type_=timers.c.due_at.type),
)


_LOCK = text(f"SELECT pg_advisory_xact_lock({0x62756467}, hashtext(:person))")


def _waited(connection: Connection, person_id: str) -> bool:
    """True where others may have pushed something to this person meanwhile; from now on they wait for what is written.

    SQLite has one writer anyway. Where a day has no room left, nobody waits for anybody.
    """
    if connection.dialect.name != "postgresql":
        return False
    connection.execute(_LOCK, {"person": person_id})
    return True


def set_clock(connection: Connection, person_id: str, due_at: datetime) -> None:
    """Have what was gathered for a person told at a moment, or before it, where that is set already.

    A clock that rings just now is waited for: either it has seen what is gathered here, or another one is set.
    """
    named = {"person": person_id, "due": due_at}
    if connection.execute(_EARLIER, named).rowcount == 0:
        row = {"id": new_id(), "subject_kind": "person", "subject_id": person_id, "clock": CLOCK, "step": 0}
        connection.execute(insert_or_ignore(connection, timers), {**row, "due_at": due_at, "stopped_at": None})


_LIVE = (
    timers.c.subject_kind == "person",
    timers.c.subject_id == bindparam("person"),
    timers.c.clock == CLOCK,
    timers.c.stopped_at.is_(None),
)
_DUE: BindParameter[datetime] = bindparam("due", type_=timers.c.due_at.type)
_EARLIER = update(timers).where(*_LIVE).values(due_at=case((timers.c.due_at > _DUE, _DUE), else_=timers.c.due_at))


def left(connection: Connection, person_id: str, now: datetime) -> int | None:
    """How many notices more a person may be pushed today, the list being one; None where nobody counts."""
    found = budget(connection)
    if found is None:
        return None
    zone = zone_of(connection, person_id) or found.zone
    today = now.astimezone(zone).date()
    return max(found.most - _told(connection, person_id, {today}, zone)[today], 0)
