"""One case as papers have it: read for somebody who may have it as a file, and as it stood at a moment."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from storage import directory, ledger
from storage.audit import Kind
from storage.plans import plan_words
from storage.queries import CARD_OF, Viewer, knows_reporter, timeline
from storage.tables import attachments, audit_records, departments, hazards, library_entries
from workflow.case_file import UNTOLD, CaseFile, Pictured, PlannedStage, SignedOff, Step, Stood, stood
from workflow.permissions import Action
from workflow.plan import PARTS
from workflow.standing import standing

# Everything of a case but what was drawn of it for chats.
ROLES = ("found", "order", "progress", "after", "recheck", "receipt", "paper")
_CASE = CARD_OF.add_columns(library_entries.c.cause, library_entries.c.accidents_2025)
_NUMBER = select(hazards.c.number).where(hazards.c.id == bindparam("hazard"))
_NUMBERED = select(hazards.c.id).where(hazards.c.number == bindparam("number"))


def case_file(connection: Connection, viewer: Viewer, number: str) -> tuple[str, CaseFile] | None:
    """The id of a case and what papers say of it, as it stood at `viewer.now`.

    None where there is no such case, it was not there yet, or the viewer may not have it as a file.
    """
    hazard_id = connection.execute(_NUMBERED, {"number": number}).scalar()
    row = connection.execute(_CASE, {"hazard": hazard_id}).one_or_none() if hazard_id else None
    if row is None or not viewer.may(Action.EXPORT).covers(row):
        return None
    happened = [event for event in timeline(connection, viewer, row) if event["at"] <= viewer.now]
    return (row.id, _told(connection, viewer, row, happened)) if happened else None


def case_file_of(connection: Connection, viewer: Viewer, hazard_id: str) -> CaseFile | None:
    """The same by the id of the case."""
    number = connection.execute(_NUMBER, {"hazard": hazard_id}).scalar()
    found = case_file(connection, viewer, number) if number else None
    return found[1] if found else None


def _told(connection: Connection, viewer: Viewer, row: Row[Any], happened: Sequence[Mapping[str, Any]]) -> CaseFile:
    now = {**standing(row).facts, "owner": row.owner_id, "acceptor": row.acceptor_id}  # type: ignore[arg-type]
    then = stood([event["facts"] for event in happened], now)
    words = plan_words(happened)
    return CaseFile(
        number=row.number,
        company=ledger.company_name(connection, viewer),
        source=row.source_kind,
        order=row.source_id or "",
        authority=happened[0]["words"].get("authority", ""),
        found_at=row.found_at,
        received_at=row.received_at,
        finder=viewer.named(row.reporter_name, row.reporter_name_en) if knows_reporter(row, viewer) else "",
        anonymous=row.anonymous,
        place=viewer.named(row.area, row.area_en),
        equipment=viewer.named(row.equipment, row.equipment_en),
        words=row.words or "",
        category=row.category,
        grade=then.grade,
        statutory_grade=then.grade.statutory,
        cause=row.cause,
        accidents=tuple(row.accidents_2025 or ()),
        requirement=happened[0]["words"].get("ordered") or viewer.named(row.requirement, row.requirement_en),
        law=viewer.named(row.law, row.law_en),
        department=_department(connection, viewer, then.department_id),
        owner=_named(connection, viewer, then.owner_id),
        due_at=then.due_at or row.due_at,
        due_locked=row.due_locked,
        acceptor=_named(connection, viewer, then.acceptor_id),
        state=then.state,
        closed_at=then.closed_at,
        budget=then.budget,
        spent=then.spent,
        steps=tuple(_step(event) for event in happened if event["kind"] not in UNTOLD),
        pictures=tuple(_pictures(connection, row.id, viewer.now)),
        signed_off=_signed_off(happened, then),
        parts={part: words[part] for part in PARTS},
        stages=_stages(happened, words["stages"]),
    )


def _named(connection: Connection, viewer: Viewer, person_id: str | None) -> str:
    person = directory.person(connection, person_id) if person_id else None
    return viewer.named(person.name, person.name_en) if person else ""


def _department(connection: Connection, viewer: Viewer, department_id: str | None) -> str:
    row = connection.execute(_DEPARTMENT, {"department": department_id}).one_or_none()
    return viewer.named(*row) if row else ""


_DEPARTMENT = select(departments.c.name, departments.c.name_en).where(departments.c.id == bindparam("department"))


def _step(event: Mapping[str, Any]) -> Step:
    facts = event["facts"]
    day = facts.get("day")
    return Step(
        event["at"],
        event["kind"],
        event["who"],
        event["anonymous"],
        event["in_place_of"],
        {name: said for name, said in event["words"].items() if said},
        str(facts.get("paper", "")),
        facts.get("fen"),
        date.fromisoformat(day) if day else None,
    )


def _signed_off(happened: Sequence[Mapping[str, Any]], then: Stood) -> SignedOff | None:
    """None while it is not closed, also where it was opened again."""
    last = next((event for event in reversed(happened) if event["kind"] == "accepted"), None)
    if last is None or then.closed_at is None:
        return None
    return SignedOff(last["who"], last["at"], last["words"].get("remark", ""), last["facts"]["on_site"])


def _stages(happened: Sequence[Mapping[str, Any]], goals: Sequence[str]) -> tuple[PlannedStage, ...]:
    """The stages of the plan with the days that they had by then."""
    due: dict[int, datetime] = {}
    done: dict[int, datetime] = {}
    for event in happened:
        facts = event["facts"]
        match event["kind"]:
            case "stage_added":
                due[facts["position"]] = datetime.fromisoformat(facts["due_at"])
            case "stage_moved":
                due[facts["position"]] = datetime.fromisoformat(facts["until"])
            case "stage_dropped":
                due.pop(facts["position"], None)
            case "stage_finished":
                done[facts["position"]] = event["at"]
    return tuple(PlannedStage(goal, due[n], done.get(n)) for n, goal in enumerate(goals, 1) if n in due)


def _pictures(connection: Connection, hazard_id: str, at: datetime) -> list[Pictured]:
    """The photographs that were part of the case by then, the oldest first."""
    rows = connection.execute(_PICTURES, {"hazard": hazard_id, "roles": list(ROLES)}).all()
    return [Pictured(row.media_id, row.role, row.added_at) for row in rows if (row.since or row.added_at) <= at]


# Since when one is part of its case is on record (storage/photo_trail.py).
_SINCE = (
    select(func.min(audit_records.c.at))
    .where(audit_records.c.subject_id == attachments.c.id, audit_records.c.kind == Kind.PHOTO)
    .correlate(attachments)
    .scalar_subquery()
)
_PICTURES = (
    select(attachments.c.media_id, attachments.c.role, attachments.c.added_at, _SINCE.label("since"))
    .where(
        attachments.c.subject_kind == "hazard",
        attachments.c.subject_id == bindparam("hazard"),
        attachments.c.role.in_(bindparam("roles", expanding=True)),
        attachments.c.state == "ready",
    )
    .order_by(attachments.c.id)
)
