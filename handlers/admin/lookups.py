"""How what officers and administrators ask about their company is answered: lookup -> the right and the query."""

from datetime import date
from typing import Any

from sqlalchemy import Connection

from handlers.admin import papers_found
from handlers.admin.evaluated import EVALUATED
from handlers.admin.examples_found import EXAMPLES_FOUND
from handlers.admin.foreseen import would_get
from handlers.admin.sent import order_sheet, would_change
from handlers.admin.wanted import (
    AuthorityOrders,
    CasePapers,
    DayNow,
    Health,
    HoursNow,
    LadderFault,
    LadderNow,
    MatrixGaps,
    MatrixRow,
    NameFault,
    OrderNow,
    OrderSheet,
    PaperOrder,
    PeriodNamed,
    PeriodsNear,
    PersonCard,
    PlaceCard,
    QuietNow,
    RetiredPlaces,
    ShiftsNow,
    SitePlanNow,
    StaffCalled,
    Usage,
    WaitingToJoin,
    WouldChange,
    WouldGet,
)
from handlers.join_card import platform_of
from handlers.questions import Lookup
from handlers.tools import Answer, Tools
from storage import authority_orders, directory, health, ladders, matrix, plots, posts, site_plan, usage, working_hours
from storage.queries import Viewer
from workflow import grounds
from workflow.digest import bounds
from workflow.errors import Refused
from workflow.library import Category, Grade
from workflow.permissions import Action
from workflow.plots import What
from workflow.rungs import ladder_fault, rungs_of

GAPS_PAGE = 5
MISSING_NAMED = 3  # areas without an outline that are told by name
ORDERS_PAGE = 5
NO_ORDERS: dict[str, Any] = {"items": [], "more": False, "total": 0}


def _health(tools: Tools, connection: Connection, viewer: Viewer, asked: Health) -> dict[str, Any]:
    midnight, _ = bounds(viewer.today, tools.calendar.zone)
    found = health.health(connection, viewer.now, midnight)
    free = tools.free_bytes() if tools.free_bytes else health.ENOUGH_BYTES
    if free < health.ENOUGH_BYTES:
        found["problems"].insert(0, {"kind": "disk_full", "mebibytes": free // 1024**2})
    for each in (*found["problems"], *found["platforms"]):
        if "bot" in each:
            each["platform"] = platform_of(each["bot"])
    return {**found, "restored": _day(found["restored"], viewer.today)}


def _day(told: str, today: date) -> dict[str, Any] | None:
    """An ISO date, and how many days ago that was; None where there is none."""
    return {"day": told, "ago": (today - date.fromisoformat(told)).days} if told else None


def _person_card(tools: Tools, connection: Connection, viewer: Viewer, asked: PersonCard) -> dict[str, Any] | None:
    card = posts.card(connection, viewer, asked.person)
    if card is None:
        return None
    for post in card["posts"]:
        post["name"] = tools.renderer.label(viewer.person.language, "role", post["role"])
    return {**card, "platforms": sorted(filter(None, map(platform_of, card.pop("bots"))))}


def _matrix_gaps(tools: Tools, connection: Connection, viewer: Viewer, asked: MatrixGaps) -> dict[str, Any]:
    found, first = matrix.open_gaps(connection, viewer), asked.page * GAPS_PAGE
    shown = found[first : first + GAPS_PAGE]
    return {"items": shown, "total": len(found), "more": len(found) > first + len(shown)}


def _name_fault(tools: Tools, connection: Connection, viewer: Viewer, asked: NameFault) -> dict[str, Any] | None:
    try:
        grounds.check_name(plots.Plots(connection, viewer.now), What(asked.what), asked.name)
    except Refused as fault:
        return {"reason": fault.reason, **fault.facts}
    return None


def _ladder_fault(tools: Tools, connection: Connection, viewer: Viewer, asked: LadderFault) -> str | None:
    fault = ladder_fault(rungs_of(asked.steps), lambda role: bool(directory.holders(connection, role, viewer.today)))
    return fault.reason if fault is not None else None


def _site_plan(tools: Tools, connection: Connection, viewer: Viewer, asked: SitePlanNow) -> dict[str, Any] | None:
    drawing = site_plan.drawing(connection, viewer)
    if drawing is None:
        return None
    missing = drawing.missing
    return {
        "plan": drawing.plan_id,
        "taken_at": drawing.taken_at.isoformat(),
        "outlined": len(drawing.areas) - len(missing),
        "missing": [area.name for area in missing[:MISSING_NAMED]],
        "more": max(len(missing) - MISSING_NAMED, 0),
    }


COMPANY: dict[type[Lookup], Answer] = {
    AuthorityOrders: Answer(
        Action.REPORT_FINDING,
        lambda tools, c, viewer, asked: authority_orders.latest(c, viewer, asked.page, ORDERS_PAGE),
        NO_ORDERS,
    ),
    OrderSheet: Answer(Action.REPORT_FINDING, order_sheet),
    OrderNow: Answer(
        Action.REPORT_FINDING, lambda tools, c, viewer, asked: authority_orders.order_now(c, viewer, asked.hazard)
    ),
    MatrixGaps: Answer(Action.CONFIGURE, _matrix_gaps, {"items": [], "total": 0, "more": False}),
    MatrixRow: Answer(
        Action.CONFIGURE,
        lambda tools, c, viewer, asked: matrix.row_now(c, viewer, asked.area, Category(asked.category)),
    ),
    PlaceCard: Answer(
        Action.CONFIGURE, lambda tools, c, viewer, asked: plots.card(c, viewer, What(asked.what), asked.place)
    ),
    RetiredPlaces: Answer(
        Action.CONFIGURE, lambda tools, c, viewer, asked: plots.retired(c, viewer, What(asked.what)), []
    ),
    NameFault: Answer(Action.CONFIGURE, _name_fault),
    DayNow: Answer(
        Action.CONFIGURE, lambda tools, c, viewer, asked: plots.day(c, viewer, date.fromisoformat(asked.day))
    ),
    LadderNow: Answer(
        Action.CONFIGURE, lambda tools, c, viewer, asked: ladders.ladder_now(c, viewer, Grade(asked.grade))
    ),
    LadderFault: Answer(Action.CONFIGURE, _ladder_fault),
    CasePapers: Answer(Action.EXPORT, papers_found.of_case),
    PaperOrder: Answer(Action.EXPORT, papers_found.of_order),
    PeriodsNear: Answer(Action.EXPORT, papers_found.near, []),
    PeriodNamed: Answer(Action.EXPORT, papers_found.named),
    SitePlanNow: Answer(Action.CONFIGURE, _site_plan),
    Usage: Answer(Action.RUN, lambda tools, c, viewer, asked: usage.usage(c, viewer)),
    WouldChange: Answer(Action.CONFIGURE, would_change),
    WouldGet: Answer(Action.CONFIGURE, would_get),
    Health: Answer(Action.RUN, _health),
    QuietNow: Answer(Action.CONFIGURE, lambda tools, c, viewer, asked: working_hours.quiet_now(c, viewer)),
    ShiftsNow: Answer(Action.STAFF, lambda tools, c, viewer, asked: working_hours.shifts_now(c, viewer), []),
    HoursNow: Answer(
        Action.STAFF, lambda tools, c, viewer, asked: working_hours.hours_now(c, viewer, tools.calendar, asked.person)
    ),
    StaffCalled: Answer(Action.STAFF, lambda tools, c, viewer, asked: posts.called(c, viewer, asked.name), []),
    PersonCard: Answer(Action.STAFF, _person_card),
    **EVALUATED,
    **EXAMPLES_FOUND,
    WaitingToJoin: Answer(Action.ENROL, lambda tools, c, viewer, asked: posts.waiting(c, viewer), 0),
}
