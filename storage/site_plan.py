"""The rows of the plan picture and of the outlines on it, and how open cases lie on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, case, delete, func, insert, select, update

from storage.board_cases import IS_OPEN, Moments
from storage.queries import OWED_NOW, Viewer, covered
from storage.tables import area_outlines, areas, attachments, company, events, hazards, media, site_plans
from workflow.board import scope
from workflow.outlining import SUBJECT
from workflow.permissions import Action
from workflow.reach import Reach
from workflow.site_plan import Outline, Point, label_point

_IN_USE = (
    select(site_plans.c.id, site_plans.c.media_id, site_plans.c.taken_at, media.c.width, media.c.height)
    .join_from(site_plans, media, media.c.id == site_plans.c.media_id)
    .where(site_plans.c.dropped_at.is_(None))
    .order_by(site_plans.c.taken_at.desc(), site_plans.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True)
class SitePlans:
    """The desk of workflow/outlining.py over an open transaction."""

    connection: Connection

    def in_use(self) -> str | None:
        self.connection.execute(select(company.c.code).with_for_update())  # there is one plan, also for two at once
        return self.connection.execute(_IN_USE).scalar()

    def is_kept(self, plan_id: str) -> bool:
        found = select(site_plans.c.id).where(site_plans.c.id == plan_id)
        return self.connection.execute(found).first() is not None

    def take(self, plan_id: str, draft_id: str, at: datetime) -> str | None:
        sent = attachments.c
        of_draft = (sent.subject_kind == "draft", sent.subject_id == draft_id, sent.state == "ready")
        last = select(sent.id, sent.media_id).where(*of_draft).order_by(sent.added_at.desc(), sent.id.desc()).limit(1)
        picture = self.connection.execute(last).one_or_none()
        if picture is None:
            return None
        self.connection.execute(delete(attachments).where(sent.id == picture.id))  # where and when is not kept
        self.enter(plan_id, picture.media_id, at)
        return str(picture.media_id)

    def enter(self, plan_id: str, media_id: str, at: datetime) -> None:
        self.use(None, at)
        row = {"id": plan_id, "media_id": media_id, "taken_at": at}
        self.connection.execute(insert(site_plans), row)

    def use(self, plan_id: str | None, at: datetime) -> None:
        self.connection.execute(update(site_plans).where(site_plans.c.dropped_at.is_(None)).values(dropped_at=at))
        if plan_id is not None:
            self.connection.execute(update(site_plans).where(site_plans.c.id == plan_id).values(dropped_at=None))

    def carry_over(self, from_id: str, to_id: str) -> None:
        drawn = self.connection.execute(select(area_outlines).where(area_outlines.c.plan_id == from_id))
        rows = [{**row, "plan_id": to_id} for row in drawn.mappings()]
        if rows:
            self.connection.execute(insert(area_outlines), rows)

    def has_area(self, area_id: str) -> bool:
        found = select(areas.c.id).where(areas.c.id == area_id, areas.c.retired_at.is_(None))
        return self.connection.execute(found).first() is not None

    def outline(self, plan_id: str, area_id: str) -> Outline:
        points = select(area_outlines.c.points).where(*_of(plan_id, area_id))
        return _outline(self.connection.execute(points).scalar() or ())

    def draw(self, plan_id: str, area_id: str, outline: Outline) -> None:
        self.connection.execute(delete(area_outlines).where(*_of(plan_id, area_id)))
        if outline:
            row = {"plan_id": plan_id, "area_id": area_id, "points": outline}
            self.connection.execute(insert(area_outlines), row)


def _of(plan_id: str, area_id: str) -> tuple[Any, ...]:
    return (area_outlines.c.plan_id == plan_id, area_outlines.c.area_id == area_id)


def _outline(points: Sequence[Sequence[int]]) -> Outline:
    return tuple((x, y) for x, y in points)


@dataclass(frozen=True)
class Area:
    """A place as whoever draws sees it. depth: how many are around it."""

    id: str
    name: str
    depth: int
    outline: Outline


@dataclass(frozen=True)
class Drawing:
    """The plan in use, and every area that can be outlined on it, each after the one around it.

    width, height: pixels of the picture as it was sent, upright; it is shown no larger, in the same shape.
    """

    plan_id: str
    width: int
    height: int
    taken_at: datetime
    areas: Sequence[Area]

    @property
    def missing(self) -> list[Area]:
        return [area for area in self.areas if not area.outline]


def drawing(connection: Connection, viewer: Viewer) -> Drawing | None:
    """None where there is no plan, or it is not the viewer's to draw on."""
    plan = connection.execute(_IN_USE).one_or_none()
    if plan is None or not viewer.may(Action.CONFIGURE).company:
        return None
    rows = {row.id: row for row in connection.execute(_outlined(plan.id))}
    in_order = sorted(rows.values(), key=lambda row: [_code(rows, id_) for id_ in _ids(row.path)])
    drawn = [
        Area(row.id, viewer.named(row.name, row.name_en), len(_ids(row.path)) - 1, _outline(row.points or ()))
        for row in in_order
    ]
    return Drawing(plan.id, plan.width, plan.height, plan.taken_at, drawn)


def _outlined(plan_id: str) -> Any:
    on_it = and_(area_outlines.c.area_id == areas.c.id, area_outlines.c.plan_id == plan_id)
    named = (areas.c.id, areas.c.code, areas.c.name, areas.c.name_en, areas.c.path, area_outlines.c.points)
    return select(*named).join_from(areas, area_outlines, on_it, isouter=True).where(areas.c.retired_at.is_(None))


def _ids(path: str) -> list[str]:
    return path.strip("/").split("/")


def _code(rows: Mapping[str, Row[Any]], area_id: str) -> str:
    return rows[area_id].code if area_id in rows else ""


@dataclass(frozen=True)
class Heated:
    """An area on the plan, with the open cases in it and in what lies within it: all, the overdue, by category."""

    area_id: str
    outline: Outline
    cases: int
    overdue: int
    categories: Mapping[str, int]

    @property
    def label(self) -> Point:
        return label_point(self.outline)


@dataclass(frozen=True)
class HeatedPlan:
    """The plan with its outlined areas, the larger ones first; elsewhere: the open cases that lie in none of them."""

    plan_id: str
    width: int
    height: int
    areas: Sequence[Heated]
    elsewhere: int

    @property
    def most(self) -> int:
        return max((area.cases for area in self.areas), default=0)

    @property
    def categories(self) -> list[str]:
        """Those of any open case on it, by name."""
        return sorted({category for area in self.areas for category in area.categories})


@dataclass
class _Count:
    cases: int = 0
    overdue: int = 0
    categories: dict[str, int] = field(default_factory=dict)

    def add(self, row: Row[Any]) -> None:
        self.cases += row.cases
        self.overdue += row.late
        self.categories[row.category] = self.categories.get(row.category, 0) + row.cases


def heated_plan(connection: Connection, right: Reach, at: Moments) -> HeatedPlan | None:
    """The plan as a board of a reach shows it; None where there is none, or nothing is outlined on it."""
    plan = connection.execute(_IN_USE).one_or_none()
    found = list(connection.execute(_outlined(plan.id))) if plan is not None else []
    outlined = [row for row in found if row.points]
    if plan is None or not outlined:
        return None
    counts, elsewhere = {row.id: _Count() for row in outlined}, 0
    within = {row.id: row.path for row in connection.execute(select(areas.c.id, areas.c.path))}
    for row in connection.execute(_open_by_area(right, at)):
        around = [counts[id_] for id_ in _ids(within[row.area_id]) if id_ in counts]
        elsewhere += 0 if around else row.cases
        for count in around:
            count.add(row)
    shown = [Heated(row.id, _outline(row.points), **vars(counts[row.id])) for row in _larger_first(outlined)]
    return HeatedPlan(plan.id, plan.width, plan.height, shown, elsewhere)


def _larger_first(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """So that what lies within another is drawn over it."""
    return sorted(rows, key=lambda row: (len(_ids(row.path)), row.code))


def _open_by_area(right: Reach, at: Moments) -> Any:
    late = func.sum(case((and_(OWED_NOW, hazards.c.due_at < at.begins), 1), else_=0)).label("late")
    of = (hazards.c.area_id, hazards.c.category)
    return select(*of, func.count().label("cases"), late).where(IS_OPEN, covered(right)).group_by(*of)


def changes(connection: Connection) -> int:
    """How often the plan, or an outline on it, was changed."""
    of_plans = select(func.count()).where(events.c.subject_kind == SUBJECT)
    return connection.execute(of_plans).scalar() or 0


def picture(connection: Connection, viewer: Viewer, plan_id: str) -> str | None:
    """The media id of a plan's picture, for whoever has a board or draws; None for others, and for none that is."""
    if scope(viewer.person, viewer.today) is None and not viewer.may(Action.CONFIGURE).company:
        return None
    return connection.execute(select(site_plans.c.media_id).where(site_plans.c.id == plan_id)).scalar()
