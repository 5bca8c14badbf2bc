"""What a shift takes over, and which shifts were taken over."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, or_, select, true, update

from storage.directory import holders
from storage.inbox import insert_or_ignore
from storage.queries import CARD, Viewer, covered, line
from storage.tables import areas, hand_overs, hazards, memberships, people, texts, timers
from workflow.danger import HELD, RUNNING
from workflow.hand_over import CLOCK, KEPT_IN_SIGHT, TAKEN_WITHIN
from workflow.ids import new_id
from workflow.library import Grade
from workflow.lifecycle import IN_HAND, OPEN
from workflow.people import Person, Role
from workflow.permissions import Action
from workflow.reach import Reach

MOST = 5  # cases that are told, and as many measures
MOST_SHIFTS = 10  # on a list


@dataclass(frozen=True)
class Shift:
    """What is open at a team leader's places: the most urgent cases, the measures in force, and how many there are."""

    cases: list[dict[str, Any]]
    total: int
    measures: list[dict[str, Any]]
    held: int


def leaders_without_clock(connection: Connection, today: date) -> list[Person]:
    """Team leaders for whom no hand-over is set."""
    running = (timers.c.subject_kind == "person", timers.c.clock == CLOCK, timers.c.stopped_at.is_(None))
    set_already = set(connection.execute(select(timers.c.subject_id).where(*running)).scalars())
    return [person for person in holders(connection, Role.TEAM_LEADER, today) if person.id not in set_already]


def open_there(connection: Connection, viewer: Viewer) -> Shift:
    """What somebody takes over with their shift: what still runs, what is overdue, what is major, then by its limit."""
    there = and_(hazards.c.state.in_(sorted(OPEN)), not_(hazards.c.practice), covered(viewer.may(Action.HAND_OVER)))
    ranks = (
        (hazards.c.danger == RUNNING, 0),
        (hazards.c.due_at <= viewer.now, 1),
        (hazards.c.company_grade == Grade.MAJOR, 2),
    )
    order = (case(*ranks, else_=3), hazards.c.due_at, hazards.c.id)
    held = and_(there, hazards.c.danger == HELD, hazards.c.state.in_(IN_HAND))
    rows = connection.execute(CARD.where(there).order_by(*order).limit(MOST)).all()
    kept = connection.execute(CARD.where(held).order_by(*order).limit(MOST)).all()
    measures = _measures(connection, [row.id for row in kept])
    return Shift(
        [line(row, viewer) for row in rows],
        _count(connection, there),
        [{**line(row, viewer), "measure": measures.get(row.id, ""), "until": row.measure_until} for row in kept],
        _count(connection, held),
    )


def _count(connection: Connection, cases: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(hazards).where(cases)).scalar() or 0


def _measures(connection: Connection, cases: list[str]) -> dict[str, str]:
    """How each danger is held off, as it was put last."""
    said = select(texts.c.subject_id, texts.c.body).where(texts.c.subject_id.in_(cases), texts.c.field == "measure")
    return {row.subject_id: row.body for row in connection.execute(said.order_by(texts.c.id))}


def begin(connection: Connection, person_id: str, starts: datetime, cases: int, measures: int) -> bool:
    """Note that a shift begins; False where that is noted already."""
    row = {"id": new_id(), "person_id": person_id, "starts": starts, "cases": cases, "measures": measures}
    return connection.execute(insert_or_ignore(connection, hand_overs), row).rowcount == 1


def begin_anew(connection: Connection, person_id: str, starts: datetime, cases: int, measures: int) -> bool:
    """Note it of a shift that was taken over before it began: much may have come since. False for any other."""
    early = (hand_overs.c.person_id == person_id, hand_overs.c.starts == starts, hand_overs.c.taken_at < starts)
    anew = update(hand_overs).where(*early).values(cases=cases, measures=measures, taken_at=None)
    return connection.execute(anew).rowcount == 1


def take(connection: Connection, person_id: str, starts: datetime, now: datetime) -> None:
    """Note that it was taken over, unless it was before."""
    this = (hand_overs.c.person_id == person_id, hand_overs.c.starts == starts, hand_overs.c.taken_at.is_(None))
    connection.execute(update(hand_overs).where(*this).values(taken_at=now))


def taken_at(connection: Connection, person_id: str, starts: datetime) -> datetime | None:
    this = (hand_overs.c.person_id == person_id, hand_overs.c.starts == starts)
    return connection.execute(select(hand_overs.c.taken_at).where(*this)).scalar()


def of_last_days(connection: Connection, viewer: Viewer) -> tuple[list[dict[str, Any]], int]:
    """The shifts that began in the last days, the latest first, those that nobody took over before all others.

    And how many there are besides.
    """
    missed = _missed(viewer.now)
    listed = (
        select(hand_overs, people.c.name, people.c.name_en, missed.label("missed"))
        .join_from(hand_overs, people, people.c.id == hand_overs.c.person_id)
        .where(hand_overs.c.starts > viewer.now - KEPT_IN_SIGHT, hand_overs.c.starts <= viewer.now)
        .where(_theirs(viewer.may(Action.SEE_SHIFTS)))
        .order_by(missed.desc(), hand_overs.c.starts.desc(), hand_overs.c.id)
    )
    rows = connection.execute(listed).all()
    return [_told(connection, row, viewer) for row in rows[:MOST_SHIFTS]], len(rows[MOST_SHIFTS:])


def number_missed(connection: Connection, right: Reach, since: datetime, now: datetime) -> int:
    """How many shifts since then nobody has taken over, within a reach."""
    missed = (_missed(now), hand_overs.c.starts > since, _theirs(right))
    return connection.execute(select(func.count()).select_from(hand_overs).where(*missed)).scalar() or 0


def _missed(now: datetime) -> ColumnElement[bool]:
    something = or_(hand_overs.c.cases > 0, hand_overs.c.measures > 0)
    return and_(something, hand_overs.c.taken_at.is_(None), hand_overs.c.starts <= now - TAKEN_WITHIN)


def _theirs(right: Reach) -> ColumnElement[bool]:
    if right.company:
        return true()
    led = select(memberships.c.person_id).where(
        memberships.c.role == Role.TEAM_LEADER, memberships.c.department_id.in_(sorted(right.department_ids))
    )
    return hand_overs.c.person_id.in_(led)


def _told(connection: Connection, row: Any, viewer: Viewer) -> dict[str, Any]:
    return {
        "who": viewer.named(row.name, row.name_en),
        "areas": led_by(connection, row.person_id, viewer),
        "starts": row.starts.isoformat(),
        "taken_at": row.taken_at.isoformat() if row.taken_at else None,
        "cases": row.cases,
        "measures": row.measures,
        "missed": bool(row.missed),
    }


def led_by(connection: Connection, person_id: str, viewer: Viewer) -> list[str]:
    """The names of the areas that somebody leads today."""
    held = (
        memberships.c.since <= viewer.today,
        or_(memberships.c.until.is_(None), memberships.c.until >= viewer.today),
    )
    named = (
        select(areas.c.name, areas.c.name_en)
        .join_from(memberships, areas, areas.c.id == memberships.c.area_id)
        .where(memberships.c.person_id == person_id, memberships.c.role == Role.TEAM_LEADER, *held)
        .order_by(areas.c.code)
    )
    return [viewer.named(*row) for row in connection.execute(named)]
