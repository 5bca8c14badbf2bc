"""The figures of a week or a month, read from what is kept by the day; who takes part, from the reports themselves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, false, func, or_, select, true

from storage.tables import areas, closing_times, daily_figures, daily_places, hazards, memberships, people
from workflow.people import Language, in_words
from workflow.periods import FLOWS, Period, Sums
from workflow.reach import Reach


@dataclass(frozen=True)
class TookPart:
    """How many people have reported anything, of how many there are."""

    reported: int
    people: int


def sums(connection: Connection, right: Reach, period: Period) -> Sums:
    """What a period has brought within a reach: the whole company, or some departments."""
    there = within(right, daily_figures.c.department)
    row = connection.execute(select(*_sums(period)).where(there, daily_figures.c.day <= period.last)).one()
    took = select(closing_times.c.hours, func.sum(closing_times.c.cases)).where(
        within(right, closing_times.c.department), closing_times.c.day.between(period.first, period.last)
    )
    found = {hours: cases for hours, cases in connection.execute(took.group_by(closing_times.c.hours)) if cases}
    return Sums(**_numbers(row), took=found)


def of_departments(connection: Connection, right: Reach, period: Period) -> dict[str, Sums]:
    """The same of each department that has anything to tell, without how long its cases took; "": what is nobody's."""
    of = daily_figures.c.department
    listed = select(of, *_sums(period)).where(within(right, of), daily_figures.c.day <= period.last).group_by(of)
    found = {row.department: Sums(**_numbers(row)) for row in connection.execute(listed)}
    return {department: its for department, its in found.items() if its.limits or its.new or its.stock}


def of_periods(connection: Connection, right: Reach, periods: Sequence[Period]) -> list[Sums]:
    """What each of several periods has brought, one after another in time; nothing of how long cases took."""
    rolled = daily_figures.c
    before, first, last = and_(rolled.day < periods[0].first), periods[0].first, periods[-1].last
    there = within(right, rolled.department)
    started = connection.execute(select(func.sum(rolled.stock), func.sum(rolled.late)).where(there, before)).one()
    stock, late = (int(number or 0) for number in started)
    flows = (func.sum(rolled[name]).label(name) for name in (*FLOWS, "stock", "late"))
    days = connection.execute(
        select(rolled.day, *flows).where(there, rolled.day.between(first, last)).group_by(rolled.day)
    ).all()
    found = []
    for period in periods:
        its = [row for row in days if period.has(row.day)]
        stock, late = (now + sum(getattr(row, name) for row in its) for now, name in ((stock, "stock"), (late, "late")))
        flowed: dict[str, Any] = {name: int(sum(getattr(row, name) for row in its)) for name in FLOWS}
        found.append(Sums(**flowed, stock=int(stock), late=int(late)))
    return found


def heat(connection: Connection, right: Reach, period: Period) -> Mapping[tuple[str, str], int]:
    """How many cases of an area (its id) and a category came in."""
    rolled = daily_places.c
    counted = (
        select(rolled.area, rolled.category, func.sum(rolled.cases))
        .where(within(right, rolled.department), rolled.day.between(period.first, period.last))
        .group_by(rolled.area, rolled.category)
    )
    return Counter({(area, category): int(n) for area, category, n in connection.execute(counted) if n})


def took_part(connection: Connection, right: Reach, period: Period, span: tuple[datetime, datetime]) -> TookPart:
    """Of those who belong to a reach at the end of a period, who has reported or typed in anything within its span.

    span: from the beginning of the first day to the end of the last one. Exercises do not count, nor does a report
    without a name.
    """
    held = and_(
        memberships.c.since <= period.last, or_(memberships.c.until.is_(None), memberships.c.until >= period.last)
    )
    works = or_(people.c.left_on.is_(None), people.c.left_on >= period.last)
    there = true() if right.company else memberships.c.department_id.in_(sorted(right.department_ids))
    staff = select(people.c.id).join(memberships, memberships.c.person_id == people.c.id).where(held, works, there)
    staff = staff.distinct()
    came = (hazards.c.received_at >= span[0], hazards.c.received_at < span[1], hazards.c.practice.is_(False))
    # Theirs of the period first: asked of all staff at once, SQLite goes through every case that any of them ever had.
    reporters = select(hazards.c.reporter_id).where(*came).distinct().subquery()
    reported = select(func.count()).select_from(reporters).where(reporters.c.reporter_id.in_(staff))
    number = connection.execute(reported).scalar() or 0
    return TookPart(number, connection.execute(select(func.count()).select_from(staff.subquery())).scalar() or 0)


def area_names(connection: Connection, ids: Sequence[str], language: Language) -> dict[str, str]:
    """The names of areas by their ids."""
    named = select(areas.c.id, areas.c.name, areas.c.name_en).where(areas.c.id.in_(ids))
    return {row.id: in_words(row.name, row.name_en, language) for row in connection.execute(named)}


def within(right: Reach, department: ColumnElement[Any]) -> ColumnElement[bool]:
    """The whole company, or some departments: what a digest is about."""
    if right.company:
        return true()
    return department.in_(sorted(right.department_ids)) if right.department_ids else false()


def _sums(period: Period) -> list[ColumnElement[int]]:
    """Of rows up to the end of a period: what flowed in it, and what has piled up until then."""
    rolled = daily_figures.c
    since = rolled.day >= period.first
    flows = [func.sum(case((since, rolled[name]), else_=0)).label(name) for name in FLOWS]
    return [*flows, func.sum(rolled.stock).label("stock"), func.sum(rolled.late).label("late")]


def _numbers(row: Any) -> dict[str, Any]:
    return {name: int(getattr(row, name) or 0) for name in (*FLOWS, "stock", "late")}
