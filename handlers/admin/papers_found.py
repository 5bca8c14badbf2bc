"""What is found out for whoever asks for a paper: what there can be of a case, and which period is meant."""

from typing import Any

from sqlalchemy import Connection

from handlers.admin.wanted import CasePapers, PaperOrder, PeriodNamed, PeriodsNear
from handlers.tools import Tools
from nlp.spans import span_in
from storage import case_files, paper_orders
from storage.queries import Viewer
from templates.period_words import period_name
from workflow.case_file import Made, NoSuchPaper, possible
from workflow.period_papers import NoSuchPeriod, OfPeriod, named_of, period_of
from workflow.permissions import Action
from workflow.spans import Unit, last_ones

# Of which periods a paper is usually wanted: the last ones of a kind, the latest of them first.
_ONES = {OfPeriod.STATISTICS: ((Unit.QUARTER, 2), (Unit.YEAR, 2)), OfPeriod.SCORECARD: ((Unit.MONTH, 2),)}
_USUAL = ((Unit.MONTH, 2), (Unit.QUARTER, 1), (Unit.YEAR, 1))


def of_case(tools: Tools, connection: Connection, viewer: Viewer, asked: CasePapers) -> dict[str, Any] | None:
    found = case_files.case_file_of(connection, viewer, asked.hazard)
    if found is None:
        return None
    return {"number": found.number, "made": [str(made) for made in Made if _is_possible(made, found)]}


def _is_possible(made: Made, file: Any) -> bool:
    try:
        possible(made, file)
    except NoSuchPaper:
        return False
    return True


def near(tools: Tools, connection: Connection, viewer: Viewer, asked: PeriodsNear) -> list[dict[str, str]]:
    units = _ONES.get(asked.made, _USUAL)  # type: ignore[call-overload]
    days = [(unit, period.first) for unit, count in units for period in last_ones(unit, viewer.today, count)[::-1]]
    return [_told(viewer, named_of(unit, first)) for unit, first in days]


def named(tools: Tools, connection: Connection, viewer: Viewer, asked: PeriodNamed) -> dict[str, str] | None:
    """By its name, 2026-Q3, or as people say it: last quarter."""
    try:
        return _told(viewer, period_of(asked.words, viewer.today).named)
    except NoSuchPeriod:
        said = span_in(asked.words, viewer.today)
    if said is None or said.unit in (None, Unit.WEEK) or said.as_of is not None:
        return None
    return _told(viewer, named_of(Unit(said.unit), said.day))


def _told(viewer: Viewer, name: str) -> dict[str, str]:
    return {"named": name, "words": period_name(viewer.person.language, name)}


def of_order(tools: Tools, connection: Connection, viewer: Viewer, asked: PaperOrder) -> dict[str, str] | None:
    """What was asked for by whoever looks, or by anybody, where they may have all of the company's."""
    paper = paper_orders.ordered(connection, asked.order) if asked.order else None
    theirs = paper is not None and (paper.ordered_by == viewer.person.id or viewer.may(Action.EXPORT).company)
    if paper is None or not theirs or not paper.period:
        return None
    about = period_name(viewer.person.language, paper.period)
    return {"made": paper.made, "number": paper.number, "about": about}
