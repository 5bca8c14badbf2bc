"""What a board shows, read in a moment: how open cases stand, what days have brought, where, who waits for whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    func,
    literal_column,
    select,
)
from sqlalchemy import true as everything

from storage import period_figures
from storage.board_cases import COUNTS, IS_OPEN, Chosen, Listed, Moments, cases
from storage.board_names import names_of
from storage.board_waits import waiting, wanted, whom
from storage.lights import light_of
from storage.queries import OWED_NOW, Viewer, covered
from storage.site_plan import HeatedPlan, heated_plan
from storage.tables import daily_figures, hazards
from workflow.board import OfSpan, Ranked, days_back, days_over, ranking, spans
from workflow.periods import HeatMap, Period, Sums, heat_map
from workflow.reach import Reach

MOST_AREAS, MOST_CATEGORIES = 12, 8
MOST_WAITS = 12
NAMED = 10  # cases that are told one by one


@dataclass(frozen=True)
class Waiting:
    """So many cases in which somebody waits for another; waits, whom: an id, a role, OUTSIDE; none: nobody has it."""

    what: str
    waits: str | None
    whom: str | None
    cases: int
    overdue: int


@dataclass(frozen=True)
class Standing:
    """How the open cases stand. lights: by grade and light."""

    lights: Mapping[tuple[str, str], int]
    overdue: int
    due_today: int
    departments: Mapping[str, tuple[int, int]]  # open and overdue; "": nobody's
    waits: tuple[Waiting, ...]

    @property
    def open(self) -> int:
        return sum(self.lights.values())

    @property
    def major(self) -> int:
        return sum(number for (grade, _), number in self.lights.items() if grade == "major")


@dataclass(frozen=True)
class Share:
    """A category of thirty days, and its entries of the library; none: what is of no entry."""

    category: str
    cases: int
    entries: Sequence[tuple[str | None, int]]


@dataclass(frozen=True)
class Board:
    """All of it. shares: of the cases of thirty days, by category and entry of the library (none: of no entry).

    plan: where the open cases lie on the plan picture; none where there is no such picture.
    names: of people, departments, areas and entries, by id or code, in the viewer's language.
    """

    standing: Standing
    overdue: Listed
    major: Listed
    trends: Mapping[str, Sequence[OfSpan]]
    heat: HeatMap
    plan: HeatedPlan | None
    shares: Mapping[tuple[str, str | None], int]
    ranking: Sequence[Ranked]
    names: Mapping[str, str]

    @property
    def today(self) -> OfSpan:
        return self.trends["month"][-1]

    @property
    def of_categories(self) -> list[Share]:
        """The shares by category."""
        return by_category(self.shares)


def by_category(shares: Mapping[tuple[str, str | None], int]) -> list[Share]:
    """The largest category first, and the entries of each in the same order."""
    found: dict[str, list[tuple[str | None, int]]] = {}
    for (category, entry), number in sorted(shares.items(), key=lambda each: (-each[1], str(each[0]))):
        found.setdefault(category, []).append((entry, number))
    every = (Share(category, sum(n for _, n in entries), entries) for category, entries in found.items())
    return sorted(every, key=lambda share: (-share.cases, share.category))


def board(connection: Connection, viewer: Viewer, right: Reach, at: Moments) -> Board:
    """A board of a reach (`scope` of workflow/board.py), in the viewer's language."""
    now = standing(connection, right, at)
    heat = heat_map(period_figures.heat(connection, right, days_back(viewer.today)), MOST_AREAS, MOST_CATEGORIES)
    plan = heated_plan(connection, right, at)
    shared = shares(connection, right, at)
    ranked = _ranked(connection, right, viewer.today, now)
    listed = {
        which: cases(connection, viewer, right, at, Chosen(which), size=NAMED, total=total)
        for which, total in (("overdue", now.overdue), ("major", now.major))
    }
    parties = {party for wait in now.waits for party in (wait.waits, wait.whom) if party}
    ids = {*parties, *(each.department_id for each in ranked), *(area or "" for area in heat.areas)}
    ids |= {area.area_id for area in plan.areas} if plan else set()
    names = names_of(connection, viewer, ids, {code for _, code in shared if code})
    trends = trend(connection, right, viewer.today)
    return Board(now, listed["overdue"], listed["major"], trends, heat, plan, shared, ranked, names)


def standing(connection: Connection, right: Reach, at: Moments) -> Standing:
    """One look at each open case within a reach."""
    is_late = and_(OWED_NOW, hazards.c.due_at < at.begins)
    is_due = and_(OWED_NOW, hazards.c.due_at >= at.begins, hazards.c.due_at < at.ends)
    grade, department = hazards.c.company_grade, hazards.c.department_id
    groups: tuple[ColumnElement[Any], ...] = (grade, light_of(at.now), department, wanted, waiting, whom)
    named = [column.label(name) for column, name in zip(groups, _GROUPS, strict=True)]
    counts = (func.count().label("cases"), _number(is_late).label("late"), _number(is_due).label("due"))
    # by position: SQLite would reckon what is grouped by once more
    grouped = select(*named, *counts).where(IS_OPEN, covered(right)).group_by(*_positions(len(named)))
    return _folded(connection.execute(grouped).all())


_GROUPS = ("grade", "light", "department", "what", "waits", "whom")


def _positions(number: int) -> list[ColumnElement[int]]:
    return [literal_column(str(position)) for position in range(1, number + 1)]


def _number(of: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((of, 1), else_=0))


def _folded(rows: Sequence[Any]) -> Standing:
    lights, open_, late, waits = Counter[tuple[str, str]](), Counter[str](), Counter[str](), Counter[Any]()
    late_waits = Counter[Any]()
    for row in rows:
        lights[str(row.grade), row.light] += row.cases
        open_[row.department or ""] += row.cases
        late[row.department or ""] += row.late
        waits[row.what, row.waits, row.whom] += row.cases
        late_waits[row.what, row.waits, row.whom] += row.late
    most = sorted(waits, key=lambda who: (-late_waits[who], -waits[who], tuple(map(str, who))))[:MOST_WAITS]
    return Standing(
        lights,
        sum(late.values()),
        sum(row.due for row in rows),
        {department: (number, late[department]) for department, number in open_.items()},
        tuple(_waiting(who, waits[who], late_waits[who]) for who in most),
    )


def _waiting(who: tuple[str, str | None, str | None], cases: int, overdue: int) -> Waiting:
    return Waiting(*who, cases, overdue)


def shares(connection: Connection, right: Reach, at: Moments) -> Mapping[tuple[str, str | None], int]:
    """How many of the cases that came in within thirty days are of a category and an entry of the library."""
    came = and_(COUNTS, hazards.c.received_at >= at.since, hazards.c.received_at < at.ends)
    of = (hazards.c.category, hazards.c.library_code)
    found = connection.execute(select(*of, func.count()).where(came, covered(right)).group_by(*of))
    return {(str(category), entry): number for category, entry, number in found}


def trend(connection: Connection, right: Reach, today: date) -> Mapping[str, Sequence[OfSpan]]:
    """What the days, weeks and months have brought: those of `spans`, from one look at the days."""
    wanted = spans(today)
    rolled, first = daily_figures.c, min(periods[0].first for periods in wanted.values())
    there = everything() if right.company else rolled.department.in_(sorted(right.department_ids))
    flows = (func.sum(rolled[name]).label(name) for name in ("new", "closed", "late"))
    days = select(rolled.day, *flows).where(there, rolled.day.between(first, today)).group_by(rolled.day)
    before = connection.execute(select(func.sum(rolled.late)).where(there, rolled.day < first)).scalar() or 0
    found = sorted((row.day, int(row.new), int(row.closed), int(row.late)) for row in connection.execute(days))
    return {name: [_of_span(period, found, int(before)) for period in periods] for name, periods in wanted.items()}


def _of_span(period: Period, days: Sequence[tuple[date, int, int, int]], before: int) -> OfSpan:
    within = [day for day in days if period.has(day[0])]
    late = before + sum(change for day, _, _, change in days if day <= period.last)
    return OfSpan(period, sum(day[1] for day in within), sum(day[2] for day in within), late)


def _ranked(connection: Connection, right: Reach, today: date, now: Standing) -> list[Ranked]:
    of = period_figures.of_departments(connection, right, days_over(today))
    nothing = Sums()
    every = {*of, *now.departments}
    return ranking(Ranked(each, *now.departments.get(each, (0, 0)), of.get(each, nothing)) for each in every)
