"""Entering a report: the case, its number and limit, its first events, and the owner it goes to."""

from workflow import danger, major, on_the_spot, sources
from workflow.commands import SubmitReport
from workflow.desk import Area, Desk
from workflow.dispatch import dispatch
from workflow.errors import Refused
from workflow.hazard import Act, Hazard
from workflow.library import LibraryEntry
from workflow.on_the_spot import ReportFixed
from workflow.people import Person
from workflow.register import limit_days, next_number
from workflow.sources import ReportFinding


def report(desk: Desk, command: SubmitReport, act: Act) -> Hazard:
    if act.by is None:
        raise Refused("not_employed")
    finding = command if isinstance(command, ReportFinding) else None
    if desk.hazard(command.draft_id) is not None:
        raise Refused("reported_before")
    finder = _finder(desk, command, act.by)
    area = _known_area(desk, command)
    entry = desk.entry(command.library_code) if command.library_code else None
    if entry is not None and entry.category != command.category:
        entry = None
    if finding:
        sources.check(desk, finding, act)
    hazard = _new_hazard(desk, command, act, finder, area, entry)
    if finding:
        sources.bind(desk, hazard, finding)
    event = hazard.report(act, command.words, command.suggestion, finding.said if finding else {})
    desk.enter(hazard)
    desk.record(event)
    if isinstance(command, ReportFixed) and (fixed := on_the_spot.fix(desk, hazard, act)) is not None:
        desk.record(fixed)
        return hazard
    desk.attach_photos(command.draft_id, hazard.id, "found")
    if major.is_major(hazard):
        major.measure_at_once(desk, hazard, act)
    elif command.danger == danger.RUNNING:
        desk.record(danger.warn(hazard, act))
    dispatch(desk, hazard, act)
    return hazard


def _new_hazard(
    desk: Desk, command: SubmitReport, act: Act, finder: Person, area: Area, entry: LibraryEntry | None
) -> Hazard:
    return Hazard(
        id=command.draft_id,
        number=next_number(desk, act),
        category=command.category,
        company_grade=command.grade,
        area_id=area.id,
        area_path=area.path,
        equipment_id=command.equipment_id,
        library_code=entry.code if entry else None,
        requirement=entry.requirement if entry else "",
        requirement_en=entry.requirement_en if entry else "",
        law=entry.law if entry else "",
        law_en=entry.law_en if entry else "",
        reporter_id=finder.id,
        entered_by_id=act.by.id if act.by and act.by.id != finder.id else None,
        found_at=act.at,
        received_at=act.at,
        due_at=desk.calendar.due(act.at, limit_days(command.grade, entry)),
        danger=command.danger,
    )


def _finder(desk: Desk, command: SubmitReport, typist: Person) -> Person:
    """Whoever found it; somebody else may hold the phone."""
    finder = desk.person(command.on_behalf_of) if command.on_behalf_of else typist
    if finder is None or not finder.works_on(desk.today):
        raise Refused("has_left")
    return finder


def _known_area(desk: Desk, command: SubmitReport) -> Area:
    area = desk.area(command.area_id)
    if area is None:
        raise Refused("area_gone")
    if command.equipment_id is not None and desk.equipment_area(command.equipment_id) is None:
        raise Refused("equipment_gone")
    return area
